"""Google's model-viewer, which others use, loads every model without a word and sees it as large as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright

from tests.built import SLUGS, Built
from tests.models.serving import Watched, watched_page

NODE_MODULES = Path(__file__).parent.parent / "node" / "node_modules"


@pytest.fixture(scope="module")
def page(playwright: Playwright, built: Built) -> Iterator[Watched]:
    with watched_page(playwright, {"node": NODE_MODULES, "files": built.folder / "files"}) as page:
        page.open("viewer.html", "viewModel")
        yield page


@pytest.mark.parametrize("variant", ["web", "ar"])
@pytest.mark.parametrize("slug", SLUGS)
def test_model_viewer_loads_a_model(page: Watched, built: Built, slug: str, variant: str) -> None:
    path, recipe = built.path(slug, variant), built.recipe(slug)
    seen = page.ask("viewModel", f"/files/{path.parent.name}/{path.name}")
    assert page.faults() == []
    assert seen["size_m"] == pytest.approx(recipe.real_size_m, rel=0.05)
    assert seen["animations"] == list(recipe.animations)


def test_nothing_but_a_model_is_taken_for_one(page: Watched) -> None:
    with pytest.raises(Error, match="loadfailure"):
        page.ask("viewModel", "/viewer.css")
    assert page.faults() != []
