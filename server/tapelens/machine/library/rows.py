"""A call of a library function, by its row of the knowledge table."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import Row
from tapelens.machine import operators
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import dtypes
from tapelens.machine.machine import Machine, nodes_of, nodes_of_all
from tapelens.machine.values import PLAIN, Bound, Const, Form, Function, Sequence, Tensor, Value

WORDS = {
    "carry": Effect.CARRY,
    "none": Effect.NONDIFF,
    "zero": Effect.ZERO,
    "error": Effect.ERROR,
    "leaves": Effect.LEFT,
    "state": Effect.STATE,
    "variable": Effect.NEWVAR,
    "stop": Effect.STOP,
}
SHAPES = frozenset(
    f"{module}.{name}"
    for module in ("tf", "keras.ops")
    for name in ("shape", "size", "rank", "zeros_like", "ones_like")
)  # of what they are given they read no more than the shape
COMPARISONS = frozenset(
    f"tf.{name}" for name in ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal")
)
WHOLE = frozenset({"indices", "ids", "segment_ids"})  # whole numbers, of which the output has no dtype
Given = tuple[str, Value]
Words = tuple[str, ...]  # what a call does to one argument: a word per output, or one for all


def bind(row: Row, args: Args) -> list[Given]:
    """Return the given arguments with the names of the row's parameters."""
    names, star = _places(row.params)
    known = len(names)
    given = [(names[i] if i < known else star, value) for i, value in enumerate(args.positional)]
    given.extend(args.keywords.items())
    if args.more is not None:
        given.append(("", args.more))
    if args.more_keywords is not None:
        given.append(("", args.more_keywords))
    return given


@functools.lru_cache(maxsize=1024)
def _places(params: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the names of the positional parameters, and that of the starred one."""
    star = next((p[1:] for p in params if p.startswith("*") and not p.startswith("**")), "")
    return tuple(p for p in params if not p.startswith("*")), star


def effect_words(row: Row, name: str) -> Words:
    """Return the effect words of a parameter, one per output or one for all; empty for no tensor parameter."""
    return row.effects.get(name) or row.effects.get("*" + name) or ()


@dataclass(slots=True)
class _Call:
    """One call: the row, what is given, and what is worked out of that once for all outputs."""

    row: Row
    given: list[Given]
    words: list[Words]  # of each that is given
    values: tuple[Value, ...]
    tensors: tuple[Value, ...]  # those from which the output takes its dtype
    connected: bool  # whether the graph knows any of the values


def apply(m: Machine, node: ast.AST, row: Row, args: Args, frame: Frame) -> Value:
    """Return the value of the call, one tensor per output word."""
    given = bind(row, args)
    if row.when is not None and _is_case(row.case, given):
        row = row._replace(effects={**row.effects, **row.when})
    if row.graph is not None and frame.graph_mode:
        row = row._replace(effects={**row.effects, **row.graph})
    words = [effect_words(row, name) for name, _ in given]
    values = tuple([value for _, value in given])
    if row.outputs != ("array",) and any(map(_is_code, values)):
        return m.opaque(frame, node, *values, label="call")  # it computes with what the code has around it
    tensors = tuple([v for (n, v), effects in zip(given, words) if effects and n not in WHOLE])
    call = _Call(row, given, words, values, tensors, bool(nodes_of_all(values)))
    outputs = row.outputs or ("float",)
    if len(outputs) == 1:
        return _output(m, node, call, 0, outputs[0], frame)
    return Sequence("tuple", tuple(_output(m, node, call, i, word, frame) for i, word in enumerate(outputs)))


def _is_code(value: Value) -> bool:
    """Return whether the value is, or is a list of, code of the user's."""
    if isinstance(value, Sequence):
        return any(map(_is_code, value.items))
    return isinstance(value, (Function, Bound))


def _output(m: Machine, node: ast.AST, call: _Call, i: int, word: str, frame: Frame) -> Value:
    itself = _itself(call, i)
    if itself is not None and m.graph.contexts[itself.node] != m.context:  # else it comes to the same
        return m.derived(frame, node, (itself,), itself.form, itself.dtype)
    if not call.connected and word in ("none", "object", "string"):
        return PLAIN
    row, given, values = call.row, call.given, call.values
    if word == "object":
        return m.opaque(frame, node, *values, label="call")
    form = form_of(word, values)
    dtype = dtypes.of_word(word, call.tensors, bare=row.name.startswith("tf."))
    if not call.connected:
        return _fresh(m, node, call, word, form, dtype, frame)
    if word == "same":
        dtype = dtypes.named(_asked(given)) or dtype
    inputs = tuple([(v, effect_of(row, n, v, i, effects)) for (n, v), effects in zip(given, call.words)])
    if form == Form.ARRAY and not any(effect == Effect.LEFT and nodes_of(v) for v, effect in inputs):
        return m.derived(frame, node, values, form, dtype)
    made = m.op(frame, node, row.name, inputs, form, dtype)
    made.exact = dtypes.exact_of_word(word, call.tensors)
    if _clashes(row, given):
        m.graph.clashes.add(made.node)
    note_target(m, row, given, made, i)
    return made


def _fresh(m: Machine, node: ast.AST, call: _Call, word: str, form: int, dtype: int, frame: Frame) -> Tensor:
    """Return an output that is made of no value which the graph knows."""
    asked = _asked(call.given)
    leaf = m.leaf(frame, node, form, dtypes.named(asked) or dtype)
    leaf.exact = dtypes.exact(asked) if asked is not None else dtypes.exact_of_word(word, call.tensors)
    return leaf


def _asked(given: list[Given]) -> Value | None:
    """Return the dtype that the call asks for."""
    for name, value in given:
        if name == "dtype":
            return value
    return None


def _clashes(row: Row, given: list[Given]) -> bool:
    """Return whether whole numbers and fractions meet, which raises."""
    if row.name in COMPARISONS and operators.clash(v for _, v in given):
        return True
    if WHOLE.isdisjoint(row.params):
        return False
    return any(n in WHOLE and isinstance(v, Tensor) and v.dtype == Dtype.FLOAT for n, v in given)


def note_target(m: Machine, row: Row, given: list[Given], made: Tensor, output: int) -> None:
    """Note what an output of whole numbers gives when it is itself the target, where that is something else."""
    if row.target is None or made.dtype != Dtype.INTEGER:
        return
    direct = row._replace(effects={**row.effects, **row.target})
    effects = [(value, effect_of(direct, name, value, output)) for name, value in given]
    m.graph.as_target[made.node] = tuple(e for value, e in effects for _ in nodes_of(value))


def _itself(call: _Call, output: int) -> Tensor | None:
    """Return the tensor that the call gives back as it is; what it makes of a variable is a new one."""
    found = [(value, effects) for value, effects in zip(call.values, call.words) if effects]
    if len(found) != 1:
        return None
    value, effects = found[0]
    same = effects[min(output, len(effects) - 1)] == "itself"
    return value if same and isinstance(value, Tensor) and value.form == Form.TENSOR else None


def _is_case(case: str, given: list[Given]) -> bool:
    """Return whether the call is the case in which the row has other effects: `name` or `name=value`."""
    name, equals, wanted = case.partition("=")
    value = next((v for n, v in given if n == name), None)
    if value is None or (isinstance(value, Const) and value.value is None):
        return False
    if wanted == "complex":
        return not dtypes.is_real(value)
    return not equals or (isinstance(value, Const) and str(value.value) == wanted)


def effect_of(row: Row, name: str, value: Value, output: int, words: Words | None = None) -> int:
    """Return what the call does to the gradient of one argument for one output; `words` where they are known."""
    if words is None:
        words = effect_words(row, name)
    if not words and "sparse" in row.name.lower() and is_labels(row, name):
        return Effect.LABELS
    if not words:
        integer = isinstance(value, Tensor) and value.dtype == Dtype.INTEGER
        return Effect.NONDIFF if integer else _unmeasured(row, value, output)
    word = words[output] if output < len(words) else words[-1]
    effect = WORDS.get(word, Effect.CARRY)
    if effect == Effect.NONDIFF:
        return _why_none(row, name)
    if effect == Effect.LEFT and isinstance(value, Tensor) and value.form in (Form.ARRAY, Form.NUMBER):
        return Effect.CARRY
    return effect


def _unmeasured(row: Row, value: Value, output: int) -> int:
    """An argument that no tensor was tried for: out of NumPy no gradient can come, of all else it may."""
    array = isinstance(value, Tensor) and value.form in (Form.ARRAY, Form.NUMBER)
    leaves = row.name.startswith("np.") and row.outputs[output] == "array"
    return Effect.LEFT if leaves and not array else Effect.CARRY


def _why_none(row: Row, param: str) -> int:
    """Return the reason that users know: a draw, an accuracy, labels, or else an op without a gradient."""
    if row.name.endswith(".stop_gradient"):
        return Effect.STOP
    if row.name.startswith(("tf.random.", "keras.random.")):
        return Effect.SAMPLING
    if row.name.startswith("keras.metrics."):
        return Effect.METRIC
    if row.name in SHAPES:
        return Effect.SHAPE
    return Effect.LABELS if is_labels(row, param) else Effect.NONDIFF


def is_labels(row: Row, param: str) -> bool:
    """Return whether the parameter takes the labels of a loss."""
    name = row.name.replace("_", "")
    loss = row.kind == "loss" or name.startswith("keras.losses.") or "crossentropy" in name
    return loss and param in ("y_true", "labels", "target")


def form_of(word: str, inputs: tuple[Value, ...]) -> int:
    """Return what the output is at run time."""
    if word == "array":
        return Form.ARRAY
    if word == "number":
        return Form.NUMBER
    for value in inputs:
        if is_symbolic(value):
            return Form.SYMBOLIC
    return Form.TENSOR


def is_symbolic(value: Value) -> bool:
    """Return whether the value is, or is a list of, symbolic Keras tensors."""
    if isinstance(value, Tensor):
        return value.form == Form.SYMBOLIC
    return isinstance(value, Sequence) and any(is_symbolic(item) for item in value.items)
