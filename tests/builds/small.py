"""Steps at a small size: what is tested here is what runs when, not how fine a poster is."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from mangrove_ar.builds import steps
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.keeping import Made

POSTER_PX = 32
TEXTURE_PX = 128


def run_small(name: str, *arguments: Any) -> Made:
    """Run a step in a worker, with small pictures."""
    steps.POSTER_PX, steps.HANDOFF_TEXTURE_PX = POSTER_PX, TEXTURE_PX
    return steps.run_step(name, *arguments)


class Small(Executor):
    """Hands each step to a real executor, small."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return self.pool.submit(run_small, *arguments, **named)


@contextmanager
def open_small(cluster: str | None = None) -> Iterator[Executor]:
    """Open what `open_executor` opens, for small steps."""
    with open_executor(cluster) as pool:
        yield Small(pool)
