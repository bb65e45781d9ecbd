"""Compose the picture of a station: its scenery, then its subjects from far to near, then one print of it."""

from collections.abc import Sequence

from PIL import Image, ImageOps

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.artwork.borders import BAND, draw_grounds, draw_motifs, lay_blocks, scene_rim
from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.palette import Palette, palette_of
from mangrove_ar.targets.artwork.scenery import SCENERIES, Layer, Scenery, Spot
from mangrove_ar.targets.artwork.subjects import SUBJECTS, Drawing

SCENE_SHARE = 1 - 2 * (BAND - 3) / UNITS
"""The scene is a little larger than its opening, so that no paper shows where the knife went astray."""


def draw_marker(subjects: Sequence[str], *, seed: int, zone: str, side_px: int = 1000) -> Image.Image:
    """Draw the picture of a station from what lives and stands there.

    Args:
        subjects: keys of `SUBJECTS`; the first one chooses the scenery.
        seed: the same seed gives the same bytes, another one another print; odd seeds look the other way.
        zone: key of `palette.ZONES`, it chooses the inks.

    Returns:
        A square RGB picture of `side_px`.

    Raises:
        BadMarker: no subject, an unknown subject or zone, or more subjects of one kind than have room.
    """
    _refuse_unknown(subjects)
    motifs = list(dict.fromkeys(SUBJECTS[key].motif for key in subjects))
    sheet = Canvas(side_px, palette_of(zone), seed)
    blocks = lay_blocks(sheet, motifs)
    draw_grounds(sheet, blocks)
    sheet.inset(_draw_scene(subjects, side_px, sheet.palette, seed), scene_rim(sheet))
    draw_motifs(sheet, blocks)
    printed = sheet.pull_print()
    return ImageOps.mirror(printed) if seed % 2 else printed


def _draw_scene(subjects: Sequence[str], side_px: int, palette: Palette, seed: int) -> Canvas:
    scenery = SCENERIES[SUBJECTS[subjects[0]].scenery]
    placed = _place(subjects, scenery)
    canvas = Canvas(side_px, palette, seed, SCENE_SHARE)
    scenery.paint_behind(canvas)
    for layer in (Layer.SKY, Layer.LAND, Layer.FAR, Layer.TREE, Layer.GROUND):
        _draw_layer(canvas, placed[layer])
    scenery.paint_before(canvas)
    _draw_layer(canvas, placed[Layer.FRAME])
    return canvas


def _refuse_unknown(subjects: Sequence[str]) -> None:
    if not subjects:
        raise BadMarker("A picture needs at least one subject.")
    unknown = [key for key in subjects if key not in SUBJECTS]
    if unknown:
        raise BadMarker(f"Nobody has drawn {', '.join(unknown)} yet; the known subjects are: {', '.join(SUBJECTS)}.")


def _place(subjects: Sequence[str], scenery: Scenery) -> dict[Layer, list[tuple[Drawing, Spot]]]:
    placed: dict[Layer, list[tuple[Drawing, Spot]]] = {layer: [] for layer in Layer}
    for key in subjects:
        for layer, drawing in SUBJECTS[key].parts.items():
            spots = scenery.spots.get(layer, ())
            if not spots and len(SUBJECTS[key].parts) > 1:
                continue  # This scenery shows the plant's other part only.
            if len(placed[layer]) == len(spots):
                raise BadMarker(f"There is no room left for {key}: this scenery has {len(spots)} places of that kind.")
            placed[layer].append((drawing, spots[len(placed[layer])]))
    return placed


def _draw_layer(canvas: Canvas, drawings: list[tuple[Drawing, Spot]]) -> None:
    for drawing, spot in drawings:
        x, y = spot.x + canvas.rng.uniform(-8, 8), spot.y + canvas.rng.uniform(-6, 6)
        drawing(canvas.pen(x, y, spot.size, spot.turn, spot.flip))
