"""A call of a library function, by its row of the knowledge table."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import Row
from tapelens.machine import operators
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library import dtypes
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import PLAIN, Const, Form, Sequence, Tensor, Value

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


def bind(row: Row, args: Args) -> list[Given]:
    """Return the given arguments with the names of the row's parameters."""
    given: list[Given] = []
    star = next((p[1:] for p in row.params if p.startswith("*") and not p.startswith("**")), None)
    names = [p for p in row.params if not p.startswith("*")]
    for i, value in enumerate(args.positional):
        given.append((names[i] if i < len(names) else star or "", value))
    given.extend(args.keywords.items())
    given.extend(("", v) for v in (args.more, args.more_keywords) if v is not None)
    return given


def effect_words(row: Row, name: str) -> tuple[str, ...]:
    """Return the effect words of a parameter, one per output or one for all; empty for no tensor parameter."""
    return row.effects.get(name) or row.effects.get("*" + name) or ()


def apply(m: Machine, node: ast.AST, row: Row, args: Args, frame: Frame) -> Value:
    """Return the value of the call, one tensor per output word."""
    given = bind(row, args)
    if row.when is not None and _is_case(row.case, given):
        row = row._replace(effects={**row.effects, **row.when})
    if row.graph is not None and frame.graph_mode:
        row = row._replace(effects={**row.effects, **row.graph})
    outputs = row.outputs or ("float",)
    results = tuple(_output(m, node, row, given, i, word, frame) for i, word in enumerate(outputs))
    return results[0] if len(results) == 1 else Sequence("tuple", results)


def _output(
    m: Machine, node: ast.AST, row: Row, given: list[Given], i: int, word: str, frame: Frame
) -> Value:
    itself = _itself(row, given, i)
    if itself is not None and m.graph.contexts[itself.node] != m.context:  # else it comes to the same
        return m.derived(frame, node, (itself,), itself.form, itself.dtype)
    inputs = tuple((value, effect_of(row, name, value, i)) for name, value in given)
    tensors = tuple(v for n, v in given if effect_words(row, n) and n not in WHOLE)
    connected = any(nodes_of(value) for value, _ in inputs)
    if word in ("none", "object", "string") and not connected:
        return PLAIN
    form = form_of(word, tuple(v for v, _ in inputs))
    if word == "object":
        return m.opaque(frame, node, *(v for v, _ in inputs), label="call")
    dtype = dtypes.of_word(word, tensors, bare=row.name.startswith("tf."))
    asked = next((v for n, v in given if n == "dtype"), None)
    if not connected or word == "same":
        dtype = dtypes.named(asked) or dtype
    if not connected:
        leaf = m.leaf(frame, node, form, dtype)
        leaf.exact = dtypes.exact(asked) if asked is not None else dtypes.exact_of_word(word, tensors)
        return leaf
    if form == Form.ARRAY and not any(effect == Effect.LEFT for _, effect in _live(inputs)):
        return m.derived(frame, node, tuple(v for v, _ in inputs), form, dtype)
    made = m.op(frame, node, row.name, inputs, form, dtype)
    made.exact = dtypes.exact_of_word(word, tensors)
    if row.name in COMPARISONS and operators.clash(v for _, v in given):
        m.graph.clashes.add(made.node)
    if any(n in WHOLE and isinstance(v, Tensor) and v.dtype == Dtype.FLOAT for n, v in given):
        m.graph.clashes.add(made.node)
    note_target(m, row, given, made, i)
    return made


def note_target(m: Machine, row: Row, given: list[Given], made: Tensor, output: int) -> None:
    """Note what an output of whole numbers gives when it is itself the target, where that is something else."""
    if row.target is None or made.dtype != Dtype.INTEGER:
        return
    direct = row._replace(effects={**row.effects, **row.target})
    effects = [(value, effect_of(direct, name, value, output)) for name, value in given]
    m.graph.as_target[made.node] = tuple(e for value, e in effects for _ in nodes_of(value))


def _itself(row: Row, given: list[Given], output: int) -> Tensor | None:
    """Return the tensor that the call gives back as it is; what it makes of a variable is a new one."""
    found = [(value, effect_words(row, name)) for name, value in given if effect_words(row, name)]
    if len(found) != 1:
        return None
    value, words = found[0]
    same = words[min(output, len(words) - 1)] == "itself"
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


def _live(inputs: tuple[tuple[Value, Effect], ...]) -> list[tuple[Value, Effect]]:
    return [(v, e) for v, e in inputs if nodes_of(v)]


def effect_of(row: Row, name: str, value: Value, output: int) -> Effect:
    """Return what the call does to the gradient of one argument for one output."""
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


def _unmeasured(row: Row, value: Value, output: int) -> Effect:
    """An argument that no tensor was tried for: out of NumPy no gradient can come, of all else it may."""
    array = isinstance(value, Tensor) and value.form in (Form.ARRAY, Form.NUMBER)
    leaves = row.name.startswith("np.") and row.outputs[output] == "array"
    return Effect.LEFT if leaves and not array else Effect.CARRY


def _why_none(row: Row, param: str) -> Effect:
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


def form_of(word: str, inputs: tuple[Value, ...]) -> Form:
    """Return what the output is at run time."""
    if word == "array":
        return Form.ARRAY
    if word == "number":
        return Form.NUMBER
    if any(is_symbolic(v) for v in inputs):
        return Form.SYMBOLIC
    return Form.TENSOR


def is_symbolic(value: Value) -> bool:
    """Return whether the value is, or is a list of, symbolic Keras tensors."""
    if isinstance(value, Tensor):
        return value.form == Form.SYMBOLIC
    return isinstance(value, Sequence) and any(is_symbolic(item) for item in value.items)
