"""What staff send is believed in nothing: hostile files are refused, good ones lose all that nobody should see."""

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.builds import inspecting
from mangrove_ar.builds.inspecting import inspect
from mangrove_ar.builds.magic import Purpose, check_beginning, kind_of, refuse_hidden
from mangrove_ar.builds.pictures import LONGEST_SIDE_PX, rewrite_picture
from mangrove_ar.builds.sounds import rewrite_sound
from mangrove_ar.builds.uploads import shown_name
from mangrove_ar.errors import BadUpload
from tests.builds import corpus

IN_A_CHILD = {
    "a PNG with a ZIP behind it",
    "a header of a million by a million pixels",
    "a text chunk that unpacks to 20 MB",
    "a video as M4A",
    "a GLB whose JSON nests for ever",
}
"""Each start of a child takes half a second; the others are checked in this process, by the same function."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit that a child sets for itself must not stay for the tests of others."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def inspected(purpose: Purpose, content: bytes, folder: Path, in_a_child: bool = False) -> dict[str, Any]:
    if not in_a_child:
        return inspecting._inspected(purpose, content, folder)
    source = folder.parent / "sent.part"
    source.write_bytes(content)
    return inspect(purpose, source, folder)


@pytest.mark.parametrize("what", corpus.HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(what: str, out: Path) -> None:
    purpose, content, reason = corpus.HOSTILE[what]
    with pytest.raises(BadUpload) as refused:
        inspected(purpose, content, out, in_a_child=what in IN_A_CHILD)
    assert refused.value.reason == reason
    assert list(out.iterdir()) == []


def test_the_corpus_has_every_kind_of_deceit() -> None:
    assert set(corpus.HOSTILE) >= IN_A_CHILD
    reasons = {reason for _, _, reason in corpus.HOSTILE.values()}
    assert reasons >= {"hidden", "svg", "broken", "too_many_pixels", "not_glb", "bad_model", "not_picture", "duration"}


@pytest.mark.parametrize("name", corpus.BAD_NAMES)
def test_a_name_that_no_browser_sends_is_refused(name: str) -> None:
    with pytest.raises(BadUpload) as refused:
        shown_name(name)
    assert refused.value.reason == "name"


@pytest.mark.parametrize("name", corpus.GOOD_NAMES)
def test_the_names_of_people_are_shown_as_they_are(name: str) -> None:
    assert shown_name(name) == name


def test_a_photograph_comes_out_upright_small_and_without_the_place(out: Path) -> None:
    content = corpus.photograph(orientation=6)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(corpus.GPS_IFD)
    assert corpus.SECRET in content
    facts = inspected("picture", content, out, in_a_child=True)
    assert facts == {"width": 480, "height": 640}
    for name, kind in (("picture.avif", "AVIF"), ("picture.webp", "WEBP")):
        written = (out / name).read_bytes()
        with Image.open(io.BytesIO(written)) as picture:
            assert (picture.format, picture.size) == (kind, (480, 640))
            assert dict(picture.getexif()) == {}
            assert picture.getexif().get_ifd(corpus.GPS_IFD) == {}
            # Red was at the top left; turned to stand, it is at the top right.
            red, green, _ = np.asarray(picture.convert("RGB"))[80, 400]
            assert red > 200 > 60 > green
        assert corpus.SECRET not in written
        assert b"Exif" not in written


def test_a_large_picture_is_made_as_small_as_a_page_needs(out: Path) -> None:
    facts = rewrite_picture(corpus.picture("PNG", 3000, 1500), out)
    assert facts == {"width": LONGEST_SIDE_PX, "height": LONGEST_SIDE_PX // 2}


def test_a_picture_keeps_what_is_see_through(out: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(buffer, "PNG")
    rewrite_picture(buffer.getvalue(), out)
    with Image.open(out / "picture.webp") as picture:
        assert picture.mode == "RGBA"
        assert np.asarray(picture)[150, 150, 3] == 0


@pytest.mark.parametrize(
    ("kind", "content"),
    [("mp3", corpus.mp3(tagged=True)), ("ogg", corpus.opus()), ("m4a", corpus.m4a())],
    ids=["mp3", "ogg", "m4a"],
)
def test_a_sound_comes_out_without_tags_covers_and_places(kind: str, content: bytes, out: Path) -> None:
    assert corpus.SECRET in content
    facts = rewrite_sound(content, kind, out)
    written = (out / f"sound.{kind}").read_bytes()
    assert facts == {"duration_s": pytest.approx(2.0, abs=0.05), "extension": kind}
    assert corpus.SECRET not in written
    assert b"JFIF" not in written
    assert kind_of(written[:64]) == kind


def test_a_sound_passes_its_child_process(out: Path) -> None:
    facts = inspected("sound", corpus.opus(3), out, in_a_child=True)
    assert facts["duration_s"] == pytest.approx(3.0)


def test_a_model_gives_its_numbers(out: Path) -> None:
    facts = inspected("model", corpus.glb(), out, in_a_child=True)
    assert facts["animations"] == ["swing"]
    assert facts["triangles"] > 100
    assert len(facts["sides"]) == 3


def test_a_child_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    seen: list[Any] = []
    monkeypatch.setenv("MANGROVE_SECRET_KEY", "k" * 32)
    real = subprocess.run

    def watched(*arguments: Any, **named: Any) -> Any:
        seen.append(named["env"])
        return real(*arguments, **named)

    monkeypatch.setattr(subprocess, "run", watched)
    with pytest.raises(BadUpload):
        inspected("picture", b"x" * 100, out, in_a_child=True)
    assert [set(environment) for environment in seen] == [{"PATH", "LANG", "PYTHONPATH"}]


def test_a_file_that_takes_too_much_to_read_says_so(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    monkeypatch.setattr(inspecting, "WAIT_SECONDS", 0.01)
    with pytest.raises(BadUpload) as refused:
        inspected("picture", corpus.picture(), out, in_a_child=True)
    assert refused.value.reason == "too_heavy"


@pytest.mark.parametrize(("purpose", "kind"), [("picture", "png"), ("sound", "mp3"), ("model", "glb")])
def test_the_bytes_decide_and_nothing_else(purpose: Purpose, kind: str) -> None:
    good = {"png": corpus.picture("PNG"), "mp3": corpus.mp3(), "glb": corpus.glb()}
    for other, content in good.items():
        if other == kind:
            assert check_beginning(purpose, content[:64]) == kind
            refuse_hidden(content)
        else:
            with pytest.raises(BadUpload):
                check_beginning(purpose, content[:64])
