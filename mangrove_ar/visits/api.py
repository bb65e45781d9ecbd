"""JSON and files for the visitor's phone: manifests, built files."""

from functools import lru_cache

import brotli
from flask import Blueprint, Response, current_app, jsonify, make_response, request

from mangrove_ar.errors import NoSuchFile, StationWithdrawn
from mangrove_ar.extensions import limiter
from mangrove_ar.releases.documents import StationDocument
from mangrove_ar.storage.base import Storage, is_name
from mangrove_ar.visits.manifest import Manifest, manifest_of
from mangrove_ar.web.conditional import with_etag
from mangrove_ar.web.current import published, storage
from mangrove_ar.web.openapi import ErrorAnswer, describe, operation

visits_api = Blueprint("visits_api", __name__)
MEDIA_TYPES = {
    "glb": "model/gltf-binary",
    "usdz": "model/vnd.usdz+zip",
    "mind": "application/octet-stream",
    "avif": "image/avif",
    "webp": "image/webp",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
WORTH_COMPRESSING = {"glb", "mind"}
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSED_KEPT = 128
GUESSES = "60 per minute"


def _missed(response: Response) -> bool:
    return response.status_code == 404


@visits_api.get("/api/v1/stations/<code>/manifest")
@limiter.limit(GUESSES, deduct_when=_missed)
@operation("Give the scene of a station", {200: Manifest, 304: None, 404: ErrorAnswer, 410: ErrorAnswer})
def manifest(code: str) -> Response:
    """Give the scene of the station whose plaque carries this code."""
    return _manifest(published().station_by_code(code))


@visits_api.get("/trail/<trail>/<int:number>/manifest")
def trail_manifest(trail: str, number: int) -> Response:
    """Give the same scene to somebody who reads away from the plaque."""
    return _manifest(published().station_by_number(trail, number))


@visits_api.get("/api/v1/manifest.schema.json")
def manifest_schema() -> Response:
    """Give the JSON Schema of manifests."""
    return with_etag(jsonify(Manifest.model_json_schema()))


@visits_api.get("/api/v1/openapi.json")
def openapi() -> Response:
    """Give the description of this interface, OpenAPI 3.1."""
    return with_etag(jsonify(describe(current_app)))


@visits_api.get("/files/<name>")
def file(name: str) -> Response:
    """Give a built file; it never changes, so that a phone keeps it."""
    extension = name.rpartition(".")[2]
    if not is_name(name) or extension not in MEDIA_TYPES:
        raise NoSuchFile(f"There is no file {name} here.")
    if extension in WORTH_COMPRESSING and request.accept_encodings.quality("br") > 0:
        response = make_response(_compressed(storage(), name))
        response.headers["Content-Encoding"] = "br"
        response.set_etag(f"{name}:br")
    else:
        response = make_response(storage().get(name))
        response.set_etag(name)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_EVER
    response.mimetype = MEDIA_TYPES[extension]
    whole = len(response.get_data())
    if extension == "glb":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request, accept_ranges=True, complete_length=whole)
    return response


def _manifest(station: StationDocument) -> Response:
    if station.is_withdrawn:
        raise StationWithdrawn(f"Station {station.number} is closed for now.")
    return with_etag(jsonify(manifest_of(station).model_dump(mode="json")))


@lru_cache(maxsize=COMPRESSED_KEPT)
def _compressed(files: Storage, name: str) -> bytes:
    compressed: bytes = brotli.compress(files.get(name), quality=9)
    return compressed
