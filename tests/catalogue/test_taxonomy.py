"""Scientific names are checked against the list that comes with the program."""

from typing import Any

import pytest
import yaml

from mangrove_ar.catalogue.taxonomy import NAME, accepted_name, nearest_name, taxa, taxon_problems
from tests.conftest import ROOT

ALBA = 189583
"""Avicennia alba at iNaturalist."""


def make_species(**changed: Any) -> dict[str, Any]:
    usual = {
        "kingdom": "plant",
        "scientific_name": "Avicennia alba",
        "authority": "Blume",
        "family": "Acanthaceae",
        "taxon_ids": {"gbif": None, "inaturalist": ALBA},
    }
    return {**usual, **changed}


def found(**changed: Any) -> list[tuple[str, str, bool]]:
    return [(problem.path, problem.code, problem.blocks) for problem in taxon_problems(make_species(**changed))]


def test_the_list_has_every_species_of_the_trail_as_it_is_written_there() -> None:
    species = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "content/species").glob("*.yaml")]
    assert species
    for record in species:
        assert record["scientific_name"] in taxa()
        assert list(taxon_problems(record)) == []


def test_the_list_itself_is_sound() -> None:
    accepted, synonyms = set(taxa()), [name for taxon in taxa().values() for name in taxon.synonyms]
    assert not accepted & set(synonyms)
    assert len(synonyms) == len(set(synonyms))
    for register in ("inaturalist", "gbif"):
        numbers = [getattr(taxon, register) for taxon in taxa().values() if getattr(taxon, register)]
        assert len(numbers) == len(set(numbers))
    assert all(NAME.fullmatch(name) for name in [*accepted, *synonyms])


@pytest.mark.parametrize(
    "name", ["avicennia alba", "Avicennia Alba", "AVICENNIA ALBA", "Avicennia", "Avicennia alba 2"]
)
def test_a_name_not_written_like_one_is_refused(name: str) -> None:
    assert ("scientific_name", "taxon.form", True) in found(scientific_name=name)


def test_the_form_of_a_name_says_how_to_write_it() -> None:
    (problem,) = taxon_problems(make_species(scientific_name="avicennia  ALBA"))
    assert problem.values == {"meant": "Avicennia alba"}


@pytest.mark.parametrize("name", ["Rhizophora × lamarckii", "Polymesoda spp.", "Avicennia marina var. rumphiana"])
def test_hybrids_varieties_and_whole_genera_are_names(name: str) -> None:
    assert NAME.fullmatch(name)


def test_a_misspelled_name_with_the_right_number_is_refused_with_the_number_s_name() -> None:
    (problem,) = taxon_problems(make_species(scientific_name="Avicenia alba"))
    assert (problem.code, problem.blocks, problem.values["owner"]) == ("taxon.spelling", True, "Avicennia alba")


def test_the_number_of_another_species_is_refused() -> None:
    assert found(taxon_ids={"gbif": None, "inaturalist": 75723}) == [("taxon_ids.inaturalist", "taxon.number", True)]
    assert found(taxon_ids={"gbif": 2925403, "inaturalist": ALBA}) == [
        ("taxon_ids.gbif", "taxon.number_of_other", True)
    ]


def test_a_number_that_the_list_lacks_is_believed() -> None:
    assert found(taxon_ids={"gbif": 987654321, "inaturalist": ALBA}) == []


def test_a_synonym_names_the_accepted_name() -> None:
    (problem,) = taxon_problems(make_species(scientific_name="Uca annulipes", taxon_ids={}))
    assert (problem.code, problem.blocks) == ("taxon.synonym", False)
    assert problem.values == {"name": "Uca annulipes", "accepted": "Austruca annulipes"}
    assert accepted_name("Uca annulipes") == "Austruca annulipes"


def test_an_unknown_name_is_doubted_with_the_nearest_known_one() -> None:
    (near,) = taxon_problems(make_species(scientific_name="Avicenia alba", taxon_ids={}))
    assert (near.code, near.blocks, near.values["nearest"]) == ("taxon.near", False, "Avicennia alba")
    assert found(scientific_name="Quercus robur", taxon_ids={}) == [("scientific_name", "taxon.unknown", False)]
    assert nearest_name("Quercus robur") is None


def test_another_family_kingdom_or_authority_is_doubted() -> None:
    assert found(family="Verbenaceae", kingdom="animal", authority="L.") == [
        ("kingdom", "taxon.kingdom", False),
        ("family", "taxon.family", False),
        ("authority", "taxon.authority", False),
    ]


@pytest.mark.parametrize("name", ["", None, 7, " "])
def test_a_name_that_is_not_written_yet_is_no_matter_of_taxonomy(name: object) -> None:
    assert found(scientific_name=name) == []


@pytest.mark.parametrize("bit", ["a", "Aa ", "a ", "-a", "A"])
def test_fifty_thousand_letters_are_read_to_the_end(bit: str) -> None:
    text = f"A{bit * 50_000}"[:50_000]
    assert {problem.path for problem in taxon_problems(make_species(scientific_name=text))} == {"scientific_name"}
    assert nearest_name(text) is None
