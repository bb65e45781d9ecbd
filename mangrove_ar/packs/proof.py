"""Prove a plaque before it is printed: read its PDF, then photograph it as visitors will and count what is found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mangrove_ar.packs.proof_rules import HARD, NORMAL, ConditionResult, Proof, WorstFrame
from mangrove_ar.packs.qr import Symbol
from mangrove_ar.packs.raster import rasterise
from mangrove_ar.packs.readers import READERS
from mangrove_ar.packs.templates import Template
from mangrove_ar.packs.visit import BOARD_PX_PER_MM, Attempt, Visit

FRAMES = 4
"""For each hard condition, and twice as many for each normal one; all plaques meet the same, so that rates compare."""
WORST_FRAMES = 3


class Proven(NamedTuple):
    """A proof, and the JPEG pictures of its worst frames in their order."""

    proof: Proof
    pictures: tuple[bytes, ...]


def prove(pdf: bytes, mind: bytes, symbol: Symbol, template: Template, frames: int = FRAMES) -> Proven:
    """Prove one plaque; where something is not even found in the flat picture, nothing is photographed.

    Args:
        pdf: what goes to the printer, with one plaque; its TrimBox is the board.
        mind: the target that phones load; not looked at where the template has no marker.

    Raises:
        BadPlaque: the PDF cannot be drawn.
        BadMarker: the target is none.
        BuildFailure: a reader is not installed.
    """
    visit = Visit(rasterise(pdf, BOARD_PX_PER_MM), mind if template.marker_mm else None, symbol, template)
    is_worth_a_visit = all(visit.flat.values())
    shots = [
        (name, seed) for names, most in ((NORMAL, 2 * frames), (HARD, frames)) for name in names for seed in range(most)
    ]
    tries = [visit.attempt(name, seed) for name, seed in shots if is_worth_a_visit]
    proof = Proof(
        url=symbol.url,
        module_mm=symbol.module_mm,
        reading_distance_m=template.reading_distance_m,
        marker_distance_m=visit.marker_distance_m,
        flat=visit.flat,
        results=tuple(_results(tries)),
        worst=_worst(tries, has_marker="marker" in visit.flat),
    )
    return Proven(proof, tuple(visit.picture(frame.subject, frame.condition, frame.seed) for frame in proof.worst))


def _results(tries: Sequence[Attempt]) -> Iterator[ConditionResult]:
    for name in dict.fromkeys(one.condition for one in tries):
        own = [one for one in tries if one.condition == name]
        yield ConditionResult(
            condition=name,
            frames=len(own),
            read={reader: sum(reader in one.read_by for one in own) for reader in READERS},
            matched=sum(one.matched for one in own),
            both=sum(one.matched and len(one.read_by) == len(READERS) for one in own),
        )


def _worst(tries: Sequence[Attempt], *, has_marker: bool) -> tuple[WorstFrame, ...]:
    """Choose frames to look at, each of another condition: what ordinary conditions miss tells most."""
    missed = [WorstFrame("marker", one.condition, one.seed, ()) for one in tries if has_marker and not one.matched]
    for one in tries:
        missed_by = tuple(name for name in READERS if name not in one.read_by)
        if missed_by:
            missed.append(WorstFrame("qr", one.condition, one.seed, missed_by))
    missed.sort(key=_unlikeliness)
    of_each_condition = {frame.condition: frame for frame in reversed(missed)}
    return tuple(sorted(of_each_condition.values(), key=_unlikeliness)[:WORST_FRAMES])


def _unlikeliness(frame: WorstFrame) -> tuple[bool, bool, int]:
    """Sort what should not happen first: in normal conditions before hard ones, a lost marker before a lost code."""
    return frame.condition in HARD, frame.subject == "qr", -len(frame.missed_by)
