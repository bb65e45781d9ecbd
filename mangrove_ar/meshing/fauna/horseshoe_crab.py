"""Grow a mangrove horseshoe crab that ploughs through mud and swings its tail.

Shaped and painted in half-widths of the shell, written in metres.
"""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.atlas import paint_atlas
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.fauna.crab_shore import Shore, mud_mesh
from mangrove_ar.meshing.fauna.horseshoe_body import horseshoe_patches
from mangrove_ar.meshing.fauna.horseshoe_shapes import TAIL_HINGE
from mangrove_ar.meshing.fauna.jointed import Dress, Joint, stand_up
from mangrove_ar.meshing.fauna.pose_tracks import Angles, Poses, turning
from mangrove_ar.meshing.mud import mud_pictures
from mangrove_ar.meshing.parts import Animation, Growth, Material, Track
from mangrove_ar.meshing.turns import quaternion

_SHORE = Shore(
    radius=2.62,
    thickness=0.32,
    burrow=(0.0, -0.5),
    burrow_radius=0.6,
    burrow_depth=0.0,
    lip=0.0,
    narrowing=0.66,
    trail=(1.0, 0.11, 0.7),
    tile=3.0,
)
_BODY = (0.0, 0.015, 0.72)  # The hinge, above the flat middle of the mud.
_MUD_TINT = (0.80, 0.76, 0.70)
_SECONDS, _KEYS = 6.0, 60
_REST: dict[str, Angles] = {"body": (0, 0, 0), "abdomen": (0, 0, 1.5), "tail": (7, 0, -7.5)}
_POSES: dict[str, Poses] = {
    "body": ((0.2, (2.5, 0.8, -1.6)), (0.45, (0, -0.6, 0.4)), (0.7, (-2.5, 0.6, -1.6))),
    "abdomen": ((0.15, (-2, 0, -3)), (0.35, (0, 0, 2)), (0.6, (2, 0, -4)), (0.82, (0, 0, 2))),
    "tail": ((0.22, (-17, 0, -1)), (0.45, (-4, 0, -6)), (0.66, (20, 0, 0)), (0.85, (12, 0, -6))),
}
_PLOUGHING = ((0.0, 0.0), (0.3, 0.05), (0.5, 0.07), (0.8, 0.02), (1.0, 0.0))  # Share of a round, way forward.


@dataclass(frozen=True)
class Parameters:
    """What may differ between two horseshoe crabs."""

    seed: int = 4
    carapace_width_m: float = 0.145
    atlas_px: int = 1024
    sky_rays: int = 40


def grow(crab: Parameters) -> Growth:
    """Grow the animal: metres, y up, standing on y = 0; the same parameters give the same one."""
    atlas = paint_atlas(horseshoe_patches(), crab.atlas_px)
    parts = [(patch.node, patch.mesh) for patch in atlas.patches]
    parts.append(("mud", mud_mesh(0, crab.seed, _SHORE)))
    colour, relief = mud_pictures(crab.atlas_px * 3 // 8, crab.seed + 60)
    shell = Material("shell", texture=atlas.colours, relief=atlas.relief, relief_scale=0.7, roughness=0.4)
    mud = Material("mud", _MUD_TINT, texture=colour, relief=relief, relief_scale=0.8, roughness=0.5)
    size = crab.carapace_width_m / 2
    root = stand_up(_joints(), parts, Dress(shell, {"mud": mud}), size, {"tail"}, crab.sky_rays)
    return Growth(root, (_crawl(size),))


def _joints() -> list[Joint]:
    turn = {name: quaternion(*angles) for name, angles in _REST.items()}
    return [
        Joint("mud", "model", (0, 0, 0), quaternion()),
        Joint("body", "model", _BODY, turn["body"]),
        Joint("abdomen", "body", (0, 0, 0), turn["abdomen"]),
        Joint("tail", "abdomen", TAIL_HINGE, turn["tail"]),
    ]


def _crawl(size: float) -> Animation:
    share = np.linspace(0, 1, _KEYS)
    tracks = [turning(name, _REST[name], _POSES[name], share, _SECONDS) for name in _REST]
    forward = floats(_BODY) + profile(_PLOUGHING)(share)[:, None] * floats([0, 0, 1])
    tracks.append(Track("body", "translation", share * _SECONDS, forward * size))
    return Animation("crawl", tuple(tracks))
