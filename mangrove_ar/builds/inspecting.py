"""Check a file that somebody sent, in a child process with limits, and write anew what visitors may get.

Run as `python -m mangrove_ar.builds.inspecting PURPOSE FILE OUT`: writes its files into the folder OUT and facts as
JSON to standard output; or, with status 3, the reason of a refusal as JSON.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from mangrove_ar.builds.magic import HEAD_BYTES, Purpose, check_beginning, refuse_hidden
from mangrove_ar.errors import BadModel, BadUpload

MEMORY_BYTES = 2 * 1024**3
MODEL_MEMORY_BYTES = 6 * 1024**3
SECONDS = 20
WAIT_SECONDS = 4 * SECONDS
"""On a busy machine a process waits for its turn."""
OPEN_FILES = 64
WRITTEN_BYTES = 64 * 1024**2
_REFUSED = 3
_ROOT = Path(__file__).resolve().parents[2]


def inspect(purpose: Purpose, source: Path, out: Path) -> dict[str, Any]:
    """Check a file and give its facts; what visitors may get of it then lies in the folder `out`.

    The child knows no secret of ours: its environment is empty but for the place of our code.

    Raises:
        BadUpload: the file is not what it should be, or takes more to read than it may.
    """
    command = [sys.executable, "-m", __name__, purpose, str(source), str(out)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
    too_heavy = BadUpload("too_heavy", f"It takes more than {SECONDS} s or too much memory to read this file.")
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=WAIT_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise too_heavy from error
    if done.returncode not in (0, _REFUSED):
        raise too_heavy
    answer: dict[str, Any] = json.loads(done.stdout)
    if done.returncode == _REFUSED:
        raise BadUpload(answer["reason"], answer["message"], **answer["values"])
    return answer


def _main(purpose: Purpose, source: str, out: str) -> int:
    _limit(MODEL_MEMORY_BYTES if purpose == "model" else MEMORY_BYTES)
    try:
        facts = _inspected(purpose, Path(source).read_bytes(), Path(out))
    except BadUpload as error:
        sys.stdout.write(json.dumps({"reason": error.reason, "message": error.message, "values": error.values}))
        return _REFUSED
    sys.stdout.write(json.dumps(facts))
    return 0


def _limit(memory_bytes: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _inspected(purpose: Purpose, content: bytes, out: Path) -> dict[str, Any]:
    kind = check_beginning(purpose, content[:HEAD_BYTES])
    refuse_hidden(content)
    # Imported here: each reader is loaded only under the limits, and only where it is needed.
    if purpose == "picture":
        from mangrove_ar.builds.pictures import rewrite_picture

        return rewrite_picture(content, out)
    if purpose == "sound":
        from mangrove_ar.builds.sounds import rewrite_sound

        return rewrite_sound(content, kind, out)
    return _measured(content)


def _measured(content: bytes) -> dict[str, Any]:
    from mangrove_ar.meshing.cleaning import bounds
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.reducing import count_triangles
    from mangrove_ar.meshing.scene import animation_names

    if int.from_bytes(content[8:12], "little") < len(content):
        raise BadUpload("hidden", "More stands behind the end of the model. Export it anew.", found="?")
    try:
        document = read_glb(content)
    except BadModel as error:
        raise BadUpload("bad_model", error.message, why=error.message) from error
    except MemoryError as error:
        raise BadUpload("too_heavy", "The model needs too much memory to read; reduce it first.") from error
    low, high = bounds(document)
    return {
        "triangles": count_triangles(document),
        "sides": [float(side) for side in high - low],
        "animations": list(animation_names(document)),
    }


if __name__ == "__main__":
    raise SystemExit(_main(*sys.argv[1:]))  # type: ignore[arg-type]  # Only `inspect` calls it.
