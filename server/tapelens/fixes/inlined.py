"""A function of the file that TensorFlow calls with arrays is called with tensors, and computes with TensorFlow."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tapelens.fixes.exits import AWAY, numpy_twin
from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site, called
from tapelens.fixes.source import source

WRAPPED = ("numpy_function", "py_function")
MOST = 20  # changes of one function
# What an array can do and a tensor cannot; NumPy has a function of the same name, else the one behind it.
METHODS = dict.fromkeys(
    "all any argmax argmin clip copy cumsum dot max mean min prod ravel repeat reshape squeeze std sum swapaxes "
    "take transpose var".split(),
    "",
) | {"flatten": "ravel"}
FLOATS = ("float32", "float64", "float")


@mends("left-tensorflow", "hidden-by-zero", rank=2)
def with_tensors(site: Site) -> Iterator[Candidate]:
    """`tf.numpy_function(f, [x], dtype)` becomes `f(x)`, and NumPy's functions in `f` their twins."""
    functions = {n.name for n in ast.walk(site.tree) if isinstance(n, ast.FunctionDef)}
    for call in (n for n in ast.walk(site.tree) if isinstance(n, ast.Call) and called(n) in WRAPPED):
        given = call.args[1] if len(call.args) > 1 else None
        name = call.args[0].id if call.args and isinstance(call.args[0], ast.Name) else ""
        if name not in functions or not isinstance(given, (ast.List, ast.Tuple)):
            continue
        new = f"{name}({', '.join(map(site.segment, given.elts))})"
        text = _translated(Site(source(site.replaced(call, new)), site.finding), name)
        if text:
            reason = f"`{name}` computes with tensors from here on"
            yield Candidate(f"Compute `{name}` with TensorFlow", text, "unsafe", reason)


def _translated(site: Site, name: str) -> str:
    """Return the text in which the function leaves TensorFlow nowhere, empty where it cannot be so."""
    for _ in range(MOST):
        function = next(n for n in ast.walk(site.tree) if isinstance(n, ast.FunctionDef) and n.name == name)
        if any(isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store) for n in ast.walk(function)):
            return ""
        out = [n for n in ast.walk(function) if isinstance(n, ast.Call) and _leaves(site, n)]
        if not out:
            return site.text
        text = _inside(site, out[-1])  # the innermost of the last line that leaves
        if not text:
            return ""
        site = Site(source(text), site.finding)
    return ""


def _leaves(site: Site, call: ast.Call) -> bool:
    function, numpy = call.func, site.source.imported("numpy")
    if isinstance(function, ast.Name):
        return function.id == "float"
    module = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
    own = numpy and (module == numpy or module.startswith(f"{numpy}."))
    return isinstance(function, ast.Attribute) and bool(
        own or function.attr in AWAY or function.attr == "astype" or _is_method(site, function)
    )


def _is_method(site: Site, function: ast.Attribute) -> bool:
    """Return whether an array's own method is called, which a tensor has not; `tf.transpose` is a function."""
    root = function.value
    while isinstance(root, ast.Attribute):
        root = root.value
    imports = [n for n in ast.walk(site.tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    modules = {alias.asname or alias.name.split(".")[0] for n in imports for alias in n.names}
    return function.attr in METHODS and not (isinstance(root, ast.Name) and root.id in modules)


def _inside(site: Site, call: ast.Call) -> str:
    """Return the text with one call replaced by what TensorFlow has for it."""
    function, tf = call.func, site.tensorflow()
    if isinstance(function, ast.Name):
        return site.replaced(call, site.segment(call.args[0])) if len(call.args) == 1 else ""
    if not isinstance(function, ast.Attribute):
        return ""
    if function.attr in AWAY:
        return site.replaced(call, site.segment(function.value))
    if function.attr == "astype":
        whole = len(call.args) != 1 or not site.segment(call.args[0]).strip("\"'").endswith(FLOATS)
        return (
            "" if whole else site.replaced(call, f"{tf}.cast({site.segment(function.value)}, {tf}.float32)")
        )
    numpy = site.source.imported("numpy")
    if _is_method(site, function):
        if not numpy:
            return ""
        given = [
            site.segment(function.value),
            *map(site.segment, call.args),
            *map(site.segment, call.keywords),
        ]
        name = METHODS[function.attr] or function.attr
        return site.replaced(call, f"{numpy}.{name}({', '.join(given)})")
    return next((candidate.text for candidate in numpy_twin(site, call, numpy)), "") if numpy else ""
