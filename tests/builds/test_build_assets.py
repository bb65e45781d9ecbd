"""The command that builds all models says what it did, keeps a report, and refuses with one sentence and status 1."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts import build_assets
from tests.builds.conftest import Workshop
from tests.builds.small import open_small


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "open_executor", open_small)


def run(workshop: Workshop, *arguments: str) -> Result:
    settings = {
        "MANGROVE_ASSETS": str(workshop.assets),
        "MANGROVE_INSTANCE": str(workshop.instance),
        "MANGROVE_SECRET_KEY": "k" * 32,
        "STORAGE_URL": "",
    }
    report = ["--report", str(workshop.folder / "report")]
    return CliRunner().invoke(build_assets.main, [*arguments, *report], env=settings)


def everything(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def test_models_within_their_budgets_are_told_and_reported(workshop: Workshop) -> None:
    done = run(workshop)
    assert done.exit_code == 0, done.output
    assert "2 models, 0 steps run, 0 failed" in done.stdout
    assert done.stdout.count("within budget") == 2
    report = json.loads((workshop.folder / "report" / "report.json").read_text(encoding="utf-8"))
    assert [row["slug"] for row in report["models"]] == ["crab-a", "crab-b"]
    assert report["failed"] == []
    assert all(row["triangles"] > 0 and row["size_bytes"]["usdz"] > 0 for row in report["models"])
    page = (workshop.folder / "report" / "index.html").read_text(encoding="utf-8")
    assert "2 models built, 0 failed" in page
    assert (workshop.folder / "report" / "crab-a.webp").read_bytes()[8:12] == b"WEBP"


def test_a_model_that_fails_is_named_and_the_status_is_1(workshop: Workshop) -> None:
    workshop.change("crab-a", generator={"name": "fauna.unicorn"})
    done = run(workshop)
    assert done.exit_code == 1
    assert "crab-a: not built. crab-a: there is no generator named fauna.unicorn." in done.stderr
    assert "1 models, 0 steps run, 1 failed" in done.stdout
    report = json.loads((workshop.folder / "report" / "report.json").read_text(encoding="utf-8"))
    assert [row["slug"] for row in report["failed"]] == ["crab-a"]


def test_a_broken_budget_is_named_and_the_status_is_1(workshop: Workshop) -> None:
    workshop.change("crab-b", budgets={"triangles": 100})
    workshop.change("crab-a", budgets={"web_bytes": 100})
    done = run(workshop)
    assert done.exit_code == 1
    assert "web.glb bytes after brotli: " in done.stdout


def test_a_dry_run_says_what_is_missing_and_writes_nothing(workshop: Workshop) -> None:
    workshop.reseed("crab-a", 6)
    workshop.change("crab-b", poster={"turn_deg": 90, "lift_deg": 20})
    before = everything(workshop.folder)
    done = run(workshop, "--dry-run")
    assert (done.exit_code, done.stdout.splitlines()) == (0, ["crab-a: master", "crab-b: poster"])
    assert everything(workshop.folder) == before


def test_only_the_named_model_is_built(workshop: Workshop) -> None:
    for slug in ("crab-a", "crab-b"):
        workshop.change(slug, poster={"turn_deg": 90, "lift_deg": 20})
    done = run(workshop, "--only", "crab-b")
    assert done.exit_code == 0, done.output
    assert "1 models, 1 steps run, 0 failed" in done.stdout
    assert workshop.missing() == [("crab-a", "poster")]


def test_a_name_that_no_model_has_is_refused(workshop: Workshop) -> None:
    done = run(workshop, "--only", "unicorn")
    assert done.exit_code == 1
    assert done.stderr.startswith("build_assets: There is no model named unicorn")


def test_a_cluster_that_does_not_answer_is_refused(workshop: Workshop) -> None:
    workshop.reseed("crab-a", 6)
    done = run(workshop, "--cluster", "nowhere")
    assert done.exit_code == 1
    assert "--cluster" in done.stderr
