"""Time a pack of many stations with ready markers and without proofs, then the same again; watch the memory."""

import os
import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from mangrove_ar.packs.folder import zip_path
from mangrove_ar.packs.packing import Order, Packer
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.steps import Workshop
from mangrove_ar.packs.templates import Template
from mangrove_ar.steps.keeping import Keeper
from mangrove_ar.steps.ledger import Entry, Ledger
from mangrove_ar.storage.local import LocalStorage
from scripts.bench.plaques.made_up_trail import ROOT, as_jpeg, made_up_plaques, real_markers, thai_names, told_apart

MOST_SECONDS, MOST_SECONDS_AGAIN = 60, 2
"""For a thousand stations on two cores."""
PROMISED_STATIONS = 1000
MOST_GROWTH = 1.25
"""How much more memory the last quarter of the stations may take than the second: flat, but for noise."""
LOOK_SECONDS = 0.2
SMALL_SIDE_PX, SMALL_QUALITY = 1000, 85
SEED = 7
PAGE_BYTES = resource.getpagesize()
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class WatchedLedger(Ledger):
    """Notes what memory is in use whenever a quarter of the plaques is kept."""

    def __init__(self, folder: Path, total: int, watch: "Watch") -> None:
        super().__init__(folder)
        self._kept, self._total, self._watch = 0, total, watch

    def keep(self, key: str, entry: Entry) -> None:
        super().keep(key, entry)
        self._kept += 1
        if self._kept <= self._total and self._kept * 4 % self._total < 4:
            self._watch.note(f"{self._kept} set")


class Watch:
    """Looks at the memory of this process and all below it, again and again."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, float, float, float]] = []
        self._busy: dict[int, float] = {}
        self._start = time.perf_counter()
        self._since = self.peak_mb = 0.0
        self._end = Event()
        Thread(target=self._look, daemon=True).start()

    def note(self, what: str) -> None:
        """Write down the seconds, the memory now, and its peak since the last note."""
        now_mb = sum(map(resident_mb, processes()))
        self.notes.append((what, time.perf_counter() - self._start, now_mb, max(self._since, now_mb)))
        self._since = 0.0

    @property
    def busy_seconds(self) -> float:
        """Add up what all processes worked, on all cores."""
        return sum(self._busy.values())

    def stop(self) -> None:
        self._end.set()

    def _look(self) -> None:
        while not self._end.wait(LOOK_SECONDS):
            family = list(processes())
            now = sum(map(resident_mb, family))
            self._since, self.peak_mb = max(self._since, now), max(self.peak_mb, now)
            self._busy |= {process: max(busy_seconds(process), self._busy.get(process, 0.0)) for process in family}


def measure_stations(folder: Path, count: int, template: Template, *, is_small: bool) -> int:
    """Make a pack of many stations twice and print what it took; 0 if it is as fast as promised and memory flat."""
    work = folder / "stations"
    shutil.rmtree(work, ignore_errors=True)
    files = LocalStorage(work / "files")
    plaques = made_up_plaques(count, SEED, list(write_markers(folder, files, count, is_small)))
    os.sync()  # The disk is to be busy with the pack alone.
    watch = Watch()
    keeper = Keeper(LocalStorage(work / "kept"), WatchedLedger(work / "steps", count, watch))
    packer = Packer(keeper, files, Workshop(ROOT / "assets", thai_names(), "Bench"))
    seconds = timed(packer, template, plaques, work / "pack")
    watch.note("pack written")
    watch.stop()
    again = timed(packer, template, plaques, work / "pack")
    return report(count, template, watch, seconds, again, work)


def write_markers(folder: Path, files: LocalStorage, count: int, is_small: bool) -> Iterator[str]:
    """Keep a marker of its own for every station, and give their names."""
    markers = real_markers(folder / "markers")
    if is_small:
        markers = [as_jpeg(marker, SMALL_SIDE_PX, SMALL_QUALITY) for marker in markers]
    for number in range(1, count + 1):
        marker = told_apart(markers[number % len(markers)], number)
        yield files.put(marker, "jpg" if is_small else "png")


def timed(packer: Packer, template: Template, plaques: list[Plaque], out: Path) -> float:
    start = time.perf_counter()
    manifest = packer.make(Order(template=template, is_proven=False), plaques, {}, out, lambda _done, _total: None)
    seconds = time.perf_counter() - start
    refused = [one for one in manifest["plaques"] if one["verdict"] != "not_proven"]
    if refused:
        raise SystemExit(f"{len(refused)} plaques were refused, the first: {refused[0]['message']}")
    return seconds


def report(count: int, template: Template, watch: Watch, seconds: float, again: float, work: Path) -> int:
    print(f"{count} stations, {template.name.upper()}, without proofs, {len(os.sched_getaffinity(0))} cores")
    print(f"{'':16}{'seconds':>9}{'MB now':>8}{'MB peak since':>15}")
    for what, at, now_mb, since_mb in watch.notes:
        print(f"{what:<16}{at:>9.1f}{now_mb:>8.0f}{since_mb:>15.0f}")
    own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak MB: {watch.peak_mb:.0f} in all processes, {own_mb:.0f} in the first; busy: {watch.busy_seconds:.1f} s")
    sizes = {name: size_mb(work / name) for name in ("files", "kept", "steps", "pack")}
    print("MB:", ", ".join(f"{name} {size:.0f}" for name, size in sizes.items()), end=", ")
    print(f"zip {zip_path(work / 'pack').stat().st_size / 1e6:.0f}")
    growth = watch.notes[3][3] / watch.notes[1][3]
    share = count / PROMISED_STATIONS
    print(
        f"first {seconds:.1f} s ({MOST_SECONDS * share:g} promised), unchanged {again:.2f} s ({MOST_SECONDS_AGAIN:g})"
    )
    print(f"memory of the last quarter over that of the second: {growth:.2f} (at most {MOST_GROWTH})")
    return 0 if seconds <= MOST_SECONDS * share and again <= MOST_SECONDS_AGAIN and growth <= MOST_GROWTH else 1


def size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def processes() -> Iterator[int]:
    """Give this process and all below it."""
    parents = {int(path.name): int(found[1]) for path in Path("/proc").glob("[0-9]*") if (found := status(path))}
    yield os.getpid()
    yield from below(os.getpid(), parents)


def below(process: int, parents: dict[int, int]) -> Iterator[int]:
    for child, parent in parents.items():
        if parent == process:
            yield child
            yield from below(child, parents)


def status(process: Path) -> list[str]:
    """Read what the system says of a process, behind its name; nothing if it ended meanwhile."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def busy_seconds(process: int) -> float:
    found = status(Path(f"/proc/{process}"))
    return (int(found[11]) + int(found[12])) / TICKS_A_SECOND if found else 0.0


def resident_mb(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6
    except OSError:
        return 0.0
