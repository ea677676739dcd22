"""Random tape programs as text: definitions, a tape or several, gradient calls."""

from __future__ import annotations

import re
from random import Random

from hypothesis import strategies as st

from tools.differential.customs import training_custom
from tools.differential.definitions import DEFINITIONS, leaves
from tools.differential.model import Scope, Value, Writer
from tools.differential.statements import block, reset


def program(random: Random) -> str:
    """Return the text of one program; every choice is drawn from `random`."""
    writer, scope = Writer(random), Scope()
    for module in (
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "functools",
        "itertools",
        "math",
        "operator",
        "types",
        "typing",
    ):
        writer.line(f"import {module}")
    for line in ("import keras", "import numpy as np", "import tensorflow as tf", "FLAG = True", "COUNT = 3"):
        writer.line(line)
    leaves(writer, scope)
    for _ in range(writer.count(3)):
        writer.pick(DEFINITIONS)(writer, scope)
    if writer.chance(30):
        block(writer, scope, 2)
    writer.pick([_module_tape, _module_tape, _function_tape, _step_function])(writer, scope)
    if writer.chance(25):
        _module_tape(writer, scope)
    if writer.chance(30):
        training_custom(writer, scope)
    return writer.text()


programs = st.randoms(use_true_random=False).map(program)


def _module_tape(writer: Writer, scope: Scope) -> None:
    """A tape in the module's own code, and the gradients taken of it."""
    name, persistent = writer.fresh("tape"), writer.chance(40)
    inside = _tape(writer, scope, name, persistent)
    if writer.chance(30):
        after = scope.inner(depth=2)
        after.values = list(inside.values)
        block(writer, after, 2)
        inside.values += [v for v in after.values if v not in inside.values]
    _requests(writer, inside, name, most=3 if persistent else 1 + writer.chance(10))


def _function_tape(writer: Writer, scope: Scope) -> None:
    """The same in a function that returns its gradients, possibly traced."""
    graph = writer.chance(50)
    if graph:
        writer.line("@tf.function")
    name = writer.fresh("train")
    arguments = [v for v in scope.floats() if v.kind == "tensor" and v.is_name][:1]
    inside = scope.inner(graph=graph, local=True, depth=1)
    if graph:
        inside.functions = []
    with writer.block(f"def {name}({', '.join(a.text for a in arguments)}):"):
        tape = writer.fresh("tape")
        requested = _tape(writer, inside, tape, persistent=False)
        _requests(writer, requested, tape, most=1, form="return {}")
    calls = 2 if writer.chance(20) else 1
    for _ in range(calls):
        writer.line(f"{name}({', '.join(a.text for a in arguments)})")


def _step_function(writer: Writer, scope: Scope) -> None:
    """A training loop around a tape, with the update by hand."""
    variables = [v for v in scope.values if v.kind == "variable" and v.is_name]
    if not variables:
        return _module_tape(writer, scope)
    weight = variables[-1]
    tape, gradient = writer.fresh("tape"), writer.fresh("g")
    with writer.block(f"for step in range({writer.count(2, 1)}):"):
        inside = scope.inner(depth=1)
        inside = _tape(writer, inside, tape, persistent=False)
        target = writer.recent(inside.targets())
        writer.line(f"{gradient} = {tape}.gradient({target.text}, {weight.text})")
        if weight in inside.values:  # else the name holds a tensor by now
            with writer.block(f"if {gradient} is not None:"):
                writer.line(f"{weight.text}.assign_sub(0.1 * tf.convert_to_tensor({gradient}))")
    return None


def _tape(writer: Writer, scope: Scope, name: str, persistent: bool) -> Scope:
    """Write the with block; return what its end can see."""
    options = ["persistent=True"] if persistent else []
    manual = writer.chance(12)
    if manual:
        options.append("watch_accessed_variables=False")
    inside = scope.inner(tapes=[name], persistent=persistent, depth=1)
    variables = [v for v in inside.values if v.kind == "variable"]
    inside.values += [writer.pick(variables)] * 3 if variables else []  # so that the first steps read it
    inside.outside = len(inside.values)
    others = []
    if writer.chance(10):
        others = [writer.fresh("other")]
        inside.tapes = [*others, name]
    items = [
        *(f"tf.GradientTape() as {other}" for other in others),
        f"tf.GradientTape({', '.join(options)}) as {name}",
    ]
    with writer.block(f"with {', '.join(items)}:"):
        watchable = [v for v in inside.floats() if v.kind == "tensor" or manual]
        if watchable and writer.chance(50):
            writer.line(f"{name}.watch({_watched(writer, watchable)})")
        block(writer, inside, 6)
        if writer.chance(60):
            _loss(writer, inside)
        if writer.chance(6):
            reset(writer, inside)
            block(writer, inside, 2)
    return inside


def _loss(writer: Writer, scope: Scope) -> None:
    """Join the last values, as losses do; what stands before is then not in vain."""
    last = [v for v in scope.floats() if v.kind == "tensor"][-3:] or scope.floats()
    parts = " + ".join(f"tf.reduce_sum({v.text})" for v in last[-writer.count(len(last), 1) :])
    writer.assign(scope, parts, "tensor", 0, "loss")


def _watched(writer: Writer, values: list[Value]) -> str:
    first, second = writer.recent(values).text, writer.recent(values).text
    return writer.pick([first, first, f"[{first}, {second}]", f"({first}, {second})", f"{{'a': {first}}}"])


def _requests(writer: Writer, scope: Scope, tape: str, most: int, form: str = "{}") -> None:
    for _ in range(writer.count(most, 1)):
        writer.line(form.format(_request(writer, scope, tape)))


def _request(writer: Writer, scope: Scope, tape: str) -> str:
    targets = scope.targets() if writer.chance(92) else scope.floats()
    target = targets[-1] if writer.chance(50) else writer.recent(targets)
    if target.rank and writer.chance(12):
        options = ", experimental_use_pfor=False" if scope.persistent and writer.chance(30) else ""
        return f"{tape}.jacobian({target.text}, {_sources(writer, scope, target)}{options})"
    matrices = [v for v in scope.floats(2) if v.is_name]
    if target.rank == 2 and matrices and writer.chance(30):
        return f"{tape}.batch_jacobian({target.text}, {writer.pick(matrices).text})"
    zero = writer.pick(["tf.UnconnectedGradients.ZERO", "'zero'"])
    options = f", unconnected_gradients={zero}" if writer.chance(6) else ""
    return f"{tape}.gradient({_target(writer, target, targets)}, {_sources(writer, scope, target)}{options})"


def _target(writer: Writer, target: Value, targets: list[Value]) -> str:
    form = writer.pick(["{0}"] * 12 + ["[{0}, {1}]", "{0} * 1.0", "tf.reduce_sum({0})"])
    return form.format(target.text, writer.recent(targets).text)


def _sources(writer: Writer, scope: Scope, target: Value) -> str:
    near = mentioned(writer.lines, target.text)
    sets = [
        text for text in scope.variable_sets if text.split(".")[0].strip("[") in near or writer.chance(20)
    ]
    if sets and writer.chance(50):
        return writer.pick(sets)
    options = [v for v in scope.values if v.kind != "array"]
    leaves_ = [v for v in options if v.text[0] in "vck"] or options
    variables = [v for v in options if v.kind == "variable"] or options
    used = [v for v in variables if v.text in near] or variables
    pools = [used, used, used, used, used, variables, leaves_, options]
    first, second, third = (writer.pick(writer.pick(pools)).text for _ in range(3))
    form = writer.pick(
        ["{0}"] * 4
        + [
            "[{0}, {1}]",
            "[{0}, {1}, {2}]",
            "({0}, {1})",
            "{{'a': {0}, 'b': {1}}}",
            "[{0}, [{1}, {2}]]",
            "[{0}]",
        ]
    )
    return form.format(first, second, third)


def mentioned(lines: list[str], name: str) -> set[str]:
    """Return the names that stand, directly or through others, in the lines that assign to `name`."""
    found, waiting = {name}, [name]
    uses: dict[str, set[str]] = {}
    for line in lines:
        left, equals, right = line.partition(" = ")
        for text in re.findall(r"[a-z]\w*", left) if equals else ():
            uses.setdefault(text, set()).update(re.findall(r"[a-z]\w*(?:\.w)?", right))
    while waiting:
        new = uses.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return found
