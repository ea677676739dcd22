"""Calls that become another call: the one that carries, is tracked, or takes its arguments in this order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.soft import factor, repeatable

LABELS = frozenset({"labels", "y_true", "target"})
PREDICTIONS = frozenset({"logits", "y_pred", "output"})


@mends("swapped-loss-arguments")
def labels_first(site: Site) -> Iterator[Candidate]:
    """`loss(prediction, labels)` becomes `loss(labels, prediction)`."""
    for call in site.broken("swapped-loss-arguments"):
        named = [k for k in call.keywords if k.arg in LABELS or k.arg in PREDICTIONS]
        if not call.args and len(named) == 2:
            first, second = named[0].value, named[1].value
            text = site.edited([(first, site.segment(second)), (second, site.segment(first))])
            yield Candidate("Swap labels and prediction", text, "unsafe", "the loss gets other values")
        if len(call.args) >= 2 and not any(isinstance(a, ast.Starred) for a in call.args):
            first, second = call.args[:2]
            text = site.edited([(first, site.segment(second)), (second, site.segment(first))])
            yield Candidate("Give the labels first", text, "unsafe", "the loss gets other values")


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


@mends("unregistered-gradient")
def with_gradient(site: Site) -> Iterator[Candidate]:
    """`method="area"` becomes `"bilinear"`, `adjust_contrast` what it computes."""
    for call in site.broken("unregistered-gradient"):
        values = [*call.args, *(k.value for k in call.keywords)]
        area: list[ast.expr] = [v for v in values if isinstance(v, ast.Constant) and v.value == "area"]
        area += [v for v in values if isinstance(v, ast.Attribute) and v.attr == "AREA"]
        for value in area:
            quote = site.segment(value)[0] if isinstance(value, ast.Constant) else '"'
            text = site.replaced(value, f"{quote}bilinear{quote}")
            yield Candidate("Resize bilinearly", text, "unsafe", "the pixels differ a little")
        if called(call) == "adjust_contrast" and len(call.args) == 2 and repeatable(site, call.args[0]):
            image, strength = factor(site, call.args[0]), factor(site, call.args[1])
            mean = (
                f"{site.tensorflow()}.reduce_mean({site.segment(call.args[0])}, axis=(-3, -2), keepdims=True)"
            )
            new = f"({image} - {mean}) * {strength} + {mean}"
            if not isinstance(site.parents[call], (ast.Assign, ast.Return)):
                new = f"({new})"
            yield Candidate("Write out the contrast", site.replaced(call, new))


@mends("recording-stopped", rank=0)
def reset_first(site: Site) -> Iterator[Candidate]:
    """A `tape.reset()` in the middle of the block comes first."""
    found = site.tape_block()
    if found is None:
        return
    block = found[0]
    for statement in block.body[1:]:
        if isinstance(statement, ast.Expr) and ast.unparse(statement) == f"{site.tape()}.reset()":
            lines = list(site.lines)
            own = lines[statement.lineno - 1 : statement.end_lineno]
            del lines[statement.lineno - 1 : statement.end_lineno]
            start = block.body[0].lineno - 1
            text = "".join([*lines[:start], *own, *lines[start:]])
            yield Candidate("Reset the tape first", text, "unsafe", "more is recorded")


@mends("recording-stopped")
def keep_recording(site: Site) -> Iterator[Candidate]:
    """The statements of a `with tape.stop_recording():` are recorded like the others, the later ones or all."""
    for cause in site.causes("recording-stopped"):
        line = cause.location.range.start.line
        for node in ast.walk(site.tree):
            inside = isinstance(node, ast.With) and node.lineno < line <= (node.end_lineno or 0)
            if not isinstance(node, ast.With) or not inside or not _pauses(site, node):
                continue
            later = next((s for s in node.body[1:] if s.lineno <= line <= (s.end_lineno or s.lineno)), None)
            if later is not None:
                last = node.end_lineno or node.lineno
                body = site.shifted(later.lineno, last, node.body[0], site.indent(node))
                text = "".join([*site.lines[: later.lineno - 1], *body, *site.lines[last:]])
                yield Candidate("Record from here on", text, "unsafe", "more is recorded")
            yield Candidate("Keep recording", _dedented(site, node), "unsafe", "more is recorded")


def _pauses(site: Site, block: ast.With) -> bool:
    """Return whether the block pauses the tape: by `stop_recording`, or by a manager that is given the tape."""
    manager = block.items[0].context_expr
    given = manager.args if isinstance(manager, ast.Call) else []
    return "stop_recording" in ast.unparse(manager) or site.tape() in map(site.segment, given)


def _dedented(site: Site, block: ast.With) -> str:
    first, last = block.lineno + 1, block.end_lineno or block.lineno
    body = site.shifted(first, last, block.body[0], site.indent(block))
    head = site.lines[block.lineno - 1][site.range(block.items[-1].context_expr).end.column - 1 :]
    comment = [f"{site.indent(block)}{head[head.index('#') :]}"] if "#" in head else []
    return "".join([*site.lines[: block.lineno - 1], *comment, *body, *site.lines[last:]])
