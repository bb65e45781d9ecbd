"""The verdict on one plaque of a pack: may it be printed, and if not, why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.proof_rules import Proof, read_proof
from mangrove_ar.packs.proof_words import Both, fault_sentence, reason_sentence
from mangrove_ar.steps.ledger import Entry
from mangrove_ar.targets.score import LEAST_POINTS, Reason, look_alike

Word = Literal["passed", "not_passed", "not_proven", "refused"]


@dataclass(frozen=True)
class Verdict:
    """What became of a plaque.

    Attributes:
        printed: its PDF and preview; None where it was refused, for the reason in `message`.
        proof: what was found by looking; None without proof.
        score, reasons: of its marker; None and empty without proof or marker.
        pictures: names in storage of the worst frames.
    """

    plaque: Plaque
    word: Word
    printed: Entry | None = None
    message: str = ""
    proof: Proof | None = None
    score: int | None = None
    reasons: tuple[Reason, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def is_printable(self) -> bool:
        """Say whether the pack may hold its PDF; a pack without proofs holds drafts that say so."""
        return self.word in {"passed", "not_proven"}

    @property
    def pdf_name(self) -> str:
        """Name its PDF in the pack."""
        return f"plaques/{self.plaque.number:02}-{self.plaque.slug}.pdf"

    @property
    def preview_name(self) -> str:
        """Name its preview in the pack."""
        return f"previews/{self.plaque.number:02}-{self.plaque.slug}.png"

    @property
    def why(self) -> list[Both]:
        """Say why it did not pass: what was not found, and what the marker lost most points for."""
        if self.word != "not_passed" or self.proof is None:
            return []
        return [*map(fault_sentence, self.proof.faults), *(reason_sentence(one, {}) for one in self.reasons[:1])]

    def facts(self) -> dict[str, Any]:
        """Give what the manifest says of it."""
        return {
            "slug": self.plaque.slug,
            "number": self.plaque.number,
            "name": self.plaque.name.model_dump(),
            "code": self.plaque.code,
            "url": self.plaque.url,
            "revision": self.plaque.revision,
            "target_sha256": self.plaque.target,
            "verdict": self.word,
            "message": self.message,
            "why": self.why,
            "score": self.score,
            "pdf": self.pdf_name if self.is_printable else None,
            "preview": self.preview_name if self.printed else None,
        }


def judge(plaque: Plaque, printed: Entry, proven: Entry, pairs: Mapping[tuple[str, str], float]) -> Verdict:
    """Judge a plaque by its proof, by the score of its marker, and by its likeness to the other markers."""
    proof, score = read_proof(proven.facts["proof"]), proven.facts.get("score")
    reasons = [Reason(**reason) for reason in proven.facts.get("reasons", ())]
    twin = look_alike(plaque.slug, pairs) if score is not None else None
    is_good = proof.passed and (score is None or score >= LEAST_POINTS) and twin is None
    pictures = tuple(name for role, name in sorted(proven.files.items()) if role.startswith("worst"))
    return Verdict(
        plaque,
        "passed" if is_good else "not_passed",
        printed,
        proof=proof,
        score=score,
        reasons=(*([twin] if twin else []), *reasons),
        pictures=pictures,
    )
