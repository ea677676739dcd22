"""Sources with the wrong content: integers, and names that were bound to something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

INTEGER = re.compile(r"\bu?int\d+\b|\bint\b")
RANGES = frozenset({"range", "arange"})


@mends("integer-dtype")
def floats(site: Site) -> Iterator[Candidate]:
    """Integer literals of the source become floats, and an integer dtype a float one."""
    for cause in site.causes("integer-dtype"):
        made = site.at(cause.location.range)
        if not isinstance(made, ast.Call) or not made.args:
            continue
        changes = _with_floats(site, made)
        if not changes:
            continue
        reason = "the dtype of the source changes"
        yield Candidate("Use floating-point values", site.edited(changes), "unsafe", reason)
        beside = [change for call in _beside(site, made) for change in _with_floats(site, call)]
        if beside:
            title = "Use floating-point values, here and beside it"
            yield Candidate(title, site.edited([*changes, *beside]), "unsafe", reason)
    yield from _all_floats(site)


def _all_floats(site: Site) -> Iterator[Candidate]:
    """Of several integer sources, all become floats at once."""
    made = [call for call in site.broken("integer-dtype") if call.args]
    changes = [change for call in dict.fromkeys(made) for change in _with_floats(site, call)]
    if len(changes) > 1:
        reason = "the dtype of the sources changes"
        yield Candidate("Use floating-point values everywhere", site.edited(changes), "unsafe", reason)


def _beside(site: Site, made: ast.Call) -> list[ast.Call]:
    """Return the other calls of the same function that the statements around bind to names."""
    block = site.block(site.statement(made))
    values = [s.value for s in block if isinstance(s, ast.Assign) and s.value is not made]
    return [v for v in values if isinstance(v, ast.Call) and called(v) == called(made) and v.args]


def _with_floats(site: Site, made: ast.Call) -> list[tuple[ast.expr, str]]:
    changes: list[tuple[ast.expr, str]] = []
    for argument in made.args if called(made) in RANGES else made.args[:1]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                changes.append((node, f"{site.segment(node)}.0"))
    for keyword in made.keywords:
        text = site.segment(keyword.value)
        if keyword.arg == "dtype" and "int" in text:
            changes.append((keyword.value, f"{site.tensorflow()}.float32"))
    return changes or _with_float_dtypes(site, made)


def _with_float_dtypes(site: Site, made: ast.Call) -> list[tuple[ast.expr, str]]:
    """`np.zeros(n, dtype="int32")` inside of the call gets a float dtype of the same spelling."""
    inner = [
        k.value for n in ast.walk(made) if isinstance(n, ast.Call) for k in n.keywords if k.arg == "dtype"
    ]
    spelled = [(value, INTEGER.sub("float32", site.segment(value))) for value in inner]
    return [(value, new) for value, new in spelled if new != site.segment(value)]


@mends("integer-dtype")
def float_dtype(site: Site) -> Iterator[Candidate]:
    """A variable of a value from elsewhere gets a floating-point dtype."""
    for call in site.broken("integer-dtype"):
        if called(call) != "Variable" or len(call.args) != 1 or any(k.arg == "dtype" for k in call.keywords):
            continue
        if isinstance(call.args[0], (ast.Name, ast.Attribute)):
            value = site.segment(call.args[0])
            text = site.replaced(call.args[0], f"{value}, dtype={site.tensorflow()}.float32")
            yield Candidate("Use a floating-point dtype", text, "unsafe", "the dtype of the source changes")


@mends("integer-dtype")
def cast_first(site: Site) -> Iterator[Candidate]:
    """A tensor of a value from elsewhere is cast: `tf.constant(pixels)` becomes `tf.cast(pixels, tf.float32)`."""
    for call in site.broken("integer-dtype"):
        made = called(call) in ("constant", "convert_to_tensor") and len(call.args) == 1 and not call.keywords
        if made and isinstance(call.args[0], (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
            tf = site.tensorflow()
            text = site.replaced(call, f"{tf}.cast({site.segment(call.args[0])}, {tf}.float32)")
            yield Candidate(f"Use `{tf}.cast`", text, "unsafe", "the dtype of the source changes")


@mends("source-overwritten", rank=2)
def kept_source(site: Site) -> Iterator[Candidate]:
    """The value that the target was computed from keeps a name of its own, and is asked for."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    gradient = site.finding.gradient
    if call is None or sources is None or gradient is None:
        return
    for cause in site.causes("source-overwritten"):
        line = cause.location.range.start.line
        for node in site.source.by_line.get(line, ()):
            if not isinstance(node, (ast.Assign, ast.AugAssign)) or site.scope(node) is not site.scope(call):
                continue
            target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
            name = site.segment(target)
            kept = f"{name}_before"
            asked = [n for n in ast.walk(sources) if isinstance(n, ast.Name) and n.id == name]
            if (
                not isinstance(target, ast.Name)
                or not asked
                or not site.alone(node)
                or node.lineno > call.lineno
            ):
                continue
            changed = site.edited([(n, kept) for n in asked]).splitlines(keepends=True)
            changed.insert(line - 1, f"{site.indent(node)}{kept} = {name}{site.ending()}")
            reason = f"`{name}` is asked for as it was before line {line}"
            title = f"Take the gradient for the earlier `{name}`"
            yield Candidate(title, "".join(changed), "unsafe", reason, asks=True)
