"""The pool of processes goes away with the build that opened it, however that ends."""

import subprocess
import sys
import time
from pathlib import Path

BUILD = """
import os, time
from mangrove_ar.steps.executors import open_executor
with open_executor() as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""
WAIT_S = 30


def is_alive(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_workers_end_when_their_build_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", BUILD], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        worker = int(build.stdout.readline())
        assert is_alive(worker)
        build.kill()
    give_up = time.monotonic() + WAIT_S
    while is_alive(worker) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert not is_alive(worker)
