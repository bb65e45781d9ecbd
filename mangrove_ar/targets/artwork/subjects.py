"""Every key that a station may name, and how that subject is drawn.

`SUBJECTS` is the one list of accepted keys: species by their slug, and a few things by a plain word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mangrove_ar.targets.artwork import motifs
from mangrove_ar.targets.artwork.birds import brahminy_kite, collared_kingfisher, little_egret
from mangrove_ar.targets.artwork.buildings import boardwalk, chedi, footbridge, tower
from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.clams import clam_bed
from mangrove_ar.targets.artwork.crabs import fiddler_crab, mud_crab, tree_climbing_crab
from mangrove_ar.targets.artwork.forestry import canopy, fallen_leaves, rings, tape
from mangrove_ar.targets.artwork.motifs import Motif
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
    """What to draw in which layer, and the scenery that suits it when it is named first, and its cut in the border."""

    scenery: str
    parts: Mapping[Layer, Drawing]
    motif: Motif


def _plant(scenery: str, tree: Drawing, spray: Drawing, motif: Motif) -> Subject:
    return Subject(scenery, {Layer.TREE: tree, Layer.FRAME: spray}, motif)


SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {
        "rhizophora-apiculata": _plant("forest", apiculata_tree, apiculata_spray, motifs.APICULATA_LEAF),
        "rhizophora-mucronata": _plant("forest", mucronata_tree, mucronata_spray, motifs.WARTY_PROPAGULE),
        "avicennia-alba": _plant("mudflat", avicennia_tree, alba_spray, motifs.CHILLI),
        "sonneratia-alba": _plant("mudflat", sonneratia_tree, sonneratia_spray, motifs.STAR),
        "ceriops-tagal": _plant("forest", ceriops_tree, ceriops_spray, motifs.RIBBED_PROPAGULE),
        "bruguiera-gymnorhiza": _plant("forest", bruguiera_tree, bruguiera_spray, motifs.CALYX),
        "nypa-fruticans": Subject("shore", {Layer.TREE: nypa_fronds}, motifs.FROND),
        "excoecaria-agallocha": Subject("shore", {Layer.FRAME: excoecaria_spray}, motifs.RED_LEAF),
        "austruca-annulipes": Subject("mudflat", {Layer.GROUND: fiddler_crab}, motifs.GREAT_CLAW),
        "episesarma-mederi": Subject("thicket", {Layer.GROUND: tree_climbing_crab}, motifs.VIOLET_CLAW),
        "scylla-olivacea": Subject("thicket", {Layer.GROUND: mud_crab}, motifs.MUD_CLAW),
        "geloina-expansa": Subject("underground", {Layer.GROUND: clam_bed}, motifs.SHELL),
        "periophthalmodon-schlosseri": Subject("pools", {Layer.GROUND: giant_mudskipper}, motifs.RED_FIN),
        "boleophthalmus-boddarti": Subject("pools", {Layer.GROUND: blue_spotted_mudskipper}, motifs.VIOLET_FIN),
        "todiramphus-chloris": Subject("island", {Layer.FRAME: collared_kingfisher}, motifs.BLUE_FEATHER),
        "haliastur-indus": Subject("overlook", {Layer.SKY: brahminy_kite}, motifs.RED_FEATHER),
        "egretta-garzetta": Subject("shore", {Layer.GROUND: little_egret}, motifs.WHITE_FEATHER),
        "tide": Subject("shore", {Layer.GROUND: tide_post}, motifs.WAVE),
        "sun": Subject("shore", {Layer.SKY: sun}, motifs.SUN),
        "rain": Subject("shore", {Layer.SKY: rain}, motifs.DROPS),
        "boardwalk": Subject("shore", {Layer.FAR: boardwalk}, motifs.PLANKS),
        "tower": Subject("overlook", {Layer.TREE: tower}, motifs.ROOF),
        "river": Subject("overlook", {Layer.FAR: river_view}, motifs.RIVER_WAVE),
        "canopy": Subject("overlook", {Layer.LAND: canopy}, motifs.CANOPY_LEAF),
        "seedlings": Subject("nursery", {Layer.GROUND: seedling_bed}, motifs.SHOOT),
        "propagules": Subject("nursery", {Layer.GROUND: propagule_fan}, motifs.PLAIN_PROPAGULE),
        "trunks": Subject("plot", {Layer.TREE: great_trunks}, motifs.SLICE),
        "tape": Subject("plot", {Layer.GROUND: tape}, motifs.TAPE),
        "rings": Subject("plot", {Layer.GROUND: rings}, motifs.SLICE),
        "leaves": Subject("plot", {Layer.LAND: fallen_leaves}, motifs.FALLEN_LEAF),
        "chedi": Subject("island", {Layer.FAR: chedi}, motifs.BELL),
        "bridge": Subject("island", {Layer.FAR: footbridge}, motifs.ARCH),
        "boat": Subject("island", {Layer.GROUND: long_boat}, motifs.HULL),
    }
)
