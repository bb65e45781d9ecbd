"""Grow mangrove horn shells on an arched root: one hangs by its thread of slime, one creeps up the bark.

Millimetres, written in metres.
"""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.bark import bark_pictures
from mangrove_ar.meshing.fauna import snail_flesh
from mangrove_ar.meshing.fauna.oval_mud_bed import mud_bed, rolling
from mangrove_ar.meshing.fauna.root_perch import FOOT_MM, creeping_up, root_mesh, under_root
from mangrove_ar.meshing.fauna.shell_paint import horn_pictures, rib_height, skin_pictures
from mangrove_ar.meshing.fauna.shells import BASE, Coiling, columella, outer_shell
from mangrove_ar.meshing.fauna.snail_scene import assembled, lying, shell_inside, shell_length, shift
from mangrove_ar.meshing.mesh import Mesh, join, moved, shaded
from mangrove_ar.meshing.mud import sandy_mud_pictures
from mangrove_ar.meshing.parts import Animation, Growth, Material, Track
from mangrove_ar.meshing.surfaces import cover
from mangrove_ar.meshing.tubes import tube
from mangrove_ar.meshing.turns import quaternion, quaternions, turn_matrix

_MM = 0.001
_SECONDS = 4.0
_HANGS_AT = 0.66  # Share of the root's points.
_CREEPS_AT = 0.33
_THREAD_MM = 11.0
# Places across the flank where its five cords rise and fall.
_FLANK = floats([0, 0.03, 0.10, 0.195, 0.29, 0.385, 0.48, 0.575, 0.67, 0.765, 0.86, 0.94, 1.0])
_INSIDE, _LIP = (0.16, 0.075, 0.035), (0.80, 0.66, 0.47)
_SKIN_DARK, _SKIN_PALE = (0.36, 0.26, 0.20), (0.74, 0.60, 0.47)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two horn shells; the numbers of the shell are Raup's."""

    seed: int = 6
    shell_length_m: float = 0.036
    whorls: int = 5
    expansion: float = 1.22
    distance: float = 0.15
    translation: float = 9.1
    picture_px: int = 1024
    sky_rays: int = 40


def grow(snail: Parameters) -> Growth:
    """Grow the snails: metres, y up, standing on y = 0; the same parameters give the same snails."""
    coiling = _coiling(snail)
    scale = snail.shell_length_m / _MM / shell_length(coiling)
    pillar = columella(coiling, 0.33, 0.945)
    shell, plainer = (join([outer_shell(coiling, _FLANK, rows), pillar]) for rows in (_rows, _fewer_rows))
    inside = shell_inside(coiling, _INSIDE, _LIP)
    hanging, creeping = _hanging(coiling, scale), creeping_up(_CREEPS_AT)
    lies = creeping @ lying(coiling, scale * 0.86, 6.0, 50.0, 12.0)
    foot = moved(join([snail_flesh.foot(19.0, 5.0), snail_flesh.head(3.7)]), shift([-2, 0, 4.5]))
    meshes = {
        "root": root_mesh(snail.seed),
        "mud": moved(mud_bed((26.0, 24.0), 7.0, _mud_height, 24.0), shift(FOOT_MM)),
        "hanging": moved(shell, hanging),
        "hanging_inside": join([moved(inside, hanging), moved(_lid(coiling), hanging), _thread()]),
        "creeping": moved(plainer, lies),
        "creeping_inside": moved(inside, lies),
        "flesh": moved(foot, creeping),
    }
    knot = under_root(_HANGS_AT)
    pivots = {"hanging": knot, "hanging_inside": knot}
    carried = {"hanging_inside": "hanging"}
    return assembled(meshes, pivots, _materials(snail), (14.0, snail.sky_rays), [_swing()], carried)


def _coiling(snail: Parameters) -> Coiling:
    return Coiling(
        snail.expansion,
        snail.distance,
        snail.translation,
        keel=(1.0, 0.35),
        bow=((0, 0), (0.12, 0.045), (0.5, 0.105), (0.85, 0.06), (1, 0)),
        base=((0.99, 0.52), (0.86, 0.78), (0.55, 1.02), (0.10, 1.13), (-0.35, 1.13), (-0.75, 1.04), (-0.96, 0.86)),
        inner=((-0.98, 0.5), (-0.97, -0.1), (-0.85, -0.7), (-0.5, -1.12), (0.0, -1.30), (0.32, -1.56)),
        whorls=float(snail.whorls),
        sculpture=_sculpture,
        lag=((0.0, 0.0), (0.5, -0.015), (1.0, 0.0), (1.6, 0.03), (2.2, 0.0), (3.0, 0.0)),
        flare=0.24,
        flare_turn=0.026,
    )


def _sculpture(turn: Floats, place: Floats) -> Floats:
    """Ribs crossed by cords, and one thick old lip, a varix, half a turn before the aperture."""
    varix = 0.12 * np.exp(-(((turn + 0.62) / 0.022) ** 2))
    smooth_lip = smoothstep(-0.008, -0.045, turn)
    ending = smoothstep(0.0, 0.25, BASE - place)
    return floats((0.13 * rib_height(turn, place) * smooth_lip + varix) * ending)


def _rows(whorl: int) -> int:
    return 105 if whorl == 0 else 84


def _fewer_rows(whorl: int) -> int:
    return 84 if whorl == 0 else 63


def _hanging(coiling: Coiling, scale: float) -> Floats:
    """Hang a shell tip down from the origin, a thread's length lower, by the outer edge of its lip."""
    matrix = np.eye(4)
    matrix[:3, :3] = turn_matrix(floats(quaternion(22.0, 180.0 - 13.0, -8.0))) * scale
    lip = coiling.surface(floats(0.0), floats(1.45))
    matrix[:3, 3] = floats([0, -_THREAD_MM, 0]) - matrix[:3, :3] @ lip
    return matrix


def _lid(coiling: Coiling) -> Mesh:
    """Close the mouth with the horny round lid behind which the snail has drawn back."""
    place, share = np.meshgrid(np.linspace(0, 3, 33), np.linspace(1, 0, 6), indexing="xy")
    rim = coiling.surface(np.full_like(place, -0.05), place, 0.05)
    middle = rim[0].mean(axis=0)
    points = middle + (rim - middle) * share[..., None] - floats([0, 0, 0.08]) * (1 - share[..., None] ** 2)
    mesh = cover(points, place / 3, share, inside_out=True)
    rings = 0.75 + 0.25 * np.cos(share.ravel() * 40)
    return shaded(mesh, rings[:, None] * floats([0.13, 0.065, 0.03]))


def _thread() -> Mesh:
    """Stretch the thread of slime: wide where it is glued on, thin between."""
    down = np.linspace(0, 1, 12)
    line = np.stack([0.25 * np.sin(down * 3), 0.6 - down * (_THREAD_MM + 0.8), 0.1 * np.sin(down * 5)], axis=1)
    thick = 0.22 + 1.5 * np.exp(-down / 0.05) + 0.9 * np.exp(-(1 - down) / 0.06)
    return shaded(tube(line, thick, 10), np.tile([0.78, 0.80, 0.72], (12 * 11, 1)))


def _mud_height(x: Floats, z: Floats) -> Floats:
    return floats(rolling(x, z, 16.0, 1.6, 81) + 4.0 * np.exp(-((x**2 + z**2) / 260.0)))


def _materials(snail: Parameters) -> dict[str, Material]:
    shell = horn_pictures(snail.picture_px, snail.seed)
    skin = skin_pictures(snail.picture_px // 4, snail.seed + 9, _SKIN_DARK, _SKIN_PALE)
    bark = bark_pictures(snail.picture_px // 2, snail.seed + 30)
    mud = sandy_mud_pictures(snail.picture_px // 4, snail.seed + 20)
    coat = Material("shell", texture=shell[0], relief=shell[1], roughness=0.6)
    nacre = Material("inside", roughness=0.30, is_double_sided=True)
    return {
        "hanging": coat,
        "creeping": coat,
        "hanging_inside": nacre,
        "creeping_inside": nacre,
        "flesh": Material("flesh", texture=skin[0], relief=skin[1], relief_scale=0.5, roughness=0.42),
        "root": Material("bark", texture=bark[0], relief=bark[1], roughness=0.85),
        "mud": Material("mud", base_colour=(0.62, 0.60, 0.58), texture=mud[0], relief=mud[1], roughness=0.50),
    }


def _swing() -> Animation:
    """Let the hanging shell swing in a breath of wind and turn a little on its thread."""
    share = np.linspace(0, 1, 41)
    wave = 2 * np.pi * share
    angles = np.stack([10 * np.sin(wave), 4.5 * np.sin(wave), 2.5 * np.sin(2 * wave)], axis=1)
    return Animation("swing", (Track("hanging", "rotation", share * _SECONDS, quaternions(angles)),))
