"""Read JSON from a request in one strict way, whatever somebody sends."""

import json
import re
from typing import Any

from flask import request

from mangrove_ar.errors import BadRequest

DEEPEST = 64
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def read_json() -> Any:
    """Give the request's body.

    Raises:
        BadRequest: it is no JSON, nests deeper than 64, repeats a key, or has a number that JSON does not know.
    """
    body = request.get_data(cache=False)
    if request.mimetype != "application/json":
        raise BadRequest("Send JSON, with the header Content-Type: application/json.")
    if _depth(body) > DEEPEST:
        raise BadRequest(f"This JSON nests deeper than {DEEPEST} levels.")
    try:
        return json.loads(body, object_pairs_hook=_unrepeated, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadRequest("This body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BadRequest(f"This body is no JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except ValueError as error:  # A number of thousands of digits.
        raise BadRequest("This JSON has a number that is too long.") from error


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for symbol in STRING.sub(b"", body):
        if symbol in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif symbol in b"]}":
            depth -= 1
    return deepest


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise BadRequest("This JSON repeats a key in one object.")
    return read


def _no_constant(name: str) -> Any:
    raise BadRequest(f"{name} is not a number of JSON.")
