"""Fold and open a kingfisher's wings: a row of flight feathers, each with its coverts, on three bones. Centimetres.

A wing lies wrapped around the side of the body. On it, `down` counts from the back to the breast and `along` from the
shoulder to the tail; angles turn from along to down, so that positive ones open the wing.
"""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.fauna.feathers import vane
from mangrove_ar.meshing.mesh import Mesh

_SHOULDER, _ELBOW, _WRIST, _HAND = (-0.9, 0.3), (-0.7, 2.9), (0.95, 0.35), (1.35, 1.9)
_ORIGIN_CM = (2.66, 6.55, 0.25)
_WRAP_CM = 2.8
_ALONG = (-0.05, -0.92, -0.44)
_OUT = (1.0, 0.0, -0.10)
TERTIALS, SECONDARIES, PRIMARIES = 4, 9, 10
HUMERUS_DEG, FOREARM_DEG, HAND_DEG = 54.0, -50.0, 74.0
# Length, width, place along and above the quill of their flight feather.
_COVERT_ROWS = ((2.5, 1.45, -0.25, 0.07), (1.8, 1.40, -0.75, 0.12), (1.4, 1.30, -1.15, 0.16))


@dataclass(frozen=True)
class Bone:
    """A bone of the wing: what carries it, its joint in the model, degrees that open it within the wing's plane."""

    name: str
    parent: str
    place: Floats
    opening_deg: float


@dataclass(frozen=True)
class Wing:
    """One side: bones, feathers with the bone that carries each, and the axes it turns about."""

    bones: tuple[Bone, ...]
    flight: tuple[tuple[str, Mesh], ...]
    coverts: tuple[tuple[str, Mesh], ...]
    lift_axis: Floats
    opening_axis: Floats


def wing(side: float) -> Wing:
    """Grow the wing of one side, 1 for x above 0 and -1 for the other."""
    key = "left" if side > 0 else "right"
    along, out, breast = _axes(side)
    names = [f"wing_{key}", f"humerus_{key}", f"forearm_{key}", f"hand_{key}"]
    joints = [_SHOULDER, _SHOULDER, _ELBOW, _WRIST]
    opened = [0.0, HUMERUS_DEG, FOREARM_DEG, HAND_DEG]
    bones = [
        Bone(name, parent, _wrapped(floats([*joint, 0.0]), side), total - before)
        for name, parent, joint, total, before in zip(
            names, ["body", *names[:-1]], joints, opened, [0.0, *opened[:-1]], strict=True
        )
    ]
    flight, coverts = [], []
    for number, (base, rest_deg, net_deg, length, width) in enumerate(_rays()):
        group = int(number >= TERTIALS) + int(number >= TERTIALS + SECONDARIES)
        parent, carried_deg = names[1 + group], (HUMERUS_DEG, FOREARM_DEG, HAND_DEG)[group]
        name = f"feather_{key}_{number}"
        bones.append(Bone(name, parent, _wrapped(floats([*base, 0.0]), side), net_deg - carried_deg))
        up = 0.52 - 0.019 * number
        flight.append((name, folded_feather(base, rest_deg, length, width, up, side)))
        for long, wide, forward, higher in _COVERT_ROWS:
            place = (base[0] - 0.05, base[1] + forward)
            coverts.append((name, folded_feather(place, rest_deg * 0.6, long, wide, up + higher, side, small=True)))
    # From along to down turns about the outward axis, one way round on the left and the other on the right.
    handed = float(np.sign(np.dot(np.cross(along, breast), out)))
    return Wing(tuple(bones), tuple(flight), tuple(coverts), along * -side, out * handed)


def _wrapped(place: Floats, side: float) -> Floats:
    """Take (..., 3) down, along, up on the folded wing to where they lie on the bird."""
    along, out, breast = _axes(side)
    down, way, up = place[..., 0], place[..., 1], place[..., 2]
    angle, radius = down / _WRAP_CM, _WRAP_CM + up
    sinking = 0.030 * np.clip(way - 2.2, 0, None) ** 2 + 0.42 * np.clip(0.9 - way, 0, 1.6) ** 2
    sinking = sinking + 0.45 * np.clip(down - 0.8, 0, None) ** 2 * np.clip(1 - way / 4.0, 0, 1)
    outward = radius * np.cos(angle) - _WRAP_CM - sinking
    sideways = radius * np.sin(angle)
    origin = floats(_ORIGIN_CM) * [side, 1, 1]
    return floats(origin + way[..., None] * along + outward[..., None] * out + sideways[..., None] * breast)


def _axes(side: float) -> tuple[Floats, Floats, Floats]:
    """Give the directions along, out and towards the breast, at right angles."""
    along = unit(floats(_ALONG) * [side, 1, 1])
    out = floats(_OUT) * [side, 1, 1]
    out = unit(out - along * (out @ along))
    breast = np.cross(along, out)
    return along, out, breast * np.sign(breast[2])


def _rays() -> list[tuple[tuple[float, float], float, float, float, float]]:
    """List the flight feathers from the back to the breast: base, angle at rest and open, length, width."""
    rays = []
    for share in np.linspace(0.15, 0.9, TERTIALS):
        base = _between(_SHOULDER, _ELBOW, float(share))
        rays.append((base, 1.0, 2.0 + 2.0 * float(share), 4.6 - 1.2 * float(share), 1.55))
    for share in np.linspace(0, 1, SECONDARIES):
        base = _between(_ELBOW, _WRIST, float(share))
        rays.append((base, -4.0 * float(share), 4.0 + 12.0 * float(share), 4.3 + 0.5 * float(share), 1.45))
    for share in np.linspace(0, 1, PRIMARIES):
        base = _between(_WRIST, _HAND, float(share))
        length = 5.6 + 1.2 * np.sin(float(share) * 2.4)
        width = 1.25 - 0.25 * float(share)
        rays.append((base, -7.0 - 6.0 * float(share), 22.0 + 62.0 * float(share), float(length), width))
    return rays


def folded_feather(
    base: tuple[float, float],
    angle_deg: float,
    length: float,
    width: float,
    up: float,
    side: float,
    small: bool = False,
) -> Mesh:
    """Lay one feather on the folded wing: its quill at `base`, turned by an angle, `up` above the skin."""
    turn = np.radians(angle_deg)

    def bend(flat: Floats) -> Floats:
        across, way, height = flat[..., 0], flat[..., 1], flat[..., 2]
        down = base[0] + across * np.cos(turn) + way * np.sin(turn)
        along = base[1] - across * np.sin(turn) + way * np.cos(turn)
        return _wrapped(np.stack([down, along, up * (1 - 0.06 * way) + height], axis=-1), side)

    mesh = vane(length, width, bend, camber=0.05, small=small)
    return mesh if side > 0 else replace(mesh, normals=-mesh.normals, faces=mesh.faces[:, ::-1])


def _between(first: tuple[float, float], last: tuple[float, float], share: float) -> tuple[float, float]:
    return (first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share)
