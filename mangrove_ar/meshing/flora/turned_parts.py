"""Turn small parts such as buds and seedlings like wood on a lathe: rings of width and colour. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.tubes import tube

# Share of the length, radius in metres, linear colour.
Ring = tuple[float, float, Colour]


def turned(rings: tuple[Ring, ...], length_m: float, sides: int, bow_m: float = 0.0, ribs: float = 0.0) -> Mesh:
    """Turn a part that stands on the origin along +y.

    Args:
        rings: from foot to end.
        length_m: of the part.
        sides: corners of its section.
        bow_m: how far its end curves aside, towards x.
        ribs: how far every other corner stands out, as a share of the radius; sides must then be even.
    """
    ways, radii = floats([ring[0] for ring in rings]), floats([ring[1] for ring in rings])
    line = np.stack([bow_m * ways**2, ways * length_m, np.zeros_like(ways)], axis=1)
    edge = 1 + ribs * np.where(np.arange(sides + 1) % 2 == 0, 1.0, -1.0)
    mesh = tube(line, radii, sides, swelling=np.broadcast_to(edge, (len(ways), sides + 1)))
    colours = np.repeat(floats([ring[2] for ring in rings]), sides + 1, axis=0)
    return replace(mesh, colours=colours)


def warty(mesh: Mesh, sides: int, height: float, colour: Colour, rng: np.random.Generator) -> Mesh:
    """Roughen a turned part, all but its first and last ring: every few corners a wart of another colour."""
    rings = mesh.positions.reshape(-1, sides + 1, 3)
    warts = rng.random((len(rings), sides)) ** 2.0
    warts[[0, -1]] = 0.0
    warts = np.concatenate([warts, warts[:, :1]], axis=1)
    middle = rings[:, :-1].mean(axis=1)[:, None]
    positions = middle + (rings - middle) * (1 + height * (warts[..., None] - 0.35))
    blend = (warts * 0.85).reshape(-1, 1)
    return replace(
        mesh,
        positions=positions.reshape(-1, 3),
        colours=mesh.colours * (1 - blend) + floats(colour) * blend,
    )


def hanging(directions: Floats, lean: float, rng: np.random.Generator) -> Floats:
    """Point down, a little outwards and each a little differently: (n, 3)."""
    return floats([0, -1, 0]) + directions * [lean, 0, lean] + rng.normal(0, 0.09, directions.shape) * [1, 0, 1]
