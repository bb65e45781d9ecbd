"""Imports go down these floors, never up, and never sideways on one floor."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path("mangrove_ar")
FLOORS = [
    {"errors"},
    {"config", "extensions", "storage", "meshing", "targets"},
    {"steps"},
    {"catalogue", "accounts"},
    {"releases"},
    {"web"},
    {"progress"},
    {"visits", "editorial", "builds", "packs"},
    {"app"},
    {"cli"},
]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_only_go_down() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        user = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if user in {"migrations", "__init__"}:
            continue
        for name in imported(path):
            top, _, rest = name.partition(".")
            used = rest.split(".")[0]
            if top == PACKAGE.name and used != user and FLOOR[used] >= FLOOR[user]:
                wrong.append(f"{path} imports {name}")
    assert wrong == []


def test_only_storage_knows_boto3_and_only_extensions_makes_the_database() -> None:
    for path in PACKAGE.rglob("*.py"):
        names = set(imported(path))
        if "storage" not in path.parts:
            assert not any(name.startswith("boto") for name in names), path
