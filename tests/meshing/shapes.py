"""Small models with everything a real one may have, for the tests of single steps."""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.parts import Animation, Growth, Material, Node, Skin, Track
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid
from mangrove_ar.meshing.turns import quaternions

TURNS = quaternions([[0, 0, 0], [40, 0, 0], [0, 0, 0]])


def make_ball(rows: int = 24, radius: float = 1.0, middle: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Mesh:
    """Make a ball that is dark on its left, with places from 0 to 2 around."""
    u, v = unit_grid(rows, rows * 2)
    around, up = u * 2 * np.pi, (v - 0.5) * np.pi
    points = np.stack([np.cos(around) * np.cos(up), np.sin(up), np.sin(around) * np.cos(up)], axis=-1)
    ball = cover_outward(points * radius + floats(middle), u * 2, v)
    return shaded(ball, np.where(ball.positions[:, 0] < 0, 0.25, 1.0))


def make_chequers(edge_px: int = 64) -> Image.Image:
    """Make a picture of red and green squares."""
    row, column = np.indices((edge_px, edge_px)) // (edge_px // 8)
    is_red = (row + column) % 2 == 0
    colours = np.where(is_red[..., None], [220, 40, 30], [40, 180, 60]).astype(np.uint8)
    return Image.fromarray(colours, "RGB")


def make_rigid(rows: int = 24) -> Document:
    """Make two textured balls, of which the small one swings around the large one."""
    skin = Material("skin", texture=make_chequers(), roughness=0.4)
    moon = Node("moon", make_ball(rows // 2, 0.3), skin, translation=(1.5, 0.0, 0.0))
    arm = Node("arm", children=(moon,))
    root = Node("model", make_ball(rows), skin, children=(arm,), translation=(0.0, 1.0, 0.0))
    return document_of(Growth(root, (Animation("swing", (Track("arm", "rotation", floats([0, 1, 2]), TURNS),)),)))


def make_bending(rows: int = 24) -> Document:
    """Make a ball whose upper half follows a bone, as a skin."""
    ball = make_ball(rows)
    weight = np.clip(ball.positions[:, 1] + 0.5, 0, 1)
    weights = np.stack([1 - weight, weight, weight * 0, weight * 0], axis=1)
    indices = np.tile([0, 1, 0, 0], (len(weight), 1))
    tip = Node("tip", translation=(0.0, 0.5, 0.0))
    bones = Node("base", translation=(0.0, 0.0, 0.0), children=(tip,))
    shape = Node("shape", ball, Material("skin", texture=make_chequers()), skin=Skin(("base", "tip"), indices, weights))
    root = Node("model", children=(bones, shape))
    return document_of(Growth(root, (Animation("nod", (Track("tip", "rotation", floats([0, 1, 2]), TURNS),)),)))


def make_morphing() -> Document:
    """Make a ball that can swell, by a morph target that an animation drives."""
    document = document_of(Growth(Node("model", make_ball(24), Material("skin", texture=make_chequers()))))
    primitive = document.primitives()[0]
    positions = document.values(primitive["attributes"]["POSITION"])
    primitive["targets"] = [{"POSITION": document.add((positions * 0.5).astype(np.float32), "VEC3")}]
    document.head["meshes"][0]["weights"] = [0.0]
    times = document.add(np.array([[0], [1]], np.float32), "SCALAR")
    weights = document.add(np.array([[0], [1]], np.float32), "SCALAR")
    document.head["animations"] = [
        {
            "name": "swell",
            "samplers": [{"input": times, "output": weights, "interpolation": "LINEAR"}],
            "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        }
    ]
    return document


def make_variants() -> Document:
    """Make a ball with two looks to choose from, as KHR_materials_variants says."""
    document = document_of(Growth(Node("model", make_ball(24), Material("skin", texture=make_chequers()))))
    document.head["materials"].append({"name": "plain", "pbrMetallicRoughness": {"roughnessFactor": 0.3}})
    document.head["extensionsUsed"] = ["KHR_materials_variants"]
    document.head["extensions"] = {"KHR_materials_variants": {"variants": [{"name": "wet"}, {"name": "dry"}]}}
    mappings = [{"material": 0, "variants": [0]}, {"material": 1, "variants": [1]}]
    document.primitives()[0]["extensions"] = {"KHR_materials_variants": {"mappings": mappings}}
    return document


def make_scan(crumbs: int = 5) -> Document:
    """Make a ball as a scanner gives it: triangles that share nothing, crumbs in the air, one doubled point."""
    parts = [make_ball(20)]
    rng = np.random.default_rng(3)
    for _ in range(crumbs):
        way = rng.normal(size=3)
        x, y, z = way / np.linalg.norm(way) * rng.uniform(2, 4)
        parts.append(make_ball(4, 0.01, (x, y, z)))
    whole = join(parts)
    loose = whole.faces.reshape(-1)
    soup = Mesh(
        whole.positions[loose],
        whole.normals[loose],
        whole.uvs[loose],
        whole.colours[loose],
        np.arange(len(loose)).reshape(-1, 3),
    )
    broken = np.concatenate([soup.faces, [[0, 0, 1]]])
    soup = Mesh(soup.positions, soup.normals, soup.uvs, soup.colours, broken)
    return document_of(Growth(Node("scan", soup, Material("skin", texture=make_chequers()))))
