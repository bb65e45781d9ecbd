"""What a worker does beside answering."""

import gc
from collections.abc import Iterator
from threading import Event

import pytest
from flask import Flask

from mangrove_ar.web.server import _keep_doing


class AfterRounds(Event):
    """Is set when so many rounds are done; nobody waits."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_an_errand_that_fails_keeps_no_other_from_being_done(app: Flask) -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failed")
        raise OSError("the disk is full")

    _keep_doing(app, (fail, lambda: done.append("done")), AfterRounds(2))
    assert done == ["failed", "done", "failed", "done"]


def test_what_a_started_worker_holds_is_left_out_of_garbage_collections(app: Flask) -> None:
    gc.unfreeze()
    _keep_doing(app, (), AfterRounds(1))
    assert gc.get_freeze_count() > 0
