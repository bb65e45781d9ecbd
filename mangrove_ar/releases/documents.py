"""The documents of a release: everything that the public sees, one JSON file each, ready to be shown."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from mangrove_ar.catalogue.words import Words

Metres3 = tuple[float, float, float]


class Document(BaseModel):
    """The base of all documents: frozen, and nothing unforeseen inside."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Picture(Document):
    """A picture with what a page needs to show it without a jump, and to name it.

    `url` is AVIF, the lightest; `fallback_url` is WebP, for phones too old for it.
    """

    url: str
    fallback_url: str
    width: int
    height: int
    alt: Words
    credit: Words


class Sound(Document):
    """A recording, with its words for those who do not hear it."""

    url: str
    duration_s: float
    title: Words
    transcript: Words
    credit: Words


class SpeciesCard(Document):
    """A species as a station shows it."""

    slug: str
    kingdom: str
    scientific_name: str
    authority: str | None
    name: Words
    picture: Picture | None
    summary: Words


class Question(Document):
    """A multiple-choice question; `correct` counts from 0."""

    id: str
    text: Words
    options: list[Words]
    correct: int
    explanation: Words


class Position(Document):
    """A surveyed place, WGS 84 degrees."""

    latitude: float
    longitude: float


class TargetFile(Document):
    """A marker compiled for the tracker; sizes in pixels of the compiled picture, width in metres as printed."""

    url: str
    sha256: str
    size_bytes: int
    width_px: int
    height_px: int
    width_m: float


class ModelFile(Document):
    """One variant of a model."""

    url: str
    media_type: str
    sha256: str
    size_bytes: int
    triangles: int | None = None
    width: int | None = None
    height: int | None = None


class Size(Document):
    """Extent in nature, metres."""

    height: float
    width: float
    depth: float


class Credit(Document):
    """Who made a thing, and on what terms others may use it."""

    author: str
    licence: str
    licence_url: str


class SceneModel(Document):
    """A model in a scene: `scale` turns metres of the model into metres at the plaque."""

    slug: str
    name: Words
    kind: str
    variants: dict[str, ModelFile]
    real_size_m: Size
    scale: float
    position_m: Metres3
    turn_deg: float
    animation: str | None
    alt: Words
    picture: Picture
    credit: Credit


class Hotspot(Document):
    """A point of a model that has something to tell; metres of the model."""

    model: str
    position_m: Metres3
    title: Words
    text: Words


class Scene(Document):
    """What AR shows at a station: models above the marker, y up, origin at the marker's middle."""

    models: list[SceneModel]
    hotspots: list[Hotspot]


class TrailLink(Document):
    """The trail that a station belongs to."""

    slug: str
    name: Words
    stations: int


class StationDocument(Document):
    """A station's page."""

    slug: str
    number: int
    trail: TrailLink
    name: Words
    lead: Words
    body: list[Words]
    look_for: list[Words]
    position: Position | None
    picture: Picture | None
    species: list[SpeciesCard]
    question: Question | None
    cautions: list[Words]
    sources: list[str]
    is_withdrawn: bool
    scene: Scene | None
    target: TargetFile | None
    plaque_tilt_deg: float
    pictures: list[Picture] = []
    sounds: list[Sound] = []


class StationCard(Document):
    """A station as the trail shows it."""

    slug: str
    number: int
    name: Words
    lead: Words
    position: Position | None
    picture: Picture | None
    correct_choice: int | None
    has_scene: bool
    is_withdrawn: bool


class TrailDocument(Document):
    """A trail's page."""

    slug: str
    name: Words
    site: str
    stations: list[StationCard]


class StationLink(Document):
    """A station as a species page names it."""

    trail: str
    number: int
    name: Words


class Status(Document):
    """IUCN Red List category, and the year of the assessment (CE)."""

    category: str
    year: int


class SpeciesDocument(Document):
    """A species' page."""

    slug: str
    kingdom: str
    scientific_name: str
    authority: str | None
    family: str
    name: Words
    other_names: dict[str, list[str]]
    status: Status | None
    max_height_m: float | None
    max_length_cm: float | None
    root_type: str | None
    zone: str
    identification: Words
    role: Words
    presence: Words
    confidence: str
    sources: list[str]
    picture: Picture | None
    stations: list[StationLink]
    pictures: list[Picture] = []
    sounds: list[Sound] = []


class SpeciesListItem(Document):
    """One line of the list of species."""

    slug: str
    kingdom: str
    scientific_name: str
    name: Words
    zone: str
    picture: Picture | None


class SpeciesListDocument(Document):
    """All public species, as the list shows them."""

    species: list[SpeciesListItem]


class SiteFact(Document):
    """A sentence about a site, with where it comes from."""

    text: Words
    sources: list[str]


class EmergencyNumber(Document):
    """A telephone number for an emergency, and for which."""

    number: str
    use: Words


class SiteDocument(Document):
    """A site, as the home page and the page about the project tell of it."""

    slug: str
    name: Words
    lead: Words
    about: list[Words]
    facts: list[SiteFact]
    access: Words
    emergency: list[EmergencyNumber]
    before_you_walk: list[Words]
    manners: list[Words]
    sources: list[str]


class HomeDocument(Document):
    """The home page and the page about the project; `trail` is the slug of the trail that it opens."""

    title: Words
    lead: Words
    steps: list[Words]
    about: list[Words]
    privacy: list[Words]
    trail: str
    site: SiteDocument


class CodesDocument(Document):
    """Which code leads to which station, and which codes were withdrawn, and when.

    Releases of earlier versions know no withdrawn codes.
    """

    stations: dict[str, str]
    withdrawn: dict[str, AwareDatetime] = {}


class ReleaseDocument(Document):
    """The list of a release's documents: path to SHA-256."""

    format: int
    documents: dict[str, str]
