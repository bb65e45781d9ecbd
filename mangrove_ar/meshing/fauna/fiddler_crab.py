"""Grow a male fiddler crab that waves its great claw on a piece of mud.

Shaped and painted in centimetres of a crab with a shell 2 cm wide, written in metres.
"""

from dataclasses import dataclass

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.atlas import Atlas, Patch, paint_atlas
from mangrove_ar.meshing.fauna.crab_body import body_patches
from mangrove_ar.meshing.fauna.crab_limbs import claw_patches, leg_patch, small_claw_patches
from mangrove_ar.meshing.fauna.crab_shore import ground_height, mud_mesh
from mangrove_ar.meshing.fauna.crab_wave import REST, wave
from mangrove_ar.meshing.fauna.fiddler_kinds import KINDS, FiddlerKind
from mangrove_ar.meshing.fauna.jointed import Dress, Joint, stand_up
from mangrove_ar.meshing.mud import sandy_mud_pictures
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.turns import quaternion, turn_matrix

_CM = 0.01
_BODY_CM = (0.0, 0.98, 0.0)  # Above the flat middle of the mud.
_HIP_HEIGHT_CM = -0.34
_RISE_CM = 0.09
_MOVING = frozenset({"shoulder", "elbow", "wrist", "dactyl", "small_shoulder", "small_elbow", "small_wrist"})
_GREAT_CLAW = ("shoulder", "elbow", "wrist", "dactyl")


@dataclass(frozen=True)
class Parameters:
    """What may differ between two crabs; `kind` names an entry of `fiddler_kinds`."""

    seed: int = 4
    carapace_width_m: float = 0.02
    pellets: int = 46
    atlas_px: int = 1024
    sky_rays: int = 48
    kind: str = "ring_legged"


def grow(crab: Parameters) -> Growth:
    """Grow the crab: metres, y up, standing on y = 0; the same parameters give the same crab.

    Raises:
        BadModel: there is no such kind of fiddler crab.
    """
    if crab.kind not in KINDS:
        raise BadModel(f"There is no kind of fiddler crab named {crab.kind}; known are {', '.join(KINDS)}.")
    kind = KINDS[crab.kind]
    atlas = paint_atlas(_patches(kind), crab.atlas_px)
    parts = [(patch.node, patch.mesh) for patch in atlas.patches]
    parts.append(("mud", mud_mesh(crab.pellets, crab.seed)))
    size = _CM * crab.carapace_width_m / 0.02
    root = stand_up(_joints(kind), parts, _dress(atlas, crab, kind), size, _MOVING, crab.sky_rays)
    return Growth(root, (wave(floats(_BODY_CM) * size, _RISE_CM * size),))


def _joints(kind: FiddlerKind) -> list[Joint]:
    still = quaternion()
    eye_x, eye_y, eye_z = kind.eye
    joints = [Joint("mud", "model", (0, 0, 0), still), Joint("body", "model", _BODY_CM, still)]
    for name, parent, place in (
        ("eye_right", "body", (eye_x, eye_y, eye_z)),
        ("eye_left", "body", (-eye_x, eye_y, eye_z)),
        ("shoulder", "body", (0.56, -0.27, 0.40)),
        ("elbow", "shoulder", (0.52, 0.0, 0.0)),
        ("wrist", "elbow", (0.32, 0.0, 0.0)),
        ("dactyl", "wrist", kind.finger_hinge),
        ("small_shoulder", "body", (-0.46, -0.30, 0.42)),
        ("small_elbow", "small_shoulder", (0.34, 0.0, 0.0)),
        ("small_wrist", "small_elbow", (0.27, 0.0, 0.0)),
    ):
        joints.append(Joint(name, parent, place, quaternion(*REST[name]) if name in REST else still))
    return joints + [_hip(kind, side, leg) for side in ("right", "left") for leg in range(len(kind.hips))]


def _hip(kind: FiddlerKind, side: str, leg: int) -> Joint:
    x, z, yaw, _ = kind.hips[leg]
    place = (x if side == "right" else -x, _BODY_CM[1] + _HIP_HEIGHT_CM, z)
    return Joint(f"leg_{side}_{leg}", "model", place, quaternion(yaw if side == "right" else 180 - yaw))


def _patches(kind: FiddlerKind) -> list[Patch]:
    patches = body_patches(kind.body, kind.coat)
    for side in ("right", "left"):
        for leg, (_, _, _, size) in enumerate(kind.hips):
            patches.append(leg_patch(f"leg_{side}_{leg}", kind.leg, size, _drop(kind, side, leg), kind.coat))
    return patches + small_claw_patches(kind.coat) + claw_patches(kind.great_claw, _GREAT_CLAW, kind.coat)


def _drop(kind: FiddlerKind, side: str, leg: int) -> float:
    """Find how far below the hip the mud lies where the foot will stand."""
    hip = _hip(kind, side, leg)
    reach = floats([kind.leg.reach * kind.hips[leg][3], 0, 0])
    foot = turn_matrix(floats(hip.turn)) @ reach + floats(hip.place)
    return float(hip.place[1] - ground_height(floats(foot[0]), floats(foot[2])) + 0.02)


def _dress(atlas: Atlas, crab: Parameters, kind: FiddlerKind) -> Dress:
    colour, relief = sandy_mud_pictures(crab.atlas_px * 3 // 8, crab.seed + 60)
    shell = Material("crab", texture=atlas.colours, relief=atlas.relief, relief_scale=0.8, roughness=0.42)
    mud = Material("mud", kind.mud_tint, texture=colour, relief=relief, roughness=kind.mud_roughness)
    return Dress(shell, {"mud": mud})
