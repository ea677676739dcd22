"""What stands at the top of a program: variables, constants, helper functions, classes, models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.differential.customs import callable_custom
from tools.differential.model import Function, Scope, Value, Writer
from tools.differential.operations import operation
from tools.differential.statements import block

NUMBERS = ("1.5", "[1.0, 2.0]", "[[1.0, 2.0], [3.0, 4.0]]")


def leaves(writer: Writer, scope: Scope) -> None:
    """Write the variables and constants; at least one of each, of the same rank."""
    rank = writer.pick([1, 1, 0, 2])
    variable(writer, scope, rank)
    constant(writer, scope, rank)
    for _ in range(writer.count(3)):
        writer.pick([variable, constant])(writer, scope, writer.pick([rank, 0, 1, 2]))
    if writer.chance(25):
        _other_leaf(writer, scope)


def variable(writer: Writer, scope: Scope, rank: int) -> None:
    form = writer.pick(
        ["tf.Variable({})"] * 6
        + [
            "tf.Variable({}, trainable=False)",
            "tf.Variable(tf.constant({}))",
            "tf.Variable(initial_value={}, name='w')",
        ]
        + ["tf.Variable({}, dtype=tf.float32)", "tf.Variable({}, trainable=True)"]
    )
    writer.assign(scope, form.format(NUMBERS[rank]), "variable", rank, "v")


def constant(writer: Writer, scope: Scope, rank: int) -> None:
    shape = [2] * rank
    form = writer.pick(
        ["tf.constant({})"] * 4 + ["tf.convert_to_tensor({})", f"tf.ones({shape})", f"tf.fill({shape}, 2.0)"]
    )
    writer.assign(scope, form.format(NUMBERS[rank]), "tensor", rank, "c")


def _other_leaf(writer: Writer, scope: Scope) -> None:
    text, kind, rank = writer.pick(
        [
            ("tf.Variable([3, 4])", "int", 1),
            ("tf.constant([3, 4])", "int", 1),
            ("np.array([3.0, 4.0], dtype=np.float32)", "array", 1),
            ("keras.Variable([3.0, 4.0])", "keras", 1),
            ("keras.Variable([3.0, 4.0], trainable=False)", "keras", 1),
        ]
    )
    leaf = writer.assign(scope, text, "int", rank, "k")
    reading = f"tf.cast({leaf.text}, tf.float32) * 2.0" if kind == "int" else f"{leaf.text} * tf.ones([2])"
    with writer.block(f"def {writer.fresh('read_')}():"):
        writer.line(f"return {reading}")
    reader = writer.lines[-2].strip()[4:-3]
    scope.functions.append(Function(lambda _, reader=reader: f"{reader}()", (), rank))  # type: ignore[misc]


def helper(writer: Writer, scope: Scope) -> None:
    """Write a function; its body sees its parameters and, as globals, what stands above."""
    rank = writer.pick([v.rank for v in scope.floats()])
    form = writer.pick(SIGNATURES)
    name = writer.fresh("f")
    graph = writer.chance(25)
    if graph:
        writer.line(writer.pick(["@tf.function", "@tf.function(reduce_retracing=True)"]))
    inside = scope.inner(local=True, graph=graph, depth=1, tapes=[])
    inside.functions = [] if graph else inside.functions
    parameters, call, extra = form
    with writer.block(f"def {name}({parameters}):"):
        inside.values.append(Value("a", "tensor", rank))
        if extra:
            writer.line(extra)
            inside.values.append(Value("b", "tensor", rank))
        inside.values += inside.values[-1:] * 2
        block(writer, inside, 3, 0)
        result = _return(writer, inside)
    arity = 2 if "{1}" in call else 1

    def write(texts: Sequence[str]) -> str:
        return call.format(*texts, name=name)

    scope.functions.append(Function(write, (rank,) * arity, result))


SIGNATURES = [
    ("a", "{name}({0})", ""),
    ("a, b", "{name}({0}, {1})", "b = b * 1.0"),
    ("a, b", "{name}(b={0}, a={1})", "b = b * 1.0"),
    ("a, k=2.0", "{name}({0})", "b = a * k"),
    ("a, k=2.0", "{name}({0}, k=3.0)", "b = a * k"),
    ("a, *rest", "{name}({0}, {1})", "b = rest[0]"),
    ("a, *rest", "{name}(*[{0}, {1}])", "b = rest[-1]"),
    ("a, **rest", "{name}({0}, b={1})", "b = rest['b']"),
    ("a, *, b", "{name}({0}, b={1})", "b = b + 1.0"),
    ("a, b=None", "{name}({0})", "b = a if b is None else b"),
    ("a, b=None", "{name}({0}, {1})", "b = a if b is None else b"),
    ("pair", "{name}(({0}, {1}))", "a, b = pair"),
    ("settings", "{name}({{'a': {0}, 'b': {1}}})", "a, b = settings['a'], settings['b']"),
]


def _return(writer: Writer, inside: Scope) -> int:
    text, rank = operation(writer, inside)
    if writer.chance(20):
        writer.line(f"result = {text}")
        writer.line("return result")
    else:
        writer.line(f"return {text}")
    return rank


def closure(writer: Writer, scope: Scope) -> None:
    """A function that makes a function over a value of its own."""
    value = writer.recent(scope.floats())
    maker, made = writer.fresh("make"), writer.fresh("h")
    with writer.block(f"def {maker}(factor):"):
        with writer.block("def inner(a):"):
            text = writer.pick(
                ["a * factor", "tf.sin(a) + factor", "factor * factor", "a * tf.stop_gradient(factor)"]
            )
            writer.line(f"return {text}")
        writer.line("return inner")
    writer.line(f"{made} = {maker}({value.text})")
    scope.functions.append(Function(lambda texts: f"{made}({texts[0]})", (value.rank,), value.rank))


def recursion(writer: Writer, scope: Scope) -> None:
    name = writer.fresh("r")
    rank = writer.pick([v.rank for v in scope.floats()])
    with writer.block(f"def {name}(a, n=2):"):
        with writer.block("if n == 0:"):
            writer.line("return a")
        writer.line(f"return {name}({writer.pick(['a * 2.0', 'tf.sin(a)', 'tf.round(a)'])}, n - 1)")
    scope.functions.append(Function(lambda texts: f"{name}({texts[0]})", (rank,), rank))


def generator(writer: Writer, scope: Scope) -> None:
    name = writer.fresh("each")
    rank = writer.pick([v.rank for v in scope.floats()])
    with writer.block(f"def {name}(a):"):
        writer.line(f"yield {writer.pick(['a', 'a * 2.0', 'tf.round(a)'])}")
        writer.line("yield a + 1.0")
    form = writer.pick(["sum({name}({0}))", "list({name}({0}))[0]", "tf.add_n([e for e in {name}({0})])"])
    scope.functions.append(Function(lambda texts: form.format(*texts, name=name), (rank,), rank))


def custom_gradient(writer: Writer, scope: Scope) -> None:
    name = writer.fresh("custom")
    rank = writer.pick([v.rank for v in scope.floats()])
    writer.line("@tf.custom_gradient")
    with writer.block(f"def {name}(a):"):
        with writer.block("def grad(upstream):"):
            writer.line(f"return {writer.pick(['upstream * 2.0', 'upstream * a', 'None'])}")
        writer.line(f"return {writer.pick(['tf.round(a)', 'a * 3.0'])}, grad")
    scope.functions.append(Function(lambda texts: f"{name}(tf.identity({texts[0]}))", (rank,), rank))


def plain_class(writer: Writer, scope: Scope) -> None:
    """A class that holds a variable and a constant, as a plain object, a tf.Module or a Keras layer."""
    name, thing = writer.fresh("Thing"), writer.fresh("thing")
    base = writer.pick(["", "(tf.Module)"])
    rank = writer.pick([v.rank for v in scope.floats()])
    with writer.block(f"class {name}{base}:"):
        with writer.block("def __init__(self, k=2.0):"):
            if base:
                writer.line("super().__init__()")
            trainable = writer.pick(["", "", ", trainable=False"])
            writer.line(f"self.w = tf.Variable({NUMBERS[rank]}{trainable})")
            writer.line(f"self.c = {writer.pick(['k', f'tf.constant({NUMBERS[rank]})'])}")
        method = writer.pick(["__call__", "loss", "forward"])
        with writer.block(f"def {method}(self, a):"):
            attribute = writer.pick(
                ["self.w", "self.w * self.c", "self.c", "self.half()", "tf.round(self.w)"]
            )
            writer.line(f"return a * {attribute}")
        with writer.block("def half(self):"):
            writer.line(f"return {writer.pick(['self.w', 'self.c', 'tf.stop_gradient(self.w)'])} * 0.5")
    writer.line(f"{thing} = {name}({writer.pick(['', 'k=3.0', '1.0'])})")
    called = thing if method == "__call__" else f"{thing}.{method}"
    scope.functions.append(Function(lambda texts: f"{called}({texts[0]})", (rank,), rank))
    scope.values.insert(0, Value(f"{thing}.w", "variable", rank))
    if base:
        scope.variable_sets.append(f"{thing}.trainable_variables")


def keras_model(writer: Writer, scope: Scope) -> None:
    """A Keras model from 2 features to 2 features."""
    name = writer.fresh("model")
    make = writer.pick([_sequential, _functional, _subclassed, _own_layer])
    variables = make(writer, name)
    scope.functions.append(Function(lambda texts: f"{name}({texts[0]})", (2,), 2))
    if make is not _own_layer and writer.chance(30):
        scope.functions.append(Function(lambda texts: f"{name}.predict({texts[0]}, verbose=0)", (2,), 2))
    writer.line(f"{name}(tf.ones([2, 2]))")
    scope.variable_sets += variables
    if writer.chance(20):
        writer.line(f"{name}.trainable = False")


def _sequential(writer: Writer, name: str) -> list[str]:
    extra = writer.pick(["", ", tf.keras.layers.BatchNormalization()", ", tf.keras.layers.Dropout(0.5)"])
    writer.line(
        f"{name} = tf.keras.Sequential([tf.keras.layers.Dense(3, 'relu'){extra}, tf.keras.layers.Dense(2)])"
    )
    return [f"{name}.trainable_variables", f"{name}.layers[-1].trainable_weights", f"{name}.variables"]


def _functional(writer: Writer, name: str) -> list[str]:
    writer.line(f"{name}_in = tf.keras.Input([2])")
    writer.line(f"{name}_mid = tf.keras.layers.Dense(3)({name}_in)")
    writer.line(f"{name} = tf.keras.Model({name}_in, tf.keras.layers.Dense(2)({name}_mid))")
    return [f"{name}.trainable_variables", f"{name}.trainable_weights", f"{name}.get_layer(index=1).kernel"]


def _subclassed(writer: Writer, name: str) -> list[str]:
    kind = name.capitalize()
    with writer.block(f"class {kind}(tf.keras.Model):"):
        with writer.block("def __init__(self):"):
            writer.line("super().__init__()")
            writer.line("self.first = tf.keras.layers.Dense(2)")
            writer.line("self.second = tf.keras.layers.Dense(2)")
        with writer.block("def call(self, a):"):
            first = writer.pick(
                ["self.first(a)", "a", "tf.stop_gradient(self.first(a))", "tf.round(self.first(a))"]
            )
            writer.line(f"a = {first}")
            writer.line(f"return {writer.pick(['self.second(a)', 'a', 'self.second(a) + a'])}")
    writer.line(f"{name} = {kind}()")
    writer.line(f"{name}.first(tf.ones([1, 2])), {name}.second(tf.ones([1, 2]))")
    return [
        f"{name}.trainable_variables",
        f"[{name}.first.kernel, {name}.second.bias]",
        f"{name}.first.trainable_variables",
    ]


def _own_layer(writer: Writer, name: str) -> list[str]:
    kind = name.capitalize()
    with writer.block(f"class {kind}(tf.keras.layers.Layer):"):
        with writer.block("def build(self, shape):"):
            trainable = writer.pick(["", ", trainable=False"])
            writer.line(f"self.w = self.add_weight(shape=(2, 2), initializer='ones'{trainable})")
            writer.line("self.unused = self.add_weight(shape=(2,))")
        with writer.block("def call(self, a):"):
            writer.line(f"return {writer.pick(['a @ self.w', 'a * self.w', 'a * tf.stop_gradient(self.w)'])}")
    writer.line(f"{name} = {kind}()")
    return [f"{name}.trainable_variables", f"{name}.w", f"[{name}.w, {name}.unused]", f"{name}.weights"]


DEFINITIONS: list[Callable[[Writer, Scope], None]] = [
    *[helper] * 4, *[callable_custom] * 3, *[plain_class] * 2, *[keras_model] * 2,
    closure, recursion, generator, custom_gradient,
]  # fmt: skip
