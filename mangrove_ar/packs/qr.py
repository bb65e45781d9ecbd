"""The QR code of a plaque: its symbol, and how large it must be for the distance it is read from."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

from mangrove_ar.errors import BadPlaque

LEAST_MODULE_MM_PER_METRE = 2.4
"""A phone's preview of 1080 lines shows 0.97 pixels a millimetre at 1.5 m; readers want 3.5 pixels a module."""
LEVELS = {"H": ERROR_CORRECT_H, "Q": ERROR_CORRECT_Q, "M": ERROR_CORRECT_M}
"""Error correction in the order of choice: H mends three tenths of the symbol, Q a quarter, M a seventh; the more it
mends, the smaller are its modules."""
QUIET_ZONE_MODULES = 4
FEWEST_HOST_LETTERS = 4
SYMBOLS_KEPT = 2048
"""A symbol takes milliseconds to make and is drawn more than once: alone, in a volume, for the proof."""


@dataclass(frozen=True, eq=False)
class Symbol:
    """A QR code at the size at which it is printed.

    Attributes:
        url: what it says.
        version, level: how large it is in modules, and how much damage it mends.
        modules: (n, n) bool, from the top left, true where dark, without the quiet zone.
        module_mm: the side of a module when the symbol has the size asked for, quiet zone included.
        largest_distance_m: from where phones still read it, in whole centimetres.
    """

    url: str
    version: int
    level: str
    modules: NDArray[np.bool_]
    module_mm: float
    largest_distance_m: float


@lru_cache(maxsize=SYMBOLS_KEPT)
def symbol_for(url: str, symbol_mm: float, reading_distance_m: float) -> Symbol:
    """Make the QR code that mends most damage and whose modules are large enough for the reading distance.

    Args:
        symbol_mm: the side of the square that the symbol fills, quiet zone included.

    Raises:
        BadPlaque: at no level are they large enough, or the address is longer than any QR code holds.
    """
    for level in LEVELS:
        symbol = _symbol(url, level, symbol_mm)
        if symbol.module_mm >= least_module_mm(reading_distance_m):
            return symbol
    raise BadPlaque(_too_small(symbol, symbol_mm, reading_distance_m))


def least_module_mm(reading_distance_m: float) -> float:
    """Give the smallest module that phones read from so far."""
    return LEAST_MODULE_MM_PER_METRE * reading_distance_m


def symbol_side_mm(version: int, module_mm: float) -> float:
    """Give the side of a symbol with its quiet zone."""
    return (17 + 4 * version + 2 * QUIET_ZONE_MODULES) * module_mm


def show_in_terminal(address: str) -> None:
    """Print the QR code of an address with the letters of a terminal."""
    symbol = QRCode(border=1, image_factory=PilImage)
    symbol.add_data(address)
    symbol.print_ascii(invert=True)


def _symbol(url: str, level: str, symbol_mm: float) -> Symbol:
    code = _encode(url, level)
    modules = np.array(code.modules, dtype=bool)
    module_mm = symbol_mm / symbol_side_mm(code.version, 1)
    farthest_m = math.floor(100 * module_mm / LEAST_MODULE_MM_PER_METRE) / 100
    return Symbol(url, code.version, level, modules, module_mm, farthest_m)


def _encode(url: str, level: str) -> QRCode[PilImage]:
    code = QRCode(error_correction=LEVELS[level], border=QUIET_ZONE_MODULES, image_factory=PilImage)
    code.add_data(url, optimize=0)  # One piece, in the one mode that holds it best.
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:  # Beyond version 40 the package raises one or the other.
        raise BadPlaque(f"An address of {len(url)} letters fits no QR code. Please use a shorter host.") from error
    return code


def _too_small(symbol: Symbol, symbol_mm: float, reading_distance_m: float) -> str:
    need_mm = least_module_mm(reading_distance_m)
    wanted_mm = math.ceil(symbol_side_mm(symbol.version, need_mm))
    advice = [f"take a template with a QR code of {wanted_mm} mm"]
    letters = _letters_too_many(symbol, symbol_mm, need_mm)
    if letters:
        advice.append(f"a host name that is {letters} letter{'s' if letters > 1 else ''} shorter")
    advice.append(f"a reading distance of {symbol.largest_distance_m:.2f} m at most")
    return (
        f"{symbol.url}: in a QR code of {symbol_mm:.0f} mm a module is {symbol.module_mm:.2f} mm, and to be read "
        f"from {reading_distance_m:g} m it needs {need_mm:.2f} mm. Please {', or '.join(advice)}."
    )


def _letters_too_many(symbol: Symbol, symbol_mm: float, need_mm: float) -> int:
    """Count the letters by which the host must shrink for the symbol to fit; 0 where no host could."""
    host = symbol.url.partition("://")[2].partition("/")[0]
    for letters in range(1, len(host) - FEWEST_HOST_LETTERS + 1):
        shorter = symbol.url.replace(host, host[letters:], 1)
        if symbol_side_mm(_version(shorter, symbol.level), need_mm) <= symbol_mm:
            return letters
    return 0


def _version(url: str, level: str) -> int:
    code = QRCode(error_correction=LEVELS[level], image_factory=PilImage)
    code.add_data(url, optimize=0)
    return code.best_fit()
