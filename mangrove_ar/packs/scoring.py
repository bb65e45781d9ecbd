"""The score of a marker as a pack keeps it."""

import io
from dataclasses import asdict
from typing import Any

from PIL import Image

from mangrove_ar.targets.score import score_marker


def score_facts(marker: bytes) -> dict[str, Any]:
    """Score a marker as it is printed.

    Raises:
        BadMarker: see `score_marker`.
    """
    score = score_marker(Image.open(io.BytesIO(marker)))
    return {"score": score.points, "reasons": [asdict(reason) for reason in score.reasons]}
