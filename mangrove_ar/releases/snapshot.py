"""Take a snapshot: turn the catalogue into the documents of a release, without what is not for the public."""

from typing import Any

from sqlalchemy import select

from mangrove_ar.catalogue.content import HomeForm, SceneForm, SiteForm, SpeciesForm, StationForm
from mangrove_ar.catalogue.models import Model, Page, Quiz, Species, Station, StationCode, Trail
from mangrove_ar.catalogue.words import Words
from mangrove_ar.extensions import db
from mangrove_ar.releases import documents as d

SURVEYED = {"high", "medium-high"}
"""Positions that may be shown; all others are guesses."""
ARTWORK_CREDIT = Words(th="ภาพวาดโดยทีม Mangrove AR, CC BY 4.0", en="Artwork: Mangrove AR contributors, CC BY 4.0")
MODEL_KINDS = {
    "illustrative": Words(th="แบบจำลองเพื่อการอธิบาย", en="Illustrative model"),
    "scanned": Words(th="แบบสามมิติที่สแกนจากของจริง", en="Scanned model"),
}
LICENCE_URLS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}


def take_snapshot() -> dict[str, d.Document]:
    """Give all documents of the catalogue as it is now, by their path."""
    models = {row.slug: row for row in db.session.scalars(select(Model))}
    species = {row.slug: row for row in db.session.scalars(select(Species)) if row.confidence != "low"}
    snapshot: dict[str, d.Document] = {"codes": take_codes(), "species": _species_list(species, models)}
    for trail in db.session.scalars(select(Trail)):
        snapshot[f"trail/{trail.slug}"] = _trail(trail)
        for station in trail.stations:
            snapshot[f"station/{station.slug}"] = _station(station, trail, species, models)
    for row in species.values():
        snapshot[f"species/{row.slug}"] = _species(row, models)
    return snapshot | {"home": _home()}


def take_codes() -> d.CodesDocument:
    """Give the codes as they are now, the withdrawn ones too: their plaques still stand somewhere."""
    rows = {row.code: row for row in db.session.scalars(select(StationCode).join(StationCode.station))}
    withdrawn = {code: row.withdrawn_at for code, row in rows.items() if row.withdrawn_at is not None}
    return d.CodesDocument(stations={code: row.station.slug for code, row in rows.items()}, withdrawn=withdrawn)


def _home() -> d.HomeDocument:
    """Open the home page on the city's first trail."""
    words = HomeForm.model_validate(db.session.scalars(select(Page.record).filter_by(slug="home")).one())
    trail = db.session.scalars(select(Trail).order_by(Trail.id).limit(1)).one()
    return d.HomeDocument(
        **words.model_dump(),
        trail=trail.slug,
        site=_site(trail.site.slug, SiteForm.model_validate(trail.site.record)),
    )


def _site(slug: str, form: SiteForm) -> d.SiteDocument:
    shown = form.model_dump(include=set(d.SiteDocument.model_fields))
    return d.SiteDocument(slug=slug, name=form.names, **shown)


def _trail(trail: Trail) -> d.TrailDocument:
    return d.TrailDocument(
        slug=trail.slug,
        name=Words.model_validate(trail.name),
        site=trail.site.slug,
        stations=[_card(station) for station in trail.stations if station.number > 0],
    )


def _card(station: Station) -> d.StationCard:
    form = StationForm.model_validate(station.record)
    return d.StationCard(
        slug=station.slug,
        number=station.number,
        name=form.names,
        lead=form.lead,
        position=_position(form),
        picture=_artwork(station, form),
        correct_choice=_correct_choice(station.quiz),
        has_scene=form.scene is not None,
        is_withdrawn=station.is_withdrawn,
    )


def _station(
    station: Station, trail: Trail, species: dict[str, Species], models: dict[str, Model]
) -> d.StationDocument:
    form = StationForm.model_validate(station.record)
    return d.StationDocument(
        slug=station.slug,
        number=station.number,
        trail=d.TrailLink(slug=trail.slug, name=Words.model_validate(trail.name), stations=len(_trail(trail).stations)),
        name=form.names,
        lead=form.lead,
        body=form.body,
        look_for=form.look_for,
        position=_position(form),
        picture=_artwork(station, form),
        species=[_species_card(species[slug], models) for slug in form.species if slug in species],
        question=_question(station.quiz),
        cautions=form.cautions,
        sources=form.sources,
        is_withdrawn=station.is_withdrawn,
        scene=_scene(form.scene, models) if form.scene else None,
        target=_target(station, form),
        plaque_tilt_deg=form.plaque.tilt_deg,
    )


def _position(form: StationForm) -> d.Position | None:
    place = form.position
    if place is None or place.confidence not in SURVEYED:
        return None
    return d.Position(latitude=place.latitude, longitude=place.longitude)


def _artwork(station: Station, form: StationForm) -> d.Picture | None:
    if station.marker is None:
        return None
    return _picture(station.marker.record, form.picture_alt, ARTWORK_CREDIT)


def _target(station: Station, form: StationForm) -> d.TargetFile | None:
    if station.marker is None:
        return None
    made = station.marker.record
    return d.TargetFile(
        **_file(made, "target"),
        width_px=made["width_px"],
        height_px=made["height_px"],
        width_m=form.plaque.marker_width_mm / 1000,
    )


def _species_card(row: Species, models: dict[str, Model]) -> d.SpeciesCard:
    form = SpeciesForm.model_validate(row.record)
    return d.SpeciesCard(
        slug=row.slug,
        kingdom=row.kingdom,
        scientific_name=row.scientific_name,
        authority=form.authority,
        name=_name(form),
        picture=_poster(row.slug, form, models, "card"),
        summary=form.identification,
    )


def _question(quiz: Quiz | None) -> d.Question | None:
    if quiz is None or quiz.confidence == "low":
        return None
    record = quiz.record
    return d.Question(
        id=quiz.slug,
        text=record["question"],
        options=record["options"],
        correct=record["correct"],
        explanation=record["explanation"],
    )


def _correct_choice(quiz: Quiz | None) -> int | None:
    question = _question(quiz)
    return question.correct if question else None


def _scene(form: SceneForm, models: dict[str, Model]) -> d.Scene | None:
    """Leave a scene out as long as one of its models is not built."""
    if any(placed.model not in models for placed in form.models):
        return None
    return d.Scene(
        models=[_scene_model(placed.model_dump(), models[placed.model]) for placed in form.models],
        hotspots=[d.Hotspot.model_validate(spot.model_dump()) for spot in form.hotspots],
    )


def _scene_model(placed: dict[str, Any], row: Model) -> d.SceneModel:
    made = row.record
    return d.SceneModel(
        slug=row.slug,
        name=made["name"],
        kind=made["kind"],
        variants={
            "web": d.ModelFile(**_file(made, "web"), media_type="model/gltf-binary", triangles=made["triangles"]),
            "coarse": d.ModelFile(
                **_file(made, "coarse"), media_type="model/gltf-binary", triangles=made["coarse_triangles"]
            ),
            "ar": d.ModelFile(**_file(made, "ar"), media_type="model/gltf-binary"),
            "usdz": d.ModelFile(**_file(made, "usdz"), media_type="model/vnd.usdz+zip"),
            "poster": d.ModelFile(
                **_file(made, "poster"),
                media_type="image/webp",
                width=made["poster_width"],
                height=made["poster_height"],
            ),
        },
        real_size_m=d.Size(**made["size_m"]),
        scale=placed["scale"],
        position_m=placed["position_m"],
        turn_deg=placed["turn_deg"],
        animation=placed["animation"],
        alt=made["name"],
        picture=_picture(made, Words.model_validate(made["name"]), _model_credit(made)),
        credit=d.Credit(author=made["author"], licence=made["licence"], licence_url=LICENCE_URLS[made["licence"]]),
    )


def _species(row: Species, models: dict[str, Model]) -> d.SpeciesDocument:
    form = SpeciesForm.model_validate(row.record)
    status = form.status
    return d.SpeciesDocument(
        slug=row.slug,
        kingdom=row.kingdom,
        scientific_name=row.scientific_name,
        authority=form.authority,
        family=form.family,
        name=_name(form),
        other_names=form.other_names.model_dump(),
        status=d.Status(category=status.category, year=status.year)
        if status and status.verified and status.year
        else None,
        max_height_m=form.max_height_m,
        max_length_cm=form.max_length_cm,
        root_type=form.root_type,
        zone=form.zone,
        identification=form.identification,
        role=form.role,
        presence=form.presence,
        confidence=form.confidence,
        sources=form.sources,
        picture=_poster(row.slug, form, models),
        stations=_stations_of(row),
    )


def _species_list(species: dict[str, Species], models: dict[str, Model]) -> d.SpeciesListDocument:
    forms = {slug: SpeciesForm.model_validate(row.record) for slug, row in species.items()}
    return d.SpeciesListDocument(
        species=[
            d.SpeciesListItem(
                slug=slug,
                kingdom=form.kingdom,
                scientific_name=form.scientific_name,
                name=_name(form),
                zone=form.zone,
                picture=_poster(slug, form, models, "card"),
            )
            for slug, form in sorted(forms.items(), key=lambda item: item[1].scientific_name)
        ]
    )


def _stations_of(row: Species) -> list[d.StationLink]:
    stations = db.session.scalars(
        select(Station).where(Station.species.any(species_id=row.id), Station.number > 0).order_by(Station.number)
    )
    return [
        d.StationLink(trail=station.trail.slug, number=station.number, name=Words.model_validate(station.name))
        for station in stations
        if not station.is_withdrawn
    ]


def _poster(slug: str, form: SpeciesForm, models: dict[str, Model], size: str = "picture") -> d.Picture | None:
    for row in models.values():
        if row.record["species"] == slug:
            return _picture(row.record, _name(form), _model_credit(row.record), size)
    return None


def _model_credit(made: dict[str, Any]) -> Words:
    kind, by = MODEL_KINDS[made["kind"]], f"{made['author']}, {made['licence'].replace('-', ' ')}"
    return Words(th=f"{kind.th} โดย {by}", en=f"{kind.en}: {by}")


def _name(form: SpeciesForm) -> Words:
    return Words(th=form.names.th or form.scientific_name, en=form.names.en or form.scientific_name)


def _picture(made: dict[str, Any], alt: Words, credit: Words, size: str = "picture") -> d.Picture:
    return d.Picture(
        url=_url(made["files"][size]),
        fallback_url=_url(made["files"][f"{size}_fallback"]),
        width=made[f"{size}_width"],
        height=made[f"{size}_height"],
        alt=alt,
        credit=credit,
    )


def _file(made: dict[str, Any], role: str) -> dict[str, Any]:
    name = made["files"][role]
    return {"url": _url(name), "sha256": name.partition(".")[0], "size_bytes": made["size_bytes"][role]}


def _url(name: str) -> str:
    return f"/files/{name}"
