"""Grow a collared kingfisher on a mossy post that looks around and flutters. Centimetres, written in metres."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats
from mangrove_ar.meshing.atlas import Atlas, Patch, paint_atlas
from mangrove_ar.meshing.fauna import kingfisher_body as body
from mangrove_ar.meshing.fauna import kingfisher_paint as paint
from mangrove_ar.meshing.fauna.feathers import Colour, feather_colour, feather_relief, flat
from mangrove_ar.meshing.fauna.kingfisher_moves import flutter
from mangrove_ar.meshing.fauna.kingfisher_tail import TAIL_CM, rump_feathers, shoulder_feathers, tail_feathers
from mangrove_ar.meshing.fauna.kingfisher_wings import Bone, Wing, wing
from mangrove_ar.meshing.fauna.mossy_post import moss, moss_pictures, post, post_mud, wood_pictures
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, shaded
from mangrove_ar.meshing.mud import sandy_mud_pictures
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Growth, Material, Node, Skin
from mangrove_ar.meshing.rays import RayTarget

_CM = 0.01
_FLIGHT_PX, _COVERT_PX = (110, 420), (110, 200)
_SHADE_REACH_CM = 2.2
_DARKEST = {"bird": 0.62, "eyes": 0.8}
_DARKEST_ELSEWHERE = 0.25


@dataclass(frozen=True)
class Parameters:
    """What may differ between two kingfishers on their posts."""

    seed: int = 3
    length_m: float = 0.24
    post_height_cm: float = 8.5
    post_radius_cm: float = 1.9
    atlas_px: int = 1024
    sky_rays: int = 22


@dataclass(frozen=True)
class _Part:
    """A painted patch and, for each of its vertices, the bone that carries it."""

    patch: Patch
    carriers: tuple[str, ...]


def grow(bird: Parameters) -> Growth:
    """Grow the bird: metres, y up, standing on y = 0; the same parameters give the same bird."""
    wings = [wing(side) for side in (1.0, -1.0)]
    parts = _parts(wings)
    atlas = paint_atlas([part.patch for part in parts], bird.atlas_px)
    painted = {id(part): patch.mesh for part, patch in zip(parts, atlas.patches, strict=True)}
    skinned = [part for part in parts if part.patch.node == "bird"]
    meshes = {
        "bird": join([painted[id(part)] for part in skinned]),
        "feet": join([painted[id(part)] for part in parts if part.patch.node == "feet"]),
        "eyes": body.eyes(),
        "post": post(bird.post_radius_cm, bird.post_height_cm, bird.seed),
        "moss": moss(bird.post_radius_cm, bird.post_height_cm, bird.seed),
        "mud": post_mud(bird.post_radius_cm, bird.post_height_cm),
    }
    bones = _bones(wings)
    skin = _skin(skinned, meshes["bird"], [bone.name for bone in bones])
    size = bird.length_m / 0.24 * _CM
    meshes = _sized(_darkened(meshes, bird.sky_rays), size)
    low = ground_point(np.concatenate([mesh.positions for mesh in meshes.values()]))
    return Growth(_tree(meshes, bones, skin, _materials(bird, atlas), size, low), (flutter(wings),))


def _parts(wings: Sequence[Wing]) -> list[_Part]:
    trunk, (upper, lower) = body.trunk(), body.bill()
    flight = [feather for side in wings for feather in side.flight]
    coverts = [feather for side in wings for feather in side.coverts]
    back = [("body", shoulder_feathers()), ("body", rump_feathers())]
    return [
        _Part(trunk, ("",) * len(trunk.mesh.positions)),
        *(_Part(half, ("head",) * len(half.mesh.positions)) for half in (upper, lower)),
        _feathers(flight, _FLIGHT_PX, (paint.WING, paint.WING_DARK, paint.WING_TIP)),
        _feathers(coverts, _COVERT_PX, (paint.COVERT, paint.COVERT, paint.WING)),
        _feathers(back, _COVERT_PX, (paint.MANTLE, paint.MANTLE, paint.MANTLE)),
        _feathers([("tail", tail_feathers())], _FLIGHT_PX, (paint.WING, paint.WING, paint.WING_TIP)),
        _Part(body.feet(), ()),
    ]


def _feathers(feathers: Sequence[tuple[str, Mesh]], size_px: tuple[int, int], colours: tuple[Colour, ...]) -> _Part:
    mesh = join([mesh for _, mesh in feathers])
    carriers = tuple(name for name, one in feathers for _ in range(len(one.positions)))
    leading, trailing, tip = colours
    shaft = 0.6 if size_px == _FLIGHT_PX else 0.22
    painted = feather_colour(leading, trailing, tip, shaft)
    return _Part(Patch("bird", mesh, flat, size_px, painted, feather_relief), carriers)


def _bones(wings: Sequence[Wing]) -> list[Bone]:
    """List the bones, parents first; places in centimetres in the model."""
    own = [
        Bone("body", "model", floats([0, 0.2, -0.4]), 0.0),
        Bone("head", "body", body.NECK_CM, 0.0),
        Bone("tail", "body", TAIL_CM, 0.0),
    ]
    return own + [bone for side in wings for bone in side.bones]


def _skin(parts: Sequence[_Part], mesh: Mesh, names: Sequence[str]) -> Skin:
    """Give each vertex its bones: one for feathers and bill, body and head in their shares for the trunk."""
    place = {name: number for number, name in enumerate(names)}
    carriers = [name for part in parts for name in part.carriers]
    indices: Ints = np.zeros((len(carriers), 4), dtype=np.int64)
    weights = np.zeros((len(carriers), 4))
    indices[:, 0] = [place[name or "body"] for name in carriers]
    share = np.where([name == "" for name in carriers], body.head_share(mesh.positions), 0.0)
    indices[:, 1] = np.where(share > 0, place["head"], 0)
    weights[:, 0], weights[:, 1] = 1 - share, share
    return Skin(tuple(names), indices, weights)


def _darkened(meshes: Mapping[str, Mesh], rays: int) -> dict[str, Mesh]:
    """Bake how much sky each part sees at rest; feathers stay lighter, for what they hide comes to light."""
    stage = join(meshes.values())
    target = RayTarget(stage.positions, stage.faces)
    shaded_meshes = {}
    for name, mesh in meshes.items():
        seen = sky_seen(target, mesh.positions, mesh.normals, _SHADE_REACH_CM, rays, 7, lift=0.03)
        darkest = _DARKEST.get(name, _DARKEST_ELSEWHERE)
        shaded_meshes[name] = shaded(mesh, darkest + (1 - darkest) * seen)
    return shaded_meshes


def _sized(meshes: Mapping[str, Mesh], size: float) -> dict[str, Mesh]:
    return {name: replace(mesh, positions=mesh.positions * size) for name, mesh in meshes.items()}


def _materials(bird: Parameters, atlas: Atlas) -> dict[str, Material]:
    wood = wood_pictures(bird.atlas_px * 3 // 8, bird.seed + 30)
    green = moss_pictures(bird.atlas_px // 4, bird.seed + 40)
    mud = sandy_mud_pictures(bird.atlas_px // 4, bird.seed + 20)
    feathered = Material("bird", texture=atlas.colours, relief=atlas.relief, roughness=0.62, is_double_sided=True)
    return {
        "bird": feathered,
        "feet": feathered,
        "eyes": Material("eye", roughness=0.08),
        "post": Material("wood", texture=wood[0], relief=wood[1], roughness=0.9),
        "moss": Material("moss", texture=green[0], relief=green[1], roughness=0.95),
        "mud": Material("mud", base_colour=(0.62, 0.60, 0.58), texture=mud[0], relief=mud[1], roughness=0.5),
    }


def _tree(
    meshes: Mapping[str, Mesh],
    bones: Sequence[Bone],
    skin: Skin,
    materials: Mapping[str, Material],
    size: float,
    low: Floats,
) -> Node:
    """Hang bones, skin and still parts on the node "model"."""
    stand = {bone.name: bone.place * size - low for bone in bones} | {"model": np.zeros(3)}
    lowered = {name: replace(mesh, positions=mesh.positions - low) for name, mesh in meshes.items()}
    eyes = replace(lowered["eyes"], positions=lowered["eyes"].positions - stand["head"])
    extra = {"head": (Node("eyes", eyes, materials["eyes"]),)}

    def node(bone: Bone) -> Node:
        x, y, z = (float(value) for value in stand[bone.name] - stand[bone.parent])
        children = tuple(node(other) for other in bones if other.parent == bone.name)
        return Node(bone.name, translation=(x, y, z), children=children + extra.get(bone.name, ()))

    still = tuple(Node(name, lowered[name], materials[name]) for name in ("feet", "post", "moss", "mud"))
    return Node("model", children=(node(bones[0]), Node("bird", lowered["bird"], materials["bird"], skin=skin), *still))
