"""Run the steps that are missing: a step whose key is known is not run again; what it gave is kept at once."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from mangrove_ar.builds.planning import BadRecipe, ModelPlan, StoredFile, Task
from mangrove_ar.errors import BadMarker, BadModel, BuildFailure
from mangrove_ar.meshing.recipe import Recipe
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.keeping import Keeper
from mangrove_ar.steps.ledger import Entry, Ledger
from mangrove_ar.storage.base import Storage

MOST_AR_BYTES = 4 * 1024 * 1024
MOST_COARSE_BYTES = 60 * 1024
MOST_ERROR_PERCENT = 0.1
BUDGETS = {
    "triangles": "triangles",
    "web_bytes": "web.glb bytes after brotli",
    "ar_bytes": "ar.glb bytes",
    "coarse_bytes": "coarse bytes",
    "error_percent": "error of web.glb in % of the diagonal",
}
OpenExecutor = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True)
class BrokenBudget:
    """A number that is larger than a phone can take; `name` is a key of `BUDGETS`."""

    name: str
    value: float
    most: float


@dataclass(frozen=True)
class BuiltModel:
    """A model with all its variants: entries by step."""

    recipe: Recipe
    entries: dict[str, Entry]
    steps_run: int

    @property
    def size_bytes(self) -> dict[str, int]:
        """Sizes of the files that phones get, by variant."""
        return {role: size for entry in self.entries.values() for role, size in entry.size_bytes.items()}

    @property
    def broken_budgets(self) -> list[BrokenBudget]:
        """List the budgets that are broken."""
        recipe, web = self.recipe, self.entries["web"].facts
        checks = (
            BrokenBudget("triangles", self.entries["master"].facts["triangles"], recipe.most_triangles),
            BrokenBudget("web_bytes", web["brotli_bytes"], recipe.most_web_bytes),
            BrokenBudget("ar_bytes", self.size_bytes["ar"], MOST_AR_BYTES),
            BrokenBudget("coarse_bytes", self.size_bytes["coarse"], MOST_COARSE_BYTES),
            BrokenBudget("error_percent", web["hausdorff_percent"], MOST_ERROR_PERCENT),
        )
        return [check for check in checks if check.value > check.most]

    @property
    def faults(self) -> list[str]:
        """Say which budgets are broken."""
        return [f"{BUDGETS[fault.name]}: {fault.value:g} of at most {fault.most:g}" for fault in self.broken_budgets]


@dataclass(frozen=True)
class Failed:
    """A thing that could not be built, and why."""

    slug: str
    message: str


class Builder:
    """Runs steps on an executor, and keeps files in storage and entries in the ledger as they come."""

    def __init__(self, storage: Storage, ledger: Ledger, open_pool: OpenExecutor = open_executor) -> None:
        self._keeper, self._open_pool = Keeper(storage, ledger), open_pool

    def known(self, task: Task) -> Entry | None:
        """Give what a task gave before, if all its files are still there."""
        return self._keeper.known(task.key)

    def missing(self, plans: Iterable[ModelPlan | BadRecipe]) -> list[Task]:
        """List the steps that would run now; those after a missing master are not counted."""
        found: list[Task] = []
        for plan in plans:
            if isinstance(plan, BadRecipe):
                continue
            master = self.known(plan.master)
            tasks = [plan.master] if master is None else list(plan.variants(master.files["master"]))
            found += [task for task in tasks if self.known(task) is None]
        return found

    def build(
        self, plans: Iterable[ModelPlan | BadRecipe], markers: Iterable[Task] = ()
    ) -> Iterator[BuiltModel | Task | Failed]:
        """Build models and markers; gives each as it is complete. Nothing is started if nothing is missing.

        A wrong source, recipe or generator fails its own model and no other.

        Raises:
            BuildFailure: a worker died; what was finished is kept, so a rerun goes on from there.
            StorageFailure: a file could not be kept.
        """
        read, unread = list[ModelPlan](), list[Failed]()
        for plan in plans:
            if isinstance(plan, BadRecipe):
                unread.append(Failed(plan.slug, plan.message))
            else:
                read.append(plan)
        yield from unread
        work = _Work(self, read, list(markers))
        yield from work.done()
        if not work.waiting:
            return
        with self._open_pool() as pool:
            running: dict[Future[Any], Task] = {}
            try:
                while work.waiting or running:
                    for task in work.take():
                        running[self._submit(pool, task)] = task
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        self._finish(work, running.pop(future), future)
                    yield from work.done()
            except BrokenProcessPool as error:
                raise BuildFailure(
                    "A worker process ended in the middle of its work. What was finished is kept: run it again."
                ) from error
            finally:
                for future in running:
                    future.cancel()

    def _finish(self, work: "_Work", task: Task, future: Future[Any]) -> None:
        """Keep what a worker made, or note why it could not; what fails here in keeping is not the model's fault."""
        try:
            made = future.result()
        except (BadMarker, BadModel) as error:
            work.fail(task, error.message)
        except BrokenProcessPool:
            raise
        except Exception as error:  # A bug in one generator must not stop the other models.
            work.fail(task, f"The step {task.step} of {task.slug} broke: {error!r}.")
        else:
            work.keep(task, self._keeper.keep(task.key, made))

    def _submit(self, pool: Executor, task: Task) -> Future[Any]:
        # Imported here: what draws and meshes takes a second to load; a start with nothing to build goes without.
        from mangrove_ar.builds.steps import run_step

        arguments = [self._keeper.storage.get(a.name) if isinstance(a, StoredFile) else a for a in task.arguments]
        return pool.submit(run_step, task.step, *arguments)


class _Work:
    """What waits, what is there, and what is complete."""

    def __init__(self, builder: Builder, plans: list[ModelPlan], markers: list[Task]) -> None:
        self._builder = builder
        self._plans = {plan.recipe.slug: plan for plan in plans}
        self._entries: dict[str, dict[str, Entry]] = {plan.recipe.slug: {} for plan in plans}
        self._wanted: dict[str, int] = {}
        self._run: dict[str, int] = {slug: 0 for slug in self._entries}
        self._ready: list[BuiltModel | Task | Failed] = []
        self.waiting: list[Task] = []
        for plan in plans:
            self._look(plan.master)
        for task in markers:
            self._look(task)

    def take(self) -> list[Task]:
        """Hand out all that can start now."""
        taken, self.waiting = self.waiting, []
        return taken

    def keep(self, task: Task, entry: Entry) -> None:
        """Note what a step gave, and let the next ones wait."""
        if task.step == "marker":
            self._ready.append(task)
            return
        self._run[task.slug] += 1
        self._note(task, entry)

    def fail(self, task: Task, message: str) -> None:
        """Note that a step failed; what would follow it is not started."""
        self._ready.append(Failed(task.slug, message))

    def done(self) -> Iterator[BuiltModel | Task | Failed]:
        """Give what became complete since the last time."""
        ready, self._ready = self._ready, []
        yield from ready

    def _look(self, task: Task) -> None:
        entry = self._builder.known(task)
        if entry is None:
            self.waiting.append(task)
        elif task.step == "marker":
            return
        else:
            self._note(task, entry)

    def _note(self, task: Task, entry: Entry) -> None:
        entries, plan = self._entries[task.slug], self._plans[task.slug]
        entries[task.step] = entry
        if task.step == "master":
            variants = list(plan.variants(entry.files["master"]))
            self._wanted[task.slug] = len(variants) + 1
            for variant in variants:
                self._look(variant)
        elif len(entries) == self._wanted[task.slug]:
            self._ready.append(BuiltModel(plan.recipe, dict(entries), self._run[task.slug]))
