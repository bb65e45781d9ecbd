"""Grow a clump of nipa palm: no trunk, a thick stem creeping in the mud, tall stiff fronds, fruits. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep, unit
from mangrove_ar.meshing.bark import bark_pictures
from mangrove_ar.meshing.flora.foliage_light import Shade, leaf_tints
from mangrove_ar.meshing.flora.fronds import Arch, Frond, LeafletRow, arching_frond, leaflets_of
from mangrove_ar.meshing.flora.leaflet_paint import LeafLook, leaf_looks_picture
from mangrove_ar.meshing.flora.leaflets import Blades, blade_mesh, join_blades, outline
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.nypa_fruits import flower_spike, fruit_head, fruit_stalk
from mangrove_ar.meshing.flora.nypa_stem import creeping_stem, old_stalks
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

_LEAFLET = outline([(0, 0), (0.05, 0.62), (0.35, 1.0), (0.72, 0.72), (1, 0)])
_LOOKS = (
    LeafLook((0.235, 0.415, 0.135), (0.52, 0.60, 0.25), 0.07, 7, 0.10, is_grass_like=True, dry_tip=0.6),
    LeafLook((0.300, 0.495, 0.150), (0.58, 0.66, 0.28), 0.07, 7, 0.10, is_grass_like=True, dry_tip=0.3),
    LeafLook((0.46, 0.62, 0.20), (0.68, 0.74, 0.36), 0.07, 7, 0.08, is_grass_like=True, dry_tip=0.0),
    LeafLook((0.56, 0.43, 0.24), (0.64, 0.52, 0.32), 0.07, 7, 0.14, is_grass_like=True, dry_tip=0.8),
)
_STALK_FOOT, _STALK, _MIDRIB = (0.17, 0.115, 0.05), (0.20, 0.25, 0.065), (0.30, 0.36, 0.10)
_PARTING = 0.75  # Radians on each side of the front.
# Where the creeping stem ends in tufts, in shares of the mud's radius: x, z.
_TUFTS = ((0.32, 0.02), (-0.30, 0.10), (-0.02, -0.34))
_OLD_END = (0.06, 0.66)  # The oldest end of the stem, where it lies bare.


@dataclass(frozen=True)
class Parameters:
    """What may differ between two clumps."""

    seed: int = 3
    frond_length_m: float = 5.4
    fronds_a_tuft: int = 5
    leaflet_pairs: int = 46
    leaflet_length_m: float = 0.92
    mud_radius_m: float = 2.1
    texture_px: int = 512
    sky_rays: int = 32


@dataclass(frozen=True)
class _Grown:
    fronds: list[Frond]
    blades: Blades
    ages: Floats
    outwards: Floats
    wood: Mesh
    parts: Mesh


def grow(palm: Parameters) -> Growth:
    """Grow the clump: metres, y up, standing on y = 0; the same parameters give the same clump."""
    rng = np.random.default_rng(palm.seed)
    bed = MudBed(palm.mud_radius_m)
    grown = _grown(palm, bed, rng)
    mud, pool = bed.meshes()
    return standing(_lit(palm, grown, mud, rng) | {"pool": pool}, _materials(palm))


def _grown(palm: Parameters, bed: MudBed, rng: np.random.Generator) -> _Grown:
    tufts = floats([bed.on(x * palm.mud_radius_m, z * palm.mud_radius_m) for x, z in _TUFTS])
    fronds: list[Frond] = []
    rows: list[Blades] = []
    ages: list[Floats] = []
    for tuft in tufts:
        for k in range(palm.fronds_a_tuft):
            age = (k + 0.5) / palm.fronds_a_tuft
            frond = _frond(palm, tuft, age, k, rng)
            leaflets = leaflets_of(frond, _row(palm, age, rng), 0.10)
            fronds.append(frond)
            rows.append(leaflets)
            ages.append(np.full(len(leaflets.feet), age))
    blades = join_blades(rows)
    middle = floats([0, palm.frond_length_m * 0.25, 0])
    old_end = bed.on(_OLD_END[0] * palm.mud_radius_m, _OLD_END[1] * palm.mud_radius_m)
    wood = join([creeping_stem(tufts, old_end, rng), old_stalks(tufts, rng)])
    return _Grown(fronds, blades, np.concatenate(ages), unit(blades.middles() - middle), wood, _fruits(tufts, rng))


def _frond(palm: Parameters, tuft: Floats, age: float, place: int, rng: np.random.Generator) -> Frond:
    """Young fronds stand upright in the tuft's middle, old ones lean out and arch over."""
    outward = float(np.arctan2(tuft[2], tuft[0]))
    turn = outward + (place * GOLDEN_ANGLE if age < 0.35 else (place - 2.6) * 1.12) + rng.normal(0, 0.15)
    turn = _away_from_visitor(turn) if age > 0.35 else turn
    side = floats([np.cos(turn), 0, np.sin(turn)])
    arch = Arch(
        foot=tuft + side * (0.05 + 0.13 * age) - floats([0, 0.06, 0]),
        turn=turn,
        length_m=palm.frond_length_m * float(np.interp(age, [0, 0.4, 1], [0.88, 1.0, 0.92])) * rng.uniform(0.95, 1.05),
        lean_deg=2 + 14 * age,
        tip_lean_deg=12 + 62 * age + rng.uniform(-6, 6),
        droop=2.0,
        sway_m=rng.normal(0, 0.22),
    )
    return arching_frond(arch, 0.068, 0.010, 22)


def _away_from_visitor(turn: float) -> float:
    """Part the outer fronds in front, towards +z, so that fruits and flowers can be seen."""
    off = (turn - np.pi / 2 + np.pi) % (2 * np.pi) - np.pi
    aside = float(np.sign(off)) * max(abs(off), _PARTING) if abs(off) < _PARTING else off
    return np.pi / 2 + aside


def _row(palm: Parameters, age: float, rng: np.random.Generator) -> LeafletRow:
    """Stand stiff leaflets in two even rows from a quarter of the midrib up; they narrow the frond to its tip."""
    count = 2 * palm.leaflet_pairs
    share = np.repeat(np.linspace(0, 1, palm.leaflet_pairs), 2)
    sides = np.tile([-1.0, 1.0], palm.leaflet_pairs)
    length = np.interp(share, [0, 0.12, 0.45, 0.8, 1.0], [0.62, 0.92, 1.0, 0.72, 0.34])
    return LeafletRow(
        shares=0.25 + 0.745 * share + 0.003 * sides,
        sides=sides,
        angles=np.radians(np.interp(share, [0, 0.5, 1], [68, 54, 16])) + rng.normal(0, 0.05, count),
        lifts=np.radians(34 - 12 * age) + rng.normal(0, 0.07, count),
        lengths=palm.leaflet_length_m * length * rng.uniform(0.93, 1.05, count),
        half_widths=0.042 * np.interp(share, [0, 0.2, 0.8, 1], [0.75, 1.0, 0.9, 0.6]),
        bends=rng.uniform(0.10, 0.45, count) + 0.2 * age,
        folds=np.full(count, -0.42),
        twists=rng.normal(0, 0.15, count),
    )


def _fruits(tufts: Floats, rng: np.random.Generator) -> Mesh:
    """Lean the fruit head and the flower spike out of the clump, where a visitor stands."""
    left, right = tufts[1], tufts[0]
    head = left + floats([0.08, 0.86, 0.72])
    spike_foot = right + floats([-0.08, 0, 0.10])
    spike = flower_spike(spike_foot, spike_foot + floats([0.10, 1.45, 0.78]), 0.30, rng)
    ball = fruit_head(head, 0.29, 52, rng)
    return join([fruit_stalk(left + floats([0.05, -0.02, 0.10]), head), ball, spike])


def _lit(palm: Parameters, grown: _Grown, mud: Mesh, rng: np.random.Generator) -> dict[str, Mesh]:
    count = len(grown.blades.feet)
    plain = blade_mesh(grown.blades, _LEAFLET, np.zeros(count, dtype=np.int64), len(_LOOKS), np.ones((count, 3)))
    midribs = join([_midrib(frond) for frond in grown.fronds])
    shade = Shade([plain, midribs, grown.wood, grown.parts, mud], palm.sky_rays, 0.012)
    light = shade.on_blades(grown.blades, grown.outwards, 0.9, 0.34)
    chance = rng.random(count)
    columns = np.where(grown.ages < 0.15, 2, np.where(chance < grown.ages * 0.8, 0, 1))
    columns = np.where((chance > 0.985) & (grown.ages > 0.6), 3, columns).astype(np.int64)
    tints = leaf_tints(light, 0.05, rng)
    wood = shade.on(grown.wood, 0.8, 0.3)
    return {
        "leaves": blade_mesh(grown.blades, _LEAFLET, columns, len(_LOOKS), tints, grown.outwards, 0.25),
        "midribs": shade.on(midribs, 0.6, 0.4),
        "wood": shaded(wood, _wet(wood.positions)),
        "parts": shade.on(grown.parts, 0.5, 0.4),
        "mud": shade.on(mud, 1.5, 0.35),
    }


def _midrib(frond: Frond) -> Mesh:
    """Sweep the stalk and midrib, swollen and brown where it sheathes the stem."""
    share = np.linspace(0, 1, len(frond.line))
    radii = frond.radii * (1 + 0.55 * np.exp(-((share / 0.06) ** 2)))
    mesh = tube(frond.line, radii, 7)
    tints = mix(mix(_STALK_FOOT, _STALK, smoothstep(0.0, 0.10, share)), _MIDRIB, smoothstep(0.1, 0.5, share))
    return ring_tinted(mesh, tints)


def _wet(positions: Floats) -> Floats:
    """Darken the stem where it lies in the mud."""
    return mix((0.50, 0.44, 0.37), (1.0, 1.0, 1.0), smoothstep(0.02, 0.22, positions[:, 1]))


def _materials(palm: Parameters) -> dict[str, Material]:
    bark_colour, bark_relief = bark_pictures(palm.texture_px // 2, palm.seed)
    leaf = leaf_looks_picture(_LOOKS, palm.texture_px, palm.seed + 90)
    return {
        "leaves": Material("leaf", texture=leaf, roughness=0.42, is_double_sided=True),
        "midribs": Material("midrib", roughness=0.55),
        "wood": Material("stem", texture=bark_colour, relief=bark_relief, roughness=0.85),
        "parts": Material("parts", roughness=0.5),
        "mud": mud_material(palm.texture_px * 3 // 4, palm.seed + 50),
        "pool": pool_material(),
    }
