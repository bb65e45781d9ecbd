"""The documents tell the truth: every setting, script and command of the project stands in the README."""

import re
from pathlib import Path

import click

from mangrove_ar.cli import group
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_names_every_setting() -> None:
    code = (ROOT / "mangrove_ar/config.py").read_text("utf-8")
    settings = set(re.findall(r'environment\.get\("(\w+)"\)', code))
    assert len(settings) >= 7
    assert [name for name in sorted(settings) if f"`{name}`" not in README] == []


def test_the_readme_names_every_script() -> None:
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.is_file()]
    scripts += (ROOT / "scripts/bench").glob("*.py")
    assert [str(path) for path in scripts if f"`{path.relative_to(ROOT)}`" not in README] == []


def test_every_command_shows_an_example() -> None:
    own = {name: command for name, command in group.commands.items() if command.callback is not None}
    own = {name: command for name, command in own.items() if command.callback.__module__ == "mangrove_ar.cli"}
    assert len(own) >= 9
    assert [name for name, command in own.items() if "Example" not in (command.help or "")] == []
    assert all(isinstance(command, click.Command) for command in own.values())


def test_the_lock_names_no_host() -> None:
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text("utf-8"), lock


def test_changelog_and_notice_stand_at_the_top() -> None:
    for name in ("CHANGELOG.md", "NOTICE", "LICENSE"):
        assert Path(ROOT / name).stat().st_size > 500
