"""Where all parts meet: settings, extensions, rooms, in that order."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from mangrove_ar.accounts import models as accounts_models
from mangrove_ar.catalogue import models as catalogue_models
from mangrove_ar.config import Settings
from mangrove_ar.editorial.sign_in import sign_in
from mangrove_ar.editorial.views import editorial
from mangrove_ar.extensions import compress, db, guard_sqlite, limiter, migrate, sqlite_engine_options
from mangrove_ar.packs import models as packs_models
from mangrove_ar.packs.plaque_views import plaques
from mangrove_ar.packs.views import packs
from mangrove_ar.progress import models as progress_models
from mangrove_ar.progress.api import progress_api
from mangrove_ar.progress.views import progress
from mangrove_ar.releases import models as releases_models
from mangrove_ar.storage.base import Storage
from mangrove_ar.visits.api import visits_api
from mangrove_ar.visits.views import visits
from mangrove_ar.web import current
from mangrove_ar.web.access import guard
from mangrove_ar.web.any_case import ignore_case
from mangrove_ar.web.errors import answer_errors
from mangrove_ar.web.languages import speak
from mangrove_ar.web.security import limits, secure
from mangrove_ar.web.static_files import serve_static_files

TABLES = (accounts_models, catalogue_models, packs_models, progress_models, releases_models)
"""Imported so that migrations and the database know every table."""
OWN_HOSTS = ["127.0.0.1", "localhost"]


def create_app(settings: Settings, storage: Storage) -> Flask:
    """Make the service from its settings and its place of built files."""
    app = Flask("mangrove_ar", static_folder=None)
    app.config.update(
        limits(),
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=[settings.public_host, *OWN_HOSTS],
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=sqlite_engine_options(settings.database_url),
        RATELIMIT_ENABLED=not settings.testing,
        TESTING=settings.testing,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Thai in pages weighs half of its escapes.
    current.bind(app, settings, storage)
    db.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/migrations", render_as_batch=True)
    compress.init_app(app)
    limiter.init_app(app)
    guard_sqlite(app)
    speak(app)
    secure(app, is_https=settings.is_https)
    guard(app)
    answer_errors(app)
    for room in (visits, visits_api, progress, progress_api, editorial, sign_in, packs, plaques):
        app.register_blueprint(room)
    serve_static_files(app, settings.instance)
    ignore_case(app)
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # The documented way to wrap Flask.
        app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops, x_host=settings.proxy_hops
    )
    return app
