"""A build runs what is missing and nothing else, and a build that is cut short leaves nothing half done."""

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from mangrove_ar.builds.builder import BuiltModel
from mangrove_ar.errors import BuildFailure
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.ledger import Entry
from tests.builds.conftest import Workshop, open_nothing
from tests.builds.small import Small

STEPS = ["coarse", "handoff", "master", "poster", "web"]


class Deadly(Small):
    """An executor of which a process is killed as soon as the first model's variants are asked for."""

    pool: ProcessPoolExecutor

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future = super().submit(work, *arguments, **named)
        if arguments[0] == "web":
            os.kill(next(iter(self.pool._processes)), signal.SIGKILL)
        return future


@contextmanager
def open_deadly() -> Iterator[Executor]:
    with open_executor() as pool:
        yield Deadly(pool)


def steps_run(built: dict[str, BuiltModel]) -> dict[str, int]:
    return {slug: one.steps_run for slug, one in built.items()}


def names(one: BuiltModel) -> dict[str, str]:
    """Give the names of all files of a model, by step and role."""
    return {f"{step}.{role}": name for step, entry in one.entries.items() for role, name in entry.files.items()}


def assert_whole(workshop: Workshop) -> None:
    """Every file is what its name says, every entry can be read and has its files, and nothing else lies about."""
    files = [path for path in (workshop.instance / "files").rglob("*") if path.is_file()]
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name.partition(".")[0], path
    for path in (path for path in (workshop.instance / "builds").rglob("*") if path.is_file()):
        entry = Entry(**json.loads(path.read_text(encoding="utf-8")))
        assert {len(workshop.storage.get(entry.files[role])) - size for role, size in entry.size_bytes.items()} == {0}
        assert entry.files.keys() == entry.size_bytes.keys()


def test_a_first_build_runs_every_step_of_every_model(first: dict[str, BuiltModel], workshop: Workshop) -> None:
    assert steps_run(first) == {"crab-a": 5, "crab-b": 5}
    assert [sorted(one.entries) for one in first.values()] == [STEPS, STEPS]
    assert all(one.faults == [] for one in first.values())
    assert_whole(workshop)


def test_a_second_build_runs_nothing(first: dict[str, BuiltModel], workshop: Workshop) -> None:
    assert workshop.missing() == []
    built, failures = workshop.build(open_nothing)
    assert (steps_run(built), failures) == ({"crab-a": 0, "crab-b": 0}, {})
    assert {slug: names(one) for slug, one in built.items()} == {slug: names(one) for slug, one in first.items()}


def test_a_changed_parameter_rebuilds_that_model_only(first: dict[str, BuiltModel], workshop: Workshop) -> None:
    workshop.reseed("crab-b", 6)
    assert workshop.missing() == [("crab-b", "master")]
    built, _ = workshop.build()
    assert steps_run(built) == {"crab-a": 0, "crab-b": 5}
    assert names(built["crab-a"]) == names(first["crab-a"])
    assert names(built["crab-b"])["web.web"] != names(first["crab-b"])["web.web"]


def test_a_changed_view_takes_the_poster_anew_and_nothing_else(
    first: dict[str, BuiltModel], workshop: Workshop
) -> None:
    workshop.change("crab-b", poster={"turn_deg": 90, "lift_deg": 20})
    assert workshop.missing() == [("crab-b", "poster")]
    built, _ = workshop.build()
    assert steps_run(built) == {"crab-a": 0, "crab-b": 1}
    before, after = names(first["crab-b"]), names(built["crab-b"])
    changed = {role for role in before if before[role] != after[role]}
    assert changed
    assert {role.partition(".")[0] for role in changed} == {"poster"}


def test_a_changed_budget_or_name_rebuilds_nothing(workshop: Workshop) -> None:
    workshop.change("crab-a", name={"en": "Another crab"}, budgets={"web_bytes": 10}, sources=[])
    built, _ = workshop.build(open_nothing)
    assert [fault.partition(":")[0] for fault in built["crab-a"].faults] == ["web.glb bytes after brotli"]


def test_a_lost_file_is_made_again(first: dict[str, BuiltModel], workshop: Workshop) -> None:
    name = names(first["crab-a"])["coarse.coarse"]
    (workshop.instance / "files" / name[:2] / name).unlink()
    built, _ = workshop.build()
    assert steps_run(built) == {"crab-a": 1, "crab-b": 0}
    assert names(built["crab-a"]) == names(first["crab-a"])


def test_only_the_named_model_is_built(workshop: Workshop) -> None:
    for slug in ("crab-a", "crab-b"):
        workshop.change(slug, poster={"turn_deg": 90, "lift_deg": 20})
    built, _ = workshop.build(only=("crab-a",))
    assert steps_run(built) == {"crab-a": 1}
    assert workshop.missing() == [("crab-b", "poster")]


def test_a_model_that_fails_stops_no_other(workshop: Workshop) -> None:
    workshop.change("crab-a", generator={"name": "fauna.unicorn"})
    workshop.change("crab-b", poster={"turn_deg": 90, "lift_deg": 20})
    built, failures = workshop.build()
    assert steps_run(built) == {"crab-b": 1}
    assert failures == {"crab-a": "crab-a: there is no generator named fauna.unicorn."}
    assert_whole(workshop)


def test_a_killed_worker_leaves_nothing_half_done_and_a_rerun_finishes(
    first: dict[str, BuiltModel], empty: Workshop
) -> None:
    with pytest.raises(BuildFailure, match="run it again"):
        empty.build(open_deadly)
    assert_whole(empty)
    kept = set(empty.storage.names())
    assert len(kept) >= 1
    assert kept <= {name for one in first.values() for name in names(one).values()}
    built, failures = empty.build()
    assert failures == {}
    assert sum(one.steps_run for one in built.values()) <= 9
    assert {slug: names(one) for slug, one in built.items()} == {slug: names(one) for slug, one in first.items()}
    assert_whole(empty)
