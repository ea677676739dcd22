"""Rows measured on several versions, merged into the lines of the knowledge table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tapelens.knowledge.table import Row, area, display, respelled

Record = dict[str, Any]
Files = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one version said: rows by canonical name, every name of each callable, its namespaces."""

    version: str
    rows: dict[str, Record]
    names: dict[str, list[str]]
    namespaces: list[str]


def line(canonical: str, row: Record) -> str:
    """Return one line of the table."""
    kind = "" if row["kind"] == "function" else f"{row['kind']} "
    parameters = ", ".join(_parameter(name, row["effects"]) for name in row["params"])
    weights = f" weights={row['weights'][0]}+{row['weights'][1]}" if "weights" in row else ""
    target = _listed(" target: ", row.get("target", {}))
    when = "".join(_listed(f" when {case}: ", effects) for case, effects in row.get("when", {}).items())
    outputs = ", ".join(row["outputs"]) or "none"
    graph = _in_graph(row.get("graph", {}))
    return f"{kind}{display(canonical)}({parameters}) -> {outputs}{weights}{target}{when}{graph}"


def _in_graph(effects: dict[str, list[str]]) -> str:
    """What is other in a tf.function; a call that only works in eager code raises for whatever argument."""
    raises = any("raises" in words for words in effects.values())
    return " graph: raises" if raises else _listed(" graph: ", effects)


def _listed(head: str, effects: dict[str, list[str]]) -> str:
    return head + ", ".join(_parameter(name, effects) for name in effects) if effects else ""


def _parameter(name: str, effects: dict[str, list[str]]) -> str:
    words = effects.get(name) or effects.get(name.lstrip("*")) or []
    if not words:
        return name
    return f"{name}: {'/'.join(words if len(set(words)) > 1 else words[:1])}"


def renamed(measured: list[Measured]) -> list[Measured]:
    """Return the versions with the canonical names of the newest (the last), where it has the callable."""
    newest = {name: canonical for canonical, names in measured[-1].names.items() for name in names}
    return [*(_renamed(one, newest) for one in measured[:-1]), measured[-1]]


def _renamed(old: Measured, newest: dict[str, str]) -> Measured:
    def choose(canonical: str) -> str:
        names = [canonical, *old.names.get(canonical, [])]
        return next((newest[name] for name in names if name in newest), canonical)

    rows: dict[str, Record] = {}
    names: dict[str, list[str]] = {}
    for canonical, row in old.rows.items():
        rows.setdefault(choose(canonical), row)
    for canonical, aliases in old.names.items():
        names.setdefault(choose(canonical), []).extend(aliases)
    return Measured(old.version, rows, names, old.namespaces)


def lines(measured: list[Measured]) -> Files:
    """Return the table's lines by file; a suffix names the version where only one says so."""
    files: Files = {}
    for canonical in sorted({name for one in measured for name in one.rows}):
        said = [(line(canonical, one.rows[canonical]), one) for one in measured if canonical in one.rows]
        texts = {text for text, _ in said}
        file = files.setdefault(area(display(canonical)), [])
        if len(texts) == 1 and len(said) == len(measured):
            file.append(said[0][0])
        else:
            file.extend(f"{text} @{one.version}" for text, one in said)
    return files


def aliases(measured: list[Measured]) -> list[str]:
    """Return `other name = canonical name` for every callable that has several names."""
    known = {name for one in measured for name in one.names}
    pairs = [(alias, canonical) for one in measured for alias, canonical in _aliases(one)]
    found = {alias: canonical for alias, canonical in pairs if respelled(alias) == alias}
    for alias, canonical in pairs:  # what only an older namespace has
        found.setdefault(respelled(alias), canonical)
    return [f"{display(a)} = {display(c)}" for a, c in sorted(found.items()) if a not in known]


def _aliases(one: Measured) -> Iterator[tuple[str, str]]:
    for canonical, names in one.names.items():
        for name in names:
            yield name, canonical


def namespaces(measured: list[Measured]) -> list[str]:
    """Return the modules of all versions, as users write them."""
    called = {name for one in measured for name, row in one.rows.items() if row["kind"] == "function"}
    within = {name.rsplit(".", 1)[0] for name in called}
    return sorted({display(name) for name in within.union(*(one.namespaces for one in measured))})


def named(line: str) -> str:
    """Return the name in a line of the table."""
    return line.split("(", 1)[0].split(" ")[-1]


def holds(row: Row, version: str) -> bool:
    """Return whether a row of the table holds for a version."""
    return row.version is None or ".".join(map(str, row.version)) == version
