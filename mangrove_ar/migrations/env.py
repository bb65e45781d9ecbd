"""Run migrations on the database of the application at hand."""

from alembic import context
from flask import current_app

from mangrove_ar.extensions import db


def run() -> None:
    """Migrate in one transaction; SQLite tables are rebuilt by copying, since it can alter little."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
