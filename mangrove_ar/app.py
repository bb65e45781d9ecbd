"""Where all parts meet: settings, extensions, rooms, in that order."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from mangrove_ar.accounts import models as accounts_models
from mangrove_ar.builds import models as builds_models
from mangrove_ar.builds.upload_views import sending
from mangrove_ar.builds.views import builds
from mangrove_ar.catalogue import models as catalogue_models
from mangrove_ar.config import Settings
from mangrove_ar.editorial import models as editorial_models
from mangrove_ar.editorial.account import account
from mangrove_ar.editorial.closures import closures
from mangrove_ar.editorial.desk import desk
from mangrove_ar.editorial.editing import editing
from mangrove_ar.editorial.exchange_views import exchange
from mangrove_ar.editorial.gate import bind_checks
from mangrove_ar.editorial.help import help_pages
from mangrove_ar.editorial.history import history
from mangrove_ar.editorial.invitations import invitations
from mangrove_ar.editorial.people import people
from mangrove_ar.editorial.previews import draft_record, previews
from mangrove_ar.editorial.review import review
from mangrove_ar.editorial.scanning import scanning
from mangrove_ar.editorial.scenes import scenes
from mangrove_ar.editorial.sign_in import sign_in
from mangrove_ar.editorial.views import editorial
from mangrove_ar.extensions import compress, db, guard_sqlite, limiter, migrate, sqlite_engine_options
from mangrove_ar.packs import models as packs_models
from mangrove_ar.packs.fitting import plaque_problems
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
from mangrove_ar.web.preview import preview
from mangrove_ar.web.security import limits, secure
from mangrove_ar.web.static_files import serve_static_files
from mangrove_ar.web.times import tell_time

TABLES = (
    accounts_models,
    builds_models,
    catalogue_models,
    editorial_models,
    packs_models,
    progress_models,
    releases_models,
)
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
    tell_time(app)
    secure(app, is_https=settings.is_https)
    guard(app)
    answer_errors(app)
    for room in (
        visits,
        visits_api,
        progress,
        progress_api,
        editorial,
        desk,
        editing,
        scanning,
        help_pages,
        review,
        sign_in,
        exchange,
        previews,
        history,
        closures,
        invitations,
        people,
        account,
        builds,
        sending,
        scenes,
        packs,
        plaques,
    ):
        app.register_blueprint(room)
    bind_checks(app, plaque_problems)
    serve_static_files(app, settings.instance)
    ignore_case(app)
    preview(app, draft_record)
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # The documented way to wrap Flask.
        app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops, x_host=settings.proxy_hops
    )
    return app
