"""The fields of the studio's forms: each reads what was posted, refuses nothing, and gives its part of a record.

Names of fields are paths of the record, such as `body.0.th`. What was not posted stays as it was, so that a form that
was cut off on its way erases nothing. What cannot be read, such as a word in the place of a number, is kept as it was
typed: the checks tell what is wrong with it, and nothing is lost.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal, cast

from wtforms import Field, FieldList, Form, FormField, StringField
from wtforms.utils import unset_value

DOT = "."
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE)
LONGEST_NUMBER = 40
MOST_ITEMS = 500
YES, NO = "yes", "no"
NUMBER_HERE = "__n__"
ADD = "add."
"""Before the path of a list: the choice of what to add to it."""


class Text(StringField):
    """Words of one language, or of none: a line or, in a larger box, as many as needed.

    Attributes:
        part: of every field here, the macro in `editorial/_field.html` that draws it.
    """

    part = "text"

    def __init__(self, *, is_long: bool = False, is_optional: bool = False, lang: str = "", **rest: Any) -> None:
        super().__init__(**rest)
        self.is_long, self.is_optional, self.lang = is_long, is_optional, lang

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, with the line ends of every system as one."""
        if valuelist:
            self.data = _one_line_end(valuelist[-1])

    @property
    def shown(self) -> str:
        return "" if self.data is None else str(self.data)

    @property
    def record(self) -> str | None:
        return self.shown.strip() or (None if self.is_optional else "")


class Fixed(Text):
    """Words that addresses depend on: shown, and never changed by what is posted."""

    part = "fixed"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what the record says."""

    @property
    def record(self) -> str | None:
        return None if self.data is None else str(self.data)


class Choice(Text):
    """One word of a fixed list; a word that is not on it stays and is shown, so that the checks can speak of it."""

    part = "choice"

    def __init__(self, *words: str, label_key: str, is_optional: bool = False, **rest: Any) -> None:
        super().__init__(is_optional=is_optional, **rest)
        self.words, self.label_key = words, label_key


class Link(Text):
    """The slug of another record, chosen from all of its kind."""

    part = "link"

    def __init__(self, to: str, *, is_optional: bool = False, **rest: Any) -> None:
        super().__init__(is_optional=is_optional, **rest)
        self.to = to


class Number(Field):
    """A number, typed as text: a browser's own number field throws away what it cannot read."""

    part = "number"

    def __init__(self, kind: Literal["whole", "decimal"] = "decimal", **rest: Any) -> None:
        super().__init__(**rest)
        self.is_whole, self.is_optional = kind == "whole", True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        if valuelist:
            self.data = _number(valuelist[-1].strip(), self.is_whole)

    @property
    def shown(self) -> str:
        if isinstance(self.data, float) and self.data.is_integer() and abs(self.data) < 1e15:
            return str(int(self.data))
        return "" if self.data is None else str(self.data)

    @property
    def record(self) -> int | float | str | None:
        found: int | float | str | None = self.data
        return found


class Check(Field):
    """Yes or no; a hidden field before the box says that it was there to be ticked."""

    part = "check"
    is_optional = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the last of box and hidden field."""
        if valuelist:
            self.data = valuelist[-1] == YES

    @property
    def record(self) -> bool:
        return bool(self.data)


class Lines(Field):
    """A list of short texts, one on each line."""

    part = "lines"
    is_optional = False

    def __init__(self, *, lang: str = "", **rest: Any) -> None:
        super().__init__(**rest)
        self.lang = lang

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take each line that has words."""
        if valuelist:
            self.data = [line.strip() for line in _one_line_end(valuelist[-1]).split("\n") if line.strip()]

    @property
    def shown(self) -> str:
        return "\n".join(str(line) for line in self.data or [])

    @property
    def record(self) -> list[str]:
        return list(self.data or [])


class Sheet(Form):
    """Fields that belong together: a whole record, or a part of one."""

    sections: ClassVar[tuple["Section", ...]] = ()

    @property
    def record(self) -> dict[str, Any]:
        """Give the record, or the part of it, that the fields make."""
        return {field.short_name: field.record for field in cast(Iterable[Any], self)}


class Section:
    """A heading of a form, and the fields below it."""

    def __init__(self, name: str, *fields: str) -> None:
        self.name, self.fields = name, fields


class Group(FormField):  # type: ignore[type-arg]  # Generic for the type checker only.
    """A part of a record with fields of its own; an optional one with nothing in it is none."""

    part = "group"

    def __init__(self, sheet: type[Sheet], *, is_optional: bool = False, **rest: Any) -> None:
        super().__init__(sheet, separator=DOT, **rest)
        self.is_optional = is_optional

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the fields; a record in which something else stands in this place counts as empty."""
        super().process(formdata, data if isinstance(data, dict) else {})

    @property
    def record(self) -> dict[str, Any] | None:
        made: dict[str, Any] = self.form.record
        return None if self.is_optional and _is_blank(made) else made


class _Pair(Sheet):
    th = Text(lang="th")
    en = Text(lang="en")


class _LongPair(Sheet):
    th = Text(lang="th", is_long=True)
    en = Text(lang="en", is_long=True)


class _OptionalPair(Sheet):
    th = Text(lang="th", is_optional=True)
    en = Text(lang="en", is_optional=True)


class _LinesPair(Sheet):
    th = Lines(lang="th")
    en = Lines(lang="en")


class Pair(Group):
    """The same words in Thai and in English, side by side; optional means that a language may have none."""

    part = "pair"

    def __init__(self, *, is_long: bool = False, is_optional: bool = False, **rest: Any) -> None:
        super().__init__(_LongPair if is_long else _OptionalPair if is_optional else _Pair, **rest)


class LinesPair(Group):
    """Lists of short texts in Thai and in English, side by side."""

    part = "pair"

    def __init__(self, **rest: Any) -> None:
        super().__init__(_LinesPair, **rest)


class Items(FieldList):  # type: ignore[type-arg]  # Generic for the type checker only.
    """A list whose items can be added, removed and moved; a field with the list's own name says that it was posted.

    Attributes:
        marks: the field beside it that holds the number of one marked item, such as the right answer.
        chosen_from: what an item is added from, where it is not simply a new one: a kind of records or of media.
    """

    part = "items"
    is_optional = False

    def __init__(self, field: Any, *, marks: str = "", chosen_from: str = "", **rest: Any) -> None:
        super().__init__(field, separator=DOT, max_entries=MOST_ITEMS, **rest)
        self._field_separator = DOT  # WTForms looks for it among the arguments of the entries.
        self.marks, self.chosen_from = marks, chosen_from

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the items that were posted or, where the list was not part of the form, those of the record."""
        was_posted = formdata is not None and self.name in formdata
        super().process(formdata if was_posted else None, data if isinstance(data, list) else [])

    def blank(self, **known: Any) -> Any:
        """Give a new item, with what is known of it."""
        return self._loose_entry(len(self.entries), known or unset_value).record

    @property
    def pattern(self) -> Any:
        """Give an empty item whose names say `NUMBER_HERE` where its place belongs; scripts make new items from it."""
        return self._loose_entry(NUMBER_HERE, unset_value)

    def _loose_entry(self, index: int | str, data: Any) -> Any:
        last = self.last_index
        entry = self._add_entry(data=data, index=index)  # type: ignore[attr-defined]  # WTForms' own, not in its stubs.
        self.entries.pop()
        self.last_index = last
        return entry

    @property
    def record(self) -> list[Any]:
        return [entry.record for entry in self.entries]


class Links(Items):
    """A list of other records' slugs, in order."""

    part = "links"

    def __init__(self, to: str, **rest: Any) -> None:
        super().__init__(Text(), chosen_from=to, **rest)

    @property
    def record(self) -> list[str]:
        return [slug for slug in super().record if slug]


def _number(typed: str, is_whole: bool) -> int | float | str | None:
    if not NUMBER.fullmatch(typed) or len(typed) > LONGEST_NUMBER:
        return typed or None
    if is_whole:
        return int(typed) if typed.lstrip("+-").isdecimal() else typed
    return float(typed) if math.isfinite(float(typed)) else typed


def _one_line_end(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _is_blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_blank(part) for part in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(_is_blank(part) for part in value)
    return value in (None, "", False)
