"""What Python asks of classes and blocks: special methods, orders of bases, blocks that stop early, stars.

As in `constructs`: {a} and {b} are values, {b} of no higher rank, {n} is a fresh name, {v} a variable.
"""

from __future__ import annotations

ANYWHERE = [
    ("", "tf.case([(tf.reduce_sum({b}) > 900.0, lambda: tf.zeros_like({a}))], default=lambda: {a} * 2.0)"),
    ("", "tf.switch_case(tf.constant(7), {{0: lambda: tf.zeros_like({a})}}, default=lambda: {a} * 2.0)"),
    ("{n}, {n}_two = zip(*[({a}, {b}) for _ in range(COUNT)])", "sum({n})"),
    ("{n}, {n}_two = zip(*[({a}, {b}) for _ in range(COUNT)])", "tf.zeros_like({a}) + sum({n}_two)"),
    ("{n} = dict([('k', {a})], **{{'m': {b}}})", "{n}['k']"),
    ("{n} = collections.deque([{b}], maxlen=2)\n{n}.extendleft([{a}, {b}])", "{n}[1]"),
    ("", "operator.itemgetter(1)([{b}, {a}])"),
    ("", "list(itertools.zip_longest([{b}], [{b}, {a}], fillvalue=0.0))[1][1]"),
    ("_, {n} = itertools.tee([{a}, {b}])", "list({n})[0]"),
    ("", "tf.RaggedTensor.from_row_lengths(tf.stack([{a}, {a}]), [1, 1]).to_tensor()[0][0]"),
    (
        "def {n}_inner(x):\n"
        "    yield tf.round(x)\n"
        "    return x * {b}\n"
        "def {n}_outer(x):\n"
        "    got = yield from {n}_inner(x)\n"
        "    yield got",
        "list({n}_outer({a}))[-1]",
    ),
    ("{n} = lambda *values, scale=1.0: values[-1] * scale", "{n}(*[{b}, {a}], **dict(scale={b}))"),
]

EAGER = [
    (
        "{n} = {a} * 0.5\n"
        "try:\n"
        "    {n} = {a} * 1.0\n"
        "    assert COUNT > 5\n"
        "    {n} = tf.round({a})\n"
        "except AssertionError:\n"
        "    pass",
        "{n}",
    ),
    (
        "{n} = {a} * 0.5\n"
        "with contextlib.suppress(ZeroDivisionError):\n"
        "    {n} = {a} * 1.0\n"
        "    {n} = {n} * (1 / (COUNT - 3))\n"
        "    {n} = tf.round({a})",
        "{n}",
    ),
    ("", "np.flip(tf.stack([{a}, {b} * tf.ones_like({a})]))[0]"),
    ("{n} = np.vectorize(lambda e: e * 2.0)({a})", "tf.convert_to_tensor({n}, tf.float32) * {b}"),
    ("{n} = None\ntry:\n    {n} = {a} * 1.0\nexcept ValueError:\n    pass", "{n} * 2.0"),
]

CALLABLES = [
    (
        (
            "{n}_w = {v}\n"
            "class {n}:\n"
            "    {n}_w = tf.Variable(1.0)\n"
            "    def run(self, a):\n"
            "        return a * {n}_w"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def act(self, a, hard):\n"
            "        return tf.round(a) if hard else a * {v}\n"
            "    hard = functools.partialmethod(act, hard=True)\n"
            "    soft = functools.partialmethod(act, hard=False)"
        ),
        "{n}().soft({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __setattr__(self, name, value):\n"
            "        object.__setattr__(self, name, value * {v})\n"
            "    def run(self, a):\n"
            "        self.kept = a\n"
            "        return self.kept"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "@dataclasses.dataclass(frozen=True)\n"
            "class {n}:\n"
            "    w: object\n"
            "    def __post_init__(self):\n"
            "        object.__setattr__(self, 'w', self.w * {v})"
        ),
        "{n}({{0}}).w",
    ),
    (
        (
            "class {n}Base:\n"
            "    def run(self, a):\n"
            "        return tf.round(a)\n"
            "class {n}Left({n}Base):\n"
            "    def run(self, a):\n"
            "        return super().run(a) + a * 2.0\n"
            "class {n}Right({n}Base):\n"
            "    def run(self, a):\n"
            "        return super().run(a) + {v}\n"
            "class {n}({n}Left, {n}Right):\n"
            "    pass"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}Part:\n"
            "    def __get__(self, owner, cls):\n"
            "        return owner.kept * {v}\n"
            "    def __set__(self, owner, value):\n"
            "        owner.kept = value * 2.0\n"
            "class {n}:\n"
            "    part = {n}Part()\n"
            "    def run(self, a):\n"
            "        self.part = a\n"
            "        return self.part"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __init__(self, *values):\n"
            "        self.values, self.place = values, 0\n"
            "    def __iter__(self):\n"
            "        return self\n"
            "    def __next__(self):\n"
            "        self.place += 1\n"
            "        if self.place > len(self.values):\n"
            "            raise StopIteration\n"
            "        return self.values[self.place - 1]"
        ),
        "sum({n}({{0}}, {v}, {{0}}))",
    ),
    (
        (
            "class {n}Empty:\n"
            "    def __len__(self):\n"
            "        return 0\n"
            "class {n}({n}Empty):\n"
            "    def run(self, a):\n"
            "        return tf.round(a) if self else a * {v}"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    def __enter__(self):\n"
            "        return self\n"
            "    def __exit__(self, *error):\n"
            "        return True\n"
            "    def run(self, a):\n"
            "        kept = tf.round(a)\n"
            "        with self:\n"
            "            kept = a * {v}\n"
            "            raise ValueError\n"
            "        return kept"
        ),
        "{n}().run({{0}})",
    ),
]
