"""Dress a mudskipper: body, eyes, arms and fins, painted and hung on their bones. Unit: the fish's length."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import floats, smoothstep
from mangrove_ar.meshing.atlas import Patch, paint_atlas
from mangrove_ar.meshing.fauna import mudskipper_fin_paint, mudskipper_paint
from mangrove_ar.meshing.fauna.fish_body import (
    Body,
    body_patch,
    eye_surface,
    eyes_mesh,
    is_left,
    with_mirror_image,
)
from mangrove_ar.meshing.fauna.fish_bones import Coat, Piece, spine_weights
from mangrove_ar.meshing.fauna.fish_fins import Rays, fan_rays, fin_patch, median_rays, tail_rays, thread
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.fauna.mudskipper_kinds import KINDS, Kind
from mangrove_ar.meshing.mesh import join
from mangrove_ar.meshing.parts import Material

# The bones of the spine from head to tail, and the s where each begins.
CHAIN = (("head", -1.0), ("body", 0.20), ("tail_0", 0.40), ("tail_1", 0.52), ("tail_2", 0.64), ("tail_3", 0.76))
_SHOULDER_S = 0.258
_WRIST_X_Z = (0.118, 0.278)
_WRIST_LIFT = 0.019  # Above the belly.
_ARM_WIDTHS = ((0, 0.034), (0.45, 0.026), (1, 0.011))
_ARM_HEIGHTS = ((0, 0.026), (0.5, 0.023), (1, 0.020))
_SEAT_S = 0.34  # Where the belly rests on the mud.


def shoulder_place(body: Body) -> tuple[float, float, float]:
    """Give the left shoulder, on the skin."""
    x, y, z = body.smooth_skin(floats(_SHOULDER_S), floats(0.19))
    return (float(x), float(y), float(z))


def wrist_place(body: Body) -> tuple[float, float, float]:
    """Give the left wrist, low enough that the hand lies on the mud."""
    return (_WRIST_X_Z[0], float(body.belly(floats(_SEAT_S))) + _WRIST_LIFT, _WRIST_X_Z[1])


def skin_coat(name: str, body: Body, seed: int, atlas_px: int) -> Coat:
    """Paint body, eyes and arms of a kind and hang them on their bones."""
    colour, relief = mudskipper_paint.body_colour(name, body, seed), mudskipper_paint.body_relief(body, seed)
    eye = body.shape.eye
    patches = [
        body_patch(body, 112, 84, (1024, 576), colour, relief),
        Patch("eyes", eyes_mesh(eye), eye_surface(eye), (256, 256), mudskipper_paint.eye_colour(name)),
        _arms(name, body, seed),
    ]
    atlas = paint_atlas(patches, atlas_px)
    skin_mesh, eyes, arms = (patch.mesh for patch in atlas.patches)
    left_eye, left_arm = is_left(eyes), is_left(arms)
    reach = smoothstep(0.035, 0.085, np.abs(arms.positions[:, 0]))
    pieces = [
        Piece(skin_mesh, spine_weights(skin_mesh.positions, CHAIN)),
        Piece(eyes, {"eye_left": left_eye, "eye_right": 1 - left_eye}),
        Piece(arms, {"body": 1 - reach, "arm_left": reach * left_arm, "arm_right": reach * (1 - left_arm)}),
    ]
    material = Material("skin", texture=atlas.colours, relief=atlas.relief, relief_scale=0.8, roughness=0.26)
    return Coat("skin", material, pieces)


def fins_coat(name: str, body: Body, seed: int, fins_px: int) -> Coat:
    """Paint the fins of a kind and hang them on their bones."""
    kind = KINDS[name]
    first = median_rays(body, kind.first_dorsal)
    fins: list[tuple[str, Rays, int, tuple[int, int]]] = [
        ("first_dorsal", first, 9, (448, 448)),
        ("second_dorsal", median_rays(body, kind.second_dorsal), 6, (512, 256)),
        ("tail", tail_rays(body, 15, kind.tail_lengths, kind.tail_spread_deg, 0.05), 8, (448, 448)),
        ("anal", median_rays(body, kind.anal), 4, (256, 96)),
        ("hand", _hand_rays(body), 8, (256, 256)),
        ("pelvic", _pelvic_rays(kind, body), 5, (192, 128)),
    ]
    patches = []
    for fin, rays, rows, size_px in fins:
        paint = mudskipper_fin_paint.fin_colour(name, fin, len(rays.roots), seed + 20)
        patches.append(fin_patch(fin, rays, rows, size_px, paint))
    atlas = paint_atlas(patches, fins_px)
    pieces: list[Piece] = []
    for patch in atlas.patches:
        pieces += _hung(patch, first, kind)
    material = Material("fins", texture=atlas.colours, roughness=0.34, is_double_sided=True)
    return Coat("fins", material, pieces)


def _hung(patch: Patch, first: Rays, kind: Kind) -> list[Piece]:
    mesh = patch.mesh
    if patch.node == "hand":
        mesh = with_mirror_image(mesh)
        return [Piece(mesh, {"hand_left": is_left(mesh), "hand_right": 1 - is_left(mesh)})]
    if patch.node == "pelvic" and not kind.is_disc_fused:
        mesh = with_mirror_image(mesh)
    if patch.node != "first_dorsal":
        return [Piece(mesh, spine_weights(mesh.positions, CHAIN))]
    free = [thread(first, number, length, 0.0022, 0.55) for number, length in kind.threads]
    low, high = mesh.uvs.min(axis=0), mesh.uvs.max(axis=0)
    crest = join([mesh, *(replace(one, uvs=low + one.uvs * (high - low)) for one in free)])
    return [Piece(crest, {"crest": np.ones(len(crest.positions))})]


def _arms(name: str, body: Body, seed: int) -> Patch:
    """Shape the muscular roots of the pectoral fins: out of the flank, down and forward to the wrist."""
    start, wrist = floats(shoulder_place(body)) * floats([0.72, 1, 1]), floats(wrist_place(body))
    elbow = (start + wrist) / 2 + floats([0.008, 0.012, -0.006])
    thick = KINDS[name].arm
    wide = floats(_ARM_WIDTHS) * floats([1, thick])
    high = floats(_ARM_HEIGHTS) * floats([1, thick])
    surface = limb(np.stack([start, elbow, wrist]), wide, high, (0.024, 0.010), up=(0, 0, 1))
    paint = mudskipper_paint.arm_colour(name, seed)
    return Patch("arms", with_mirror_image(skin(surface, 14, 18)), surface, (192, 192), paint)


def _hand_rays(body: Body) -> Rays:
    x, y, z = wrist_place(body)
    return fan_rays(
        (x, y - 0.004, z), (0.012, -0.004, -0.030), (0.036, -0.012, 0.052), (0.010, -0.010, -0.078), 12, (0, 0.010, 0)
    )


def _pelvic_rays(kind: Kind, body: Body) -> Rays:
    low = float(body.belly(floats(0.27)))
    wide, aside = (0.036, 0.0) if kind.is_disc_fused else (0.016, 0.022)
    return fan_rays(
        (aside, low + 0.004, 0.5 - 0.245),
        (wide, 0, 0),
        (0.034, -0.006, -0.050),
        (-0.030, -0.006, -0.050),
        9,
        (0, -0.004, 0),
    )
