"""Station codes: what a plaque's QR carries and what a visitor can type by hand.

Seven random symbols and one check symbol of Crockford's base 32: 35 bits, so that nobody finds a plaque by
guessing; no letter that looks like a digit; and a slip of one symbol or two swapped neighbours is named as a typo.

Source: https://www.crockford.com/base32.html (check symbol modulo 37).
"""

import secrets
from collections.abc import Callable

from mangrove_ar.errors import MistypedCode

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
"""Symbols of a whole code, the check symbol included."""
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Draw a code whose check symbol is a plain letter or digit, so that QR codes and URLs can carry it."""
    while True:
        payload = "".join(choose(SYMBOLS) for _ in range(LENGTH - 1))
        check = _number(payload) % 37
        if check < len(SYMBOLS):
            return payload + SYMBOLS[check]


def read_code(typed: str) -> str:
    """Bring a typed or scanned code into its one form.

    Raises:
        MistypedCode: it is too short or too long, has a foreign symbol, or its check symbol does not fit.
    """
    code = typed.strip().upper().translate(LOOKALIKES)
    if len(code) != LENGTH:
        raise MistypedCode(f"A station code has {LENGTH} letters and digits; this one has {len(code)}.")
    if any(symbol not in SYMBOLS for symbol in code) or _number(code[:-1]) % 37 != SYMBOLS.index(code[-1]):
        raise MistypedCode("This code has a typing slip; please compare it with the plaque, letter by letter.")
    return code


def spaced(code: str) -> str:
    """Write a code for people, in two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def _number(payload: str) -> int:
    number = 0
    for symbol in payload:
        number = number * 32 + SYMBOLS.index(symbol)
    return number
