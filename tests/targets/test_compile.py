"""Every picture that people have becomes a target, or is refused with a sentence that says what to do."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BadMarker, StorageFailure
from mangrove_ar.targets.compile import compile_file, compile_target
from mangrove_ar.targets.mind_file import read_mind
from mangrove_ar.targets.picture import flatten, grey_of, shrink

GOLDEN = Path(__file__).parent / "golden"


def make_picture(width: int = 400, height: int = 300) -> Image.Image:
    spots = np.random.default_rng(9).integers(0, 256, (height // 5, width // 5, 3)).astype(np.uint8)
    return Image.fromarray(spots).resize((width, height), Image.Resampling.BICUBIC)


def test_the_default_is_512_pixels_without_the_unread_level() -> None:
    compiled = compile_target(Image.open(GOLDEN / "plaque1.png"))
    target = read_mind(compiled.mind)[0]
    unread, followed = target["trackingData"]
    assert target["targetImage"] == {"width": 512, "height": 512} == {"width": compiled.width_px, "height": 512}
    assert (unread["data"], unread["points"], unread["width"]) == (b"", [], 0)
    assert (followed["width"], len(followed["data"])) == (128, 128 * 128)
    assert len(followed["points"]) == compiled.tracking_points >= 20
    assert len(compiled.mind) < 360_000
    assert compiled.doubts() == []


def test_a_wide_picture_keeps_its_proportions() -> None:
    compiled = compile_target(make_picture(1600, 1000))
    assert (compiled.width_px, compiled.height_px) == (819, 512)


def test_a_small_picture_is_never_enlarged() -> None:
    compiled = compile_target(make_picture(330, 300))
    assert (compiled.width_px, compiled.height_px) == (330, 300)


def test_full_keeps_the_size_and_both_levels() -> None:
    target = read_mind(compile_target(make_picture(640, 600), full=True).mind)[0]
    assert target["targetImage"] == {"width": 640, "height": 600}
    assert [level["height"] for level in target["trackingData"]] == [256, 128]


def test_one_colour_compiles_and_is_doubted() -> None:
    compiled = compile_target(Image.new("RGB", (400, 300), "green"))
    assert (compiled.tracking_points, compiled.key_points, compiled.cell_coverage) == (0, 0, 0.0)
    assert "Nothing in this picture can be followed" in compiled.doubts()[0]


def test_detail_in_one_corner_only_is_doubted() -> None:
    picture = Image.new("RGB", (500, 500), "white")
    picture.paste(make_picture(200, 200), (0, 0))
    compiled = compile_target(picture)
    assert compiled.cell_coverage == pytest.approx(0.16, abs=0.06)
    assert any("spread it over the whole" in doubt for doubt in compiled.doubts())


def test_a_narrow_picture_compiles() -> None:
    compiled = compile_target(make_picture(2000, 300))
    assert (compiled.width_px, compiled.height_px) == (2000, 300)
    assert compiled.tracking_points >= 8


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert compile_target(make_picture()).mind == compile_target(make_picture()).mind


def test_transparent_parts_are_white_paper() -> None:
    picture = make_picture().convert("RGBA")
    picture.putalpha(0)
    assert flatten(picture).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK", "YCbCr", "HSV", "1", "I", "I;16", "F", "P", "PA"])
def test_every_mode_of_one_grey_gives_the_same_grey(mode: str) -> None:
    grey = Image.new("L", (100, 90), 255)
    picture = wide_grey(mode) if mode in ("I;16", "I", "F") else grey.convert("P").convert(mode)
    assert (grey_of(flatten(picture)) == 255).all()


def wide_grey(mode: str) -> Image.Image:
    if mode == "F":
        return Image.fromarray(np.full((90, 100), 1.0, np.float32))
    return Image.fromarray(np.full((90, 100), 65535, np.uint16 if mode == "I;16" else np.int32))


def test_sixteen_bits_keep_their_shades() -> None:
    ramp = np.linspace(0, 65535, 100).astype(np.uint16)
    grey = grey_of(flatten(Image.fromarray(np.tile(ramp, (90, 1)))))
    assert np.abs(grey[0].astype(float) - np.linspace(0, 255, 100)).max() <= 1


def test_a_palette_with_a_transparent_colour_shows_paper_there() -> None:
    picture = Image.new("P", (100, 90), 1)
    picture.putpalette([0, 0, 0, 10, 20, 30])
    picture.info["transparency"] = 1
    assert flatten(picture).getpixel((50, 50)) == (255, 255, 255)


def test_grey_is_the_plain_mean_rounded_down() -> None:
    assert grey_of(Image.new("RGB", (64, 64), (10, 20, 32)))[0, 0] == 20


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    picture = make_picture(400, 300)
    picture.getexif()[0x0112] = 6
    assert flatten(picture).size == (300, 400)


def test_shrinking_leaves_the_shorter_side_at_512() -> None:
    assert shrink(Image.new("L", (700, 1400))).size == (512, 1024)


@pytest.mark.parametrize("size", [(63, 500), (500, 1), (9000, 9000)])
def test_a_picture_too_small_or_too_large_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadMarker, match=r"pixels.*Please"):
        compile_target(Image.new("1", size))


def test_a_file_is_compiled_into_a_new_folder(tmp_path: Path) -> None:
    out = tmp_path / "new" / "plaque.mind"
    compiled = compile_file(GOLDEN / "plaque1.png", out)
    assert out.read_bytes() == compiled.mind
    assert [path.name for path in out.parent.iterdir()] == ["plaque.mind"]


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_picture_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "broken.png"
    source.write_bytes(content)
    with pytest.raises(BadMarker, match=r"broken\.png.*Please"):
        compile_file(source, tmp_path / "out.mind")
    assert not (tmp_path / "out.mind").exists()


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "half.png"
    source.write_bytes((GOLDEN / "plaque1.png").read_bytes()[:90_000])
    with pytest.raises(BadMarker, match=r"half\.png.*damaged"):
        compile_file(source, tmp_path / "out.mind")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMarker, match="no such file"):
        compile_file(tmp_path / "none.png", tmp_path / "out.mind")
    with pytest.raises(BadMarker, match="Please"):
        compile_file(tmp_path, tmp_path / "out.mind")


def test_a_failed_compile_leaves_the_old_target(tmp_path: Path) -> None:
    out = tmp_path / "plaque.mind"
    out.write_bytes(b"old")
    with pytest.raises(BadMarker):
        compile_file(tmp_path / "none.png", out)
    assert out.read_bytes() == b"old"


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(StorageFailure, match=r"plaque\.mind.*Please"):
        compile_file(GOLDEN / "flat.png", tmp_path / "file" / "plaque.mind")
    (tmp_path / "folder.mind").mkdir()
    with pytest.raises(StorageFailure, match=r"folder\.mind.*Please"):
        compile_file(GOLDEN / "flat.png", tmp_path / "folder.mind")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.mind"]


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x93\x01", b"\x81\xa1v\x01", b"\x05"])
def test_bytes_that_are_no_target_are_refused(content: bytes) -> None:
    with pytest.raises(BadMarker, match=r"\.mind"):
        read_mind(content)
