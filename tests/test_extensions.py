from flask import Flask
from sqlalchemy import text

from mangrove_ar.extensions import SAFE_WAL, SQLITE, db, journal_mode


def pragma(name: str) -> object:
    return db.session.execute(text(f"PRAGMA {name}")).scalar()


def test_every_connection_is_durable_and_checks_foreign_keys(app: Flask) -> None:
    assert pragma("journal_mode") == journal_mode()
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1


def test_the_write_ahead_log_is_used_only_with_a_sqlite_that_does_not_lose_it() -> None:
    assert (journal_mode() == "wal") == (SQLITE.sqlite_version_info >= SAFE_WAL)
