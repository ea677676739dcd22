"""Breaks on the way to the target: an intermediate value, the model's call, the loss function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.mutate.sites import Function, Site, last_name, loads, stores
from tools.mutate.target import Mutation

CUTS = {"mid-stop": "tf.stop_gradient({})", "mid-numpy": "tf.constant(({}).numpy())"}
LIBRARY = {"tf", "keras", "K"}


def intermediate(site: Site) -> Iterator[Mutation]:
    """Yield a cut of the one value of the block that the target is computed from."""
    body, target = site.block.body, site.assign
    read = loads(target.value) - LIBRARY
    made = [s for s in body[: body.index(target)] if isinstance(s, ast.Assign) and read & names_of(s)]
    if len(made) != 1 or len(names_of(made[0])) != 1 or not only_way(site, read - names_of(made[0])):
        return
    (name,) = names_of(made[0])
    between = body[body.index(made[0]) + 1 : body.index(target)]
    value = site.text.source(made[0].value)
    if "\n" not in value and "tf" in loads(site.text.tree) and not any(stores(s, name) for s in between):
        for kind, form in CUTS.items():
            yield kind, [site.text.replace(made[0].value, form.format(value))]


def only_way(site: Site, others: set[str]) -> bool:
    """Return whether the target's other inputs are arguments that have nothing to do with the sources."""
    if any(
        isinstance(n, ast.Attribute) and ast.unparse(n).startswith("self")
        for n in ast.walk(site.assign.value)
    ):
        return False
    if any(last_name(c.func) not in PURE for c in calls_of(site.assign.value)):
        return False
    return not others & (loads(site.source) | bound(site))


PURE = {
    "reduce_mean",
    "reduce_sum",
    "square",
    "pow",
    "abs",
    "mean_squared_error",
    "sparse_softmax_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "sigmoid_cross_entropy_with_logits",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
}


def calls_of(node: ast.AST) -> list[ast.Call]:
    """Return the calls below the node."""
    return [n for n in ast.walk(node) if isinstance(n, ast.Call)]


def bound(site: Site) -> set[str]:
    """Return every name that the block binds in any way."""
    return {
        n.id
        for s in site.block.body
        for n in ast.walk(s)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def names_of(assign: ast.Assign) -> set[str]:
    """Return the plain names that the statement assigns."""
    return {n.id for t in assign.targets for n in ast.walk(t) if isinstance(n, ast.Name)}


def predicted(site: Site) -> Iterator[Mutation]:
    """Yield `model.predict(x)` for `model(x)`, for a Keras model of this file that the block calls once."""
    model = ast.unparse(site.source).removesuffix(".trainable_variables")
    if not model.isidentifier() or model not in keras_models(site):
        return
    mentions = [n for s in site.block.body for n in ast.walk(s) if isinstance(n, ast.Name) and n.id == model]
    calls = [
        c for s in site.block.body for c in calls_of(s) if ast.unparse(c.func) == model and len(c.args) == 1
    ]
    if len(mentions) == len(calls) == 1:
        argument = site.text.source(calls[0].args[0])
        yield "predict", [site.text.replace(calls[0], f"{model}.predict({argument})")]


def keras_models(site: Site) -> set[str]:
    """Return the names that are assigned nothing but a Keras model in this file."""
    made: dict[str, list[bool]] = {}
    classes = {c.name for c in ast.walk(site.text.tree) if isinstance(c, ast.ClassDef) and is_model_class(c)}
    for node in ast.walk(site.text.tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = node.value
            model = isinstance(value, ast.Call) and is_model(value, classes)
            made.setdefault(node.targets[0].id, []).append(model)
    parameters = {n.arg for n in ast.walk(site.text.tree) if isinstance(n, ast.arg)}
    return {name for name, all_models in made.items() if all(all_models)} - parameters


def is_model_class(node: ast.ClassDef) -> bool:
    """Return whether the class derives from Keras's model."""
    return any(ast.unparse(b) in {"tf.keras.Model", "keras.Model"} for b in node.bases)


def is_model(call: ast.Call, classes: set[str]) -> bool:
    """Return whether the call makes a Keras model."""
    name = ast.unparse(call.func)
    return name in classes or (
        name.split(".")[0] in LIBRARY and name.split(".")[-1] in {"Sequential", "Model"}
    )


def helper(site: Site) -> Iterator[Mutation]:
    """Yield a broken return of the file's own function whose result is the target."""
    value = site.assign.value
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name):
        return
    function = only_function(site, value.func.id)
    result = only_return(function) if function else None
    if result is None or result.value is None:
        return
    text = site.text.source(result.value)
    if "\n" in text or isinstance(result.value, ast.Tuple) or "tf" not in loads(site.text.tree):
        return
    yield "helper-stop", [site.text.replace(result.value, f"tf.stop_gradient({text})")]
    yield "helper-round", [site.text.replace(result.value, f"tf.round({text})")]
    yield "no-return", [site.text.replace(result, text)]


def only_function(site: Site, name: str) -> Function | None:
    """Return the file's one definition of that name."""
    found = [
        n
        for n in ast.walk(site.text.tree)
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and n.name == name
    ]
    bound = any(stores(s, name) for s in ast.walk(site.text.tree) if isinstance(s, ast.Assign))
    one = found[0] if len(found) == 1 and not bound else None
    return None if one is None or isinstance(one, ast.ClassDef) or one.decorator_list else one


def only_return(function: Function) -> ast.Return | None:
    """Return the function's one return, if it is its last statement."""
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return)]
    last = function.body[-1]
    return last if len(returns) == 1 and isinstance(last, ast.Return) else None
