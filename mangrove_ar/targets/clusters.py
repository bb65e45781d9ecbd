"""Group key points into a tree by likeness, so that a phone compares each camera point with few of them.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), its hierarchical k-medoids with the same draws,
written anew for NumPy.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST_LEAF = 16
TRIALS = 128
CENTRES = 8
SEED = 1234
MULTIPLIER, INCREMENT, MODULUS = 214013, 2531011, 2**31

Node = dict[str, Any]
Members = NDArray[np.intp]


def grow_tree(bits: NDArray[np.uint8]) -> Node:
    """Return the tree over n descriptors (n, 84), as the file writes it."""
    return _Grower(bits).node(np.arange(len(bits)), None)


class _Grower:
    """Grow one tree; the state of its random draws runs on from node to node."""

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        self._distance = hamming_distances(bits)
        self._state = SEED

    def node(self, members: Members, centre: int | None) -> Node:
        """Return the node that holds these points, split further if it is large."""
        clusters = self._split(members) if members.size > LARGEST_LEAF else {}
        # The original keeps clusters under the names of their centres, so centres are text in the file.
        name = None if centre is None else str(centre)
        if len(clusters) < 2:
            return {"centerPointIndex": name, "leaf": True, "pointIndexes": members.tolist()}
        children = [self.node(clusters[own], own) for own in sorted(clusters)]
        return {"centerPointIndex": name, "leaf": False, "children": children}

    def _split(self, members: Members) -> dict[int, Members]:
        """Try 128 sets of 8 centres and return the clusters around the set with the least sum of distances."""
        trials = self._draw_centres(members.size)
        distance = self._distance[np.ix_(members, members)]
        costs = distance[trials].min(axis=1).sum(axis=1, dtype=np.int64)
        centres = trials[costs.argmin()]
        own = centres[distance[centres].argmin(axis=0)]
        return {int(members[centre]): members[own == centre] for centre in np.unique(own)}

    def _draw_centres(self, count: int) -> Members:
        """Return (128, 8) positions: each trial swaps 8 random entries to the front of one permutation."""
        multipliers, increments = _leaps()
        states = (multipliers * self._state + increments) % MODULUS
        self._state = int(states[-1])
        draws = ((states >> 16) & 0x7FFF) % count
        order = list(range(count))
        trials = []
        for drawn in draws.reshape(TRIALS, CENTRES).tolist():
            for place, other in enumerate(drawn):
                order[place], order[other] = order[other], order[place]
            trials.append(order[:CENTRES])
        return np.array(trials)


def hamming_distances(bits: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return in how many bits each two of n descriptors (n, 84) differ, as (n, n)."""
    signs = np.unpackbits(bits, axis=1).astype(np.float32)
    signs *= 2
    signs -= 1
    agreement = signs @ signs.T
    distances: NDArray[np.int16] = ((signs.shape[1] - agreement) / 2).astype(np.int16)
    return distances


@cache
def _leaps() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return factors and terms that leap from a state of the generator to each of the next 1024."""
    multiplier, increment, leaps = 1, 0, []
    for _ in range(TRIALS * CENTRES):
        multiplier = multiplier * MULTIPLIER % MODULUS
        increment = (increment * MULTIPLIER + INCREMENT) % MODULUS
        leaps.append((multiplier, increment))
    table = np.array(leaps, np.int64)
    return table[:, 0], table[:, 1]
