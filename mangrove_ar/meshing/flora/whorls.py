"""Make the bodies that flowers and fruits are put together from: turned round an axis, or set in a ring about it.

All stand on the origin along +y. Colours are linear, multiplied with white.
"""

from collections.abc import Sequence

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh, shaded
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# A ring of a turned body: height, radius, colour.
Ring = tuple[float, float, Colour]
# A row of a petal or lobe: distance from the axis, height, half-width, colour.
Row = tuple[float, float, float, Colour]


def turned_body(rings: Sequence[Ring], sides: int, bend: float = 0.0, swelling: Floats | None = None) -> Mesh:
    """Turn a profile round the axis; `bend` curves the axis towards +x like an oil drop's tail."""
    height = floats([ring[0] for ring in rings])
    line = np.stack([bend * height**2, height, np.zeros_like(height)], axis=1)
    body = tube(line, [ring[1] for ring in rings], sides, swelling=swelling)
    return ring_tinted(body, [ring[2] for ring in rings])


def whorl(count: int, rows: Sequence[Row], start: float = 0.0) -> Mesh:
    """Set `count` equal petals or lobes around the axis; the last row may have no width, then they are pointed."""
    return join(_petal(rows, start + 2 * np.pi * k / count) for k in range(count))


def filaments(count: int, foot: float, height: float, open_deg: float, colours: Sequence[Colour], seed: int) -> Mesh:
    """Burst thin straight threads of length about one from a ring: a pompom of stamens, thicker at the tips.

    Args:
        count: how many.
        foot: radius of the ring they spring from.
        height: height of that ring.
        open_deg: angle of the outermost to the axis.
        colours: of foot and tip.
        seed: the same seed gives the same threads.
    """
    rng = np.random.default_rng(seed)
    threads = []
    for k in range(count):
        turn = k * 2.399963 + rng.normal(0, 0.1)
        open_rad = np.radians(open_deg) * np.sqrt((k + 0.5) / count)
        level = floats([np.cos(turn), 0, np.sin(turn)])
        way = unit(level * np.sin(open_rad) + floats([0, np.cos(open_rad), 0])) * rng.uniform(0.82, 1.0)
        start = level * foot * np.sin(open_rad) + floats([0, height, 0])
        threads.append(ring_tinted(tube(start + floats([0, 1])[:, None] * way, [0.012, 0.026], 3), colours))
    return join(threads)


def _petal(rows: Sequence[Row], turn: float) -> Mesh:
    outwards, beside = floats([np.cos(turn), 0, np.sin(turn)]), floats([-np.sin(turn), 0, np.cos(turn)])
    points, colours = [], []
    for away, height, width, colour in rows:
        middle = outwards * away + floats([0, height, 0])
        points += [middle - beside * width, middle + beside * width] if width else [middle]
        colours += [colour] * (2 if width else 1)
    faces = []
    for left in range(0, len(points) - 2, 2):
        faces.append((left, left + 1, left + 2))
        if left + 3 < len(points):
            faces.append((left + 1, left + 3, left + 2))
    places = floats(points)
    return shaded(make_mesh(places, np.zeros((len(places), 2)), np.array(faces, dtype=np.int64)), floats(colours))
