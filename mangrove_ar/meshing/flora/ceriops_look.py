"""Say what a Ceriops looks like: leaf, bark, flower, ribbed seedling. Metres, linear colours of small parts."""

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.flora.calyx import Calyx
from mangrove_ar.meshing.flora.leaf_sides import LeafLook
from mangrove_ar.meshing.flora.leaflets import Outline
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.turned_parts import Ring

_PALE, _GREEN, _BROWN = (0.50, 0.52, 0.22), (0.24, 0.30, 0.075), (0.20, 0.10, 0.045)
_WHITE = (0.86, 0.84, 0.72)

LEAF = LeafLook(
    uppers=((0.47, 0.53, 0.125), (0.62, 0.655, 0.155), (0.77, 0.77, 0.22), (0.89, 0.70, 0.18)),
    under=(0.60, 0.62, 0.28),
    rib=(0.74, 0.74, 0.34),
    stalk=(0.70, 0.62, 0.28),
    veins=7,
    vein_strength=0.06,
)
BARK = BarkLook((0.46, 0.40, 0.35), (0.66, 0.59, 0.53), (0.72, 0.50, 0.38), 0.45, 0.75, 0.30)

BUD: tuple[Ring, ...] = ((0.0, 0.004, _GREEN), (0.4, 0.0058, _PALE), (1.0, 0.0, _PALE))
BUD_LENGTH_M = 0.040

FLOWER = Calyx(
    stalk_m=0.012,
    tube_m=0.010,
    rim_m=0.0085,
    lobes=5,
    lobe_m=0.018,
    lobe_width_m=0.0100,
    opening_deg=34,
    curl_deg=0,
    stalk=_GREEN,
    foot=_GREEN,
    rim=_PALE,
    tip=_PALE,
    heart=_WHITE,
    sections=2,
)
FLOWER_HEART_M = 0.022
FRUITING = Calyx(
    stalk_m=0.014,
    tube_m=0.006,
    rim_m=0.0100,
    lobes=5,
    lobe_m=0.017,
    lobe_width_m=0.0085,
    opening_deg=100,
    curl_deg=30,
    stalk=_GREEN,
    foot=_GREEN,
    rim=_PALE,
    tip=_PALE,
    heart=_BROWN,
    sections=2,
)
# The brown fruit, the yellow collar that the seedling will leave it by, the slim ribbed seedling, thickest low down.
FRUIT: tuple[Ring, ...] = (
    (0.0, 0.0085, (0.24, 0.13, 0.055)),
    (0.055, 0.0125, (0.27, 0.145, 0.060)),
    (0.105, 0.0088, (0.30, 0.17, 0.060)),
    (0.115, 0.0096, (0.78, 0.60, 0.09)),
    (0.165, 0.0076, (0.80, 0.64, 0.11)),
    (0.175, 0.0062, (0.26, 0.34, 0.075)),
    (0.50, 0.0074, (0.22, 0.31, 0.065)),
    (0.84, 0.0098, (0.19, 0.24, 0.060)),
    (0.94, 0.0070, (0.20, 0.15, 0.055)),
    (1.0, 0.0, _BROWN),
)
WART = (0.30, 0.22, 0.10)

# Widest above the middle; the last row reaches past the midrib's end: a rounded tip with a shallow notch.
OUTLINE = Outline(
    floats([0.0, 0.30, 0.68, 0.90, 1.0]),
    floats([(0, 0, 0), (0.30, 0.60, 0), (0.66, 1.0, 0), (0.99, 0.58, 0), (1, 0, 0)]),
)
