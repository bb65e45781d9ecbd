"""Name the measures of a crab's body, so that one shape serves many kinds.

The shell is about two units wide, which a two-centimetre crab calls centimetres.
"""

from dataclasses import dataclass, field

Pairs = tuple[tuple[float, float], ...]
Places = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Top:
    """The upper side of the shell."""

    box: tuple[float, float] = (2.16, 1.44)  # The margin's box with room, for the flat map of the top.
    dome: float = 0.34
    oval: tuple[float, float, float] = (1.08, 0.02, 0.74)  # Half-width, middle z, half-depth of the dome.
    edge: float = 0.10
    back_fall: float = 0.16
    lobe: tuple[float, float, float, float] = (0.2, 0.4, 0.66, 0.10)  # Half-width, z from and to, fall of the front.
    groove: float = 0.022
    lumps: tuple[tuple[float, float, float, float, float], ...] = ()  # |x|, z, half-widths in x and z, height.
    picture_px: tuple[int, int] = (600, 400)


@dataclass(frozen=True)
class Wall:
    """The sides, face and belly below the margin; orbits lie between `orbit` in |x|, softened at both ends."""

    front: tuple[float, float] = (0.42, 0.50)  # The wall is a face where z rises through these.
    orbit_start: tuple[float, float] = (0.13, 0.20)
    orbit_end: tuple[float, float] = (1.0, 0.86)
    orbit_depth: float = 0.13
    crest: tuple[float, float] = (0.045, 0.022)  # Height of the ridge below the orbit and of its teeth.
    mouth: tuple[float, float] = (0.33, 0.10)  # Half-width and depth.
    inset: Pairs = ((0, 0), (0.05, 0.0), (0.3, 0.03), (0.55, 0.14), (0.70, 0.34), (1, 1))
    height: Pairs = ((0, 0), (0.04, -0.004), (0.1, -0.05), (0.3, -0.22), (0.55, -0.42), (0.75, -0.57), (1, -0.62))
    softening: int = 0  # Below the margin its teeth fade into the mean of so many samples to each side.


@dataclass(frozen=True)
class Face:
    """Jaws and eyes; points are for the right side, an eye's in its own node, from hinge to tip."""

    jaw: Places = ((0.115, -0.10, 0.49), (0.135, -0.26, 0.505), (0.10, -0.43, 0.42))
    jaw_widths: Pairs = ((0, 0.085), (0.5, 0.115), (1, 0.07))
    jaw_heights: Pairs = ((0, 0.05), (0.5, 0.06), (1, 0.05))
    eye: Places = ((0, -0.02, 0), (0.02, 0.30, 0.02), (0.03, 0.66, 0.02))
    eye_widths: Pairs = ((0, 0.045), (0.3, 0.036), (0.74, 0.036), (0.80, 0.060), (0.90, 0.074), (1.0, 0.070))
    eye_ends: tuple[float, float] = (0.03, 0.07)


@dataclass(frozen=True)
class Body:
    """A crab's body; the margin is the right half seen from above (x, z), from the middle of the front to the back."""

    margin: Pairs
    columns: int = 72
    samples: int = 900
    top: Top = field(default_factory=Top)
    wall: Wall = field(default_factory=Wall)
    face: Face = field(default_factory=Face)
