"""Write a model as USDZ, for Quick Look on iOS: metres, y up, one movement, bones and turning parts kept.

Source: OpenUSD: UsdGeom, UsdPreviewSurface, UsdSkel; the USDZ specification (a stored zip, aligned to 64 bytes).
"""

import io
import re
import struct
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, Vt

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import primitive_mesh
from mangrove_ar.meshing.usd_motion import FRAMES_PER_SECOND, Motion, motion_of
from mangrove_ar.meshing.usd_skin import bind_skin, write_skeleton

_SUFFIX = {"image/jpeg": "jpg", "image/png": "png"}
_LOCAL_HEADER_BYTES, _EXTRA_HEADER_BYTES, _ALIGNMENT_BYTES, _PADDING_ID = 30, 4, 64, 0x1986
_ROOT = Sdf.Path("/model")


def write_usdz(document: Document) -> bytes:
    """Write the scene at rest and its first animation; pictures must be JPEG or PNG.

    Returns:
        The package; the same document gives the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder) / "model.usdc"
        _Writer(document, layer).write()
        textures = sorted(path for path in layer.parent.rglob("*") if path.is_file() and path != layer)
        return package([(str(path.relative_to(folder)), path.read_bytes()) for path in (layer, *textures)])


def package(files: list[tuple[str, bytes]]) -> bytes:
    """Put files into a zip as USDZ wants it: stored, each starting at a multiple of 64 bytes, the scene first.

    The library's own packer writes the time of day; this one gives the same bytes each time.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            start = stream.tell() + _LOCAL_HEADER_BYTES + len(name.encode())
            gap = -(start + _EXTRA_HEADER_BYTES) % _ALIGNMENT_BYTES
            entry.extra = struct.pack("<HH", _PADDING_ID, gap) + b"\0" * gap
            archive.writestr(entry, content)
    return stream.getvalue()


class _Writer:
    def __init__(self, document: Document, layer: Path) -> None:
        self._document, self._layer = document, layer
        self._motion: Motion | None = motion_of(document)
        self._names = set[str]()
        self._stage = Usd.Stage.CreateNew(str(layer))
        self._materials: dict[int, UsdShade.Material] = {}
        self._skeletons: dict[int, Sdf.Path] = {}

    def write(self) -> None:
        stage = self._stage
        UsdGeom.SetStageMetersPerUnit(stage, 1.0)
        UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
        stage.SetTimeCodesPerSecond(FRAMES_PER_SECOND)
        stage.SetFramesPerSecond(FRAMES_PER_SECOND)
        if self._motion:
            stage.SetStartTimeCode(0)
            stage.SetEndTimeCode(self._motion.seconds * FRAMES_PER_SECOND)
        root = stage.DefinePrim(_ROOT, "SkelRoot" if self._document.head.get("skins") else "Xform")
        stage.SetDefaultPrim(root)
        Usd.ModelAPI(root).SetKind("component")
        head = self._document.head
        for number in range(len(head.get("skins", []))):
            path = _ROOT.AppendChild(f"skeleton_{number}")
            self._skeletons[number] = write_skeleton(stage, path, self._document, number, self._motion)
        for node in head["scenes"][head.get("scene", 0)]["nodes"]:
            self._node(node, _ROOT)
        stage.GetRootLayer().Save()

    def _node(self, index: int, parent: Sdf.Path) -> None:
        node = self._document.head["nodes"][index]
        path = parent.AppendChild(self._name(node.get("name") or f"node_{index}"))
        if "skin" in node and "mesh" in node:
            # Bones carry the vertices in the model's own space: the node's place does not count.
            self._meshes(node, _ROOT)
        xform = UsdGeom.Xform.Define(self._stage, path)
        _place(xform, index, node, self._motion)
        if "skin" not in node and "mesh" in node:
            self._meshes(node, path)
        for child in node.get("children", []):
            self._node(child, path)

    def _meshes(self, node: Json, parent: Sdf.Path) -> None:
        mesh = self._document.head["meshes"][node["mesh"]]
        for primitive in mesh["primitives"]:
            if primitive.get("mode", 4) == 4:
                path = parent.AppendChild(self._name(f"{mesh.get('name') or 'mesh'}_shape"))
                prim = self._mesh(primitive, path)
                if "skin" in node:
                    bind_skin(prim, self._document, primitive, node["skin"], self._skeletons[node["skin"]])

    def _mesh(self, primitive: Json, path: Sdf.Path) -> UsdGeom.Mesh:
        mesh = primitive_mesh(self._document, primitive)
        shape = UsdGeom.Mesh.Define(self._stage, path)
        positions = mesh.positions.astype(np.float32)
        shape.CreatePointsAttr(_vectors(positions))
        shape.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.full(len(mesh.faces), 3, np.int32)))
        shape.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(mesh.faces.reshape(-1).astype(np.int32)))
        shape.CreateNormalsAttr(_vectors(mesh.normals.astype(np.float32)))
        shape.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
        shape.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        shape.CreateExtentAttr(_vectors(np.stack([positions.min(axis=0), positions.max(axis=0)])))
        places = mesh.uvs.astype(np.float32) * [1, -1] + [0, 1]  # USD counts v upwards.
        primvar = UsdGeom.PrimvarsAPI(shape).CreatePrimvar(
            "st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex
        )
        primvar.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(places, np.float32)))
        if "material" in primitive:
            material = self._document.head["materials"][primitive["material"]]
            shape.CreateDoubleSidedAttr(bool(material.get("doubleSided", False)))
            binding = UsdShade.MaterialBindingAPI.Apply(shape.GetPrim())
            binding.Bind(self._material(primitive["material"]))
        return shape

    def _material(self, index: int) -> UsdShade.Material:
        if index not in self._materials:
            self._materials[index] = self._described(index)
        return self._materials[index]

    def _described(self, index: int) -> UsdShade.Material:
        entry = self._document.head["materials"][index]
        surface = entry.get("pbrMetallicRoughness", {})
        path = _ROOT.AppendChild("materials").AppendChild(self._name(entry.get("name") or f"material_{index}"))
        UsdGeom.Scope.Define(self._stage, path.GetParentPath())
        material = UsdShade.Material.Define(self._stage, path)
        shader = UsdShade.Shader.Define(self._stage, path.AppendChild("surface"))
        shader.CreateIdAttr("UsdPreviewSurface")
        material.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")
        _number(shader, "metallic", surface.get("metallicFactor", 1.0))
        _number(shader, "roughness", surface.get("roughnessFactor", 1.0))
        colour = surface.get("baseColorFactor", [1, 1, 1, 1])
        diffuse = shader.CreateInput("diffuseColor", Sdf.ValueTypeNames.Color3f)
        diffuse.Set(Gf.Vec3f(*map(float, colour[:3])))
        if "baseColorTexture" in surface:
            texture = self._texture(path, "colour", surface["baseColorTexture"], "sRGB", scale=[*colour[:3], 1.0])
            diffuse.ConnectToSource(texture.ConnectableAPI(), "rgb")
            if entry.get("alphaMode", "OPAQUE") != "OPAQUE":
                opacity = shader.CreateInput("opacity", Sdf.ValueTypeNames.Float)
                opacity.ConnectToSource(texture.ConnectableAPI(), "a")
                if entry["alphaMode"] == "MASK":
                    _number(shader, "opacityThreshold", entry.get("alphaCutoff", 0.5))
        if "metallicRoughnessTexture" in surface:
            factors = [1.0, surface.get("roughnessFactor", 1.0), surface.get("metallicFactor", 1.0), 1.0]
            texture = self._texture(path, "rough_metal", surface["metallicRoughnessTexture"], "raw", scale=factors)
            shader.GetInput("roughness").ConnectToSource(texture.ConnectableAPI(), "g")
            shader.GetInput("metallic").ConnectToSource(texture.ConnectableAPI(), "b")
        if "normalTexture" in entry:
            texture = self._texture(path, "relief", entry["normalTexture"], "raw", [2, 2, 2, 1], [-1, -1, -1, 0])
            normal = shader.CreateInput("normal", Sdf.ValueTypeNames.Normal3f)
            normal.ConnectToSource(texture.ConnectableAPI(), "rgb")
        self._glow_and_shade(path, entry, shader)
        return material

    def _glow_and_shade(self, path: Sdf.Path, entry: Json, shader: UsdShade.Shader) -> None:
        if "occlusionTexture" in entry:
            texture = self._texture(path, "occlusion", entry["occlusionTexture"], "raw")
            occlusion = shader.CreateInput("occlusion", Sdf.ValueTypeNames.Float)
            occlusion.ConnectToSource(texture.ConnectableAPI(), "r")
        glow = entry.get("emissiveFactor", [0, 0, 0])
        if "emissiveTexture" in entry:
            texture = self._texture(path, "glow", entry["emissiveTexture"], "sRGB", scale=[*glow, 1.0])
            emissive = shader.CreateInput("emissiveColor", Sdf.ValueTypeNames.Color3f)
            emissive.ConnectToSource(texture.ConnectableAPI(), "rgb")

    def _texture(
        self,
        material: Sdf.Path,
        name: str,
        reference: Json,
        colour_space: str,
        scale: list[float] | None = None,
        bias: list[float] | None = None,
    ) -> UsdShade.Shader:
        reader = UsdShade.Shader.Define(self._stage, material.AppendChild("places"))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", Sdf.ValueTypeNames.String).Set("st")
        reader.CreateOutput("result", Sdf.ValueTypeNames.Float2)
        entry = self._document.head["textures"][reference["index"]]
        shader = UsdShade.Shader.Define(self._stage, material.AppendChild(name))
        shader.CreateIdAttr("UsdUVTexture")
        shader.CreateInput("file", Sdf.ValueTypeNames.Asset).Set(Sdf.AssetPath(self._picture(entry["source"])))
        shader.CreateInput("st", Sdf.ValueTypeNames.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
        shader.CreateInput("sourceColorSpace", Sdf.ValueTypeNames.Token).Set(colour_space)
        sampler = self._document.head["samplers"][entry["sampler"]] if "sampler" in entry else {}
        for axis in ("S", "T"):
            wrap = "clamp" if sampler.get(f"wrap{axis}") == 33071 else "repeat"
            shader.CreateInput(f"wrap{axis}", Sdf.ValueTypeNames.Token).Set(wrap)
        for parameter, value in (("scale", scale), ("bias", bias)):
            if value is not None:
                shader.CreateInput(parameter, Sdf.ValueTypeNames.Float4).Set(Gf.Vec4f(*map(float, value)))
        for output, kind in (("rgb", "Float3"), ("r", "Float"), ("g", "Float"), ("b", "Float"), ("a", "Float")):
            shader.CreateOutput(output, getattr(Sdf.ValueTypeNames, kind))
        return shader

    def _picture(self, source: int) -> str:
        picture = self._document.pictures[source]
        name = f"textures/{source}.{_SUFFIX[picture.media_type]}"
        path = self._layer.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(picture.content)
        return f"./{name}"  # Without the dot it would be looked for along a search path.

    def _name(self, wanted: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
        plain = f"_{plain}" if plain[:1].isdigit() else plain or "_"
        name, count = plain, 1
        while name in self._names:
            name, count = f"{plain}_{count}", count + 1
        self._names.add(name)
        return name


def _place(xform: UsdGeom.Xform, index: int, node: Json, motion: Motion | None) -> None:
    if "matrix" in node:
        xform.AddTransformOp().Set(Gf.Matrix4d(*map(float, node["matrix"])))
        return
    moves = motion.of_node(index) if motion else {}
    if "translation" in node or "translation" in moves:
        _samples(xform.AddTranslateOp(), node.get("translation", [0, 0, 0]), moves.get("translation"), _vector)
    if "rotation" in node or "rotation" in moves:
        _samples(xform.AddOrientOp(), node.get("rotation", [0, 0, 0, 1]), moves.get("rotation"), _quaternion)
    if "scale" in node or "scale" in moves:
        _samples(xform.AddScaleOp(), node.get("scale", [1, 1, 1]), moves.get("scale"), _vector)


def _samples(op: UsdGeom.XformOp, rest: list[float], moves: tuple[Floats, Floats] | None, convert: object) -> None:
    assert callable(convert)
    op.Set(convert(floats(rest)))
    if moves is not None:
        for seconds, value in zip(*moves, strict=True):
            op.Set(convert(value), Usd.TimeCode(float(seconds) * FRAMES_PER_SECOND))


def _vector(value: Floats) -> Gf.Vec3f:
    return Gf.Vec3f(*map(float, value))


def _quaternion(value: Floats) -> Gf.Quatf:
    x, y, z, w = map(float, value)
    return Gf.Quatf(w, x, y, z)


def _number(shader: UsdShade.Shader, name: str, value: float) -> None:
    shader.CreateInput(name, Sdf.ValueTypeNames.Float).Set(float(value))


def _vectors(rows: NDArray[np.float32]) -> Vt.Vec3fArray:
    return Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(rows))
