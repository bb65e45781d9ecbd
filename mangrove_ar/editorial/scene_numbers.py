"""The scene editor's numbers as a form: millimetres, degrees and per cent out, the record's metres and factors in.

A number that nobody touched stays exactly as it is in the record, however it is rounded on the page.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mangrove_ar.catalogue.content import Coordinate3, Slug
from mangrove_ar.editorial.scene_stage import BuiltModel, Plaque, Scene
from mangrove_ar.errors import BadRecord

LONGEST_TITLE = 200
LONGEST_TEXT = 2000
FIRST_SHARE = 0.4
"""A new model's largest side, as a share of the plaque's width."""
AXES = ("x_mm", "y_mm", "z_mm")


class _Loose(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class _Title(_Loose):
    th: str | None = Field(default="", max_length=LONGEST_TITLE)
    en: str | None = Field(default="", max_length=LONGEST_TITLE)


class _Text(_Loose):
    th: str | None = Field(default="", max_length=LONGEST_TEXT)
    en: str | None = Field(default="", max_length=LONGEST_TEXT)


class _Placed(_Loose):
    model: Slug
    scale: float = Field(gt=0, lt=1e6)
    position_m: Coordinate3
    turn_deg: float
    animation: str | None = Field(default=None, max_length=LONGEST_TITLE)


class _Hotspot(_Loose):
    model: Slug
    position_m: Coordinate3
    title: _Title
    text: _Text


class _Scene(_Loose):
    models: list[_Placed] = Field(min_length=1, max_length=50)
    hotspots: list[_Hotspot] = Field(max_length=100)


@dataclass(frozen=True)
class Typed:
    """A scene as the form says it; `unread` names the fields whose words are no number, which stay as they were."""

    base: Scene | None
    scene: Scene | None
    unread: tuple[str, ...]


def sound_scene(scene: object) -> Scene | None:
    """Check the shape of a scene of a draft, where words may be missing.

    Raises:
        BadRecord: it cannot be the scene of a draft.
    """
    if scene is None:
        return None
    try:
        return _Scene.model_validate(scene).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadRecord(f"The scene cannot be saved: {place}: {first['msg']}. Please correct it there.") from error


def read_typed(form: Mapping[str, str], models: Mapping[str, BuiltModel], plaque: Plaque) -> Typed:
    """Read the whole form: what was typed, and then the button that was pressed.

    Raises:
        BadRecord: the form does not fit the scene that it was made for.
    """
    base = _base(form)
    scene = base or {"models": [], "hotspots": []}
    unread: list[str] = []
    typed: Scene = {
        name: [_read_one(form, f"{name}.{at}", one, unread) for at, one in enumerate(scene[name])]
        for name in ("models", "hotspots")
    }
    pressed = _press(typed, form, models, plaque)
    return Typed(base, sound_scene(pressed if pressed["models"] else None), tuple(unread))


def shown(value: float, factor: float, digits: int) -> str:
    """Write a number as the page shows it, without zeros at its end."""
    return f"{round(value * factor, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".") if value else "0"


def shown_mm(value: float) -> str:
    """Write metres as millimetres."""
    return shown(value, 1000, 1)


def shown_percent(value: float) -> str:
    """Write a factor as per cent."""
    return shown(value, 100, 3)


def shown_deg(value: float) -> str:
    """Write degrees."""
    return shown(value, 1, 1)


def _base(form: Mapping[str, str]) -> Scene | None:
    try:
        return sound_scene(json.loads(form.get("base", "")))
    except json.JSONDecodeError as error:
        raise BadRecord("The form came without the scene that it shows. Please open the page again.") from error


def _read_one(form: Mapping[str, str], at: str, one: dict[str, Any], unread: list[str]) -> dict[str, Any]:
    read = dict(one)
    read["position_m"] = [
        _number(form, f"{at}.{axis}", value, 1000, 1, unread)
        for axis, value in zip(AXES, one["position_m"], strict=True)
    ]
    if "scale" in one:
        read["turn_deg"] = _number(form, f"{at}.turn_deg", one["turn_deg"], 1, 1, unread)
        scale = _number(form, f"{at}.scale_percent", one["scale"], 100, 3, unread)
        if scale <= 0:
            unread.append(f"{at}.scale_percent")
        read["scale"] = scale if scale > 0 else one["scale"]
        read["animation"] = form.get(f"{at}.animation", one["animation"] or "") or None
        return read
    for words in ("title", "text"):
        read[words] = {lang: _words(form, f"{at}.{words}.{lang}", one[words][lang]) for lang in ("th", "en")}
    return read


def _number(form: Mapping[str, str], name: str, value: float, factor: float, digits: int, unread: list[str]) -> float:
    typed = form.get(name, "").strip().replace(",", ".")
    if name not in form or typed == shown(value, factor, digits):
        return value
    try:
        number = float(typed)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        unread.append(name)
        return value
    return round(number / factor, 9)


def _words(form: Mapping[str, str], name: str, words: str | None) -> str | None:
    typed = form.get(name, words or "").replace("\r\n", "\n").strip()
    return words if typed == (words or "") else typed


def _press(scene: Scene, form: Mapping[str, str], models: Mapping[str, BuiltModel], plaque: Plaque) -> Scene:
    """Do what the pressed button says: `add.models`, `add.hotspots`, `remove.<list>.<n>`, `up.<list>.<n>`, `down.…`."""
    verb, _, rest = form.get("act", "save").partition(".")
    name, _, place = rest.partition(".")
    if verb == "add" and name == "models" and form.get("add_model") in models:
        scene["models"].append(_new_model(models[form["add_model"]], plaque))
    elif verb == "add" and name == "hotspots" and form.get("add_hotspot") in {one["model"] for one in scene["models"]}:
        scene["hotspots"].append(_new_hotspot(form["add_hotspot"], models))
    elif name in scene and place.isdecimal() and int(place) < len(scene[name]):
        _move(scene, verb, name, int(place))
    return scene


def _move(scene: Scene, verb: str, name: str, at: int) -> None:
    one = scene[name].pop(at)
    if verb == "remove":
        standing = {placed["model"] for placed in scene["models"]}
        scene["hotspots"] = [spot for spot in scene["hotspots"] if spot["model"] in standing]
    else:
        scene[name].insert(max(0, at + {"up": -1, "down": 1}.get(verb, 0)), one)


def _new_model(model: BuiltModel, plaque: Plaque) -> dict[str, Any]:
    scale = float(f"{FIRST_SHARE * plaque.width_m / max(model.size_m.values()):.2g}")
    return {"model": model.slug, "scale": scale, "position_m": [0.0, 0.0, 0.0], "turn_deg": 0.0, "animation": None}


def _new_hotspot(slug: str, models: Mapping[str, BuiltModel]) -> dict[str, Any]:
    """Put a new hotspot on top of its model."""
    height = models[slug].size_m["height"] if slug in models else 0.0
    empty = {"th": "", "en": ""}
    return {"model": slug, "position_m": [0.0, round(height, 4), 0.0], "title": dict(empty), "text": dict(empty)}
