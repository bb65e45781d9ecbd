"""Round positions and texture places to whole steps of a grid, and let nodes and materials undo it.

Source: KHR_mesh_quantization; KHR_texture_transform.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import node_scales
from mangrove_ar.meshing.turns import turn_matrix

_TRANSFORM = "KHR_texture_transform"
_QUANTISED = "KHR_mesh_quantization"
_TEXTURE_KEYS = ("baseColorTexture", "metallicRoughnessTexture")
_MATERIAL_KEYS = ("normalTexture", "occlusionTexture", "emissiveTexture")


@dataclass
class Grids:
    """A JSON that undoes the rounding, and the rounded values of the accessors that were rounded, by index."""

    head: Json
    values: dict[int, NDArray[Any]] = field(default_factory=dict)
    fractions: set[int] = field(default_factory=set)


def on_grids(document: Document, position_bits: int, place_bits: int) -> Grids:
    """Round positions (uint16, one grid for the whole model) and texture places (uint16 fractions, one a material).

    Models with morph targets keep their positions as they are: their shapes must not shift against each other.
    """
    grids = Grids(copy.deepcopy(document.head))
    if not any("targets" in primitive for primitive in document.primitives()):
        _round_positions(document, grids, position_bits)
    _round_places(document, grids, place_bits)
    return grids


def _round_positions(document: Document, grids: Grids, bits: int) -> None:
    groups: dict[int, list[int]] = {}
    for number, mesh in enumerate(document.head.get("meshes", [])):
        groups[number] = [primitive["attributes"]["POSITION"] for primitive in mesh["primitives"]]
    shared = _shared(_bound_by_skins(document, groups))
    scales = node_scales(document)
    spans = {
        number: float(np.ptp(np.concatenate([document.values(index) for index in together]), axis=0).max())
        for number, together in shared.items()
    }
    # One step for the whole model as it stands, so that meshes in millimetres and in metres are rounded alike.
    whole = max((span * scales.get(number, 1.0) for number, span in spans.items()), default=0.0) / (2**bits - 1)
    undo: dict[int, tuple[NDArray[np.float64], float]] = {}
    for number, indices in groups.items():
        together = shared[number]
        low = np.min([document.values(index).min(axis=0) for index in together], axis=0).astype(np.float64)
        least = spans[number] / (2**16 - 1)
        step = max(whole / scales.get(number, 1.0), least) or 1.0
        for index in indices:
            grids.values[index] = np.round((document.values(index) - low) / step).astype(np.uint16)
        undo[number] = (low, step)
    _undo_in_nodes(document, grids, undo)
    _note(grids.head, _QUANTISED)


def _bound_by_skins(document: Document, groups: dict[int, list[int]]) -> dict[int, list[int]]:
    """Put meshes that one skin carries on one grid: its bones can undo only one rounding."""
    carried: dict[int, list[int]] = {}
    for node in document.head["nodes"]:
        if "skin" in node and "mesh" in node:
            carried.setdefault(node["skin"], []).append(node["mesh"])
    bound = dict(groups)
    for meshes in carried.values():
        together = sorted({index for mesh in meshes for index in groups[mesh]})
        for mesh in meshes:
            bound[mesh] = together
    return bound


def _shared(groups: dict[int, list[int]]) -> dict[int, list[int]]:
    """Find for each mesh all positions that must lie on its grid: those of meshes that share numbers with it."""
    result = {}
    for number, indices in groups.items():
        together, grown = set(indices), True
        while grown:
            grown = False
            for others in groups.values():
                if together & set(others) and not set(others) <= together:
                    together |= set(others)
                    grown = True
        result[number] = sorted(together)
    return result


def _undo_in_nodes(document: Document, grids: Grids, undo: dict[int, tuple[NDArray[np.float64], float]]) -> None:
    head = grids.head
    skins: dict[int, tuple[NDArray[np.float64], float]] = {}
    targets = [channel["target"] for animation in head.get("animations", []) for channel in animation["channels"]]
    moved = {target.get("node") for target in targets} | {j for skin in head.get("skins", []) for j in skin["joints"]}
    for index, node in enumerate(list(head["nodes"])):
        if "mesh" not in node:
            continue
        low, step = undo[node["mesh"]]
        if "skin" in node:
            skins[node["skin"]] = (low, step)
        else:
            if not (index in moved or "children" in node or "matrix" in node):
                _compose(node, low, step)
                continue
            child = {"mesh": node.pop("mesh"), "translation": low.tolist(), "scale": [step] * 3}
            node["children"] = [*node.get("children", []), len(head["nodes"])]
            head["nodes"].append(child)
    for number, (low, step) in skins.items():
        _undo_in_skin(document, grids, head["skins"][number], low, step)


def _compose(node: Json, low: NDArray[np.float64], step: float) -> None:
    """Let a node that nothing else hangs from undo the rounding itself."""
    scale = np.array(node.get("scale", [1.0, 1.0, 1.0]))
    turn = turn_matrix(np.array(node.get("rotation", [0.0, 0.0, 0.0, 1.0])))
    node["translation"] = (np.array(node.get("translation", [0.0, 0.0, 0.0])) + turn @ (scale * low)).tolist()
    node["scale"] = (scale * step).tolist()


def _undo_in_skin(document: Document, grids: Grids, skin: Json, low: NDArray[np.float64], step: float) -> None:
    """A skinned mesh ignores its node: its bones' rest matrices undo the rounding instead."""
    grid = np.diag([step, step, step, 1.0])
    grid[:3, 3] = low
    count = len(skin["joints"])
    rest = np.broadcast_to(np.eye(4), (count, 4, 4))
    if "inverseBindMatrices" in skin:
        rest = document.values(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
    own = [one.get("inverseBindMatrices") for one in grids.head["skins"]]
    is_shared = own.count(skin.get("inverseBindMatrices")) > 1
    undone = (rest @ grid).transpose(0, 2, 1).reshape(-1, 16).astype(np.float32)
    if "inverseBindMatrices" in skin and not is_shared:
        grids.values[skin["inverseBindMatrices"]] = undone
    else:
        skin["inverseBindMatrices"] = document.add(undone, "MAT4")


def _round_places(document: Document, grids: Grids, bits: int) -> None:
    by_material: dict[int | None, set[int]] = {}
    for primitive in document.primitives():
        if "TEXCOORD_0" in primitive["attributes"]:
            users = by_material.setdefault(primitive.get("material"), set())
            users.add(primitive["attributes"]["TEXCOORD_0"])
    for material, indices in by_material.items():
        values = np.concatenate([document.values(index) for index in indices])
        alone = not any(indices & others for other, others in by_material.items() if other != material)
        low, high = values.min(axis=0), values.max(axis=0)
        if (
            material is None
            or not alone
            or _has_variants(document)
            or not _undo_in_material(grids.head["materials"][material], low, high - low, bits)
        ):
            if low.min() >= 0 and high.max() <= 1:
                for index in indices:
                    grids.values[index] = np.round(document.values(index) * 65535).astype(np.uint16)
                    grids.fractions.add(index)
            continue
        for index in indices:
            span = np.maximum(high - low, 1e-9)
            grids.values[index] = np.round((document.values(index) - low) / span * (2**bits - 1)).astype(np.uint16)
            grids.fractions.add(index)
        _note(grids.head, _TRANSFORM)


def _has_variants(document: Document) -> bool:
    return "KHR_materials_variants" in document.head.get("extensionsUsed", [])


def _undo_in_material(material: Json, low: NDArray[Any], span: NDArray[Any], bits: int) -> bool:
    """Give every texture of a material the transform that undoes the rounding; false if it has its own already."""
    surface = material.get("pbrMetallicRoughness", {})
    textures = [surface[key] for key in _TEXTURE_KEYS if key in surface]
    textures += [material[key] for key in _MATERIAL_KEYS if key in material]
    if material.get("extensions") or any(t.get("texCoord", 0) or t.get("extensions") for t in textures):
        return False
    scale = (np.maximum(span, 1e-9) * 65535 / (2**bits - 1)).tolist()
    for texture in textures:
        texture["extensions"] = {_TRANSFORM: {"offset": low.tolist(), "scale": scale}}
    return True


def _note(head: Json, extension: str) -> None:
    for key in ("extensionsUsed", "extensionsRequired"):
        head[key] = sorted({*head.get(key, []), extension})
