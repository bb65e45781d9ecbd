"""Turn the verdicts of a pack into its proof report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mangrove_ar.packs.proof_report import Reported, report_files
from mangrove_ar.packs.proof_words import Both, reason_sentence, say
from mangrove_ar.packs.verdicts import Verdict
from mangrove_ar.storage.base import Storage


def report_of(verdicts: Sequence[Verdict], kept: Storage, assets: Path, names: frozenset[str]) -> dict[str, bytes]:
    """Give the files of the report by their names inside the pack; refused plaques stand in the manifest only."""
    posts = {one.plaque.slug: _post(one) for one in verdicts}
    proven = [one for one in verdicts if one.proof is not None]
    return report_files([_reported(one, kept, posts) for one in proven], assets, names)


def _reported(one: Verdict, kept: Storage, posts: Mapping[str, Both]) -> Reported:
    assert one.proof is not None and one.printed is not None
    return Reported(
        plaque=one.plaque,
        preview=kept.get(one.printed.files["preview"]),
        passed=one.is_printable,
        proof=one.proof,
        pictures=[kept.get(name) for name in one.pictures],
        score=one.score,
        advice=[reason_sentence(reason, posts) for reason in one.reasons],
    )


def _post(one: Verdict) -> Both:
    name = one.plaque.name
    station = say("packs.proof.station", number=one.plaque.number)
    return {"th": f"{station['th']} {name.th}", "en": f"{station['en']}, {name.en}"}
