"""Shared by all tests: settings in a fresh folder, a service with the trail's real content, models, a browser."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Playwright, expect, sync_playwright
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from mangrove_ar.app import create_app
from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web import static_files
from mangrove_ar.web.static_files import SOURCE, publish_tree, tree_hash
from tests.built import Built, build_all, kept_folder

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Noon in Bangkok."""
PATIENCE_MS = 20_000
"""How long a page may take to show what a test expects of it: a busy machine is slow, not wrong."""
MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 1 << 30


LONG = ("journeys", "models", "packs", "editorial")
"""Folders with the tests that take longest; they begin first, so that at the end nobody waits for the last of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest."""

    def turn(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """What every service of this process would make in the same way is made once; there are thousands of services."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static_files, "tree_hash", cache(tree_hash))
        _make_once(
            patch, Rule, "_compile_builder", lambda rule, unknown=True: (rule.rule, repr(rule.defaults), unknown)
        )
        _make_once(patch, WhiteNoise, "get_static_file", lambda _, path, url, **_stats: (path, url))
        yield


def _make_once(patch: pytest.MonkeyPatch, kind: type, method: str, key: Callable[..., object]) -> None:
    made: dict[object, object] = {}
    make = getattr(kind, method)

    @wraps(make)
    def make_or_take(self: object, *given: object, **named: object) -> object:
        known = key(self, *given, **named)
        if known not in made:
            made[known] = make(self, *given, **named)
        return made[known]

    patch.setattr(kind, method, make_or_take)


class CompiledTemplates(BytecodeCache):
    """Templates compiled by one service of this process, for the services of the tests that follow."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.found.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.found[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = CompiledTemplates()


def make_settings(instance: Path, **changed: object) -> Settings:
    """Settings as a fresh install has them."""
    usual: dict[str, object] = {
        "instance": instance,
        "content": ROOT / "content",
        "assets": ROOT / "assets",
        "secret_key": "k" * 32,
        "database_url": f"sqlite:///{instance / 'mangrove.sqlite'}",
        "public_url": "https://trail.example",
        "testing": True,
    }
    return Settings(**{**usual, **changed})


@pytest.fixture(scope="session")
def static_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static tree, compressed once for all tests."""
    folder = tmp_path_factory.mktemp("static")
    publish_tree(SOURCE, folder / tree_hash(SOURCE))
    return folder


@pytest.fixture
def instance(static_tree: Path) -> Iterator[Path]:
    """A fresh instance folder that shares the static tree; in memory, where there is space: it is synced very often."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY
    with TemporaryDirectory(prefix="mangrove-", dir=MEMORY if is_roomy else None, ignore_cleanup_errors=True) as folder:
        (Path(folder) / "static").symlink_to(static_tree)
        yield Path(folder)


@pytest.fixture
def settings(instance: Path) -> Settings:
    return make_settings(instance)


@pytest.fixture
def storage(instance: Path) -> LocalStorage:
    return LocalStorage(instance / "files")


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """A service inside its application context, with its tables."""
    app = create_app(settings, LocalStorage(settings.instance / "files"))
    app.teardown_request(_forget_request)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def _forget_request(_error: BaseException | None) -> None:
    """Forget after each request who it came from, as a server does; the context around a test would remember."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session")
def tables_once(tmp_path_factory: pytest.TempPathFactory, static_tree: Path) -> Path:
    """A database with empty tables, copied for each test."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "static").symlink_to(static_tree)
    with running(make_settings(folder)):
        pass
    return folder / "mangrove.sqlite"


@pytest.fixture
def app(settings: Settings, tables_once: Path) -> Iterator[Flask]:
    """A service with empty tables."""
    shutil.copyfile(tables_once, settings.instance / "mangrove.sqlite")
    with running(settings) as app:
        yield app


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory, static_tree: Path) -> Path:
    """An instance folder with the trail's real content published, without built files; copied for each test."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "static").symlink_to(static_tree)
    settings = make_settings(folder)
    with running(settings):
        import_content(settings.content, NOON)
        publish(LocalStorage(folder / "files"), NOON, "for the tests")
    return folder


@pytest.fixture
def trail(settings: Settings, published_once: Path) -> Iterator[Flask]:
    """A service with the trail's real content published, without built files."""
    shutil.copyfile(published_once / "mangrove.sqlite", settings.instance / "mangrove.sqlite")
    shutil.copytree(published_once / "files", settings.instance / "files")
    with running(settings) as app:
        yield app


@pytest.fixture
def client(trail: Flask) -> FlaskClient:
    return trail.test_client()


@pytest.fixture
def codes(trail: Flask) -> dict[int, str]:
    """Station number to code."""
    return {post.number: post.code for post in station_posts()}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every model of the trail, built once for all tests."""
    return build_all(kept_folder() or tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running
