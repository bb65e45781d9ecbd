"""Tell the version of a step: a hash of its code, of all of ours that it uses, and of the libraries that shape bytes.

So a changed leaf rebuilds the trees that have it and nothing else, and no number has to be raised by hand.
"""

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("numpy", "pillow", "scipy", "meshopt", "wasmtime", "usd-core", "trimesh", "embreex")

_IMPORT = re.compile(r"^\s*(?:from|import) (mangrove_ar[\w.]*)(?: import (\([^)]*\)|[^\n]*))?", re.MULTILINE)
_NAME = re.compile(r"\w+")


@cache
def step_version(*modules: str, libraries: tuple[str, ...] = LIBRARIES) -> str:
    """Hash the code that these modules reach by import, in files of our own, and the versions of libraries."""
    digest = hashlib.sha256(" ".join(f"{name}={version(name)}" for name in libraries).encode())
    for path in sorted(_reached(modules)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _reached(modules: tuple[str, ...]) -> set[Path]:
    found = set[Path]()
    waiting = [path for module in modules for path in _files(module)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [other for module in _imports(path) for other in _files(module)]
    return found


@cache
def _imports(path: Path) -> tuple[str, ...]:
    named: list[str] = []
    for module, names in _IMPORT.findall(path.read_text(encoding="utf-8")):
        named += [module, *(f"{module}.{name}" for name in _NAME.findall(names))]
    return tuple(named)


@cache
def _files(module: str) -> tuple[Path, ...]:
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    return (path,) if path.is_file() else ()
