"""Run the service under gunicorn, from the application that is loaded already, with its errands beside it."""

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from mangrove_ar.extensions import db

WORKERS = 2
THREADS = 4
SECONDS_BETWEEN_ERRANDS = 5.0
KEEP_ALIVE_S = 75
"""Longer than the usual 60 s of a proxy in front, so that it never meets a closed connection."""

log = logging.getLogger(__name__)
Errand = Callable[[], object]


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def run_server(app: Flask, address: str, certificate: Path | None, errands: tuple[Errand, ...] = ()) -> None:
    """Answer at `host:port` until stopped; with a PEM file of certificate and key, encrypted.

    Every worker does the errands, such as publishing what is due; each errand sees to it that it is done once.
    """
    options: dict[str, Any] = {
        "bind": address,
        "worker_class": "gthread",
        "workers": WORKERS,
        "threads": THREADS,
        "keepalive": KEEP_ALIVE_S,
        "control_socket_disable": True,
        "loglevel": "warning",
        "post_worker_init": lambda _worker: _begin_errands(app, errands),
    }
    if certificate:
        options |= {"certfile": str(certificate), "keyfile": str(certificate)}
    _Server(app, options).run()


def _begin_errands(app: Flask, errands: tuple[Errand, ...]) -> None:
    if errands:
        Thread(target=_keep_doing, args=(app, errands, Event()), name="errands", daemon=True).start()


def settle() -> None:
    """Leave what is in memory now out of later garbage collections; it stays, and looking through it takes 0.2 s."""
    gc.collect()
    gc.freeze()


def _keep_doing(app: Flask, errands: tuple[Errand, ...], stop: Event) -> None:
    """Do each errand every few seconds; one that fails is told to the log and tried again the next time."""
    is_settled = False
    while not stop.wait(SECONDS_BETWEEN_ERRANDS):
        for errand in errands:
            with app.app_context():
                try:
                    errand()
                except Exception:  # Whatever it was, the next errand must be done: nobody would notice that none is.
                    log.exception("an errand failed")
                finally:
                    db.session.rollback()
        if not is_settled:
            settle()
            is_settled = True
