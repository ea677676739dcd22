"""Calls on the path that end it: taken away, or replaced by what carries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site

SHAPE_KEPT = frozenset({"round", "floor", "ceil", "rint"})


def _argument(site: Site, call: ast.Call) -> str:
    """Return the first argument as it can stand in the call's place, in brackets where it must."""
    inner, parent = call.args[0], site.parents[call]
    loose = isinstance(inner, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda))
    tight = isinstance(parent, (ast.UnaryOp, ast.Attribute, ast.Subscript, ast.BinOp, ast.Compare))
    product = isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Mult, ast.Div, ast.MatMult, ast.Pow))
    added = isinstance(parent, ast.BinOp) and isinstance(parent.op, (ast.Add, ast.Sub))
    text = site.segment(inner)
    return f"({text})" if loose and tight and not (product and added) else text


@mends("stop-gradient")
def without_stop(site: Site) -> Iterator[Candidate]:
    """`tf.stop_gradient(x)` becomes `x`."""
    for call in site.broken("stop-gradient"):
        if len(call.args) == 1 and isinstance(call.func, ast.Attribute) and call.func.attr == "stop_gradient":
            reason = "the gradient was stopped on purpose, or so it seems"
            yield Candidate(
                "Remove `stop_gradient`", site.replaced(call, _argument(site, call)), "unsafe", reason
            )


@mends("left-tensorflow")
def stay_in_tensorflow(site: Site) -> Iterator[Candidate]:
    """`.numpy()` and `float()` are removed; `model.predict(x)` becomes a call."""
    for call in site.broken("left-tensorflow"):
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "numpy" and not call.args:
            reason = "a tensor is passed on where an array was"
            text = site.replaced(call, site.segment(function.value))
            yield Candidate("Remove `.numpy()`", text, "unsafe", reason)
        elif (
            isinstance(function, ast.Attribute)
            and function.attr in ("predict", "predict_on_batch")
            and call.args
        ):
            model, inputs = site.segment(function.value), site.segment(call.args[0])
            new = f"{model}({inputs}, training=False)"
            yield Candidate(f"Call `{model}` instead of `{function.attr}`", site.replaced(call, new))
        elif isinstance(function, ast.Name) and function.id == "float" and len(call.args) == 1:
            reason = "a tensor is passed on where a number was"
            yield Candidate("Remove `float()`", site.replaced(call, _argument(site, call)), "unsafe", reason)


@mends("left-tensorflow")
def numpy_twin(site: Site) -> Iterator[Candidate]:
    """`np.mean(x, axis=0)` becomes `tf.reduce_mean(x, axis=0)`, where the twin was measured."""
    from tapelens.knowledge.twins import twin

    for call in site.broken("left-tensorflow"):
        if not isinstance(call.func, ast.Attribute) or any(k.arg is None for k in call.keywords):
            continue
        found = twin(f"numpy.{call.func.attr}") if ast.unparse(call.func.value) in ("np", "numpy") else None
        if found is None:
            continue
        given = {k.arg or "": k.value for k in call.keywords}
        extra = len(call.args) > found.positional or not set(given) <= set(found.renamed)
        if extra or not found.required <= set(given):
            continue
        arguments = [site.segment(a) for a in call.args]
        arguments += [f"{found.renamed[name]}={site.segment(value)}" for name, value in given.items()]
        arguments += [f"{name}={value}" for name, value in found.added.items() if name not in given]
        name = found.name.replace("tensorflow", site.tensorflow(), 1)
        text = site.replaced(call, f"{name}({', '.join(arguments)})")
        yield Candidate(f"Use `{name}`", text, "unsafe", "a tensor is passed on where an array was")


@mends("non-differentiable-op")
def straight_through(site: Site) -> Iterator[Candidate]:
    """`tf.round(x)` keeps its value and passes the gradient straight through."""
    for call in site.broken("non-differentiable-op"):
        if len(call.args) != 1 or call.keywords or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in SHAPE_KEPT:
            inner, whole = _argument(site, call), site.segment(call)
            new = f"{inner} + {site.tensorflow()}.stop_gradient({whole} - {inner})"
            if not isinstance(site.parents[call], (ast.Assign, ast.Return, ast.Call)):
                new = f"({new})"
            reason = "the gradient is that of the value before rounding"
            yield Candidate("Pass the gradient straight through", site.replaced(call, new), "unsafe", reason)


@mends("variable-from-tensor")
def keep_tensor(site: Site) -> Iterator[Candidate]:
    """`tf.Variable(tensor)` in the computation becomes the tensor."""
    for call in site.broken("variable-from-tensor"):
        if len(call.args) == 1:
            reason = "the value is no variable any more and cannot be assigned to"
            text = site.replaced(call, _argument(site, call))
            yield Candidate("Use the tensor itself", text, "unsafe", reason)
