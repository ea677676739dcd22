"""Steps on the path become smooth: soft forms, straight-through estimates, relaxed samples."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes import scopes
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called

SHAPE_KEPT = frozenset({"round", "floor", "ceil", "rint"})
STEEPNESS = "10.0"
CHOSEN = "the choice is a weight for each place, no longer one of them"
LOOKUPS = frozenset({"gather", "embedding_lookup"})
GREATER = frozenset({"greater", "greater_equal"})
LESS = frozenset({"less", "less_equal"})
STEPS = ("non-differentiable-op", "integer-dtype", "sampling-without-reparametrisation")


@mends("non-differentiable-op")
def straight_through(site: Site) -> Iterator[Candidate]:
    """`tf.round(x)` keeps its value and passes the gradient straight through; so does `x // y`."""
    reason = "the gradient is that of the value before rounding"
    title = "Pass the gradient straight through"
    for cause in site.causes("non-differentiable-op"):
        node = site.at(cause.location.range)
        if isinstance(node, ast.Call) and called(node) in SHAPE_KEPT and not node.keywords:
            if (
                len(node.args) == 1
                and isinstance(node.func, ast.Attribute)
                and repeatable(site, node.args[0])
            ):
                inner = factor(site, node.args[0])
                yield Candidate(title, _through(site, node, inner), "unsafe", reason)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv) and repeatable(site, node):
            inner = f"{factor(site, node.left)} / {factor(site, node.right)}"
            yield Candidate(title, _through(site, node, inner), "unsafe", reason)


def _through(site: Site, node: ast.expr, inner: str) -> str:
    new = f"{inner} + {site.tensorflow()}.stop_gradient({site.segment(node)} - {inner})"
    bracketed = isinstance(
        site.parents[node], (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript, ast.Compare)
    )
    already = bracketed and in_brackets(site, node)
    return site.replaced(node, f"({new})" if bracketed and not already else new)


@mends("hidden-by-zero")
def smooth_sign(site: Site) -> Iterator[Candidate]:
    """`tf.sign(x)` becomes `tf.tanh(x * 10.0)`."""
    for call in site.broken("hidden-by-zero"):
        if called(call) == "sign" and len(call.args) == 1 and not call.keywords:
            new = f"{site.tensorflow()}.tanh({factor(site, call.args[0])} * {STEEPNESS})"
            reason = "values near zero lie between -1 and 1"
            yield Candidate("Use a steep `tanh`", site.replaced(call, new), "unsafe", reason)


@mends(*STEPS, rank=0)
def soft_choice(site: Site) -> Iterator[Candidate]:
    """`tf.one_hot(tf.argmax(x), n)` becomes `tf.nn.softmax(x)`; of a draw, its relaxed sample."""
    for call in _chosen(site):
        yield from _soft_lookup(site, call)
        for one_hot in (n for n in ast.walk(site.scope(call)) if isinstance(n, ast.Call)):
            if called(one_hot) != "one_hot" or not one_hot.args:
                continue
            given = one_hot.args[0]
            bound = _bound_to(site, call)
            direct = any(node is call for node in ast.walk(given))
            if direct or (bound is not None and isinstance(given, ast.Name) and given.id == bound):
                yield Candidate("Choose softly", site.replaced(one_hot, _soft(site, call)), "unsafe", CHOSEN)
        yield from _given_back(site, call)


def _soft_lookup(site: Site, call: ast.Call) -> Iterator[Candidate]:
    """`tf.gather(table, tf.argmax(x))` becomes the mean of the table's rows, with the weights of the places."""
    function = site.scope(call)
    returned = isinstance(site.statement(call), ast.Return) and not isinstance(
        function, (ast.Lambda, ast.Module)
    )
    for lookup in (n for n in ast.walk(site.tree) if isinstance(n, ast.Call) and called(n) in LOOKUPS):
        if len(lookup.args) != 2 or lookup.keywords:
            continue
        table, place = lookup.args
        made = scopes.last_value(site, lookup, place.id) if isinstance(place, ast.Name) else place
        multiply, rows = f"{site.tensorflow()}.matmul", site.segment(table)
        if made is call:
            text = site.replaced(lookup, f"{multiply}({_soft(site, call)}, {rows})")
        elif returned and isinstance(made, ast.Call) and called(made) == getattr(function, "name", ""):
            text = site.edited(
                [(call, _soft(site, call)), (lookup, f"{multiply}({site.segment(place)}, {rows})")]
            )
        else:
            continue
        yield Candidate("Look up softly", text, "unsafe", "the rows are mixed by weight, none is chosen")


def _given_back(site: Site, call: ast.Call) -> Iterator[Candidate]:
    """A function gives the place back, and a caller makes a one-hot of it: it gives the weights instead."""
    statement, function = site.statement(call), site.scope(call)
    if (
        not isinstance(statement, ast.Return)
        or statement.value is not call
        or isinstance(function, ast.Lambda)
    ):
        return
    for one_hot in (n for n in ast.walk(site.tree) if isinstance(n, ast.Call) and called(n) == "one_hot"):
        given = one_hot.args[0] if one_hot.args else None
        made = scopes.last_value(site, one_hot, given.id) if isinstance(given, ast.Name) else given
        ours = isinstance(made, ast.Call) and called(made) == getattr(function, "name", "")
        if given is not None and ours:
            text = site.edited([(call, _soft(site, call)), (one_hot, site.segment(given))])
            yield Candidate("Choose softly", text, "unsafe", CHOSEN)


@mends(*STEPS, rank=2)
def soft_index(site: Site) -> Iterator[Candidate]:
    """`tf.argmax(x, axis=-1)` becomes the mean place, weighted by `tf.nn.softmax(x)`."""
    for call in _chosen(site):
        logits = call.args[0]
        if not isinstance(logits, (ast.Name, ast.Attribute)) or _axis(site, call) not in ("-1", "1", ""):
            continue
        tf, text, drawn = site.tensorflow(), site.segment(logits), called(call) == "categorical"
        places = f"{tf}.range({text}.shape[-1], dtype={text}.dtype)"
        keep = ", keepdims=True" if drawn else ""
        new = f"{tf}.reduce_sum({_soft(site, call)} * {places}, axis=-1{keep})"
        reason = "the place is a weighted mean of places, no longer a whole number"
        yield Candidate("Use a soft place", site.replaced(call, new), "unsafe", reason)


def _chosen(site: Site) -> Iterator[ast.Call]:
    for call in site.broken(*STEPS):
        if (called(call) in ("argmax", "argmin") and call.args) or (
            called(call) == "categorical" and call.args and repeatable(site, call.args[0])
        ):
            yield call


def _soft(site: Site, call: ast.Call) -> str:
    """Return the soft form of an argmax or of a draw from logits."""
    tf, logits = site.tensorflow(), site.segment(call.args[0])
    if called(call) == "categorical":
        noise = f"{tf}.random.uniform({tf}.shape({logits}), 1e-6, 1.0 - 1e-6)"
        return f"{tf}.nn.softmax({logits} - {tf}.math.log(-{tf}.math.log({noise})))"
    axis = _axis(site, call)
    if called(call) == "argmin":
        logits = f"-{factor(site, call.args[0])}"
    return (
        f"{tf}.nn.softmax({logits}, axis={axis})" if axis not in ("", "-1") else f"{tf}.nn.softmax({logits})"
    )


def _axis(site: Site, call: ast.Call) -> str:
    if called(call) not in ("argmax", "argmin"):
        return ""
    named = (k.value for k in call.keywords if k.arg == "axis")
    given = call.args[1] if len(call.args) > 1 else next(named, None)
    return site.segment(given) if given is not None else ""


def _bound_to(site: Site, call: ast.Call) -> str | None:
    statement = site.statement(call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


@mends("non-differentiable-op", "integer-dtype")
def soft_comparison(site: Site) -> Iterator[Candidate]:
    """`tf.cast(a > b, tf.float32)` and `tf.where(a > b, x, y)` become a steep sigmoid between the two."""
    for cause in site.causes("non-differentiable-op", "integer-dtype"):
        node = site.at(cause.location.range)
        for outer in _around(site, node):
            compared = _compared(site, outer)
            if compared is None:
                continue
            share = _share(site, compared)
            new = share if called(outer) == "cast" else _between(site, outer, share)
            if share and new:
                reason = "the step becomes a steep slope, with values between the two"
                yield Candidate("Compare softly", site.replaced(outer, new), "unsafe", reason)
                break


def _around(site: Site, node: ast.expr | None) -> Iterator[ast.Call]:
    current: ast.AST | None = node
    while current is not None and not isinstance(current, ast.stmt):
        if isinstance(current, ast.Call) and called(current) in ("cast", "where"):
            yield current
        current = site.parents.get(current)
    name = _bound_name(current, node)
    for other in ast.walk(site.scope(current)) if current is not None and name else ():
        first = other.args[0] if isinstance(other, ast.Call) and other.args else None
        reads = isinstance(first, ast.Name) and first.id == name
        if reads and isinstance(other, ast.Call) and called(other) in ("cast", "where"):
            yield other


def _bound_name(statement: ast.AST | None, value: ast.expr | None) -> str:
    """Return the name that a statement binds to exactly this value."""
    if not isinstance(statement, ast.Assign) or statement.value is not value:
        return ""
    return statement.targets[0].id if isinstance(statement.targets[0], ast.Name) else ""


def _compared(site: Site, outer: ast.Call) -> ast.Compare | None:
    if not outer.args or len(outer.args) != (3 if called(outer) == "where" else 2):
        return None
    first = outer.args[0]
    if isinstance(first, ast.Name):
        found = scopes.last_value(site, outer, first.id)
        first = found if found is not None else first
    if isinstance(first, ast.Call) and called(first) in GREATER | LESS and len(first.args) == 2:
        order = ast.Gt() if called(first) in GREATER else ast.Lt()
        return ast.Compare(first.args[0], [order], [first.args[1]])
    one = isinstance(first, ast.Compare) and len(first.ops) == 1
    return first if one and isinstance(first, ast.Compare) else None


def _share(site: Site, compared: ast.Compare) -> str:
    """Return the sigmoid that is near 1 where the comparison holds, empty for one without an order."""
    left, right = compared.left, compared.comparators[0]
    if isinstance(compared.ops[0], (ast.Lt, ast.LtE)):
        left, right = right, left
    elif not isinstance(compared.ops[0], (ast.Gt, ast.GtE)):
        return ""
    zero = isinstance(right, ast.Constant) and right.value == 0
    inner = factor(site, left) if zero else f"({site.segment(left)} - {factor(site, right)})"
    return f"{site.tensorflow()}.sigmoid({inner} * {STEEPNESS})"


def _between(site: Site, where: ast.Call, share: str) -> str:
    yes, no = where.args[1], where.args[2]
    if not repeatable(site, no):
        return ""
    if _is(yes, 1) and _is(no, 0):
        return share
    high, low = factor(site, yes), factor(site, no)
    return f"{low} + {share} * ({high} - {low})"


def _is(node: ast.expr, number: int) -> bool:
    if isinstance(node, ast.Call):
        return called(node) in (("ones_like", "ones") if number else ("zeros_like", "zeros"))
    return isinstance(node, ast.Constant) and node.value == number


@mends("sampling-without-reparametrisation")
def shuffled_places(site: Site) -> Iterator[Candidate]:
    """`tf.random.shuffle(x)` becomes a `tf.gather` from shuffled places."""
    for call in site.broken("sampling-without-reparametrisation"):
        if called(call) == "shuffle" and len(call.args) == 1:
            tf, text = site.tensorflow(), site.segment(call.args[0])
            more = "".join(f", {site.segment(keyword)}" for keyword in call.keywords)
            places = f"{tf}.random.shuffle({tf}.range({tf}.shape({text})[0]){more})"
            new = f"{tf}.gather({text}, {places})"
            if isinstance(call.args[0], (ast.Name, ast.Attribute)):
                reason = "another order may be drawn from the same seed"
                yield Candidate("Shuffle the places instead", site.replaced(call, new), "unsafe", reason)


@mends("unregistered-gradient")
def bell_of_counts(site: Site) -> Iterator[Candidate]:
    """`tf.random.poisson([], rate)` becomes a normal draw of the same mean and variance, which has a gradient."""
    for call in site.broken("unregistered-gradient"):
        if (
            called(call) != "poisson"
            or len(call.args) != 2
            or not isinstance(call.args[0], (ast.List, ast.Tuple))
        ):
            continue
        tf, rate = site.tensorflow(), site.segment(call.args[1])
        if not isinstance(call.args[1], (ast.Name, ast.Attribute)):
            continue
        shape = f"{tf}.shape({rate})"
        if call.args[0].elts:
            shape = f"{tf}.concat([{site.segment(call.args[0])}, {shape}], 0)"
        seed = "".join(f", {site.segment(k)}" for k in call.keywords if k.arg == "seed")
        new = f"{rate} + {tf}.sqrt({rate}) * {tf}.random.normal({shape}{seed})"
        if not isinstance(site.parents[call], (ast.Assign, ast.Return, ast.Call)):
            new = f"({new})"
        reason = "counts become normal draws of the same mean and variance"
        yield Candidate("Draw from a normal distribution", site.replaced(call, new), "unsafe", reason)


def factor(site: Site, node: ast.expr) -> str:
    """Return the text of an expression as it can stand in a product."""
    text = site.segment(node)
    loose = isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda))
    product = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Pow, ast.MatMult))
    return f"({text})" if loose and not product else text


def repeatable(site: Site, node: ast.expr) -> bool:
    """Return whether an expression may be written twice: TensorFlow's functions at most, and no random ones."""
    for call in (n for n in ast.walk(node) if isinstance(n, (ast.Call, ast.Await, ast.Yield, ast.NamedExpr))):
        if not isinstance(call, ast.Call):
            return False
        name = ast.unparse(call.func)
        if not name.startswith(f"{site.tensorflow()}.") or "random" in name or "keras" in name:
            return False
    return True


def in_brackets(site: Site, node: ast.expr) -> bool:
    """Return whether round brackets stand right around an expression."""
    where = site.range(node)
    before = site.lines[where.start.line - 1][: where.start.column - 1].rstrip()
    after = site.lines[where.end.line - 1][where.end.column - 1 :].lstrip()
    call = isinstance(site.parents[node], ast.Call)
    return before.endswith("(") and after.startswith(")") and not call
