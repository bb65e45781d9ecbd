"""Shape a fiddler crab's body: a domed trapezoid shell with orbits, a face, stalked eyes. Centimetres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.atlas import Patch, Surface
from mangrove_ar.meshing.curves import evenly, profile, smooth_line
from mangrove_ar.meshing.fauna import crab_paint
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.mesh import make_mesh, without_slivers
from mangrove_ar.meshing.surfaces import cover_outward, grid_faces

# The margin of the right half seen from above (x, z), from the middle of the front to the middle of
# the back. The front lobe, the long orbit, the sharp outer tooth and the narrow back make the family.
_MARGIN = (
    (0.00, 0.66), (0.12, 0.65), (0.17, 0.60), (0.24, 0.53), (0.42, 0.50), (0.62, 0.51), (0.82, 0.55),
    (0.96, 0.60), (1.02, 0.60), (0.995, 0.48), (0.965, 0.34), (0.90, 0.10), (0.80, -0.18), (0.68, -0.42),
    (0.52, -0.60), (0.30, -0.66), (0.00, -0.67),
)  # fmt: skip
_BOX_CM = (2.16, 1.44)  # The margin's box with room, for the flat map of the top.
_BELLY_CM = -0.50
_DOME_CM = 0.34


def body_patches() -> list[Patch]:
    """Make shell, face and jaws on the node `body`, and an eye on each of its nodes."""
    patches = [_shell(), _face()]
    patches += [_jaw(side) for side in (1.0, -1.0)]
    patches += [_eye("eye_right", 1.0), _eye("eye_left", -1.0)]
    return patches


def _outline(count: int) -> Floats:
    """Give the closed margin as (count, 2) x and z, counter-clockwise from above, first point last again."""
    right = floats(_MARGIN)
    left = right[1:-1][::-1] * np.array([-1.0, 1.0])
    ring = np.concatenate([right, left, right[:1]])[::-1]
    flat = np.stack([ring[:, 0], np.zeros(len(ring)), ring[:, 1]], axis=1)
    line = evenly(smooth_line(flat, 900), count)
    return line[:, [0, 2]]


def _margin_height(x: Floats, z: Floats) -> Floats:
    """The margin is highest at the sides and slopes down at the back and at the front lobe."""
    lobe = np.exp(-((x / 0.2) ** 2)) * smoothstep(0.4, 0.66, z)
    return 0.10 - 0.16 * smoothstep(-0.1, -0.7, z) - 0.10 * lobe


def _top(x: Floats, z: Floats, share: Floats) -> Floats:
    """Height of the shell at a share (0 middle, 1 margin) of the way out."""
    # The dome follows a plain oval, not the margin: its corners would crease the whole shell.
    oval = (np.abs(x / 1.08) ** 2.4 + np.abs((z - 0.02) / 0.74) ** 2.4) ** (1 / 2.4)
    dome = (1 - np.minimum(oval, 1) ** 2.4) * (1 - share**12) * (1 + 0.05 * np.cos(np.abs(x) * 7))
    groove = np.exp(-(((np.abs(x) - 0.27 - 0.10 * z) / 0.05) ** 2)) * smoothstep(0.45, 0.2, np.abs(z + 0.05))
    return floats(_margin_height(x, z) + _DOME_CM * dome - 0.022 * groove * (1 - share**2))


def _shell() -> Patch:
    rim = _outline(73)
    shares = np.array([0.0, 0.16, 0.32, 0.47, 0.60, 0.72, 0.82, 0.89, 0.94, 0.975, 1.0])
    x, z = (shares[:, None] * rim[None, :, k] for k in range(2))
    share = np.broadcast_to(shares[:, None], x.shape)
    points = np.stack([x, _top(x, z, share), z], axis=-1).reshape(-1, 3)
    uvs = np.stack([x / _BOX_CM[0] + 0.5, 0.5 - z / _BOX_CM[1]], axis=-1).reshape(-1, 2)
    mesh = without_slivers(make_mesh(points, uvs, grid_faces(len(shares) - 1, 72)))
    return Patch("body", mesh, _shell_surface(), (600, 400), crab_paint.shell_colour, crab_paint.shell_relief)


def _shell_surface() -> Surface:
    rim = _outline(721)
    angle, radius = np.arctan2(rim[:, 1], rim[:, 0]), np.hypot(rim[:, 0], rim[:, 1])
    order = np.argsort(angle)

    def surface(u: Floats, v: Floats) -> Floats:
        x, z = (u - 0.5) * _BOX_CM[0], (0.5 - v) * _BOX_CM[1]
        edge = np.interp(np.arctan2(z, x), angle[order], radius[order], period=2 * np.pi)
        share = np.minimum(np.hypot(x, z) / edge, 1.0)
        return np.stack([x, _top(x, z, share), z], axis=-1)

    return surface


def _face() -> Patch:
    levels = floats([0, 0.02, 0.045, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28, 0.36, 0.46, 0.58, 0.70, 0.80, 0.90, 1.0])
    u, v = np.meshgrid(np.linspace(0, 1, 73), levels)
    mesh = cover_outward(_wall(u, v), u, v)
    return Patch("body", mesh, _wall, (640, 192), crab_paint.face_colour, crab_paint.face_relief)


def _wall(u: Floats, v: Floats) -> Floats:
    """Run from the margin (v 0) over the orbit and its toothed edge to the middle of the belly (v 1)."""
    rim = _outline(361)
    turn = np.mod(u, 1.0) * 360
    x, z = (np.interp(turn, np.arange(361), rim[:, k]) for k in range(2))
    front = smoothstep(0.42, 0.50, z)
    under_brow = front * smoothstep(0.13, 0.20, np.abs(x)) * smoothstep(1.0, 0.86, np.abs(x))
    inset = profile([(0, 0), (0.05, 0.0), (0.3, 0.03), (0.55, 0.14), (0.70, 0.34), (1, 1)])(v)
    orbit = np.exp(-(((v - 0.13) / 0.055) ** 2)) * under_brow * 0.13
    crest = np.exp(-(((v - 0.25) / 0.035) ** 2)) * under_brow * (0.045 + 0.022 * np.sin(np.abs(x) * 62))
    mouth = np.exp(-((x / 0.33) ** 2)) * front * smoothstep(0.15, 0.3, v) * smoothstep(0.75, 0.6, v) * 0.10
    height = profile([(0, 0), (0.04, -0.004), (0.1, -0.05), (0.3, -0.22), (0.55, -0.42), (0.75, -0.57), (1, -0.62)])(v)
    scale = 1 - inset
    low = _margin_height(x, z)
    share = smoothstep(0.0, 0.7, v)
    y = low * (1 - share) + height * (1 - 0.0 * share)
    return np.stack([x * scale, y, z * scale - orbit + crest - mouth], axis=-1)


def _jaw(side: float) -> Patch:
    """A third maxilliped: one of the two plates that close the mouth like doors."""
    points = [(side * 0.115, -0.10, 0.49), (side * 0.135, -0.26, 0.505), (side * 0.10, -0.43, 0.42)]
    widths, heights = [(0, 0.085), (0.5, 0.115), (1, 0.07)], [(0, 0.05), (0.5, 0.06), (1, 0.05)]
    surface = limb(points, widths, heights, (0.05, 0.05), up=(0, 0, 1))
    return Patch("body", skin(surface, 7, 10), surface, (64, 72), crab_paint.mouth_colour)


def _eye(node: str, side: float) -> Patch:
    """A long stalk with the eye as its thickened end; the node's origin is its hinge at the front."""
    points = [(0, -0.02, 0), (side * 0.02, 0.30, 0.02), (side * 0.03, 0.66, 0.02)]
    width = [(0, 0.045), (0.3, 0.036), (0.74, 0.036), (0.80, 0.060), (0.90, 0.074), (1.0, 0.070)]
    surface = limb(points, width, width, (0.03, 0.07), up=(0, 0, 1))
    return Patch(node, skin(surface, 16, 10, 0.7), surface, (64, 144), crab_paint.stalk_colour)
