"""Set up an arched piece of root for snails to hang from and to creep on. Millimetres, the mud at y = 0."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.curves import frames, smooth_line
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover
from mangrove_ar.meshing.tubes import tube

FOOT_MM = (-44.0, 0.0, 0.0)
_LINE = ((-46.0, -6.0, 0.0), (-38.0, 22.0, -1.0), (-18.0, 56.0, 0.0), (12.0, 74.0, 1.0), (42.0, 82.0, 0.0))
_RADII = (10.0, 8.5, 8.0, 8.2, 9.0)
_POINTS, _SIDES = 72, 30
_BARK_TILE_MM = 52.0


def root_mesh(seed: int) -> Mesh:
    """Sweep the root with its lumps and broken end."""
    line, radii = smooth_line(_LINE, _POINTS), _radii()
    angle = np.linspace(0, 2 * np.pi, _SIDES + 1)
    angle[-1] = 0.0
    _, across, beside = frames(line)
    ring = across[:, None] * np.cos(angle)[None, :, None] + beside[:, None] * np.sin(angle)[None, :, None]
    swelling = 1 + 0.22 * (space_noise(line[:, None] + ring * 8, 0.09, seed, 4) - 0.5)
    bark = tube(line, radii, _SIDES, 1.0, 1 / _BARK_TILE_MM, 0.0, swelling)
    rim = line[-1] + ring[-1] * (radii[-1] * swelling[-1])[:, None]
    return join([bark, _broken_end(line, rim, angle, seed)])


def under_root(share: float) -> Floats:
    """Find the place (3,) on the lower side of the root at a share of its points."""
    at = int(share * (_POINTS - 1))
    return floats(smooth_line(_LINE, _POINTS)[at] - floats([0, 1, 0]) * (_radii()[at] + 0.4))


def creeping_up(share: float) -> Floats:
    """Give the 4 x 4 matrix from a snail that creeps along +z on y = 0 to a place on the root's side."""
    line, at = smooth_line(_LINE, _POINTS), int(share * (_POINTS - 1))
    along = unit(line[at + 1] - line[at - 1])
    side = unit(np.cross(floats([0.0, 0.55, 0.9]), along))
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([side, np.cross(along, side), along], axis=1)
    matrix[:3, 3] = line[at] + matrix[:3, 1] * (_radii()[at] - 0.3)
    return matrix


def _radii() -> Floats:
    return floats(np.interp(np.linspace(0, 1, _POINTS), np.linspace(0, 1, len(_RADII)), _RADII))


def _broken_end(line: Floats, rim: Floats, angle: Floats, seed: int) -> Mesh:
    shares = floats([1.0, 0.8, 0.5, 0.2, 0.0])[:, None]
    face = line[-1] + (rim - line[-1]) * shares[..., None]
    jag = (space_noise(face * [0, 1, 1], 0.3, seed + 1, 2) - 0.3) * 4.0 * (shares < 1)
    face = face + jag[..., None] * unit(line[-1] - line[-2])
    end = cover(face, np.broadcast_to(shares * 0.05, jag.shape), np.broadcast_to(angle / 40, jag.shape))
    return shaded(end, np.tile([0.95, 0.78, 0.58], (len(end.positions), 1)))
