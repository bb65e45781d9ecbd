#!/usr/bin/env -S .venv/bin/python
"""Measure plaques against the same layout in WeasyPrint, QR codes against segno, and packs of a thousand stations.

    scripts/bench/packs.py
    scripts/bench/packs.py --template a5 --turns 1 --plaques 20
    scripts/bench/packs.py --stations 1000

The peers come from PyPI into build/bench/packs; WeasyPrint needs Pango from the system. Both set one PDF/UA-1 of the
same plaques with the same pictures, modules, texts, letters and page boxes, from ready data to bytes; the page for
WeasyPrint is written before, and says the sizes that ours has to find. All processes are bound to the same single core
and take turns; each has read its fonts and set other plaques before. No two plaques share a line, a code or a picture.

The promise is for markers as they are built: PNGs with a palette, which WeasyPrint unpacks and packs anew, while ours
go into the PDF as they are. Both take JPEGs as they are: there, the layout alone is compared, and nothing is promised.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, symbol_for  # noqa: E402  The path must be set before.
from mangrove_ar.packs.readers import read_zxing  # noqa: E402
from mangrove_ar.packs.templates import Template, template_named  # noqa: E402
from mangrove_ar.packs.typesetting import Prepared, Typesetter  # noqa: E402
from scripts.bench.plaques.made_up_trail import as_jpeg, made_up_plaques, real_markers, thai_names, told_apart  # noqa: E402
from scripts.bench.plaques.many_stations import measure_stations  # noqa: E402
from scripts.bench.plaques.peer_page import write_fonts, write_page  # noqa: E402

PEER_SOURCE = Path(__file__).parent / "peer-packs"
PEER = ROOT / "build" / "bench" / "packs"
PEER_PYTHON = PEER / "venv" / "bin" / "python"
SYSTEM_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
TEMPLATES = ("a4", "a5")
LEAST_RATIOS = {"png": 10, "jpg": 0}
"""By kind of marker: as built, or as JPEG, for which nothing is promised."""
WARM_PLAQUES, WARM_SEED = 10, 0
QR_CODES = 200
SHOWN_PAGE, SHOWN_PPI = 3, 75
POINTS_PER_MM = 72 / 25.4
MOST_MM_APART = 0.05

Measured = dict[str, Any]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--template", choices=TEMPLATES, help="only this one")
    parser.add_argument("--markers", choices=list(LEAST_RATIOS), help="only these: png as built, or jpg")
    parser.add_argument("--plaques", type=int, default=100, help="in one PDF (100)")
    parser.add_argument("--turns", type=int, default=3, help="how often both take their turn (3)")
    parser.add_argument("--stations", type=int, metavar="N", help="instead: time a pack of N stations, and its rerun")
    parser.add_argument("--worker", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=WARM_SEED, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.worker:
        return work(chosen.worker, template_named(chosen.template), chosen.markers, chosen.plaques, chosen.seed)
    if chosen.stations:
        template = template_named(chosen.template or TEMPLATES[0])
        return measure_stations(PEER, chosen.stations, template, is_small=chosen.markers == "jpg")
    install_peers()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    is_well = [
        compare(template_named(name), kind, chosen.plaques, chosen.turns)
        for kind in LEAST_RATIOS
        for name in TEMPLATES
        if chosen.template in (None, name) and chosen.markers in (None, kind)
    ]
    return 0 if all([*is_well, compare_symbols(template_named(TEMPLATES[0]), chosen.turns)]) else 1


def install_peers() -> None:
    PEER.mkdir(parents=True, exist_ok=True)
    wanted, installed = PEER_SOURCE / "requirements.txt", PEER / "requirements.txt"
    if not installed.exists() or installed.read_bytes() != wanted.read_bytes():
        print("Installing WeasyPrint and segno from PyPI …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PEER / "venv")], check=True)
        subprocess.run([str(PEER_PYTHON), "-m", "pip", "install", "--quiet", "-r", str(wanted)], check=True)
        shutil.copy(wanted, installed)
    if not is_peer_whole() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", *SYSTEM_PACKAGES], check=True)
    if not is_peer_whole():
        raise SystemExit(f"WeasyPrint needs Pango from the system: apt-get install {' '.join(SYSTEM_PACKAGES)}")


def is_peer_whole() -> bool:
    return not subprocess.run([str(PEER_PYTHON), "-c", "import weasyprint"], capture_output=True).returncode


def compare(template: Template, kind: str, count: int, turns: int) -> bool:
    """Let both set the same plaques in turns; true if ours is fast enough and both made the same pages."""
    folder = PEER / f"{template.name}-{kind}"
    write_markers(folder, kind, max(count, WARM_PLAQUES))
    write_fonts(folder / "fonts.css")
    measure_ours(folder, template, kind, WARM_PLAQUES, WARM_SEED, page="warm.html")
    ours, theirs = [], []
    for seed in range(WARM_SEED + 1, WARM_SEED + 1 + turns):
        ours.append(measure_ours(folder, template, kind, count, seed, page="plaques.html"))
        theirs.append(run([str(PEER_PYTHON), str(PEER_SOURCE / "typeset.py"), str(folder), template.name]))
    return report(folder, template, kind, joined(ours), joined(theirs))


def write_markers(folder: Path, kind: str, count: int) -> None:
    """Put a picture for every plaque into a folder: the ten real ones, each time in other bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    markers = real_markers(PEER / "markers")
    if kind == "jpg":
        markers = [as_jpeg(marker) for marker in markers]
    for number in range(1, count + 1):
        (folder / f"{number}.{kind}").write_bytes(told_apart(markers[number % len(markers)], number))


def measure_ours(folder: Path, template: Template, kind: str, count: int, seed: int, page: str) -> Measured:
    """Set plaques in a process of its own, and write the page of the same plaques for the peer."""
    options = ["--template", template.name, "--markers", kind, "--plaques", str(count), "--seed", str(seed)]
    measured = run([sys.executable, __file__, "--worker", str(folder), *options])
    write_page(folder / page, prepare(folder, template, kind, count, seed), kind, template, folder / "ours.pdf")
    return measured


def work(folder: Path, template: Template, kind: str, count: int, seed: int) -> int:
    """Set plaques in this process, write the PDF, and print what it took."""
    setter = Typesetter(ROOT / "assets", thai_names())
    setter.typeset(prepare(folder, template, kind, WARM_PLAQUES, WARM_SEED), template)
    plaques = prepare(folder, template, kind, count, seed)
    start, start_busy = time.perf_counter(), time.process_time()
    content = setter.typeset(plaques, template)
    seconds, busy = time.perf_counter() - start, time.process_time() - start_busy
    (folder / "ours.pdf").write_bytes(content)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb}))
    return 0


def prepare(folder: Path, template: Template, kind: str, count: int, seed: int) -> list[Prepared]:
    """Make up plaques with all that is drawn on them ready."""
    return [
        Prepared(
            plaque=plaque,
            marker=(folder / f"{plaque.number}.{kind}").read_bytes(),
            symbol=symbol_for(plaque.url, template.qr_mm, template.reading_distance_m),
        )
        for plaque in made_up_plaques(count, seed)
    ]


def run(command: list[str], stdin: str = "") -> Measured:
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def joined(turns: list[Measured]) -> Measured:
    return {
        "seconds": [turn["seconds"] for turn in turns],
        "busy": [turn["busy"] for turn in turns],
        "peak_mb": max(turn["peak_mb"] for turn in turns),
    }


def report(folder: Path, template: Template, kind: str, ours: Measured, theirs: Measured) -> bool:
    """Print the table; true if ours is fast enough by the median, and both made the same pages."""
    by_wall, by_busy = (statistics.median(theirs[what]) / statistics.median(ours[what]) for what in ("seconds", "busy"))
    least = LEAST_RATIOS[kind]
    mine, other = (boxes_mm(folder / name) for name in ("ours.pdf", "theirs.pdf"))
    is_same = mine.shape == other.shape and bool(np.abs(mine - other).max() < MOST_MM_APART)
    print(f"{len(mine)} plaques {template.name.upper()} with {kind.upper()} markers in one PDF, one core; seconds")
    print(f"{'':20}{'best':>8}{'median':>8}{'busy':>8}{'runs':>6}{'peak MB':>9}{'MB':>7}  times faster  needed")
    print(line("WeasyPrint 70.0", theirs, folder / "theirs.pdf"))
    ratios = f"{by_wall:.1f} (busy {by_busy:.1f})"
    print(f"{line('mangrove-ar', ours, folder / 'ours.pdf')}  {ratios:<16}{least or '-':>4}")
    print(
        f"the same pages, sheets and trims: {'yes' if is_same else 'NO'}; to be looked at: {shown(folder)}", flush=True
    )
    return is_same and by_wall >= least


def line(name: str, measured: Measured, pdf: Path) -> str:
    seconds = measured["seconds"]
    times = "".join(f"{took:>8.2f}" for took in (min(seconds), *map(statistics.median, (seconds, measured["busy"]))))
    return f"{name:<20}{times}{len(seconds):>6}{measured['peak_mb']:>9.0f}{pdf.stat().st_size / 1e6:>7.1f}"


def boxes_mm(pdf: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Measure each page: (n, 6) width and height of the sheet, then the edges of the trim from the sheet's corner."""
    with pypdfium2.PdfDocument(pdf) as document:
        boxes = [(page.get_mediabox(), page.get_trimbox()) for page in document]
    sheets, trims = (np.array(kind) / POINTS_PER_MM for kind in zip(*boxes, strict=True))
    return np.hstack([sheets[:, 2:] - sheets[:, :2], trims - np.tile(sheets[:, :2], 2)])


def shown(folder: Path) -> Path:
    """Draw a page of both PDFs, ours above."""
    pages = []
    for name in ("ours.pdf", "theirs.pdf"):
        with pypdfium2.PdfDocument(folder / name) as document:
            page = document[min(SHOWN_PAGE, len(document)) - 1]
            pages.append(page.render(scale=SHOWN_PPI / 72).to_numpy()[:, :, :3])
    height, width = (min(page.shape[axis] for page in pages) for axis in (0, 1))
    picture = np.vstack([page[:height, :width, ::-1] for page in pages])
    Image.fromarray(picture).save(folder / "pages.png")
    return folder / "pages.png"


def compare_symbols(template: Template, turns: int) -> bool:
    """Let both make the same QR codes in turns; true if all are alike and say what they should."""
    urls = [plaque.url for plaque in made_up_plaques(QR_CODES, WARM_SEED + 1)]
    ours_ms, theirs_ms = [], []
    symbol_for(urls[0], template.qr_mm, template.reading_distance_m)
    for _ in range(turns):
        start = time.perf_counter()
        ours = [symbol_for(url, template.qr_mm, template.reading_distance_m) for url in urls]
        ours_ms.append((time.perf_counter() - start) * 1000 / QR_CODES)
        wanted = json.dumps([[one.url, one.level] for one in ours])
        theirs = run([str(PEER_PYTHON), str(PEER_SOURCE / "symbols.py")], wanted)
        theirs_ms.append(theirs["seconds"] * 1000 / QR_CODES)
    mine, other = statistics.median(ours_ms), statistics.median(theirs_ms)
    print(
        f"QR codes, ms each: mangrove-ar {mine:.2f}, segno 1.6.6 {other:.2f}; ours is {other / mine:.2f} times as fast"
    )
    pairs = list(zip(ours, theirs["symbols"], strict=True))
    is_same = all(one.version == peer["version"] for one, peer in pairs)
    is_read = all(says(modules) == one.url for one, peer in pairs for modules in (one.modules, peer["modules"]))
    versions = sorted({f"{one.version}-{one.level}" for one in ours})
    answers = ["yes" if is_well else "NO" for is_well in (is_same, is_read)]
    print(f"versions {', '.join(versions)}, the same: {answers[0]}; all read by zxing: {answers[1]}")
    return is_same and is_read


def says(modules: Any) -> str | None:
    """Read a QR code from its modules."""
    dark = np.pad(np.array(modules, dtype=bool), QUIET_ZONE_MODULES)
    frame = np.kron(~dark, np.ones((4, 4), dtype=bool)).astype(np.uint8) * 255
    return next(iter(read_zxing(frame)), None)


if __name__ == "__main__":
    raise SystemExit(main())
