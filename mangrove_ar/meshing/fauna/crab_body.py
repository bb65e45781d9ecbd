"""Shape a crab's body from tables: a domed shell, a wall with orbits and a mouth below it, stalked eyes.

The shell is about two units wide, which a two-centimetre crab calls centimetres.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.atlas import Patch, Surface
from mangrove_ar.meshing.curves import evenly, profile, smooth_line
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_measures import Body, Face, Top
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.mesh import make_mesh, without_slivers
from mangrove_ar.meshing.surfaces import cover_outward, grid_faces


def body_patches(body: Body, coat: Coat) -> list[Patch]:
    """Make shell, face and jaws on the node `body`, and an eye on each of its nodes."""
    patches = [_shell(body, coat), _wall_patch(body, coat)]
    patches += [_jaw(body.face, side, coat) for side in (1.0, -1.0)]
    patches += [_eye(body.face, "eye_right", 1.0, coat), _eye(body.face, "eye_left", -1.0, coat)]
    return patches


def _outline(body: Body, count: int) -> Floats:
    """Give the closed margin as (count, 2) x and z, counter-clockwise from above, first point last again."""
    right = floats(body.margin)
    left = right[1:-1][::-1] * np.array([-1.0, 1.0])
    ring = np.concatenate([right, left, right[:1]])[::-1]
    flat = np.stack([ring[:, 0], np.zeros(len(ring)), ring[:, 1]], axis=1)
    line = evenly(smooth_line(flat, body.samples), count)
    return line[:, [0, 2]]


def _margin_height(top: Top, x: Floats, z: Floats) -> Floats:
    """The margin is highest at the sides and slopes down at the back and at the front lobe."""
    half_width, start, end, fall = top.lobe
    lobe = np.exp(-((x / half_width) ** 2)) * smoothstep(start, end, z)
    return top.edge - top.back_fall * smoothstep(-0.1, -0.7, z) - fall * lobe


def _height(top: Top, x: Floats, z: Floats, share: Floats) -> Floats:
    """Height of the shell at a share (0 middle, 1 margin) of the way out."""
    # The dome follows a plain oval, not the margin: its corners would crease the whole shell.
    wide, middle, deep = top.oval
    oval = (np.abs(x / wide) ** 2.4 + np.abs((z - middle) / deep) ** 2.4) ** (1 / 2.4)
    dome = (1 - np.minimum(oval, 1) ** 2.4) * (1 - share**12) * (1 + 0.05 * np.cos(np.abs(x) * 7))
    groove = np.exp(-(((np.abs(x) - 0.27 - 0.10 * z) / 0.05) ** 2)) * smoothstep(0.45, 0.2, np.abs(z + 0.05))
    height = _margin_height(top, x, z) + top.dome * dome - top.groove * groove * (1 - share**2)
    for at_x, at_z, half_x, half_z, rise in top.lumps:
        away = ((np.abs(x) - at_x) / half_x) ** 2 + ((z - at_z) / half_z) ** 2
        height = height + rise * np.exp(-away) * (1 - share**12)
    return floats(height)


def _shell(body: Body, coat: Coat) -> Patch:
    top = body.top
    rim = _outline(body, body.columns + 1)
    shares = np.array([0.0, 0.16, 0.32, 0.47, 0.60, 0.72, 0.82, 0.89, 0.94, 0.975, 1.0])
    x, z = (shares[:, None] * rim[None, :, k] for k in range(2))
    share = np.broadcast_to(shares[:, None], x.shape)
    if body.wall.softening:
        # Only the margin keeps its teeth: further in they would crease the shell.
        soft = _softened(_outline(body, body.columns * 5 + 1), body.wall.softening)[::5]
        keeps = smoothstep(0.88, 1.0, share)
        x, z = (shares[:, None] * soft[None, :, k] * (1 - keeps) + part * keeps for k, part in enumerate((x, z)))
        share = np.minimum(np.hypot(x, z) / np.hypot(*soft.T)[None], 1.0)
    points = np.stack([x, _height(top, x, z, share), z], axis=-1).reshape(-1, 3)
    uvs = np.stack([x / top.box[0] + 0.5, 0.5 - z / top.box[1]], axis=-1).reshape(-1, 2)
    mesh = without_slivers(make_mesh(points, uvs, grid_faces(len(shares) - 1, body.columns)))
    return Patch("body", mesh, _shell_surface(body), top.picture_px, coat.shell, coat.shell_relief)


def _shell_surface(body: Body) -> Surface:
    rim = _outline(body, body.columns * 10 + 1)
    if body.wall.softening:
        rim = _softened(rim, body.wall.softening * 2)
    angle, radius = np.arctan2(rim[:, 1], rim[:, 0]), np.hypot(rim[:, 0], rim[:, 1])
    order = np.argsort(angle)

    def surface(u: Floats, v: Floats) -> Floats:
        x, z = (u - 0.5) * body.top.box[0], (0.5 - v) * body.top.box[1]
        edge = np.interp(np.arctan2(z, x), angle[order], radius[order], period=2 * np.pi)
        share = np.minimum(np.hypot(x, z) / edge, 1.0)
        return np.stack([x, _height(body.top, x, z, share), z], axis=-1)

    return surface


def _wall_patch(body: Body, coat: Coat) -> Patch:
    levels = floats([0, 0.02, 0.045, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28, 0.36, 0.46, 0.58, 0.70, 0.80, 0.90, 1.0])
    u, v = np.meshgrid(np.linspace(0, 1, body.columns + 1), levels)
    surface = _wall_surface(body)
    mesh = cover_outward(surface(u, v), u, v)
    return Patch("body", mesh, surface, (640, 192), coat.face, coat.face_relief)


def _wall_surface(body: Body) -> Surface:
    """Run from the margin (v 0) over the orbit and its toothed edge to the middle of the belly (v 1)."""
    steps = body.columns * 5
    rim = _outline(body, steps + 1)
    soft = _softened(rim, body.wall.softening)

    def surface(u: Floats, v: Floats) -> Floats:
        turn = np.mod(u, 1.0) * steps
        x, z = (np.interp(turn, np.arange(steps + 1), rim[:, k]) for k in range(2))
        if body.wall.softening:
            fading = smoothstep(0.015, 0.08, v)
            smooth_x, smooth_z = (np.interp(turn, np.arange(steps + 1), soft[:, k]) for k in range(2))
            x, z = x + (smooth_x - x) * fading, z + (smooth_z - z) * fading
        return _wall_point(body, x, z, v)

    return surface


def _wall_point(body: Body, x: Floats, z: Floats, v: Floats) -> Floats:
    wall = body.wall
    front = smoothstep(*wall.front, z)
    under_brow = front * smoothstep(*wall.orbit_start, np.abs(x)) * smoothstep(*wall.orbit_end, np.abs(x))
    inset = profile(wall.inset)(v)
    orbit = np.exp(-(((v - 0.13) / 0.055) ** 2)) * under_brow * wall.orbit_depth
    ridge = wall.crest[0] + wall.crest[1] * np.sin(np.abs(x) * 62)
    crest = np.exp(-(((v - 0.25) / 0.035) ** 2)) * under_brow * ridge
    middle = np.exp(-((x / wall.mouth[0]) ** 2)) * front
    mouth = middle * smoothstep(0.15, 0.3, v) * smoothstep(0.75, 0.6, v) * wall.mouth[1]
    height = profile(wall.height)(v)
    scale = 1 - inset
    share = smoothstep(0.0, 0.7, v)
    y = _margin_height(body.top, x, z) * (1 - share) + height
    return np.stack([x * scale, y, z * scale - orbit + crest - mouth], axis=-1)


def _softened(rim: Floats, reach: int) -> Floats:
    """Replace each sample of a closed ring by the mean of its neighbours."""
    ring = rim[:-1]
    mean = np.mean([np.roll(ring, step, axis=0) for step in range(-reach, reach + 1)], axis=0)
    return np.concatenate([mean, mean[:1]])


def _jaw(face: Face, side: float, coat: Coat) -> Patch:
    """A third maxilliped: one of the two plates that close the mouth like doors."""
    points = [(side * x, y, z) for x, y, z in face.jaw]
    surface = limb(points, face.jaw_widths, face.jaw_heights, (0.05, 0.05), up=(0, 0, 1))
    return Patch("body", skin(surface, 7, 10), surface, (64, 72), coat.mouth)


def _eye(face: Face, node: str, side: float, coat: Coat) -> Patch:
    """A stalk with the eye as its thickened end; the node's origin is its hinge at the front."""
    points = [(side * x, y, z) for x, y, z in face.eye]
    surface = limb(points, face.eye_widths, face.eye_widths, face.eye_ends, up=(0, 0, 1))
    return Patch(node, skin(surface, 16, 10, 0.7), surface, (64, 144), coat.eye)
