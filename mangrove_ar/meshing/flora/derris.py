"""Grow a common derris: a climber on a dead tree, glossy leaflets, hanging pea flowers, flat pods. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep, unit
from mangrove_ar.meshing.bark import bark_pictures
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.dead_wood import bleached, dead_tree, dead_wood_mesh
from mangrove_ar.meshing.flora.derris_fruits import PETAL, pods, raceme
from mangrove_ar.meshing.flora.foliage_light import Shade, leaf_tints
from mangrove_ar.meshing.flora.fronds import Frond, LeafletRow, leaflets_of
from mangrove_ar.meshing.flora.leaflet_paint import LeafLook, leaf_looks_picture
from mangrove_ar.meshing.flora.leaflets import Blades, Outline, blade_mesh, join_blades, outline
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.twining import Vine, hanging_tip, twine, vine_mesh
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing
from mangrove_ar.meshing.tubes import tube

_LEAFLET = outline([(0, 0), (0.04, 0.46), (0.15, 0.84), (0.33, 1.0), (0.54, 0.86), (0.73, 0.50), (0.88, 0.17), (1, 0)])
_OLD, _FULL, _YOUNG, _PETAL = range(4)
_LOOKS = (
    LeafLook((0.165, 0.345, 0.115), (0.48, 0.60, 0.28), 0.055, 8, 0.10, 0.42, dry_tip=0.2),
    LeafLook((0.235, 0.450, 0.140), (0.54, 0.66, 0.32), 0.055, 8, 0.10, 0.42, dry_tip=0.1),
    LeafLook((0.480, 0.560, 0.210), (0.66, 0.66, 0.36), 0.055, 8, 0.07, 0.42, dry_tip=0.0),
    LeafLook((1.0, 0.945, 0.940), (0.97, 0.82, 0.84), 0.22, 7, 0.03, 0.7, (0.97, 0.80, 0.84), 0.0, 0.06),
)
_STALK_POINTS, _STALK_SIDES = 4, 3
_STALK = (0.20, 0.26, 0.085)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two climbers."""

    seed: int = 6
    height_m: float = 1.5
    branches: int = 4
    leaf_spacing_m: float = 0.066
    leaflet_length_m: float = 0.115
    flower_m: float = 0.029
    pod_length_m: float = 0.066
    mud_radius_m: float = 0.50
    texture_px: int = 512
    sky_rays: int = 32


@dataclass(frozen=True)
class _Climber:
    vines: Mesh
    leaves: Blades
    youth: Floats
    petals: Blades
    parts: Mesh


def grow(climber: Parameters) -> Growth:
    """Grow climber and support: metres, y up, standing on y = 0; the same parameters give the same pair."""
    rng = np.random.default_rng(climber.seed)
    bed = MudBed(climber.mud_radius_m, 0.32)
    tree = dead_tree(bed.on(-0.08, -0.02), climber.height_m, climber.branches, rng)
    grown = _climber(climber, _vines(climber, tree, rng), rng)
    mud, pool = bed.meshes()
    meshes = _lit(climber, grown, dead_wood_mesh(tree, climber.seed), mud, rng)
    return standing(meshes | {"pool": pool}, _materials(climber))


def _vines(climber: Parameters, tree: list[Bough], rng: np.random.Generator) -> list[tuple[Vine, float, float]]:
    """Wind two stems up the trunk and one along each branch; give each with its youth at both ends."""
    trunk, branches = tree[0], tree[1:]
    first = twine(trunk, (0.02, 0.97), 4.2, 0.0125, 0.4)
    second = twine(trunk, (0.02, 0.62), 2.4, 0.0090, 3.4)
    found = [(first, 0.1, 0.6), (second, 0.1, 0.5)]
    found += [(hanging_tip(first, 0.42, 1.0, rng), 0.6, 1.0), (hanging_tip(second, 0.36, 0.8, rng), 0.5, 1.0)]
    for branch in branches:
        vine = twine(branch, (0.03, 0.80), rng.uniform(1.6, 2.2), 0.0068, rng.uniform(0, 6))
        tip = hanging_tip(vine, climber.height_m * rng.uniform(0.26, 0.38), 1.0, rng)
        found += [(vine, 0.4, 0.7), (tip, 0.7, 1.0)]
    return found


def _climber(climber: Parameters, vines: list[tuple[Vine, float, float]], rng: np.random.Generator) -> _Climber:
    stems: list[Mesh] = []
    leaves: list[Blades] = []
    youth: list[Floats] = []
    petals: list[Blades] = []
    parts: list[Mesh] = []
    for number, (vine, start, end) in enumerate(vines):
        stems.append(vine_mesh(vine, (start, end)))
        is_on_trunk = number < 2
        spacing_m, bare_m = climber.leaf_spacing_m * (1.7 if is_on_trunk else 1.0), 0.40 if is_on_trunk else 0.0
        for k, (place, out, share) in enumerate(zip(*vine.nodes(spacing_m, bare_m), strict=True)):
            age = start + (end - start) * float(share)
            stalk, blades = _leaf(climber, place, out, age, rng)
            stems.append(stalk)
            leaves.append(blades)
            youth.append(np.full(len(blades.feet), age))
            if not is_on_trunk and k % 5 == 1 and place[1] > 0.35 * climber.height_m:
                flowers, solids = raceme(place, out, rng.uniform(0.19, 0.26), climber.flower_m, rng)
                petals.append(flowers)
                parts += solids
            elif k % (4 if is_on_trunk else 6) == (1 if is_on_trunk else 3):
                parts += pods(place, out, int(rng.integers(2, 5)), climber.pod_length_m, rng)
    return _Climber(join(stems), join_blades(leaves), np.concatenate(youth), join_blades(petals), join(parts))


def _leaf(
    climber: Parameters, place: Floats, out: Floats, youth: float, rng: np.random.Generator
) -> tuple[Mesh, Blades]:
    """Hold three or five leaflets on a thin stalk that leaves the stem outwards and bends down."""
    size = climber.leaflet_length_m * float(np.interp(youth, [0, 0.7, 1], [1.0, 1.0, 0.6])) * rng.uniform(0.88, 1.1)
    pairs = 1 if rng.random() < 0.55 else 2
    aside = unit(out + rng.normal(0, 0.35, 3) + floats([0, 0.12, 0]))
    share = np.linspace(0, 1, _STALK_POINTS)[:, None]
    reach = size * (0.85 + 0.40 * pairs)
    line = place + aside * reach * share + floats([0, -0.30, 0]) * reach * share**2
    tangents = unit(np.gradient(line, axis=0))
    upper = unit(floats([0, 1, 0]) - tangents * tangents[:, 1:2] + rng.normal(0, 0.12, 3))
    frond = Frond(line, np.linspace(0.0026, 0.0015, _STALK_POINTS), upper)
    mesh = tube(line, frond.radii, _STALK_SIDES)
    stalk = shaded(mesh, np.broadcast_to(floats(_STALK), mesh.positions.shape))
    return stalk, leaflets_of(frond, _row(pairs, size, rng), 0.22)


def _row(pairs: int, size_m: float, rng: np.random.Generator) -> LeafletRow:
    count = 2 * pairs + 1
    sides = np.array([-1.0, 1.0] * pairs + [1.0])
    length = floats([0.86, 0.86, 0.92, 0.92, 1.12])[-count:] * size_m * rng.uniform(0.93, 1.07, count)
    return LeafletRow(
        shares=floats([0.46, 0.46, 0.78, 0.78, 1.0])[-count:],
        sides=sides,
        angles=np.array([1.15] * (2 * pairs) + [0.05]) + rng.normal(0, 0.08, count),
        lifts=rng.normal(0.10, 0.08, count),
        lengths=length,
        half_widths=length * 0.26,
        bends=rng.uniform(0.25, 0.7, count),
        folds=rng.uniform(0.12, 0.32, count),
        twists=rng.normal(0, 0.12, count),
    )


def _lit(climber: Parameters, grown: _Climber, wood: Mesh, mud: Mesh, rng: np.random.Generator) -> dict[str, Mesh]:
    count = len(grown.leaves.feet)
    plain = _painted(grown.leaves, _LEAFLET, np.zeros(count, dtype=np.int64), np.ones((count, 3)))
    shade = Shade([plain, wood, grown.vines, mud], climber.sky_rays, 0.004)
    middle = floats([0, climber.height_m * 0.55, 0])
    outwards = unit(grown.leaves.middles() - middle)
    tints = leaf_tints(shade.on_blades(grown.leaves, outwards, 0.30, 0.34), 0.05, rng)
    columns = np.where(grown.youth > 0.93, _YOUNG, np.where(rng.random(count) < 0.45, _OLD, _FULL)).astype(np.int64)
    petal_out = unit(grown.petals.middles() - middle)
    petal_light = leaf_tints(shade.on_blades(grown.petals, petal_out, 0.15, 0.86), 0.015, rng)
    petal = np.full(len(petal_light), _PETAL, dtype=np.int64)
    return {
        "leaves": _painted(grown.leaves, _LEAFLET, columns, tints, outwards),
        "flowers": _painted(grown.petals, PETAL, petal, petal_light, petal_out, 0.95),
        "vines": shade.on(grown.vines, 0.25, 0.4),
        "parts": shade.on(grown.parts, 0.15, 0.55),
        "wood": shaded(shade.on(wood, 0.35, 0.35), _weathered(wood.positions)),
        "mud": shade.on(mud, 0.6, 0.4),
    }


def _painted(
    blades: Blades, shape: Outline, columns: Ints, tints: Floats, soft: Floats | None = None, foot_shade: float = 0.75
) -> Mesh:
    return blade_mesh(blades, shape, columns, len(_LOOKS), tints, soft, 0.22, foot_shade)


def _weathered(positions: Floats) -> Floats:
    """Darken the foot of the dead wood where the tide wets it."""
    return mix((0.62, 0.55, 0.46), (1.0, 0.98, 0.95), smoothstep(0.10, 0.42, positions[:, 1]))


def _materials(climber: Parameters) -> dict[str, Material]:
    bark_colour, bark_relief = bark_pictures(climber.texture_px // 2, climber.seed)
    leaf = leaf_looks_picture(_LOOKS, climber.texture_px, climber.seed + 90)
    return {
        "leaves": Material("leaf", texture=leaf, roughness=0.30, is_double_sided=True),
        "flowers": Material("flower", texture=leaf, roughness=0.6, is_double_sided=True),
        "vines": Material("vine", roughness=0.7),
        "parts": Material("parts", roughness=0.5),
        "wood": Material("bark", texture=bleached(bark_colour), relief=bark_relief, roughness=0.9),
        "mud": mud_material(climber.texture_px // 2, climber.seed + 50),
        "pool": pool_material(),
    }
