"""Name the paints of one kind of crab, so that shapes and colours can be exchanged apart."""

from dataclasses import dataclass

from mangrove_ar.meshing.atlas import Paint


@dataclass(frozen=True)
class Coat:
    """What each part of a crab is painted and embossed with; a kind with two equal claws needs no small one."""

    shell: Paint
    shell_relief: Paint
    face: Paint
    face_relief: Paint
    mouth: Paint
    eye: Paint
    leg: Paint
    leg_relief: Paint
    arm: Paint
    palm: Paint
    palm_relief: Paint
    finger: Paint
    finger_relief: Paint
    small_claw: Paint
