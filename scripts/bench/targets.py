"""Measure the target compiler against mind-ar's own, in one run, on one core, at the same size.

    scripts/bench/targets.py
    scripts/bench/targets.py --picture plaque.png --turns 1 --runs 20

The peer comes from npm into build/bench/peer, without install scripts; only its decoding of pictures is
replaced, by handing it the pixels. Both compile from pixels in memory to the bytes of the file. All processes
are bound to the same single core and take turns; NumPy gets one thread, and the peer's algorithm has only one.
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

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from mangrove_ar.targets.compile import compile_target  # noqa: E402  The path must be set before.
from mangrove_ar.targets.mind_file import read_mind  # noqa: E402

PEER_SOURCE = Path(__file__).parent / "peer"
PEER = ROOT / "build" / "bench" / "peer"
PICTURE = ROOT / "tests" / "targets" / "golden" / "plaque1.png"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LEAST_RATIOS = {"full": 40, "default": 60}

Measured = dict[str, Any]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=Path, default=PICTURE, help="a marker of about 1000 pixels")
    parser.add_argument("--turns", type=int, default=3, help="how often all take their turn (3)")
    parser.add_argument(
        "--runs", type=int, default=7, help="how often ours compiles in a turn (7); the peer once, ~11 s"
    )
    parser.add_argument("--worker", choices=["full", "default"], help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.worker:
        return work(chosen.picture, chosen.runs, full=chosen.worker == "full")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    install_peer()
    ours: dict[str, list[Measured]] = {mode: [] for mode in LEAST_RATIOS}
    peer = []
    for _ in range(chosen.turns):
        for mode in LEAST_RATIOS:
            ours[mode].append(measure_ours(chosen.picture, chosen.runs, mode))
        peer.append(measure_peer(chosen.picture))
    return report(chosen.picture, {mode: joined(turns) for mode, turns in ours.items()}, joined(peer))


def install_peer() -> None:
    PEER.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PEER_SOURCE, PEER, dirs_exist_ok=True)
    if not (PEER / "node_modules" / "mind-ar").exists():
        print("Installing mind-ar from npm …", flush=True)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=PEER, check=True)


def work(path: Path, runs: int, *, full: bool) -> int:
    """Compile again and again in this process, write the last target, and print what it took."""
    picture = Image.open(path)
    picture.load()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        compiled = compile_target(picture, full=full)
        seconds.append(time.perf_counter() - start)
    (PEER / f"ours-{'full' if full else 'default'}.mind").write_bytes(compiled.mind)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb}))
    return 0


def measure_ours(picture: Path, runs: int, mode: str) -> Measured:
    command = [sys.executable, __file__, "--picture", str(picture), "--runs", str(runs), "--worker", mode]
    return run(command, PEER / f"ours-{mode}.mind")


def measure_peer(picture: Path) -> Measured:
    with Image.open(picture) as image:
        pixels = image.convert("RGBA")
    (PEER / "pixels.rgba").write_bytes(pixels.tobytes())
    size = [str(pixels.width), str(pixels.height)]
    return run(["node", "compile.mjs", "pixels.rgba", *size, "peer.mind"], PEER / "peer.mind")


def run(command: list[str], mind: Path) -> Measured:
    done = subprocess.run(command, cwd=PEER, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    # The peer's libraries print advice of their own; the last line is ours.
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return {**measured, "mind": mind.read_bytes()}


def joined(turns: list[Measured]) -> Measured:
    """Put the turns of one compiler together; they all wrote the same bytes."""
    return {
        "seconds": [second for turn in turns for second in turn["seconds"]],
        "peak_mb": max(turn["peak_mb"] for turn in turns),
        "mind": turns[-1]["mind"],
    }


def report(picture: Path, ours: dict[str, Measured], peer: Measured) -> int:
    """Print the table; 0 if ours is fast enough by the best and by the median runs."""
    print(f"{picture.name}, one core; seconds per marker, and how many times faster ours is")
    print(f"{'':24}{'first':>8}{'best':>8}{'median':>8}{'runs':>6}{'peak MB':>9}{'bytes':>9}  best/median  needed")
    print(line("mind-ar 1.2.5 in Node", peer))
    is_fast = True
    for mode, least in LEAST_RATIOS.items():
        by_best, by_median = (of(peer["seconds"]) / of(ours[mode]["seconds"]) for of in (min, statistics.median))
        print(f"{line(f'mangrove-ar, {mode}', ours[mode])}  {by_best:>4.0f} / {by_median:<4.0f}  {least:>6}")
        is_fast = is_fast and min(by_best, by_median) >= least
    same, count = agreement(ours["full"]["mind"], peer["mind"])
    print(f"descriptors bit-identical to the peer's: {same} of {count} ({same / max(count, 1):.2%})")
    print(f"files identical byte for byte: {'yes' if ours['full']['mind'] == peer['mind'] else 'no'}")
    return 0 if is_fast else 1


def line(name: str, measured: Measured) -> str:
    seconds = measured["seconds"]
    times = f"{seconds[0]:>8.3f}{min(seconds):>8.3f}{statistics.median(seconds):>8.3f}{len(seconds):>6}"
    return f"{name:<24}{times}{measured['peak_mb']:>9.0f}{len(measured['mind']):>9}"


def agreement(ours: bytes, peer: bytes) -> tuple[int, int]:
    """Return how many of the peer's descriptors we have too, at the same place in the file, of how many."""
    same = count = 0
    frames = (read_mind(mind)[0]["matchingData"] for mind in (ours, peer))
    for mine, theirs in zip(*frames, strict=True):
        for key in ("maximaPoints", "minimaPoints"):
            pairs = zip(mine[key], theirs[key], strict=False)
            same += sum(own["descriptors"] == other["descriptors"] for own, other in pairs)
            count += len(theirs[key])
    return same, count


if __name__ == "__main__":
    raise SystemExit(main())
