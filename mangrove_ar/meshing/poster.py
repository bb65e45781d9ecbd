"""Photograph a model without a graphics card: rays for what is seen, for the sun and for the sky.

The background is transparent and keeps a gentle shadow on the ground.
"""

import numpy as np
from PIL import Image, ImageFilter

from mangrove_ar.meshing.arrays import Floats, Ints, smoothstep, unit
from mangrove_ar.meshing.camera import Camera, View, aim, direction, rays
from mangrove_ar.meshing.daylight import SUN_BREADTH, Dice, dither, film, lit
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.occlusion import spread
from mangrove_ar.meshing.rays import Hits
from mangrove_ar.meshing.scene import Pose, read_scene
from mangrove_ar.meshing.stage import Stage
from mangrove_ar.meshing.textures import encoded

EDGE_PX = 768
# Where in a pixel its four rays go, a turned square; as many as `daylight.SAMPLES`.
_OFFSETS = ((0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375))
_BATCH = 120_000


def take_poster(
    document: Document, view: View | None = None, pose: Pose | None = None, edge_px: int = EDGE_PX
) -> Image.Image:
    """Photograph a model.

    Returns:
        A square RGBA picture with a transparent background.

    Raises:
        BadModel: see `scene.read_scene`.
    """
    chosen = view or View()
    stage = Stage(read_scene(document, pose))
    camera = aim(stage.positions, chosen)
    sun = direction(chosen.sun_turn_deg, chosen.sun_lift_deg)
    pixels = _covered(stage, camera, edge_px)
    model = np.zeros((edge_px * edge_px, 4))
    for number, offset in enumerate(_OFFSETS):
        for start in range(0, len(pixels), _BATCH):
            batch = pixels[start : start + _BATCH]
            directions = rays(camera, edge_px, batch, offset)
            dice = Dice(dither(batch, edge_px), number)
            model[batch] += _look(stage, camera, directions, sun, dice) / len(_OFFSETS)
    shadow = _ground_shadow(stage, camera, sun, edge_px)
    return _developed(model.reshape(edge_px, edge_px, 4), shadow)


def _covered(stage: Stage, camera: Camera, edge_px: int) -> Ints:
    """List the pixels where the model shows, and their neighbours, by one ray a pixel."""
    every = np.arange(edge_px * edge_px)
    directions = rays(camera, edge_px, every, (0.5, 0.5))
    hits = stage.target.first_hits(np.broadcast_to(camera.eye, directions.shape), directions)
    seen = Image.fromarray((hits.triangle >= 0).reshape(edge_px, edge_px).astype(np.uint8) * 255, "L")
    return np.nonzero(np.asarray(seen.filter(ImageFilter.MaxFilter(5))).ravel())[0]


def _look(stage: Stage, camera: Camera, directions: Floats, sun: Floats, dice: Dice) -> Floats:
    """See along rays: (n, 4), what a screen shows (linear, from 0 to 1) and cover, 0 or 1."""
    origins = np.broadcast_to(camera.eye, directions.shape)
    hits = stage.target.first_hits(origins, directions)
    seen = np.nonzero(hits.triangle >= 0)[0]
    result = np.zeros((len(directions), 4))
    if len(seen):
        met = Hits(hits.triangle[seen], hits.distance[seen], hits.u[seen], hits.v[seen])
        surface = stage.surface(met, origins[seen], directions[seen])
        light = lit(stage, surface, -directions[seen], sun, dice.of(seen))
        result[seen, :3] = film(light)
        result[seen, 3] = 1.0
    return result


def _ground_shadow(stage: Stage, camera: Camera, sun: Floats, edge_px: int) -> Floats:
    """Find how dark the ground is below each pixel: (edge, edge), 0 to 1, softened."""
    directions = rays(camera, edge_px, np.arange(edge_px * edge_px), (0.5, 0.5))
    ground = float(stage.positions[:, 1].min())
    down = directions[:, 1] < -1e-4
    distance = (ground - camera.eye[1]) / np.where(down, directions[:, 1], -1.0)
    points = camera.eye + directions * distance[:, None] + np.array([0, stage.reach * 1e-3, 0])
    middle = (stage.positions.min(axis=0) + stage.positions.max(axis=0)) / 2
    away = np.hypot(points[:, 0] - middle[0], points[:, 2] - middle[2])
    asked = np.nonzero(down & (away < stage.reach * 1.2))[0]
    rng = np.random.default_rng(1)
    dark = np.zeros(len(points))
    upwards = np.broadcast_to(np.array([0.0, 1.0, 0.0]), (len(asked), 3))
    for _ in range(2):
        to_sun = unit(sun + rng.normal(size=(len(asked), 3)) * SUN_BREADTH * 2)
        dark[asked] += stage.target.is_blocked(points[asked], to_sun, stage.reach * 2) * 0.17
        to_sky = spread(upwards, rng.normal(size=(len(asked), 3)))
        dark[asked] += stage.target.is_blocked(points[asked], to_sky, stage.reach * 0.3) * 0.16
    dark *= smoothstep(stage.reach * 1.2, stage.reach * 0.7, away)
    picture = Image.fromarray((dark.reshape(edge_px, edge_px) * 255).astype(np.uint8), "L")
    softened = picture.filter(ImageFilter.GaussianBlur(edge_px / 110))
    return np.asarray(softened, dtype=np.float64) / 255 * _vignette(edge_px)


def _vignette(edge_px: int) -> Floats:
    """Fade to nothing at the picture's edges, so that no shadow is cut off: (edge, edge), 0 to 1."""
    way = (np.arange(edge_px) + 0.5) / edge_px
    fade = smoothstep(0.0, 0.14, np.minimum(way, 1 - way))
    return fade[:, None] * fade[None]


def _developed(model: Floats, shadow: Floats) -> Image.Image:
    cover = model[..., 3]
    under = shadow * (1 - cover)
    alpha = cover + under
    colour = model[..., :3] / np.maximum(alpha, 1e-6)[..., None]
    pixels = np.concatenate([encoded(colour), alpha[..., None]], axis=-1)
    return Image.fromarray(np.round(pixels * 255).astype(np.uint8), "RGBA")
