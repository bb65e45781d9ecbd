"""What a step made is found again by its key, as long as all its files are there."""

from pathlib import Path

from mangrove_ar.steps.keeping import Keeper, Made
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage


def test_a_key_gives_back_what_was_kept_until_a_file_is_gone(tmp_path: Path) -> None:
    keeper = Keeper(LocalStorage(tmp_path / "files"), Ledger(tmp_path / "steps"))
    assert keeper.known("k") is None
    entry = keeper.keep("k", Made({"pdf": ("pdf", b"%PDF")}, {"score": 88}))
    assert keeper.known("k") == entry
    assert (entry.facts, entry.size_bytes) == ({"score": 88}, {"pdf": 4})
    (tmp_path / "files" / entry.files["pdf"][:2] / entry.files["pdf"]).unlink()
    assert keeper.known("k") is None
