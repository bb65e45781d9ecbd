"""Measure the studio with a city's worth of records: lists, search, publishing one record, a whole release.

    .venv/bin/python scripts/bench/studio.py --species 2000 --stations 500

Server time in this process, without a network, each page warm, and the process as the server is soon after its start.
The floor beside it is the visitors' own list of species, which is read from the release: so the ratio tells what the
studio costs, whatever the machine.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from mangrove_ar.accounts.queries import StaffMember  # noqa: E402
from mangrove_ar.catalogue.records import Kind, approved_records  # noqa: E402
from mangrove_ar.editorial.decisions import approve, submit  # noqa: E402
from mangrove_ar.packs.fitting import get_ready  # noqa: E402
from mangrove_ar.releases.service import publish  # noqa: E402
from mangrove_ar.storage.local import LocalStorage  # noqa: E402
from mangrove_ar.web.server import settle  # noqa: E402
from tests.conftest import NOON, make_settings, running  # noqa: E402
from tests.editorial.crowd import make_crowd  # noqa: E402
from tests.editorial.drafting import change, in_both, make_member, pretend_models  # noqa: E402
from tests.staff import signed_in_client  # noqa: E402

PAGES = (
    "/studio/",
    "/studio/species/",
    "/studio/species/?page=20",
    "/studio/stations/",
    "/studio/translations",
    "/studio/search?q=โกงกาง",
    "/studio/search?q=โกงกลาง",
    "/studio/search?q=mudskiper",
    "/studio/search?q=ป่า",
)


def main(argv: list[str] | None = None) -> int:
    """Measure and print; 0 when done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--species", type=int, default=2000)
    parser.add_argument("--stations", type=int, default=500)
    parser.add_argument("--turns", type=int, default=40)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.species, asked.stations, asked.turns)
    return 0


def measure(folder: Path, species: int, stations: int, turns: int) -> None:
    """Fill an install, then time what people wait for."""
    settings = make_settings(folder)
    with running(settings) as app:
        storage = LocalStorage(settings.files)
        make_crowd(species=species, stations=stations, drafts=species // 20)
        pretend_models()
        print(f"{species} species, {stations} stations")
        print(f"getting ready, once after a start: {timed(lambda: get_ready(settings.assets)):6.2f} s")
        settle()
        print(f"whole release from scratch: {timed(lambda: publish(storage, NOON, 'all')):6.2f} s")
        client = signed_in_client(app, "admin")
        floor = times(lambda: client.get("/species/"), turns)
        tell("/species/ (visitors, the floor)", floor, floor)
        for page in PAGES:
            tell(page, times(lambda page=page: client.get(page), turns), floor)  # type: ignore[misc]
        writer, reviewer = make_member("writer", "educator"), make_member("reviewer", "curator")
        kinds: tuple[Kind, ...] = ("species", "stations")
        for kind in kinds:
            seconds = publish_one(kind, writer, reviewer, storage)
            print(f"publish one changed record of {kind}: {seconds:6.2f} s")


def publish_one(kind: Kind, writer: StaffMember, reviewer: StaffMember, storage: LocalStorage) -> float:
    """Change and submit the last record of a kind; give the seconds from the press of approve until it is public."""
    slug = approved_records(kind)[-1].slug
    texts = in_both("New") if kind == "stations" else {"role_th": "ใหม่", "role_en": "New"}
    draft = change(writer, slug, kind, NOON, **texts)
    submit(kind, slug, draft.version, "", writer, NOON)
    return timed(lambda: approve(kind, slug, draft.version, reviewer, storage, NOON))


def times(act: Callable[[], object], turns: int) -> list[float]:
    """Do something once to warm up, then time it."""
    act()
    return [timed(act) for _ in range(turns)]


def timed(act: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def tell(name: str, seconds: list[float], floor: list[float]) -> None:
    """Print median, 95th percentile and ratio to the floor."""
    p95 = statistics.quantiles(seconds, n=20)[-1]
    ratio = statistics.median(seconds) / statistics.median(floor)
    print(f"{name:34} median {1000 * statistics.median(seconds):6.1f} ms  p95 {1000 * p95:6.1f} ms  {ratio:5.2f} x")


if __name__ == "__main__":
    raise SystemExit(main())
