"""Larger customs of real programs: objects that own tapes, optimizers, training steps, class features.

Each is a piece of text: definitions at the top of the module, and calls that the program may make later.
{n} is a fresh name, {v} a float variable, {c} a float tensor of the same rank, which is the result's too.
"""

from __future__ import annotations

from tools.differential import constructs, protocols
from tools.differential.model import Function, Scope, Writer

# lines, how it is called with one argument
CALLABLES = [
    (
        ("class {n}:\n    scale = 2.0\n    @staticmethod\n    def run(a):\n        return a * {v}"),
        "{n}.run({{0}})",
    ),
    (
        ("class {n}:\n    @classmethod\n    def run(cls, a):\n        return tf.round(a) + {v}"),
        "{n}.run({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __init__(self):\n"
            "        self._w = {v}\n"
            "    @property\n"
            "    def w(self):\n"
            "        return self._w * 2.0\n"
            "    def run(self, a):\n"
            "        return a * self.w"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}Base:\n"
            "    def run(self, a):\n"
            "        return self.inner(a) * 2.0\n"
            "class {n}({n}Base):\n"
            "    def inner(self, a):\n"
            "        return a + {v}"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}Base:\n"
            "    def __init__(self, w):\n"
            "        self.w = w\n"
            "    def run(self, a):\n"
            "        return a * self.w\n"
            "class {n}({n}Base):\n"
            "    def __init__(self):\n"
            "        super().__init__({v})\n"
            "    def run(self, a):\n"
            "        return super().run(a) + 1.0"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "@dataclasses.dataclass\n"
            "class {n}:\n"
            "    w: object\n"
            "    k: float = 2.0\n"
            "    def run(self, a):\n"
            "        return a * self.w * self.k"
        ),
        "{n}({v}).run({{0}})",
    ),
    (
        "{n} = collections.namedtuple('{n}', 'a b')",
        "{n}({{0}}, {v}).a",
    ),
    (
        "{n} = collections.namedtuple('{n}', ['a', 'b'])",
        "(lambda p: p.a * p.b)({n}(b={v}, a={{0}}))",
    ),
    (
        (
            "def {n}_twice(f):\n"
            "    @functools.wraps(f)\n"
            "    def inner(*args, **kwargs):\n"
            "        return f(*args, **kwargs) * 2.0\n"
            "    return inner\n"
            "@{n}_twice\n"
            "def {n}(a):\n"
            "    return a * {v}"
        ),
        "{n}({{0}})",
    ),
    (
        (
            "def {n}_times(k):\n"
            "    def wrap(f):\n"
            "        return lambda a: f(a) * k\n"
            "    return wrap\n"
            "@{n}_times(3.0)\n"
            "def {n}(a):\n"
            "    return a + {v}"
        ),
        "{n}({{0}})",
    ),
    (
        "{n} = dict(sin=tf.sin, own=lambda a: a * {v}, none=tf.round)",
        "{n}['own']({{0}})",
    ),
    (
        "{n} = dict(sin=tf.sin, own=lambda a: a * {v}, none=tf.round)",
        "{n}['none']({{0}})",
    ),
    (
        "{n} = [tf.sin, tf.square, lambda a: a + {v}]",
        "functools.reduce(lambda a, f: f(a), {n}, {{0}})",
    ),
    (
        ("{n}_state = {{'w': {v}}}\ndef {n}(a):\n    return a * {n}_state['w']"),
        "{n}({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __call__(self, a):\n"
            "        self.last = a * {v}\n"
            "        return self.last + 1.0\n"
            "{n}_it = {n}()"
        ),
        "{n}_it({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __init__(self):\n"
            "        self.seen = []\n"
            "    def add(self, a):\n"
            "        self.seen.append(a)\n"
            "        return self\n"
            "    def total(self):\n"
            "        return tf.add_n(self.seen)"
        ),
        "{n}().add({{0}}).add({{0}} * {v}).total()",
    ),
    (
        (
            "class {n}:\n"
            "    def __init__(self, a):\n"
            "        self.a = a\n"
            "    def __add__(self, other):\n"
            "        return {n}(self.a + other.a)\n"
            "    def __getitem__(self, i):\n"
            "        return self.a * {v}"
        ),
        "({n}({{0}}) + {n}({v}))[0]",
    ),
    (
        (
            "class {n}(tf.Module):\n"
            "    def __init__(self):\n"
            "        super().__init__()\n"
            "        self.ws = [{v}, tf.Variable(1.0)]\n"
            "    @tf.function\n"
            "    def __call__(self, a):\n"
            "        return a * self.ws[0]\n"
            "{n}_it = {n}()"
        ),
        "{n}_it({{0}})",
    ),
    (
        ("def {n}(a, *, training=False):\n    return a * {v} if training else tf.round(a)"),
        "{n}({{0}}, training=True)",
    ),
    (
        ("def {n}(a, *, training=False):\n    return a * {v} if training else tf.round(a)"),
        "{n}({{0}})",
    ),
    (
        ("def {n}(a):\n    with tf.name_scope('x'):\n        return a * {v}\n    return a"),
        "{n}({{0}})",
    ),
    (
        ("def {n}(a):\n    try:\n        return a * {v}\n    finally:\n        pass"),
        "{n}({{0}})",
    ),
    (
        ("def {n}(a):\n    global {n}_kept\n    {n}_kept = a * {v}\n    return {n}_kept"),
        "{n}({{0}})",
    ),
    (
        (
            "def {n}(a):\n"
            "    assert a is not None\n"
            "    if a.shape.rank == 77:\n"
            "        return None\n"
            "    return a * {v}"
        ),
        "{n}({{0}})",
    ),
]

# lines that end in gradient calls; they stand alone in the module
TRAININGS = [
    (
        "{n} = tf.keras.optimizers.SGD(0.1)\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_l = tf.reduce_sum({v} * {c})\n"
        "{n}_g = {n}_t.gradient({n}_l, [{v}])\n"
        "{n}.apply_gradients(zip({n}_g, [{v}]))"
    ),
    (
        "class {n}:\n"
        "    def __init__(self):\n"
        "        self.tape = tf.GradientTape(persistent=True)\n"
        "    def run(self):\n"
        "        with self.tape:\n"
        "            self.y = {v} * {c}\n"
        "        return self.tape.gradient(self.y, [{v}, {c}])\n"
        "{n}().run()"
    ),
    (
        "def {n}(tape, y, xs):\n"
        "    return tape.gradient(y, xs)\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_t.watch({c})\n"
        "    {n}_y = {v} * tf.stop_gradient({c})\n"
        "{n}({n}_t, {n}_y, [{v}, {c}])"
    ),
    (
        "def {n}(f, x):\n"
        "    with tf.GradientTape() as t:\n"
        "        t.watch(x)\n"
        "        y = f(x)\n"
        "    return t.gradient(y, x)\n"
        "{n}(lambda a: a * {v}, {c})\n"
        "{n}(tf.round, {c})\n"
        "{n}(lambda a: {n}(tf.sin, a), {c})"
    ),
    (
        "@tf.function\n"
        "def {n}(x):\n"
        "    with tf.GradientTape(persistent=True) as t:\n"
        "        y = x * {v}\n"
        "        z = tf.round({v}) * x\n"
        "    a = t.gradient(y, {v})\n"
        "    b = t.gradient(z, {v})\n"
        "    return a\n"
        "{n}({c})"
    ),
    (
        "with tf.GradientTape() as {n}_outer:\n"
        "    with tf.GradientTape() as {n}_inner:\n"
        "        {n}_y = {v} * {v} * {c}\n"
        "    {n}_g = {n}_inner.gradient({n}_y, {v})\n"
        "{n}_outer.gradient({n}_g, [{v}, {c}])"
    ),
    (
        "with tf.GradientTape() as {n}_outer:\n"
        "    with tf.GradientTape() as {n}_inner:\n"
        "        {n}_y = tf.sin({v})\n"
        "{n}_g = {n}_inner.gradient({n}_y, {v})\n"
        "{n}_outer.gradient({n}_g, {v})"
    ),
    (
        "{n} = [{v}, tf.Variable(1.0)]\n"
        "for {n}_w in {n}:\n"
        "    with tf.GradientTape() as {n}_t:\n"
        "        {n}_l = tf.reduce_sum({v} * 2.0)\n"
        "    {n}_t.gradient({n}_l, {n}_w)"
    ),
    (
        "with tf.GradientTape() as {n}_t:\n"
        "    {n} = {{'a': {v} * 2.0, 'b': tf.round({v})}}\n"
        "{n}_t.gradient({n}['b'], {v})"
    ),
    (
        "with tf.GradientTape(persistent=True) as {n}_t:\n"
        "    {n} = [{v} * float(k) for k in range(2)]\n"
        "{n}_gs = [{n}_t.gradient({n}_y, {v}) for {n}_y in {n}]"
    ),
    (
        "def {n}(x, w=None):\n"
        "    w = {v} if w is None else w\n"
        "    return x * w\n"
        "with tf.GradientTape(persistent=True) as {n}_t:\n"
        "    {n}_y = {n}({c})\n"
        "    {n}_z = {n}({c}, 3.0)\n"
        "{n}_t.gradient({n}_y, {v})\n"
        "{n}_t.gradient({n}_z, {v})"
    ),
    (
        "{n} = tf.GradientTape()\n"
        "{n}.__enter__()\n"
        "{n}_y = {v} * 2.0\n"
        "{n}.__exit__(None, None, None)\n"
        "{n}.gradient({n}_y, {v})"
    ),
    (
        "def {n}():\n"
        "    x = {c} + 0.0\n"
        "    with tf.GradientTape() as t:\n"
        "        t.watch(x)\n"
        "        y = x * {v}\n"
        "        x = x * 2.0\n"
        "    return t.gradient(y, [x, {v}])\n"
        "{n}()"
    ),
    (
        "{n}_x = {c} * 1.0\n"
        "for {n}_i in range(2):\n"
        "    with tf.GradientTape() as {n}_t:\n"
        "        {n}_t.watch({n}_x)\n"
        "        {n}_l = tf.reduce_sum({n}_x * {v})\n"
        "    {n}_x = {n}_x - 0.1 * {n}_t.gradient({n}_l, {n}_x)"
    ),
]


def callable_custom(writer: Writer, scope: Scope) -> None:
    """Write one of the callables and make it known to the scope."""
    variables = [v for v in scope.values if v.kind == "variable"]
    lines, call = writer.pick(CALLABLES + constructs.CALLABLES + protocols.CALLABLES)
    variable = writer.pick(variables)
    names = {"n": writer.fresh("Custom"), "v": variable.text}
    _write(writer, lines.format(**names))
    text = call.format(**names)
    scope.functions.append(Function(lambda texts: text.format(*texts), (variable.rank,), variable.rank))


def training_custom(writer: Writer, scope: Scope) -> None:
    """Write one of the trainings with a variable and a tensor of the program."""
    variables = [v for v in scope.values if v.kind == "variable"]
    variable = (
        writer.pick(variables) if variables else writer.assign(scope, "tf.Variable(3.0)", "variable", 0)
    )
    tensors = [v for v in scope.floats(variable.rank) if v.kind == "tensor"]
    tensor = writer.pick(tensors).text if tensors else f"tf.ones({[2] * variable.rank})"
    if not tensors:
        writer.line(f"spare = {tensor}")
        tensor = "spare"
    _write(
        writer,
        writer.pick(TRAININGS + constructs.TRAININGS).format(
            n=writer.fresh("custom"), v=variable.text, c=tensor
        ),
    )


def _write(writer: Writer, text: str) -> None:
    for line in text.splitlines():
        writer.line(line)
