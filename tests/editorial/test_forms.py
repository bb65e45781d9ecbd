"""Every record of the right shape goes through its form and comes back as it was."""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from mangrove_ar.catalogue.reading import read_content
from mangrove_ar.catalogue.records import FORMS, KINDS, Kind, Record
from mangrove_ar.editorial.forms.acts import anchor_after, apply_act
from mangrove_ar.editorial.forms.fields import Check, Group, Items
from mangrove_ar.editorial.forms.reading import Posted, pairs_to_posted, read_typed, sheet_of
from mangrove_ar.editorial.forms.sheets import SHEETS
from mangrove_ar.errors import BadRequest
from tests.conftest import ROOT

CONTENT = read_content(ROOT / "content")
NOT_IN_THE_FORM = {"stations": {"scene", "withdrawn"}}
"""A scene has an editor of its own; a station is closed and opened by buttons."""
FIXED = {"sites": {"trail"}}
"""What has a part that the form shows and does not change."""
ODD = ["", " ", "ก", "12", "1e999", "NaN", "๑๒", "9" * 5000, "\r\n", "yes", "no", "\u200b", "<script>", "null", "-"]


def posted_of(kind: Kind, record: Record) -> Posted:
    """What a browser sends when somebody presses Save without a change."""
    return MultiDict(list(_posted(sheet_of(kind, record))))


def _posted(sheet: Any) -> Any:
    for field in sheet:
        if isinstance(field, Group):
            yield from _posted(field.form)
        elif isinstance(field, Items):
            yield field.name, "list"
            yield from _posted(field.entries)
        elif isinstance(field, Check):
            yield from [(field.name, "no")] + [(field.name, "yes")] * field.record
        else:
            yield field.name, field.shown.replace("\n", "\r\n")


def real_records() -> list[tuple[Kind, Record]]:
    kinds: dict[Kind, Any] = {
        "species": CONTENT.species,
        "stations": CONTENT.stations,
        "sites": CONTENT.sites,
        "quizzes": CONTENT.quizzes,
        "pages": {"home": CONTENT.home},
    }
    return [(kind, form.model_dump(mode="json")) for kind, forms in kinds.items() for form in forms.values()]


RECORDS = real_records()


def test_every_record_of_the_trail_comes_back_unchanged() -> None:
    changed = [
        (kind, record) for kind, record in RECORDS if read_typed(kind, posted_of(kind, record), record).record != record
    ]
    assert changed == []


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).map(str.strip)
WORDS = TEXTS.filter(bool)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(-(10**12), 10**12),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
}


def shaped(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of the shape that a form of the catalogue has, whatever they say."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: shaped(field.annotation) for name, field in annotation.model_fields.items()}
        return st.fixed_dictionaries(fields)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is Annotated:
        return shaped(arguments[0])
    if origin in (Union, UnionType):
        return st.one_of([shaped(argument) for argument in arguments])
    if origin is list:
        return st.lists(shaped(arguments[0]), max_size=3)
    if origin is tuple:
        return st.tuples(*[shaped(argument) for argument in arguments]).map(list)
    return SIMPLE[annotation]


@pytest.mark.parametrize("kind", KINDS)
@settings(
    phases=[Phase.generate], max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(random=st.data())
def test_any_record_of_the_right_shape_comes_back_as_it_was(kind: Kind, random: st.DataObject) -> None:
    record = random.draw(shaped(FORMS[kind]))
    assert read_typed(kind, posted_of(kind, record), record).record == record
    kept = NOT_IN_THE_FORM.get(kind, set()) | FIXED.get(kind, set())
    left = {name: record[name] for name in kept}
    assert read_typed(kind, posted_of(kind, record), dict.fromkeys(record) | left).record == record


@pytest.mark.parametrize("kind", KINDS)
@settings(
    phases=[Phase.generate], max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(random=st.data())
def test_odd_input_is_read_without_a_fault_and_its_words_stay(kind: Kind, random: st.DataObject) -> None:
    record = next(record for of, record in RECORDS if of == kind)
    names = list(posted_of(kind, record))
    odd = MultiDict([(name, random.draw(st.sampled_from(ODD))) for name in names])
    typed = read_typed(kind, odd, record)
    again = read_typed(kind, posted_of(kind, typed.record), typed.record)
    assert again.record == typed.record


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_asks_for_every_field_of_the_record(kind: Kind) -> None:
    asked = set(SHEETS[kind]()._fields)
    assert asked == set(FORMS[kind].model_fields) - NOT_IN_THE_FORM.get(kind, set())
    shown = {name for section in SHEETS[kind].sections for name in section.fields}
    marks = {field.marks for field in SHEETS[kind]() if isinstance(field, Items) and field.marks}
    assert shown | marks == asked


def station() -> Record:
    return CONTENT.stations["nursery"].model_dump(mode="json")


def test_what_was_not_posted_stays_as_it_was() -> None:
    record = station()
    typed = read_typed("stations", MultiDict({"lead.th": "ใหม่"}), record)
    assert typed.record == {**record, "lead": {**record["lead"], "th": "ใหม่"}}


def test_a_list_that_was_posted_without_items_is_empty() -> None:
    assert read_typed("stations", MultiDict({"look_for": "list"}), station()).record["look_for"] == []


def test_a_word_in_the_place_of_a_number_is_kept_as_it_was_typed() -> None:
    assert read_typed("stations", MultiDict({"number": "สี่"}), station()).record["number"] == "สี่"


@pytest.mark.parametrize(
    "name", ["scene", "withdrawn", "body.0.fr", "body.x.th", "body.0", "lead", "__class__", "body.²"]
)
def test_a_field_that_the_form_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        read_typed("stations", MultiDict({name: "x"}), station())


@pytest.mark.parametrize("sent", [None, {}, "x", [["a"]], [["a", 1]], [["a", "b", "c"]]])
def test_what_a_script_sends_has_to_be_pairs_of_texts(sent: object) -> None:
    with pytest.raises(BadRequest):
        pairs_to_posted(sent)


def test_items_are_added_moved_and_removed() -> None:
    record: Record = {"steps": [{"th": "ก", "en": "a"}, {"th": "ข", "en": "b"}]}
    added = apply_act("pages", record, "add:steps", {})
    assert added["steps"][2] == {"th": "", "en": ""}
    assert apply_act("pages", record, "up:steps.1", {})["steps"] == record["steps"][::-1]
    assert apply_act("pages", record, "down:steps.0", {})["steps"] == record["steps"][::-1]
    assert apply_act("pages", record, "remove:steps.0", {})["steps"] == record["steps"][1:]


@pytest.mark.parametrize("act", ["up:steps.0", "down:steps.1", "up:steps.7", "remove:steps.7", "save", "review", "?"])
def test_a_button_that_cannot_do_anything_changes_nothing(act: str) -> None:
    record: Record = {"steps": [{"th": "ก", "en": "a"}, {"th": "ข", "en": "b"}]}
    assert apply_act("pages", record, act, {}) == record


def test_a_button_of_a_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadRequest):
        apply_act("pages", {}, "add:lead", {})


def test_the_right_answer_moves_with_its_option() -> None:
    record: Record = {"options": [{"th": text, "en": text} for text in "abc"], "correct": 1}
    assert apply_act("quizzes", record, "up:options.1", {})["correct"] == 0
    assert apply_act("quizzes", record, "down:options.0", {})["correct"] == 0
    assert apply_act("quizzes", record, "remove:options.0", {})["correct"] == 0
    assert apply_act("quizzes", record, "remove:options.1", {})["correct"] is None


def test_a_link_is_added_by_choice_and_without_a_choice_nothing_happens() -> None:
    record: Record = {"species": ["nypa-fruticans"]}
    chosen = apply_act("stations", record, "add:species", {"slug": "avicennia-alba"})
    assert chosen["species"] == ["nypa-fruticans", "avicennia-alba"]
    assert apply_act("stations", record, "add:species", {}) == record


def test_the_page_opens_again_where_the_hand_was() -> None:
    record: Record = {"steps": [{}, {}, {}]}
    acts = ["add:steps", "up:steps.2", "down:steps.0", "remove:steps.1", "save"]
    assert [anchor_after(act, record) for act in acts] == ["steps.2", "steps.1", "steps.1", "steps", ""]


def test_the_address_of_a_trail_is_not_changed_by_what_is_posted() -> None:
    site = next(record for kind, record in RECORDS if kind == "sites")
    posted = posted_of("sites", site)
    posted["trail.slug"] = "another-trail"
    posted["trail.names.en"] = "Another trail"
    trail = read_typed("sites", posted, site).record["trail"]
    assert (trail["slug"], trail["names"]["en"]) == (site["trail"]["slug"], "Another trail")
