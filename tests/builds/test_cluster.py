"""A Dask cluster builds the same files as the processes of one machine."""

from functools import partial
from typing import Any

from distributed import LocalCluster

from mangrove_ar.builds.builder import BuiltModel
from tests.builds.conftest import Workshop
from tests.builds.small import open_small


def test_two_workers_give_files_of_the_same_names(first: dict[str, BuiltModel], empty: Workshop) -> None:
    # Distributed has no types.
    cluster: Any = partial(LocalCluster, processes=True, n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster() as running:
        built, failures = empty.build(partial(open_small, running.scheduler_address))
    assert failures == {}
    assert {slug: one.entries for slug, one in built.items()} == {slug: one.entries for slug, one in first.items()}
