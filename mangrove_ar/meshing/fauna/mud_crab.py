"""Grow an orange mud crab that raises its claws and rows with its paddles.

Shaped and painted in half-widths of the shell, written in metres.
"""

from dataclasses import dataclass

from mangrove_ar.meshing.atlas import Patch
from mangrove_ar.meshing.fauna import mud_crab_shapes as shapes
from mangrove_ar.meshing.fauna.crab_shore import Shore, mud_mesh
from mangrove_ar.meshing.fauna.jointed import Dress, stand_up
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.fauna.mud_crab_paint import MUD_CRAB_COAT, paddle_colour
from mangrove_ar.meshing.fauna.two_clawed_crab import (
    MOVING,
    CrabPlan,
    Movement,
    crab_joints,
    crab_movement,
    crab_parts,
)
from mangrove_ar.meshing.mud import mud_pictures
from mangrove_ar.meshing.parts import Growth, Material

_SHORE = Shore(
    radius=2.62, thickness=0.52, burrow=(-1.25, -1.45), burrow_radius=0.62, burrow_depth=0.40, lip=0.16, tile=3.0
)
_PLAN = CrabPlan(
    body=shapes.MUD_CRAB_BODY,
    coat=MUD_CRAB_COAT,
    claw=shapes.MUD_CRAB_CLAW,
    leg=shapes.MUD_CRAB_LEG,
    hips=shapes.MUD_CRAB_HIPS,
    body_height=0.68,
    hip_height=-0.22,
    eye=(0.385, 0.03, 0.515),
    shoulder=(0.46, -0.20, 0.36),
    finger_hinge=shapes.MUD_CRAB_FINGER_HINGE,
    rest=shapes.MUD_CRAB_REST,
    shore=_SHORE,
    limbs=shapes.MUD_CRAB_LIMBS,
)
_THREAT = Movement(
    "threat",
    4.0,
    shapes.MUD_CRAB_THREAT,
    shapes.MUD_CRAB_EYES,
    rise=((0.0, 0.0), (0.08, 0.0), (0.34, 0.10), (0.60, 0.10), (0.88, 0.0), (1.0, 0.0)),
    tip_deg=((0.0, 0.0), (0.08, 0.0), (0.34, -9.0), (0.60, -9.0), (0.88, 0.0), (1.0, 0.0)),
)
_MUD_TINT = (0.86, 0.80, 0.74)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two crabs."""

    seed: int = 4
    carapace_width_m: float = 0.12
    atlas_px: int = 1024
    sky_rays: int = 40


def grow(crab: Parameters) -> Growth:
    """Grow the crab: metres, y up, standing on y = 0; the same parameters give the same crab."""
    atlas, parts = crab_parts(_PLAN, _paddle_patches(), crab.atlas_px)
    parts.append(("mud", mud_mesh(0, crab.seed, _SHORE)))
    colour, relief = mud_pictures(crab.atlas_px * 3 // 8, crab.seed + 60)
    shell = Material("crab", texture=atlas.colours, relief=atlas.relief, relief_scale=0.8, roughness=0.38)
    mud = Material("mud", _MUD_TINT, texture=colour, relief=relief, roughness=0.5, relief_scale=0.8)
    size = crab.carapace_width_m / 2
    moving = MOVING | {f"{name}_{side}" for name, _, _ in shapes.MUD_CRAB_LIMBS for side in ("right", "left")}
    root = stand_up(crab_joints(_PLAN), parts, Dress(shell, {"mud": mud}), size, moving, crab.sky_rays)
    return Growth(root, (crab_movement(_PLAN, _THREAT, size),))


def _paddle_patches() -> list[Patch]:
    """Make the right swimming leg: a stout arm, then the flat paddle."""
    arm = limb(shapes.SWIM_LINE, shapes.SWIM_WIDTHS, shapes.SWIM_HEIGHTS, (0.06, 0.06))
    paddle = limb(shapes.PADDLE_LINE, shapes.PADDLE_WIDTHS, shapes.PADDLE_HEIGHTS, (0.07, 0.03))
    coat = MUD_CRAB_COAT
    return [
        Patch("swim_right", skin(arm, 22, 12, 0.2), arm, (80, 110), coat.arm, coat.leg_relief),
        Patch("paddle_right", skin(paddle, 40, 18, 0.2), paddle, (150, 150), paddle_colour, coat.leg_relief),
    ]
