"""Make a pack: set every plaque, prove each, and put those that passed into a folder for the printer.

What was set or proved once is kept under a key made of all that shapes it: an unchanged plaque is not made again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mangrove_ar.errors import BadMarker, BadPlaque, MangroveError
from mangrove_ar.packs.folder import PackFolder, codes_csv, read_whole
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.steps import Drawn, Workshop, compare_targets, print_plaques, print_volume, prove_plaque
from mangrove_ar.packs.templates import Template
from mangrove_ar.packs.verdicts import Verdict, judge
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.keeping import Keeper
from mangrove_ar.steps.ledger import Entry
from mangrove_ar.steps.running import run_bounded
from mangrove_ar.steps.versions import step_version
from mangrove_ar.storage.base import Storage
from mangrove_ar.web.languages import TRANSLATIONS

TYPESETTING = ("typst", "pikepdf", "pythainlp", "fontpkg-sarabun", "qrcode", "pillow", "pypdfium2")
LOOKING = ("numpy", "scipy", "pillow", "zxing-cpp", "pyzbar", "pypdfium2", "qrcode")
AT_A_TIME = 10
"""Plaques that a worker sets in one go."""
MOST_IN_VOLUME = 50
"""Plaques in one combined PDF; a larger pack comes in volumes, so that neither we nor the printer run out of memory."""

ONE_VOLUME = "combined.pdf"
OF_THE_PLAQUE = (BadPlaque, BadMarker)
LAYOUT = "plaques/proof.typ"
"""Of the report, below the assets."""

OpenExecutor = Callable[[], AbstractContextManager[Executor]]
Tell = Callable[[int, int], object]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be made: the template, its reading distance as asked for, and whether plaques are proven."""

    template: Template
    is_proven: bool = True


@dataclass(frozen=True)
class Packer:
    """Makes packs.

    Attributes:
        keeper: where PDFs, previews and proofs are kept between packs.
        files: the built files: markers and targets.
        shop: templates, names and the note of each sheet.
    """

    keeper: Keeper
    files: Storage
    shop: Workshop
    open_pool: OpenExecutor = open_executor

    def make(
        self, order: Order, plaques: Sequence[Plaque], targets: Mapping[str, str], out: Path, tell: Tell
    ) -> dict[str, Any]:
        """Make a pack in a folder, with its ZIP beside it, and return its manifest.

        Args:
            targets: SHA-256 of the target of every station that a phone could meet, by slug.
            tell: is told how many plaques are ready, and of how many.

        Raises:
            BuildFailure, StorageFailure: it could not be finished; what was made is kept, so run it again.
        """
        work = _Work(self, order, plaques, targets)
        known = read_whole(out, work.key)
        if known is not None:
            return known
        with self.open_pool() as pool:
            work.print(pool, None if order.is_proven else tell)
            if order.is_proven:
                work.prove(pool, tell)
            return self._write(work, order, out, pool)

    def _write(self, work: "_Work", order: Order, out: Path, pool: Executor) -> dict[str, Any]:
        """Fill the folder in an order that depends on nothing but the pack, so that equal packs are equal ZIPs."""
        verdicts = work.verdicts()
        with PackFolder(out) as folder:
            for name, content, inside in work.volumes(pool, [one for one in verdicts if one.is_printable]):
                folder.write(name, content)
                self._write_plaques(folder, inside)
            self._write_plaques(folder, [one for one in verdicts if not one.is_printable])
            self._write_about(folder, order, verdicts)
            return folder.close(work.key, _facts(order, verdicts))

    def _write_plaques(self, folder: PackFolder, verdicts: Sequence[Verdict]) -> None:
        """Write previews, and the PDFs of what may be printed; workers set the next volume meanwhile."""
        kept = self.keeper.storage
        for one in verdicts:
            if one.printed is not None:
                folder.write(one.preview_name, kept.get(one.printed.files["preview"]))
            if one.printed is not None and one.is_printable:
                folder.write(one.pdf_name, kept.get(one.printed.files["pdf"]))

    def _write_about(self, folder: PackFolder, order: Order, verdicts: Sequence[Verdict]) -> None:
        if order.is_proven:
            # Imported here: a draft needs no report.
            from mangrove_ar.packs.reporting import report_of

            for name, content in report_of(verdicts, self.keeper.storage, self.shop.assets, self.shop.names).items():
                folder.write(name, content)
        words = {one.plaque.slug: one.word for one in verdicts}
        folder.write("codes.csv", codes_csv([one.plaque for one in verdicts], words))


class _Work:
    """The steps of one pack, their keys, and what came of them."""

    def __init__(self, packer: Packer, order: Order, plaques: Sequence[Plaque], targets: Mapping[str, str]) -> None:
        self._keeper, self._files, self._shop, self._order = packer.keeper, packer.files, packer.shop, order
        self._plaques, self._targets = plaques, targets
        setting = _digest(_typesetting_version(), _templates(self._shop.assets), sorted(self._shop.names))
        looking = step_version("mangrove_ar.packs.steps", libraries=LOOKING) if order.is_proven else ""
        self._prints = {one: _digest("print", asdict(one), self._template, self._shop.note, setting) for one in plaques}
        self._proofs = {one: _digest("proof", key, looking) for one, key in self._prints.items()}
        self._likeness = _digest("likeness", sorted(targets.items()), looking)
        self._refused: dict[Plaque, str] = {}
        keys = (self._proofs if order.is_proven else self._prints).values()
        about = _report_version(self._shop.assets) if order.is_proven else step_version("mangrove_ar.packs.packing")
        self.key = _digest("pack", sorted(keys), self._likeness if order.is_proven else "", about)

    def print(self, pool: Executor, tell: Tell | None) -> None:
        """Set the plaques that were not set before."""
        missing = [one for one in self._plaques if self._keeper.known(self._prints[one]) is None]
        groups = [missing[start : start + AT_A_TIME] for start in range(0, len(missing), AT_A_TIME)]
        done = len(self._plaques) - len(missing)
        calls = ((tuple(group), (self._shop, self._order.template, self._drawn(group))) for group in groups)
        for group, outcome in run_bounded(pool, print_plaques, calls):
            if isinstance(outcome, MangroveError):
                raise outcome
            for one, made in zip(group, outcome, strict=True):
                if isinstance(made, MangroveError):
                    self._refused[one] = _its_own_fault(made)
                else:
                    self._keeper.keep(self._prints[one], made)
            done += len(group)
            if tell is not None:
                tell(done, len(self._plaques))

    def prove(self, pool: Executor, tell: Tell) -> None:
        """Prove the plaques that were not proven before, and compare the markers of the whole trail."""
        if self._keeper.known(self._likeness) is None:
            targets = {slug: self._files.get(f"{target}.mind") for slug, target in self._targets.items()}
            for key, made in run_bounded(pool, compare_targets, [(self._likeness, (targets,))]):
                if isinstance(made, MangroveError):
                    raise made
                self._keeper.keep(key, made)
        missing = [one for one in self._set if self._keeper.known(self._proofs[one]) is None]
        done = len(self._plaques) - len(missing)
        tell(done, len(self._plaques))
        calls = ((one, self._proof_call(one)) for one in missing)
        for one, outcome in run_bounded(pool, prove_plaque, calls):
            if isinstance(outcome, MangroveError):
                self._refused[one] = _its_own_fault(outcome)
            else:
                self._keeper.keep(self._proofs[one], outcome)
            done += 1
            tell(done, len(self._plaques))

    def verdicts(self) -> list[Verdict]:
        """Judge every plaque, in their order."""
        found = self._entry(self._likeness).facts["pairs"] if self._order.is_proven else []
        pairs = {(seen, sought): share for seen, sought, share in found}
        return [self._verdict(one, pairs) for one in self._plaques]

    def volumes(self, pool: Executor, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, bytes, Sequence[Verdict]]]:
        """Set the plaques that may be printed into one PDF, or into several volumes; give each with what is inside."""
        groups = [verdicts[start : start + MOST_IN_VOLUME] for start in range(0, len(verdicts), MOST_IN_VOLUME)]
        names = [f"combined-{place + 1:03}.pdf" for place in range(len(groups))] if len(groups) > 1 else [ONE_VOLUME]
        calls = (
            (place, (self._shop, self._order.template, self._drawn([one.plaque for one in group])))
            for place, group in enumerate(groups)
        )
        early: dict[int, bytes] = {}
        given = 0
        for place, outcome in run_bounded(pool, print_volume, calls):
            if isinstance(outcome, MangroveError):
                raise outcome
            early[place] = outcome
            while given in early:
                yield names[given], early.pop(given), groups[given]
                given += 1

    @property
    def _template(self) -> dict[str, Any]:
        return asdict(self._order.template)

    @property
    def _set(self) -> list[Plaque]:
        return [one for one in self._plaques if one not in self._refused]

    def _drawn(self, plaques: Sequence[Plaque]) -> list[Drawn]:
        return [(one, self._files.get(one.marker) if self._order.template.marker_mm else b"") for one in plaques]

    def _proof_call(self, one: Plaque) -> tuple[Any, ...]:
        pdf = self._keeper.storage.get(self._entry(self._prints[one]).files["pdf"])
        mind, marker = self._files.get(f"{one.target}.mind"), self._files.get(one.marker)
        return pdf, mind, one.url, marker, self._order.template

    def _verdict(self, one: Plaque, pairs: Mapping[tuple[str, str], float]) -> Verdict:
        if one in self._refused:
            return Verdict(one, "refused", message=self._refused[one])
        printed = self._entry(self._prints[one])
        if not self._order.is_proven:
            return Verdict(one, "not_proven", printed)
        return judge(one, printed, self._entry(self._proofs[one]), pairs)

    def _entry(self, key: str) -> Entry:
        entry = self._keeper.known(key)
        assert entry is not None, key
        return entry


def _facts(order: Order, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    return {
        "template": order.template.name,
        "reading_distance_m": order.template.reading_distance_m,
        "is_proven": order.is_proven,
        "plaques": [one.facts() for one in verdicts],
    }


def _its_own_fault(error: MangroveError) -> str:
    """Say why a plaque is refused; what is not its own fault stops the pack, and nothing is kept as refused."""
    if not isinstance(error, OF_THE_PLAQUE):
        raise error
    return error.message


def _templates(assets: Path) -> list[str]:
    """Name what plaques are set from; the report's own layout is no part of it."""
    folder = assets / "plaques"
    return [_file(path) for path in sorted(folder.glob("*.typ")) if path != assets / LAYOUT]


def _report_version(assets: Path) -> str:
    """Tell the version of the report: its code, its words and its layouts."""
    words = [TRANSLATIONS / name for name in ("packs.yaml", "score.yaml")]
    pages = sorted((TRANSLATIONS.parent / "templates" / "packs").glob("proof.*"))
    return _digest(
        step_version("mangrove_ar.packs.packing"), [_file(path) for path in (*words, *pages, assets / LAYOUT)]
    )


def _file(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _typesetting_version() -> str:
    return step_version("mangrove_ar.packs.steps", libraries=TYPESETTING)


def _digest(*parts: object) -> str:
    def convert(thing: Any) -> Any:
        return thing.model_dump()

    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False, default=convert).encode()).hexdigest()
