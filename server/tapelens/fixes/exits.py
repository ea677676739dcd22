"""Ways out of TensorFlow, taken away: `.numpy()`, `float()`, NumPy's and Python's functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.registry import Candidate
from tapelens.fixes.site import Site
from tapelens.knowledge.twins import of_math, twin

CONVERTERS = frozenset({"float", "int"})
NUMBERS = frozenset({"float16", "float32", "float64", "asarray", "array"})
OF_STATISTICS = {
    "fmean": "reduce_mean",
    "mean": "reduce_mean",
    "pstdev": "math.reduce_std",
    "pvariance": "math.reduce_variance",
}
AS_ARRAY = "{}.numpy()"
AWAY = frozenset({"numpy", "tolist", "item"})


def kept(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """Yield what keeps the value of a call a tensor."""
    if not isinstance(node, ast.Call):
        return
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in AWAY and not node.args:
        yield _without_methods(site, node, function)
    elif isinstance(function, ast.Name) and function.id in CONVERTERS and len(node.args) == 1:
        reason = "a tensor is passed on where a number was"
        text = site.replaced(node, argument(site, node))
        convert = f"{function.id}({{}})"
        yield Candidate(f"Remove `{function.id}()`", text, "unsafe", reason, convert=convert)
    elif isinstance(function, ast.Name) and function.id == "map" and len(node.args) == 2:
        converter = node.args[0]
        if isinstance(converter, ast.Name) and converter.id in CONVERTERS:
            text = site.replaced(node, site.segment(node.args[1]))
            reason = "tensors are passed on where numbers were"
            yield Candidate(f"Remove `{converter.id}`", text, "unsafe", reason)
        elif isinstance(converter, ast.Attribute) and converter.attr in ("array", "asarray"):
            name = f"{site.tensorflow()}.stack"
            reason = "tensors are passed on where arrays were"
            yield Candidate(f"Use `{name}`", site.replaced(converter, name), "unsafe", reason)
    elif isinstance(function, ast.Attribute):
        yield from _twins(site, node, function)


def _without_methods(site: Site, node: ast.Call, function: ast.Attribute) -> Candidate:
    """`.numpy().tolist()` and its kin go as a whole."""
    inner = function.value
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in AWAY:
        inner = inner.func.value
    outer: ast.expr = node
    while isinstance(site.parents[outer], ast.Attribute):
        parent = site.parents[outer]
        called_on = site.parents.get(parent)
        if not (
            isinstance(parent, ast.Attribute) and parent.attr in AWAY and isinstance(called_on, ast.Call)
        ):
            break
        outer = called_on
    text = site.segment(inner)
    gone = site.segment(outer)[len(text) :] if site.segment(outer).startswith(text) else f".{function.attr}()"
    start, end = site.range(outer), site.range(inner)
    bracketed = start.start != end.start
    if bracketed and isinstance(site.parents[outer], (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript)):
        text = f"({text})"
    reason = "a tensor is passed on where an array was"
    shown = gone if gone.startswith(".") else f".{function.attr}()"
    return Candidate(
        f"Remove `{shown}`", site.replaced(outer, text), "unsafe", reason, convert=f"{{}}{shown}"
    )


def _twins(site: Site, node: ast.Call, function: ast.Attribute) -> Iterator[Candidate]:
    module = ast.unparse(function.value)
    tf, reason = site.tensorflow(), "a tensor is passed on where a number was"
    numpy = site.source.imported("numpy")
    of_math = _of_math(function.attr, node) if module == "math" else ""
    if of_math:
        name = of_math.replace("tensorflow", tf, 1)
        text = site.replaced(function, name)
        yield Candidate(f"Use `{name}`", text, "unsafe", reason, convert="float({})")
    elif module == "statistics" and function.attr in OF_STATISTICS and len(node.args) == 1:
        name = f"{tf}.{OF_STATISTICS[function.attr]}"
        yield Candidate(f"Use `{name}`", site.replaced(function, name), "unsafe", reason)
    elif module == "math" and function.attr == "hypot" and len(node.args) == 2:
        squares = " + ".join(f"({site.segment(side)}) ** 2" for side in node.args)
        yield Candidate(f"Use `{tf}.sqrt`", site.replaced(node, f"{tf}.sqrt({squares})"), "unsafe", reason)
    elif numpy and module == f"{numpy}.random" and function.attr == "normal":
        yield from _drawn(site, node)
    elif numpy and (module == numpy or module.startswith(f"{numpy}.")):
        yield from numpy_twin(site, node, numpy)
    bare = function.attr in NUMBERS and len(node.args) == 1 and not node.keywords
    if module == numpy and bare:
        text = site.replaced(node, argument(site, node))
        shown = f"{module}.{function.attr}()"
        reason, convert = "a tensor is passed on where an array was", f"{module}.{function.attr}({{}})"
        yield Candidate(f"Remove `{shown}`", text, "unsafe", reason, convert=convert)


def _drawn(site: Site, call: ast.Call) -> Iterator[Candidate]:
    """`np.random.normal(mean, deviation)` becomes `tf.random.normal`, which carries to both."""
    given = dict(zip(("loc", "scale", "size"), call.args, strict=False))
    given |= {k.arg: k.value for k in call.keywords if k.arg is not None}
    if "loc" not in given or set(given) - {"loc", "scale", "size"}:
        return
    tf, mean = site.tensorflow(), site.segment(given["loc"])
    shape = _shape(site, given["size"]) if "size" in given else f"{tf}.shape({mean})"
    scale = f", {site.segment(given['scale'])}" if "scale" in given else ""
    new = f"{tf}.random.normal({shape}, {mean}{scale})"
    reason = "other numbers are drawn from the same seed"
    yield Candidate(f"Use `{tf}.random.normal`", site.replaced(call, new), "unsafe", reason)


def _shape(site: Site, size: ast.expr) -> str:
    """Return NumPy's size, which may be a number, as a shape of TensorFlow."""
    text = site.segment(size)
    if isinstance(size, (ast.Tuple, ast.List)) or (isinstance(size, ast.Attribute) and size.attr == "shape"):
        return text
    whole = isinstance(size, ast.Constant) or (isinstance(size, ast.Call) and ast.unparse(size.func) == "len")
    return f"[{text}]" if whole else f"{site.tensorflow()}.reshape({text}, [-1])"


def _of_math(name: str, call: ast.Call) -> str:
    """Return the twin of a call of `math`; a second argument of `log` is the base, which TensorFlow has not."""
    return "" if name == "log" and len(call.args) > 1 else of_math(name)


def numpy_twin(site: Site, call: ast.Call, module: str) -> Iterator[Candidate]:
    """`np.mean(x, axis=0)` becomes `tf.reduce_mean(x, axis=0)`, where the twin was measured."""
    path = ast.unparse(call.func)[len(module) + 1 :]
    if path in ("array", "asarray") and call.args and isinstance(call.args[0], (ast.List, ast.ListComp)):
        path = "stack"
    found = twin(f"numpy.{path}")
    if found is None or any(k.arg is None for k in call.keywords):
        return
    given = {k.arg or "": k.value for k in call.keywords}
    if "dtype" in given and "dtype" not in found.renamed:
        del given["dtype"]
    extra = len(call.args) > found.positional or not set(given) <= set(found.renamed)
    names = list(found.renamed)[: len(call.args)]
    if extra or not found.required <= set(given) | set(names):
        return
    arguments = [site.segment(a) for a in call.args]
    arguments += [f"{found.renamed[name]}={site.segment(value)}" for name, value in given.items()]
    written = {found.renamed[name] for name in names} | {found.renamed[name] for name in given}
    arguments += [f"{name}={value}" for name, value in found.added.items() if name not in written]
    name = found.name.replace("tensorflow", site.tensorflow(), 1)
    text = site.replaced(call, f"{name}({', '.join(arguments)})")
    reason = "a tensor is passed on where an array was"
    yield Candidate(f"Use `{name}`", text, "unsafe", reason, convert=AS_ARRAY)


def argument(site: Site, call: ast.Call) -> str:
    """Return the first argument as it can stand in the call's place, in brackets where it must."""
    inner, parent = call.args[0], site.parents[call]
    loose = isinstance(inner, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda))
    tight = isinstance(parent, (ast.UnaryOp, ast.Attribute, ast.Subscript, ast.BinOp, ast.Compare))
    product = isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Mult, ast.Div, ast.MatMult, ast.Pow))
    added = isinstance(parent, ast.BinOp) and isinstance(parent.op, (ast.Add, ast.Sub))
    text = site.segment(inner)
    return f"({text})" if loose and tight and not (product and added) else text


def sibling(site: Site, function: str) -> str:
    """Return the function of the file that is named as this one's form in TensorFlow, empty if there is none."""
    names = {node.name for node in ast.walk(site.tree) if isinstance(node, ast.FunctionDef)}
    for old in ("numpy", "np"):
        for new in ("tensorflow", "tf"):
            other = function.replace(old, new)
            if other != function and other in names:
                return other
    return ""
