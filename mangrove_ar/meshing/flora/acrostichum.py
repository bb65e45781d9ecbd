"""Grow a golden leather fern: a tuft of tall pinnate fronds, the fertile ones rust-brown beneath the tips. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep, unit
from mangrove_ar.meshing.bark import bark_pictures
from mangrove_ar.meshing.flora.crozier import crozier
from mangrove_ar.meshing.flora.foliage_light import Shade, leaf_tints
from mangrove_ar.meshing.flora.fronds import Arch, Frond, LeafletRow, arching_frond, leaflets_of
from mangrove_ar.meshing.flora.leaflet_paint import LeafLook, leaf_looks_picture
from mangrove_ar.meshing.flora.leaflets import Blades, blade_mesh, join_blades, outline
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.rootstock import rootstock
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# A leaflet keeps its width, ends round and carries a short point.
_LEAFLET = outline([(0, 0), (0.05, 0.55), (0.2, 0.95), (0.6, 1.0), (0.86, 0.80), (0.955, 0.40), (1, 0)])
_GREEN, _DEEP, _YOUNG, _RUST, _DRY = range(5)
_LOOKS = (
    LeafLook((0.270, 0.470, 0.140), (0.60, 0.66, 0.30), 0.06, 30, 0.07, 0.15, dry_tip=0.25),
    LeafLook((0.205, 0.385, 0.125), (0.54, 0.60, 0.26), 0.06, 30, 0.07, 0.15, dry_tip=0.35),
    LeafLook((0.55, 0.60, 0.20), (0.74, 0.62, 0.32), 0.06, 30, 0.06, 0.15, dry_tip=0.0),
    LeafLook((0.70, 0.355, 0.115), (0.74, 0.60, 0.26), 0.045, 30, 0.0, 0.15, (0.50, 0.23, 0.08), 0.0, 0.5),
    LeafLook((0.46, 0.33, 0.19), (0.52, 0.40, 0.24), 0.06, 30, 0.12, 0.15, dry_tip=0.6, mottling=0.6),
)
_STALK_FOOT, _STALK = (0.13, 0.06, 0.03), (0.34, 0.36, 0.10)
_UNDERSIDE_M = 0.003  # How far the rusty layer lies below a fertile leaflet.


@dataclass(frozen=True)
class Parameters:
    """What may differ between two ferns."""

    seed: int = 5
    frond_length_m: float = 2.35
    fronds: int = 17
    fertile_fronds: int = 6
    croziers: int = 3
    leaflet_pairs: int = 17
    leaflet_length_m: float = 0.30
    mud_radius_m: float = 0.85
    texture_px: int = 640
    sky_rays: int = 36


@dataclass(frozen=True)
class _Leafage:
    """All leaflets; is_fertile and ages, 0 young to 1 old, one a leaflet."""

    fronds: list[Frond]
    blades: Blades
    is_fertile: Floats
    ages: Floats


def grow(fern: Parameters) -> Growth:
    """Grow the fern: metres, y up, standing on y = 0; the same parameters give the same fern."""
    rng = np.random.default_rng(fern.seed)
    bed = MudBed(fern.mud_radius_m, 0.42)
    crown = bed.on(0, 0) + floats([0, 0.10, 0])
    leafage = _leafage(fern, crown, rng)
    stock = rootstock(crown, 0.13, rng)
    curls = join([_curl(fern, crown, k) for k in range(fern.croziers)])
    mud, pool = bed.meshes()
    return standing(_lit(fern, leafage, stock, curls, mud, rng) | {"pool": pool}, _materials(fern))


def _curl(fern: Parameters, crown: Floats, place: int) -> Mesh:
    """Put the young rolled fronds in front, below the leaflets, where a child looks first."""
    turn = np.pi / 2 + (place - (fern.croziers - 1) / 2) * 0.95
    height = fern.frond_length_m * (0.19 + 0.035 * ((place * 2) % 3))
    return crozier(_around(crown, 0.15, turn) - floats([0, 0.10, 0]), turn + (1.35 if place % 2 else -1.35), height)


def _around(crown: Floats, away_m: float, turn: float) -> Floats:
    return crown + floats([np.cos(turn) * away_m, 0, np.sin(turn) * away_m])


def _leafage(fern: Parameters, crown: Floats, rng: np.random.Generator) -> _Leafage:
    fronds, rows, fertile, ages = [], [], [], []
    for k in range(fern.fronds):
        age = (k + 0.5) / fern.fronds
        is_fertile = k < fern.fertile_fronds
        frond = _frond(fern, crown, age, k, rng)
        row = _row(fern, is_fertile, rng)
        leaflets = leaflets_of(frond, row, 0.06 + 0.1 * age)
        fronds.append(frond)
        rows.append(leaflets)
        fertile.append((row.shares > 0.60) & is_fertile)
        ages.append(np.full(len(leaflets.feet), age))
    return _Leafage(fronds, join_blades(rows), np.concatenate(fertile).astype(float), np.concatenate(ages))


def _frond(fern: Parameters, crown: Floats, age: float, place: int, rng: np.random.Generator) -> Frond:
    """Young, fertile fronds stand in the middle, older ones lean out all around."""
    turn = place * GOLDEN_ANGLE + rng.normal(0, 0.12)
    arch = Arch(
        foot=_around(crown, 0.03 + 0.07 * age, turn) - floats([0, 0.05, 0]),
        turn=turn,
        length_m=fern.frond_length_m * float(np.interp(age, [0, 0.35, 1], [1.0, 1.0, 0.80])) * rng.uniform(0.94, 1.04),
        lean_deg=4 + 22 * age,
        tip_lean_deg=20 + 75 * age + rng.uniform(-6, 8),
        droop=1.7,
        sway_m=rng.normal(0, 0.10),
    )
    return arching_frond(arch, 0.017, 0.0035, 20)


def _row(fern: Parameters, is_fertile: bool, rng: np.random.Generator) -> LeafletRow:
    """Set leaflets by turns left and right, well apart, and one at the tip; fertile ones are smaller."""
    count = 2 * fern.leaflet_pairs + 1
    share = np.linspace(0, 1, count)
    is_tip = share == 1.0
    sides = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
    length = np.interp(share, [0, 0.25, 0.6, 0.9, 1.0], [0.70, 1.0, 0.92, 0.55, 0.52])
    smaller = np.where((share > 0.46) & is_fertile, 0.80, 1.0)
    return LeafletRow(
        shares=0.22 + 0.775 * share,
        sides=sides,
        angles=np.where(is_tip, 0.05, np.radians(np.interp(share, [0, 1], [72, 46])) + rng.normal(0, 0.06, count)),
        lifts=np.radians(16) + rng.normal(0, 0.10, count),
        lengths=fern.leaflet_length_m * length * smaller * rng.uniform(0.93, 1.06, count),
        half_widths=0.037 * np.interp(share, [0, 0.3, 0.9, 1], [0.92, 1.0, 0.75, 0.7]) * smaller,
        bends=rng.uniform(0.25, 0.75, count),
        folds=rng.uniform(0.10, 0.30, count),
        twists=rng.normal(0, 0.22, count),
    )


def _lit(
    fern: Parameters, leafage: _Leafage, stock: Mesh, curls: Mesh, mud: Mesh, rng: np.random.Generator
) -> dict[str, Mesh]:
    blades = leafage.blades
    count = len(blades.feet)
    plain = blade_mesh(blades, _LEAFLET, np.zeros(count, dtype=np.int64), len(_LOOKS), np.ones((count, 3)))
    midribs = join([_midrib(frond) for frond in leafage.fronds])
    shade = Shade([plain, midribs, stock, curls, mud], fern.sky_rays, 0.006)
    outwards = unit(blades.middles() - floats([0, fern.frond_length_m * 0.3, 0]))
    tints = leaf_tints(shade.on_blades(blades, outwards, 0.45, 0.36), 0.06, rng)
    leaves = [blade_mesh(blades, _LEAFLET, _columns(leafage, rng), len(_LOOKS), tints, outwards, 0.2)]
    rusty = np.nonzero(leafage.is_fertile)[0]
    rust = np.full(len(rusty), _RUST, dtype=np.int64)
    leaves.append(_underside(blade_mesh(blades.part(rusty), _LEAFLET, rust, len(_LOOKS), tints[rusty] ** 0.5)))
    return {
        "leaves": join(leaves),
        "midribs": join([shade.on(midribs, 0.4, 0.45), shade.on(curls, 0.3, 0.5)]),
        "wood": shade.on(stock, 0.3, 0.3),
        "mud": shade.on(mud, 0.8, 0.4),
    }


def _columns(leafage: _Leafage, rng: np.random.Generator) -> Ints:
    """Paint young leaflets bright, old ones deep green and those of the oldest frond dry."""
    chance = rng.random(len(leafage.ages))
    columns = np.where(chance < leafage.ages * 0.8, _DEEP, _GREEN)
    columns = np.where((leafage.ages < 0.06) & (leafage.is_fertile == 0), _YOUNG, columns)
    return np.where(leafage.ages == leafage.ages.max(), _DRY, columns).astype(np.int64)


def _underside(mesh: Mesh) -> Mesh:
    """Turn a layer of leaflets over and lay it just below them."""
    return replace(
        mesh,
        positions=mesh.positions - mesh.normals * _UNDERSIDE_M,
        normals=-mesh.normals,
        faces=mesh.faces[:, ::-1],
    )


def _midrib(frond: Frond) -> Mesh:
    share = np.linspace(0, 1, len(frond.line))
    mesh = tube(frond.line, frond.radii * (1 + 0.35 * np.exp(-((share / 0.05) ** 2))), 6)
    return ring_tinted(mesh, mix(_STALK_FOOT, _STALK, smoothstep(0.02, 0.22, share)))


def _materials(fern: Parameters) -> dict[str, Material]:
    bark_colour, bark_relief = bark_pictures(fern.texture_px // 4, fern.seed)
    leaf = leaf_looks_picture(_LOOKS, fern.texture_px, fern.seed + 90)
    return {
        "leaves": Material("leaf", texture=leaf, roughness=0.40, is_double_sided=True),
        "midribs": Material("midrib", roughness=0.5),
        "wood": Material("rootstock", texture=bark_colour, relief=bark_relief, roughness=0.9),
        "mud": mud_material(fern.texture_px // 2, fern.seed + 50),
        "pool": pool_material(),
    }
