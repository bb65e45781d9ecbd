"""Set pages with WeasyPrint: `typeset.py FOLDER TEMPLATE`; prints the seconds and the peak of memory.

FOLDER has `warm.html` and `plaques.html`; the PDF goes into `theirs.pdf` beside them.
"""

import json
import resource
import sys
import time
from pathlib import Path

# WeasyPrint is not installed where this is checked: it has an environment of its own.
from weasyprint import CSS, HTML  # type: ignore[import-not-found]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]

HERE = Path(__file__).resolve().parent


def main(folder: Path, template: str) -> None:
    # Fonts and styles are read once, as ours are.
    fonts = FontConfiguration()
    styles = [CSS(filename=str(path), font_config=fonts) for path in (folder / "fonts.css", HERE / f"{template}.css")]

    def typeset(page: str) -> bytes:
        document = HTML(string=page, base_url=f"{folder}/")
        content = document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
        assert isinstance(content, bytes)
        return content

    warm, plaques = ((folder / name).read_text(encoding="utf-8") for name in ("warm.html", "plaques.html"))
    typeset(warm)
    start, start_busy = time.perf_counter(), time.process_time()
    content = typeset(plaques)
    seconds, busy = time.perf_counter() - start, time.process_time() - start_busy
    (folder / "theirs.pdf").write_bytes(content)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
