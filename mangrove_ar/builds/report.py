"""Report a build as a page to look at and as JSON: posters, numbers before and after, verdicts."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from mangrove_ar.builds.builder import BuiltModel, Failed
from mangrove_ar.storage.base import Storage


def write_report(folder: Path, built: list[BuiltModel], failed: list[Failed], storage: Storage) -> None:
    """Write `index.html`, `report.json` and the posters into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    models = [_row(one) for one in built]
    for one in built:
        poster = storage.get(one.entries["poster"].files["poster"])
        (folder / f"{one.recipe.slug}.webp").write_bytes(poster)
    failures = [{"slug": one.slug, "message": one.message} for one in failed]
    text = json.dumps({"models": models, "failed": failures}, indent=1, ensure_ascii=False)
    (folder / "report.json").write_text(text, encoding="utf-8")
    templates = Environment(loader=PackageLoader("mangrove_ar"), autoescape=select_autoescape())
    page = templates.get_template("builds/report.html").render(models=models, failed=failures)
    (folder / "index.html").write_text(page, encoding="utf-8")


def _row(one: BuiltModel) -> dict[str, Any]:
    recipe, master, web = one.recipe, one.entries["master"], one.entries["web"]
    return {
        "slug": recipe.slug,
        "name": dict(recipe.name),
        "kind": recipe.kind,
        "author": recipe.author,
        "licence": recipe.licence,
        "size_m": master.facts["size_m"],
        "animations": master.facts["animations"],
        "triangles": master.facts["triangles"],
        "coarse_triangles": one.entries["coarse"].facts["triangles"],
        "master_bytes": master.size_bytes["master"],
        "size_bytes": {role: size for role, size in one.size_bytes.items() if role != "master"},
        "brotli_bytes": web.facts["brotli_bytes"],
        "mean_percent": web.facts["mean_percent"],
        "hausdorff_percent": web.facts["hausdorff_percent"],
        "faults": one.faults,
    }
