"""The form of every file in `content/`: what fields there are, and what each may say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mangrove_ar.catalogue.words import Text, Words

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Confidence = Literal["high", "medium", "low"]
Zone = Literal["seaward", "mid", "landward", "mudflat", "water", "canopy"]
RootType = Literal["stilt", "pencil", "cone", "knee", "plank", "none"]
Licence = Literal["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"]
Coordinate3 = tuple[float, float, float]


class Form(BaseModel):
    """The base of all forms: an unknown field is an error, not a silent loss."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Form):
    """A name in each language; a language without a reliable name says null."""

    th: Text | None
    en: Text | None


class OtherNames(Form):
    """Further names in each language."""

    th: list[Text]
    en: list[Text]


class Status(Form):
    """IUCN Red List category and the year of the assessment."""

    category: Literal["LC", "NT", "VU", "EN", "CR", "DD"]
    year: int | None
    verified: bool
    note: str | None = None


class WoodDensity(Form):
    """Dry wood density."""

    g_cm3: float = Field(gt=0, lt=2)
    source: Text


class TaxonIds(Form):
    """Numbers of the taxon in public registers."""

    gbif: int | None
    inaturalist: int | None


class PictureForm(Form):
    """A photograph or drawing that staff brought; the file is named by its content."""

    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.(avif|webp)$")]
    alt: Words
    credit: Text
    licence: Licence


class SoundForm(Form):
    """A recording that staff brought, and its words for those who do not hear it."""

    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.(mp3|m4a|ogg)$")]
    title: Words
    transcript: Words
    credit: Text
    licence: Licence


class SpeciesForm(Form):
    """One file of `content/species/`."""

    kingdom: Literal["plant", "animal"]
    scientific_name: Text
    authority: Text | None
    family: Text
    accepted_name_note: str | None
    names: Names
    other_names: OtherNames
    status: Status | None
    max_height_m: float | None = Field(gt=0)
    max_length_cm: float | None = Field(gt=0)
    root_type: RootType | None
    zone: Zone
    wood_density: WoodDensity | None
    identification: Words
    role: Words
    presence: Words
    confidence: Confidence
    taxon_ids: TaxonIds
    pictures: list[PictureForm] = []
    sounds: list[SoundForm] = []
    sources: list[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _public_records_are_named(self) -> "SpeciesForm":
        if self.confidence != "low" and not (self.names.th and self.names.en):
            raise ValueError("names: both languages are needed unless confidence is low")
        return self


class QuizForm(Form):
    """One file of `content/quizzes/`."""

    topic: Slug | Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    species: Slug | None
    question: Words
    options: list[Words] = Field(min_length=2, max_length=6)
    correct: int = Field(ge=0)
    explanation: Words
    difficulty: Literal["easy", "medium", "hard"]
    source: Text
    confidence: Confidence

    @model_validator(mode="after")
    def _the_right_answer_exists(self) -> "QuizForm":
        if self.correct >= len(self.options):
            raise ValueError(f"correct: {self.correct} is beyond the last option, {len(self.options) - 1}")
        return self


class Position(Form):
    """A place on Earth, WGS 84 degrees, and how well it is known."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    confidence: Literal["high", "medium-high", "medium", "low"]


class PlaqueForm(Form):
    """How a station's plaque stands."""

    marker_width_mm: float = Field(ge=50, le=1000)
    tilt_deg: float = Field(ge=0, le=90)


class MarkerForm(Form):
    """What the generated artwork of a marker shows."""

    subjects: list[Text] = Field(min_length=1)
    zone: Zone
    seed: int = Field(ge=0)


class PlacedModel(Form):
    """A model in a scene: metres of the plaque's world, y up, origin at the marker's middle."""

    model: Slug
    scale: float = Field(gt=0)
    position_m: Coordinate3
    turn_deg: float
    animation: Text | None


class Hotspot(Form):
    """A point of a model that has something to tell; metres of the model."""

    model: Slug
    position_m: Coordinate3
    title: Words
    text: Words


class SceneForm(Form):
    """What AR shows at a station."""

    models: list[PlacedModel] = Field(min_length=1)
    hotspots: list[Hotspot]

    @model_validator(mode="after")
    def _hotspots_sit_on_models(self) -> "SceneForm":
        placed = {model.model for model in self.models}
        strangers = [spot.model for spot in self.hotspots if spot.model not in placed]
        if strangers:
            raise ValueError(f"hotspots: {strangers[0]} is not among the scene's models")
        return self


class StationForm(Form):
    """One file of `content/stations/`."""

    number: int = Field(ge=1, le=999)
    site: Slug
    names: Words
    lead: Words
    body: list[Words] = Field(min_length=1)
    look_for: list[Words]
    position: Position | None
    species: list[Slug]
    question: Slug | None
    cautions: list[Words]
    sources: list[Text]
    withdrawn: bool
    plaque: PlaqueForm
    marker: MarkerForm
    picture_alt: Words
    pictures: list[PictureForm] = []
    sounds: list[SoundForm] = []
    scene: SceneForm | None


class Fact(Form):
    """A sentence about a site, with where it comes from."""

    text: Words
    sources: list[Text] = Field(min_length=1)


class Landmark(Form):
    """A named place inside a site."""

    names: Words
    position: Position | None


class MapView(Form):
    """Where a map of a site opens."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    zoom: int = Field(ge=1, le=20)


class EmergencyNumber(Form):
    """A telephone number for an emergency, and for which."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{3,15}$")]
    use: Words


class TrailForm(Form):
    """The walk through a site."""

    slug: Slug
    names: Words
    stations: list[Slug] = Field(min_length=1)


class PlainPosition(Form):
    """A place on Earth, WGS 84 degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class GreenPlace(Form):
    """Another green space of the city, and how well its place is known."""

    names: Words
    position: PlainPosition | None
    coord_confidence: Literal["high", "medium-high", "medium", "low", "unknown"]
    verified: bool
    note: Words


class SiteForm(Form):
    """One file of `content/sites/`."""

    names: Words
    lead: Words
    about: list[Words]
    facts: list[Fact]
    chedi: Landmark | None = None
    map: MapView
    access: Words
    emergency: list[EmergencyNumber]
    before_you_walk: list[Words]
    manners: list[Words]
    trail: TrailForm
    green_places: list[GreenPlace]
    sources: list[Text] = Field(min_length=1)


class HomeForm(Form):
    """The file `content/home.yaml`: words of the home page and of the page about the project."""

    title: Words
    lead: Words
    steps: list[Words] = Field(min_length=1)
    about: list[Words]
    privacy: list[Words]
