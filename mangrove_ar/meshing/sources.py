"""Read what people supply: a scan or a drawn model as GLB, OBJ with MTL and textures, PLY or STL.

`read_source` belongs into a bounded process (see `bounded`): the readers of OBJ, PLY and STL are not ours.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from trimesh.resolvers import Resolver
from trimesh.visual.color import ColorVisuals

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.reading import read_glb

MOST_BYTES = 600 * 1024 * 1024


def read_source(path: Path) -> Document:
    """Read a source of any of `recipe.SOURCE_FORMATS`.

    Raises:
        BadModel: it is too large, cut off, empty or otherwise not what its name says.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadModel(f"{path.name} is larger than {MOST_BYTES // 1024**2} MiB.")
    content = path.read_bytes()
    if path.suffix.lower() == ".glb":
        return read_glb(content)
    beside = _Beside(path.parent)
    try:
        scene = trimesh.load_scene(
            io.BytesIO(content), file_type=path.suffix.lower()[1:], resolver=beside, process=False
        )
        meshes = [mesh for mesh in scene.geometry.values() if isinstance(mesh, trimesh.Trimesh) and len(mesh.faces)]
    except BadModel:
        raise
    except Exception as error:  # Whatever a foreign reader trips over, the file is to blame.
        raise BadModel(f"{path.name} cannot be read: {error}") from error
    if beside.missed:
        raise BadModel(f"{path.name} asks for {', '.join(sorted(beside.missed))}, which is not beside it.")
    if not meshes:
        raise BadModel(f"{path.name} holds no triangles.")
    for mesh in meshes:
        if not np.isfinite(mesh.vertices).all():
            raise BadModel(f"{path.name} has vertices that are not finite.")
        if isinstance(mesh.visual, ColorVisuals) and mesh.visual.kind == "face":
            mesh.visual = mesh.visual.to_texture()  # type: ignore[no-untyped-call]
    exported = scene.export(file_type="glb", include_normals=True)  # type: ignore[no-untyped-call]
    assert isinstance(exported, bytes)
    return read_glb(exported)


class _Beside(Resolver):
    """Gives a reader the files beside the source, and no others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.missed = set[str]()

    def get(self, name: str) -> bytes:
        plain = Path(str(name).strip().replace("\\", "/")).name
        path = self._folder / plain
        if path.is_symlink() or not path.is_file():
            # Told once all is read: the reader goes on without what it cannot get.
            self.missed.add(plain)
            raise FileNotFoundError(plain)
        return path.read_bytes()

    def keys(self) -> list[str]:
        return sorted(path.name for path in self._folder.iterdir() if path.is_file())

    def namespaced(self, namespace: str) -> Any:
        return self

    def write(self, name: str, data: bytes) -> None:
        raise BadModel("A source must not write files.")
