"""Tell whether a phone could take one station's marker for another's."""

from collections.abc import Mapping
from itertools import permutations

from mangrove_ar.targets.features import Features, features_of_keyframe
from mangrove_ar.targets.matching import Finder
from mangrove_ar.targets.mind_file import Entry, read_mind

SEEN_SIDE_PX = 250
"""As large as a marker is in a phone's frame."""
MOST_CONFUSION = 0.05
"""No two of the ten stations share over 0.014 of their points, which is chance: 5 of 350 always fit somewhere. The
tracker took no marker for one with which it shares 0.04 (a piece of 9 % of the picture), but in 32 % of the frames for
one with which it shares 0.09 (a piece of 16 %)."""

Pair = tuple[str, str]


def confusion(targets: Mapping[str, bytes]) -> dict[Pair, float]:
    """Compare each target (bytes of its `.mind` file, by name) with each other one, both ways.

    Returns:
        For (seen, sought) the share of the points of the marker that is seen which agree on one place in the
        marker that is sought; above `MOST_CONFUSION` a phone may show the wrong scene.
    """
    seen = {name: _seen(mind) for name, mind in targets.items()}
    finders = {name: Finder(mind) for name, mind in targets.items()}
    return {(one, other): _share(seen[one], finders[other]) for one, other in permutations(targets, 2)}


def most_confused(name: str, pairs: Mapping[Pair, float]) -> tuple[str, float]:
    """Give the marker that one is most alike, and how much; "" and 0.0 where there is no other."""
    alike = [(share, other) for pair, share in pairs.items() if name in pair for other in pair if other != name]
    share, other = max(alike, default=(0.0, ""))
    return other, share


def keyframe_in_frame(keyframes: list[Entry]) -> Entry:
    """Choose the keyframe that is as large as the marker will be in a frame."""
    return min(keyframes, key=lambda it: abs(min(it["width"], it["height"]) - SEEN_SIDE_PX))


def _seen(mind: bytes) -> Features:
    return features_of_keyframe(keyframe_in_frame(read_mind(mind)[0]["matchingData"]))


def _share(seen: Features, finder: Finder) -> float:
    found = finder.find_among(seen, fewest_inliers=0)
    return found.inliers / len(seen) if found else 0.0
