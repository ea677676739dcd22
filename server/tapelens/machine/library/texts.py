"""Values written as text or bytes, and read back: the numbers stay, their history does not."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Kind
from tapelens.flow.reasons import Effect
from tapelens.machine import calls, noticed
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import Hook, hook
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import PLAIN, Dict, External, Form, Sequence, Tensor, Union, Value

PLAIN_DATA = ("json.dumps", "json.loads", "struct.pack", "struct.unpack", "ast.literal_eval")
OBJECTS = ("pickle.dumps", "pickle.loads")  # without numbers in them they may be anything


def written(m: Machine, node: ast.AST, label: str, args: Args, frame: Frame) -> Value | None:
    """Return what the numbers among the arguments are as text, or as text read back; None without numbers."""
    given = [v for v in args.all() if isinstance(v, (Tensor, Sequence, Dict, Union))]
    if not any(m.graph.kinds[n] != Kind.OPAQUE for v in given for n in nodes_of(v)):
        return None
    return m.op(frame, node, label, tuple((v, leaving(v)) for v in given), Form.NUMBER)


def leaving(value: Value) -> int:
    """Return what a step outside of TensorFlow does: what is out already leaves no more."""
    out = isinstance(value, Tensor) and value.form in (Form.ARRAY, Form.NUMBER)
    return Effect.CARRY if out else Effect.LEFT


def _written(path: str) -> Hook:
    def called(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
        if path == "json.dumps":
            noticed.of_misfit(m, node, args.get(0, "obj"), node, frame)
        made = written(m, node, path, args, frame)
        if made is not None:
            return made
        return PLAIN if path in PLAIN_DATA else calls.opaque_call(m, node, External(path), args, frame)

    return called


for _path in (*PLAIN_DATA, *OBJECTS):
    hook(_path)(_written(_path))
