"""Give the measures of a Thai vinegar crab, Episesarma mederi, in half-widths of its shell.

Source: species record of Episesarma mederi, field `identification`.
"""

from mangrove_ar.meshing.fauna.crab_limbs import Claw, Finger, Leg, Segment, Teeth
from mangrove_ar.meshing.fauna.crab_measures import Body, Face, Top, Wall
from mangrove_ar.meshing.fauna.pose_tracks import Angles, Poses
from mangrove_ar.meshing.fauna.two_clawed_crab import Hip

# fmt: off
# Nearly square: a broad straight front, eyes at its corners, one tooth behind the outer tooth of the orbit.
VINEGAR_CRAB_BODY = Body(
    margin=(
        (0.00, 0.78), (0.10, 0.80), (0.25, 0.81), (0.42, 0.80), (0.55, 0.765), (0.60, 0.71), (0.68, 0.67),
        (0.82, 0.685), (0.93, 0.75), (0.985, 0.80), (0.985, 0.70), (0.955, 0.62), (0.985, 0.60), (1.015, 0.585),
        (1.00, 0.50), (0.995, 0.36), (1.00, 0.10), (0.995, -0.16), (0.965, -0.40), (0.88, -0.60), (0.74, -0.76),
        (0.55, -0.835), (0.30, -0.85), (0.00, -0.85),
    ),
    columns=104,
    samples=1600,
    top=Top(
        box=(2.16, 1.80), dome=0.20, oval=(1.14, -0.02, 1.00), edge=0.16, back_fall=0.12, lobe=(0.62, 0.52, 0.80, 0.20),
        groove=0.035,
        lumps=(
            (0.13, 0.60, 0.10, 0.10, 0.055), (0.40, 0.60, 0.11, 0.10, 0.055), (0.0, 0.18, 0.20, 0.26, 0.035),
            (0.56, 0.18, 0.20, 0.22, 0.045), (0.0, -0.34, 0.26, 0.20, 0.04), (0.62, -0.36, 0.26, 0.16, 0.03),
            (0.0, 0.58, 0.025, 0.16, -0.045), (0.27, 0.58, 0.025, 0.10, -0.03),
        ),
        picture_px=(600, 500),
    ),
    wall=Wall(
        front=(0.50, 0.62), orbit_start=(0.56, 0.64), orbit_end=(0.99, 0.90), orbit_depth=0.17, crest=(0.05, 0.006),
        mouth=(0.40, 0.09),
        inset=((0, 0), (0.05, 0.0), (0.3, 0.015), (0.55, 0.08), (0.72, 0.30), (1, 1)),
        height=((0, 0), (0.04, -0.004), (0.1, -0.08), (0.3, -0.30), (0.55, -0.52), (0.75, -0.66), (1, -0.70)),
    ),
    face=Face(
        jaw=((0.16, -0.16, 0.70), (0.19, -0.34, 0.715), (0.14, -0.52, 0.62)),
        jaw_widths=((0, 0.11), (0.5, 0.15), (1, 0.09)),
        eye=((0, 0, 0), (0.09, 0.085, 0.035), (0.20, 0.15, 0.05)),
        eye_widths=((0, 0.062), (0.35, 0.060), (0.52, 0.058), (0.60, 0.080), (0.8, 0.092), (1.0, 0.088)),
        eye_ends=(0.05, 0.088),
    ),
)

# Long legs with broad flat thighs for climbing.
VINEGAR_CRAB_LEG = Leg(
    heights=(
        (0, 0.10), (0.08, 0.19), (0.22, 0.265), (0.34, 0.20), (0.395, 0.11), (0.43, 0.15), (0.50, 0.14),
        (0.54, 0.09), (0.58, 0.125), (0.68, 0.115), (0.765, 0.065), (0.80, 0.062), (0.92, 0.040), (1.0, 0.008),
    ),
    widths=(
        (0, 0.10), (0.22, 0.105), (0.34, 0.09), (0.395, 0.072), (0.45, 0.09), (0.54, 0.058), (0.62, 0.070),
        (0.765, 0.045), (0.80, 0.048), (1.0, 0.008),
    ),
    knee=(1.02, 0.46),
    wrist=(0.34, -0.10),
    reach=1.78,
)
VINEGAR_CRAB_HIPS: tuple[Hip, ...] = (
    (0.70, 0.24, -38.0, 0.88), (0.80, 0.02, -13.0, 1.04), (0.80, -0.22, 14.0, 1.04), (0.70, -0.46, 42.0, 0.86),
)

# Short, high claws; the fingers are about as long as the palm.
_PALM = Finger(
    span=(-0.18, 1.46),
    upper=(
        (-0.18, 0.0), (-0.15, 0.08), (-0.08, 0.15), (0.08, 0.29), (0.30, 0.37), (0.52, 0.36), (0.64, 0.26),
        (0.70, 0.06), (0.76, -0.10), (0.84, -0.155), (1.05, -0.145), (1.25, -0.09), (1.40, -0.005), (1.46, 0.0),
    ),
    lower=(
        (-0.18, 0.0), (-0.15, -0.08), (-0.08, -0.15), (0.10, -0.29), (0.35, -0.38), (0.62, -0.405), (0.90, -0.37),
        (1.15, -0.30), (1.36, -0.15), (1.43, -0.05), (1.46, -0.01),
    ),
    thick=(
        (-0.18, 0.0), (-0.15, 0.08), (-0.08, 0.13), (0.12, 0.21), (0.35, 0.255), (0.58, 0.235), (0.75, 0.165),
        (0.95, 0.11), (1.3, 0.075), (1.42, 0.045), (1.46, 0.004),
    ),
    bend=((-0.18, 0.0), (0.5, 0.0), (1.0, 0.03), (1.46, 0.12)),
    teeth=Teeth(0.80, 1.38, 1.0, ripple=0.014, count=5, great=0.03),
)
_FINGER = Finger(
    span=(-0.15, 0.94),
    upper=(
        (-0.15, 0.0), (-0.12, 0.07), (-0.06, 0.12), (0.12, 0.19), (0.38, 0.19), (0.65, 0.09), (0.86, -0.10),
        (0.94, -0.20),
    ),
    lower=(
        (-0.15, 0.0), (-0.12, -0.07), (-0.06, -0.12), (0.06, -0.14), (0.18, -0.05), (0.38, 0.02), (0.62, -0.05),
        (0.84, -0.18), (0.94, -0.21),
    ),
    thick=(
        (-0.15, 0.0), (-0.12, 0.07), (-0.05, 0.12), (0.10, 0.125), (0.3, 0.10), (0.6, 0.08), (0.86, 0.05),
        (0.94, 0.004),
    ),
    bend=((-0.15, 0.0), (0.4, 0.03), (0.94, 0.12)),
    teeth=Teeth(0.22, 0.82, -1.0, ripple=0.012, count=5, great=0.025),
)
# fmt: on
VINEGAR_CRAB_CLAW = Claw(
    Segment(0.50, 0.17, 0.20, (0.13, 0.16)), Segment(0.28, 0.20, 0.22, (0.15, 0.17)), _PALM, _FINGER
)
VINEGAR_CRAB_FINGER_HINGE = (0.60, 0.20, 0.0)

# One claw rests before the mouth, the other reaches for the leaf; the moves bring each to the mouth in turn.
VINEGAR_CRAB_REST: dict[str, Angles] = {
    "shoulder_right": (-12, -4, 0),
    "elbow_right": (-68, 2, 0),
    "wrist_right": (-40, 2, 6),
    "dactyl_right": (0, 8, 0),
}
_TO_MOUTH: dict[str, Angles] = {
    "shoulder_right": (4, -10, 0),
    "elbow_right": (-84, -2, 0),
    "wrist_right": (-104, 0, 12),
    "dactyl_right": (0, 4, 0),
}
_TO_LEAF: dict[str, Angles] = {
    "shoulder_right": (-22, -12, 0),
    "elbow_right": (-58, -6, 0),
    "wrist_right": (-36, -6, 6),
    "dactyl_right": (0, 20, 0),
}
VINEGAR_CRAB_PICKING: dict[str, tuple[Angles, Angles]] = {
    name: (_TO_LEAF[name], _TO_MOUTH[name]) for name in VINEGAR_CRAB_REST
}
VINEGAR_CRAB_EYES: dict[str, Poses] = {
    "eye_right": ((0.35, (0, 0, 0)), (0.5, (8, 10, 0)), (0.7, (0, 0, 0))),
    "eye_left": ((0.35, (0, 0, 0)), (0.5, (-8, -10, 0)), (0.7, (0, 0, 0))),
}
