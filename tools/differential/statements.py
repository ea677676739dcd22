"""The statements of a block: each kind is a function that writes one and updates the scope."""

from __future__ import annotations

from collections.abc import Callable

from tools.differential.idioms import idiom
from tools.differential.model import Function, Kind, Scope, Value, Writer
from tools.differential.operations import operation

Statement = Callable[[Writer, Scope], None]


def block(writer: Writer, scope: Scope, most: int = 4, least: int = 1) -> None:
    """Write some statements into the scope."""
    for _ in range(writer.count(most, least)):
        kinds = NESTING + SIMPLE if scope.depth < 3 else SIMPLE
        possible = [kind for weight, kind, condition in kinds if condition(scope) for _ in range(weight)]
        writer.pick(possible)(writer, scope)


def compute(writer: Writer, scope: Scope) -> None:
    text, rank = operation(writer, scope)
    writer.assign(scope, text, "tensor", rank)


def rebind(writer: Writer, scope: Scope) -> None:
    old = _mostly_tensor(writer, scope, variables=15)
    text, _ = operation(writer, scope, old.rank)
    writer.line(f"{old.text} = {text}")
    _now_tensor(scope, old)


def augment(writer: Writer, scope: Scope) -> None:
    old = _mostly_tensor(writer, scope, variables=3)  # a variable refuses `+=` at run time
    other = writer.recent([v for v in scope.floats() if v.rank <= old.rank])
    writer.line(f"{old.text} {writer.pick(['+=', '*=', '-='])} {other.text}")
    _now_tensor(scope, old)


def unpack(writer: Writer, scope: Scope) -> None:
    (first, rank1), (second, rank2) = operation(writer, scope), operation(writer, scope)
    one, two = writer.fresh("t"), writer.fresh("t")
    form = writer.pick(["{a}, {b} = {x}, {y}", "[{a}, {b}] = [{x}, {y}]", "({a}, *_), {b} = [{x}, 1.0], {y}"])
    writer.line(form.format(a=one, b=two, x=first, y=second))
    scope.values += [Value(one, "tensor", rank1), Value(two, "tensor", rank2)]


def split(writer: Writer, scope: Scope) -> None:
    value = writer.recent([v for v in scope.floats() if v.rank])
    one, two = writer.fresh("t"), writer.fresh("t")
    form = writer.pick(
        ["{a}, {b} = tf.unstack({x})", "{a}, {b} = [e for e in tf.unstack({x})]", "{a}, {b} = {x}[0], {x}[1]"]
    )
    writer.line(form.format(a=one, b=two, x=value.text))
    scope.values += [Value(one, "tensor", value.rank - 1), Value(two, "tensor", value.rank - 1)]


def comprehension(writer: Writer, scope: Scope) -> None:
    value = writer.recent(scope.floats())
    same = [v for v in scope.floats() if v.rank == value.rank]
    elements = ", ".join(writer.pick(same).text for _ in range(writer.count(3, 1)))
    body = writer.pick(
        ["e * 2.0", "e", f"e * {value.text}", "tf.sin(e)", "tf.round(e)", "tf.stop_gradient(e)"]
    )
    form = writer.pick(
        [
            "tf.add_n([{body} for e in [{elements}]])",
            "sum({body} for e in ({elements},))",
            "tf.add_n([{body} for i, e in enumerate([{elements}]) if i < 1])",
            "sum({{i: {body} for i, e in enumerate([{elements}])}}.values())",
            "tf.add_n(list(map(lambda e: {body}, [{elements}])))",
            "tf.add_n([e * k for e, k in zip([{elements}], [2.0, 3.0, 4.0])])",
        ]
    )
    writer.assign(scope, form.format(body=body, elements=elements), "tensor", value.rank)


def container(writer: Writer, scope: Scope) -> None:
    """Put values into a container and take one back."""
    first, second = writer.recent(scope.floats()), writer.recent(scope.floats())
    name = writer.fresh("box")
    text, place = writer.pick(
        [
            ("[{a}, {b}]", "[0]"),
            ("({a}, {b})", "[-1]"),
            ("{{'a': {a}, 'b': {b}}}", "['a']"),
            ("dict(a={a}, b={b})", "['b']"),
            ("{{'a': [{b}, ({a},)]}}", "['a'][1][0]"),
        ]
    )
    writer.line(f"{name} = {text.format(a=first.text, b=second.text)}")
    taken = first if "{a}" in text and place in ("[0]", "['a']", "['a'][1][0]") else second
    if writer.chance(30) and "(" not in text:
        writer.line(f"{name}{place} = {name}{place} * 2.0")
        taken = Value(taken.text, "tensor", taken.rank)
    scope.values.append(Value(f"{name}{place}", taken.kind, taken.rank))


def accumulate(writer: Writer, scope: Scope) -> None:
    value = writer.recent(scope.floats())
    name, text = writer.fresh("items"), "e * 2.0"
    writer.line(f"{name} = []")
    with writer.block(f"for k in range({writer.count(3, 1)}):"):
        writer.line(f"{name}.append({value.text} * {writer.pick(['float(k)', '2.0', value.text])})")
    ending = writer.pick(["tf.add_n({})", "sum({})", "{}[0]", "{}[-1]", f"tf.add_n([{text} for e in {{}}])"])
    writer.assign(scope, ending.format(name), "tensor", value.rank)


def call(writer: Writer, scope: Scope) -> None:
    function = writer.pick(_callable(scope))
    texts = [writer.recent(scope.floats(rank)).text for rank in function.ranks]
    writer.assign(scope, function.call(texts), "tensor", function.result)


def conditional_expression(writer: Writer, scope: Scope) -> None:
    old = writer.recent(scope.floats())
    text, _ = operation(writer, scope, old.rank)
    condition = writer.pick(["True", "False", "FLAG", "not FLAG", "COUNT == 3"])
    writer.assign(scope, f"({text}) if {condition} else {old.text}", "tensor", old.rank)


def walrus(writer: Writer, scope: Scope) -> None:
    text, rank = operation(writer, scope)
    inner = Value(writer.fresh("t"), "tensor", rank)
    writer.assign(scope, f"({inner.text} := {text}) * 2.0", "tensor", rank)
    scope.values.append(inner)


def new_variable(writer: Writer, scope: Scope) -> None:
    text, rank = operation(writer, scope)
    writer.assign(scope, f"tf.Variable({text})", "variable", rank, "v")


def assign(writer: Writer, scope: Scope) -> None:
    variable = writer.recent(_assignable(scope))
    text, _ = operation(writer, scope, variable.rank)
    method = writer.pick(["assign", "assign_add", "assign_sub"])
    if writer.chance(50):
        writer.line(f"{variable.text}.{method}({text})")
    else:
        result = writer.assign(scope, f"{variable.text}.{method}({text})", "tensor", variable.rank)
        writer.line(f"{result.text} = {result.text} * 1.0")


def log(writer: Writer, scope: Scope) -> None:
    value = writer.recent(scope.floats())
    form = writer.pick(
        ["print({}.numpy())", "print(f'{{{}}}')", "print(float(tf.reduce_sum({})))", "np.asarray({})"]
    )
    writer.line(form.format(value.text))


def watch(writer: Writer, scope: Scope) -> None:
    value = writer.recent([v for v in scope.floats() if v.kind == "tensor"])
    copy = writer.pick(["{}", "[{}]", "tf.identity({})", "{}"])
    writer.line(f"{writer.pick(scope.tapes)}.watch({copy.format(value.text)})")


def reset(writer: Writer, scope: Scope) -> None:
    writer.line(f"{scope.tapes[-1]}.reset()")


def loop(writer: Writer, scope: Scope) -> None:
    """Change one value over several rounds; in a tf.function `tf.range` makes it a graph loop."""
    carried = writer.assign(scope, *_start(writer, scope))
    rounds = writer.pick(
        ["range(3)", "range(1)", "[1.0, 2.0]", "tf.range(2)", "enumerate([1.0, 2.0])", "range(0)"]
    )
    with writer.block(f"for _ in {rounds}:"):
        _round(writer, scope, carried)


def while_loop(writer: Writer, scope: Scope) -> None:
    carried = writer.assign(scope, *_start(writer, scope))
    counter = writer.fresh("n")
    writer.line(f"{counter} = 0")
    with writer.block(f"while {counter} < {writer.count(3, 1)}:"):
        writer.line(f"{counter} += 1")
        _round(writer, scope, carried)
        if writer.chance(20) and not scope.graph:
            writer.line(writer.pick(["if n == 1: break", "continue"]).replace("n ==", f"{counter} =="))


def over_list(writer: Writer, scope: Scope) -> None:
    total = writer.assign(scope, *_start(writer, scope))
    elements = [v for v in scope.floats() if v.rank <= total.rank]
    listed = ", ".join(writer.recent(elements).text for _ in range(writer.count(3, 1)))
    with writer.block(f"for e in [{listed}]:"):
        step = writer.pick(["e", "e * 2.0", f"{total.text} * e", "tf.stop_gradient(e)", "tf.round(e)"])
        writer.line(f"{total.text} = {total.text} + {step}")


def branch(writer: Writer, scope: Scope) -> None:
    """Change one value on one of two ways, or several; in a tf.function the data make it one op."""
    changed = [writer.assign(scope, *_start(writer, scope)) for _ in range(writer.count(2, 1))]
    some = writer.recent(scope.floats())
    data = f"tf.reduce_sum({some.text}) > 0.5"
    condition = writer.pick(["FLAG", "not FLAG", "COUNT > 2", data, data])
    with writer.block(f"if {condition}:"):
        for one in changed:
            _round(writer, scope, one)
    if writer.chance(60):
        with writer.block("else:"):
            _round(writer, scope, writer.pick(changed))


def guarded(writer: Writer, scope: Scope) -> None:
    changed = writer.assign(scope, *_start(writer, scope))
    with writer.block("try:"):
        _round(writer, scope, changed)
        if writer.chance(40):
            writer.line("raise ValueError('on purpose')")
    with writer.block("except ValueError:"):
        _round(writer, scope, changed)
    if writer.chance(40):
        with writer.block("finally:"):
            _round(writer, scope, changed)


def stopped(writer: Writer, scope: Scope) -> None:
    changed = writer.assign(scope, *_start(writer, scope))
    with writer.block(f"with {writer.pick(scope.tapes)}.stop_recording():"):
        _round(writer, scope, changed)


def inner_gradient(writer: Writer, scope: Scope) -> None:
    """A tape in the block: its gradient is a value that an outer tape may differentiate again."""
    tape = writer.fresh("inner")
    sources = [v for v in scope.floats() if v.is_name]
    source = writer.recent(sources)
    with writer.block(f"with tf.GradientTape() as {tape}:"):
        if source.kind == "tensor" and not writer.chance(20):
            writer.line(f"{tape}.watch({source.text})")
        inside = scope.inner(tapes=[*scope.tapes, tape])
        inside.values += [source, source]
        inside.outside = len(inside.values)
        block(writer, inside, 3)
    target = writer.recent([v for v in inside.targets() if v.is_name] or [source])
    name = writer.fresh("g")
    writer.line(f"{name} = {tape}.gradient({target.text}, {source.text})")
    fallback = writer.pick([source.text, f"tf.zeros_like({source.text})"])
    writer.assign(scope, f"{fallback} if {name} is None else {name} * 1.0", "tensor", source.rank)


def _start(writer: Writer, scope: Scope) -> tuple[str, Kind, int]:
    value = writer.recent(scope.floats())
    form = writer.pick(["{} * 1.0", "{} + 0.0", "{} * 1.0", f"tf.zeros({[2] * value.rank})"])
    start = form.format(value.text)
    return start, "tensor", value.rank


def _round(writer: Writer, scope: Scope, carried: Value) -> None:
    """A block that ends in a new value for `carried`."""
    inside = scope.inner()
    inside.values.append(carried)
    if writer.chance(40):
        block(writer, inside, 2)
    text, _ = operation(writer, inside, carried.rank)
    writer.line(f"{carried.text} = {text}")


def _rebindable(scope: Scope) -> list[Value]:
    return [
        v
        for v in scope.floats()
        if v.is_name and not v.text.isupper() and (v.kind == "tensor" or not scope.local)
    ]


def _mostly_tensor(writer: Writer, scope: Scope, variables: int) -> Value:
    names = _rebindable(scope)
    tensors = [v for v in names if v.kind == "tensor"]
    return writer.recent(names if writer.chance(variables) or not tensors else tensors)


def _now_tensor(scope: Scope, old: Value) -> None:
    scope.values = [Value(v.text, "tensor", v.rank) if v.text == old.text else v for v in scope.values]


def _assignable(scope: Scope) -> list[Value]:
    return [v for v in scope.values if v.kind == "variable"]


def _callable(scope: Scope) -> list[Function]:
    return [f for f in scope.functions if all(scope.floats(rank) for rank in f.ranks)]


def _always(scope: Scope) -> bool:
    return True


def _eager(scope: Scope) -> bool:
    return not scope.graph


SIMPLE: list[tuple[int, Statement, Callable[[Scope], bool]]] = [
    (12, compute, _always),
    (2, rebind, lambda s: bool(_rebindable(s)) and not s.local),
    (2, augment, lambda s: bool(_rebindable(s)) and not s.local),
    (1, unpack, _always),
    (1, split, lambda s: any(v.rank for v in s.floats())),
    (1, comprehension, _always),
    (2, container, _always),
    (5, idiom, _always),
    (4, call, lambda s: bool(_callable(s))),
    (1, conditional_expression, _always),
    (1, walrus, lambda s: not s.graph),
    (1, new_variable, _eager),
    (1, assign, lambda s: bool(_assignable(s))),
    (1, log, _eager),
    (1, watch, lambda s: bool(s.tapes) and any(v.kind == "tensor" for v in s.floats())),
]
NESTING: list[tuple[int, Statement, Callable[[Scope], bool]]] = [
    (1, loop, _always),
    (1, while_loop, _always),
    (1, over_list, _always),
    (1, accumulate, _always),
    (2, branch, _always),
    (1, guarded, _eager),
    (1, stopped, lambda s: bool(s.tapes)),
    (1, inner_gradient, _always),
]
