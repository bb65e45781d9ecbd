"""Look into a USDZ package with the library that Apple's tools are made of."""

import zipfile
from pathlib import Path

import numpy as np
from pxr import Usd, UsdGeom, UsdSkel, UsdValidation

from mangrove_ar.meshing.arrays import Floats

ALIGNMENT_BYTES = 64


def faults_of(path: Path) -> list[str]:
    """Give what all validators of the library find, of any severity."""
    registry = UsdValidation.ValidationRegistry()
    context = UsdValidation.ValidationContext(registry.GetOrLoadAllValidators())
    return [f"{e.GetName()}: {e.GetMessage()}" for e in context.Validate(Usd.Stage.Open(str(path)))]


def misplaced(path: Path) -> list[str]:
    """Name the files of a package that are compressed or do not start at a multiple of 64 bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    content = path.read_bytes()
    return [
        entry.filename
        for entry in entries
        if entry.compress_type != zipfile.ZIP_STORED or _start(content, entry) % ALIGNMENT_BYTES
    ]


def suffixes(path: Path) -> list[str]:
    """Give the suffixes of the files in a package, the first file's first."""
    with zipfile.ZipFile(path) as archive:
        return [Path(name).suffix for name in archive.namelist()]


def meshes_of(stage: Usd.Stage) -> list[UsdGeom.Mesh]:
    return [UsdGeom.Mesh(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh)]


def posed_points(stage: Usd.Stage, code: Usd.TimeCode) -> Floats:
    """Give the points of every mesh at a moment, (n, 3) in metres, as UsdSkel carries them."""
    cache, places = UsdSkel.Cache(), UsdGeom.XformCache(code)
    for root in (prim for prim in stage.Traverse() if prim.IsA(UsdSkel.Root)):
        cache.Populate(UsdSkel.Root(root), Usd.PrimDefaultPredicate)
    found = []
    for mesh in meshes_of(stage):
        points = mesh.GetPointsAttr().Get(code)
        place = places.GetLocalToWorldTransform(mesh.GetPrim())
        if mesh.GetPrim().HasAPI(UsdSkel.BindingAPI):
            skeleton = UsdSkel.BindingAPI(mesh.GetPrim()).GetInheritedSkeleton()
            bones = cache.GetSkelQuery(skeleton).ComputeSkinningTransforms(code)
            assert cache.GetSkinningQuery(mesh.GetPrim()).ComputeSkinnedPoints(bones, points, code)
            place = places.GetLocalToWorldTransform(skeleton.GetPrim())
        rows = np.array(points, np.float64)
        found.append(rows @ np.array(place)[:3, :3] + np.array(place)[3, :3])
    return np.concatenate(found)


def _start(content: bytes, entry: zipfile.ZipInfo) -> int:
    """Find where a file's bytes start; the header in place may be longer than the one in the list."""
    at = entry.header_offset + 26
    name, extra = (int.from_bytes(content[at + 2 * k : at + 2 * k + 2], "little") for k in range(2))
    return entry.header_offset + 30 + name + extra
