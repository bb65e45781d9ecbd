"""Our own scene loads every model in a real browser, coarse level first, and draws it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Playwright

from mangrove_ar.web.static_files import SOURCE
from tests.built import SLUGS, Built
from tests.models.glb import head_of, triangles_of
from tests.models.serving import Watched, watched_page

LEAST_COVER = 0.01
LEAST_COLOURS = 20


@pytest.fixture(scope="module")
def page(playwright: Playwright, built: Built) -> Iterator[Watched]:
    with watched_page(playwright, {"static": SOURCE, "files": built.folder / "files"}) as page:
        page.open("runtime.html", "showModel")
        yield page


def entry(built: Built, slug: str, animation: str | None) -> dict[str, Any]:
    """Describe a model as the manifest of a scene does."""

    def variant(role: str) -> dict[str, object]:
        path = built.path(slug, role)
        return {"url": address(path), "size_bytes": path.stat().st_size}

    return {
        "slug": slug,
        "position_m": [0, 0, 0],
        "turn_deg": 0,
        "scale": 1,
        "animation": animation,
        "variants": {role: variant(role) for role in ("coarse", "web")},
    }


def address(path: Path) -> str:
    return f"/files/{path.parent.name}/{path.name}"


@pytest.mark.parametrize("slug", SLUGS)
def test_both_levels_of_a_model_are_drawn(page: Watched, built: Built, slug: str) -> None:
    animations = built.recipe(slug).animations
    shown = page.ask("showModel", entry(built, slug, animations[0] if animations else None))
    assert page.faults() == []
    for level, role in (("coarse", "coarse"), ("full", "web")):
        assert shown[level]["triangles"] == triangles_of(head_of(built.content(slug, role)))
        assert shown[level]["cover"] > LEAST_COVER
        assert shown[level]["colours"] > LEAST_COLOURS
    assert shown["coarse"]["radius_m"] == pytest.approx(shown["full"]["radius_m"], rel=0.1)
    assert shown["coarse"]["clip"] is None
    assert shown["full"]["clip"] == next(iter(animations), None)
    for name in animations[1:]:
        assert page.ask("showModel", entry(built, slug, name))["full"]["clip"] == name


def test_a_damaged_file_is_told(page: Watched, built: Built) -> None:
    model = entry(built, next(iter(built.models)), None)
    model["variants"]["coarse"]["size_bytes"] += 1
    with pytest.raises(Error, match="model_damaged"):
        page.ask("showModel", model)
