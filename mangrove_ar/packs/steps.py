"""The work itself, run in another process: plaques into PDFs and previews, and the proof of each."""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import parent_process
from pathlib import Path

from mangrove_ar.errors import MangroveError
from mangrove_ar.packs.line_breaks import cut
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.qr import Symbol, symbol_for
from mangrove_ar.packs.raster import seen
from mangrove_ar.packs.templates import Template
from mangrove_ar.packs.typesetting import PREVIEW_WIDTH_PX, Prepared, Typesetter
from mangrove_ar.steps.keeping import Made


@dataclass(frozen=True)
class Workshop:
    """Where templates lie, which names are never cut, and what the margin of each sheet says."""

    assets: Path
    names: frozenset[str]
    note: str


Drawn = tuple[Plaque, bytes]
"""A plaque and its marker as JPEG or PNG."""


def print_plaques(shop: Workshop, template: Template, plaques: Sequence[Drawn]) -> list[Made | MangroveError]:
    """Set each plaque by itself, for print and as preview; one that is refused does not stop the others."""
    return [_print_or_refuse(shop, template, one) for one in plaques]


def print_volume(shop: Workshop, template: Template, plaques: Sequence[Drawn]) -> bytes:
    """Set many plaques into one PDF.

    Raises:
        BadPlaque: see `Typesetter.typeset`.
    """
    return _typesetter(shop).typeset([_prepare(one, template) for one in plaques], template, shop.note)


def prove_plaque(pdf: bytes, mind: bytes, url: str, marker: bytes, template: Template) -> Made:
    """Look at a plaque as phones do, and score its marker where it has one.

    Raises:
        BadPlaque, BadMarker, BuildFailure: see `prove`.
    """
    # Imported here: who only typesets goes without cameras.
    from mangrove_ar.packs.proof import prove
    from mangrove_ar.packs.scoring import score_facts

    proven = prove(pdf, mind, _symbol(url, template), template)
    return Made(
        files={f"worst_{place}": ("jpg", picture) for place, picture in enumerate(proven.pictures)},
        facts={"proof": asdict(proven.proof), **(score_facts(marker) if template.marker_mm else {})},
    )


def compare_targets(targets: Mapping[str, bytes]) -> Made:
    """Tell how much each marker is taken for each other one, by station."""
    from mangrove_ar.targets.confusion import confusion  # Imported here: see `prove_plaque`.

    return Made({}, {"pairs": [[seen, sought, share] for (seen, sought), share in confusion(targets).items()]})


def _print_or_refuse(shop: Workshop, template: Template, drawn: Drawn) -> Made | MangroveError:
    try:
        one, setter = _prepare(drawn, template), _typesetter(shop)
        pdf = setter.typeset([one], template, shop.note)
        preview = (
            setter.preview(one, template) if template.per_sheet > 1 else seen(pdf, PREVIEW_WIDTH_PX / template.width_mm)
        )
    except MangroveError as error:
        return error
    return Made(files={"pdf": ("pdf", pdf), "preview": ("png", preview)}, facts={})


def _prepare(drawn: Drawn, template: Template) -> Prepared:
    plaque, marker = drawn
    return Prepared(
        plaque=plaque,
        marker=marker if template.marker_mm else b"",
        symbol=_symbol(plaque.url, template),
    )


def _symbol(url: str, template: Template) -> Symbol:
    return symbol_for(url, template.qr_mm, template.reading_distance_m)


@cache
def _typesetter(shop: Workshop) -> Typesetter:
    setter = Typesetter(shop.assets, shop.names)
    cut("", shop.names)
    if parent_process() is not None:
        # The dictionary that this loads has a million nodes: collecting garbage would walk over them again and again.
        gc.freeze()
    return setter
