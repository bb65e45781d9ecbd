"""Write bones for USD: a skeleton, how it moves, and which bones carry each vertex.

Source: OpenUSD, UsdSkel.
"""

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdSkel, Vt

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import Movement, node_places
from mangrove_ar.meshing.usd_motion import FRAMES_PER_SECOND, Motion


def write_skeleton(
    stage: Usd.Stage, path: Sdf.Path, document: Document, number: int, motion: Motion | None
) -> Sdf.Path:
    """Write the skeleton of one skin, with its movement; returns its path."""
    skin = document.head["skins"][number]
    parents = _parents(document, skin["joints"])
    order = joint_order(document, number)
    joints = [skin["joints"][place] for place in order]
    skeleton = UsdSkel.Skeleton.Define(stage, path)
    skeleton.CreateJointsAttr([_token(joint, parents) for joint in joints])
    rest = _local(node_places(document), joints, parents)
    skeleton.CreateRestTransformsAttr(_matrices(rest))
    skeleton.CreateBindTransformsAttr(_matrices(floats(np.linalg.inv(_inverse_bind(document, skin)[order]))))
    if motion is not None:
        animation = UsdSkel.Animation.Define(stage, path.AppendChild("movement"))
        animation.CreateJointsAttr([_token(joint, parents) for joint in joints])
        _move(animation, document, joints, parents, motion)
        binding = UsdSkel.BindingAPI.Apply(skeleton.GetPrim())
        binding.CreateAnimationSourceRel().SetTargets([animation.GetPath()])
    return skeleton.GetPath()


def joint_order(document: Document, number: int) -> list[int]:
    """Order the bones of a skin so that each comes after the one it hangs from, as USD wants: places in its list."""
    joints: list[int] = document.head["skins"][number]["joints"]
    parents = _parents(document, joints)
    return sorted(range(len(joints)), key=lambda place: (_token(joints[place], parents).count("/"), place))


def bind_skin(mesh: UsdGeom.Mesh, document: Document, primitive: Json, number: int, skeleton: Sdf.Path) -> None:
    """Bind a mesh to its skeleton, four bones a vertex."""
    attributes = primitive["attributes"]
    weights = document.values(attributes["WEIGHTS_0"]).astype(np.float64)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    renumbered = np.argsort(joint_order(document, number)).astype(np.int32)
    indices = renumbered[document.values(attributes["JOINTS_0"]).astype(np.int64)]
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    binding.CreateSkeletonRel().SetTargets([skeleton])
    binding.CreateJointIndicesPrimvar(False, 4).Set(Vt.IntArray.FromNumpy(indices.reshape(-1)))
    binding.CreateJointWeightsPrimvar(False, 4).Set(Vt.FloatArray.FromNumpy(weights.reshape(-1).astype(np.float32)))
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1.0))


def _move(
    animation: UsdSkel.Animation, document: Document, joints: list[int], parents: dict[int, int | None], motion: Motion
) -> None:
    places = animation.CreateTranslationsAttr()
    turns = animation.CreateRotationsAttr()
    scales = animation.CreateScalesAttr()
    for seconds, moment in zip(motion.times_s, motion.moments, strict=True):
        code = Usd.TimeCode(float(seconds) * FRAMES_PER_SECOND)
        local = _at(document, joints, parents, moment)
        factors = np.linalg.norm(local[:, :3, :3], axis=1)
        factors[np.linalg.det(local[:, :3, :3]) < 0, 0] *= -1  # A mirrored bone.
        places.Set(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(local[:, :3, 3], np.float32)), code)
        turns.Set(Vt.QuatfArray([_turn(matrix, factor) for matrix, factor in zip(local, factors, strict=True)]), code)
        scales.Set(Vt.Vec3hArray([Gf.Vec3h(*map(float, factor)) for factor in factors]), code)


def _at(document: Document, joints: list[int], parents: dict[int, int | None], moment: Movement) -> Floats:
    return _local(node_places(document, moment), joints, parents)


def _parents(document: Document, joints: list[int]) -> dict[int, int | None]:
    """Find for each bone the bone above it, over any nodes between that are none."""
    above = {child: index for index, node in enumerate(document.head["nodes"]) for child in node.get("children", [])}
    found: dict[int, int | None] = {}
    for joint in joints:
        parent = above.get(joint)
        while parent is not None and parent not in joints:
            parent = above.get(parent)
        found[joint] = parent
    return found


def _token(joint: int, parents: dict[int, int | None]) -> str:
    names = []
    at: int | None = joint
    while at is not None:
        names.append(f"bone_{at}")
        at = parents[at]
    return "/".join(reversed(names))


def _local(places: dict[int, Floats], joints: list[int], parents: dict[int, int | None]) -> Floats:
    rows = []
    for joint in joints:
        parent = parents[joint]
        above = np.eye(4) if parent is None else places[parent]
        rows.append(np.linalg.inv(above) @ places[joint])
    return np.stack(rows)


def _inverse_bind(document: Document, skin: Json) -> Floats:
    if "inverseBindMatrices" not in skin:
        return np.broadcast_to(np.eye(4), (len(skin["joints"]), 4, 4))
    columns = document.values(skin["inverseBindMatrices"]).astype(np.float64)
    return columns.reshape(-1, 4, 4).transpose(0, 2, 1)


def _matrices(rows: Floats) -> Vt.Matrix4dArray:
    """Hand over matrices to USD, whose vectors are rows."""
    return Vt.Matrix4dArray([Gf.Matrix4d(*map(float, matrix.T.reshape(-1))) for matrix in rows])


def _turn(matrix: Floats, factor: Floats) -> Gf.Quatf:
    plain = matrix[:3, :3] / np.where(np.abs(factor) < 1e-9, 1e-9, factor)
    quaternion = Gf.Matrix3d(*map(float, plain.T.reshape(-1))).ExtractRotation().GetQuat()
    return Gf.Quatf(quaternion)
