"""Calls on the path that end it: taken away, or replaced by what carries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.exits import AS_ARRAY, argument, kept, sibling
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.knowledge.twins import twin

SINGLE = (ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.Subscript)
EXITS = ("left-tensorflow", "hidden-by-zero")


@mends("stop-gradient")
def without_stop(site: Site) -> Iterator[Candidate]:
    """`tf.stop_gradient(x)` becomes `x`."""
    for call in site.broken("stop-gradient"):
        if len(call.args) == 1 and called(call) == "stop_gradient":
            reason = "the gradient was stopped on purpose, or so it seems"
            text = site.replaced(call, argument(site, call))
            yield Candidate("Remove `stop_gradient`", text, "unsafe", reason)


@mends("stop-gradient")
def derived(site: Site) -> Iterator[Candidate]:
    """A custom gradient that returns None is dropped: TensorFlow derives the gradient itself."""
    for cause in site.causes("stop-gradient"):
        for node in ast.walk(site.tree):
            holds = isinstance(node, ast.FunctionDef) and node.lineno <= cause.location.range.start.line
            if not holds or cause.location.range.start.line > (node.end_lineno or 0):  # type: ignore[attr-defined]
                continue
            assert isinstance(node, ast.FunctionDef)
            custom = [d for d in node.decorator_list if "custom_gradient" in ast.unparse(d)]
            last = node.body[-1]
            inner = [s for s in node.body if isinstance(s, ast.FunctionDef)]
            if (
                custom
                and len(inner) == 1
                and isinstance(last, ast.Return)
                and isinstance(last.value, ast.Tuple)
            ):
                text = _without_custom(site, custom[0], inner[0], last)
                reason = f"the gradient that `{node.name}` defines is dropped"
                yield Candidate("Let TensorFlow derive the gradient", text, "unsafe", reason)


def _without_custom(site: Site, custom: ast.expr, inner: ast.FunctionDef, last: ast.Return) -> str:
    assert isinstance(last.value, ast.Tuple)
    changed = site.replaced(last.value, site.segment(last.value.elts[0])).splitlines(keepends=True)
    first, end = inner.lineno - 1, inner.end_lineno or inner.lineno
    while end < len(changed) and not changed[end].strip() and (first == 0 or not changed[first - 1].strip()):
        end += 1
    follows = site.lines[end].strip() if end < len(site.lines) else ""
    if not follows:
        end += 1
    return "".join(changed[: custom.lineno - 1] + changed[custom.lineno : first] + changed[end:])


@mends(*EXITS)
def stay_in_tensorflow(site: Site) -> Iterator[Candidate]:
    """`.numpy()` and `float()` are removed; `np.mean` becomes `tf.reduce_mean`; `model.predict(x)` a call."""
    for call in site.broken(*EXITS):
        function = call.func
        predicts = isinstance(function, ast.Attribute) and function.attr in ("predict", "predict_on_batch")
        if isinstance(function, ast.Attribute) and predicts and call.args:
            model, inputs = site.segment(function.value), site.segment(call.args[0])
            new = f"{model}({inputs}, training=False)"
            title = f"Call `{model}` instead of `{function.attr}`"
            yield Candidate(title, site.replaced(call, new), convert=AS_ARRAY)
        else:
            yield from kept(site, call)


@mends("left-tensorflow")
def weights_themselves(site: Site) -> Iterator[Candidate]:
    """`layer.get_weights()` gives arrays, `layer.weights` the variables."""
    for call in site.broken("left-tensorflow"):
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "get_weights" and not call.args:
            new = f"{site.segment(function.value)}.weights"
            reason = "variables are passed on where arrays were"
            yield Candidate(f"Use `{new}`", site.replaced(call, new), "unsafe", reason)


@mends("non-differentiable-op", rank=2)
def value_for_shape(site: Site) -> Iterator[Candidate]:
    """`tf.zeros_like(x)` reads no more than the shape of `x`: the value is used."""
    for call in site.broken("non-differentiable-op"):
        if called(call) in ("zeros_like", "ones_like") and len(call.args) == 1:
            text = site.replaced(call, argument(site, call))
            reason = f"the values are used, not {called(call).split('_')[0]}"
            yield Candidate(f"Remove `{called(call)}`", text, "unsafe", reason)


@mends("left-tensorflow")
def convert(site: Site) -> Iterator[Candidate]:
    """`tf.constant(variable)` becomes `tf.convert_to_tensor(variable)`."""
    for call in site.broken("left-tensorflow"):
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "constant" and len(call.args) == 1:
            name = f"{site.segment(function.value)}.convert_to_tensor"
            yield Candidate(f"Use `{name}`", site.replaced(function, name))


@mends(*EXITS)
def numpy_function(site: Site) -> Iterator[Candidate]:
    """`tf.numpy_function(np.square, [x], dtype)` becomes `tf.square(x)`, or the file's own form in TensorFlow."""
    wrapped = ("numpy_function", "py_function")
    calls = (n for n in ast.walk(site.tree) if isinstance(n, ast.Call) and called(n) in wrapped)
    for call in calls:
        if len(call.args) < 2 or not isinstance(call.args[1], (ast.List, ast.Tuple)):
            continue
        function, given = call.args[0], [site.segment(e) for e in call.args[1].elts]
        name = site.segment(function)
        found = twin(name) if isinstance(function, ast.Attribute) else None
        new = found.name.replace("tensorflow", site.tensorflow(), 1) if found else sibling(site, name)
        if new:
            text = site.replaced(call, f"{new}({', '.join(given)})")
            yield Candidate(f"Use `{new}`", text, "unsafe", "NumPy's function is no longer called")


@mends("left-tensorflow")
def unstacked(site: Site) -> Iterator[Candidate]:
    """A dataset over tensors becomes `tf.unstack`, and its batches slices."""
    for cause in site.causes("left-tensorflow"):
        node = site.at(cause.location.range)
        while node is not None and not isinstance(node, ast.stmt):
            slices = isinstance(node, ast.Call) and called(node) == "from_tensor_slices"
            if isinstance(node, ast.Call) and slices and isinstance(node.args[0], SINGLE):
                new = f"{site.tensorflow()}.unstack({site.segment(node.args[0])})"
                reason = "a list of tensors is passed on where a dataset was"
                yield Candidate("Use `tf.unstack`", site.replaced(node, new), "unsafe", reason)
            parent = site.parents.get(node)
            node = parent if isinstance(parent, ast.expr) else None


@mends("variable-from-tensor")
def keep_tensor(site: Site) -> Iterator[Candidate]:
    """`tf.Variable(tensor)` in the computation becomes the tensor."""
    for call in site.broken("variable-from-tensor"):
        if len(call.args) == 1:
            reason = "the value is no variable any more and cannot be assigned to"
            text = site.replaced(call, argument(site, call))
            yield Candidate("Use the tensor itself", text, "unsafe", reason)
