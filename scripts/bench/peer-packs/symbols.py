"""Make QR codes with segno: reads `[[address, level], …]` from stdin; prints seconds, versions and modules."""

import json
import sys
import time

import segno  # type: ignore[import-not-found]  # See typeset.py.


def main() -> None:
    wanted = json.load(sys.stdin)
    segno.make_qr(wanted[0][0], error=wanted[0][1], boost_error=False)  # Warm, as ours is.
    start = time.perf_counter()
    made = [segno.make_qr(url, error=level, boost_error=False) for url, level in wanted]
    seconds = time.perf_counter() - start
    symbols = [{"version": one.version, "modules": [list(row) for row in one.matrix]} for one in made]
    print(json.dumps({"seconds": seconds, "symbols": symbols}))


if __name__ == "__main__":
    main()
