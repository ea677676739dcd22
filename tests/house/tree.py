"""The files that are the project's own, for the house tests."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
_FOLDERS = ("server", "tools", "tests", "benchmarks", "client", "docs", "examples")
_FOREIGN = {"node_modules", "__pycache__", "out", "dist", "bundled", "fixtures", "corpus"}


def files(*suffixes: str) -> list[Path]:
    """Return the project's files with one of the suffixes, none of what tools generate or others wrote."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in _FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted(p for p in found if p.suffix in suffixes and not _FOREIGN & set(p.relative_to(ROOT).parts))


def shown(path: Path) -> str:
    """Return the name of the file in a test report."""
    return path.relative_to(ROOT).as_posix()
