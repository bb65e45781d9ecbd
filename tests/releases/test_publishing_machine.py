"""Publish, change, close, open and go back in any order: visitors see what a plain dictionary says they should."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, data, sampled_from
from sqlalchemy import select

from mangrove_ar.catalogue.records import By, Key, Record, approved, keep_record
from mangrove_ar.config import Settings
from mangrove_ar.errors import StorageFailure
from mangrove_ar.extensions import db
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish, publish_change, roll_back
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON, running

VIPA = By(None, "วิภา")
TRAIL = "phra-chedi-klang-nam"
STATIONS = ("crab-condo", "stilt-root-forest")
FIELDS: dict[Key, str] = {
    ("stations", "crab-condo"): "lead",
    ("stations", "stilt-root-forest"): "lead",
    ("species", "rhizophora-apiculata"): "names",
    ("species", "nova"): "names",
    ("quizzes", "q001"): "question",
    ("pages", "home"): "title",
}
"""The one field of each record that changes here; the second species is not there at first."""
WAITING: tuple[Key, ...] = (("stations", "crab-condo"), ("stations", "stilt-root-forest"), ("quizzes", "q001"))
"""Records that documents of others show too: what waits here could slip out there."""
TEXTS = ("one", "two", "three")
State = dict[Key, str]


class Failing(LocalStorage):
    """Storage that fails at the first document."""

    def put(self, content: bytes, extension: str) -> str:
        raise StorageFailure("full")


@dataclass(frozen=True)
class Known:
    """What a release shows, and which of its stations are closed."""

    texts: State
    closed: frozenset[str]


@dataclass
class World:
    """What should be: approved and public texts, stations closed for each, and every release by its number."""

    approved: Known
    public: Known
    releases: dict[int, Known] = field(default_factory=dict)


class Publishing(RuleBasedStateMachine):
    """The service beside the dictionary."""

    template: Path
    settings: Settings

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        db.engine.dispose()
        shutil.copyfile(self.template / "mangrove.sqlite", self.settings.instance / "mangrove.sqlite")
        self.storage = LocalStorage(self.settings.instance / "files")
        begun = Known({key: self.text_of(key) for key in FIELDS if approved(*key)}, frozenset())
        self.world = World(begun, begun, {live_id(): begun})

    def text_of(self, key: Key) -> str:
        found = approved(*key)
        assert found
        return str(found.record[FIELDS[key]]["en"])

    @rule(key=sampled_from(WAITING), text=sampled_from(TEXTS))
    def approve_without_publishing(self, key: Key, text: str) -> None:
        keep_record(*key, self.changed(key, text), VIPA, NOON)
        db.session.commit()
        self.world.approved = with_text(self.world.approved, key, text)

    @rule(key=sampled_from(list(FIELDS)), text=sampled_from(TEXTS))
    def publish_one(self, key: Key, text: str) -> None:
        self.publish_record(key, self.changed(key, text))
        self.world.approved = with_text(self.world.approved, key, text)
        public = with_text(self.world.public, key, text)
        if key[0] == "stations":  # Its whole record goes live.
            public = with_closed(public, key[1], key[1] in self.world.approved.closed)
        self.now_public(public)

    @rule(slug=sampled_from(STATIONS), is_closed=booleans())
    def close_or_open(self, slug: str, is_closed: bool) -> None:
        key: Key = ("stations", slug)
        found = approved(*key)
        assert found
        self.publish_record(key, found.record | {"withdrawn": is_closed})
        self.world.approved = with_closed(self.world.approved, slug, is_closed)
        public = with_closed(self.world.public, slug, is_closed)
        self.now_public(with_text(public, key, self.world.approved.texts[key]))

    @rule()
    def publish_all(self) -> None:
        publish(self.storage, NOON, "everything")
        self.now_public(self.world.approved)

    @rule(choice=data())
    def go_back(self, choice: object) -> None:
        number = choice.draw(sampled_from(sorted(self.world.releases)))  # type: ignore[attr-defined]  # Untyped.
        roll_back(number, self.storage, NOON, VIPA)
        wanted = self.world.releases[number]
        still_closed = {slug for slug in self.world.approved.closed if ("stations", slug) in wanted.texts}
        self.world.approved = Known(wanted.texts, wanted.closed | still_closed)
        self.now_public(self.world.approved)

    @precondition(lambda self: len(self.world.releases) > 1)
    @rule(key=sampled_from(list(FIELDS)), is_change=booleans())
    def fail(self, key: Key, is_change: bool) -> None:
        files = Failing(self.settings.instance / "files")
        with pytest.raises(StorageFailure):
            if is_change:
                publish_change(lambda: self.keep(key, self.changed(key, "lost")), files, NOON, "", "")
            else:
                roll_back(min(self.world.releases), files, NOON, VIPA)

    @invariant()
    def visitors_see_what_they_should(self) -> None:
        live, public = live_release(self.storage), self.world.public
        cards = {card.slug: card for card in live.trail(TRAIL).stations}
        for slug in STATIONS:
            page, text = live.station(slug), public.texts["stations", slug]
            assert (page.lead.en, cards[slug].lead.en) == (text, text)
            assert (page.is_withdrawn, cards[slug].is_withdrawn) == (slug in public.closed,) * 2
        listed = {line.slug: line.name.en for line in live.species_list().species}
        for slug in ("rhizophora-apiculata", "nova"):
            assert listed.get(slug) == public.texts.get(("species", slug))
        assert ("species/nova" in live.documents()) == (("species", "nova") in public.texts)
        shown = {one.slug: one.name.en for one in live.station("stilt-root-forest").species}
        assert shown["rhizophora-apiculata"] == public.texts["species", "rhizophora-apiculata"]
        question = live.station("stilt-root-forest").question
        assert question and question.text.en == public.texts["quizzes", "q001"]
        assert live.home().title.en == public.texts["pages", "home"]

    @invariant()
    def records_are_what_was_approved(self) -> None:
        for key in FIELDS:
            found = approved(*key)
            is_shown = found is not None and found.is_shown
            assert is_shown == (key in self.world.approved.texts)
            if is_shown:
                assert self.text_of(key) == self.world.approved.texts[key]
        closed = {slug for slug in STATIONS if (one := approved("stations", slug)) and one.record["withdrawn"]}
        assert closed == self.world.approved.closed

    def publish_record(self, key: Key, record: Record) -> None:
        publish_change(lambda: self.keep(key, record), self.storage, NOON, "", "")

    def keep(self, key: Key, record: Record) -> list[Key]:
        keep_record(*key, record, VIPA, NOON)
        return [key]

    def changed(self, key: Key, text: str) -> Record:
        found = approved(*key) or approved("species", "rhizophora-apiculata")
        assert found
        record = found.record | {FIELDS[key]: {"th": f"ไทย {text}", "en": text}}
        return record | {"scientific_name": "Rhizophora nova"} if key == ("species", "nova") else record

    def now_public(self, known: Known) -> None:
        self.world.public = known
        self.world.releases[live_id()] = known


def live_id() -> int:
    return db.session.scalars(select(Release.id).join(LiveRelease)).one()


def with_text(known: Known, key: Key, text: str) -> Known:
    return Known(known.texts | {key: text}, known.closed)


def with_closed(known: Known, slug: str, is_closed: bool) -> Known:
    return Known(known.texts, known.closed | {slug} if is_closed else known.closed - {slug})


def test_visitors_always_see_what_was_published(settings: Settings, published_once: Path) -> None:
    class Bound(Publishing):
        template = published_once

    Bound.settings = settings
    shutil.copytree(published_once / "files", settings.instance / "files")
    with running(settings):
        run_state_machine_as_test(Bound, settings=LIMITS)


LIMITS = settings(
    max_examples=6,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # To make a failure shorter would take minutes.
    suppress_health_check=list(HealthCheck),
)
