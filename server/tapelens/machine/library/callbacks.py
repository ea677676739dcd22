"""`fit` runs the code of the user's callbacks, in the order in which Keras calls it."""

from __future__ import annotations

import ast

from tapelens.machine import iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Function, Instance, Value

BEFORE = (("on_train_begin", 0), ("on_epoch_begin", 1), ("on_train_batch_begin", 1), ("on_batch_begin", 1))
AFTER = (("on_train_batch_end", 1), ("on_batch_end", 1), ("on_epoch_end", 1), ("on_train_end", 0))


def run(
    m: Machine, node: ast.AST, model: Value, args: Args, hooks: tuple[tuple[str, int], ...], frame: Frame
) -> None:
    """Call hooks of all callbacks that `fit` was given; each has so many arguments before its logs."""
    from tapelens.machine import classes, functions

    given = args.keywords.get("callbacks")
    if given is None:
        return
    found = iteration.elements(m, node, given, frame)
    callbacks = [one for one in found.known if isinstance(one, Instance)]
    for callback in callbacks:
        m.store.set(callback.cells, "model", model)
    for name, count in hooks:
        for callback in callbacks:
            method = classes.find(callback.cls, name)
            if isinstance(method, Function):
                functions.call(m, node, method, Args((callback, *[PLAIN] * count, PLAIN)), frame)
