from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from mangrove_ar.app import create_app
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.storage.local import LocalStorage


def fresh(settings: Settings, storage: LocalStorage) -> Flask:
    return create_app(settings, storage)


def test_migrating_an_empty_database_gives_the_tables_of_the_models(settings: Settings, storage: LocalStorage) -> None:
    with fresh(settings, storage).app_context():
        upgrade()
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
        db.engine.dispose()


def test_migrations_go_back_to_nothing(settings: Settings, storage: LocalStorage) -> None:
    with fresh(settings, storage).app_context():
        upgrade()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        db.engine.dispose()
