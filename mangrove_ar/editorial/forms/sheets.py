"""What each kind of record asks for, in the order in which a person thinks of it."""

from typing import get_args

from mangrove_ar.catalogue.content import Confidence, Licence, RootType, Zone
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.editorial.forms.fields import (
    Check,
    Choice,
    Fixed,
    Group,
    Items,
    Lines,
    LinesPair,
    Link,
    Links,
    Number,
    Pair,
    Section,
    Sheet,
    Text,
)

ZONES = get_args(Zone)
CONFIDENCES = get_args(Confidence)
PLACES_KNOWN = ("high", "medium-high", "medium", "low")
RED_LIST = ("LC", "NT", "VU", "EN", "CR", "DD")


class StatusSheet(Sheet):
    """Red List category and year."""

    category = Choice(*RED_LIST, label_key="red_list", is_optional=True)
    year = Number("whole")
    verified = Check()
    note = Text(is_long=True, is_optional=True)


class WoodSheet(Sheet):
    """Wood density, for carbon."""

    g_cm3 = Number()
    source = Text()


class TaxonIdsSheet(Sheet):
    """Numbers in public registers."""

    gbif = Number("whole")
    inaturalist = Number("whole")


class PictureSheet(Sheet):
    """A picture of the media shelf."""

    file = Text()
    alt = Pair(is_long=True)
    credit = Text()
    licence = Choice(*get_args(Licence), label_key="licences")


class SoundSheet(Sheet):
    """A sound of the media shelf."""

    file = Text()
    title = Pair()
    transcript = Pair(is_long=True)
    credit = Text()
    licence = Choice(*get_args(Licence), label_key="licences")


class SpeciesSheet(Sheet):
    """A plant or an animal."""

    names = Pair(is_optional=True)
    other_names = LinesPair()
    identification = Pair(is_long=True)
    role = Pair(is_long=True)
    presence = Pair(is_long=True)
    scientific_name = Text(lang="la")
    authority = Text(is_optional=True)
    family = Text(lang="la")
    kingdom = Choice("plant", "animal", label_key="kingdoms")
    accepted_name_note = Text(is_long=True, is_optional=True)
    taxon_ids = Group(TaxonIdsSheet)
    zone = Choice(*ZONES, label_key="zones")
    root_type = Choice(*get_args(RootType), label_key="roots", is_optional=True)
    max_height_m = Number()
    max_length_cm = Number()
    wood_density = Group(WoodSheet, is_optional=True)
    status = Group(StatusSheet, is_optional=True)
    pictures = Items(Group(PictureSheet), chosen_from="pictures")
    sounds = Items(Group(SoundSheet), chosen_from="sounds")
    confidence = Choice(*CONFIDENCES, label_key="confidences")
    sources = Lines()

    sections = (
        Section("names", "names", "other_names"),
        Section("words", "identification", "role", "presence"),
        Section("taxonomy", "scientific_name", "authority", "family", "kingdom", "accepted_name_note", "taxon_ids"),
        Section("nature", "zone", "root_type", "max_height_m", "max_length_cm", "wood_density", "status"),
        Section("media", "pictures", "sounds"),
        Section("evidence", "confidence", "sources"),
    )


class PositionSheet(Sheet):
    """A place on Earth, and how well it is known."""

    latitude = Number()
    longitude = Number()
    confidence = Choice(*PLACES_KNOWN, label_key="confidences", is_optional=True)


class PlaqueSheet(Sheet):
    """How a plaque stands."""

    marker_width_mm = Number()
    tilt_deg = Number()


class MarkerSheet(Sheet):
    """What the artwork of a marker shows."""

    subjects = Lines()
    zone = Choice(*ZONES, label_key="zones")
    seed = Number("whole")


class StationSheet(Sheet):
    """A numbered post. Its scene has an editor of its own, and it is closed and opened by buttons of their own."""

    names = Pair()
    lead = Pair(is_long=True)
    body = Items(Pair(is_long=True))
    look_for = Items(Pair(is_long=True))
    cautions = Items(Pair(is_long=True))
    species = Links("species")
    question = Link("quizzes", is_optional=True)
    picture_alt = Pair(is_long=True)
    pictures = Items(Group(PictureSheet), chosen_from="pictures")
    sounds = Items(Group(SoundSheet), chosen_from="sounds")
    number = Number("whole")
    site = Link("sites")
    position = Group(PositionSheet, is_optional=True)
    plaque = Group(PlaqueSheet)
    marker = Group(MarkerSheet)
    sources = Lines()

    sections = (
        Section("words", "names", "lead", "body", "look_for", "cautions"),
        Section("links", "species", "question"),
        Section("media", "picture_alt", "pictures", "sounds"),
        Section("evidence", "sources"),
        Section("place", "number", "site", "position"),
        Section("marker", "plaque", "marker"),
    )


class FactSheet(Sheet):
    """A sentence with where it comes from."""

    text = Pair(is_long=True)
    sources = Lines()


class LandmarkSheet(Sheet):
    """A named place inside a site."""

    names = Pair()
    position = Group(PositionSheet, is_optional=True)


class MapSheet(Sheet):
    """Where a map opens."""

    latitude = Number()
    longitude = Number()
    zoom = Number("whole")


class EmergencySheet(Sheet):
    """A telephone number, and what for."""

    number = Text()
    use = Pair()


class TrailSheet(Sheet):
    """The walk through a site."""

    slug = Fixed()
    names = Pair()
    stations = Links("stations")


class PlainPositionSheet(Sheet):
    """A place on Earth."""

    latitude = Number()
    longitude = Number()


class GreenPlaceSheet(Sheet):
    """Another green space of the city."""

    names = Pair()
    note = Pair(is_long=True)
    position = Group(PlainPositionSheet, is_optional=True)
    coord_confidence = Choice(*PLACES_KNOWN, "unknown", label_key="confidences")
    verified = Check()


class SiteSheet(Sheet):
    """A green space with its trail."""

    names = Pair()
    lead = Pair(is_long=True)
    about = Items(Pair(is_long=True))
    before_you_walk = Items(Pair(is_long=True))
    manners = Items(Pair(is_long=True))
    emergency = Items(Group(EmergencySheet))
    access = Pair(is_long=True)
    facts = Items(Group(FactSheet))
    trail = Group(TrailSheet)
    map = Group(MapSheet)
    chedi = Group(LandmarkSheet, is_optional=True)
    green_places = Items(Group(GreenPlaceSheet))
    sources = Lines()

    sections = (
        Section("words", "names", "lead", "about"),
        Section("safety", "before_you_walk", "manners", "emergency"),
        Section("getting_there", "access", "map", "chedi"),
        Section("facts", "facts"),
        Section("trail", "trail"),
        Section("green_places", "green_places"),
        Section("evidence", "sources"),
    )


class QuizSheet(Sheet):
    """A question with its answers."""

    question = Pair(is_long=True)
    options = Items(Pair(), marks="correct")
    correct = Number("whole")
    explanation = Pair(is_long=True)
    species = Link("species", is_optional=True)
    topic = Text()
    difficulty = Choice("easy", "medium", "hard", label_key="difficulties")
    confidence = Choice(*CONFIDENCES, label_key="confidences")
    source = Text()

    sections = (
        Section("question", "question", "options", "explanation"),
        Section("belongs", "species", "topic", "difficulty"),
        Section("evidence", "confidence", "source"),
    )


class HomeSheet(Sheet):
    """Words of the home page and of the page about the project."""

    title = Pair()
    lead = Pair(is_long=True)
    steps = Items(Pair(is_long=True))
    about = Items(Pair(is_long=True))
    privacy = Items(Pair(is_long=True))

    sections = (
        Section("words", "title", "lead", "steps"),
        Section("project", "about", "privacy"),
    )


SHEETS: dict[Kind, type[Sheet]] = {
    "species": SpeciesSheet,
    "stations": StationSheet,
    "sites": SiteSheet,
    "quizzes": QuizSheet,
    "pages": HomeSheet,
}
