"""Leave out of a document what nobody will miss on screen: doubles, and what nothing uses.

What is drawn stays the same. Names of parts are for people and for programs that look for them; `nameless` drops them.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from mangrove_ar.meshing.cleaning import used_only
from mangrove_ar.meshing.document import Document, Json

_NAMED = ("nodes", "meshes", "materials", "textures", "samplers", "skins", "scenes", "cameras")
_VARIANTS = "KHR_materials_variants"


def lean(document: Document) -> Document:
    """Let equal pictures, textures and materials be one, and drop what nothing uses, also of each vertex."""
    result = replace(document, head=copy.deepcopy(document.head), accessors=list(document.accessors))
    has_variants = _VARIANTS in result.head.get("extensionsUsed", [])
    # Materials that are equal once their textures are one are seen the second time round.
    for _ in range(2):
        _unify_pictures(result)
        textures = result.head.get("textures", [])
        _unify_entries(result.head, "samplers", _slots(textures, "sampler"))
        references = _references(result.head.get("materials", []))
        _unify_entries(result.head, "textures", [(one, "index") for one in references])
        if not has_variants:
            _unify_entries(result.head, "materials", _slots(result.primitives(), "material"))
    for primitive in result.primitives():
        if not has_variants:
            _drop_idle_attributes(result, primitive)
    return used_only(result)


def nameless(document: Document) -> Document:
    """Drop the names of everything but animations, which pages ask for by name, and what made the file."""
    head = copy.deepcopy(document.head)
    for kind in _NAMED:
        for entry in head.get(kind, []):
            entry.pop("name", None)
    head["asset"].pop("generator", None)
    return replace(document, head=head)


def _unify_pictures(document: Document) -> None:
    textures = document.head.get("textures", [])
    found = dict.fromkeys(document.pictures[t["source"]] for t in textures if "source" in t)
    places = {picture: place for place, picture in enumerate(found)}
    for texture in textures:
        if "source" in texture:
            texture["source"] = places[document.pictures[texture["source"]]]
    document.pictures = list(found)


def _unify_entries(head: Json, kind: str, users: list[tuple[Json, str]]) -> None:
    """Keep of a list what is used, each thing once; whatever its name, equal things look equal."""
    places: dict[str, int] = {}
    kept: list[Json] = []
    for user, key in users:
        entry = head[kind][user[key]]
        text = json.dumps({name: value for name, value in entry.items() if name != "name"}, sort_keys=True)
        if text not in places:
            places[text] = len(kept)
            kept.append(entry)
        user[key] = places[text]
    head.pop(kind, None)
    if kept:
        head[kind] = kept


def _slots(entries: list[Json], key: str) -> list[tuple[Json, str]]:
    return [(entry, key) for entry in entries if key in entry]


def _references(entry: Any) -> Iterator[Json]:
    """Find every reference to a texture in a material, or in a list of them."""
    for name, value in entry.items() if isinstance(entry, dict) else enumerate(entry):
        if str(name).endswith("Texture") and "index" in value:
            yield value
        elif isinstance(value, dict | list):
            yield from _references(value)


def _drop_idle_attributes(document: Document, primitive: Json) -> None:
    """Drop texture places that no texture uses, tangents without a relief, and colours that are all white."""
    attributes = primitive["attributes"]
    materials = document.head.get("materials", [])
    material = materials[primitive["material"]] if "material" in primitive else {}
    used = {f"TEXCOORD_{texture}" for texture in _coordinates(material)}
    for name in [name for name in attributes if name.startswith("TEXCOORD_") and name not in used]:
        del attributes[name]
    if "TANGENT" in attributes and "normalTexture" not in json.dumps(material).replace("N", "n"):
        del attributes["TANGENT"]
    if "COLOR_0" in attributes and bool(np.all(document.values(attributes["COLOR_0"]) == 1)):
        del attributes["COLOR_0"]


def _coordinates(material: Json) -> Iterator[int]:
    for reference in _references(material):
        transform = reference.get("extensions", {}).get("KHR_texture_transform", {})
        yield transform.get("texCoord", reference.get("texCoord", 0))
