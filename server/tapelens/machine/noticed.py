"""What may have to be said beside gradient calls: refused watches, optimizers without gradients."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, UnitRef
from tapelens.machine.machine import Machine
from tapelens.machine.values import Const, Dict, Form, Library, Sequence, Tape, Tensor, Value

REFUSED = "refused"  # no rule's: fixes must not bring it about
TENSORS = (Form.TENSOR, Form.VARIABLE)
# What NumPy's arrays and Python's numbers have, and tensors have not.
ARRAYS_ONLY = frozenset(
    "T all any argmax argmin argpartition argsort as_integer_ratio astype base bit_length byteswap choose clip compress "
    "conj conjugate copy ctypes cumprod cumsum data diagonal dot dump dumps fill flags flat flatten hex imag is_integer "
    "item itemsize max mean min nbytes nonzero partition prod put ravel real repeat reshape resize round searchsorted "
    "setflags size sort squeeze std strides sum swapaxes take tobytes tofile tolist trace transpose var view".split()
)


@dataclass(frozen=True, slots=True)
class Noticed:
    """One evaluation of a call that may raise; `problem` is empty where it does not.

    `subject` is the expression that the finding stands on, `origin` the gradient call that gave the Nones.
    """

    rule: str
    unit: UnitRef
    node: ast.AST
    subject: ast.AST
    problem: str
    tape: str = ""
    method: str = ""
    origin: int | None = None
    turn: int = 1


def of_misfit(m: Machine, node: ast.AST, value: Value | None, subject: ast.AST, frame: Frame) -> None:
    """Note where a tensor, or what holds one, stands where Python or NumPy takes numbers and arrays alone: that raises."""
    if value is None or not any(isinstance(v, Tensor) and v.form in TENSORS for v in _parts(value, 0)):
        return
    m.noticed.append(Noticed(REFUSED, frame.unit, node, subject, "no tensor can stand here"))


def of_watch(m: Machine, node: ast.Call, tape: Tape, value: Value, frame: Frame) -> None:
    """Note whether `tape.watch(value)` raises."""
    problem = "" if tape.cells["escaped"] else _refused(m, tape, value)
    subject = node.args[0] if node.args else node
    name = tape.cells["name"] or ""
    m.noticed.append(Noticed("watch-raises", frame.unit, node, subject, problem, name, turn=m.turn))


def _refused(m: Machine, tape: Tape, value: Value) -> str:
    from tapelens.machine.tapes import NEVER

    if tape.cells["started"] == NEVER:
        return "the block of the tape was not entered yet"
    return next((why for why in (_why(m, part) for part in _parts(value, 0)) if why), "")


def _parts(value: Value, depth: int) -> list[Value]:
    if depth > 20:
        return []
    if isinstance(value, Sequence):
        return [part for item in value.items for part in _parts(item, depth + 1)]
    if isinstance(value, Dict):
        return [part for item in value.known().values() for part in _parts(item, depth + 1)]
    return [value]


def _why(m: Machine, value: Value) -> str:
    if isinstance(value, Const):
        return (
            "None is no tensor"
            if value.value is None
            else f"a Python {type(value.value).__name__} is no tensor"
        )
    if not isinstance(value, Tensor):
        return ""
    if value.form == Form.KERAS_VARIABLE:
        return (
            "a variable of Keras 3 is no `tf.Variable`; trainable ones are watched by themselves"
            if m.keras > 2
            else ""
        )
    names = {
        Form.ARRAY: "a NumPy array is no tensor",
        Form.NUMBER: "a Python number is no tensor",
        Form.SYMBOLIC: "a symbolic Keras tensor has no value to watch",
    }
    return names.get(value.form, "")


def of_optimizer(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> None:
    """Note whether the optimizer is given nothing but None."""
    pairs = args.get(0, "grads_and_vars")
    if name != "apply_gradients" or not isinstance(node, ast.Call) or pairs is None:
        return
    missing = _all_missing(pairs)
    subject = node.func.value if isinstance(node.func, ast.Attribute) else node
    problem = "every gradient is None" if missing else ""
    origin = missing[0].node if missing else None
    m.noticed.append(
        Noticed("all-gradients-none", frame.unit, node, subject, problem, method=name, origin=origin)
    )


def _all_missing(pairs: Value) -> list[Tensor]:
    """Return the gradients of the pairs if every one is certainly None."""
    if not isinstance(pairs, Sequence) or pairs.rest is not None:
        return []
    found: list[Tensor] = []
    for pair in pairs.items:
        gradient = pair.items[0] if isinstance(pair, Sequence) and pair.items else None
        if not isinstance(gradient, Tensor) or not gradient.missing:
            return []
        found.append(gradient)
    return found
