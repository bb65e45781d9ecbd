"""Grow a mudskipper on wet mud, resting on its arms, that skips and blinks: three kinds. Shaped in its own lengths."""

from dataclasses import dataclass

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.fauna import fish_bones, fish_shore
from mangrove_ar.meshing.fauna.fish_body import Body
from mangrove_ar.meshing.fauna.fish_bones import Bone, Stance
from mangrove_ar.meshing.fauna.mudskipper_coats import CHAIN, fins_coat, shoulder_place, skin_coat, wrist_place
from mangrove_ar.meshing.fauna.mudskipper_kinds import KINDS, Kind
from mangrove_ar.meshing.fauna.mudskipper_skip import skip
from mangrove_ar.meshing.mud import fine_mud_pictures
from mangrove_ar.meshing.parts import Growth, Material

_NO_SHADE = 1e-4  # Water lies partly under the mud, where all is dark: the dark would spread over the pools.
_TURN_LEFT_DEG = ((-0.1, 10.0), (0.15, 8.0), (0.32, 0.0), (0.55, -4.0), (0.75, -20.0), (1.1, -44.0))
_TURN_UP_DEG = ((-0.1, 9.0), (0.18, 8.0), (0.34, 3.0), (0.55, 1.5), (0.8, -1.5), (1.1, -5.0))
_TRACK = ((0.0, -0.05), (0.01, -0.17), (0.0, -0.29), (-0.03, -0.41), (-0.08, -0.53), (-0.14, -0.64))


@dataclass(frozen=True)
class Parameters:
    """What may differ between two mudskippers; kind is schlosseri, boddarti or chrysospilos."""

    seed: int = 3
    kind: str = "schlosseri"
    length_m: float = 0.25
    atlas_px: int = 1024
    fins_px: int = 512
    sky_rays: int = 32


def grow(fish: Parameters) -> Growth:
    """Grow the fish: metres, y up, standing on y = 0; the same parameters give the same fish.

    Raises:
        BadModel: there is no such kind.
    """
    if fish.kind not in KINDS:
        raise BadModel(f"A mudskipper's kind is one of {', '.join(KINDS)}, not {fish.kind}.")
    kind = KINDS[fish.kind]
    body = Body(kind.shape)
    seat = -float(body.belly(floats(0.34))) - 0.006
    stance = Stance(_TURN_LEFT_DEG, _TURN_UP_DEG, 0.34, (0.0, seat, 0.16))
    bones = _bones(kind, body)
    coats = [
        skin_coat(fish.kind, body, fish.seed, fish.atlas_px),
        fins_coat(fish.kind, body, fish.seed, fish.fins_px),
    ]
    root, origin = fish_bones.assemble(bones, coats, _shore(fish), stance, fish.length_m, fish.sky_rays)
    joints = fish_bones.joint_places(bones, stance)
    joints["body"] = joints["body"] - origin
    return Growth(root, (skip({name: place * fish.length_m for name, place in joints.items()}, fish.length_m),))


def _bones(kind: Kind, body: Body) -> list[Bone]:
    bones = [Bone("body", "model", (0.0, -0.02, 0.5 - 0.30)), Bone("head", "body", (0.0, 0.0, 0.5 - 0.20))]
    parent, wrist, shoulder = "body", wrist_place(body), shoulder_place(body)
    for name, s in CHAIN[2:]:
        bones.append(Bone(name, parent, (0.0, 0.0, 0.5 - s)))
        parent = name
    fin = kind.first_dorsal
    bones.append(Bone("crest", "body", (0.0, float(body.back(floats(fin.start))), 0.5 - fin.start)))
    x, y, z = kind.shape.eye.middle
    for side, sign in (("left", 1.0), ("right", -1.0)):
        bones.append(Bone(f"eye_{side}", "head", (x * sign, y, z)))
        bones.append(Bone(f"arm_{side}", "body", (sign * shoulder[0] * 0.9, shoulder[1], shoulder[2])))
        bones.append(Bone(f"hand_{side}", f"arm_{side}", (sign * wrist[0], wrist[1], wrist[2])))
    return bones


def _shore(fish: Parameters) -> list[fish_bones.Ground]:
    pools = (
        fish_shore.Pool(0.18, -0.07, 0.095, 0.050),
        fish_shore.Pool(-0.165, -0.25, 0.105, 0.046),
        fish_shore.Pool(-0.12, 0.41, 0.065, 0.036),
    )
    shore = fish_shore.Shore(0.305, 0.565, pools, _TRACK, 0.115, fish.seed)
    mud, water = fish_shore.mud_meshes(shore)
    colour, relief = fine_mud_pictures(fish.atlas_px // 2, fish.seed + 60)
    return [
        fish_bones.Ground("mud", Material("mud", texture=colour, relief=relief, relief_scale=0.5, roughness=0.46), mud),
        fish_bones.Ground("water", Material("water", roughness=0.06), water, _NO_SHADE),
    ]
