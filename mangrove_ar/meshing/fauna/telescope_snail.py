"""Grow a telescope snail that creeps over wet mud, its tall cone trailing behind. Millimetres, written in metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.fauna import snail_flesh
from mangrove_ar.meshing.fauna.oval_mud_bed import mud_bed, rolling
from mangrove_ar.meshing.fauna.shell_paint import cord_height, skin_pictures, telescope_pictures
from mangrove_ar.meshing.fauna.shells import BASE, Coiling, columella, outer_shell
from mangrove_ar.meshing.fauna.snail_scene import assembled, lying, shell_inside, shell_length, shift
from mangrove_ar.meshing.mesh import join, moved
from mangrove_ar.meshing.mud import sandy_mud_pictures
from mangrove_ar.meshing.parts import Animation, Growth, Material, Track
from mangrove_ar.meshing.turns import quaternions

_MM = 0.001
_SECONDS = 5.0
_ROLL_DEG = 52.0  # Brings the lip down beside the foot.
_PITCH_DEG = 11.0  # The cone slopes down to its tip.
_AXIS_MM = 17.6  # Height of the shell's axis where the last whorl is widest.
_SKIN_DARK, _SKIN_PALE = (0.20, 0.18, 0.165), (0.50, 0.45, 0.38)
# Places across the flank where its four cords begin, are highest and end.
_FLANK = floats(
    [0, 0.02, 0.05, 0.13, 0.21, 0.25, 0.29, 0.375, 0.46, 0.50, 0.54, 0.615, 0.69, 0.735, 0.78, 0.865, 0.95, 0.98, 1.0]
)
_INSIDE, _LIP = (0.060, 0.030, 0.018), (0.20, 0.12, 0.075)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two telescope snails; the numbers of the shell are Raup's."""

    seed: int = 5
    shell_length_m: float = 0.09
    whorls: int = 15
    expansion: float = 1.19
    distance: float = 0.12
    translation: float = 6.8
    picture_px: int = 1024
    sky_rays: int = 40


def grow(snail: Parameters) -> Growth:
    """Grow the snail: metres, y up, standing on y = 0; the same parameters give the same snail."""
    coiling = _coiling(snail)
    scale = snail.shell_length_m / _MM / shell_length(coiling)
    matrix = lying(coiling, scale, _AXIS_MM, _ROLL_DEG, _PITCH_DEG)
    base_mm = 0.5 * (coiling.base[2][1] - coiling.keel[1]) * coiling.half_breadth * scale
    head_at = floats([-5.0, 0.0, base_mm + 10.0])
    meshes = {
        "shell": moved(join([outer_shell(coiling, _FLANK, _rows), columella(coiling, 0.28, 0.985)]), matrix),
        "inside": moved(shell_inside(coiling, _INSIDE, _LIP), matrix),
        "foot": moved(snail_flesh.foot(46.0, 13.0), shift(head_at)),
        "head": snail_flesh.head(9.5),
        "mud": moved(mud_bed((38.0, 64.0), 8.0, _mud_height, 26.0), shift([0, 0, -24.0])),
    }
    return assembled(meshes, {"head": head_at}, _materials(snail), (25.0, snail.sky_rays), [_graze()])


def _coiling(snail: Parameters) -> Coiling:
    return Coiling(
        snail.expansion,
        snail.distance,
        snail.translation,
        keel=(1.0, 0.43),
        bow=((0, 0), (0.5, 0.012), (1, 0)),
        base=((0.985, 0.60), (0.84, 0.80), (0.50, 0.96), (0.05, 1.06), (-0.40, 1.17), (-0.78, 1.30), (-0.96, 1.36)),
        inner=((-0.99, 1.0), (-0.99, 0.6), (-0.95, 0.2), (-0.75, -0.12), (-0.35, -0.25), (0.15, -0.42), (0.5, -0.75)),
        whorls=float(snail.whorls),
        sculpture=lambda turn, place: 0.075 * cord_height(place) * smoothstep(0.02, 0.12, BASE - place),
        lag=((0.0, 0.0), (0.5, -0.025), (1.0, 0.0), (1.5, 0.05), (2.0, 0.0), (3.0, 0.0)),
    )


def _rows(whorl: int) -> int:
    return 48 if whorl < 3 else 32 if whorl < 7 else 20


def _mud_height(x: Floats, z: Floats) -> Floats:
    """Roll gently; the shell has drawn a furrow behind it, and mud is pushed up at its sides."""
    behind = smoothstep(10.0, -30.0, z - 24.0)
    furrow = -2.6 * np.exp(-((x / 9.0) ** 2)) + 1.6 * np.exp(-(((np.abs(x) - 17.0) / 6.0) ** 2))
    return floats(rolling(x, z, 22.0, 2.4, 71) + furrow * behind + rolling(x, z, 6.0, 0.5, 72))


def _materials(snail: Parameters) -> dict[str, Material]:
    shell, skin = (
        telescope_pictures(snail.picture_px, snail.seed),
        skin_pictures(snail.picture_px // 4, snail.seed + 9, _SKIN_DARK, _SKIN_PALE),
    )
    mud = sandy_mud_pictures(snail.picture_px * 3 // 8, snail.seed + 20)
    flesh = Material("flesh", texture=skin[0], relief=skin[1], relief_scale=0.5, roughness=0.42)
    return {
        "shell": Material("shell", texture=shell[0], relief=shell[1], roughness=0.58),
        "inside": Material("inside", roughness=0.30, is_double_sided=True),
        "foot": flesh,
        "head": flesh,
        "mud": Material("mud", base_colour=(0.62, 0.60, 0.58), texture=mud[0], relief=mud[1], roughness=0.50),
    }


def _graze() -> Animation:
    """Let the snout sweep over the mud and dip."""
    share = np.linspace(0, 1, 41)
    wave = 2 * np.pi * share
    angles = np.stack([13 * np.sin(wave), 0 * wave, 3.5 * (1 - np.cos(2 * wave)) * -0.5], axis=1)
    return Animation("graze", (Track("head", "rotation", share * _SECONDS, quaternions(angles)),))
