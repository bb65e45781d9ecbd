"""Static files under one name for the state of the whole tree: cached for ever, and sent compressed.

The tree moves as one, so that scripts can import each other by relative paths.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import brotli
from flask import Flask, abort
from whitenoise import WhiteNoise

SOURCE = Path(__file__).resolve().parent.parent / "static"
WORTH_COMPRESSING = {".js", ".css", ".svg", ".json", ".txt", ".webmanifest"}
TREE_DIGITS = 12


def serve_static_files(app: Flask, instance: Path) -> None:
    """Serve the static tree at `/static/<hash of the tree>/`."""
    tree = tree_hash(SOURCE)
    published = publish_tree(SOURCE, instance / "static" / tree)
    app.add_url_rule(f"/static/{tree}/<path:filename>", endpoint="static", view_func=_missing)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # The documented way to wrap a Flask application.
        app.wsgi_app,
        root=str(published.resolve()),
        prefix=f"/static/{tree}/",
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_protect,
        allow_all_origins=False,
        mimetypes={".webmanifest": "application/manifest+json", ".js": "text/javascript"},
    )


def tree_hash(source: Path) -> str:
    """Give one short hash for names and bytes of all files."""
    digest = hashlib.sha256()
    for path in _files(source):
        digest.update(f"{path.relative_to(source)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:TREE_DIGITS]


def publish_tree(source: Path, target: Path) -> Path:
    """Copy the tree with a gzip and a brotli form of each text file beside it; a finished tree is not made again."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(dir=target.parent, prefix=".half-"))
    for path in _files(source):
        copy = half / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if path.suffix in WORTH_COMPRESSING:
            content = path.read_bytes()
            Path(f"{copy}.gz").write_bytes(gzip.compress(content, mtime=0))
            Path(f"{copy}.br").write_bytes(brotli.compress(content, quality=10))
    half.chmod(0o755)
    try:
        os.replace(half, target)
    except OSError:  # Another process was faster; its tree is the same.
        shutil.rmtree(half)
    return target


def _missing(filename: str) -> NoReturn:
    """Answer for a file that WhiteNoise, which stands before the application, did not find."""
    abort(404, f"There is no static file {filename} here.")


def _files(source: Path) -> list[Path]:
    return sorted(path for path in source.rglob("*") if path.is_file())


def _protect(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
