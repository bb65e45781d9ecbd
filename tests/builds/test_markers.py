"""A station's marker is drawn or supplied; what is printed is what phones track; what cannot be taken says why."""

import io
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.builds.builder import Builder, Failed
from mangrove_ar.builds.planning import plan_marker
from mangrove_ar.builds.steps import make_marker
from mangrove_ar.steps.keeping import Made
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.targets.compile import compile_target

RECIPE: dict[str, Any] = {"subjects": ["geloina-expansa"], "zone": "mid", "seed": 6}
SLUG = "mud-clam-house"


def make_picture(side_px: int = 600) -> Image.Image:
    spots = np.random.default_rng(9).integers(0, 256, (side_px // 10, side_px // 10, 3)).astype(np.uint8)
    return Image.fromarray(spots).resize((side_px, side_px), Image.Resampling.NEAREST)


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def supply(tmp_path: Path, content: bytes, extension: str = "png") -> Path:
    """Put a picture where the station's own marker is looked for; give the folder of assets."""
    file = tmp_path / "assets" / "markers" / f"{SLUG}.{extension}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return tmp_path / "assets"


def printed(made: Made) -> Image.Image:
    return Image.open(io.BytesIO(made.files["print"][1]))


class Here(Executor):
    """Runs steps at once, in this process."""

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*arguments, **named))
        except Exception as error:  # As a worker does: whatever was raised belongs to the future.
            done.set_exception(error)
        return done


@contextmanager
def open_here() -> Any:
    yield Here()


@pytest.fixture(scope="module")
def drawn() -> Made:
    return make_marker(SLUG, RECIPE["subjects"], RECIPE["zone"], RECIPE["seed"], None)


def test_a_drawn_marker_has_300_dots_an_inch_in_a_file_that_a_printer_can_mail(drawn: Made) -> None:
    extension, content = drawn.files["print"]
    assert (extension, printed(drawn).size) == ("png", (2400, 2400))
    assert printed(drawn).info["dpi"] == pytest.approx((304.8, 304.8), abs=0.1)
    assert len(content) < 1_200_000


def test_what_is_printed_is_what_phones_track(drawn: Made) -> None:
    again = compile_target(printed(drawn))
    assert drawn.facts["tracking_points"] >= 20
    assert abs(again.tracking_points - drawn.facts["tracking_points"]) <= 2
    assert again.key_points == pytest.approx(drawn.facts["key_points"], rel=0.02)


def test_a_photo_is_printed_as_jpeg_without_thinned_colours() -> None:
    photo = Image.effect_noise((700, 700), 90).convert("RGB")
    photo.paste(make_picture(600), (50, 50))
    made = make_marker(SLUG, [], "mid", 1, png(photo))
    assert made.files["print"][0] == "jpg"
    assert printed(made).size == (700, 700)
    assert {layer[1:3] for layer in printed(made).layer} == {(1, 1)}  # type: ignore[attr-defined]  # Of JPEG files only.


def test_a_large_supplied_picture_is_reduced_to_the_size_of_the_print() -> None:
    made = make_marker(SLUG, [], "mid", 1, png(make_picture(2600)))
    assert printed(made).size == (2400, 2400)
    assert (made.facts["width_px"], made.facts["height_px"]) == (512, 512)


@pytest.mark.parametrize("extension", ["png", "jpg", "jpeg", "webp", "tif", "tiff"])
def test_a_supplied_picture_takes_the_place_of_the_drawn_one(tmp_path: Path, extension: str) -> None:
    task = plan_marker(SLUG, RECIPE, supply(tmp_path, b"picture", extension))
    assert task.arguments[0] == f"assets/markers/{SLUG}.{extension}"
    assert task.arguments[-1] == b"picture"
    assert task.key != plan_marker(SLUG, RECIPE, tmp_path / "elsewhere").key


def test_of_two_supplied_pictures_the_png_counts(tmp_path: Path) -> None:
    supply(tmp_path, b"second", "jpg")
    task = plan_marker(SLUG, RECIPE, supply(tmp_path, b"first", "png"))
    assert task.arguments[-1] == b"first"


def test_another_picture_is_another_task_and_the_same_is_not(tmp_path: Path) -> None:
    first = plan_marker(SLUG, RECIPE, supply(tmp_path, b"one")).key
    assert plan_marker(SLUG, RECIPE, supply(tmp_path, b"one")).key == first
    assert plan_marker(SLUG, RECIPE, supply(tmp_path, b"two")).key != first


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a picture"),
        (b"no picture", "not a picture"),
        (png(make_picture())[:9000], "damaged"),
        (png(Image.new("RGB", (100, 100))), "only 100 × 100 pixels"),
        (png(Image.new("RGB", (2000, 400))), "too long for a plaque"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_named_with_its_station(tmp_path: Path, content: bytes, reason: str) -> None:
    task = plan_marker(SLUG, RECIPE, supply(tmp_path, content))
    (failed,) = build(tmp_path, task)
    assert isinstance(failed, Failed)
    assert failed.message.startswith(f"assets/markers/{SLUG}.png: ")
    assert reason in failed.message
    assert "Please" in failed.message


def test_a_recipe_that_cannot_be_drawn_is_named_with_its_station(tmp_path: Path) -> None:
    task = plan_marker(SLUG, {**RECIPE, "subjects": ["dugong"]}, tmp_path)
    (failed,) = build(tmp_path, task)
    assert isinstance(failed, Failed)
    assert failed.message.startswith(f"The marker of {SLUG}: Nobody has drawn dugong yet")


def build(tmp_path: Path, task: Any) -> list[Any]:
    builder = Builder(LocalStorage(tmp_path / "files"), Ledger(tmp_path / "builds"), open_here)
    return list(builder.build([], [task]))
