"""Grow a sea holly: glossy spiny leaves in crossed pairs, spikes of one-lipped violet flowers, prop roots. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.acanthus_flowers import BRACT, LIP, Spike, flower_spike, join_spikes
from mangrove_ar.meshing.flora.acanthus_stems import Stem, prop_roots, stem_mesh, stems, thorns
from mangrove_ar.meshing.flora.foliage_light import Shade, leaf_tints
from mangrove_ar.meshing.flora.leaflet_paint import LeafLook, leaf_looks_picture
from mangrove_ar.meshing.flora.leaflets import Blades, Outline, blade_mesh, join_blades
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing

# Midrib, then along, across and raised of the edge: lobes that end in thorns, with bays between them.
_HOLLY = floats(
    [
        (0.00, 0.000, 0.00, 0.00),
        (0.06, 0.050, 0.16, 0.00),
        (0.15, 0.125, 0.62, 0.02),
        (0.19, 0.200, 0.94, 0.20),
        (0.25, 0.230, 0.74, 0.03),
        (0.33, 0.330, 0.64, -0.12),
        (0.39, 0.380, 0.80, 0.02),
        (0.43, 0.455, 1.08, 0.22),
        (0.49, 0.485, 0.76, 0.03),
        (0.56, 0.565, 0.62, -0.12),
        (0.61, 0.605, 0.72, 0.02),
        (0.65, 0.680, 0.96, 0.20),
        (0.71, 0.710, 0.62, 0.03),
        (0.77, 0.775, 0.48, -0.08),
        (0.81, 0.810, 0.52, 0.02),
        (0.85, 0.875, 0.68, 0.15),
        (0.91, 0.900, 0.30, 0.01),
        (1.00, 1.000, 0.00, 0.00),
    ]
)
_LEAF = Outline(_HOLLY[:, 0], _HOLLY[:, 1:])
_OLD, _FULL, _YOUNG, _PETAL, _SEPAL = range(5)
_THORN_COLOUR = (0.78, 0.74, 0.40)
_LOOKS = (
    LeafLook((0.160, 0.345, 0.135), (0.50, 0.62, 0.34), 0.05, 7, 0.08, 0.42, _THORN_COLOUR, 0.6),
    LeafLook((0.220, 0.440, 0.150), (0.54, 0.66, 0.36), 0.05, 7, 0.08, 0.42, _THORN_COLOUR, 0.4),
    LeafLook((0.360, 0.560, 0.190), (0.64, 0.74, 0.40), 0.05, 7, 0.06, 0.42, _THORN_COLOUR, 0.1),
    LeafLook((0.650, 0.580, 0.910), (0.95, 0.91, 0.70), 0.20, 9, 0.06, 0.75, (0.54, 0.46, 0.86), 0.0, 0.10),
    LeafLook((0.420, 0.500, 0.300), (0.56, 0.60, 0.40), 0.08, 6, 0.10, 0.6, (0.48, 0.38, 0.46), 0.2, 0.2),
)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two shrubs."""

    seed: int = 11
    height_m: float = 1.02
    stems: int = 6
    leaf_length_m: float = 0.165
    joint_m: float = 0.085
    spike_length_m: float = 0.22
    flower_pairs: int = 7
    prop_roots: int = 16
    mud_radius_m: float = 0.44
    texture_px: int = 640
    sky_rays: int = 36


def grow(shrub: Parameters) -> Growth:
    """Grow the shrub: metres, y up, standing on y = 0; the same parameters give the same shrub."""
    rng = np.random.default_rng(shrub.seed)
    bed = MudBed(shrub.mud_radius_m, 0.26)
    grown = stems(shrub.stems, bed.on(0, 0) - floats([0, 0.01, 0]), shrub.height_m, shrub.joint_m, rng)
    leaves = join_blades([_leaves(shrub, stem, rng) for stem in grown])
    spikes = [_spike(shrub, stem, rng) for stem in grown if stem.has_flowers]
    roots = prop_roots(grown[::2], shrub.prop_roots, 0.03, rng)
    wood = join([roots, *(stem_mesh(stem) for stem in grown), *(thorns(stem, 0.011) for stem in grown)])
    mud, pool = bed.meshes()
    return standing(_lit(shrub, leaves, spikes, wood, mud, rng) | {"pool": pool}, _materials(shrub))


def _spike(shrub: Parameters, stem: Stem, rng: np.random.Generator) -> Spike:
    along = unit(unit(stem.line[-1] - stem.line[-2]) + floats([0, 0.5, 0]))
    return flower_spike(stem.line[-1], along, shrub.spike_length_m, shrub.flower_pairs, rng)


def _leaves(shrub: Parameters, stem: Stem, rng: np.random.Generator) -> Blades:
    """Put crossed pairs of leaves at the joints of the upper stem: young ones upright, old ones level."""
    rows: list[tuple[Floats, ...]] = []
    places, along, across, beside = stem.at_joints()
    bare = int(len(places) * 0.20) if stem.radius_m > 0.008 else 0
    for k in range(bare, len(places)):
        age = 1 - (k - bare + 0.5) / (len(places) - bare)
        for half in (0.0, np.pi):
            turn = k * np.pi / 2 + half + rng.normal(0, 0.12)
            level = across[k] * np.cos(turn) + beside[k] * np.sin(turn)
            lift = np.radians(np.interp(age, [0, 0.35, 1], [56, 36, 16])) + rng.normal(0, 0.16)
            length = shrub.leaf_length_m * np.interp(age, [0, 0.3, 1], [0.66, 0.98, 1.0]) * rng.uniform(0.9, 1.08)
            way = unit(along[k] * np.sin(lift) + level * np.cos(lift))
            foot = places[k] + way * stem.radius_m * 0.8
            size = (length, length * 0.27, 0.55 + 0.55 * age + rng.uniform(-0.1, 0.15), 0.24, rng.normal(0, 0.22))
            rows.append((foot, way, along[k], *(floats(value) for value in size)))
    return Blades(*(np.stack(column) for column in zip(*rows, strict=True)))


def _lit(
    shrub: Parameters, leaves: Blades, spikes: list[Spike], wood: Mesh, mud: Mesh, rng: np.random.Generator
) -> dict[str, Mesh]:
    lips, bracts, solids = join_spikes(spikes)
    groups = [(leaves, _LEAF), (join_blades(lips), LIP), (join_blades(bracts), BRACT)]
    plain = [_painted(blades, shape, 0, np.ones((len(blades.feet), 3))) for blades, shape in groups]
    shade = Shade([*plain, wood, mud], shrub.sky_rays, 0.004)
    middle = floats([0, shrub.height_m * 0.5, 0])
    meshes = []
    for (blades, shape), column in zip(groups, (None, _PETAL, _SEPAL), strict=True):
        outwards = unit(blades.middles() - middle)
        light = shade.on_blades(blades, outwards, 0.22, 0.36 if column is None else 0.72)
        tints = leaf_tints(light, 0.05 if column is None else 0.02, rng)
        columns = _leaf_columns(shrub, leaves, rng) if column is None else column
        meshes.append(_painted(blades, shape, columns, tints, outwards, 0.85 if column == _PETAL else 0.7))
    return {
        "leaves": meshes[0],
        "flowers": join(meshes[1:]),
        "parts": shade.on(join([solids]), 0.08, 0.55),
        "wood": shade.on(wood, 0.25, 0.35),
        "mud": shade.on(mud, 0.45, 0.4),
    }


def _painted(
    blades: Blades,
    shape: Outline,
    columns: Ints | int,
    tints: Floats,
    soft: Floats | None = None,
    foot_shade: float = 0.7,
) -> Mesh:
    each = np.broadcast_to(columns, len(blades.feet)).astype(np.int64)
    return blade_mesh(blades, shape, each, len(_LOOKS), tints, soft, 0.18, foot_shade)


def _leaf_columns(shrub: Parameters, leaves: Blades, rng: np.random.Generator) -> Ints:
    """Paint short leaves young and the rest by chance full-grown or old."""
    chance = rng.random(len(leaves.feet))
    grown = np.where(chance < 0.42, _OLD, _FULL)
    return np.where(leaves.lengths < shrub.leaf_length_m * 0.84, _YOUNG, grown).astype(np.int64)


def _materials(shrub: Parameters) -> dict[str, Material]:
    leaf = leaf_looks_picture(_LOOKS, shrub.texture_px, shrub.seed + 90)
    return {
        "leaves": Material("leaf", texture=leaf, roughness=0.28, is_double_sided=True),
        "flowers": Material("flower", texture=leaf, roughness=0.6, is_double_sided=True),
        "parts": Material("parts", roughness=0.5),
        "wood": Material("stem", roughness=0.6),
        "mud": mud_material(shrub.texture_px // 2, shrub.seed + 50),
        "pool": pool_material(),
    }
