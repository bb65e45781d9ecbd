"""List the kinds of fiddler crab that can be grown: their shapes, their coats, the mud they like."""

from dataclasses import dataclass

from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_limbs import Claw, Leg
from mangrove_ar.meshing.fauna.crab_measures import Body
from mangrove_ar.meshing.fauna.ring_legged_fiddler_paint import RING_LEGGED_FIDDLER_COAT
from mangrove_ar.meshing.fauna.ring_legged_fiddler_shapes import (
    FIDDLER_LEG,
    RING_LEGGED_FIDDLER_BODY,
    RING_LEGGED_FIDDLER_CLAW,
)
from mangrove_ar.meshing.fauna.spined_fiddler_paint import SPINED_FIDDLER_COAT
from mangrove_ar.meshing.fauna.spined_fiddler_shapes import SPINED_FIDDLER_BODY, SPINED_FIDDLER_CLAW

# Each leg of one side, front to back: hip (x, z), degrees from sideways to the back, size.
_HIPS = (
    (0.56, 0.12, -34.0, 0.95),
    (0.62, -0.06, -11.0, 1.06),
    (0.60, -0.24, 14.0, 1.06),
    (0.50, -0.42, 42.0, 0.92),
)


@dataclass(frozen=True)
class FiddlerKind:
    """One kind; `eye` is the right stalk's hinge on the body, `finger_hinge` lies on the palm, `mud_tint` is linear."""

    body: Body
    coat: Coat
    great_claw: Claw
    eye: tuple[float, float, float]
    finger_hinge: tuple[float, float, float]
    leg: Leg = FIDDLER_LEG
    hips: tuple[tuple[float, float, float, float], ...] = _HIPS
    mud_tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    mud_roughness: float = 0.75


KINDS = {
    "ring_legged": FiddlerKind(
        RING_LEGGED_FIDDLER_BODY,
        RING_LEGGED_FIDDLER_COAT,
        RING_LEGGED_FIDDLER_CLAW,
        eye=(0.20, 0.10, 0.54),
        finger_hinge=(0.97, 0.27, 0.0),
    ),
    "spined": FiddlerKind(
        SPINED_FIDDLER_BODY,
        SPINED_FIDDLER_COAT,
        SPINED_FIDDLER_CLAW,
        eye=(0.075, 0.04, 0.60),
        finger_hinge=(1.00, 0.27, 0.0),
        mud_tint=(0.46, 0.49, 0.52),
        mud_roughness=0.58,
    ),
}
