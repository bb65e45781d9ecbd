"""The manifest: what a phone needs to show a station's scene, as a pure function of the station's document."""

from pydantic import BaseModel, ConfigDict

from mangrove_ar.catalogue.words import LANGUAGES, Words
from mangrove_ar.releases.documents import Credit, Hotspot, SceneModel, StationDocument, TargetFile

VERSION = 1
CREDIT = Credit(
    author="Mangrove AR contributors",
    licence="CC-BY-4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
)


class ManifestStation(BaseModel):
    """The station that the scene belongs to."""

    slug: str
    number: int
    name: Words


class MarkerPicture(BaseModel):
    """The marker as a picture, to show what to look for."""

    url: str
    width: int
    height: int


class Manifest(BaseModel):
    """One scene: metres, y up, origin at the middle of the marker; all addresses relative to the site.

    `plaque_tilt_deg` is 0 for a plaque flat on a table and 90 for one on a wall.
    """

    model_config = ConfigDict(title="Mangrove AR scene manifest")

    version: int
    station: ManifestStation
    languages: list[str]
    target: TargetFile | None
    marker_picture: MarkerPicture | None
    plaque_tilt_deg: float
    models: list[SceneModel]
    hotspots: list[Hotspot]
    credit: Credit


def manifest_of(station: StationDocument) -> Manifest:
    """Write a station's manifest; a station without a scene has a target and no models."""
    picture, scene = station.picture, station.scene
    return Manifest(
        version=VERSION,
        station=ManifestStation(slug=station.slug, number=station.number, name=station.name),
        languages=list(LANGUAGES),
        target=station.target,
        marker_picture=MarkerPicture(url=picture.url, width=picture.width, height=picture.height) if picture else None,
        plaque_tilt_deg=station.plaque_tilt_deg,
        models=scene.models if scene else [],
        hotspots=scene.hotspots if scene else [],
        credit=CREDIT,
    )
