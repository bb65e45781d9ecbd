"""Check scientific names without the internet, against the list of taxa that comes with the program."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from mangrove_ar.catalogue.differences import value_at
from mangrove_ar.catalogue.problems import Problem

LIST = Path(__file__).with_name("taxa.csv")
REGISTERS = ("inaturalist", "gbif")
NEAR_PERCENT = 80.0
"""From this likeness on, a known name was probably meant."""
LONGEST_NAME = 120
"""Longer texts are no names: they are not compared with the list."""
NAME = re.compile(r"[A-Z][a-z]+(?: ×)?(?: [a-z]+(?:-[a-z]+)*\.?){1,4}")
"""Genus in a capital, all else small: a species, a subspecies (`subsp.`, `var.`), a hybrid (`×`) or `spp.`"""


@dataclass(frozen=True)
class Taxon:
    """An accepted taxon, with its numbers in public registers where they are known."""

    scientific_name: str
    authority: str
    family: str
    kingdom: str
    inaturalist: int | None
    gbif: int | None
    synonyms: tuple[str, ...]


@cache
def taxa() -> dict[str, Taxon]:
    """Give the bundled list by accepted name."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return {row["scientific_name"]: _taxon(row) for row in csv.DictReader(lines)}


def accepted_name(name: str) -> str | None:
    """Give the accepted name for a name or a synonym; None where the list has neither."""
    return name if name in taxa() else _synonyms().get(name)


def nearest_name(name: str) -> str | None:
    """Give the accepted name that is spelled most like this one; None where none is near."""
    if len(name) > LONGEST_NAME:
        return None
    found = process.extractOne(name, list(taxa()), score_cutoff=NEAR_PERCENT)
    return str(found[0]) if found else None


def taxon_problems(record: Any) -> Iterator[Problem]:
    """Give what is wrong or doubtful with the scientific name, the family and the numbers of a species."""
    given = value_at(record, "scientific_name")
    if not isinstance(given, str) or not given.strip():
        return
    name = _in_form(given)
    if not NAME.fullmatch(" ".join(given.split())):
        yield Problem("scientific_name", "taxon.form", True, {"meant": name})
    taxon = taxa().get(name)
    if taxon:
        yield from _other_facts(record, taxon)
    else:
        yield from _unknown_name(record, name)


def _taxon(row: dict[str, str]) -> Taxon:
    numbers = {register: int(row[register]) if row[register] else None for register in REGISTERS}
    synonyms = tuple(name.strip() for name in row["synonyms"].split(";") if name.strip())
    return Taxon(
        scientific_name=row["scientific_name"],
        authority=row["authority"],
        family=row["family"],
        kingdom=row["kingdom"],
        inaturalist=numbers["inaturalist"],
        gbif=numbers["gbif"],
        synonyms=synonyms,
    )


@cache
def _synonyms() -> dict[str, str]:
    return {synonym: taxon.scientific_name for taxon in taxa().values() for synonym in taxon.synonyms}


@cache
def _owners(register: str) -> dict[int, Taxon]:
    numbers = ((getattr(taxon, register), taxon) for taxon in taxa().values())
    return {number: taxon for number, taxon in numbers if number is not None}


def _in_form(name: str) -> str:
    """Write a name with the genus in a capital and all else small."""
    genus, *rest = name.split()
    return " ".join([genus.capitalize(), *(part.lower() for part in rest)])


def _other_facts(record: Any, taxon: Taxon) -> Iterator[Problem]:
    """Compare what else a record says about a taxon of the list."""
    for register in REGISTERS:
        path = f"taxon_ids.{register}"
        number, right = value_at(record, path), getattr(taxon, register)
        owner = _owner(register, number)
        if number and right and number != right:
            yield Problem(path, "taxon.number", True, {"name": taxon.scientific_name, "right": str(right)})
        elif owner and owner != taxon:
            yield Problem(path, "taxon.number_of_other", True, {"owner": owner.scientific_name})
    for field in ("kingdom", "family", "authority"):
        said, right = value_at(record, field), getattr(taxon, field)
        if isinstance(said, str) and said.strip() and said.strip() != right:
            yield Problem(field, f"taxon.{field}", False, {"name": taxon.scientific_name, "right": right})


def _unknown_name(record: Any, name: str) -> Iterator[Problem]:
    """Say what is known about a name that is not an accepted one: whose number it bears, what it is a synonym of."""
    accepted = accepted_name(name)
    owners = [_owner(register, value_at(record, f"taxon_ids.{register}")) for register in REGISTERS]
    owner = next((owner.scientific_name for owner in owners if owner), None)
    nearest = nearest_name(name)
    if accepted:
        yield Problem("scientific_name", "taxon.synonym", False, {"name": name, "accepted": accepted})
    elif owner:
        yield Problem("scientific_name", "taxon.spelling", True, {"name": name, "owner": owner})
    elif nearest:
        yield Problem("scientific_name", "taxon.near", False, {"name": name, "nearest": nearest})
    else:
        yield Problem("scientific_name", "taxon.unknown", False, {"name": name})


def _owner(register: str, number: Any) -> Taxon | None:
    return _owners(register).get(number) if isinstance(number, int) else None
