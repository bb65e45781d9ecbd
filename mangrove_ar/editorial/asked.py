"""Numbers in the query of an address, as anybody may type them there."""

LARGEST = 2**31 - 1
"""No row has a larger number, and no database is asked for one."""


def whole_number(typed: str) -> int:
    """Read a number; for `request.args.get(…, type=whole_number)`, which takes its default where this cannot be done.

    Raises:
        ValueError: it is none, or one that no row can have.
    """
    number = int(typed)
    if abs(number) > LARGEST:
        raise ValueError(typed[:20])
    return number
