"""Join meshes that look alike and never move against each other, so that fewer things are stored, sent and drawn."""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.arrays import Floats, unit
from mangrove_ar.meshing.cleaning import used_only
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import local_matrix

_TRIANGLES = 4
_HOLD = ("name", "skin", "camera", "extensions", "extras")
"""What makes a node more than a place: someone may look for it."""

_Look = tuple[int | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class _Piece:
    """Triangles that hang from an anchor, the nearest node that may move, or from the scene: None."""

    anchor: int | None
    place: Floats
    primitive: Json


def join(document: Document) -> Document:
    """Join the meshes of one material below each node that may move, and drop nodes that are then empty.

    A node may move if it is animated, is a bone or has a name. What is shown twice, morphs or has a skin stays.
    """
    if len(document.head.get("scenes", [])) != 1:
        return document
    result = replace(document, head=copy.deepcopy(document.head), accessors=list(document.accessors))
    head = result.head
    held = _held(head)
    groups: dict[int | None, dict[_Look, list[_Piece]]] = {}
    for piece in list(_pieces(head, held)):
        look = (piece.primitive.get("material"), _shapes(result, piece.primitive))
        groups.setdefault(piece.anchor, {}).setdefault(look, []).append(piece)
    for anchor, looks in groups.items():
        joined = [_joined(result, look, pieces) for look, pieces in looks.items()]
        head["meshes"].append({"primitives": joined})
        _hang(head, anchor, len(head["meshes"]) - 1)
    _drop_empty(head, held)
    return used_only(result)


def _held(head: Json) -> set[int]:
    """Find the nodes that must stay what they are."""
    held = {index for index, node in enumerate(head["nodes"]) if any(key in node for key in _HOLD)}
    for animation in head.get("animations", []):
        held.update(channel["target"].get("node", -1) for channel in animation["channels"])
    for skin in head.get("skins", []):
        held.update(skin["joints"], [skin.get("skeleton", -1)])
    return held


def _pieces(head: Json, held: set[int]) -> Iterator[_Piece]:
    """Take the meshes that may be joined off their nodes."""
    shown = Counter(node["mesh"] for node in head["nodes"] if "mesh" in node)

    def walk(index: int, anchor: int | None, place: Floats) -> Iterator[_Piece]:
        node = head["nodes"][index]
        anchor, place = (index, np.eye(4)) if index in held else (anchor, place @ local_matrix(node, {}))
        is_alone = "mesh" in node and shown[node["mesh"]] == 1
        if is_alone and "skin" not in node and "extensions" not in node:
            mesh = head["meshes"][node["mesh"]]
            if all(_is_plain(primitive) for primitive in mesh["primitives"]):
                del node["mesh"]
                yield from (_Piece(anchor, place, primitive) for primitive in mesh["primitives"])
        for child in node.get("children", []):
            yield from walk(child, anchor, place)

    for root in head["scenes"][0].get("nodes", []):
        yield from walk(root, None, np.eye(4))


def _is_plain(primitive: Json) -> bool:
    is_special = "targets" in primitive or "extensions" in primitive
    return primitive.get("mode", _TRIANGLES) == _TRIANGLES and "indices" in primitive and not is_special


def _shapes(document: Document, primitive: Json) -> tuple[tuple[str, str], ...]:
    attributes = primitive["attributes"]
    return tuple(sorted((name, document.accessors[index].shape) for name, index in attributes.items()))


def _joined(document: Document, look: _Look, pieces: list[_Piece]) -> Json:
    """Put pieces of one look into one primitive, in the space of their anchor."""
    material, shapes = look
    attributes = {}
    for name, shape in shapes:
        columns = [_moved(name, document.values(p.primitive["attributes"][name]), p.place) for p in pieces]
        attributes[name] = document.add(np.concatenate(columns), shape)
    starts = np.cumsum([0, *(len(document.values(p.primitive["attributes"]["POSITION"])) for p in pieces[:-1])])
    faces = [_turned(document.values(p.primitive["indices"]), p.place) + s for p, s in zip(pieces, starts, strict=True)]
    indices = document.add(np.concatenate(faces).astype(np.uint32), "SCALAR")
    return {"attributes": attributes, "indices": indices} | ({} if material is None else {"material": material})


def _moved(name: str, values: NDArray[Any], place: Floats) -> NDArray[Any]:
    if np.array_equal(place, np.eye(4)):
        return values
    if name == "POSITION":
        return (values @ place[:3, :3].T + place[:3, 3]).astype(np.float32)
    if name == "NORMAL":
        return unit(values @ np.linalg.inv(place[:3, :3])).astype(np.float32)
    if name == "TANGENT":
        turned, hand = unit(values[:, :3] @ place[:3, :3].T), np.sign(np.linalg.det(place[:3, :3]))
        return np.concatenate([turned, values[:, 3:] * hand], axis=1).astype(np.float32)
    return values


def _turned(faces: NDArray[Any], place: Floats) -> NDArray[np.int64]:
    """Let triangles that a mirror turned inside out face outwards again."""
    whole = faces.astype(np.int64)
    return whole.reshape(-1, 3)[:, ::-1].reshape(-1, 1) if np.linalg.det(place[:3, :3]) < 0 else whole


def _hang(head: Json, anchor: int | None, mesh: int) -> None:
    if anchor is not None and "mesh" not in head["nodes"][anchor]:
        head["nodes"][anchor]["mesh"] = mesh
        return
    owner = head["scenes"][0] if anchor is None else head["nodes"][anchor]
    key = "nodes" if anchor is None else "children"
    owner[key] = [*owner.get(key, []), len(head["nodes"])]
    head["nodes"].append({"mesh": mesh})


def _drop_empty(head: Json, held: set[int]) -> None:
    """Drop the nodes that show nothing, hold nothing and are not held, and renumber the others."""
    nodes, kept = head["nodes"], dict[int, int]()

    def keeps(index: int) -> bool:
        node = nodes[index]
        node["children"] = [child for child in node.get("children", []) if keeps(child)]
        if not node["children"]:
            del node["children"]
        if not (index in held or "mesh" in node or "children" in node):
            return False
        kept[index] = 0
        return True

    scene = head["scenes"][0]
    scene["nodes"] = [root for root in scene.get("nodes", []) if keeps(root)]
    kept.update({old: new for new, old in enumerate(sorted({*kept, *held} - {-1}))})
    head["nodes"] = [nodes[index] for index in sorted(kept)]
    skins = head.get("skins", [])
    lists = [(scene, "nodes"), *((node, "children") for node in head["nodes"]), *((skin, "joints") for skin in skins)]
    for owner, key in lists:
        if key in owner:
            owner[key] = [kept[index] for index in owner[key] if index in kept]
    targets = [channel["target"] for animation in head.get("animations", []) for channel in animation["channels"]]
    for owner, key in [*((target, "node") for target in targets), *((skin, "skeleton") for skin in skins)]:
        if key in owner:
            owner[key] = kept[owner[key]]
