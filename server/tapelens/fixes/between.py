"""A table that is read at whole places is read between them, in proportion."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.soft import factor, repeatable


@mends("integer-dtype", "hidden-by-zero", rank=2)
def interpolated(site: Site) -> Iterator[Candidate]:
    """`tf.gather(table, tf.cast(place, tf.int32))` gets the share that lies between two places."""
    for cast in site.broken("integer-dtype"):
        if called(cast) != "cast" or len(cast.args) != 2 or not repeatable(site, cast.args[0]):
            continue
        for read, index in _reads(site, cast):
            table, tf = site.segment(read.args[0]), site.tensorflow()
            place = factor(site, cast.args[0])
            here = f"{tf}.gather({table}, {index})"
            last = f"{tf}.shape({table})[0] - 1"
            there = f"{tf}.gather({table}, {tf}.minimum({index} + 1, {last}))"
            new = f"{here} + ({place} - {tf}.floor({place})) * ({there} - {here})"
            if not isinstance(site.parents[read], (ast.Assign, ast.Return, ast.Call)):
                new = f"({new})"
            reason = "values between two places of the table are interpolated"
            yield Candidate("Interpolate in the table", site.replaced(read, new), "unsafe", reason)


def _reads(site: Site, cast: ast.Call) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls that read a table at the cast places, with what the places are called."""
    statement = site.statement(cast)
    named = isinstance(statement, ast.Assign) and statement.value is cast
    index = site.segment(statement.targets[0] if isinstance(statement, ast.Assign) and named else cast)
    for node in ast.walk(site.scope(cast)):
        gathers = isinstance(node, ast.Call) and called(node) == "gather" and len(node.args) == 2
        if isinstance(node, ast.Call) and gathers and not node.keywords:
            simple = isinstance(node.args[0], (ast.Name, ast.Attribute))
            if simple and site.segment(node.args[1]) == index:
                yield node, index
