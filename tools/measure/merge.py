"""Rows measured on several versions, merged into the lines of the knowledge table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
AREAS = ("keras", "numpy")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one version said: rows by canonical name, and every name of each callable."""

    version: str
    rows: dict[str, Record]
    names: dict[str, list[str]]
    kinds: dict[str, str]


def shown(dotted: str) -> str:
    """Return the name as users write it."""
    if dotted.startswith("tensorflow."):
        return "tf." + dotted[len("tensorflow.") :]
    if dotted.startswith("numpy."):
        return "np." + dotted[len("numpy.") :]
    return dotted


def line(canonical: str, row: Record) -> str:
    """Return one line of the table."""
    parts = []
    for parameter in row["params"]:
        words = row["effects"].get(parameter.lstrip("*"))
        if words:
            parts.append(f"{parameter}: {'/'.join(words if len(set(words)) > 1 else words[:1])}")
        else:
            parts.append(parameter)
    outputs = ", ".join(row["outputs"]) or "none"
    kind = "" if row["kind"] == "function" else f"{row['kind']} "
    weights = f" weights={row['weights'][0]}+{row['weights'][1]}" if "weights" in row else ""
    return f"{kind}{shown(canonical)}({', '.join(parts)}) -> {outputs}{weights}"


def area(canonical: str) -> str:
    """Return the file that a callable is written in."""
    parts = canonical.split(".")
    if parts[0] in AREAS or len(parts) <= 2:
        return parts[0]
    return f"{parts[0]}_{parts[1]}"


def object_line(canonical: str, kind: str) -> str:
    """Return the line of a class whose objects keep state, which is not called to carry a gradient."""
    parameters = "values: state" if kind == "metric" else "**options"
    return f"{kind} {shown(canonical)}({parameters}) -> {'float' if kind == 'metric' else 'object'}"


def lines(measured: list[Measured]) -> dict[str, list[str]]:
    """Return the table's lines by file; a suffix names the version where only one says so."""
    by_line: dict[str, dict[str, list[str]]] = {}
    for one in measured:
        for canonical, row in one.rows.items():
            by_line.setdefault(canonical, {}).setdefault(line(canonical, row), []).append(one.version)
        for canonical, kind in one.kinds.items():
            if kind in ("metric", "optimizer"):
                by_line.setdefault(canonical, {}).setdefault(object_line(canonical, kind), []).append(one.version)
    files: dict[str, list[str]] = {}
    for canonical, found in by_line.items():
        for text, versions in found.items():
            suffix = f" @{versions[0]}" if len(found) > 1 and len(versions) == 1 else ""
            files.setdefault(area(canonical), []).append(text + suffix)
    return {name: sorted(set(texts), key=_order) for name, texts in files.items()}


def _order(text: str) -> str:
    head = text.split("(", 1)[0]
    return head.split(" ")[-1] + text


def aliases(measured: list[Measured], known: Iterable[str]) -> list[str]:
    """Return `other name = canonical name` for every callable of the table that has several names."""
    wanted = set(known)
    found: dict[str, str] = {}
    for one in measured:
        for canonical, names in one.names.items():
            if canonical in wanted:
                for name in names:
                    if name != canonical and not name.startswith("tensorflow.keras."):
                        found[name] = canonical
    return [f"{shown(name)} = {shown(canonical)}" for name, canonical in sorted(found.items())]
