"""The Flask extensions, made here once and bound to an application in `app.create_app`."""

import sqlite3
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from flask import Flask, Response
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, DateTime, Dialect, MetaData, TypeDecorator, event, func, select
from sqlalchemy.orm import DeclarativeBase

from mangrove_ar.errors import BadSettings

try:  # A newer SQLite than the system's, where its wheel exists.
    import pysqlite3.dbapi2 as newer_sqlite

    SQLITE: ModuleType = newer_sqlite
except ImportError:
    SQLITE = sqlite3

SAFE_WAL = (3, 51, 3)
"""First SQLite without the WAL-reset fault that can lose writes of two processes (3.7.0 to 3.51.2)."""
LOCK_WAIT_MS = 10_000
ONE_WRITER = 1
"""The number of the lock that writers take on PostgreSQL, as SQLite's own lock does it for them there."""
NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of all rows; constraints have names, so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES_OF_CONSTRAINTS)


class Moment(TypeDecorator[datetime]):
    """A point in time that goes in and comes out aware, UTC; SQLite alone would lose the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring any aware moment to UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Name the time zone that was stored."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SignIn(LoginManager):  # type: ignore[misc]  # Flask-Login has no types.
    """Flask-Login without its remember-me cookie, for which it would open the session of every visitor."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
compress = Compress()
limiter = Limiter(get_remote_address, storage_uri="memory://")
csrf = CSRFProtect()
login = SignIn()


def sqlite_engine_options(database_url: str) -> dict[str, Any]:
    """Choose the SQLite driver with the newest library; other databases need no options."""
    return {"module": SQLITE} if database_url.startswith("sqlite") else {}


def guard_sqlite(app: Flask) -> None:
    """Give every SQLite connection of the application its durable settings, and prove that they hold."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)


def begin_writing() -> None:
    """Open the session's transaction as a writer, so that two writers queue instead of failing half-way."""
    db.session.rollback()
    connection = db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(ONE_WRITER)))


def journal_mode() -> str:
    """Name the journal that is safe with the SQLite at hand."""
    return "wal" if SQLITE.sqlite_version_info >= SAFE_WAL else "delete"


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Our own BEGIN decides, not the driver.
    wanted = {"journal_mode": journal_mode(), "synchronous": 2, "foreign_keys": 1, "busy_timeout": LOCK_WAIT_MS}
    cursor = connection.cursor()
    for pragma, value in wanted.items():
        cursor.execute(f"PRAGMA {pragma}={value}")  # Names and values are the constants above.
        found = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found not in (value, "memory"):
            raise BadSettings(f"The database refuses {pragma}={value} and keeps {found}; writes would not be safe.")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', '')}")
