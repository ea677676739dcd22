"""More ways of writing programs: lazy iterators, patterns, properties, contexts, the loops and layers of TensorFlow.

As in `idioms`, {a} and {b} are values, {b} of no higher rank, and {n} is a fresh name; the result has the rank of {a}.
"""

from __future__ import annotations

ANYWHERE = [
    ("{n} = ({a} * k for k in [1.0, 2.0])", "sum({n})"),
    ("{n} = ({a} * k for k in [1.0, 2.0])\n{n}_first = next({n})", "{n}_first"),
    ("{n} = map(lambda e: e * {b}, [{a}])", "list({n})[0]"),
    ("{n} = list(itertools.chain([{a}], [{b}]))", "{n}[0]"),
    ("", "sum(p * q for p, q in itertools.product([{a}], [{b}, 2.0]))"),
    ("", "list(itertools.accumulate([{a}, {b}]))[-1]"),
    ("", "next(itertools.islice([{b}, {a}], 1, 2))"),
    ("", "list(itertools.starmap(operator.mul, [({a}, {b})]))[0]"),
    ("{n} = collections.defaultdict(list)\n{n}['k'].append({a})\n{n}['m'].append({b})", "{n}['k'][0]"),
    ("{n} = collections.OrderedDict(x={b}, y={a})", "{n}.popitem()[1]"),
    ("{n} = collections.deque([{b}, {a}], maxlen=2)\n{n}.append({b})", "{n}[0]"),
    ("{n} = {{f'k{{i}}': e for i, e in enumerate([{a}, {b}])}}", "{n}['k0']"),
    ("{n} = dict(x={b}) | dict(x={a})", "{n}['x']"),
    ("{n} = [{b}] * 3\n{n}[1:2] = [{a}]", "{n}[1]"),
    ("", "[e for _, e in sorted(dict(y={b}, x={a}).items())][0]"),
    ("", "math.prod([{a}, {b}])"),
    ("", "({a} if isinstance({a}, tf.Variable) else tf.stop_gradient({a})) * 1.0"),
    ("", "({b} if isinstance([{a}], list) else {a}) + {a} * 0.5"),
    ("{n} = list(map(float, [1, 2]))", "{a} * {n}[1]"),
    (
        "match [{a}, {b}]:\n    case [{n}, *{n}_rest]:\n        {n}_sum = {n} + sum({n}_rest)",
        "{n}_sum",
    ),
    (
        "match {{'kind': 'soft', 'x': {a}}}:\n"
        "    case {{'kind': 'hard', 'x': {n}}}:\n"
        "        {n} = tf.round({n})\n"
        "    case {{'kind': 'soft', 'x': {n}}}:\n"
        "        {n} = {n} * 2.0",
        "{n}",
    ),
    ("def {n}(x):\n    try:\n        return tf.round(x)\n    finally:\n        return x * {b}", "{n}({a})"),
    (
        "def {n}(*args, scale={b}, **rest):\n"
        "    rest.setdefault('k', 2.0)\n"
        "    return args[0] * scale * rest['k']",
        "{n}({a})",
    ),
    ("def {n}(x, seen=None):\n    seen = seen or []\n    seen.append(x)\n    return seen[-1] * {b}", "{n}({a})"),
    ("", "tf.cond(True, lambda: {a} * 2.0, lambda: tf.round({a}))"),
    ("{n} = tf.map_fn(lambda e: (e * {b}, tf.round(e)), tf.stack([{a}, {a}]), (tf.float32, tf.float32))", "{n}[0][0]"),
    ("{n} = tf.map_fn(lambda e: (e * {b}, tf.round(e)), tf.stack([{a}, {a}]), (tf.float32, tf.float32))", "{n}[1][0]"),
    ("", "tf.scan(lambda p, e: e * 2.0, tf.stack([{a}, {a}]), initializer={a} * 1.0)[-1]"),
    ("", "tf.foldl(lambda p, e: p + e, tf.stack([{a}, {a}]), initializer={a} * 0.5)"),
    ("", "tf.math.angle(tf.complex({a}, {a} * 2.0))"),
    ("", "tf.math.imag(tf.complex({a} * 3.0, tf.round({a})))"),
    ("", "tf.math.real(tf.sign(tf.complex({a}, {a} * 2.0)))"),
    ("", "tf.nest.pack_sequence_as([0, 0], [{a}, {b}])[0]"),
    ("", "tf.RaggedTensor.from_row_lengths(tf.stack([{a}, {a}]), [1, 1]).flat_values[0]"),
    ("", "tf.gather_nd(tf.stack([{a}, {a}]), [1])"),
    ("", "tf.nn.embedding_lookup(tf.stack([{a}, {a}]), 1)"),
    (
        "",
        "tf.reshape(tf.sparse.to_dense(tf.SparseTensor([[0], [1]], tf.stack([tf.reduce_sum({a}), 1.0]), [2]))[0], []) + {a}",
    ),
    ("", "tf.sparse.to_dense(tf.SparseTensor([[0]], [tf.reduce_sum({b})], [1]))[0] * tf.stop_gradient({a})"),
]  # fmt: skip

EAGER = [
    ("with contextlib.ExitStack() as {n}_stack:\n    {n} = {a} * {b}", "{n}"),
    ("@contextlib.contextmanager\ndef {n}_scope():\n    yield {b}\nwith {n}_scope() as {n}:\n    {n} = {n} * {a}", "{n}"),
    ("", "tf.recompute_grad(lambda e: e * {b} * 2.0)({a} * 1.0)"),
    ("", "vars(types.SimpleNamespace(x={a}))['x'] * 1.0"),
    ("{n} = np.arange(2.0, dtype=np.float32)", "{a} * {n}[1]"),
    ("{n} = tf.Variable({a})\n{n}_out = {n}.assign({b} * tf.ones_like({a})) * 2.0", "{n}_out"),
    ("{n} = tf.Variable(np.arange(2))", "{a} * tf.cast({n}[1], tf.float32)"),
    (
        "{n} = tf.keras.layers.BatchNormalization()\n"
        "{n}_in = tf.reshape({a} * tf.ones([2, 2]), [2, 2])",
        "tf.reduce_sum({n}({n}_in, training=True)) * tf.ones_like({a})",
    ),
    (
        "{n} = tf.keras.layers.LSTMCell(2)\n"
        "{n}_out, {n}_state = {n}(tf.reshape({a} * tf.ones([2, 2]), [2, 2]), [tf.zeros([2, 2])] * 2)",
        "tf.reduce_sum({n}_state[0]) * tf.ones_like({a})",
    ),
    (
        "{n} = tf.keras.layers.GRU(2, return_state=True)(tf.reshape({a} * tf.ones([2, 2]), [1, 2, 2]))",
        "tf.reduce_sum({n}[1]) + tf.stop_gradient({a})",
    ),
    (
        "{n} = tf.keras.layers.MultiHeadAttention(1, 2)\n"
        "{n}_in = tf.reshape({a} * tf.ones([2, 2]), [1, 2, 2])",
        "tf.reduce_sum({n}({n}_in, {n}_in)) * tf.ones_like({a})",
    ),
    ("{n} = tf.keras.layers.Embedding(4, 2)", "tf.reduce_sum({n}(tf.cast({a}, tf.int32))) + {b} * tf.ones_like({a})"),
]  # fmt: skip

CALLABLES = [
    (
        (
            "class {n}:\n"
            "    def __init__(self):\n"
            "        self._kept = None\n"
            "    @property\n"
            "    def kept(self):\n"
            "        return self._kept\n"
            "    @kept.setter\n"
            "    def kept(self, value):\n"
            "        self._kept = value * {v}\n"
            "    def run(self, a):\n"
            "        self.kept = a\n"
            "        return self.kept"
        ),
        "{n}().run({{0}})",
    ),
    (
        (
            "class {n}:\n"
            "    @functools.cached_property\n"
            "    def scale(self):\n"
            "        return {v} * 2.0\n"
            "{n}_it = {n}()\n"
            "{n}_it.scale"
        ),
        "({{0}} * {n}_it.scale)",
    ),
    (
        (
            "class {n}:\n"
            "    @functools.cached_property\n"
            "    def scale(self):\n"
            "        return {v} * 2.0\n"
            "{n}_it = {n}()"
        ),
        "({{0}} * {n}_it.scale)",
    ),
    (
        (
            "@dataclasses.dataclass\n"
            "class {n}Soft:\n"
            "    w: object\n"
            "@dataclasses.dataclass\n"
            "class {n}Hard:\n"
            "    w: object\n"
            "def {n}(layer, a):\n"
            "    match layer:\n"
            "        case {n}Hard(w=w):\n"
            "            return tf.round(a * w)\n"
            "        case {n}Soft(w):\n"
            "            return a * w"
        ),
        "{n}({n}Soft({v}), {{0}})",
    ),
    (
        (
            "@dataclasses.dataclass(frozen=True)\n"
            "class {n}:\n"
            "    x: object\n"
            "    w: object\n"
            "{n}_it = {n}({v}, tf.round({v}))"
        ),
        "dataclasses.replace({n}_it, x={{0}}).x",
    ),
    (
        (
            "class {n}(typing.NamedTuple):\n"
            "    a: object\n"
            "    w: object\n"
            "    def run(self):\n"
            "        return self.a * self.w"
        ),
        "{n}({{0}}, {v}).run()",
    ),
    (
        (
            "class {n}:\n"
            "    def __init__(self, a):\n"
            "        self.a = a\n"
            "    def __neg__(self):\n"
            "        return {n}(-self.a * {v})\n"
            "    def __call__(self):\n"
            "        return self.a"
        ),
        "(-{n}({{0}}))()",
    ),
    (
        "class {n}:\n    def __getattr__(self, name):\n        return {v} * 2.0\n{n}_it = {n}()",
        "({{0}} * {n}_it.anything)",
    ),
    (
        (
            "class {n}Base:\n"
            "    def act(self, a):\n"
            "        return tf.round(a)\n"
            "class {n}({n}Base):\n"
            "    def act(self, a):\n"
            "        return super().act(a) + a * {v}"
        ),
        "{n}().act({{0}})",
    ),
    (
        (
            "{n}_hooks = {{}}\n"
            "def {n}_register(name):\n"
            "    def wrap(f):\n"
            "        {n}_hooks[name] = f\n"
            "        return f\n"
            "    return wrap\n"
            "@{n}_register('soft')\n"
            "def {n}_soft(a):\n"
            "    return a * {v}\n"
            "@{n}_register('hard')\n"
            "def {n}_hard(a):\n"
            "    return tf.round(a)"
        ),
        "{n}_hooks['soft']({{0}})",
    ),
    (
        (
            "def {n}(a):\n"
            "    state = a\n"
            "    def step(k):\n"
            "        nonlocal state\n"
            "        state = state + {v} * k\n"
            "    for k in (1.0, 2.0):\n"
            "        step(k)\n"
            "    return state"
        ),
        "{n}({{0}})",
    ),
    (
        (
            "@tf.custom_gradient\n"
            "def {n}(a, w):\n"
            "    def grad(upstream):\n"
            "        return upstream * 2.0, None\n"
            "    return a * w, grad"
        ),
        "{n}({{0}} * 1.0, {v} * 1.0)",
    ),
    ("{n} = tf.recompute_grad(lambda a: tf.round(a))", "{n}({{0}} * 1.0)"),
    ("{n} = functools.partial(lambda a, w, hard=False: tf.round(a) if hard else a * w, w={v})", "{n}({{0}})"),
]

TRAININGS = [
    (
        "{n} = (e * {v} for e in [1.0, 2.0])\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_y = sum({n})\n"
        "{n}_t.gradient({n}_y, [{v}, {c}])"
    ),
    (
        "with contextlib.ExitStack() as {n}:\n"
        "    {n}_t = {n}.enter_context(tf.GradientTape())\n"
        "    {n}_y = {v} * {c}\n"
        "{n}_t.gradient({n}_y, [{v}, {c}])"
    ),
    (
        "@contextlib.contextmanager\n"
        "def {n}():\n"
        "    with tf.GradientTape(persistent=True) as t:\n"
        "        yield t\n"
        "with {n}() as {n}_t:\n"
        "    {n}_y = {v} * 2.0\n"
        "{n}_z = {n}_y * {v}\n"
        "{n}_t.gradient({n}_y, {v})\n"
        "{n}_t.gradient({n}_z, [{v}, {c}])"
    ),
    (
        "with tf.GradientTape() as {n}_outer:\n"
        "    with tf.GradientTape() as {n}_inner:\n"
        "        {n}_y = tf.reduce_sum({v} ** 3)\n"
        "    {n}_g = {n}_inner.gradient({n}_y, {v})\n"
        "    {n}_hv = tf.reduce_sum({n}_g * tf.stop_gradient({v}))\n"
        "{n}_outer.gradient({n}_hv, [{v}, {c}])"
    ),
    (
        "with tf.GradientTape(persistent=True) as {n}_t:\n"
        "    {n}_y = {v} ** 3\n"
        "    with {n}_t.stop_recording():\n"
        "        {n}_g = {n}_t.gradient({n}_y, {v})\n"
        "    {n}_z = {n}_g * {v}\n"
        "{n}_t.gradient({n}_z, {v})\n"
        "{n}_t.gradient({n}_g, {v})"
    ),
    (
        "{n}_xs = [tf.constant(float(k)) for k in range(3)]\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    for {n}_x in {n}_xs[1:]:\n"
        "        {n}_t.watch({n}_x)\n"
        "    {n}_y = sum(x * x for x in {n}_xs) + tf.reduce_sum({v})\n"
        "{n}_t.gradient({n}_y, {n}_xs)"
    ),
    (
        "def {n}(f):\n"
        "    def g(x):\n"
        "        with tf.GradientTape() as t:\n"
        "            t.watch(x)\n"
        "            y = f(x)\n"
        "        return t.gradient(y, x)\n"
        "    return g\n"
        "{n}({n}(lambda x: x ** 3))({c})\n"
        "{n}(lambda x: tf.round(x) * {v})({c})"
    ),
    (
        "{n}_ws = dict(b={v}, a=tf.Variable(2.0), unused=tf.Variable(3.0))\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_y = {n}_ws['a'] * {n}_ws['b']\n"
        "{n}_t.gradient({n}_y, [{n}_ws[k] for k in sorted({n}_ws)])"
    ),
    (
        "{n}_ws = [{v}, tf.Variable(2.0)]\n"
        "for {n}_i in range(2):\n"
        "    with tf.GradientTape() as {n}_t:\n"
        "        {n}_y = tf.reduce_sum({n}_ws[0] * {n}_ws[1])\n"
        "    {n}_g = {n}_t.gradient({n}_y, {n}_ws)\n"
        "    for {n}_w, {n}_d in zip({n}_ws, {n}_g):\n"
        "        {n}_w.assign_sub(0.1 * {n}_d)"
    ),
    (
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_y = {v} * {c}\n"
        "{n}_t.gradient({n}_y, {n}_t.watched_variables())"
    ),
    (
        "{n} = tf.keras.layers.BatchNormalization()\n"
        "{n}_x = tf.reshape(tf.ones([2, 2]) * {c}, [2, 2])\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_y = {n}({n}_x, training=True) * {v}\n"
        "{n}_t.gradient({n}_y, [{n}.gamma, {n}.moving_mean, {v}])"
    ),
    (
        "{n} = tf.keras.Sequential([tf.keras.layers.Dense(1)])\n"
        "{n}.build((None, 2))\n"
        "{n}_fast = [w * 1.0 for w in map(tf.convert_to_tensor, {n}.get_weights())]\n"
        "with tf.GradientTape() as {n}_t:\n"
        "    {n}_t.watch({n}_fast)\n"
        "    {n}_y, _ = {n}.stateless_call({n}_fast, [], tf.ones([1, 2]))\n"
        "{n}_t.gradient({n}_y, {n}_fast)"
    ),
]
