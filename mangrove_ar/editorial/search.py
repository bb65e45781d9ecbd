"""Find records by what people type: the very name, a name like it, a name with a slip, then the texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from mangrove_ar.catalogue.records import KINDS
from mangrove_ar.catalogue.words import Language, Words
from mangrove_ar.editorial.folding import fold, holds, place_of, plain, squash
from mangrove_ar.editorial.shelf import Line

LONGEST_QUERY = 100
SHORTEST_FUZZY = 4
"""Shorter words are like too many others."""
ALIKE = 80
"""Of 100: one slip in five letters."""
HITS_ON_A_PAGE = 20
MOST_ALIKE = 50
AROUND = 60
"""Letters that a snippet shows on either side of what was found."""
EXACT, NAME, SLIP, TEXT = range(4)


@dataclass(frozen=True)
class Snippet:
    """A piece of a text around what was found in it."""

    language: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Hit:
    """A record that was found; `rank` is 0 for its very name, then a name like it, a slip, a text."""

    line: Line
    rank: int
    title: Words
    snippet: Snippet | None


@dataclass(frozen=True)
class _Match:
    line: Line
    rank: int
    distance: float

    def order(self) -> tuple[int, float, int, str]:
        entry = self.line.entry
        return self.rank, self.distance, KINDS.index(entry.kind), entry.slug


@dataclass(frozen=True)
class Found:
    """What a search gives: how many records, the ones of this page, and the numbers of this and of the last page."""

    total: int
    hits: list[Hit]
    page: int = 1
    pages: int = 1


def find(query: str, lines: Iterable[Line], language: Language, page: int = 1) -> Found:
    """Find records, the likeliest first: exact names, names, names with a slip, texts.

    A page beyond the last is the last.
    """
    asked = query[:LONGEST_QUERY]
    if not fold(asked).strip():
        return Found(0, [])
    matches = sorted(_matches(asked, list(lines)), key=_Match.order)
    pages = max(1, -(-len(matches) // HITS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = matches[(page - 1) * HITS_ON_A_PAGE : page * HITS_ON_A_PAGE]
    return Found(len(matches), [_hit(match, asked, language) for match in shown], page, pages)


def _matches(asked: str, lines: list[Line]) -> Iterator[_Match]:
    rest, typed, squashed = [], plain(asked), squash(asked)
    for line in lines:
        match = _name_match(line, typed, squashed)
        if match:
            yield match
        else:
            rest.append(line)
    slips = _slips(squashed, rest)
    terms = fold(asked).split()
    for place, line in enumerate(rest):
        if place in slips:
            yield _Match(line, SLIP, -slips[place])
        elif all(holds(term, line.entry.folded_texts) for term in terms):
            yield _Match(line, TEXT, 0)


def _name_match(line: Line, typed: str, squashed: str) -> _Match | None:
    entry = line.entry
    if typed in entry.plain_names or (entry.number is not None and typed == str(entry.number)):
        return _Match(line, EXACT, 0)
    # What covers more of the name comes first; the beginning of a name before its middle.
    distances = [
        len(name) - len(squashed) + (not name.startswith(squashed)) * 0.5
        for name in entry.squashed_names
        if squashed in name
    ]
    return _Match(line, NAME, min(distances)) if distances else None


def _slips(squashed: str, lines: list[Line]) -> dict[int, float]:
    """Give the places of the lines whose names are like the query, each with how much alike they are."""
    if len(squashed) < SHORTEST_FUZZY:
        return {}
    # The key also counts the names, since one record has several.
    names = {
        (place, number): name
        for place, line in enumerate(lines)
        for number, name in enumerate(line.entry.squashed_names)
        if len(name) >= SHORTEST_FUZZY
    }
    alike = process.extract(squashed, names, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=None)
    best: dict[int, float] = {}
    for name, score, (place, _) in alike:
        # A short name inside a long query says less than two of one length.
        weighed = score - abs(len(name) - len(squashed)) / 10
        best[place] = max(weighed, best.get(place, 0))
    chosen = sorted(best, key=best.__getitem__, reverse=True)[:MOST_ALIKE]
    return {place: best[place] for place in chosen}


def _hit(match: _Match, asked: str, language: Language) -> Hit:
    terms = [asked, *asked.split()] if match.rank != SLIP else []
    return Hit(match.line, match.rank, match.line.entry.title, _snippet(match.line, terms, language))


def _snippet(line: Line, terms: list[str], language: Language) -> Snippet | None:
    """Cut the first text that holds the query, or a word of it; texts of the reader's language first."""
    titles = {line.entry.title.th, line.entry.title.en}  # They are shown anyway.
    texts = [text for text in line.entry.texts if text[1] not in titles]
    for term in filter(None, (fold(term).strip() for term in terms)):
        for text_language, text in sorted(texts, key=lambda text: text[0] != language):
            place = place_of(term, text) if holds(term, fold(text)) else None
            if place:
                return _cut(text_language, text, *place)
    return None


def _cut(language: str, text: str, begin: int, end: int) -> Snippet:
    first, last = max(0, begin - AROUND), end + AROUND
    if first and " " in text[first:begin]:
        first = text.index(" ", first) + 1
    before = ("… " if first else "") + text[first:begin]
    after = text[end:last] + (" …" if last < len(text) else "")
    return Snippet(language, before, text[begin:end], after)
