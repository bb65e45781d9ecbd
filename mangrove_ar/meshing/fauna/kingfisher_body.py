"""Shape a collared kingfisher's body: plump trunk with a big flat head, heavy bill, eyes, small feet. Centimetres.

The bird sits upright on y = 0 and looks along +z.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep, unit
from mangrove_ar.meshing.atlas import Patch, Surface
from mangrove_ar.meshing.fauna import kingfisher_paint as paint
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid

# The spine from the vent over belly, breast and neck to the crown (x, y, z).
_SPINE = (
    (0, 0.3, -2.7), (0, 1.6, -1.75), (0, 3.3, -0.75), (0, 5.1, 0.05), (0, 6.8, 0.50),
    (0, 8.0, 0.80), (0, 9.0, 1.00), (0, 9.8, 1.05), (0, 10.35, 0.90),
)  # fmt: skip
_HALF_WIDTHS = (
    (0, 0.80), (0.12, 1.95), (0.28, 2.72), (0.44, 2.85),
    (0.58, 2.46), (0.69, 2.06), (0.79, 2.13), (0.87, 2.02), (0.94, 1.74), (1, 1.35),
)  # fmt: skip
_HALF_DEPTHS = (
    (0, 0.75), (0.12, 1.80), (0.28, 2.58), (0.44, 2.74),
    (0.58, 2.44), (0.69, 2.26), (0.80, 2.56), (0.90, 2.44), (1, 1.90),
)  # fmt: skip
NECK_CM = floats([0.0, 7.5, 0.70])  # Where the head turns.
_BILL_CM = floats([0.0, 8.80, 2.85])
_EYE_CM = (1.60, 9.20, 1.95)
_EYE_RADIUS_CM = 0.46
_FEET_CM = ((0.85, 0.16, 0.25), (-0.85, 0.16, 0.15))
_TOES = ((-16.0, 1.5), (6.0, 1.75), (30.0, 1.35), (178.0, 1.05))  # Degrees from ahead, length.


def trunk() -> Patch:
    """Make trunk and head in one skin."""
    surface = _trunk_surface()
    return Patch("bird", skin(surface, 64, 44, 0.35), surface, (600, 440), paint.body_colour, paint.body_relief)


def head_share(positions: Floats) -> Floats:
    """Say how far each place of the trunk (n, 3) turns with the head: 0 below the collar to 1."""
    return smoothstep(6.4, 8.3, positions[:, 1])


def bill() -> tuple[Patch, Patch]:
    """Make the two halves of the bill, straight and heavy, the lower one rising to the tip."""
    upper = limb(
        _BILL_CM + floats([(0, 0.26, -0.6), (0, 0.20, 1.6), (0, -0.12, 4.15)]),
        [(0, 0.66), (0.25, 0.56), (0.6, 0.33), (1, 0.05)],
        [(0, 0.52), (0.25, 0.46), (0.6, 0.30), (1, 0.06)],
        (0.05, 0.06),
    )
    lower = limb(
        _BILL_CM + floats([(0, -0.26, -0.6), (0, -0.29, 1.5), (0, -0.17, 3.95)]),
        [(0, 0.62), (0.25, 0.52), (0.6, 0.30), (1, 0.05)],
        [(0, 0.40), (0.25, 0.38), (0.55, 0.30), (1, 0.04)],
        (0.05, 0.06),
    )
    return (
        Patch("bird", skin(upper, 22, 16, 0.2), upper, (150, 150), paint.upper_bill_colour, paint.bill_relief),
        Patch("bird", skin(lower, 22, 16, 0.2), lower, (150, 150), paint.lower_bill_colour, paint.bill_relief),
    )


def eyes() -> Mesh:
    """Make both eyes: dark brown with a black pupil and the glint of the sky."""
    u, v = unit_grid(20, 28)
    around, up = 2 * np.pi * u, np.pi * v
    ball = np.stack([np.cos(around) * np.sin(up), np.cos(up), np.sin(around) * np.sin(up)], axis=-1)
    meshes = []
    for side in (1.0, -1.0):
        mesh = cover_outward(floats(_EYE_CM) * [side, 1, 1] + ball * _EYE_RADIUS_CM, u, v)
        facing, glint = (mesh.normals @ unit(axis) for axis in ([side, 0.05, 0.35], [side, 0.55, 0.62]))
        colour = mix((0.075, 0.034, 0.016), (0.004, 0.004, 0.005), smoothstep(0.80, 0.86, facing))
        meshes.append(shaded(mesh, mix(colour, (0.85, 0.9, 0.95), smoothstep(0.952, 0.972, glint))))
    return join(meshes)


def feet() -> Patch:
    """Make both feet: a short leg from the belly, three toes ahead and one behind, each with a claw."""
    surfaces = [surface for foot in _FEET_CM for surface in _foot(floats(foot))]
    mesh = join([skin(surface, 12, 8, 0.3) for surface in surfaces])
    return Patch("feet", mesh, surfaces[0], (64, 64), paint.foot_colour, paint.foot_relief)


def _trunk_surface() -> Surface:
    """Sweep the trunk; the face is drawn out towards the bill and the crown is flattened."""
    plain = limb(_SPINE, _HALF_WIDTHS, _HALF_DEPTHS, (0.5, 1.05), up=(0, 0.35, -1))

    def surface(u: Floats, v: Floats) -> Floats:
        points = plain(u, v)
        x, y, z = points[..., 0], points[..., 1], points[..., 2]
        near = np.exp(-((x / 0.95) ** 2) - ((y - _BILL_CM[1]) / 0.75) ** 2) * smoothstep(1.2, 3.0, z)
        lore = np.exp(-(((y - 9.15) / 0.5) ** 2)) * smoothstep(1.2, 2.4, z) * smoothstep(0.5, 1.4, np.abs(x))
        brow = smoothstep(9.2, 10.7, y) * (0.75 * smoothstep(0.4, 2.8, z) - 0.22 * smoothstep(0.2, -1.4, z))
        return np.stack([x * (1 - 0.08 * lore), y, z + 0.42 * near - brow], axis=-1)

    return surface


def _foot(place: Floats) -> list[Surface]:
    side = float(np.sign(place[0]))
    leg = limb(
        place + floats([(side * 0.15, 1.5, -0.75), (0, 0.45, -0.30), (0, 0, 0)]),
        [(0, 0.42), (0.45, 0.24), (1, 0.22)],
        [(0, 0.42), (0.45, 0.24), (1, 0.22)],
        (0.1, 0.15),
    )
    surfaces = [leg]
    for turn_deg, length in _TOES:
        turn = np.radians(turn_deg) * side
        ahead = floats([np.sin(turn), 0, np.cos(turn)])
        down = floats([0, -1, 0])
        toe = [place, place + ahead * 0.5 * length + [0, 0.16, 0], place + ahead * length + down * 0.10]
        claw = [toe[2], toe[2] + ahead * 0.22 + [0, 0.04, 0], toe[2] + ahead * 0.42 + down * 0.26]
        thick = [(0, 0.20), (0.4, 0.17), (0.6, 0.19), (1, 0.14)]
        surfaces.append(limb(toe, thick, thick, (0.12, 0.12)))
        sharp = [(0, 0.11), (0.5, 0.08), (1, 0.015)]
        surfaces.append(limb(claw, sharp, sharp, (0.05, 0.02)))
    return surfaces
