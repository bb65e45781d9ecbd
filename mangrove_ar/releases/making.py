"""Make one document each, as pure functions of a record and of what builds made for it."""

from typing import Any

from mangrove_ar.catalogue.content import (
    HomeForm,
    PictureForm,
    PlacedModel,
    QuizForm,
    SceneForm,
    SiteForm,
    SoundForm,
    SpeciesForm,
    StationForm,
)
from mangrove_ar.catalogue.records import Record
from mangrove_ar.catalogue.words import Words
from mangrove_ar.releases import documents as d
from mangrove_ar.releases.rows import Rows

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


def home(form: HomeForm, site_slug: str, site: SiteForm) -> d.HomeDocument:
    """Make the home page."""
    shown = site.model_dump(include=set(d.SiteDocument.model_fields))
    return d.HomeDocument(
        **form.model_dump(),
        trail=site.trail.slug,
        site=d.SiteDocument(slug=site_slug, name=site.names, **shown),
    )


def card(slug: str, form: StationForm, marker: Record | None, asked: d.Question | None) -> d.StationCard:
    """Make a station's card on its trail."""
    return d.StationCard(
        slug=slug,
        number=form.number,
        name=form.names,
        lead=form.lead,
        position=_position(form),
        picture=_artwork(marker, form),
        correct_choice=asked.correct if asked else None,
        has_scene=form.scene is not None,
        is_withdrawn=form.withdrawn,
    )


def station(
    slug: str,
    form: StationForm,
    trail: d.TrailLink,
    species: list[d.SpeciesCard],
    asked: d.Question | None,
    rows: Rows,
) -> d.StationDocument:
    """Make a station's page."""
    marker = rows.markers.get(slug)
    return d.StationDocument(
        slug=slug,
        number=form.number,
        trail=trail,
        name=form.names,
        lead=form.lead,
        body=form.body,
        look_for=form.look_for,
        position=_position(form),
        picture=_artwork(marker, form),
        species=species,
        question=asked,
        cautions=form.cautions,
        sources=form.sources,
        is_withdrawn=form.withdrawn,
        scene=_scene(form.scene, rows) if form.scene else None,
        target=_target(marker, form),
        plaque_tilt_deg=form.plaque.tilt_deg,
        pictures=_pictures(form.pictures, rows),
        sounds=_sounds(form.sounds, rows),
    )


def question(slug: str, form: QuizForm) -> d.Question:
    """Make a question."""
    return d.Question(
        id=slug, text=form.question, options=form.options, correct=form.correct, explanation=form.explanation
    )


def species_card(slug: str, form: SpeciesForm, rows: Rows) -> d.SpeciesCard:
    """Make a species' card at a station."""
    return d.SpeciesCard(
        slug=slug,
        kingdom=form.kingdom,
        scientific_name=form.scientific_name,
        authority=form.authority,
        name=name(form),
        picture=_poster(slug, name(form), form.pictures, rows, "card"),
        summary=form.identification,
    )


def species_line(slug: str, record: Record, rows: Rows) -> d.SpeciesListItem:
    """Make a species' line in the list, straight from its record: reading thousands of whole forms would take long."""
    names, scientific_name = record["names"], record["scientific_name"]
    called = Words(th=names["th"] or scientific_name, en=names["en"] or scientific_name)
    pictures = [PictureForm.model_validate(picture) for picture in record.get("pictures", ())]
    return d.SpeciesListItem(
        slug=slug,
        kingdom=record["kingdom"],
        scientific_name=scientific_name,
        name=called,
        zone=record["zone"],
        picture=_poster(slug, called, pictures, rows, "card"),
    )


def species(slug: str, form: SpeciesForm, stations: list[d.StationLink], rows: Rows) -> d.SpeciesDocument:
    """Make a species' page."""
    pictures = _pictures(form.pictures, rows)
    return d.SpeciesDocument(
        slug=slug,
        kingdom=form.kingdom,
        scientific_name=form.scientific_name,
        authority=form.authority,
        family=form.family,
        name=name(form),
        other_names=form.other_names.model_dump(),
        status=_status(form),
        max_height_m=form.max_height_m,
        max_length_cm=form.max_length_cm,
        root_type=form.root_type,
        zone=form.zone,
        identification=form.identification,
        role=form.role,
        presence=form.presence,
        confidence=form.confidence,
        sources=form.sources,
        picture=_poster(slug, name(form), form.pictures, rows),
        stations=stations,
        pictures=pictures,
        sounds=_sounds(form.sounds, rows),
    )


def name(form: SpeciesForm) -> Words:
    """Name a species; where there is no reliable name, by the scientific one."""
    return Words(th=form.names.th or form.scientific_name, en=form.names.en or form.scientific_name)


def _status(form: SpeciesForm) -> d.Status | None:
    status = form.status
    if status is None or not status.verified or not status.year:
        return None
    return d.Status(category=status.category, year=status.year)


def _position(form: StationForm) -> d.Position | None:
    place = form.position
    if place is None or place.confidence not in SURVEYED:
        return None
    return d.Position(latitude=place.latitude, longitude=place.longitude)


def _artwork(marker: Record | None, form: StationForm) -> d.Picture | None:
    return _picture(marker, form.picture_alt, ARTWORK_CREDIT) if marker else None


def _target(marker: Record | None, form: StationForm) -> d.TargetFile | None:
    if marker is None:
        return None
    return d.TargetFile(
        **_file(marker, "target"),
        width_px=marker["width_px"],
        height_px=marker["height_px"],
        width_m=form.plaque.marker_width_mm / 1000,
    )


def _scene(form: SceneForm, rows: Rows) -> d.Scene | None:
    """Leave a scene out as long as one of its models is not built."""
    if any(placed.model not in rows.models for placed in form.models):
        return None
    return d.Scene(
        models=[_scene_model(placed, rows.models[placed.model]) for placed in form.models],
        hotspots=[d.Hotspot.model_validate(spot.model_dump()) for spot in form.hotspots],
    )


def _scene_model(placed: PlacedModel, made: Record) -> d.SceneModel:
    return d.SceneModel(
        slug=placed.model,
        name=made["name"],
        kind=made["kind"],
        variants=_variants(made),
        real_size_m=d.Size(**made["size_m"]),
        scale=placed.scale,
        position_m=placed.position_m,
        turn_deg=placed.turn_deg,
        animation=placed.animation,
        alt=made["name"],
        picture=_picture(made, Words.model_validate(made["name"]), _model_credit(made)),
        credit=d.Credit(author=made["author"], licence=made["licence"], licence_url=LICENCE_URLS[made["licence"]]),
    )


def _variants(made: Record) -> dict[str, d.ModelFile]:
    glb = "model/gltf-binary"
    return {
        "web": d.ModelFile(**_file(made, "web"), media_type=glb, triangles=made["triangles"]),
        "coarse": d.ModelFile(**_file(made, "coarse"), media_type=glb, triangles=made["coarse_triangles"]),
        "ar": d.ModelFile(**_file(made, "ar"), media_type=glb),
        "usdz": d.ModelFile(**_file(made, "usdz"), media_type="model/vnd.usdz+zip"),
        "poster": d.ModelFile(
            **_file(made, "poster"), media_type="image/webp", width=made["poster_width"], height=made["poster_height"]
        ),
    }


def _poster(
    slug: str, called: Words, pictures: list[PictureForm], rows: Rows, size: str = "picture"
) -> d.Picture | None:
    """Show a species by its model, or by the first picture of it where nobody has modelled it yet."""
    made = rows.posters.get(slug)
    if made:
        return _picture(made, called, _model_credit(made), size)
    return next(iter(_pictures(pictures, rows)), None)


def _pictures(forms: list[PictureForm], rows: Rows) -> list[d.Picture]:
    """Give the pictures that staff brought; one whose file did not come with the records is left out."""
    return [
        d.Picture(
            url=_url(form.file),
            fallback_url=_url(rows.media[form.file].fallback_file or form.file),
            width=rows.media[form.file].width,
            height=rows.media[form.file].height,
            alt=form.alt,
            credit=_media_credit(form.credit, form.licence),
        )
        for form in forms
        if form.file in rows.media
    ]


def _sounds(forms: list[SoundForm], rows: Rows) -> list[d.Sound]:
    return [
        d.Sound(
            url=_url(form.file),
            duration_s=rows.media[form.file].duration_s,
            title=form.title,
            transcript=form.transcript,
            credit=_media_credit(form.credit, form.licence),
        )
        for form in forms
        if form.file in rows.media
    ]


def _media_credit(author: str, licence: str) -> Words:
    by = f"{author}, {licence.replace('-', ' ')}"
    return Words(th=by, en=by)


def _model_credit(made: Record) -> Words:
    kind, by = MODEL_KINDS[made["kind"]], f"{made['author']}, {made['licence'].replace('-', ' ')}"
    return Words(th=f"{kind.th} โดย {by}", en=f"{kind.en}: {by}")


def _picture(made: Record, alt: Words, credit: Words, size: str = "picture") -> d.Picture:
    return d.Picture(
        url=_url(made["files"][size]),
        fallback_url=_url(made["files"][f"{size}_fallback"]),
        width=made[f"{size}_width"],
        height=made[f"{size}_height"],
        alt=alt,
        credit=credit,
    )


def _file(made: Record, role: str) -> dict[str, Any]:
    file = made["files"][role]
    return {"url": _url(file), "sha256": file.partition(".")[0], "size_bytes": made["size_bytes"][role]}


def _url(file: str) -> str:
    return f"/files/{file}"
