"""What a proof found, and the fixed rules by which a plaque passes.

Conditions come in two groups. *Normal* is what any visit brings: angle, hand, lens and light of the day. *Hard* is what
weather and years bring; in three of them (glare, mud, a third covered) something lies on the QR code itself. Normal
ones are photographed twice as often, as visitors meet them more often. Every frame counts: none is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

NORMAL = ("clear", "tilted", "rolled", "lens", "motion", "defocus", "noise", "dark", "bright")
HARD = ("far", "faded", "drops", "night", "leaf_shadow", "glare", "dirt", "covered")
LEAST_READ = 0.90
"""Share of single frames, of all conditions together, in which each reader must read the QR code."""
LEAST_MATCHED_NORMAL = 0.95
LEAST_MATCHED_HARD = 0.80
"""Shares of frames, of normal and of hard conditions, in which the marker must be found."""


@dataclass(frozen=True, kw_only=True)
class ConditionResult:
    """What was found in the frames of one condition.

    Attributes:
        condition: its name in `mangrove_ar.targets.camera.CONDITIONS`.
        frames: how many frames were tried for the QR code, and as many for the marker.
        read: by reader, in how many frames it read the address.
        matched: in how many frames the marker was found where it is.
        both: on how many of these plaques all readers read and the marker was found.
    """

    condition: str
    frames: int
    read: dict[str, int]
    matched: int
    both: int

    @property
    def hard(self) -> bool:
        """Say whether its marker counts by the rule for hard conditions."""
        return self.condition in HARD


@dataclass(frozen=True)
class WorstFrame:
    """A frame in which something was not found; condition and seed make it again.

    Attributes:
        subject: what was looked for, `qr` or `marker`.
        missed_by: the readers that did not read; empty for a marker.
    """

    subject: str
    condition: str
    seed: int
    missed_by: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """Why a plaque did not pass: a key of `packs.proof.faults` and the figures of its sentence."""

    code: str
    values: dict[str, str | float]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """All that is known about whether a plaque will work; as JSON it is kept beside the plaque.

    Attributes:
        url: what its QR code must say.
        module_mm: the side of a module of the QR code.
        reading_distance_m: from where the QR code was photographed.
        marker_distance_m: from where the marker was photographed; None where the plaque has none, or it was not found.
        flat: for each reader and for the marker, whether it was found in the rasterised PDF.
        results: one for each condition; empty where something was not even found in the flat picture.
        worst: up to three frames to look at, the most telling first.
    """

    url: str
    module_mm: float
    reading_distance_m: float
    marker_distance_m: float | None
    flat: dict[str, bool]
    results: tuple[ConditionResult, ...]
    worst: tuple[WorstFrame, ...]

    @property
    def has_marker(self) -> bool:
        """Say whether the plaque has a picture to track; a sticker has none."""
        return "marker" in self.flat

    @property
    def readers(self) -> list[str]:
        """Name the readers of QR codes."""
        return [name for name in self.flat if name != "marker"]

    @property
    def faults(self) -> list[Fault]:
        """Say why the plaque does not pass; empty when it does."""
        flat = list(_flat_faults(self))
        return flat or [*_read_faults(self), *_match_faults(self)]

    @property
    def passed(self) -> bool:
        """Say whether the plaque may be printed."""
        return not self.faults

    def read_share(self, reader: str) -> float:
        """Give the share of all frames in which a reader read the QR code."""
        return _share(sum(one.read[reader] for one in self.results), self.results)

    def matched_share(self, *, hard: bool) -> float:
        """Give the share of the frames of normal or of hard conditions in which the marker was found."""
        chosen = [one for one in self.results if one.hard is hard]
        return _share(sum(one.matched for one in chosen), chosen)


_PROOF = TypeAdapter(Proof)


def read_proof(facts: dict[str, Any]) -> Proof:
    """Give a proof back from what `dataclasses.asdict` made of it, also after it was written as JSON."""
    return _PROOF.validate_python(facts)


def _share(found: int, results: Iterable[ConditionResult]) -> float:
    frames = sum(one.frames for one in results)
    return found / frames if frames else 0.0


def _flat_faults(proof: Proof) -> Iterator[Fault]:
    for name, was_found in proof.flat.items():
        if not was_found:
            yield Fault("flat_marker", {}) if name == "marker" else Fault("flat", {"reader": name})


def _read_faults(proof: Proof) -> Iterator[Fault]:
    for reader in proof.readers:
        share = proof.read_share(reader)
        if share < LEAST_READ:
            yield Fault("read", {"reader": reader, "share": share, "least": LEAST_READ})


def _match_faults(proof: Proof) -> Iterator[Fault]:
    if not proof.has_marker:
        return
    for hard, least in ((False, LEAST_MATCHED_NORMAL), (True, LEAST_MATCHED_HARD)):
        share = proof.matched_share(hard=hard)
        if share < least:
            yield Fault("matched_hard" if hard else "matched_normal", {"share": share, "least": least})
