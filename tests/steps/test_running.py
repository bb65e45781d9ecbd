"""Calls run a few at a time; what one refuses stops no other, and a dead worker is named."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mangrove_ar.errors import BadPlaque, BuildFailure, MangroveError
from mangrove_ar.steps.executors import open_executor, workers
from mangrove_ar.steps.running import WAITING_PER_WORKER, run_bounded


def halve(number: int) -> int:
    if number % 2:
        raise BadPlaque(f"{number} is odd.")
    return number // 2


def test_each_call_gives_its_result_or_its_refusal() -> None:
    with ThreadPoolExecutor(2) as pool:
        found = dict(run_bounded(pool, halve, ((number, (number,)) for number in range(40))))
    assert {number: it for number, it in found.items() if isinstance(it, int)} == {n: n // 2 for n in range(0, 40, 2)}
    assert all(isinstance(found[number], MangroveError) for number in range(1, 40, 2))


def test_calls_are_asked_for_only_a_few_ahead() -> None:
    asked: list[int] = []

    def calls() -> Iterator[tuple[int, tuple[int]]]:
        for number in range(0, 200, 2):
            asked.append(number)
            yield number, (number,)

    with ThreadPoolExecutor(1) as pool:
        running = run_bounded(pool, halve, calls())
        next(running)
        assert len(asked) <= WAITING_PER_WORKER * workers()
        assert len(list(running)) == 99


def test_a_worker_that_dies_is_told_as_such() -> None:
    with open_executor() as pool, pytest.raises(BuildFailure, match="worker process ended"):
        list(run_bounded(pool, os._exit, [(1, (1,))]))
