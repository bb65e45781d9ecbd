"""Every key that a station may name, and how that subject is drawn.

`SUBJECTS` is the one list of accepted keys: species by their slug, and a few things by a plain word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mangrove_ar.targets.artwork.birds import brahminy_kite, collared_kingfisher, little_egret
from mangrove_ar.targets.artwork.buildings import boardwalk, chedi, footbridge, tower
from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.clams import clam_bed
from mangrove_ar.targets.artwork.crabs import fiddler_crab, mud_crab, tree_climbing_crab
from mangrove_ar.targets.artwork.forestry import canopy, fallen_leaves, rings, tape
from mangrove_ar.targets.artwork.mudskippers import blue_spotted_mudskipper, giant_mudskipper
from mangrove_ar.targets.artwork.nursery import propagule_fan, seedling_bed
from mangrove_ar.targets.artwork.scenery import Layer
from mangrove_ar.targets.artwork.sprays import (
    alba_spray,
    apiculata_spray,
    bruguiera_spray,
    ceriops_spray,
    excoecaria_spray,
    mucronata_spray,
    sonneratia_spray,
)
from mangrove_ar.targets.artwork.trees import (
    apiculata_tree,
    avicennia_tree,
    bruguiera_tree,
    ceriops_tree,
    great_trunks,
    mucronata_tree,
    nypa_fronds,
    sonneratia_tree,
)
from mangrove_ar.targets.artwork.waterside import long_boat, river_view, tide_post
from mangrove_ar.targets.artwork.weather import rain, sun

Drawing = Callable[[Pen], None]


@dataclass(frozen=True)
class Subject:
    """What to draw in which layer, and the scenery that suits it when it is named first."""

    scenery: str
    parts: Mapping[Layer, Drawing]


def _plant(scenery: str, tree: Drawing, spray: Drawing) -> Subject:
    return Subject(scenery, {Layer.TREE: tree, Layer.FRAME: spray})


SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {
        "rhizophora-apiculata": _plant("forest", apiculata_tree, apiculata_spray),
        "rhizophora-mucronata": _plant("forest", mucronata_tree, mucronata_spray),
        "avicennia-alba": _plant("mudflat", avicennia_tree, alba_spray),
        "sonneratia-alba": _plant("mudflat", sonneratia_tree, sonneratia_spray),
        "ceriops-tagal": _plant("forest", ceriops_tree, ceriops_spray),
        "bruguiera-gymnorhiza": _plant("forest", bruguiera_tree, bruguiera_spray),
        "nypa-fruticans": Subject("shore", {Layer.TREE: nypa_fronds}),
        "excoecaria-agallocha": Subject("shore", {Layer.FRAME: excoecaria_spray}),
        "austruca-annulipes": Subject("mudflat", {Layer.GROUND: fiddler_crab}),
        "episesarma-mederi": Subject("thicket", {Layer.GROUND: tree_climbing_crab}),
        "scylla-olivacea": Subject("thicket", {Layer.GROUND: mud_crab}),
        "geloina-expansa": Subject("underground", {Layer.GROUND: clam_bed}),
        "periophthalmodon-schlosseri": Subject("pools", {Layer.GROUND: giant_mudskipper}),
        "boleophthalmus-boddarti": Subject("pools", {Layer.GROUND: blue_spotted_mudskipper}),
        "todiramphus-chloris": Subject("island", {Layer.FRAME: collared_kingfisher}),
        "haliastur-indus": Subject("overlook", {Layer.SKY: brahminy_kite}),
        "egretta-garzetta": Subject("shore", {Layer.GROUND: little_egret}),
        "tide": Subject("shore", {Layer.GROUND: tide_post}),
        "sun": Subject("shore", {Layer.SKY: sun}),
        "rain": Subject("shore", {Layer.SKY: rain}),
        "boardwalk": Subject("shore", {Layer.FAR: boardwalk}),
        "tower": Subject("overlook", {Layer.TREE: tower}),
        "river": Subject("overlook", {Layer.FAR: river_view}),
        "canopy": Subject("overlook", {Layer.LAND: canopy}),
        "seedlings": Subject("nursery", {Layer.GROUND: seedling_bed}),
        "propagules": Subject("nursery", {Layer.GROUND: propagule_fan}),
        "trunks": Subject("plot", {Layer.TREE: great_trunks}),
        "tape": Subject("plot", {Layer.GROUND: tape}),
        "rings": Subject("plot", {Layer.GROUND: rings}),
        "leaves": Subject("plot", {Layer.LAND: fallen_leaves}),
        "chedi": Subject("island", {Layer.FAR: chedi}),
        "bridge": Subject("island", {Layer.FAR: footbridge}),
        "boat": Subject("island", {Layer.GROUND: long_boat}),
    }
)
