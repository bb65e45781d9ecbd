"""Choose who does the work: processes of this machine, or a Dask cluster. Both speak `concurrent.futures`."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread

from mangrove_ar.errors import BadSettings

MEMORY_PER_WORKER = 1536 * 1024**2
"""What the heaviest step was seen to need, with room to spare."""


@contextmanager
def open_executor(cluster: str | None = None) -> Iterator[Executor]:
    """Open a pool of processes, as many as processors and memory allow, or the cluster at `tcp://host:port`.

    Raises:
        BadSettings: the cluster does not answer, or its client is not installed.
    """
    if cluster is None:
        context = multiprocessing.get_context("forkserver")
        with ProcessPoolExecutor(max_workers=workers(), mp_context=context, initializer=_end_with_parent) as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise BadSettings("--cluster needs the package distributed: pip install distributed") from error
    try:
        client = Client(cluster, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BadSettings(f"--cluster: nobody answers at {cluster}.") from error
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]


def _end_with_parent() -> None:
    """Let a worker end when the build that started it is killed; it would wait for work for ever."""
    Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def workers() -> int:
    """Count the worker processes that this machine carries."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    return max(1, min(len(os.sched_getaffinity(0)), memory // MEMORY_PER_WORKER))
