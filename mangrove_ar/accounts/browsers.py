"""Name a browser roughly, so that a person tells the laptop at the centre from the own phone."""

import re

BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"OPR/|Opera"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("LINE", r"\bLine/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Version/[\d.]+.*Safari/"),
)
"""In this order, since most of them also call themselves by the names of those further down."""
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Chromebook", r"CrOS"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)
LONGEST_READ = 400


def browser_label(user_agent: str) -> str:
    """Give browser and system, such as `Firefox · Android`; what neither is known of gives an empty text."""
    text = user_agent[:LONGEST_READ]
    found = (next((name for name, mark in kinds if re.search(mark, text)), "") for kinds in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)
