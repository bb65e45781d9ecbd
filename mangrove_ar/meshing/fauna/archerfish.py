"""Grow a banded archerfish that spits at an ant from just under the surface of a creek. Shaped in its own lengths."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Patch, paint_atlas
from mangrove_ar.meshing.fauna import archerfish_paint, archerfish_scene, fish_bones
from mangrove_ar.meshing.fauna.archerfish_swim import drop_start, on_the_way, swim
from mangrove_ar.meshing.fauna.fish_body import (
    Body,
    Bulge,
    Eye,
    Fold,
    Shape,
    body_patch,
    eye_surface,
    eyes_mesh,
    is_left,
    with_mirror_image,
)
from mangrove_ar.meshing.fauna.fish_bones import Bone, Coat, Ground, Piece, Stance, spine_weights
from mangrove_ar.meshing.fauna.fish_fins import MedianFin, Rays, fan_rays, fin_patch, median_rays, tail_rays
from mangrove_ar.meshing.fauna.fish_shore import Shore, mud_meshes
from mangrove_ar.meshing.mud import fine_mud_pictures
from mangrove_ar.meshing.parts import Growth, Material, Node

_SHAPE = Shape(
    upper=((0, 0.050), (0.10, 0.084), (0.25, 0.120), (0.40, 0.143), (0.49, 0.150), (0.60, 0.128), (0.69, 0.088),
           (0.76, 0.060), (0.80, 0.057)),
    lower=((0, 0.020), (0.05, -0.020), (0.12, -0.062), (0.22, -0.109), (0.33, -0.145), (0.45, -0.160),
           (0.55, -0.143), (0.65, -0.094), (0.73, -0.054), (0.78, -0.045), (0.80, -0.044)),
    width=((0, 0.016), (0.05, 0.033), (0.12, 0.049), (0.25, 0.061), (0.40, 0.058), (0.55, 0.043), (0.70, 0.022),
           (0.78, 0.013), (0.80, 0.002)),
    nose_height=0.038, nose_radius=0.032, end=0.80, squareness=1.95,
    bulges=(Bulge(0.19, 0.50, 0.05, 0.004),),
    folds=(
        Fold(((0.005, 1.0), (0.007, 0.75), (0.022, 0.60), (0.070, 0.50), (0.108, 0.455)), 0.0040, 0.0050, 0.0016),
        Fold(((0.200, 0.82), (0.238, 0.68), (0.250, 0.55), (0.246, 0.45), (0.236, 0.38)), 0.005, 0.0045),
        Fold(((0.172, 0.64), (0.182, 0.54), (0.180, 0.44), (0.166, 0.36)), 0.004, 0.0025),
    ),
    eye=Eye((0.0185, 0.050, 0.372), 0.034, (1.0, 0.08, 0.14)),
)  # fmt: skip
_SPINES = MedianFin(0.475, 0.565, 5, ((0, 0.032), (0.3, 0.075), (0.6, 0.098), (1, 0.082)), (38, 52), 0.30)
_SOFT = MedianFin(0.562, 0.705, 13, ((0, 0.086), (0.3, 0.080), (1, 0.038)), (50, 62), 0.04)
_ANAL = MedianFin(0.470, 0.712, 18, ((0, 0.042), (0.2, 0.078), (0.5, 0.078), (1, 0.034)), (36, 62), 0.06, True)
_CHAIN = (("head", -1.0), ("body", 0.22), ("tail_0", 0.42), ("tail_1", 0.54), ("tail_2", 0.66), ("tail_3", 0.77))
_MUD = Shore(0.36, 0.50, (), ((2.0, 2.0), (2.1, 2.0)), 0.0, 6)
_SNOUT_S = 0.030
_DROPS = tuple(f"drop_{number}" for number in range(12))


@dataclass(frozen=True)
class Parameters:
    """What may differ between two archerfish."""

    seed: int = 4
    length_m: float = 0.20
    atlas_px: int = 1024
    fins_px: int = 512
    sky_rays: int = 32


def grow(fish: Parameters) -> Growth:
    """Grow the fish: metres, y up, standing on y = 0; the same parameters give the same fish."""
    body = Body(_SHAPE)
    stance = Stance(
        ((-0.1, -5.0), (0.2, -3.0), (0.4, 0.0), (0.6, 3.0), (0.8, 12.0), (1.1, 24.0)),
        ((-0.1, 36.0), (0.25, 33.0), (0.5, 29.0), (0.8, 25.0), (1.1, 21.0)),
        0.4,
        (0.0, 0.43, 0.0),
    )
    bones, coats = _bones(body), [_skin(fish, body), _fins(fish, body)]
    snout = stance.posed(floats([[0.0, _SHAPE.nose_height, 0.5]]))[0]
    root, origin = fish_bones.assemble(bones, coats, _stage(fish, snout), stance, fish.length_m, fish.sky_rays)
    mouth = (stance.posed(floats([[0.0, 0.030, 0.5 - _SNOUT_S]]))[0] - origin) * fish.length_m
    target = (floats(archerfish_scene.TARGET) - origin) * fish.length_m
    drops = _drops(mouth, target, fish.length_m)
    body_at = (fish_bones.joint_places(bones, stance)["body"] - origin) * fish.length_m
    movement = swim(mouth, target, _DROPS, body_at, 0.012 * fish.length_m)
    return Growth(replace(root, children=(*root.children, *drops)), (movement,))


def _bones(body: Body) -> list[Bone]:
    bones = [Bone("body", "model", (0.0, 0.0, 0.20)), Bone("head", "body", (0.0, 0.0, 0.28))]
    parent = "body"
    for name, s in _CHAIN[2:]:
        bones.append(Bone(name, parent, (0.0, 0.0, 0.5 - s)))
        parent = name
    for side, sign in (("left", 1.0), ("right", -1.0)):
        x, y, z = _pectoral_root(body)
        bones.append(Bone(f"fin_{side}", "body", (sign * x, y, z)))
    return bones


def _skin(fish: Parameters, body: Body) -> Coat:
    colour, relief = archerfish_paint.body_colour(body, fish.seed), archerfish_paint.body_relief(body)
    eye = _SHAPE.eye
    patches = [
        body_patch(body, 104, 80, (1024, 640), colour, relief),
        Patch("eyes", eyes_mesh(eye), eye_surface(eye), (256, 256), archerfish_paint.eye_colour),
    ]
    atlas = paint_atlas(patches, fish.atlas_px)
    pieces = [Piece(patch.mesh, spine_weights(patch.mesh.positions, _CHAIN)) for patch in atlas.patches]
    material = Material("skin", texture=atlas.colours, relief=atlas.relief, relief_scale=0.7, roughness=0.24)
    return Coat("skin", material, pieces)


def _fins(fish: Parameters, body: Body) -> Coat:
    edge = ((0, 0.196), (0.25, 0.180), (0.5, 0.166), (0.75, 0.180), (1, 0.196))
    fins: list[tuple[str, Rays, int, tuple[int, int]]] = [
        ("spines", median_rays(body, _SPINES), 7, (320, 256)),
        ("soft", median_rays(body, _SOFT), 7, (384, 256)),
        ("anal", median_rays(body, _ANAL), 7, (512, 256)),
        ("tail", tail_rays(body, 17, edge, 27, 0.03), 8, (448, 448)),
        ("pectoral", _pectoral(body), 7, (256, 256)),
        ("pelvic", _pelvic(body), 6, (192, 192)),
    ]
    patches = []
    for name, rays, rows, size_px in fins:
        paint = archerfish_paint.fin_colour(name, len(rays.roots), fish.seed + 20)
        patches.append(fin_patch(name, rays, rows, size_px, paint))
    atlas = paint_atlas(patches, fish.fins_px)
    material = Material("fins", texture=atlas.colours, roughness=0.36, is_double_sided=True)
    return Coat("fins", material, [_hung(patch) for patch in atlas.patches])


def _hung(patch: Patch) -> Piece:
    if patch.node == "pectoral":
        both = with_mirror_image(patch.mesh)
        return Piece(both, {"fin_left": is_left(both), "fin_right": 1 - is_left(both)})
    mesh = with_mirror_image(patch.mesh) if patch.node == "pelvic" else patch.mesh
    return Piece(mesh, spine_weights(mesh.positions, _CHAIN))


def _pectoral_root(body: Body) -> tuple[float, float, float]:
    x, y, z = body.smooth_skin(floats(0.268), floats(0.235))
    return (float(x) - 0.003, float(y), float(z))


def _pectoral(body: Body) -> Rays:
    root = _pectoral_root(body)
    return fan_rays(root, (0.0, -0.030, -0.006), (0.062, 0.070, -0.120), (0.030, -0.055, -0.060), 12, (0.010, 0, 0))


def _pelvic(body: Body) -> Rays:
    x, y, z = body.smooth_skin(floats(0.36), floats(0.055))
    root = (float(x), float(y) + 0.004, float(z))
    return fan_rays(root, (0.004, 0.0, -0.020), (0.022, -0.050, -0.085), (0.008, -0.012, -0.060), 6, (0.004, 0, 0))


def _stage(fish: Parameters, snout: Floats) -> list[Ground]:
    colour, relief = fine_mud_pictures(fish.atlas_px // 2, fish.seed + 60)
    mud = Material("mud", texture=colour, relief=relief, relief_scale=0.5, roughness=0.6)
    water, twig = Material("water", roughness=0.05), Material("twig", roughness=0.5, is_double_sided=True)
    return [
        Ground("mud", mud, mud_meshes(_MUD)[0]),
        Ground("twig", twig, archerfish_scene.twig_mesh(fish.seed), 0.12),
        Ground("ripples", water, archerfish_scene.ripple_mesh(snout - floats([0.0, 0.012, 0.0])), 0.02),
    ]


def _drops(mouth: Floats, target: Floats, size: float) -> list[Node]:
    """Place the drops along their way, the first and thickest nearest to the ant."""
    water, nodes = Material("water", roughness=0.05), []
    for number, name in enumerate(_DROPS):
        flown = drop_start(number, len(_DROPS))
        near, far = on_the_way(mouth, target, np.array([flown - 0.02, flown + 0.02]))
        x, y, z = (float(value) for value in on_the_way(mouth, target, np.array([flown]))[0])
        radius = size * (0.0080 + 0.0060 * number / len(_DROPS))
        nodes.append(Node(name, archerfish_scene.drop_mesh(radius, 1.7 - 0.06 * number, far - near), water, (x, y, z)))
    return nodes
