"""Grow a Thai vinegar crab that shreds a fallen leaf beside a mangrove root.

Shaped and painted in half-widths of the shell, written in metres.
"""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Patch
from mangrove_ar.meshing.fauna import vinegar_crab_shapes as shapes
from mangrove_ar.meshing.fauna.bristles import bristles
from mangrove_ar.meshing.fauna.crab_shore import Shore, ground_height, mud_mesh
from mangrove_ar.meshing.fauna.forest_litter import climbing_root, fallen_leaf
from mangrove_ar.meshing.fauna.jointed import Dress, Joint, stand_up
from mangrove_ar.meshing.fauna.pose_tracks import Poses, mirrored_poses
from mangrove_ar.meshing.fauna.two_clawed_crab import (
    MOVING,
    CrabPlan,
    Movement,
    crab_joints,
    crab_movement,
    crab_parts,
)
from mangrove_ar.meshing.fauna.vinegar_crab_paint import VINEGAR_CRAB_COAT
from mangrove_ar.meshing.mesh import join
from mangrove_ar.meshing.mud import mud_pictures
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.turns import quaternion

_SHORE = Shore(radius=2.75, burrow=(-1.55, -1.25), burrow_radius=0.52, burrow_depth=0.38, lip=0.20, tile=3.4)
_PLAN = CrabPlan(
    body=shapes.VINEGAR_CRAB_BODY,
    coat=VINEGAR_CRAB_COAT,
    claw=shapes.VINEGAR_CRAB_CLAW,
    leg=shapes.VINEGAR_CRAB_LEG,
    hips=shapes.VINEGAR_CRAB_HIPS,
    body_height=0.88,
    hip_height=-0.30,
    eye=(0.64, 0.09, 0.645),
    shoulder=(0.50, -0.36, 0.58),
    finger_hinge=shapes.VINEGAR_CRAB_FINGER_HINGE,
    rest=shapes.VINEGAR_CRAB_REST,
    shore=_SHORE,
)
_LEAF_MIDDLE, _LEAF_TURN_DEG, _LEAF_LENGTH = (-0.10, 1.72), 14.0, 2.7
_ROOT = [(-0.55, -0.35, -2.25), (-0.30, 0.55, -2.05), (0.45, 1.10, -1.85), (1.30, 0.85, -1.62), (1.95, -0.30, -1.30)]
_ROOT_RADII = (0.27, 0.20)
_MUD_TINT = (0.80, 0.74, 0.68)
_HAIR_LENGTH, _HAIR_THICKNESS, _HAIR_LEAN = 0.085, 0.010, 0.8
_HAIR_TINT = (0.42, 0.36, 0.30)
_PICK_FROM, _PICK_SHARES = (0.04, 0.52), (0.0, 0.13, 0.17, 0.31, 0.37, 0.46)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two crabs."""

    seed: int = 4
    carapace_width_m: float = 0.045
    hairs_a_leg: int = 90
    atlas_px: int = 1024
    sky_rays: int = 40


def grow(crab: Parameters) -> Growth:
    """Grow the crab: metres, y up, standing on y = 0; the same parameters give the same crab."""
    atlas, parts = crab_parts(_PLAN, [], crab.atlas_px, lambda patch: _hairy(patch, crab))
    parts.append(("mud", mud_mesh(0, crab.seed, _SHORE)))
    parts.append(("leaf", fallen_leaf(_LEAF_MIDDLE, _LEAF_TURN_DEG, _LEAF_LENGTH, _ground)))
    parts.append(("root", climbing_root(_ROOT, _ROOT_RADII)))
    colour, relief = mud_pictures(crab.atlas_px * 3 // 8, crab.seed + 60)
    shell = Material("crab", texture=atlas.colours, relief=atlas.relief, relief_scale=0.9, roughness=0.5)
    dress = Dress(
        shell,
        {
            "mud": Material("mud", _MUD_TINT, texture=colour, relief=relief, relief_scale=0.8, roughness=0.6),
            "leaf": Material("leaf", roughness=0.55),
            "root": Material("root", roughness=0.85),
        },
    )
    still = quaternion()
    joints = [*crab_joints(_PLAN), Joint("leaf", "model", (0, 0, 0), still), Joint("root", "model", (0, 0, 0), still)]
    size = crab.carapace_width_m / 2
    root = stand_up(joints, parts, dress, size, MOVING, crab.sky_rays)
    return Growth(root, (crab_movement(_PLAN, _feeding(), size),))


def _ground(x: Floats, z: Floats) -> Floats:
    return ground_height(x, z, _SHORE)


def _hairy(patch: Patch, crab: Parameters) -> Patch:
    """Set hairs along both edges of a leg, denser below the knee."""
    rng = np.random.default_rng(crab.seed + 17)
    count = crab.hairs_a_leg
    v = np.where(rng.random(count) < 0.7, rng.uniform(0.56, 0.97, count), rng.uniform(0.12, 0.52, count))
    u = rng.integers(2, size=count) * 0.5 + rng.normal(0, 0.055, count)
    at = np.stack([np.mod(u, 1.0), v], axis=1)
    hairs = bristles(patch.surface, at, _HAIR_LENGTH, _HAIR_THICKNESS, _HAIR_LEAN, floats(_HAIR_TINT))
    return replace(patch, mesh=join([patch.mesh, hairs]))


def _feeding() -> Movement:
    """Let the right claw pick first, then the left."""
    right = {name: _picking(name, _PICK_FROM[0]) for name in shapes.VINEGAR_CRAB_REST}
    late = {name: _picking(name, _PICK_FROM[1]) for name in shapes.VINEGAR_CRAB_REST}
    left = {
        name.replace("right", "left"): mirrored_poses(poses, name == "shoulder_right") for name, poses in late.items()
    }
    return Movement("feed", 4.8, {}, right | left | shapes.VINEGAR_CRAB_EYES, tip_deg=_NOD)


_NOD = ((0.0, 0.0), (0.18, 3.0), (0.36, 0.0), (0.52, 0.0), (0.68, 3.0), (0.86, 0.0), (1.0, 0.0))


def _picking(name: str, start: float) -> Poses:
    rest, (leaf, mouth) = shapes.VINEGAR_CRAB_REST[name], shapes.VINEGAR_CRAB_PICKING[name]
    gripped = (leaf[0], rest[1] - 6, leaf[2]) if name.startswith("dactyl") else leaf
    stops = (rest, leaf, gripped, mouth, mouth, rest)
    return tuple((start + share, pose) for share, pose in zip(_PICK_SHARES, stops, strict=True))
