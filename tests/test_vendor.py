"""What others wrote is kept as they wrote it: named, licensed, and unchanged unless it says so."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

PACKAGE = Path(__file__).parent.parent / "mangrove_ar"
VENDORS = (PACKAGE / "static" / "vendor", PACKAGE / "meshing" / "vendor")
FOLDERS = sorted(folder for vendor in VENDORS for folder in vendor.iterdir() if folder.is_dir())


def card_of(folder: Path) -> dict[str, Any]:
    card: dict[str, Any] = yaml.safe_load((folder / "VENDOR.yaml").read_text(encoding="utf-8"))
    return card


def test_the_tracker_the_simplifier_and_the_qr_reader_are_vendored() -> None:
    assert {"mind-ar", "meshoptimizer", "qr"} <= {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendored_package_names_its_version_and_licence(folder: Path) -> None:
    card = card_of(folder)
    assert all(isinstance(card[key], str) and card[key] for key in ("package", "version", "licence", "copyright"))
    assert (folder / "LICENSE").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_vendored_package_holds_exactly_the_listed_files(folder: Path) -> None:
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert present - {"VENDOR.yaml", "LICENSE"} == set(card_of(folder)["files"]) - {"LICENSE"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_vendored_file_has_the_listed_hash(folder: Path) -> None:
    listed = {name: entry["sha256"] for name, entry in card_of(folder)["files"].items()}
    actual = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed}
    assert actual == listed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_change_to_a_vendored_file_is_told(folder: Path) -> None:
    for entry in card_of(folder)["files"].values():
        assert isinstance(entry["changed"], str)
