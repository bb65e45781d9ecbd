#!/usr/bin/env -S .venv/bin/python
"""Build every variant of every model below assets/models, and only what is missing.

Examples:
  scripts/build_assets.py                           all models
  scripts/build_assets.py --only avicennia-alba     one model; may be repeated
  scripts/build_assets.py --dry-run                 what would be built
  scripts/build_assets.py --cluster tcp://host:8786 on a Dask cluster that sees the same folders
"""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import click

from mangrove_ar.builds.builder import Builder, BuiltModel, Failed
from mangrove_ar.builds.planning import plan_models
from mangrove_ar.config import Settings
from mangrove_ar.errors import MangroveError
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.open import open_storage


@click.command(help=__doc__)
@click.option("--only", multiple=True, metavar="SLUG", help="Build this model; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Say what would be built, and build nothing.")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler to work on, tcp://host:port.")
@click.option("--report", type=click.Path(path_type=Path), help="Folder for the report; build/report unless given.")
def main(only: tuple[str, ...], dry_run: bool, cluster: str | None, report: Path | None) -> None:
    """Run the command; our own refusals become one sentence and exit status 1."""
    try:
        is_well = build(only, dry_run, cluster, report)
    except MangroveError as error:
        click.echo(f"build_assets: {error.message}", err=True)
        is_well = False
    sys.exit(0 if is_well else 1)


def build(only: tuple[str, ...], dry_run: bool, cluster: str | None, report: Path | None) -> bool:
    """Build, tell and report; false if a model failed or broke its budget."""
    settings = Settings.from_env()
    storage = open_storage(settings.storage_url, settings.files)
    builder = Builder(storage, Ledger(settings.builds), partial(open_executor, cluster))
    plans = plan_models(settings.assets, only)
    if dry_run:
        for task in builder.missing(plans):
            click.echo(f"{task.slug}: {task.step}")
        return True
    built: list[BuiltModel] = []
    failed: list[Failed] = []
    with click.progressbar(length=len(plans), label="models", file=sys.stderr) as bar:
        for one in builder.build(plans):
            if isinstance(one, Failed):
                failed.append(one)
            elif isinstance(one, BuiltModel):
                built.append(one)
                bar.update(1)
    built.sort(key=lambda one: one.recipe.slug)
    for one in built:
        click.echo(line(one))
    for broken in failed:
        click.echo(f"{broken.slug}: not built. {broken.message}", err=True)
    steps = sum(one.steps_run for one in built)
    click.echo(f"{len(built)} models, {steps} steps run, {len(failed)} failed")
    if steps or failed or not (folder(report) / "report.json").exists():
        # Imported here: a run with nothing to do needs no report.
        from mangrove_ar.builds.report import write_report

        write_report(folder(report), built, failed, storage)
        click.echo(f"report: {folder(report) / 'index.html'}")
    return not failed and not any(one.faults for one in built)


def line(one: BuiltModel) -> str:
    """Say how large a model became, and whether that is within its budget."""
    sizes = one.size_bytes
    web = one.entries["web"].facts
    return (
        f"{one.recipe.slug:<28} {one.entries['master'].facts['triangles']:>6} triangles  "
        f"web {sizes['web'] // 1024:>4} KiB ({web['brotli_bytes'] // 1024:>3} brotli)  "
        f"coarse {sizes['coarse'] // 1024:>2}  ar {sizes['ar'] // 1024:>4}  usdz {sizes['usdz'] // 1024:>4}  "
        f"error {web['hausdorff_percent']:.3f} %  {'; '.join(one.faults) or 'within budget'}"
    )


def folder(report: Path | None) -> Path:
    """Find where the report goes."""
    return report or Path(__file__).resolve().parent.parent / "build" / "report"


if __name__ == "__main__":
    main()
