"""Grow a nipa palm's fruit head of angular carpels and its orange-yellow flower spike. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.curves import frames, smooth_line
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh
from mangrove_ar.meshing.surfaces import cover
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_CARPEL_FOOT, _CARPEL, _CARPEL_RIDGE = (0.022, 0.009, 0.005), (0.085, 0.036, 0.015), (0.160, 0.075, 0.030)
_CARPEL_SHOULDER = (0.115, 0.052, 0.021)
_STALK_GREEN, _STALK_BROWN = (0.17, 0.20, 0.05), (0.24, 0.13, 0.045)
_BRACT, _BRACT_TIP = (0.80, 0.30, 0.035), (0.86, 0.44, 0.06)
_CATKIN, _CATKIN_TIP = (0.83, 0.40, 0.02), (0.92, 0.62, 0.05)
_YOUNG_CARPEL, _YOUNG_TIP = (0.62, 0.46, 0.05), (0.85, 0.66, 0.14)
# A carpel from the core of the head outwards: place and width, in shares of its length and of its room.
_CARPEL_RINGS = ((0.40, 0.42), (0.82, 0.98), (0.97, 0.88), (1.05, 0.52), (1.16, 0.0))


def fruit_head(middle: Floats, radius_m: float, carpels: int, rng: np.random.Generator) -> Mesh:
    """Press angular carpels into a ball, each a ridged wedge with a blunt point."""
    tints = floats([_CARPEL_FOOT, _CARPEL, _CARPEL_SHOULDER, _CARPEL_RIDGE, _CARPEL_RIDGE])
    return _ball(middle, radius_m, carpels, tints, rng)


def fruit_stalk(foot: Floats, head: Floats) -> Mesh:
    """Bend a thick stalk from the stem up and over to the fruit head that it carries."""
    way = head - foot
    points = [foot, foot + way * [0.22, 0.55, 0.22], foot + way * [0.60, 0.98, 0.60], head]
    radii = np.linspace(0.052, 0.042, 12)
    return ring_tinted(tube(smooth_line(floats(points), 12), radii, 8), np.linspace(_STALK_BROWN, _STALK_GREEN, 12))


def flower_spike(foot: Floats, top: Floats, size_m: float, rng: np.random.Generator) -> Mesh:
    """Raise a stalk with orange bracts, catkins of male flowers below and a young yellow head at the top."""
    line = smooth_line(floats([foot, foot + (top - foot) * [0.45, 0.45, 0.45], top]), 14)
    stalk = tube(line, np.linspace(0.030, 0.019, 14), 7)
    parts = [ring_tinted(stalk, np.linspace(_STALK_GREEN, _BRACT, 14))]
    tints = floats([_YOUNG_CARPEL, _YOUNG_CARPEL, _YOUNG_CARPEL, _YOUNG_TIP, _YOUNG_TIP])
    parts.append(_ball(top + floats([0, size_m * 0.3, 0]), size_m * 0.42, 30, tints, rng))
    tangents, _, _ = frames(line)
    for k, share in enumerate(np.linspace(0.46, 0.95, 7)):
        at = round(share * 13)
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.2)
        out = floats([np.cos(turn), 0, np.sin(turn)])
        parts += _flower_branch(line[at], tangents[at], out, size_m * (1.25 - 0.5 * share), rng)
    return join(parts)


def _flower_branch(foot: Floats, upward: Floats, out: Floats, size_m: float, rng: np.random.Generator) -> list[Mesh]:
    """Hold a bract and, in its angle, a short branch with two catkins."""
    parts = [_bract(foot, upward, out, size_m)]
    for side in (-0.45, 0.35):
        aside = np.cross(upward, out) * side
        way = unit(out * 0.75 + aside + upward * rng.uniform(0.7, 1.0))
        fork = foot + way * size_m * 0.36
        twig = ring_tinted(tube(floats([foot, fork]), floats([0.013, 0.010]), 5), [_BRACT, _BRACT])
        steps = floats([0.0, 0.08, 0.45, 0.85, 1.0])
        line = fork + steps[:, None] * way * size_m * 0.72
        catkin = tube(line, floats([0.06, 0.135, 0.14, 0.115, 0.0]) * size_m, 7)
        parts += [twig, ring_tinted(catkin, [_CATKIN, _CATKIN, _CATKIN, _CATKIN_TIP, _CATKIN_TIP])]
    return parts


def _bract(foot: Floats, upward: Floats, out: Floats, size_m: float) -> Mesh:
    """Fold a boat-shaped bract around a branch, thin but closed: its inner side lies just inside its outer one."""
    steps = floats([0.0, 0.3, 0.65, 1.0])
    widths = floats([0.12, 0.30, 0.24, 0.0]) * size_m
    axis = foot + steps[:, None] * unit(upward * 0.9 + out * 0.95) * size_m * 1.15
    across = unit(np.cross(upward, out))
    angle = np.linspace(-1.25, 1.25, 5)
    shells = []
    for inner in (1.0, 0.86):
        ring = out * np.cos(angle)[:, None] + across * np.sin(angle)[:, None]
        points = axis[:, None] + widths[:, None, None] * inner * ring
        u, v = np.meshgrid(np.linspace(0, 1, 5), steps)
        shells.append(cover(points, u, v, inside_out=inner == 1.0))
    return join([ring_tinted(shell, [_BRACT, _BRACT, _BRACT_TIP, _BRACT_TIP]) for shell in shells])


def _ball(middle: Floats, radius_m: float, count: int, tints: Floats, rng: np.random.Generator) -> Mesh:
    """Spread wedges evenly over a ball. Source: Fibonacci lattice, Gonzalez 2010."""
    steps = np.arange(count) + 0.5
    height = 1 - 2 * steps / count
    turn = steps * GOLDEN_ANGLE
    level = np.sqrt(1 - height**2)
    ways = np.stack([level * np.cos(turn), height, level * np.sin(turn)], axis=1)
    room = radius_m * np.sqrt(4.0 / count) * 1.08
    return join([_wedge(middle, way, radius_m, room, tints, rng) for way in ways])


def _wedge(
    middle: Floats, way: Floats, radius_m: float, room_m: float, tints: Floats, rng: np.random.Generator
) -> Mesh:
    """Make one carpel with flat sides and sharp ridges."""
    corners = int(rng.integers(4, 7))
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False) + rng.uniform(0, 6)
    reach = rng.uniform(0.85, 1.08, corners) * room_m
    side = unit(np.cross(way, [0.31, 0.17, 0.93]))
    over = np.cross(way, side)
    ring = np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * over
    length = radius_m * rng.uniform(0.95, 1.06)
    rows = floats([middle + way * length * out + ring * (reach * wide)[:, None] for out, wide in _CARPEL_RINGS])
    shades = tints * rng.uniform(0.72, 1.15)
    faces, colours = [], []
    for k in range(len(rows) - 1):
        for j in range(corners):
            i = (j + 1) % corners
            faces.append([rows[k, j], rows[k, i], rows[k + 1, i]])
            colours.append(shades[[k, k, k + 1]])
            if k < len(rows) - 2:
                faces.append([rows[k, j], rows[k + 1, i], rows[k + 1, j]])
                colours.append(shades[[k, k + 1, k + 1]])
    return _flat_sided(floats(faces), floats(colours))


def _flat_sided(triangles: Floats, colours: Floats) -> Mesh:
    """Keep every ridge sharp: triangles (n, 3, 3) share no vertex."""
    across = unit(np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]))
    points = triangles.reshape(-1, 3)
    mesh = make_mesh(
        points, np.zeros((len(points), 2)), np.arange(len(points)).reshape(-1, 3), np.repeat(across, 3, axis=0)
    )
    return replace(mesh, colours=np.clip(colours.reshape(-1, 3), 0, 1))
