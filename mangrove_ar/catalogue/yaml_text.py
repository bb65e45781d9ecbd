"""Write a record as people review it: fields in the order of their form, long words folded, nothing escaped.

The same record gives the same text, and the text reads back as the same record. No disk here.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from mangrove_ar.catalogue.records import FORMS, Kind, Record

LONGEST_LINE = 110
"""A line that has passed this column ends at its next space."""
LONGEST_BESIDE_FIELD = 96
"""Longer words begin on a line of their own."""
REPEAT_MARK = "ๆ"
"""Thai sets it off with a space, yet no line begins with it."""
OTHER_LINE_ENDS = "\r\x85\u2028\u2029"
"""Readers of YAML take these for the end of a line, so they have to be escaped."""


def text_of(kind: Kind, record: Record) -> str:
    """Write one record; a field that says no more than its default is left out."""
    return text_of_fields(FORMS[kind].model_validate(record).model_dump(mode="json", exclude_defaults=True))


def text_of_fields(fields: dict[str, Any]) -> str:
    """Write fields in the order in which they stand."""
    return yaml.dump(fields, Dumper=_Dumper, width=LONGEST_LINE, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """PyYAML's writer with our choice of style for words, numbers and lists."""

    def ignore_aliases(self, data: object) -> bool:
        """Write equal parts in full each time: people do not look up anchors."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below their field."""
        super().increase_indent(flow, False)

    def write_folded(self, text: str) -> None:
        """Fold words for which `_style_of` chose it; PyYAML's own way would let a line begin with ๆ."""
        self.write_indicator(">-", True)
        for line in _folded(text, LONGEST_LINE - (self.indent or 0)):
            self.write_line_break()
            self.write_indent()
            self.stream.write(line)
            self.column += len(line)
        self.write_line_break()


def _folded(text: str, width: int) -> Iterator[str]:
    """Cut words into lines at spaces, each at the first one beyond the width."""
    line = ""
    for word in text.split(" "):
        if len(line) > width and not word.startswith(REPEAT_MARK):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _write_words(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))


def _style_of(text: str) -> str | None:
    """Choose how words stand in the file; None leaves it to PyYAML, which quotes only what needs it."""
    if any(symbol in text for symbol in OTHER_LINE_ENDS):
        return '"'
    if "\n" in text:
        return "|"
    is_long = len(text) > LONGEST_BESIDE_FIELD and " " in text
    return ">" if is_long and all(text.split(" ")) else None


def _write_number(dumper: _Dumper, number: float) -> yaml.Node:
    """Write 20, not 20.0: a form that wants a broken number takes a whole one too."""
    return dumper.represent_data(int(number)) if number.is_integer() else dumper.represent_float(number)


def _write_list(dumper: _Dumper, items: list[Any]) -> yaml.Node:
    """Write a place in space on one line, and every other list item by item."""
    if items and all(isinstance(item, float) for item in items):
        numbers = [dumper.represent_float(item) for item in items]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", numbers, flow_style=True)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=False)


_Dumper.add_representer(str, _write_words)
_Dumper.add_representer(float, _write_number)
_Dumper.add_representer(list, _write_list)
