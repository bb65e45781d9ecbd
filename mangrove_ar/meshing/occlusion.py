"""Find how much of the sky each point of a surface sees."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.rays import RayTarget


def sky_seen(
    target: RayTarget, positions: Floats, normals: Floats, reach: float, rays: int, seed: int, lift: float
) -> Floats:
    """Measure ambient light by rays spread over the half-space above each point, denser near the normal.

    Args:
        target: all that may stand in the way.
        positions: (n, 3) metres.
        normals: (n, 3) unit.
        reach: metres beyond which nothing darkens any more; nearer things darken more.
        rays: how many rays a point gets.
        seed: the same seed gives the same result.
        lift: metres by which the rays start above the surface.

    Returns:
        (n,) float64, 0 buried, 1 open.
    """
    rng = np.random.default_rng(seed)
    starts = positions + normals * lift
    hidden = np.zeros(len(positions))
    for _ in range(rays):
        directions = spread(normals, rng.normal(size=positions.shape))
        hits = target.first_hits(starts, directions)
        hidden += np.where(hits.triangle >= 0, np.clip(1 - hits.distance / reach, 0, 1), 0)
    return 1 - hidden / rays


def spread(normals: Floats, chance: Floats) -> Floats:
    """Turn normal-distributed (n, 3) numbers into directions around the normals, denser near them.

    Source: Lambert's cosine law; a point on the unit sphere around the tip of the normal.
    """
    return unit(normals + 0.999 * unit(chance))


def aimed(normals: Floats, height: Floats, turn: Floats) -> Floats:
    """Turn two even numbers from 0 to 1 into directions around the normals, denser near them.

    Args:
        normals: (n, 3) unit.
        height: (n,) how far from the normal, 0 along it, 1 level.
        turn: (n,) which way round.

    Returns:
        (n, 3) unit vectors, spread by the cosine if the numbers are spread evenly.
    """
    other = np.where(np.abs(normals[:, :1]) > 0.7, np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0]))
    first = unit(np.cross(normals, other))
    second = np.cross(normals, first)
    angle, level = 2 * np.pi * turn, np.sqrt(height)
    flat = first * (np.cos(angle) * level)[:, None] + second * (np.sin(angle) * level)[:, None]
    return floats(flat + normals * np.sqrt(np.maximum(1 - height, 1e-4))[:, None])
