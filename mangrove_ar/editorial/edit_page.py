"""What the page of a form shows: the fields with what is known about each, the choices, and who else is at work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from wtforms import Field

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.checks import field_name_key, problems_of
from mangrove_ar.catalogue.differences import leaves, value_at
from mangrove_ar.catalogue.problems import Problem
from mangrove_ar.catalogue.records import Record, title_of
from mangrove_ar.catalogue.thai_typing import corrected
from mangrove_ar.catalogue.translation import State, translation_states
from mangrove_ar.catalogue.words import LANGUAGES, Language, Words
from mangrove_ar.editorial.choices import Option, media_options, record_options
from mangrove_ar.editorial.drafts import DraftView
from mangrove_ar.editorial.forms.fields import NUMBER_HERE, Choice, Group, Items, Link, Number, Sheet, Text
from mangrove_ar.editorial.forms.reading import sheet_of
from mangrove_ar.editorial.forms.tokens import sign_base
from mangrove_ar.editorial.gate import known
from mangrove_ar.web.languages import translate

AT_WORK = timedelta(minutes=5)
"""Who saved so short a time ago is probably still writing."""


@dataclass(frozen=True)
class Colleague:
    """Somebody else who changed the draft a moment ago."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Run:
    """Fields that follow each other: short ones stand side by side."""

    is_short: bool
    fields: list[Field]


@dataclass(frozen=True)
class ShownSection:
    """A heading of the page with its fields."""

    name: str
    runs: list[Run]


@dataclass(frozen=True)
class EditPage:
    """A form as it is shown.

    Attributes:
        draft: what is saved.
        record: what the fields say; what was typed and could not be saved differs from the draft.
        base: what the page began with, signed.
        trouble: why nothing was saved, a key of `editing.trouble`, or nothing.
    """

    draft: DraftView
    record: Record
    base: str
    confirmed: frozenset[str]
    colleague: Colleague | None
    trouble: str = ""

    @cached_property
    def sheet(self) -> Sheet:
        """The fields, filled in."""
        return sheet_of(self.draft.kind, self.record)

    @property
    def sections(self) -> list[ShownSection]:
        """The fields under their headings."""
        return [
            ShownSection(section.name, [Run(is_short, list(run)) for is_short, run in groupby(fields, _is_short)])
            for section in self.sheet.sections
            for fields in [[self.sheet[name] for name in section.fields]]
        ]

    @cached_property
    def title(self) -> Words:
        """The name of the record."""
        return title_of(self.draft.kind, self.record, self.draft.slug)

    @cached_property
    def states(self) -> dict[str, dict[Language, State]]:
        """How far the translation of each text is."""
        return translation_states(self.draft.public_record, self.record, self.confirmed)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong or doubtful."""
        return problems_of(self.draft.kind, self.draft.slug, self.record, known())

    @cached_property
    def options(self) -> dict[str, list[Option]]:
        """What links and lists choose from, by kind."""
        return record_options() | media_options()

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {kind: {option.value: option.words for option in found} for kind, found in self.options.items()}

    @cached_property
    def _anchors(self) -> frozenset[str]:
        return frozenset(_names(self.sheet)) - self._marks.keys()

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {field.marks: field.name for field in self.sheet if isinstance(field, Items) and field.marks}

    def name_of(self, kind: str, value: str) -> str:
        """Give the name of something that a link leads to; what it says itself where it leads nowhere."""
        return self._names[kind].get(value, value)

    def label(self, path: str) -> str:
        """Give the name of a field."""
        return translate(field_name_key(self.draft.kind, path.replace(NUMBER_HERE, "0")))

    def anchor(self, path: str) -> str:
        """Give the field of the page to which a problem belongs; nothing where the page has none."""
        path = self._marks.get(path, path)
        while path and path not in self._anchors:
            path = path.rpartition(".")[0]
        return path

    def problems_at(self, path: str) -> list[Problem]:
        """Give the problems that stand beside a field."""
        return self._by_anchor.get(path, [])

    def correction(self, path: str, language: str) -> str:
        """Give a text with its typing slips put right; nothing where there are none that we can put right."""
        text = value_at(self.record, path)
        if not isinstance(text, str):
            return ""
        better = corrected(text, language if language in LANGUAGES else None)
        return better if better != text else ""

    @property
    def corrections(self) -> dict[str, str]:
        """Give all texts with slips, put right, by their paths."""
        found = {path: self.correction(path, path.rpartition(".")[2]) for path in leaves(self.record)}
        return {path: better for path, better in found.items() if better}

    @cached_property
    def _by_anchor(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(self.anchor(problem.path), []).append(problem)
        return found


def page_of(draft: DraftView, staff: StaffMember, now: datetime) -> EditPage:
    """Give the form of what is saved."""
    base = sign_base(draft.kind, draft.slug, draft.record)
    return EditPage(draft, draft.record, base, draft.confirmed, colleague_of(draft, staff, now))


def colleague_of(draft: DraftView, staff: StaffMember, now: datetime) -> Colleague | None:
    """Tell who else changed a draft in the last minutes."""
    if draft.edited_at is None or draft.edited_by_id in (None, staff.id) or now - draft.edited_at > AT_WORK:
        return None
    return Colleague(draft.edited_by, draft.edited_at)


def words_of(problem: Problem) -> str:
    """Say what is wrong."""
    return translate(f"checks.{problem.code}", **problem.values)


def _is_short(field: Field) -> bool:
    return isinstance(field, Number | Choice | Link) or (isinstance(field, Text) and not field.is_long)


def _names(sheet: Iterable[Field]) -> Iterator[str]:
    for field in sheet:
        yield field.name
        if isinstance(field, Group):
            yield from _names(field.form)
        elif isinstance(field, Items):
            for entry in field.entries:
                yield entry.name
                if isinstance(entry, Group):
                    yield from _names(entry.form)
