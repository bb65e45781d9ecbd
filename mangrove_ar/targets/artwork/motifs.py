"""Motifs: for each kind of subject its cut in the border, and how the border lays it out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mangrove_ar.targets.artwork import cuts
from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.forestry import rings
from mangrove_ar.targets.artwork.leaves import APICULATA, BRUGUIERA, EXCOECARIA, SONNERATIA


@dataclass(frozen=True)
class Motif:
    """What a border repeats, though never twice alike.

    Attributes:
        draw: one cut of it, about as large as the pen's 100 units.
        grounds: a dark and a lighter ink for the blocks of the border, when this is the station's first subject.
        upright: it has a foot and a head, and stands; what has none runs along the band and turns freely.
        breadth: the room it takes along the band, as a share of its size.
    """

    draw: Callable[[Pen], None]
    grounds: tuple[str, str]
    upright: bool = False
    breadth: float = 1.0


_warty = partial(cuts.spindle, skin="leaf", collar="brick", tip="brick", marks="dots")
_plain = partial(cuts.spindle, skin="leaf", collar="coral", tip="ochre", marks="lines")
_ribbed = partial(cuts.spindle, skin="lime", collar="ochre", tip="lime", marks="lines")

APICULATA_LEAF = Motif(partial(cuts.leaf, form=APICULATA, inks=("leaf", "lime", "lime", "ochre")), ("earth", "sand"))
WARTY_PROPAGULE = Motif(_warty, ("earth", "sand"), True, 0.6)
PLAIN_PROPAGULE = Motif(_plain, ("earth", "ochre"), True, 0.6)
RIBBED_PROPAGULE = Motif(_ribbed, ("earth", "sand"), True, 0.6)
CHILLI = Motif(cuts.chilli, ("brick", "sand"), True, 0.6)
STAR = Motif(cuts.star, ("brick", "sand"))
CALYX = Motif(cuts.calyx, ("leaf", "sand"), True)
FROND = Motif(cuts.frond, ("leaf", "shallows"), False, 0.9)
RED_LEAF = Motif(partial(cuts.leaf, form=EXCOECARIA, inks=("coral", "brick", "leaf")), ("deep", "shallows"))
GREAT_CLAW = Motif(cuts.fiddle, ("brick", "sand"))
VIOLET_CLAW = Motif(cuts.violet_claw, ("violet", "lime"))
MUD_CLAW = Motif(cuts.mud_claw, ("leaf", "lime"))
SHELL = Motif(cuts.shell, ("earth", "sand"))
RED_FIN = Motif(partial(cuts.fin, skin="brick", ray="glow"), ("water", "sand"), False, 0.9)
VIOLET_FIN = Motif(partial(cuts.fin, skin="violet", ray="shallows"), ("violet", "shallows"), False, 0.9)
BLUE_FEATHER = Motif(partial(cuts.feather, vane="blue", tip="shallows"), ("blue", "sand"))
RED_FEATHER = Motif(partial(cuts.feather, vane="coral", tip="brick"), ("brick", "sand"))
WHITE_FEATHER = Motif(partial(cuts.feather, vane="cream", tip="glow"), ("water", "lime"))
WAVE = Motif(cuts.wave, ("water", "lime"), True)
RIVER_WAVE = Motif(cuts.wave, ("blue", "lime"), True)
SUN = Motif(cuts.little_sun, ("water", "lime"))
DROPS = Motif(cuts.drop, ("water", "lime"), True, 0.8)
PLANKS = Motif(cuts.plank, ("earth", "shallows"), False, 0.9)
ROOF = Motif(cuts.roof, ("leaf", "lime"), True)
CANOPY_LEAF = Motif(partial(cuts.leaf, form=SONNERATIA, inks=("leaf", "lime")), ("deep", "ochre"))
SHOOT = Motif(cuts.shoot, ("leaf", "ochre"), True)
SLICE = Motif(rings, ("leaf", "sand"))
TAPE = Motif(cuts.tape_curl, ("leaf", "sand"))
FALLEN_LEAF = Motif(partial(cuts.leaf, form=BRUGUIERA, inks=("ochre", "coral", "lime", "brick")), ("earth", "sand"))
BELL = Motif(cuts.bell, ("brick", "water"), True, 0.9)
ARCH = Motif(cuts.arch, ("brick", "water"), True)
HULL = Motif(cuts.hull, ("blue", "sand"), True)
