"""The checks say what is wrong with a record, where, and what to do: of finished records and of half-made ones."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove_ar.catalogue.checks import Known, Problem, problems_of
from mangrove_ar.catalogue.checks_words import width
from mangrove_ar.catalogue.differences import leaves, with_value
from mangrove_ar.catalogue.records import KINDS, Kind
from tests.catalogue.sound_records import CONTENT, KNOWN, SLUGS, Record, found, make_record

GENTLY = settings(deadline=None, derandomize=True)
"""Slow machines have all the time they need, and every run tries the same."""


PICTURE = {"file": f"{'0' * 64}.avif", "alt": {"th": "ปู", "en": "A crab"}, "credit": "Ann", "licence": "CC0-1.0"}
SOUND = {
    "file": f"{'0' * 64}.ogg",
    "title": {"th": "เสียงนก", "en": "A bird"},
    "transcript": {"th": "นกร้อง", "en": "A bird calls"},
    "credit": "Ann",
    "licence": "CC0-1.0",
}


def only(kind: Kind, known: Known = KNOWN, **changed: Any) -> tuple[str, str, bool]:
    """Give path, code and weight of the one problem that a change makes."""
    (problem,) = found(kind, known, **changed)
    return problem.path, problem.code, problem.blocks


def test_the_trail_s_own_records_have_no_problems() -> None:
    for kind, records in CONTENT.items():
        for slug, record in records.items():
            assert problems_of(kind, slug, record, KNOWN) == [], f"{kind}/{slug}"


@pytest.mark.parametrize(
    ("kind", "changed", "expected"),
    [
        ("species", {"family": ""}, ("family", "shape.empty")),
        ("species", {"role__en": None}, ("role.en", "shape.empty")),
        ("species", {"role": None}, ("role", "shape.empty")),
        ("species", {"names__th": None}, ("names.th", "shape.empty")),
        ("species", {"zone": ""}, ("zone", "shape.not_chosen")),
        ("species", {"zone": "moon"}, ("zone", "shape.choice")),
        ("species", {"max_height_m": "tall"}, ("max_height_m", "shape.not_number")),
        ("species", {"max_height_m": 0}, ("max_height_m", "shape.not_above")),
        ("species", {"wood_density__g_cm3": 2}, ("wood_density.g_cm3", "shape.not_below")),
        ("species", {"sources": []}, ("sources", "sources.none")),
        ("species", {"colour": "red"}, ("colour", "shape.unknown_field")),
        ("stations", {"number": "1.5"}, ("number", "shape.not_whole")),
        ("stations", {"number": 0}, ("number", "shape.too_small")),
        ("stations", {"plaque__tilt_deg": 91}, ("plaque.tilt_deg", "shape.too_large")),
        ("stations", {"withdrawn": "perhaps"}, ("withdrawn", "shape.not_yes_or_no")),
        ("stations", {"names__en": 7}, ("names.en", "shape.not_text")),
        ("stations", {"scene__models__0__position_m": [0, 1]}, ("scene.models.0.position_m.2", "shape.empty")),
        ("stations", {"picture_alt__th": " "}, ("picture_alt.th", "media.no_alt")),
        ("stations", {"sources": []}, ("sources", "sources.none")),
        ("stations", {"sources": [""]}, ("sources.0", "shape.empty")),
        ("sites", {"facts__0__sources": []}, ("facts.0.sources", "sources.none")),
        ("sites", {"emergency__0__number": "call"}, ("emergency.0.number", "shape.telephone")),
        ("sites", {"names": "Mud"}, ("names", "shape.broken")),
        ("quizzes", {"topic": "Root Types"}, ("topic", "shape.slug")),
        ("quizzes", {"source": ""}, ("source", "shape.empty")),
        ("quizzes", {"correct": None}, ("correct", "quiz.no_answer")),
        ("quizzes", {"correct": 4}, ("correct", "quiz.no_answer")),
        ("pages", {"steps": []}, ("steps", "shape.too_few")),
    ],
)
def test_a_fault_of_shape_is_told_in_words_of_the_studio(
    kind: Kind, changed: Record, expected: tuple[str, str]
) -> None:
    told = [(problem.path, problem.code) for problem in found(kind, **changed) if problem.blocks]
    assert expected in told
    assert {path.partition(".")[0] for path, _ in told} == {expected[0].partition(".")[0]}


def test_a_limit_is_told_with_the_fault() -> None:
    (problem,) = found("stations", number=1000)
    assert (problem.code, problem.values) == ("shape.too_large", {"limit": "999"})


def test_a_species_of_low_confidence_may_lack_a_name() -> None:
    assert found("species", names__th=None, confidence="low") == []


@pytest.mark.parametrize(
    ("kind", "changed", "expected"),
    [
        ("stations", {"site": "nowhere"}, ("site", "link.site", True)),
        ("stations", {"question": "q999"}, ("question", "link.quiz", True)),
        ("stations", {"species__1": "unicorn"}, ("species.1", "link.species", True)),
        ("stations", {"species__1": "avicennia-alba"}, ("species.1", "link.twice", False)),
        ("stations", {"scene__hotspots__0__model": "nypa-fruticans"}, ("scene.hotspots.0.model", "link.hotspot", True)),
        ("quizzes", {"species": "unicorn"}, ("species", "link.species", True)),
        ("sites", {"trail__stations__0": "nowhere"}, ("trail.stations.0", "link.station", True)),
    ],
)
def test_a_link_that_leads_nowhere_is_found(kind: Kind, changed: Record, expected: tuple[str, str, bool]) -> None:
    assert only(kind, **changed) == expected


def test_a_scene_needs_models_that_are_built() -> None:
    missing = replace(KNOWN, models={slug: () for slug in KNOWN.models if slug != "avicennia-alba"})
    assert only("stations", missing) == ("scene.models.0.model", "link.model", True)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("triangles", "link.model_triangles"),
        ("ar_bytes", "link.model_bytes"),
        ("error_percent", "link.model_error"),
        ("no_poster", "link.model_fault"),
    ],
)
def test_a_model_whose_build_has_a_fault_is_not_shown(fault: str, code: str) -> None:
    faulty = replace(KNOWN, models={**KNOWN.models, "avicennia-alba": (fault,)})
    (problem,) = found("stations", faulty)
    assert (problem.path, problem.code, problem.blocks) == ("scene.models.0.model", code, True)
    assert problem.values == {"slug": "avicennia-alba", "fault": fault}


@pytest.mark.parametrize("field", ["pictures", "sounds"])
@pytest.mark.parametrize("kind", ["species", "stations"])
def test_a_picture_or_sound_with_all_its_words_is_right(kind: Kind, field: str) -> None:
    assert found(kind, **{field: [PICTURE if field == "pictures" else SOUND]}) == []


@pytest.mark.parametrize(
    ("field", "path", "value", "code"),
    [
        ("pictures", "alt.th", "", "media.no_alt"),
        ("pictures", "alt", None, "media.no_alt"),
        ("pictures", "credit", "", "media.no_credit"),
        ("pictures", "licence", "", "media.no_licence"),
        ("pictures", "file", "crab.png", "media.no_file"),
        ("sounds", "transcript.en", None, "media.no_transcript"),
        ("sounds", "title.en", "", "shape.empty"),
    ],
)
def test_a_picture_or_sound_needs_words_maker_and_licence(field: str, path: str, value: object, code: str) -> None:
    item = with_value(PICTURE if field == "pictures" else SOUND, path, value)
    assert only("species", **{field: [item]}) == (f"{field}.0.{path}", code, True)


def test_slips_of_the_keyboard_are_doubts_with_their_place() -> None:
    (problem,) = found("species", role__th="ป่าเเสมขาว")
    assert problem == Problem("role.th", "typing.double_sara_e", False, {"at": 4, "found": "เเ", "meant": "แ"})


def test_letters_that_nobody_sees_are_named_by_their_number() -> None:
    (problem,) = found("species", sources=["A book\u200b by Ann"])
    assert (problem.path, problem.code, problem.values["found"]) == ("sources.0", "typing.invisible", "U+200B")


@pytest.mark.parametrize(
    ("source", "code", "blocks"),
    [
        ("javascript:alert(1)", "sources.scheme", True),
        ("data:text/html,x", "sources.scheme", True),
        ("ftp://example.org/x", "sources.scheme", True),
        ("https://example.org/a page", "sources.address", True),
        ("https://", "sources.address", True),
        ("https://localhost/x", "sources.address", True),
        ("https://ann:secret@example.org/", "sources.address", True),
        ("https://example.org:port/", "sources.address", True),
        ("https://[broken.example/", "sources.address", True),
        ("A book; https://example.org/a page", "sources.address", True),
        ("www.example.org", "sources.no_scheme", False),
    ],
)
def test_an_address_that_is_none_is_found(source: str, code: str, blocks: bool) -> None:
    assert only("species", sources=[source]) == ("sources.0", code, blocks)
    assert only("quizzes", source=source) == ("source", code, blocks)


@pytest.mark.parametrize(
    "source",
    [
        "Komiyama et al. 2005, doi:10.1017/S0266467405002476",
        "Public Relations Department, Rayong (pr.prd.go.th/rayong, nid 2239)",
        "https://example.org/ป่า?q=1#x",
        "https://one.example/a; https://two.example/b; species record",
        "Note: told by the ranger",
    ],
)
def test_books_people_and_good_addresses_are_sources(source: str) -> None:
    assert found("species", sources=[source]) == []


@pytest.mark.parametrize(
    ("kind", "path", "letters"),
    [("stations", "picture_alt", 250), ("quizzes", "options.0", 120), ("stations", "scene.hotspots.0.title", 40)],
)
def test_a_text_longer_than_advised_is_doubted(kind: Kind, path: str, letters: int) -> None:
    fitting = {"th": "ก" * letters, "en": "x" * letters}
    assert problems_of(kind, "slug", with_value(make_record(kind), path, fitting), KNOWN) == []
    longer = {"th": "ก" * (letters + 1), "en": "x" * (letters + 1)}
    told = problems_of(kind, "slug", with_value(make_record(kind), path, longer), KNOWN)
    assert [(one.path, one.code, one.blocks) for one in told] == [
        (f"{path}.th", "length.advised", False),
        (f"{path}.en", "length.advised", False),
    ]


def test_words_that_may_not_fit_the_plaque_are_doubted_and_marks_take_no_room() -> None:
    assert width("ที่นี่") == 2
    (problem,) = found("stations", names__th="ก" * 35)
    assert (problem.path, problem.code, problem.blocks) == ("names.th", "length.plaque", False)
    assert problem.values == {"most": 34, "letters": 35}
    assert found("stations", names__th="กี่" * 34) == []
    assert found("sites", names__th="ก" * 35) == []


@pytest.mark.parametrize(
    "option", [{"th": "จาก", "en": "A palm"}, {"th": "ต้นปาล์ม", "en": "NIPA palm (nypa fruticans)"}]
)
def test_options_that_are_equal_in_one_language_leave_no_choice(option: Record) -> None:
    (problem,) = found("quizzes", options__3=option)
    assert (problem.path, problem.code, problem.blocks) == ("options.3", "quiz.equal_options", True)
    assert problem.values == {"first": 3, "second": 4}


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(12.7, 101.2, None), (48.1, 11.6, "place.abroad"), (101.2, 12.7, "place.swapped"), (None, 101.2, None)],
)
def test_places_outside_the_country_are_doubted(latitude: float, longitude: float, code: str | None) -> None:
    position = {"latitude": latitude, "longitude": longitude, "confidence": "low"}
    told = [problem for problem in found("stations", position=position) if problem.code.startswith("place.")]
    assert [(one.path, one.code, one.blocks) for one in told] == ([("position", code, False)] if code else [])


def test_problems_stand_in_the_order_of_the_form() -> None:
    told = found("stations", sources=["www.example.org"], site="nowhere", number=0, lead__th="นํ้า")
    assert [problem.path for problem in told] == ["number", "site", "lead.th", "sources.0"]


JUNK: Any = st.sampled_from(
    ["", None, 0, -1, 2.5, True, [], {}, [None], [""], {"th": ""}, {"th": 3, "en": []}, "x" * 300]
)


@GENTLY
@given(st.sampled_from(KINDS), st.data())
def test_no_half_made_record_is_too_strange_to_be_checked(kind: Kind, data: st.DataObject) -> None:
    record = make_record(kind)
    branches = [path.rsplit(".", depth)[0] for path in leaves(record) for depth in range(3)]
    for _ in range(3):
        record = with_value(record, data.draw(st.sampled_from(branches)), data.draw(JUNK))
    for problem in problems_of(kind, SLUGS[kind], record, KNOWN):
        assert problem.code
        assert problem.path == problem.path.strip(".")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("record", [{}, None, [], "text"])
def test_nothing_at_all_is_refused_and_crashes_nothing(kind: Kind, record: object) -> None:
    assert any(problem.blocks for problem in problems_of(kind, "new", record, KNOWN))


@pytest.mark.parametrize("bit", ["://", "a:", "www.", "; ", "h", "@", "่", " "])
def test_fifty_thousand_letters_are_read_to_the_end(bit: str) -> None:
    text = (bit * 50_000)[:50_000]
    record = make_record("species", sources=[text, f"https://{text}"], role={"th": f"ก{text}", "en": text})
    assert problems_of("species", "slug", record, KNOWN)
