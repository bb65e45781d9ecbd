#!/usr/bin/env -S .venv/bin/python
"""Make print-ready plaques: prove that each scans and tracks, and put those that passed into a folder and a ZIP.

Examples:
  scripts/build_packs.py --all                               every station, A4, into build/packs/a4
  scripts/build_packs.py --stations 3,4 --template post      two stations as boards of 300 x 400 mm
  scripts/build_packs.py --all --template a5 --distance 0.4  to be scanned from 0.4 m
  scripts/build_packs.py --all --without-proofs              drafts in seconds; each sheet says so
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import click
from flask_migrate import upgrade

from mangrove_ar.cli import app_from_env
from mangrove_ar.config import Settings
from mangrove_ar.errors import BadPlaque, MangroveError
from mangrove_ar.packs.forms import LEAST_DISTANCE_M, MOST_DISTANCE_M
from mangrove_ar.packs.making import packer_for, targets_of_trail
from mangrove_ar.packs.packing import Order
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of
from mangrove_ar.packs.service import register_pack
from mangrove_ar.packs.templates import TEMPLATES, template_named
from mangrove_ar.web.current import now, settings, storage

FOLDER = Path(__file__).resolve().parent.parent / "build" / "packs"
DISTANCE = click.FloatRange(LEAST_DISTANCE_M, MOST_DISTANCE_M)


@click.command(help=__doc__)
@click.option("--all", "is_all", is_flag=True, help="Every station of the trail.")
@click.option("--stations", metavar="NUMBERS", help="Stations by number, such as 3,4.")
@click.option("--template", "template_name", default="a4", show_default=True, help=f"One of {', '.join(TEMPLATES)}.")
@click.option(
    "--distance", "distance_m", type=DISTANCE, help="Metres from which the QR code is read; else the template's."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; one in build/packs if not given."
)
@click.option("--without-proofs", is_flag=True, help="Make drafts that nobody looked at; not for print.")
def main(
    is_all: bool,
    stations: str | None,
    template_name: str,
    distance_m: float | None,
    out: Path | None,
    without_proofs: bool,
) -> None:
    """Run the command; our own refusals become one sentence and exit status 1."""
    try:
        with app_from_env().app_context():
            upgrade()
            is_well = build(_asked(is_all, stations), template_name, distance_m, out, is_proven=not without_proofs)
    except MangroveError as error:
        click.echo(f"build_packs: {error.message}", err=True)
        is_well = False
    sys.exit(0 if is_well else 1)


def build(
    numbers: list[int] | None, template_name: str, distance_m: float | None, out: Path | None, *, is_proven: bool
) -> bool:
    """Make a pack and tell what came of it; false if a plaque may not be printed."""
    template = template_named(template_name)
    template = replace(template, reading_distance_m=template.reading_distance_m if distance_m is None else distance_m)
    plaques = _chosen(numbers, settings())
    folder = (out or FOLDER / _name(template.name, numbers, is_proven)).resolve()
    with click.progressbar(length=len(plaques), label="plaques", file=sys.stderr) as bar:
        manifest = packer_for(settings(), storage(), is_proven=is_proven).make(
            Order(template=template, is_proven=is_proven),
            plaques,
            targets_of_trail(settings().public_url),
            folder,
            lambda done, _total: bar.update(done - bar.pos),
        )
    for one in manifest["plaques"]:
        click.echo(line(one))
    good = {one["slug"] for one in manifest["plaques"] if one["pdf"]}
    printable = [plaque for plaque in plaques if plaque.slug in good]
    if is_proven and printable:
        distance_m = template.reading_distance_m
        number = register_pack(printable, template.name, distance_m, str(folder), manifest["key"], None, now())
        click.echo(f"pack {number}: {len(printable)} of {len(plaques)} plaques passed")
    click.echo(f"folder: {folder}\nzip: {folder}.zip")
    if is_proven:
        click.echo(f"report: {folder / 'proof.html'}")
    if not settings().is_public_elsewhere:
        click.echo(f"Trial only: the plaques lead to {settings().public_url}. Set MANGROVE_PUBLIC_URL first.", err=True)
    return len(printable) == len(plaques)


def line(one: dict[str, Any]) -> str:
    """Say what became of one plaque."""
    score = "" if one["score"] is None else f"score {one['score']:>3}  "
    return (
        f"{one['number']:>3}  {one['slug']:<28} {one['revision']}  {score}{one['verdict']}  {one['message']}".rstrip()
    )


def _name(template_name: str, numbers: list[int] | None, is_proven: bool) -> str:
    """Name the folder so that a draft or a few stations do not take the place of a whole pack."""
    chosen = [str(number) for number in sorted(set(numbers or ()))]
    return "-".join([template_name, *chosen, *([] if is_proven else ["draft"])])


def _asked(is_all: bool, stations: str | None) -> list[int] | None:
    """Read which stations were asked for; None means all."""
    if is_all == (stations is not None):
        raise click.UsageError("Say either --all or --stations 3,4.")
    if stations is None:
        return None
    try:
        return [int(number) for number in stations.split(",")]
    except ValueError as error:
        raise click.UsageError(f"--stations takes numbers such as 3,4, not {stations!r}.") from error


def _chosen(numbers: list[int] | None, found: Settings) -> list[Plaque]:
    printable = plaques_of(found.public_url)
    ready = {plaque.number: plaque for plaque in printable.ready}
    for left in printable.left_out:
        click.echo(f"{left.number:>3}  {left.slug}: left out, {left.reason.replace('_', ' ')}", err=True)
    if not ready:
        raise BadPlaque("There is no station with a marker yet; run `.venv/bin/mangrove-ar prepare` first.")
    if numbers is None:
        return list(ready.values())
    missing = [str(number) for number in numbers if number not in ready]
    if missing:
        raise BadPlaque(f"There is no plaque to print for station {', '.join(missing)}.")
    return [ready[number] for number in sorted(set(numbers))]


if __name__ == "__main__":
    main()
