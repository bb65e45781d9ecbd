"""A pack holds print-ready files of plaques that passed, and nothing is set or proven twice."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BuildFailure
from mangrove_ar.packs import packing, proof
from mangrove_ar.packs.packing import Order, Packer
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.raster import rasterise
from mangrove_ar.packs.readers import READERS, grey_of
from mangrove_ar.packs.steps import Workshop, print_plaques
from mangrove_ar.packs.templates import TEMPLATES
from mangrove_ar.steps.keeping import Keeper
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.matching import Finder
from tests.conftest import ROOT
from tests.packs import boards
from tests.packs.plaques import make_plaque

DRAFT = Order(template=TEMPLATES["a5"], is_proven=False)
PROVEN = Order(template=TEMPLATES["a4"])


@contextmanager
def here() -> Iterator[Executor]:
    """Work in this process, one thing after the other."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def packer(tmp_path: Path) -> Packer:
    keeper = Keeper(LocalStorage(tmp_path / "kept"), Ledger(tmp_path / "steps"))
    return Packer(keeper, LocalStorage(tmp_path / "files"), Workshop(ROOT / "assets", frozenset(), ""), here)


@pytest.fixture
def quick_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """One frame in each condition instead of several."""
    monkeypatch.setattr(proof, "prove", partial(proof.prove, frames=1))


def plaque(packer: Packer, number: int, picture: Image.Image | None = None, **changes: Any) -> Plaque:
    """A plaque whose marker and target are in storage."""
    picture = picture or boards.marker()
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    target = packer.files.put(compile_target(picture).mind, "mind").partition(".")[0]
    marker = packer.files.put(buffer.getvalue(), "png")
    return make_plaque(slug=f"post-{number}", number=number, marker=marker, target=target, **changes)


def make(packer: Packer, order: Order, plaques: list[Plaque], out: Path) -> dict[str, Any]:
    told: list[tuple[int, int]] = []
    manifest = packer.make(
        order, plaques, {one.slug: one.target for one in plaques}, out, lambda done, total: told.append((done, total))
    )
    assert not told or told[-1] == (len(plaques), len(plaques))
    return manifest


def verdicts(manifest: dict[str, Any]) -> dict[str, str]:
    return {one["slug"]: one["verdict"] for one in manifest["plaques"]}


def test_a_plaque_that_passed_is_in_the_pack_with_its_proof_and_one_that_cannot_be_tracked_is_not(
    packer: Packer, tmp_path: Path
) -> None:
    flat = Image.new("RGB", (500, 500), (120, 160, 120))
    manifest = make(packer, PROVEN, [plaque(packer, 1), plaque(packer, 2, flat)], tmp_path / "pack")
    assert verdicts(manifest) == {"post-1": "passed", "post-2": "not_passed"}
    assert {"plaques/01-post-1.pdf", "combined.pdf", "proof.html", "proof.pdf", "codes.csv"} <= set(manifest["files"])
    assert "plaques/02-post-2.pdf" not in manifest["files"]
    assert len(pypdfium2.PdfDocument(tmp_path / "pack/combined.pdf")) == 1
    report = (tmp_path / "pack/proof.html").read_text("utf-8")
    assert "proof/post-2.jpg" in report
    (told,) = manifest["plaques"][1]["why"][:1]
    assert "detail" in told["en"]
    assert (tmp_path / "pack.zip").exists()


def test_two_markers_that_look_alike_pass_neither(packer: Packer, tmp_path: Path, quick_proofs: None) -> None:
    twin = boards.marker().copy()
    twin.paste((250, 250, 250), (200, 200, 230, 230))
    manifest = make(packer, PROVEN, [plaque(packer, 1), plaque(packer, 2, twin)], tmp_path / "pack")
    assert verdicts(manifest) == {"post-1": "not_passed", "post-2": "not_passed"}


def test_what_did_not_change_is_not_set_again(packer: Packer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_now: list[str] = []

    def watched(shop: Workshop, template: Any, drawn: Any) -> Any:
        set_now.extend(one.slug for one, _ in drawn)
        return print_plaques(shop, template, drawn)

    monkeypatch.setattr(packing, "print_plaques", watched)
    first, second = plaque(packer, 1), plaque(packer, 2)
    make(packer, DRAFT, [first, second], tmp_path / "one")
    assert set_now == ["post-1", "post-2"]
    make(packer, DRAFT, [first, second], tmp_path / "elsewhere")
    changed = replace(second, name=Words(th="บ้านหอย", en="Clam house"))
    make(packer, DRAFT, [first, changed], tmp_path / "one")
    assert set_now == ["post-1", "post-2", "post-2"]


def test_a_pack_that_is_there_is_left_as_it_is(packer: Packer, tmp_path: Path) -> None:
    plaques = [plaque(packer, 1)]
    made = make(packer, DRAFT, plaques, tmp_path / "pack")
    moment = (tmp_path / "pack/manifest.json").stat().st_mtime_ns
    assert make(packer, DRAFT, plaques, tmp_path / "pack") == made
    assert (tmp_path / "pack/manifest.json").stat().st_mtime_ns == moment


def test_a_refused_plaque_says_why_and_stops_no_other(packer: Packer, tmp_path: Path) -> None:
    long = Words(th="ชื่อที่ยาวเกินไปมาก" * 12, en="Short")
    manifest = make(packer, DRAFT, [plaque(packer, 1, name=long), plaque(packer, 2)], tmp_path / "pack")
    assert verdicts(manifest) == {"post-1": "refused", "post-2": "not_proven"}
    refused = manifest["plaques"][0]
    assert "too long" in refused["message"]
    assert (refused["pdf"], refused["preview"]) == (None, None)


def test_a_large_pack_comes_in_volumes(packer: Packer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_IN_VOLUME", 2)
    manifest = make(packer, DRAFT, [plaque(packer, number) for number in (1, 2, 3)], tmp_path / "pack")
    assert [name for name in manifest["files"] if name.startswith("combined")] == [
        "combined-001.pdf",
        "combined-002.pdf",
    ]


def test_each_page_of_the_combined_pdf_has_its_own_code_and_its_own_marker(packer: Packer, tmp_path: Path) -> None:
    plaques = [
        plaque(packer, number, boards.marker(number), code=code)
        for number, code in ((1, "84G7ZWY5"), (2, "RA520806"), (3, "9NCK6VSQ"))
    ]
    make(packer, DRAFT, plaques, tmp_path / "pack")
    combined = (tmp_path / "pack/combined.pdf").read_bytes()
    for page, one in enumerate(plaques):
        drawn = rasterise(combined, 4, page)
        assert [read(drawn) for read in READERS.values()] == [[one.url]] * len(READERS)
        small = grey_of(np.asarray(Image.fromarray(drawn).reduce(2)))
        assert [Finder(boards.mind(number)).find(small) is not None for number in (1, 2, 3)] == [
            other is one for other in plaques
        ]


def test_a_fault_of_the_machine_refuses_no_plaque_and_is_gone_when_it_is_mended(
    packer: Packer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_reader(*_: object) -> None:
        raise BuildFailure("zbar is missing.")

    plaques = [plaque(packer, 1)]
    with monkeypatch.context() as broken:
        broken.setattr("mangrove_ar.packs.packing.prove_plaque", no_reader)
        with pytest.raises(BuildFailure, match="zbar is missing"):
            make(packer, PROVEN, plaques, tmp_path / "pack")
    monkeypatch.setattr(proof, "prove", partial(proof.prove, frames=1))
    assert verdicts(make(packer, PROVEN, plaques, tmp_path / "pack"))["post-1"] != "refused"


def test_an_unchanged_plaque_is_not_proven_again(
    packer: Packer, tmp_path: Path, quick_proofs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plaques = [plaque(packer, 1)]
    first = make(packer, PROVEN, plaques, tmp_path / "one")
    monkeypatch.setattr("mangrove_ar.packs.packing.prove_plaque", None)
    assert make(packer, PROVEN, plaques, tmp_path / "two") == first


def test_equal_packs_made_in_two_places_have_equal_files(packer: Packer, tmp_path: Path) -> None:
    other = Packer(
        Keeper(LocalStorage(tmp_path / "kept-2"), Ledger(tmp_path / "steps-2")), packer.files, packer.shop, here
    )
    plaques = [plaque(packer, 1)]
    one, two = make(packer, DRAFT, plaques, tmp_path / "a/pack"), make(other, DRAFT, plaques, tmp_path / "b/pack")
    assert one == two
    assert json.loads((tmp_path / "a/pack/manifest.json").read_text("utf-8")) == one
