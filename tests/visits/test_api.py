import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from mangrove_ar.storage.local import LocalStorage
from tests.conftest import ROOT


def test_the_manifest_has_a_strong_etag_and_is_not_sent_twice(client: FlaskClient, codes: dict[int, str]) -> None:
    url = f"/api/v1/stations/{codes[3]}/manifest"
    first = client.get(url)
    assert first.status_code == 200
    assert not first.headers["ETag"].startswith("W/")
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_manifest_follows_the_published_schema(client: FlaskClient, codes: dict[int, str]) -> None:
    validator = Draft202012Validator(client.get("/api/v1/manifest.schema.json").json)
    manifests = {number: client.get(f"/api/v1/stations/{code}/manifest").json for number, code in codes.items()}
    assert len(manifests) == 10
    assert {number: [fault.message for fault in validator.iter_errors(one)] for number, one in manifests.items()} == {
        number: [] for number in manifests
    }


def test_the_openapi_document_is_valid_and_names_every_operation(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    validate(document)
    assert set(document["paths"]) == {
        "/api/v1/stations/{code}/manifest",
        "/api/v1/progress/events",
        "/api/v1/progress/booklet",
        "/api/v1/progress/learner",
    }


def test_the_committed_openapi_document_is_the_served_one(client: FlaskClient) -> None:
    committed = json.loads((ROOT / "tests/visits/openapi.json").read_text("utf-8"))
    assert client.get("/api/v1/openapi.json").json == committed, (
        "run: .venv/bin/mangrove-ar openapi > tests/visits/openapi.json"
    )


@pytest.mark.parametrize("code", ["00000000", "XXXXXXXX", "%F0%9F%A6%80", "a" * 500])
def test_a_wrong_code_is_refused_in_the_one_shape_of_errors(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/api/v1/stations/{code}/manifest")
    assert answer.status_code == 404
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"code", "message"}


def test_built_files_are_kept_for_ever_compressed_and_open_to_ar_apps(trail: Flask, storage: LocalStorage) -> None:
    name = storage.put(b"glTF" * 1000, "glb")
    answer = trail.test_client().get(f"/files/{name}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.mimetype == "model/gltf-binary"
    plain = trail.test_client().get(f"/files/{name}", headers={"Accept-Encoding": "identity"})
    assert plain.data == b"glTF" * 1000


def test_documents_of_releases_are_not_files_for_the_public(trail: Flask, storage: LocalStorage) -> None:
    name = storage.put(b"{}", "json")
    assert trail.test_client().get(f"/files/{name}").status_code == 404


def test_a_part_of_a_file_can_be_asked_for(trail: Flask, storage: LocalStorage) -> None:
    name = storage.put(b"0123456789", "webp")
    answer = trail.test_client().get(f"/files/{name}", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.data) == (206, b"234")
    assert answer.headers["Content-Range"] == "bytes 2-4/10"
