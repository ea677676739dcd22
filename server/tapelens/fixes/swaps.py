"""Calls that become another call: the one that carries, is tracked, or takes its arguments in this order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site

IN_TENSORFLOW = frozenset("sin cos tan asin acos atan sinh cosh tanh exp log sqrt erf".split())


@mends("left-tensorflow")
def math_twin(site: Site) -> Iterator[Candidate]:
    """`math.sin(x)` becomes `tf.math.sin(x)`."""
    for call in site.broken("left-tensorflow"):
        function = call.func
        if not isinstance(function, ast.Attribute) or ast.unparse(function.value) != "math":
            continue
        if function.attr in IN_TENSORFLOW and len(call.args) == 1:
            name = f"{site.tensorflow()}.math.{function.attr}"
            reason = "a tensor is passed on where a number was"
            yield Candidate(f"Use `{name}`", site.replaced(function, name), "unsafe", reason)


@mends("left-tensorflow")
def convert(site: Site) -> Iterator[Candidate]:
    """`tf.constant(variable)` becomes `tf.convert_to_tensor(variable)`."""
    for call in site.broken("left-tensorflow"):
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "constant" and len(call.args) == 1:
            name = f"{site.segment(function.value)}.convert_to_tensor"
            yield Candidate(f"Use `{name}`", site.replaced(function, name))


@mends("swapped-loss-arguments")
def labels_first(site: Site) -> Iterator[Candidate]:
    """`loss(prediction, labels)` becomes `loss(labels, prediction)`."""
    for call in site.broken("swapped-loss-arguments"):
        if len(call.args) == 2 and not any(isinstance(a, ast.Starred) for a in call.args):
            first, second = site.range(call.args[0]), site.range(call.args[1])
            if first.start.line == second.end.line:
                inner = site.lines[first.start.line - 1][first.end.column - 1 : second.start.column - 1]
                swapped = f"{site.segment(call.args[1])}{inner}{site.segment(call.args[0])}"
                line = site.lines[first.start.line - 1]
                new = line[: first.start.column - 1] + swapped + line[second.end.column - 1 :]
                lines = [*site.lines[: first.start.line - 1], new, *site.lines[first.start.line :]]
                yield Candidate(
                    "Give the labels first", "".join(lines), "unsafe", "the loss gets other values"
                )


@mends("integer-dtype")
def without_cast(site: Site) -> Iterator[Candidate]:
    """A cast to integers in the computation is removed."""
    for call in site.broken("integer-dtype"):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cast" and call.args:
            reason = "fractions are no longer cut off"
            text = site.replaced(call, site.segment(call.args[0]))
            yield Candidate("Remove the cast to integers", text, "unsafe", reason)


@mends("untracked-variable")
def tracked(site: Site) -> Iterator[Candidate]:
    """A `tf.Variable` on a Keras layer becomes a `keras.Variable`, which the layer tracks."""
    for call in site.broken("untracked-variable"):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "Variable":
            name = f"{site.segment(call.func.value)}.keras.Variable"
            reason = "the variable is trained from now on"
            yield Candidate(f"Use `{name}`", site.replaced(call.func, name), "unsafe", reason)


@mends("recording-stopped")
def keep_recording(site: Site) -> Iterator[Candidate]:
    """The statements of a `with tape.stop_recording():` are recorded like the others."""
    for cause in site.causes("recording-stopped"):
        line = cause.location.range.start.line
        for node in ast.walk(site.tree):
            inside = isinstance(node, ast.With) and node.lineno < line <= (node.end_lineno or 0)
            if isinstance(node, ast.With) and inside and "stop_recording" in ast.unparse(node.items[0]):
                yield Candidate("Keep recording", _dedented(site, node), "unsafe", "more is recorded")


def _dedented(site: Site, block: ast.With) -> str:
    outer, inner = site.indent(block), site.indent(block.body[0])
    first, last = block.body[0].lineno - 1, block.end_lineno or block.lineno
    body = [outer + line[len(inner) :] if line.startswith(inner) else line for line in site.lines[first:last]]
    return "".join([*site.lines[: block.lineno - 1], *body, *site.lines[last:]])
