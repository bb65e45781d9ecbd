"""New records before anybody has written a word: the shape of their form, with what is usually right filled in."""

from sqlalchemy import func, select

from mangrove_ar.catalogue.models import Site, Station
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.extensions import db


def blank_record(kind: Kind) -> Record:
    """Give an empty record of a kind; its texts are empty, so that the gate names them."""
    return {"species": _species, "stations": _station, "quizzes": _quiz}[kind]()


def _words() -> dict[str, str]:
    return {"th": "", "en": ""}


def _species() -> Record:
    return {
        "kingdom": "plant",
        "scientific_name": "",
        "authority": None,
        "family": "",
        "accepted_name_note": None,
        "names": _words(),
        "other_names": {"th": [], "en": []},
        "status": None,
        "max_height_m": None,
        "max_length_cm": None,
        "root_type": None,
        "zone": "mid",
        "wood_density": None,
        "identification": _words(),
        "role": _words(),
        "presence": _words(),
        "confidence": "medium",
        "taxon_ids": {"gbif": None, "inaturalist": None},
        "pictures": [],
        "sounds": [],
        "sources": [],
    }


def _station() -> Record:
    """Give the next free number of the first site's trail."""
    highest = db.session.scalar(select(func.max(Station.number))) or 0
    site = db.session.scalar(select(Site.slug).order_by(Site.id).limit(1)) or ""
    return {
        "number": highest + 1,
        "site": site,
        "names": _words(),
        "lead": _words(),
        "body": [_words()],
        "look_for": [],
        "position": None,
        "species": [],
        "question": None,
        "cautions": [],
        "sources": [],
        "withdrawn": False,
        "plaque": {"marker_width_mm": 200.0, "tilt_deg": 60.0},
        "marker": {"subjects": [], "zone": "mid", "seed": highest + 1},
        "picture_alt": _words(),
        "pictures": [],
        "sounds": [],
        "scene": None,
    }


def _quiz() -> Record:
    return {
        "topic": "",
        "species": None,
        "question": _words(),
        "options": [_words(), _words()],
        "correct": 0,
        "explanation": _words(),
        "difficulty": "easy",
        "source": "",
        "confidence": "medium",
    }
