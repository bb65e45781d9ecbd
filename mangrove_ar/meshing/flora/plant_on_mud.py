"""Stand a plant on its piece of mud: bake the light of the sky, stain the wood, put all parts together. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep, unit
from mangrove_ar.meshing.flora.blades import Coat, Outline, blade_mesh
from mangrove_ar.meshing.flora.foliage_light import crown_light
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint, leaf_columns
from mangrove_ar.meshing.flora.leaves import Leaves
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.swinging import Hung, hung_bones, hung_skin, swing
from mangrove_ar.meshing.flora.tree_bark import BarkLook, bark_look_pictures
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Growth, Material, Node
from mangrove_ar.meshing.rays import RayTarget

_SKY_SEED = 5
_UNDERSIDE_LIGHT = 1.4  # Pale scales scatter light that dark upper sides swallow.
_LIFT_M = 0.012
_WET_MUD = (0.46, 0.40, 0.33)


@dataclass(frozen=True)
class Foliage:
    """All blades of a plant: leaves, their form, which column each wears, which column is the underside, if any."""

    leaves: Leaves
    form: Outline
    variants: Ints
    columns: int
    underside: int | None = None


@dataclass(frozen=True)
class Plant:
    """What grows: wood, blades, small parts, the crown's middle; and the ground: its bed, colour factors, a pool.

    hung are small parts that swing; stain_m is how high mud darkens the wood; parts_shade is how much the sky's
    shade darkens the small parts.
    """

    wood: Mesh
    foliage: Foliage
    parts: Mesh
    middle: Floats
    bed: MudBed
    mud_tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    has_pool: bool = True
    stain_m: float = 0.20
    parts_shade: float = 0.58
    hung: tuple[Hung, ...] = ()


def stand(plant: Plant, materials: dict[str, Material], sky_rays: int, rng: np.random.Generator) -> Growth:
    """Light the plant and put it together; materials are named like the nodes: wood, leaves, parts, mud, pool."""
    meshes = _lit(plant, sky_rays, rng)
    low = ground_point(np.concatenate([mesh.positions for mesh in meshes.values()]))
    skins = {"parts": hung_skin(plant.parts, plant.hung)} if plant.hung else {}
    nodes = tuple(
        Node(name, replace(mesh, positions=mesh.positions - low), materials[name], skin=skins.get(name))
        for name, mesh in meshes.items()
    )
    if not plant.hung:
        return Growth(Node("model", children=nodes))
    return Growth(Node("model", children=(*nodes, *hung_bones(plant.hung, low))), (swing(plant.hung, rng),))


def plant_materials(
    bark: tuple[Image.Image, Image.Image], leaf: Image.Image, texture_px: int, seed: int
) -> dict[str, Material]:
    """Name the materials of a plant on its mud: bark and mud with relief, glossy leaves, plain small parts, water."""
    return {
        "wood": Material("bark", texture=bark[0], relief=bark[1], roughness=0.85),
        "leaves": Material("leaf", texture=leaf, roughness=0.42, is_double_sided=True),
        "parts": Material("parts", roughness=0.55),
        "mud": mud_material(texture_px * 3 // 4, seed),
        "pool": pool_material(),
    }


def painted_materials(bark: BarkLook, paints: Sequence[LeafPaint], texture_px: int, seed: int) -> dict[str, Material]:
    """Paint bark and leaves of a species as well; all materials are named like those of `plant_materials`."""
    pictures = bark_look_pictures(bark, texture_px, seed)
    return plant_materials(pictures, leaf_columns(paints, texture_px, seed + 90), texture_px, seed + 50)


def _lit(plant: Plant, sky_rays: int, rng: np.random.Generator) -> dict[str, Mesh]:
    mud, pool = plant.bed.meshes()
    leaves, outwards = plant.foliage.leaves, _outwards(plant)
    parts = join([plant.parts, *(part.mesh for part in plant.hung)])
    white = Coat(plant.foliage.variants, np.ones((len(leaves.stalks), 3)), plant.foliage.columns)
    stage = join([plant.wood, blade_mesh(leaves, plant.foliage.form, white, outwards), parts, mud])
    target = RayTarget(stage.positions, stage.faces)

    def seen(positions: Floats, normals: Floats, reach: float) -> Floats:
        return sky_seen(target, positions, normals, reach, sky_rays, _SKY_SEED, lift=_LIFT_M)

    depth = seen(leaves.middles() + outwards * 0.03, unit(outwards + floats([0, 0.35, 0])), 1.0)
    wood = shaded(plant.wood, 0.30 + 0.70 * seen(plant.wood.positions, plant.wood.normals, 0.9))
    parts_light = seen(parts.positions, parts.normals, 0.4)
    tint = np.broadcast_to(floats(plant.mud_tint), mud.positions.shape)
    meshes = {
        "wood": shaded(wood, _mud_stains(wood.positions, plant)),
        "leaves": _foliage_mesh(plant.foliage, crown_light(depth, 0.34, rng), outwards),
        "parts": shaded(parts, 1 - plant.parts_shade * (1 - parts_light)),
        "mud": shaded(shaded(mud, tint), 0.30 + 0.70 * seen(mud.positions, mud.normals, 1.5)),
    }
    if plant.has_pool:
        meshes["pool"] = pool
    return meshes


def _outwards(plant: Plant) -> Floats:
    """Point out of the crown at each leaf; up at those that lie on the ground."""
    outwards = unit(plant.foliage.leaves.middles() - plant.middle)
    return np.where((plant.foliage.leaves.ages > 1.5)[:, None], floats([0.0, 1.0, 0.0]), outwards)


def _foliage_mesh(foliage: Foliage, tints: Floats, outwards: Floats) -> Mesh:
    upper = blade_mesh(foliage.leaves, foliage.form, Coat(foliage.variants, tints, foliage.columns), outwards)
    if foliage.underside is None:
        return upper
    below = np.where(foliage.leaves.ages > 1.5, foliage.variants, foliage.underside)
    coat = Coat(below, tints * _UNDERSIDE_LIGHT, foliage.columns)
    return join([upper, blade_mesh(foliage.leaves, foliage.form, coat, outwards, is_underside=True)])


def _mud_stains(positions: Floats, plant: Plant) -> Floats:
    """Darken wood near the ground, where mud and water reach it."""
    x, y, z = positions.T
    over = y - plant.bed.height(x, z) + 0.03 * np.sin(x * 9) * np.cos(z * 7)
    return mix(_WET_MUD, (1.0, 1.0, 1.0), smoothstep(0.0, plant.stain_m, over))
