"""Make the level that appears first: few triangles, small textures, no movement.

Source for foliage: Cook, Halstead, Planck, Ryu (2007), Stochastic simplification of aggregate detail: a random part
of the leaves, each made larger, covers as much as all of them.
"""

import copy
from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Ints
from mangrove_ar.meshing.cleaning import pieces, set_faces, set_vertices, used_only
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.encoding import Precision, encode_web
from mangrove_ar.meshing.pictures import WEBP, with_pictures
from mangrove_ar.meshing.reducing import count_triangles, reduce

MOST_BYTES = 60 * 1024
_TRIANGLES = 3000
_AGGREGATE = 150
"""From so many loose pieces on, a mesh seen from both sides counts as foliage."""
_LEAST_PIECES = 90
_TEXTURE_PX, _QUALITY = 128, 50
_PRECISION = Precision(position=12, normal=8, place=10)


def encode_coarse(document: Document) -> bytes:
    """Encode a level of at most `MOST_BYTES`; `document` is welded."""
    still = _at_rest(document)
    triangles = _TRIANGLES
    while True:
        thin = _thinned(still, min(triangles / count_triangles(still), 1.0))
        level = with_pictures(reduce(thin, triangles, most_error=0.2), WEBP, _TEXTURE_PX, _QUALITY)
        content = encode_web(level, _PRECISION)
        if len(content) <= MOST_BYTES or triangles < 100:
            return content
        triangles = triangles * 3 // 4


def _at_rest(document: Document) -> Document:
    """Leave out movements, morph targets and reliefs, with the pictures that only they use."""
    head = copy.deepcopy(document.head)
    head.pop("animations", None)
    for mesh in head["meshes"]:
        mesh.pop("weights", None)
        for primitive in mesh["primitives"]:
            primitive.pop("targets", None)
            primitive["attributes"].pop("TANGENT", None)
    for material in head.get("materials", []):
        for name in ("normalTexture", "occlusionTexture", "emissiveTexture", "extensions"):
            material.pop(name, None)
        material.get("pbrMetallicRoughness", {}).pop("metallicRoughnessTexture", None)
    return used_only(_without_unused_pictures(replace(document, head=head)))


def _without_unused_pictures(document: Document) -> Document:
    head = document.head
    surfaces = [material.get("pbrMetallicRoughness", {}) for material in head.get("materials", [])]
    used = sorted({surface["baseColorTexture"]["index"] for surface in surfaces if "baseColorTexture" in surface})
    for surface in surfaces:
        if "baseColorTexture" in surface:
            surface["baseColorTexture"]["index"] = used.index(surface["baseColorTexture"]["index"])
    textures = [head["textures"][index] for index in used]
    sources = sorted({texture["source"] for texture in textures})
    head["textures"] = [texture | {"source": sources.index(texture["source"])} for texture in textures]
    if not textures:
        del head["textures"]
    return replace(document, pictures=[document.pictures[source] for source in sources])


def _thinned(document: Document, share: float) -> Document:
    result = replace(document, head=copy.deepcopy(document.head), accessors=list(document.accessors))
    rng = np.random.default_rng(0)
    for primitive in result.primitives():
        if "indices" not in primitive or not _is_thin(result, primitive):
            continue
        positions = result.values(primitive["attributes"]["POSITION"]).astype(np.float64)
        faces = result.values(primitive["indices"]).reshape(-1, 3).astype(np.int64)
        piece_of_face = pieces(positions, faces)
        count = int(piece_of_face.max()) + 1
        if count >= _AGGREGATE:
            # Half of the saving comes from fewer pieces, the other half from fewer triangles in each.
            wanted = max(_LEAST_PIECES, int(count * min(1.0, share**0.75)))
            _keep_some(result, primitive, faces, piece_of_face, rng.permutation(count)[:wanted])
    return used_only(result)


def _is_thin(document: Document, primitive: Json) -> bool:
    is_skinned = any(name.startswith("JOINTS") for name in primitive["attributes"])
    material = document.head["materials"][primitive["material"]] if "material" in primitive else {}
    return bool(material.get("doubleSided")) and not is_skinned


def _keep_some(document: Document, primitive: Json, faces: Ints, piece_of_face: Ints, chosen: Ints) -> None:
    count = int(piece_of_face.max()) + 1
    is_kept = np.zeros(count, bool)
    is_kept[chosen] = True
    mask = is_kept[piece_of_face]
    used, renumbered = np.unique(faces[mask], return_inverse=True)
    piece = np.zeros(int(faces.max()) + 1, np.int64)
    piece[faces[mask]] = piece_of_face[mask][:, None]
    set_vertices(document, primitive, used)
    set_faces(document, primitive, renumbered.reshape(-1, 3))
    numbers = document.accessors[primitive["attributes"]["POSITION"]]
    own = piece[used]
    size = np.maximum(np.bincount(own, minlength=count), 1)[:, None]
    middle = np.stack([np.bincount(own, numbers.values[:, k], count) for k in range(3)], axis=1) / size
    larger = (numbers.values - middle[own]) * np.sqrt(count / len(chosen)) + middle[own]
    primitive["attributes"]["POSITION"] = document.add(larger.astype(np.float32), "VEC3")
