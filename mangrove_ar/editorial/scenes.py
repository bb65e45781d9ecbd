"""The scene editor: models on a picture of the plaque, points that tell something, numbers beside them."""

import json
from dataclasses import asdict
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.differences import Conflict, with_value
from mangrove_ar.editorial.drafts import Saved, open_draft, save_draft
from mangrove_ar.editorial.scene_numbers import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    read_typed,
    shown_deg,
    shown_mm,
    shown_percent,
    sound_scene,
)
from mangrove_ar.editorial.scene_stage import MOST_BYTES, MOST_TRIANGLES, Scene, SceneStage, stage_of
from mangrove_ar.errors import BadRecord
from mangrove_ar.web.access import current_staff, staff_only, take_from_staff
from mangrove_ar.web.current import now
from mangrove_ar.web.security import policy

scenes = Blueprint("scenes", __name__, url_prefix="/studio/stations/<slug>/scene")
FIELD = "scene"
CONFLICT = 409
DECODER_NEEDS = "'wasm-unsafe-eval'"
"""The models' files are packed, and what unpacks them is WebAssembly."""
LARGEST_SCENE_BYTES = 12 * 1024 * 1024
"""A hundred hotspots with the longest titles and texts in two languages, as they are and as they were: 880 000 letters,
of which a form needs nine bytes for a Thai one, and twelve for the longest."""
MOST_FIELDS = 2_000


@scenes.url_value_preprocessor
def _take_more(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let staff send whole scenes; nobody else sends anything here."""
    take_from_staff(LARGEST_SCENE_BYTES, LARGEST_SCENE_BYTES, MOST_FIELDS)


@scenes.get("", endpoint="edit")
@staff_only()
def show_scene(slug: str) -> Response:
    """Show the station's scene: the stage for those whose browser can, the numbers for all."""
    return _page(slug, has_saved="saved" in request.args)


@scenes.post("")
@staff_only()
def save_numbers(slug: str) -> AnyResponse:
    """Save the form of numbers; where somebody else changed the same thing, show both."""
    stage = stage_of(slug)
    typed = read_typed(request.form, stage.models, stage.plaque)
    saved = _keep(slug, typed.base, typed.scene)
    if saved.conflicts or typed.unread:
        return _page(slug, saved.conflicts, typed.unread, status=CONFLICT if saved.conflicts else 422)
    return redirect(url_for(".edit", slug=slug, saved=1), 303)


@scenes.post("/save")
@staff_only()
def save(slug: str) -> tuple[Response, int]:
    """Save the stage's scene as it is while somebody works; answer with the scene as it is now, and the conflicts."""
    sent = request.get_json()
    if not isinstance(sent, dict) or set(sent) != {"base", "scene"}:
        raise BadRecord("A scene is saved together with what it is based on: base and scene.")
    saved = _keep(slug, sound_scene(sent["base"]), sound_scene(sent["scene"]))
    return jsonify(
        scene=saved.draft.record.get(FIELD),
        version=saved.draft.version,
        conflicts=[_conflict(one) for one in saved.conflicts],
    ), CONFLICT if saved.conflicts else 200


@scenes.get("/stage")
@staff_only()
def stage(slug: str) -> Response:
    """Give the stage what it draws: the draft's scene, the plaque, and every built model."""
    found = stage_of(slug)
    models = [asdict(one) for one in found.models.values()]
    return jsonify(scene=found.scene, version=found.draft.version, plaque=asdict(found.plaque), models=models)


def _keep(slug: str, base: Scene | None, yours: Scene | None) -> Saved:
    """Save the scene alone: in all other fields the draft is based on itself."""
    record = open_draft("stations", slug).record
    return save_draft("stations", slug, record | {FIELD: base}, record | {FIELD: yours}, current_staff(), now())


def _conflict(one: Conflict) -> dict[str, Any]:
    path = one.path.removeprefix(FIELD).removeprefix(".")
    return {"path": path, "base": one.base, "theirs": one.theirs, "yours": one.yours}


def _page(
    slug: str,
    conflicts: tuple[Conflict, ...] = (),
    unread: tuple[str, ...] = (),
    *,
    status: int = 200,
    has_saved: bool = False,
) -> Response:
    found = stage_of(slug)
    page = render_template(
        "editorial/scene.html",
        staff=current_staff(),
        slug=slug,
        found=found,
        base=json.dumps(found.scene, ensure_ascii=False),
        scene=_with_yours(found, conflicts) or {"models": [], "hotspots": []},
        conflicts=[_conflict(one) for one in conflicts],
        unread=unread,
        has_saved=has_saved,
        most={"triangles": MOST_TRIANGLES, "bytes": MOST_BYTES},
        longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT},
        mm=shown_mm,
        percent=shown_percent,
        deg=shown_deg,
        cost=_cost(found),
        links=_links(slug),
    )
    headers = {"Content-Security-Policy": policy(script_src=DECODER_NEEDS)}
    return make_response(page, status, headers)


def _with_yours(found: SceneStage, conflicts: tuple[Conflict, ...]) -> Scene | None:
    """Show the person's own value in each field that two changed: saved again, it replaces the other's."""
    record: dict[str, Any] = {FIELD: found.scene}
    for one in conflicts:
        if _is_field(one.yours):  # A row that only one of them has would shift all others.
            record = with_value(record, one.path, one.yours)
    scene: Scene | None = record[FIELD]
    return scene


def _is_field(value: object) -> bool:
    return isinstance(value, str | int | float) or (
        isinstance(value, list) and all(isinstance(one, int | float) for one in value)
    )


def _cost(found: SceneStage) -> dict[str, int]:
    """Count what the scene costs a phone: every copy is drawn, every file fetched once."""
    slugs = [one["model"] for one in (found.scene or {}).get("models", []) if one["model"] in found.models]
    return {
        "models": len((found.scene or {}).get("models", [])),
        "triangles": sum(found.models[slug].triangles for slug in slugs),
        "bytes": sum(found.models[slug].size_bytes for slug in set(slugs)),
    }


def _links(slug: str) -> dict[str, str]:
    """Find the pages around this one, as far as there are such pages."""
    wanted = {"record": "editing.edit", "preview": "previews.show", "qr": "previews.qr"}
    return {
        name: url_for(endpoint, kind="stations", slug=slug)
        for name, endpoint in wanted.items()
        if endpoint in current_app.view_functions
    }
