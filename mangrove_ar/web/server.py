"""Run the service under gunicorn, from the application that is loaded already."""

from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

WORKERS = 2
THREADS = 4
KEEP_ALIVE_S = 75
"""Longer than the usual 60 s of a proxy in front, so that it never meets a closed connection."""


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def run_server(app: Flask, address: str, certificate: Path | None) -> None:
    """Answer at `host:port` until stopped; with a PEM file of certificate and key, encrypted."""
    options: dict[str, Any] = {
        "bind": address,
        "worker_class": "gthread",
        "workers": WORKERS,
        "threads": THREADS,
        "keepalive": KEEP_ALIVE_S,
        "control_socket_disable": True,
        "loglevel": "warning",
    }
    if certificate:
        options |= {"certfile": str(certificate), "keyfile": str(certificate)}
    _Server(app, options).run()
