"""The figures of the proof report as rows of cells, each with its text and its mark."""

from typing import Any

from mangrove_ar.packs.proof_rules import (
    LEAST_MATCHED_HARD,
    LEAST_MATCHED_NORMAL,
    LEAST_READ,
    ConditionResult,
    Proof,
)
from mangrove_ar.packs.proof_words import Both, branch, percent
from mangrove_ar.packs.readers import READERS
from mangrove_ar.targets.score import LEAST_POINTS

GOOD, BAD, SEEN, PLAIN = "good", "bad", "seen", "plain"
"""Marks of a cell: it meets the rule, it does not, it is low and does not decide alone, or no rule is about it."""

Cell = dict[str, Any]
Row = dict[str, Any]


def rate_columns(proof: Proof) -> list[Both]:
    """Name the columns of the table of rates."""
    names = ("condition", *READERS, "marker", "both") if proof.has_marker else ("condition", *READERS)
    return [branch(f"packs.proof.columns.{name}") for name in names]


def rate_groups(proof: Proof) -> list[dict[str, Any]]:
    """Give the table of rates in its three pieces: all together, normal conditions, hard ones."""
    groups: list[dict[str, Any]] = [{"name": None, "rows": [_flat_row(proof)]}]
    if not proof.results:
        return groups
    groups[0]["rows"].append(_everywhere_row(proof))
    for name, hard in (("normal", False), ("hard", True)):
        rows = [_row(proof, result) for result in proof.results if result.hard is hard]
        groups.append({"name": branch(f"packs.proof.{name}"), "rows": rows})
    return groups


def summary_columns() -> list[Both]:
    """Name the columns of the summary."""
    names = ("station", "score", *READERS, "marker_normal", "marker_hard", "verdict")
    return [branch(f"packs.proof.columns.{name}") for name in names]


def summary_cells(proof: Proof, score: int | None) -> list[Cell]:
    """Give the figures of one plaque between its name and its verdict."""
    none = _cell("–", PLAIN)
    cells = [none if score is None else _cell(str(score), _mark(score >= LEAST_POINTS))]
    if not proof.results:
        return cells + [none] * (len(READERS) + 2)
    cells += [_share(proof.read_share(reader), LEAST_READ) for reader in READERS]
    if not proof.has_marker:
        return [*cells, none, none]
    cells.append(_share(proof.matched_share(hard=False), LEAST_MATCHED_NORMAL))
    cells.append(_share(proof.matched_share(hard=True), LEAST_MATCHED_HARD))
    return cells


def _flat_row(proof: Proof) -> Row:
    found, missed = branch("packs.proof.found"), branch("packs.proof.missed")
    cells = [_cell(found if proof.flat[name] else missed, _mark(proof.flat[name])) for name in proof.flat]
    return _named("flat", cells, proof)


def _everywhere_row(proof: Proof) -> Row:
    frames = sum(result.frames for result in proof.results)
    cells = [_share(proof.read_share(reader), LEAST_READ) for reader in READERS]
    if proof.has_marker:
        cells.append(_cell(percent(sum(result.matched for result in proof.results) / frames), SEEN))
        cells.append(_cell(percent(sum(result.both for result in proof.results) / frames), SEEN))
    return _named("everywhere", cells, proof)


def _row(proof: Proof, result: ConditionResult) -> Row:
    cells = [_count(result.read[reader], result, LEAST_READ) for reader in READERS]
    if proof.has_marker:
        cells.append(_count(result.matched, result, LEAST_MATCHED_HARD if result.hard else LEAST_MATCHED_NORMAL))
        cells.append(_count(result.both, result, 0))
    return {"name": branch(f"packs.proof.conditions.{result.condition}"), "total": False, "cells": cells}


def _named(name: str, cells: list[Cell], proof: Proof) -> Row:
    empty = [None] * (len(rate_columns(proof)) - 1 - len(cells))
    return {"name": branch(f"packs.proof.{name}"), "total": True, "cells": [*cells, *empty]}


def _share(share: float, least: float) -> Cell:
    return _cell(percent(share), _mark(share >= least))


def _count(found: int, result: ConditionResult, least: float) -> Cell:
    """Give a rate of one condition: below the rule it is pointed out and decides nothing, as rules are about many."""
    share = found / result.frames
    mark = SEEN if share < least else PLAIN if least == 0 else GOOD
    return _cell(percent(share), mark, f"{found}/{result.frames}")


def _mark(is_good: bool) -> str:
    return GOOD if is_good else BAD


def _cell(text: str | Both, mark: str, detail: str | None = None) -> Cell:
    both = text if isinstance(text, dict) else None
    return {"text": None if both else text, "both": both, "mark": mark, "detail": detail}
