"""Breaks of the source or of the tape that is asked: not watched, another variable, used up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.mutate.sites import Site, last_name, loads, stores
from tools.mutate.target import Mutation

MAKERS = {"constant", "convert_to_tensor", "zeros", "ones", "linspace", "normal", "uniform", "cast", "fill"}


def twice(site: Site) -> Iterator[Mutation]:
    """Yield the call made once more on a tape that is used up."""
    if not site.tape_call.args and not site.tape_call.keywords and isinstance(site.statement, ast.Assign):
        again = " ".join(site.text.source(site.call).split())
        end = site.statement.end_lineno or site.statement.lineno
        row = f"{site.text.indent(site.statement.lineno)}_again = {again}\n"
        yield "twice", [site.text.insert(end + 1, row)]


def fresh_variable(site: Site) -> Iterator[Mutation]:
    """Yield the call with a variable as its source that was made behind the block."""
    if "tf" in loads(site.text.tree):
        row = f"{site.text.indent(site.statement.lineno)}_unused = tf.Variable(1.0)\n"
        insert = site.text.insert(site.statement.lineno, row)
        yield "wrong-variables", [insert, site.text.replace(site.source, "_unused")]


def other_tape(site: Site) -> Iterator[Mutation]:
    """Yield the call on a tape that recorded nothing."""
    if "tf" in loads(site.text.tree) and isinstance(site.call.func, ast.Attribute):
        indent = site.text.indent(site.statement.lineno)
        rows = f"{indent}with tf.GradientTape() as _other:\n{indent}    pass\n"
        change = site.text.replace(site.call.func.value, "_other")
        yield "other-tape", [site.text.insert(site.statement.lineno, rows), change]


def rebound(site: Site) -> Iterator[Mutation]:
    """Yield the watched source replaced by a copy of itself that the target never saw."""
    if watches(site) and "tf" in loads(site.text.tree):
        name = ast.unparse(site.source)
        row = f"{site.text.indent(site.statement.lineno)}{name} = tf.identity({name})\n"
        yield "rebound", [site.text.insert(site.statement.lineno, row)]


def unwatched(site: Site) -> Iterator[Mutation]:
    """Yield the block without the watch, where the source is a tensor for certain."""
    watch = watches(site)
    if len(watch) == 1 and len(site.block.body) > 1 and made_here(site):
        change = site.text.replace(watch[0], "pass")
        yield "drop-watch", [change]


def untrainable(site: Site) -> Iterator[Mutation]:
    """Yield the one source's variable made with `trainable=False`."""
    made = makings(site)
    if len(made) != 1 or watches(site):
        return
    value = made[0].value
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "tf.Variable":
        keywords = {k.arg for k in value.keywords}
        inner = site.text.source(value).rstrip(")").rstrip().endswith(",")
        if "trainable" not in keywords and not inner and None not in keywords:
            start, end = site.text.span(value)
            row = site.text.text[start : end - 1] + ", trainable=False)"
            yield "not-trainable", [site.text.replace(value, row)]


def watches(site: Site) -> list[ast.Expr]:
    """Return the block's `tape.watch(source)` statements for a source that is one name."""
    wanted = f"{site.tape}.watch({ast.unparse(site.source)})"
    if not isinstance(site.source, ast.Name):
        return []
    return [s for s in site.block.body if isinstance(s, ast.Expr) and ast.unparse(s.value) == wanted]


def made_here(site: Site) -> bool:
    """Return whether the source's only value is a new tensor of the scope itself, made outside the block."""
    made = makings(site)
    return len(made) == 1 and isinstance(made[0].value, ast.Call) and is_maker(made[0].value)


def is_maker(call: ast.Call) -> bool:
    """Return whether the call is one of TensorFlow's that give a tensor that nothing watches."""
    return ast.unparse(call.func).startswith("tf.") and last_name(call.func) in MAKERS


def makings(site: Site) -> list[ast.Assign]:
    """Return the scope's assignments of the source's name, none if it is bound in another way too."""
    if not isinstance(site.source, ast.Name):
        return []
    name, scope = site.source.id, site.scope
    if site_binds(site, name) or any(stores(s, name) for s in site.block.body):
        return []
    made = [
        n for n in ast.walk(scope) if isinstance(n, ast.Assign) and any(stores(t, name) for t in n.targets)
    ]
    plain = [n for n in made if [ast.unparse(t) for t in n.targets] == [name]]
    stored = sum(
        isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load) for n in ast.walk(scope)
    )
    return plain if len(plain) == len(made) == stored else []


def site_binds(site: Site, name: str) -> bool:
    """Return whether any function of the program has a parameter of that name."""
    return any(isinstance(n, ast.arg) and n.arg == name for n in ast.walk(site.text.tree))
