"""`mangrove-ar`: the one command for everything beside `scripts/serve` and `scripts/test`."""

import json
import os
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext
from flask_migrate import upgrade

from mangrove_ar.accounts.audit import note as audit
from mangrove_ar.accounts.people import invite_to_new_password
from mangrove_ar.accounts.queries import people
from mangrove_ar.accounts.service import invite_first_admin, was_anyone_invited
from mangrove_ar.app import create_app
from mangrove_ar.builds.background import COMMAND as BUILD_UPLOADS
from mangrove_ar.builds.background import resume_work
from mangrove_ar.builds.service import build_missing
from mangrove_ar.builds.work import Workshop, work_off
from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.catalogue.import_plan import Imported
from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.catalogue.writing import export_content
from mangrove_ar.config import Settings
from mangrove_ar.editorial.decisions import publish_due
from mangrove_ar.errors import BadContent, MangroveError
from mangrove_ar.extensions import db
from mangrove_ar.packs.background import COMMAND, resume_making
from mangrove_ar.packs.fitting import get_ready
from mangrove_ar.packs.plaque import station_url
from mangrove_ar.packs.qr import show_in_terminal
from mangrove_ar.progress.service import forget_expired
from mangrove_ar.releases.queries import is_anything_live
from mangrove_ar.releases.service import publish
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.open import open_storage
from mangrove_ar.web.current import now, settings, storage
from mangrove_ar.web.lan import certificate_for, own_address
from mangrove_ar.web.openapi import describe
from mangrove_ar.web.server import run_server


def app_from_env() -> Flask:
    """Make the service from the environment, with built files where `STORAGE_URL` says."""
    found = Settings.from_env()
    return create_app(found, open_storage(found.storage_url, found.files))


@click.group(
    cls=FlaskGroup,
    create_app=app_from_env,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
)
def group() -> None:
    """Run and feed a Mangrove AR trail.

    \b
    Examples:
      mangrove-ar prepare
      mangrove-ar stations
      mangrove-ar target marker.png marker.mind
    """


@group.command()
@with_appcontext
def prepare() -> None:
    """Bring everything up to date: database, content, built files, release. Safe to repeat.

    \b
    Example:
      mangrove-ar prepare
    """
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Do all that a start needs and that was not done yet."""
    upgrade()
    imported = _import_or_go_on(settings().content)
    built = _build_missing()
    if imported or built or not is_anything_live():
        click.echo(f"release: {publish(storage(), now(), 'prepared at a start')[:12]}")
    forget_expired(now())
    if not was_anyone_invited():
        _print_invitation()


@group.command("first-admin")
@with_appcontext
def first_admin() -> None:
    """Print a new one-time link that makes the first admin; older links stop working.

    \b
    Example:
      mangrove-ar first-admin
    """
    _print_invitation()


@group.command("password-link")
@click.argument("name")
@with_appcontext
def password_link(name: str) -> None:
    """Print a one-time link with which somebody who forgot their password chooses a new one.

    \b
    Example:
      mangrove-ar password-link วิภา
    """
    known = {person.name: person.id for person in people(now())}
    if name not in known:
        raise click.BadParameter(f"nobody is called {name}; there are: {', '.join(known)}", param_hint="NAME")
    token = invite_to_new_password(known[name], None, now())
    click.echo(f"new password for {name} (this link works once): {settings().public_url}/studio/invitation/{token}")


@group.command("import")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@with_appcontext
def import_command(dry_run: bool) -> None:
    """Read content/ into the catalogue, whole or not at all; what the studio changed meanwhile stays.

    \b
    Examples:
      mangrove-ar import --dry-run
      mangrove-ar import
    """
    if not _import(settings().content, is_dry_run=dry_run) and not dry_run:
        click.echo("content: nothing new")


@group.group("content")
def content_group() -> None:
    """Bring content/ into the catalogue, and the catalogue back into content/.

    \b
    Examples:
      mangrove-ar content import --dry-run
      mangrove-ar content export
    """


content_group.add_command(import_command)


@content_group.command("export")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--prune", is_flag=True, help="Also remove the files of records that are gone.")
@with_appcontext
def export_command(folder: Path | None, prune: bool) -> None:
    """Write everything approved as files, into content/ or another folder; a file that would not change stays.

    \b
    Examples:
      mangrove-ar content export
      mangrove-ar content export --prune ../trail-content
    """
    own = settings().content
    folder = folder or own
    exported = export_content(folder, storage(), prune, now() if folder.resolve() == own.resolve() else None)
    for path in exported.written:
        click.echo(f"written: {path}")
    for path in exported.removed:
        click.echo(f"removed: {path}")
    for path in exported.strays:
        click.echo(f"left: {path} belongs to no record that is shown; --prune removes it")
    for path in exported.remarks_lost:
        click.echo(f"careful: {path} lost a remark that a person wrote in it; git shows it")
    click.echo(f"content: {len(exported.written)} files written to {folder}")


@group.command()
@with_appcontext
def build() -> None:
    """Build the markers, targets and models that are missing.

    \b
    Example:
      mangrove-ar build
    """
    click.echo(f"built: {_build_missing()}")


@group.command("publish")
@click.option("--note", default="published by hand", help="What this release is for.")
@with_appcontext
def publish_command(note: str) -> None:
    """Make the catalogue as it is now visible to visitors.

    \b
    Example:
      mangrove-ar publish --note "station 4 has a crab"
    """
    click.echo(f"live: {publish(storage(), now(), note)}")


@group.command()
@with_appcontext
def stations() -> None:
    """List the stations with their codes and the addresses that their QR codes hold.

    \b
    Example:
      mangrove-ar stations
    """
    for post in station_posts():
        address = station_url(settings().public_url, post.code)
        click.echo(f"{post.number:>3}  {spaced(post.code)}  {address}  {post.name.en}")


@group.command(COMMAND)
@with_appcontext
def make_packs() -> None:
    """Make the packs that were ordered in the studio and still wait; the studio calls this itself.

    \b
    Example:
      mangrove-ar make-packs
    """
    # Imported here: a start of the server must not wait for what proves plaques.
    from mangrove_ar.packs.making import make_waiting

    click.echo(f"packs made: {make_waiting(settings(), storage(), now)}")


@group.command(BUILD_UPLOADS)
@click.option("--lock", type=int, hidden=True, help="The worker's lock, from the process that started this one.")
@with_appcontext
def build_uploads(lock: int | None) -> None:
    """Check and build what staff sent in the studio and still waits; the studio calls this itself.

    \b
    Example:
      mangrove-ar build-uploads
    """
    click.echo(f"uploads worked on: {work_off(Workshop(settings(), storage(), now), lock)}")


@group.command()
@click.argument("picture", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--full", is_flag=True, help="Compile at the picture's own size, with the level that no phone reads.")
def target(picture: Path, out: Path, full: bool) -> None:
    """Compile a picture into a target (.mind) for the tracker.

    \b
    Examples:
      mangrove-ar target marker.png marker.mind
      mangrove-ar target --full marker.png marker.mind
    """
    # Imported here: a start of the server must not wait for NumPy.
    from mangrove_ar.targets.compile import compile_file

    made = compile_file(picture, out, full=full)
    click.echo(
        f"{out}: {made.width_px} x {made.height_px} px, {len(made.mind) // 1024} KiB, "
        f"{made.tracking_points} tracking points, {made.key_points} key points"
    )
    for doubt in made.doubts():
        click.echo(f"  {doubt}")


@group.command()
@click.argument("slug")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--px", default=3000, type=click.IntRange(64, 8000), help="Side of the square picture.")
def poster(slug: str, out: Path, px: int) -> None:
    """Photograph a model for print: a square, see-through picture of the view that its recipe names.

    \b
    Example:
      mangrove-ar poster avicennia-alba avicennia.png --px 4000
    """
    found = Settings.from_env()
    file = found.assets / "models" / slug / "model.yaml"
    if not file.is_file():
        raise click.BadParameter(f"there is no model {slug} in {file.parent.parent}", param_hint="SLUG")
    # Imported here: a start of the server must not wait for NumPy.
    from mangrove_ar.builds.steps import photograph
    from mangrove_ar.meshing.prepare import prepare
    from mangrove_ar.meshing.recipe import read_recipe

    recipe = read_recipe(file.parent)
    photograph(prepare(recipe, file.parent), recipe.poster, px).save(out)
    click.echo(f"{out}: {px} x {px} px")


@group.command()
@with_appcontext
def openapi() -> None:
    """Print the description of the JSON interface, OpenAPI 3.1.

    \b
    Example:
      mangrove-ar openapi > tests/visits/openapi.json
    """
    click.echo(json.dumps(describe(current_app), indent=1, sort_keys=True))


@group.command()
@click.option("--lan", is_flag=True, help="Serve phones on the local network, with HTTPS and a certificate of our own.")
@click.option("--port", default=None, type=int, help="Port to listen on; 8000, or 8443 with --lan.")
def serve(lan: bool, port: int | None) -> None:
    """Prepare what is missing, then start the server.

    \b
    Examples:
      mangrove-ar serve
      mangrove-ar serve --lan
    """
    host = own_address() if lan else "127.0.0.1"
    port = port or (8443 if lan else 8000)
    os.environ.setdefault("MANGROVE_PUBLIC_URL", f"{'https' if lan else 'http'}://{host}:{port}")
    app = app_from_env()
    with app.app_context():
        bring_up_to_date()
        resume_making(now())
        resume_work()
        certificate = certificate_for(host, settings().instance, now()) if lan else None
        address = settings().public_url
        db.engine.dispose()  # No connection may be shared with the worker processes.
    if lan:
        show_in_terminal(address)
    click.echo(f"Mangrove AR: {address}   (stop with Ctrl+C)")
    run_server(app, f"{host}:{port}", certificate, (publish_what_is_due, lambda: get_ready(settings().assets)))


def publish_what_is_due() -> None:
    """Publish the drafts whose time has come."""
    publish_due(storage(), now())


def main() -> None:
    """Run the command; our own refusals become one sentence and exit status 1."""
    try:
        group(standalone_mode=True)
    except MangroveError as error:
        click.echo(f"mangrove-ar: {error.message}", err=True)
        raise SystemExit(1) from error


def _import_or_go_on(folder: Path) -> bool:
    """Import content; where that cannot be done and visitors see something already, say so and leave it to them."""
    try:
        return _import(folder)
    except BadContent as error:
        if not is_anything_live():
            raise
        click.echo(f"careful: content/ could not be read. {error.message}", err=True)
        click.echo("The trail goes on with what is approved; `mangrove-ar import` tries again.", err=True)
        return False


def _import(folder: Path, is_dry_run: bool = False) -> bool:
    """Import content and print what that changes; tell whether there is something new for the public."""
    imported = import_content(folder, now(), storage=storage(), is_dry_run=is_dry_run, note=_note_import)
    is_first = all(step.what == "new" for step in imported.steps)
    for line in [] if is_first and not is_dry_run else imported.lines:
        click.echo(line)
    if is_dry_run:
        click.echo(f"content: {len(imported.steps)} records would be touched; nothing was written")
    elif imported:
        click.echo("content: imported")
    return bool(imported)


def _note_import(imported: Imported) -> None:
    """Leave a row in the audit log for the whole, and one for each record that visitors lose."""
    taken = [step for step in imported.steps if step.what != "kept"]
    audit("content.imported", "content/", None, now(), records=len(taken))
    for step in taken:
        if step.what == "withdrawn":
            audit("content.withdrawn", f"{step.kind}/{step.slug}", None, now())
        elif step.what == "hidden":
            audit("content.hidden", f"{step.kind}/{step.slug}", None, now())


def _build_missing() -> int:
    found = settings()
    return build_missing(storage(), Ledger(found.builds), found.assets, found.sources, click.echo, now())


def _print_invitation() -> None:
    token = invite_first_admin(now())
    if token is None:
        click.echo("There is an admin already.")
    else:
        click.echo(f"first admin (this link works once): {settings().public_url}/studio/invitation/{token}")


if __name__ == "__main__":
    main()
