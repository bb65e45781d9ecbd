"""What every place promises, proved on a folder and on a bucket of a real server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from mangrove_ar.errors import NoSuchFile
from mangrove_ar.storage.base import Storage, name_of

MORE_THAN_A_PAGE = 1050


def test_what_was_put_is_given_back(place: Storage) -> None:
    content = bytes(range(256)) * 300
    name = place.put(content, "glb")
    assert name == name_of(content, "glb")
    assert place.has(name)
    assert place.get(name) == content


def test_an_empty_file_is_a_file(place: Storage) -> None:
    assert place.get(place.put(b"", "mind")) == b""


def test_a_file_that_is_not_there_is_said_to_be_missing(place: Storage) -> None:
    place.put(b"mud", "glb")
    absent = name_of(b"sand", "glb")
    assert not place.has(absent)
    with pytest.raises(NoSuchFile, match=absent):
        place.get(absent)


def test_a_file_put_twice_is_one(place: Storage) -> None:
    assert place.put(b"mud", "json") == place.put(b"mud", "json")
    assert list(place.names()) == [name_of(b"mud", "json")]


def test_many_writers_of_one_file_agree(place: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: place.put(b"mud" * 5000, "glb"), range(16)))
    assert list(place.names()) == list(names)
    assert place.get(*names) == b"mud" * 5000


def test_a_damaged_file_is_never_given_out(place: Storage, damage: Callable[[str, bytes], None]) -> None:
    name = place.put(b"mangrove", "glb")
    damage(name, b"mangrave")
    with pytest.raises(NoSuchFile, match="damaged"):
        place.get(name)


@pytest.mark.parametrize("name", ["../secret_key", "a.glb", "A" * 64 + ".glb", "0" * 64 + ".glb/../x", "0" * 64, ""])
def test_a_name_that_storage_never_gave_is_not_looked_up(place: Storage, name: str) -> None:
    assert not place.has(name)
    with pytest.raises(NoSuchFile):
        place.get(name)


def test_an_empty_place_lists_nothing(place: Storage) -> None:
    assert list(place.names()) == []


def test_names_go_on_after_the_first_thousand(place: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        put = set(pool.map(lambda number: place.put(b"%d" % number, "json"), range(MORE_THAN_A_PAGE)))
    listed = list(place.names())
    assert len(listed) == MORE_THAN_A_PAGE
    assert set(listed) == put


def test_a_stranger_among_the_files_is_not_listed(place: Storage, damage: Callable[[str, bytes], None]) -> None:
    name = place.put(b"mud", "glb")
    damage(f"{name[:2]}-readme.txt", b"hello")
    assert list(place.names()) == [name]
