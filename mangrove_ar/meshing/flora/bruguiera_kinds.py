"""Say how the species of Bruguiera differ in flower, seedling, leaf and bark. Metres, linear colours of small parts."""

from dataclasses import dataclass

from mangrove_ar.meshing.flora.calyx import Calyx
from mangrove_ar.meshing.flora.leaf_sides import LeafLook
from mangrove_ar.meshing.flora.leaflets import Outline, outline
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.turned_parts import Ring


@dataclass(frozen=True)
class BruguieraKind:
    """The marks of one species.

    flower and fruiting are its calyx at flowering and on a ripe seedling; body is the seedling that hangs from it,
    with end_bow_m of curve; a shoot bears clusters of flowers_together flowers on stalks of cluster_stalk_m.
    """

    flower: Calyx
    flower_heart_m: float
    fruiting: Calyx
    body: tuple[Ring, ...]
    body_length_m: tuple[float, float]
    end_bow_m: float
    flowers_together: int
    cluster_stalk_m: float
    flower_lean: float
    bud: tuple[Ring, ...]
    bud_length_m: float
    outline: Outline
    leaf_width: float
    leaf: LeafLook
    bark: BarkLook


_RED, _DARK_RED, _BRIGHT_RED = (0.52, 0.045, 0.030), (0.30, 0.030, 0.022), (0.74, 0.085, 0.045)
_GYMNORHIZA = BruguieraKind(
    flower=Calyx(
        stalk_m=0.034,
        tube_m=0.034,
        rim_m=0.0180,
        lobes=13,
        lobe_m=0.042,
        lobe_width_m=0.0078,
        opening_deg=18,
        curl_deg=16,
        stalk=_DARK_RED,
        foot=_RED,
        rim=_RED,
        tip=_BRIGHT_RED,
        heart=(0.70, 0.42, 0.20),
    ),
    flower_heart_m=0.022,
    fruiting=Calyx(
        stalk_m=0.030,
        tube_m=0.032,
        rim_m=0.0165,
        lobes=13,
        lobe_m=0.044,
        lobe_width_m=0.0066,
        opening_deg=44,
        curl_deg=22,
        stalk=_DARK_RED,
        foot=_DARK_RED,
        rim=_RED,
        tip=_RED,
        heart=(0.16, 0.05, 0.03),
    ),
    body=(
        (0.0, 0.0120, (0.10, 0.17, 0.045)),
        (0.10, 0.0150, (0.11, 0.19, 0.045)),
        (0.45, 0.0172, (0.12, 0.20, 0.045)),
        (0.80, 0.0150, (0.10, 0.15, 0.040)),
        (0.94, 0.0095, (0.13, 0.075, 0.040)),
        (1.0, 0.0, (0.13, 0.070, 0.040)),
    ),
    body_length_m=(0.20, 0.26),
    end_bow_m=0.006,
    flowers_together=1,
    cluster_stalk_m=0.0,
    flower_lean=0.55,
    bud=((0.0, 0.006, (0.24, 0.22, 0.06)), (0.45, 0.0085, (0.32, 0.17, 0.05)), (1.0, 0.0, (0.36, 0.10, 0.04))),
    bud_length_m=0.075,
    outline=outline([(0, 0), (0.20, 0.52), (0.46, 1.0), (0.74, 0.78), (1, 0)]),
    leaf_width=0.42,
    leaf=LeafLook(
        uppers=((0.125, 0.275, 0.105), (0.175, 0.36, 0.125), (0.38, 0.56, 0.18), (0.84, 0.58, 0.16)),
        under=(0.45, 0.52, 0.26),
        rib=(0.40, 0.48, 0.20),
        stalk=(0.55, 0.30, 0.18),
    ),
    bark=BarkLook((0.32, 0.27, 0.235), (0.50, 0.435, 0.38), (0.64, 0.56, 0.48), 0.9, 0.8, 0.25),
)

_CREAM, _GREENISH, _PALE_GREEN = (0.80, 0.80, 0.62), (0.40, 0.50, 0.16), (0.55, 0.64, 0.26)
_CYLINDRICA = BruguieraKind(
    flower=Calyx(
        stalk_m=0.018,
        tube_m=0.020,
        rim_m=0.0100,
        lobes=8,
        lobe_m=0.022,
        lobe_width_m=0.0080,
        opening_deg=48,
        curl_deg=0,
        stalk=_GREENISH,
        foot=_GREENISH,
        rim=_PALE_GREEN,
        tip=_PALE_GREEN,
        heart=_CREAM,
        sections=2,
    ),
    flower_heart_m=0.024,
    fruiting=Calyx(
        stalk_m=0.012,
        tube_m=0.020,
        rim_m=0.0090,
        lobes=8,
        lobe_m=0.022,
        lobe_width_m=0.0078,
        opening_deg=122,
        curl_deg=0,
        stalk=_GREENISH,
        foot=_GREENISH,
        rim=_GREENISH,
        tip=_PALE_GREEN,
        heart=(0.20, 0.22, 0.07),
        sections=2,
    ),
    body=(
        (0.0, 0.0074, (0.17, 0.28, 0.060)),
        (0.12, 0.0078, (0.17, 0.28, 0.060)),
        (0.35, 0.0082, (0.17, 0.27, 0.060)),
        (0.60, 0.0086, (0.16, 0.25, 0.060)),
        (0.82, 0.0078, (0.17, 0.18, 0.060)),
        (0.95, 0.0048, (0.15, 0.085, 0.045)),
        (1.0, 0.0, (0.15, 0.080, 0.045)),
    ),
    body_length_m=(0.16, 0.21),
    end_bow_m=0.060,
    flowers_together=3,
    cluster_stalk_m=0.045,
    flower_lean=0.95,
    bud=((0.0, 0.004, (0.30, 0.36, 0.09)), (0.45, 0.006, (0.34, 0.42, 0.11)), (1.0, 0.0, (0.40, 0.46, 0.13))),
    bud_length_m=0.055,
    outline=outline([(0, 0), (0.30, 0.90), (0.66, 0.84), (1, 0)]),
    leaf_width=0.44,
    leaf=LeafLook(
        uppers=((0.185, 0.36, 0.13), (0.245, 0.45, 0.15), (0.44, 0.62, 0.22), (0.86, 0.72, 0.22)),
        under=(0.47, 0.56, 0.30),
        rib=(0.46, 0.56, 0.24),
        stalk=(0.44, 0.46, 0.20),
    ),
    bark=BarkLook((0.44, 0.42, 0.39), (0.62, 0.60, 0.56), (0.74, 0.71, 0.65), 0.35, 0.30, 0.35),
)

KINDS = {"gymnorhiza": _GYMNORHIZA, "cylindrica": _CYLINDRICA}
