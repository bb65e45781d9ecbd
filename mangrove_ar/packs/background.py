"""Make ordered packs in a process of their own: the service goes on answering, and a restart loses no order."""

import os
import subprocess
import sys
from datetime import datetime

from mangrove_ar.config import Settings
from mangrove_ar.packs.queries import packs
from mangrove_ar.packs.service import SILENT, fail_silent_packs
from mangrove_ar.web.current import settings

COMMAND = "make-packs"
"""Of `mangrove-ar`; it makes whatever waits and then ends."""


def start_making() -> None:
    """Start a maker of the packs that wait; one that finds nothing waiting ends at once."""
    spawn(settings())


def resume_making(now: datetime) -> None:
    """Give up packs whose maker ended half-way, and start a maker if packs wait and nobody is at work.

    Whoever looks at a pack that grows calls this, and the server at its start; where nothing is amiss, it only reads.
    """
    listed = packs()
    making = [pack for pack in listed if pack.status == "making"]
    silent = [pack for pack in making if pack.heard_at < now - SILENT]
    if silent:
        fail_silent_packs(now)
    if len(silent) == len(making) and any(pack.status == "waiting" for pack in listed):
        start_making()


def spawn(found: Settings) -> "subprocess.Popen[bytes]":
    """Start the maker for an install; what it says goes to `packs/making.log` in the instance folder."""
    found.packs.mkdir(parents=True, exist_ok=True)
    with (found.packs / "making.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "mangrove_ar.cli", COMMAND],
            env=os.environ | found.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
