"""Copy the built files of this install to another folder or to a bucket; safe to interrupt and to run again.

    scripts/publish_assets.py --dry-run
    scripts/publish_assets.py --to "s3://mangrove/trail?endpoint=http://127.0.0.1:8333"
    scripts/publish_assets.py --cors https://museum.example

Without --to the files go from the instance folder to STORAGE_URL.
"""

import argparse
import re
import sys

from mangrove_ar.config import Settings
from mangrove_ar.errors import MangroveError
from mangrove_ar.storage.address import is_bucket
from mangrove_ar.storage.copying import Copied, copy_missing, missing_names
from mangrove_ar.storage.open import open_bucket, open_place

ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9.-]+(:\d{1,5})?")


def main(argv: list[str] | None = None) -> int:
    """Copy and say how it went: 0 all is there, 1 something failed, 2 usage."""
    asked = _parser().parse_args(argv)
    try:
        return _publish(asked, Settings.from_env())
    except MangroveError as error:
        print(f"publish_assets: {error.message}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\npublish_assets: interrupted; run it again to go on.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", help="a folder or s3://bucket/prefix?endpoint=…; STORAGE_URL unless given")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be copied")
    parser.add_argument("--cors", metavar="ORIGIN", help="let pages of this origin read from the bucket (GET, HEAD)")
    return parser


def _publish(asked: argparse.Namespace, settings: Settings) -> int:
    to: str = asked.to or settings.storage_url
    if not to or (asked.cors and not (is_bucket(to) and ORIGIN.fullmatch(asked.cors))):
        wanted = "--cors needs a bucket and an origin such as https://museum.example" if to else "say where to by --to"
        print(f"publish_assets: {wanted}.", file=sys.stderr)
        return 2
    is_elsewhere = bool(asked.to and settings.storage_url) and not is_bucket(settings.storage_url)
    source = open_place(settings.storage_url if is_elsewhere else str(settings.files))
    target = open_place(to)
    if asked.dry_run:
        missing, there = missing_names(source, target)
        print("\n".join([*missing, f"would copy {len(missing)} files; {there} are there already"]))
        return 0
    if asked.cors:
        open_bucket(to).allow_reading_from(asked.cors)
    return _summarise(copy_missing(source, target, _show))


def _show(so_far: Copied) -> None:
    if sys.stderr.isatty():
        count = so_far.there_already + so_far.copied
        end = "\n" if count + len(so_far.faults) == so_far.total else ""
        print(f"\r{count} / {so_far.total} files, {so_far.size_bytes / 2**20:.1f} MiB ", end=end, file=sys.stderr)


def _summarise(done: Copied) -> int:
    if not done.total:
        print("publish_assets: there are no built files here yet; run `mangrove-ar build`.", file=sys.stderr)
        return 1
    print(f"copied {done.copied} files, {done.size_bytes} bytes; {done.there_already} were there already")
    for name, why in sorted(done.faults.items()):
        print(f"failed: {name}: {why}", file=sys.stderr)
    left = done.total - done.there_already - done.copied - len(done.faults)
    if left:
        print(f"not tried after so many faults: {left} files", file=sys.stderr)
    return 0 if done.is_complete else 1


if __name__ == "__main__":
    raise SystemExit(main())
