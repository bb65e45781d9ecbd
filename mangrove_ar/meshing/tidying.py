"""Bring what others supply to the few forms that every step understands."""

import copy
from dataclasses import replace

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.cleaning import without_empty
from mangrove_ar.meshing.document import Document, Json

_TRIANGLES = 4
_MATT: Json = {"name": "matt", "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.9}}


def tidied(document: Document, is_from_gltf: bool = True) -> Document:
    """Keep triangles only, give each a material, and let its textures lie by the first set of places.

    Args:
        is_from_gltf: whether the source said itself how metallic it is; formats that cannot say it are not metallic.

    Raises:
        BadModel: a material mixes several sets of places; nothing but lines and points is there.
    """
    result = replace(document, head=copy.deepcopy(document.head), accessors=list(document.accessors))
    for mesh in result.head.get("meshes", []):
        mesh["primitives"] = [p for p in mesh["primitives"] if p.get("mode", _TRIANGLES) == _TRIANGLES]
    result = without_empty(result)
    materials = result.head.setdefault("materials", [])
    for primitive in result.primitives():
        if "material" not in primitive:
            materials.append(copy.deepcopy(_MATT))
            primitive["material"] = len(materials) - 1
        _use_first_places(materials[primitive["material"]], primitive)
    for material in materials:
        for reference in _references(material):
            reference.pop("texCoord", None)
        if not is_from_gltf:
            material.setdefault("pbrMetallicRoughness", {}).setdefault("metallicFactor", 0.0)
    return result


def _use_first_places(material: Json, primitive: Json) -> None:
    used = {int(reference.get("texCoord", 0)) for reference in _references(material)}
    if len(used) > 1:
        raise BadModel(f"The material {material.get('name', 'without a name')} uses several UV sets; bake it to one.")
    (place,) = used or {0}
    attributes = primitive["attributes"]
    if place and f"TEXCOORD_{place}" in attributes:
        attributes["TEXCOORD_0"] = attributes[f"TEXCOORD_{place}"]
    for name in [name for name in attributes if name.startswith("TEXCOORD_") and name != "TEXCOORD_0"]:
        del attributes[name]


def _references(thing: Json) -> list[Json]:
    """Find every reference to a texture inside a material, its extensions included."""
    found: list[Json] = []
    for key, value in thing.items():
        if key.endswith("Texture") and isinstance(value, dict):
            found.append(value)
        elif isinstance(value, dict):
            found += _references(value)
    return found
