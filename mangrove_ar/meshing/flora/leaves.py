"""Grow leaves: folded, curved blades in crossed pairs around each shoot tip. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.mesh import Mesh

# Along the blade (0 stalk, 1 tip) and across (in half-widths), for the base, two rows of three, the tip.
_BLADE = floats([(0, 0), (0.28, -0.90), (0.28, 0), (0.28, 0.90), (0.65, -0.78), (0.65, 0), (0.65, 0.78), (1, 0)])
_FACES: Ints = np.array(
    [(0, 2, 1), (0, 3, 2), (1, 2, 4), (2, 5, 4), (2, 3, 5), (3, 6, 5), (4, 5, 7), (5, 6, 7)], dtype=np.int64
)
_VERTICES_A_LEAF = len(_BLADE)
_WIDTH_TO_LENGTH = 0.43  # Narrow: the species' Thai name says small-leaved.
VARIANTS = 4  # Columns of the leaf picture: old, full-grown, young, yellow.


@dataclass(frozen=True)
class Leaves:
    """n leaves: stalks, along and upper side (n, 3); lengths, bends and ages, 0 bud to 1 old, (n,)."""

    stalks: Floats
    along: Floats
    upper: Floats
    lengths: Floats
    bends: Floats
    ages: Floats

    def middles(self) -> Floats:
        """Give the middle of each blade: (n, 3)."""
        return self.stalks + self.along * self.lengths[:, None] * 0.55


def rosettes(
    tips: Floats,
    directions: Floats,
    outwards: Floats,
    pairs: int,
    length_m: float,
    rng: np.random.Generator,
    lifts_deg: tuple[float, float, float] = (66, 38, 4),
) -> Leaves:
    """Put crossed pairs of leaves around each tip: young ones upright on top, old ones level below.

    lifts_deg: how far bud, young and old leaves rise above the plane across the shoot.
    """
    axis = unit(directions * 0.45 + outwards * 0.55 + floats([0, 0.55, 0]))
    side = unit(np.cross(axis, rng.normal(size=axis.shape)))
    across = np.cross(axis, side)
    rows: list[tuple[Floats, ...]] = []
    for pair in range(pairs):
        age = (pair + 0.6) / pairs
        for half in (0.0, np.pi):
            turn = pair * np.pi / 2 + half + rng.normal(0, 0.18, len(tips))
            lift = np.radians(np.interp(age, [0, 0.4, 1], lifts_deg)) + rng.normal(0, 0.13, len(tips))
            level = side * np.cos(turn)[:, None] + across * np.sin(turn)[:, None]
            along = unit(axis * np.sin(lift)[:, None] + level * np.cos(lift)[:, None] - floats([0, 0.10 * age, 0]))
            length = length_m * np.interp(age, [0, 0.35, 1], [0.70, 1.0, 1.06]) * rng.uniform(0.86, 1.12, len(tips))
            stalk = tips - axis * (0.075 * age)
            bend = 0.05 + 0.20 * age + rng.uniform(0, 0.10, len(tips))
            rows.append((stalk + along * 0.02, along, axis, length, bend, np.full(len(tips), age)))
    return Leaves(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))


def join_leaves(groups: list[Leaves]) -> Leaves:
    """Put groups of leaves into one."""
    return Leaves(*(np.concatenate([getattr(group, name) for group in groups]) for name in Leaves.__dataclass_fields__))


def leaf_mesh(leaves: Leaves, variants: Ints, tints: Floats, outwards: Floats) -> Mesh:
    """Shape all blades: folded along the midrib, bent down towards the pointed tip.

    Args:
        leaves: n leaves.
        variants: (n,) column of the leaf picture.
        tints: (n, 3) linear factors on the picture's colour.
        outwards: (n, 3) direction out of the crown; the light on a leaf leans to it, so foliage looks soft.
    """
    upper = unit(leaves.upper - leaves.along * (leaves.upper * leaves.along).sum(axis=1, keepdims=True))
    side = np.cross(leaves.along, upper)
    a, w = _BLADE[:, 0], _BLADE[:, 1]
    half = leaves.lengths[:, None] * _WIDTH_TO_LENGTH / 2
    forward = leaves.lengths[:, None] * (a - 0.10 * leaves.bends[:, None] * a**2)
    raised = half * np.abs(w) * 0.40 - leaves.lengths[:, None] * leaves.bends[:, None] * a**2.2
    places = (
        leaves.stalks[:, None]
        + leaves.along[:, None] * forward[..., None]
        + side[:, None] * (half * w * 0.93)[..., None]
        + upper[:, None] * raised[..., None]
    )
    count = len(leaves.stalks)
    faces = (_FACES[None] + np.arange(count)[:, None, None] * _VERTICES_A_LEAF).reshape(-1, 3)
    own = _blade_normals(places)
    soft = np.repeat(unit(outwards + floats([0, 0.5, 0])), _VERTICES_A_LEAF, axis=0)
    uvs = np.stack([(variants[:, None] + 0.5 + w * 0.47) / VARIANTS, np.broadcast_to(1 - a, (count, len(a)))], axis=-1)
    deep = np.broadcast_to(np.interp(a, [0, 0.5, 1], [0.62, 0.92, 1.0]), (count, len(a)))[..., None]
    colours = (np.clip(tints, 0, 1)[:, None] * deep).reshape(-1, 3)
    return Mesh(places.reshape(-1, 3), unit(own * 0.66 + soft * 0.34), uvs.reshape(-1, 2), colours, faces)


def age_columns(ages: Floats, young: float, old: float, rng: np.random.Generator) -> Ints:
    """Choose each leaf's column of the leaf picture: (n,) from ages (n,); few of the old ones are yellow."""
    chance = rng.random(len(ages))
    columns = np.where(ages < young, np.where(chance < 0.6, 2, 1), np.where(chance < 0.45, 0, 1))
    return np.where((ages > old) & (chance > 0.975), 3, columns).astype(np.int64)


def _blade_normals(places: Floats) -> Floats:
    """Give smooth normals to blades (n, 8, 3), each for itself although blades may touch: (8 n, 3)."""
    corners = places[:, _FACES]
    across = np.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
    sums = np.zeros_like(places)
    for face, vertices in enumerate(_FACES):
        sums[:, vertices] += across[:, face, None]
    return unit(sums).reshape(-1, 3)
