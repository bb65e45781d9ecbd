"""Read a source in a child process with limits on memory, processor time and files, so that a hostile one hurts nobody.

Run as `python -m mangrove_ar.meshing.bounded FILE`: writes the checked source as plain GLB to standard output, or one
sentence to standard error with status 3.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

from mangrove_ar.errors import BadModel

MEMORY_BYTES = 6 * 1024**3
SECONDS = 60
OPEN_FILES = 64
NO_SECRETS = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
"""All that the child's environment holds: the place of our code, and nothing of the service's settings."""
_REFUSED = 3


def read_bounded(path: Path, seconds: int = SECONDS, memory_bytes: int = MEMORY_BYTES) -> bytes:
    """Read a source into a plain, checked GLB.

    Raises:
        BadModel: the source is wrong, or reading it took more than it may.
    """
    command = [sys.executable, "-m", __name__, str(path), str(seconds), str(memory_bytes)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds * 4, check=False, env=NO_SECRETS)
    except subprocess.TimeoutExpired as error:
        raise BadModel(f"{path.name} took longer than {seconds * 4} s to read.") from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _REFUSED:
        raise BadModel(done.stderr.decode(errors="replace").strip())
    raise BadModel(f"{path.name} needs more than {seconds} s or {memory_bytes // 1024**2} MiB to read, or is broken.")


def _main(file: str, seconds: str, memory_bytes: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES,) * 2)
    # Imported here: what is imported counts against the limits.
    from mangrove_ar.meshing.document import write_glb
    from mangrove_ar.meshing.sources import read_source

    try:
        sys.stdout.buffer.write(write_glb(read_source(Path(file))))
    except BadModel as error:
        sys.stderr.write(error.message)
        return _REFUSED
    except MemoryError:
        sys.stderr.write(f"{Path(file).name} needs more memory than it may have.")
        return _REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(*sys.argv[1:]))
