"""Hand calls to an executor, a few at a time: a thousand wait in a list, not in memory with all their bytes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from mangrove_ar.errors import BuildFailure, MangroveError
from mangrove_ar.steps.executors import workers

Key = TypeVar("Key")
Result = TypeVar("Result")
WAITING_PER_WORKER = 2


def run_bounded(
    pool: Executor, work: Callable[..., Result], calls: Iterable[tuple[Key, tuple[Any, ...]]]
) -> Iterator[tuple[Key, Result | MangroveError]]:
    """Give the result of each call, or our own error that it raised, in the order in which they come.

    Raises:
        BuildFailure: a worker died.
    """
    waiting = iter(calls)
    running: dict[Future[Result], Key] = {}
    try:
        while True:
            for key, arguments in islice(waiting, WAITING_PER_WORKER * workers() - len(running)):
                running[pool.submit(work, *arguments)] = key
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                outcome = _outcome(future)
                yield running.pop(future), outcome
    except BrokenProcessPool as error:
        raise BuildFailure(
            "A worker process ended in the middle of its work. What was finished is kept: run it again."
        ) from error
    finally:
        for future in running:
            future.cancel()


def _outcome(future: Future[Result]) -> Result | MangroveError:
    try:
        return future.result()
    except MangroveError as error:
        return error
