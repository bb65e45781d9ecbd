from pathlib import Path

import pytest

from mangrove_ar.config import Settings
from mangrove_ar.errors import BadSettings


def environment(tmp_path: Path, **changed: str) -> dict[str, str]:
    folders = {"MANGROVE_INSTANCE": str(tmp_path / "instance"), "MANGROVE_CONTENT": str(tmp_path)}
    return {**folders, "MANGROVE_ASSETS": str(tmp_path), **changed}


def test_a_fresh_install_makes_its_secret_once_and_keeps_it_from_others(tmp_path: Path) -> None:
    first = Settings.from_env(environment(tmp_path))
    second = Settings.from_env(environment(tmp_path))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (first.instance / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MANGROVE_SECRET_KEY", "short"),
        ("MANGROVE_PUBLIC_URL", "trail.example"),
        ("MANGROVE_PUBLIC_URL", "https://trail.example/path"),
        ("MANGROVE_PUBLIC_URL", "ftp://trail.example"),
        ("MANGROVE_CONTENT", "/nowhere/at/all"),
        ("MANGROVE_ASSETS", "/nowhere/at/all"),
        ("MANGROVE_PROXY_HOPS", "many"),
        ("MANGROVE_SECOND_FACTOR", "everybody"),
        ("MANGROVE_INSTANCE", "/proc/nothing"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        Settings.from_env(environment(tmp_path, **{name: value}))


def test_settings_cannot_be_changed_later(tmp_path: Path) -> None:
    settings = Settings.from_env(environment(tmp_path))
    with pytest.raises(AttributeError):
        settings.proxy_hops = 3  # type: ignore[misc]  # The point of the test.


def test_another_process_reads_the_same_settings(tmp_path: Path) -> None:
    given = {"MANGROVE_INSTANCE": str(tmp_path), "MANGROVE_PUBLIC_URL": "https://trail.example", "STORAGE_URL": "/tmp"}
    given["MANGROVE_SECOND_FACTOR"] = "publishers"
    settings = Settings.from_env(given)
    assert Settings.from_env(settings.environment()) == settings


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost", False),
        ("https://192.168.1.5:8443", False),
        ("https://[::1]:8443", False),
        ("https://box.local", False),
        ("https://trail.example", True),
        ("https://9.9.9.9", True),
    ],
)
def test_a_local_address_is_no_address_for_a_plaque(tmp_path: Path, url: str, elsewhere: bool) -> None:
    settings = Settings.from_env({"MANGROVE_INSTANCE": str(tmp_path), "MANGROVE_PUBLIC_URL": url})
    assert settings.is_public_elsewhere == elsewhere
