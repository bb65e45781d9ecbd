"""A GLB that lies, loops, points elsewhere or holds what cannot be is refused with a reason, and that is all."""

import json
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.bounded import read_bounded
from mangrove_ar.meshing.checking import MOST_DEPTH
from mangrove_ar.meshing.document import Document, write_glb
from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.scene import read_scene

PNG_OF_TEN_GIGAPIXELS = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    + b"\0" * 8
)


def make_glb() -> bytes:
    document = Document({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    attributes = {"POSITION": document.add(positions, "VEC3")}
    faces = document.add(np.array([[0], [1], [2]], np.uint16), "SCALAR")
    document.head["meshes"] = [{"name": "leaf", "primitives": [{"attributes": attributes, "indices": faces}]}]
    return write_glb(document)


def changed(change: Callable[[dict[str, Any]], object], binary: Callable[[bytes], bytes] = bytes) -> bytes:
    """Rewrite the JSON, and perhaps the numbers, of a sound GLB."""
    glb = make_glb()
    length = struct.unpack_from("<I", glb, 12)[0]
    head = json.loads(glb[20 : 20 + length])
    change(head)
    return packed(json.dumps(head).encode(), binary(glb[28 + length :]))


def packed(text: bytes, binary: bytes) -> bytes:
    text += b" " * (-len(text) % 4)
    total = 28 + len(text) + len(binary)
    return (
        struct.pack("<4sIIII", b"glTF", 2, total, len(text), 0x4E4F534A)
        + text
        + struct.pack("<II", len(binary), 0x004E4942)
        + binary
    )


def with_picture(content: bytes, media_type: str = "image/png") -> bytes:
    def change(head: dict[str, Any]) -> None:
        start = head["buffers"][0]["byteLength"]
        head["bufferViews"].append({"buffer": 0, "byteOffset": start, "byteLength": len(content)})
        head["images"] = [{"bufferView": len(head["bufferViews"]) - 1, "mimeType": media_type}]

    return changed(change, lambda binary: binary + content)


def deep(head: dict[str, Any]) -> None:
    head["nodes"] = [{"children": [k + 1]} for k in range(MOST_DEPTH + 5)] + [{"mesh": 0}]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "not a GLB"),
    "another format": (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "not a GLB"),
    "first version": (make_glb()[:4] + struct.pack("<I", 1) + make_glb()[8:], "not glTF 2.0"),
    "cut off": (make_glb()[:-40], "cut off"),
    "cut in the JSON": (make_glb()[:60], "cut off"),
    "lying JSON length": (make_glb()[:12] + struct.pack("<I", 2**32 - 1) + make_glb()[16:], "cut off"),
    "huge JSON": (packed(b'{"a":"' + b"x" * 5_000_000 + b'"}', b""), "larger than"),
    "broken JSON": (packed(b'{"asset":', b""), "cannot be read"),
    "nested JSON": (packed(b"[" * 100_000, b""), "cannot be read"),
    "JSON list": (packed(b"[]", b""), "not an object"),
    "mesh is text": (changed(lambda head: head.update(meshes="leaf")), "not a list of objects"),
    "outside file": (changed(lambda head: head["buffers"][0].update(uri="../../secret")), "points to another file"),
    "outside address": (changed(lambda head: head["buffers"][0].update(uri="http://example.org/x")), "another file"),
    "unknown extension": (
        changed(lambda head: head.update(extensionsRequired=["KHR_draco_mesh_compression"])),
        "draco",
    ),
    "view beyond the file": (changed(lambda head: head["bufferViews"][0].update(byteLength=10**9)), "beyond the file"),
    "view before the file": (changed(lambda head: head["bufferViews"][0].update(byteOffset=-8)), "beyond the file"),
    "accessor beyond its view": (changed(lambda head: head["accessors"][0].update(count=10**6)), "beyond its buffer"),
    "accessor of astronomic size": (changed(lambda head: head["accessors"][0].update(count=2**60)), "elements"),
    "accessor of unknown type": (changed(lambda head: head["accessors"][0].update(componentType=9)), "make sense"),
    "accessor that is text": (changed(lambda head: head["accessors"][0].update(count="many")), "make sense"),
    "no such view": (changed(lambda head: head["accessors"][0].update(bufferView=77)), "no buffer view"),
    "stride of one": (changed(lambda head: head["bufferViews"][0].update(byteStride=1)), "beyond its buffer"),
    "cycle": (changed(lambda head: head["nodes"][0].update(children=[0])), "cycle"),
    "child of nowhere": (changed(lambda head: head["nodes"][0].update(children=[5])), "no node 5"),
    "too deep": (changed(deep), "too deep"),
    "no scene": (changed(lambda head: head.update(scenes=[])), "no scene"),
    "no mesh": (changed(lambda head: head.update(meshes=[], nodes=[{}])), "no mesh"),
    "mesh of nowhere": (changed(lambda head: head["nodes"][0].update(mesh=3)), "mesh 3"),
    "numbers of nowhere": (changed(lambda head: head["meshes"][0]["primitives"][0].update(indices=9)), "not there"),
    "no positions": (changed(lambda head: head["meshes"][0]["primitives"][0].update(attributes={})), "no positions"),
    "not a number": (changed(lambda head: None, lambda raw: struct.pack("<f", float("nan")) + raw[4:]), "not finite"),
    "infinite": (changed(lambda head: None, lambda raw: struct.pack("<f", float("inf")) + raw[4:]), "not finite"),
    "triangle of nowhere": (
        changed(lambda head: None, lambda raw: raw[:36] + struct.pack("<H", 900) + raw[38:]),
        "point to",
    ),
    "ten gigapixels": (with_picture(PNG_OF_TEN_GIGAPIXELS), "far too large"),
    "picture that is none": (with_picture(b"<svg onload='alert(1)'/>"), "cannot be read"),
    "picture of another kind": (with_picture(b"GIF89a", "image/gif"), "image/gif"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_glb_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadModel) as refusal:
        read_glb(content)
    assert reason in refusal.value.message


def test_the_sound_one_is_read() -> None:
    (part,) = read_scene(read_glb(make_glb()))
    assert part.mesh.positions.tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0]]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(make_glb()) - 1), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused_and_never_crashes(place: int, value: int) -> None:
    content = bytearray(make_glb())
    content[place] = value
    try:
        read_scene(read_glb(bytes(content)))
    except BadModel as refusal:
        assert refusal.message


@pytest.mark.parametrize("case", ["cut off", "cycle", "ten gigapixels", "outside file"])
def test_the_bounded_reader_gives_the_same_reason(tmp_path: Path, case: str) -> None:
    content, reason = HOSTILE[case]
    (tmp_path / "model.glb").write_bytes(content)
    with pytest.raises(BadModel) as refusal:
        read_bounded(tmp_path / "model.glb")
    assert reason in refusal.value.message


def test_the_bounded_reader_gives_a_sound_model_back(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(make_glb())
    assert read_bounded(tmp_path / "model.glb") == make_glb()


def test_a_reader_that_wants_too_much_memory_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "model.glb").write_bytes(make_glb() + b"\0" * 50_000_000)
    with pytest.raises(BadModel, match="MiB"):
        read_bounded(tmp_path / "model.glb", memory_bytes=60 * 1024**2)


def test_the_bounded_reader_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {told}\nexit 1\n")
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))
    monkeypatch.setenv("MANGROVE_SECRET_KEY", "never to be read")
    with pytest.raises(BadModel):
        read_bounded(tmp_path / "model.glb")
    assert "PATH=" in told.read_text()
    assert "MANGROVE" not in told.read_text()


def test_a_text_model_reads_only_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("newmtl a\n")
    folder = tmp_path / "crab"
    folder.mkdir()
    (folder / "crab.obj").write_text("mtllib ../secret.txt\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl a\nf 1 2 3\n")
    with pytest.raises(BadModel, match=r"crab\.obj asks for secret\.txt, which is not beside it"):
        read_bounded(folder / "crab.obj")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crab.obj", b"v nan nan nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"),
        ("crab.obj", b""),
        (
            "crab.ply",
            b"ply\nformat binary_little_endian 1.0\nelement vertex 4000000000\nproperty float x\nend_header\n",
        ),
        ("crab.stl", b"\0" * 80 + struct.pack("<I", 2**31) + b"\0" * 50),
    ],
    ids=["not a number", "empty", "lying header", "lying count"],
)
def test_other_formats_that_lie_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadModel):
        read_bounded(tmp_path / name)
