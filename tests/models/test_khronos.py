"""The Khronos validator finds no error in any variant of any model."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.built import SLUGS, Built

NODE = Path(__file__).parent.parent / "node"
ERROR = 0
VARIANTS = ("web", "coarse", "ar")
Said = dict[str, dict[str, Any]]


def validate(paths: list[Path]) -> Said:
    """Ask the validator about files: issues and facts by path."""
    command = ["node", str(NODE / "validate.mjs"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said: Said = json.loads(done.stdout)
    return said


@pytest.fixture(scope="module")
def said(built: Built) -> Said:
    """What the validator says of every file, in one run."""
    return validate([built.path(slug, variant) for slug in built.models for variant in VARIANTS])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_variant_has_no_error(built: Built, said: Said, slug: str, variant: str) -> None:
    messages = said[str(built.path(slug, variant))]["issues"]["messages"]
    assert [(one["code"], one.get("pointer")) for one in messages if one["severity"] == ERROR] == []


def test_a_broken_file_is_found(built: Built, tmp_path: Path) -> None:
    content = built.content(next(iter(built.models)), "ar")
    broken = tmp_path / "broken.glb"
    broken.write_bytes(content.replace(b'"type":"VEC3"', b'"type":"VEC2"', 1))
    assert validate([broken])[str(broken)]["issues"]["numErrors"] > 0
