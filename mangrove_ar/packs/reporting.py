"""Turn the verdicts of a pack into its proof report."""

from collections.abc import Sequence
from pathlib import Path

from mangrove_ar.packs.proof_report import Reported, report_files
from mangrove_ar.packs.proof_words import Both, say
from mangrove_ar.packs.verdicts import Verdict
from mangrove_ar.storage.base import Storage
from mangrove_ar.targets.score import Reason


def report_of(verdicts: Sequence[Verdict], kept: Storage, assets: Path, names: frozenset[str]) -> dict[str, bytes]:
    """Give the files of the report by their names inside the pack; refused plaques stand in the manifest only."""
    return report_files([_reported(one, kept) for one in verdicts if one.proof is not None], assets, names)


def _reported(one: Verdict, kept: Storage) -> Reported:
    assert one.proof is not None and one.printed is not None
    return Reported(
        plaque=one.plaque,
        preview=kept.get(one.printed.files["preview"]),
        passed=one.is_printable,
        proof=one.proof,
        pictures=[kept.get(name) for name in one.pictures],
        score=one.score,
        advice=[_sentence(reason) for reason in one.reasons],
    )


def _sentence(reason: Reason) -> Both:
    return say(f"score.{reason.code}", **reason.values)
