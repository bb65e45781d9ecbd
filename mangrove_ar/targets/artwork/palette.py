"""The inks: a few colours that belong together, one set for each zone of the mangrove."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from PIL import ImageColor

from mangrove_ar.errors import BadMarker

Colour = tuple[int, int, int]


def _ink(code: str) -> Colour:
    red, green, blue = ImageColor.getrgb(code)[:3]
    return red, green, blue


@dataclass(frozen=True)
class Palette:
    """The inks of one print; `ink` is the dark key block that is printed under everything."""

    ink: Colour
    deep: Colour
    leaf: Colour
    lime: Colour
    sky: Colour
    glow: Colour
    water: Colour
    shallows: Colour
    earth: Colour
    mud: Colour
    sand: Colour
    ochre: Colour
    coral: Colour
    brick: Colour
    violet: Colour
    blue: Colour
    cream: Colour

    def named(self, name: str) -> Colour:
        """Give an ink by its name."""
        colour: Colour = getattr(self, name)
        return colour


_PLAIN = Palette(
    ink=_ink("#0b231d"),
    deep=_ink("#12372a"),
    leaf=_ink("#2c6a49"),
    lime=_ink("#8fb35f"),
    sky=_ink("#9fcac0"),
    glow=_ink("#f4e3bd"),
    water=_ink("#2a7377"),
    shallows=_ink("#a5d2c6"),
    earth=_ink("#3b2922"),
    mud=_ink("#7d5a44"),
    sand=_ink("#c8a277"),
    ochre=_ink("#dfa437"),
    coral=_ink("#d9583a"),
    brick=_ink("#8f3427"),
    violet=_ink("#6a3a68"),
    blue=_ink("#2c7fa3"),
    cream=_ink("#f8efdb"),
)

ZONES: Mapping[str, Palette] = MappingProxyType(
    {
        "seaward": _PLAIN,
        "mid": replace(
            _PLAIN,
            sky=_ink("#d9cf93"),
            glow=_ink("#f7eccb"),
            leaf=_ink("#33703f"),
            lime=_ink("#a9b94f"),
            water=_ink("#2f6a5e"),
            shallows=_ink("#b3d0a9"),
            mud=_ink("#73543a"),
            sand=_ink("#c7a468"),
        ),
        "landward": replace(
            _PLAIN,
            sky=_ink("#edc27c"),
            glow=_ink("#fbe9c4"),
            leaf=_ink("#3f7440"),
            lime=_ink("#b4bb55"),
            water=_ink("#3a7570"),
            shallows=_ink("#bcd6bd"),
            mud=_ink("#87603f"),
            sand=_ink("#d3aa6d"),
        ),
        "mudflat": replace(
            _PLAIN,
            sky=_ink("#efb78c"),
            glow=_ink("#fae4c1"),
            water=_ink("#3f7f80"),
            shallows=_ink("#b5d6ca"),
            mud=_ink("#815744"),
            sand=_ink("#cfa27c"),
            leaf=_ink("#2f6650"),
        ),
        "canopy": replace(
            _PLAIN,
            sky=_ink("#86bfc0"),
            glow=_ink("#e9ead0"),
            leaf=_ink("#2b6f4c"),
            lime=_ink("#9dbb58"),
            water=_ink("#25707f"),
            shallows=_ink("#a9d5d4"),
        ),
        "water": replace(
            _PLAIN,
            sky=_ink("#eeab72"),
            glow=_ink("#fbe0ab"),
            water=_ink("#1f6470"),
            shallows=_ink("#9accc3"),
            lime=_ink("#9db257"),
        ),
    }
)


def palette_of(zone: str) -> Palette:
    """Name the inks of a zone.

    Raises:
        BadMarker: no such zone.
    """
    if zone not in ZONES:
        raise BadMarker(f"There is no zone {zone!r} to print in; the zones are: {', '.join(ZONES)}.")
    return ZONES[zone]


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """Mix two inks; share 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
