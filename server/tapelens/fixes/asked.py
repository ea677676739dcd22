"""The call asks for something that the target was not made of: ask for what is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

RESHAPED = frozenset("reshape transpose squeeze expand_dims identity".split())
MOST = 8  # of one kind are tried
GRADIENTS = frozenset({"gradient", "jacobian", "batch_jacobian"})


@mends("no-path", "computed-outside-tape", "stop-gradient", "wrong-tape", rank=0)
def as_applied(site: Site) -> Iterator[Candidate]:
    """The gradients are applied to other variables than they were asked for: ask for those."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or sources is None:
        return
    statement = site.statement(call)
    if not isinstance(statement, ast.Assign) or statement.value is not call:
        return
    result = ast.unparse(statement.targets[0])
    for node in ast.walk(site.scope(call)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip" and len(node.args) == 2:
            given, to = node.args
            differ = ast.unparse(given) == result and ast.unparse(to) != ast.unparse(sources)
            if differ and node.lineno > call.lineno and isinstance(to, (ast.Name, ast.Attribute)):
                reason = "these are the variables that the gradients are applied to"
                yield _ask_for(site, sources, site.segment(to), reason)


@mends("not-trainable", rank=0)
def trainable_only(site: Site) -> Iterator[Candidate]:
    """`model.variables` becomes `model.trainable_variables`."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if isinstance(sources, ast.Attribute) and sources.attr in ("variables", "weights"):
        new = f"{site.segment(sources.value)}.trainable_{sources.attr}"
        yield Candidate(f"Ask for `{new}`", site.replaced(sources, new), "unsafe", "the list is shorter")


@mends("no-path", "empty-sources")
def other_model(site: Site) -> Iterator[Candidate]:
    """The weights of a model that the target was not made by: those of one that made it."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, ast.Attribute) or sources.attr not in scopes.WEIGHTS:
        return
    asked, target = site.segment(sources), site.target(call)
    already = scopes.asked(site, call, target)
    shown = [f"{name}.{sources.attr}" for name in scopes.callables(site, call)]
    others = [name for name in dict.fromkeys(shown) if name != asked and name not in already]
    others.sort(
        key=lambda name: not _words(asked) & _words(name)
    )  # `actor_target` for `actor`, rather than `critic`
    for new in others[:MOST]:
        text = site.edited([(sources, new), *((n, new) for n in _read_later(site, call, asked))])
        reason = f"`{asked}` gets no gradient"
        yield Candidate(f"Take the gradient for `{new}`", text, "unsafe", reason, asks=True)


def _of_unpacked(site: Site, call: ast.Call, sources: ast.Name) -> Iterator[Candidate]:
    """`x, t = tf.unstack(grid, axis=1)` and `x, t = grid[:, 0], grid[:, 1]`: the gradient for `grid`, then its part."""
    for node in ast.walk(site.scope(call)):
        target = node.targets[0] if isinstance(node, ast.Assign) and node.lineno < call.lineno else None
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
        place = next((i for i, e in enumerate(parts) if isinstance(e, ast.Name) and e.id == sources.id), None)
        if place is None or not isinstance(node, ast.Assign):
            continue
        whole, cut = _part(site, node.value, place)
        if whole:
            new = _with_source(site, call, sources, whole) + cut
            title = f"Take the gradient for `{whole}`, then its part"
            yield Candidate(title, site.replaced(call, new), "safe")


def _part(site: Site, value: ast.expr, place: int) -> tuple[str, str]:
    """Return what the part at a place of an unpacked value was cut out of, and how; empty where that is not plain."""
    if isinstance(value, (ast.Tuple, ast.List)) and place < len(value.elts):
        part = value.elts[place]
        if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
            return part.value.id, site.segment(part)[len(part.value.id) :]
    if isinstance(value, ast.Call) and called(value) == "unstack" and value.args:
        axis = next((k.value for k in value.keywords if k.arg == "axis"), None)
        cuts = {"": f"[{place}]", "0": f"[{place}]", "1": f"[:, {place}]", "-1": f"[..., {place}]"}
        written = ast.unparse(axis) if axis is not None else ""
        if isinstance(value.args[0], ast.Name) and len(value.args) == 1 and written in cuts:
            return value.args[0].id, cuts[written]
    return "", ""


def _read_later(site: Site, call: ast.Call, asked: str) -> Iterator[ast.Attribute]:
    """Yield where the weights are read after the call, by others than gradient calls."""
    for node in ast.walk(site.scope(call)):
        if isinstance(node, ast.Attribute) and node.lineno > call.lineno and site.segment(node) == asked:
            around = site.parents[node]
            if not (isinstance(around, ast.Call) and called(around) == "gradient"):
                yield node


@mends("no-path", rank=0)
def made_before(site: Site) -> Iterator[Candidate]:
    """A call among the sources makes anew what an earlier statement made by the same call: its name is meant."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, ast.Call):
        return
    text = ast.unparse(sources)
    for node in ast.walk(site.scope(call)):
        same = isinstance(node, ast.Assign) and node.lineno < call.lineno and ast.unparse(node.value) == text
        if same and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield _ask_for(site, sources, node.targets[0].id, "it was made by the same call")


@mends("no-path", rank=2)
def layers_of_loop(site: Site) -> Iterator[Candidate]:
    """The target was made by a loop that calls one layer after the other: the weights of those."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, ast.Attribute) or sources.attr not in scopes.WEIGHTS:
        return
    visible, asked = scopes.bound(site, call), site.segment(sources)
    for loop in (n for n in ast.walk(site.tree) if isinstance(n, ast.For) and isinstance(n.target, ast.Name)):
        name = loop.target.id if isinstance(loop.target, ast.Name) else ""
        calls = (n for s in loop.body for n in ast.walk(s) if isinstance(n, ast.Call))
        roots = {n.id for n in ast.walk(loop.iter) if isinstance(n, ast.Name)}
        if roots <= visible and any(isinstance(c.func, ast.Name) and c.func.id == name for c in calls):
            new = f"[v for {name} in {site.segment(loop.iter)} for v in {name}.{sources.attr}]"
            text = site.edited([(sources, new), *((n, new) for n in _read_later(site, call, asked))])
            yield Candidate(
                f"Take the gradient for `{new}`", text, "unsafe", f"`{asked}` gets no gradient", asks=True
            )


def _words(name: str) -> set[str]:
    """Return the words of a model's name, without what all names of weights have."""
    owner = name.rsplit(".", 1)[0]
    return {
        word for word in re.split(r"[^A-Za-z]+", owner) if word not in ("", "self", "model", "net", "network")
    }


@mends("no-path", "wrong-tape", rank=2)
def other_target(site: Site) -> Iterator[Candidate]:
    """Another value of the tape's block is differentiated, one that depends on the source."""
    call = site.call()
    target = site.target(call) if call is not None else None
    if call is None or target is None:
        return
    made = scopes.last_value(site, call, target.id) if isinstance(target, ast.Name) else None
    if isinstance(made, ast.Call) and called(made) in GRADIENTS:
        return  # a second derivative is no derivative of something else
    now = site.segment(target)
    for new in scopes.targets(site, call, target)[:MOST]:
        if new != now:
            reason = f"`{new}` is differentiated instead of `{now}`"
            text = site.replaced(target, new)
            yield Candidate(f"Take the gradient of `{new}`", text, "unsafe", reason, asks=True)


@mends("no-path", rank=0)
def of_the_whole(site: Site) -> Iterator[Candidate]:
    """`tape.gradient(y, x[0])` of a slice made for the call becomes `tape.gradient(y, x)[0]`."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or sources is None:
        return
    made = scopes.last_value(site, call, sources.id) if isinstance(sources, ast.Name) else sources
    whole = f"`{site.segment(sources)}` was cut out of it"
    if isinstance(made, ast.Subscript) and isinstance(made.value, (ast.Name, ast.Attribute)):
        cut = site.segment(made)[len(site.segment(made.value)) :]
        new = _with_source(site, call, sources, site.segment(made.value)) + cut
        name = site.segment(made.value)
        yield Candidate(f"Take the gradient for `{name}`, then its part", site.replaced(call, new), "safe")
    elif isinstance(sources, ast.Name) and made is None:
        yield from _of_unpacked(site, call, sources)
    elif isinstance(made, ast.Call) and called(made) in RESHAPED and made.args:
        first = made.args[0]
        if isinstance(first, ast.Name):
            inner = _with_source(site, call, sources, first.id)
            new = site.segment(made).replace(f"({first.id}", f"({inner}", 1)
            title = f"Take the gradient for `{first.id}`, then its shape"
            yield Candidate(title, site.replaced(call, new), "unsafe", whole)


@mends("no-path", rank=0)
def same_pass(site: Site) -> Iterator[Candidate]:
    """A second forward pass over the same input reads the source that the first one made."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    found = site.tape_block()
    if call is None or found is None or not isinstance(sources, ast.Name):
        return
    made = scopes.last_value(site, call, sources.id)
    if not isinstance(made, ast.Call):
        return
    text = ast.unparse(made)
    nodes = (node for node in ast.walk(found[0]) if isinstance(node, ast.Call) and node is not made)
    again = [n for n in nodes if n.lineno > made.lineno and ast.unparse(n) == text]
    if again:
        changed = site.edited([(node, sources.id) for node in again])
        reason = "the second pass is not computed any more"
        yield Candidate(f"Use `{sources.id}` instead of a second pass", changed, "unsafe", reason)


@mends("empty-sources", rank=2)
def read_in_block(site: Site) -> Iterator[Candidate]:
    """An empty list of sources: what the block reads."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    if call is None or not isinstance(sources, (ast.List, ast.Tuple)) or sources.elts:
        return
    for name in scopes.read(site)[:MOST]:
        yield _ask_for(site, sources, f"[{name}]", "the list was empty")


@mends("no-path", "non-differentiable-op", rank=3)
def leave_out(site: Site) -> Iterator[Candidate]:
    """A source of a written list that the target does not depend on is no longer asked for."""
    call = site.call()
    sources = site.sources(call) if call is not None else None
    gradient = site.finding.gradient
    if call is None or gradient is None or gradient.source_index is None:
        return
    if not isinstance(sources, (ast.List, ast.Tuple)) or len(sources.elts) < 2:
        return
    statement = site.statement(call)
    if isinstance(statement, (ast.Assign, ast.For)) or any(isinstance(e, ast.Starred) for e in sources.elts):
        return  # whatever takes the gradients counts on their number
    if gradient.source_index < len(sources.elts):
        kept = [site.segment(e) for i, e in enumerate(sources.elts) if i != gradient.source_index]
        text = f"[{', '.join(kept)}]"
        reason = f"`{gradient.source}` gets no gradient"
        yield Candidate(f"Do not ask for `{gradient.source}`", site.replaced(sources, text), "unsafe", reason)


def _ask_for(site: Site, sources: ast.expr, new: str, reason: str) -> Candidate:
    text = site.replaced(sources, new)
    return Candidate(f"Take the gradient for `{new}`", text, "unsafe", reason, asks=True)


def _with_source(site: Site, call: ast.Call, sources: ast.expr, new: str) -> str:
    """Return the text of the gradient call with other sources."""
    text, inner, where = site.segment(call), site.range(sources), site.range(call)
    if where.start.line != where.end.line:
        return text.replace(site.segment(sources), new, 1)
    start = inner.start.column - where.start.column
    return text[:start] + new + text[inner.end.column - where.start.column :]
