"""Packs that are made, as the studio shows them: nothing but what their manifests list."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangrove_ar.catalogue.words import Words
from mangrove_ar.packs.folder import MANIFEST, read_whole, zip_path
from mangrove_ar.packs.queries import PackedView, PackView

MEDIA_TYPES = {
    "css": "text/css",
    "csv": "text/csv",
    "html": "text/html",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "zip": "application/zip",
}
TO_KEEP = {"csv", "json", "pdf", "zip"}
"""Files that a browser saves instead of showing them: people send them on."""
COMBINED = "combined"
"""How the names of the PDFs with all plaques begin: one, or several volumes."""
LINKS = {
    "report": "proof.html",
    "report_pdf": "proof.pdf",
    "codes": "codes.csv",
    "manifest": MANIFEST,
}
"""What a pack offers as a whole, by a key of `packs.pack`; a pack without proofs has no report."""


@dataclass(frozen=True)
class MadePlaque:
    """What was made of one plaque.

    Attributes:
        verdict: passed, not_passed, not_proven or refused.
        score: 0 to 100 for its marker, where that was looked at.
        pdf, preview: names of its files, where it has them.
        message: why it was refused.
        why: why it did not pass, a sentence for each reason in both languages.
    """

    verdict: str
    score: int | None
    pdf: str | None
    preview: str | None
    message: str
    why: list[dict[str, str]]


@dataclass(frozen=True)
class MadePack:
    """The folder of a pack that was made, with all its files there.

    Attributes:
        path: the folder; its ZIP lies beside it.
        manifest: what it says of the pack.
        files: their names on disk by the same in lower case, since that is how addresses come.
    """

    path: Path
    manifest: dict[str, Any]
    files: dict[str, str]

    @property
    def zip_name(self) -> str:
        """Name the ZIP of the whole pack."""
        return zip_path(self.path).name

    @property
    def volumes(self) -> list[str]:
        """Name the PDFs with all plaques that may be printed."""
        return sorted(name for name in self.files.values() if name.startswith(COMBINED))

    @property
    def links(self) -> list[tuple[str, str]]:
        """List what else the pack offers as a whole: a key of `packs.pack` and the name of the file."""
        return [(word, name) for word, name in LINKS.items() if name in self.files]

    @property
    def plaques(self) -> dict[str, MadePlaque]:
        """Give by station slug what was made of its plaque."""
        return {
            one["slug"]: MadePlaque(
                one["verdict"], one["score"], one["pdf"], one["preview"], one["message"], one["why"]
            )
            for one in self.manifest["plaques"]
        }

    def with_left_out(self, packed: Sequence[PackedView]) -> list[PackedView]:
        """List what the pack was to hold: what is in it, and the plaques that did not pass or were refused."""
        inside = {one.slug: one for one in packed}
        return [inside.get(one["slug"]) or _left_out(one) for one in self.manifest["plaques"]]

    @property
    def passed(self) -> int:
        """Count the plaques that passed."""
        return sum(one.verdict == "passed" for one in self.plaques.values())

    @property
    def is_proven(self) -> bool:
        """Tell whether its plaques were looked at as phones do."""
        return bool(self.manifest["is_proven"])

    def find(self, name: str) -> tuple[Path, str] | None:
        """Give the folder and the name of a file of the pack, or None for anything else."""
        if name.lower() == self.zip_name.lower():
            return self.path.parent, self.zip_name
        return (self.path, self.files[name.lower()]) if name.lower() in self.files else None


def _left_out(one: dict[str, Any]) -> PackedView:
    name = Words.model_validate(one["name"])
    return PackedView(one["slug"], one["number"], name, one["code"], one["revision"], one["target_sha256"], False)


def made_pack(shelf: Path, pack: PackView) -> MadePack | None:
    """Open the folder of a pack on the shelf; None as long as it is not made, or when its files are gone."""
    if pack.folder is None or pack.content_key is None:
        return None
    path = shelf / pack.folder
    manifest = read_whole(path, pack.content_key)
    if manifest is None:
        return None
    return MadePack(path, manifest, {name.lower(): name for name in (*manifest["files"], MANIFEST)})
