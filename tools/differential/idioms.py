"""Ways of writing Python that programs use, as text: lines to write first, and the expression they make.

{a} and {b} are values, {b} of no higher rank; {n} is a fresh name. The result has the rank of {a}.
"""

from __future__ import annotations

from tools.differential import constructs, protocols
from tools.differential.model import Scope, Writer

ANYWHERE = [
    ("{n} = functools.partial(tf.multiply, {b})", "{n}({a})"),
    ("", "functools.reduce(lambda p, q: p + q, [{a}, {b}])"),
    ("", "operator.mul({a}, {b})"),
    ("", "tf.nest.map_structure(lambda e: e * 2.0, {{'x': {a}, 'y': [{b}]}})['x']"),
    ("{n} = {{}}\n{n}['k'] = {a}\n{n}.update(m={b})", "{n}.get('k') + {n}['m']"),
    ("{n} = dict(k={a})", "{n}.get('missing', {b}) + {n}.pop('k')"),
    ("{n} = dict(k={a})\nfor key, item in {n}.items():\n    {n}_total = item * 2.0", "{n}_total"),
    ("{n} = {{**dict(k={a}), 'm': {b}}}", "sum({n}.values())"),
    ("{n} = [{b}]\n{n}.extend([{a}, {b}])", "{n}[1]"),
    ("{n} = [{b}, {a}]", "{n}.pop()"),
    ("{n} = [{b}, {a}]\n{n}.insert(0, {b})\ndel {n}[0]", "{n}[1] * {n}[0]"),
    ("{n} = [{b}] + [{a}] * 2", "{n}[-1]"),
    ("{n} = ({a}, {b}, {b})", "{n}[:2][0]"),
    ("{n} = [{b}, {a}]", "{n}[::-1][0]"),
    ("*{n}, {n}_last = {b}, {b}, {a}", "{n}_last"),
    ("{n}, *{n}_rest = [{a}, {b}]", "{n} * {n}_rest[0]"),
    ("{n}, {n}_two = zip(*[({a}, {b}), ({b}, {a})])", "{n}[0] + {n}[1]"),
    ("for {n}, {n}_two in zip([{a}], [{b}]):\n    {n}_sum = {n} + {n}_two", "{n}_sum"),
    ("for {n}, {n}_two in [({a}, {b})]:\n    pass", "{n}"),
    ("{n} = lambda *args, **kwargs: args[0] * kwargs['k']", "{n}({a}, k={b})"),
    ("{n} = lambda x=1.0, *, y={b}: x * y", "{n}({a})"),
    ("{n} = {n}_two = {a} * 1.0", "{n}_two"),
    ("{n}, {n}_two = {a}, {b}\n{n}, {n}_two = {n} * {n}_two, {n}", "{n}"),
    ("{n} = types.SimpleNamespace(x={a})\n{n}.y = {n}.x * {b}", "{n}.y"),
    ("{n} = types.SimpleNamespace()\nsetattr({n}, 'x', {a})", "getattr({n}, 'x')"),
    (
        "def {n}(x):\n"
        "    total = x\n"
        "    def add():\n"
        "        nonlocal total\n"
        "        total = total * {b}\n"
        "    add()\n"
        "    return total",
        "{n}({a})",
    ),
    ("def {n}(x):\n    if COUNT > 2:\n        return x * {b}\n    return tf.round(x)", "{n}({a})"),
    ("def {n}(x):\n    return (x, {b}), {{'k': x * 2.0}}", "{n}({a})[1]['k']"),
    (
        "def {n}(x):\n"
        "    for _ in range(2):\n"
        "        x = x * 2.0\n"
        "        if COUNT == 3:\n"
        "            break\n"
        "    else:\n"
        "        x = tf.round(x)\n"
        "    return x",
        "{n}({a})",
    ),
    (
        "match COUNT:\n"
        "    case 1:\n"
        "        {n} = tf.round({a})\n"
        "    case 3 | 4:\n"
        "        {n} = {a} * {b}\n"
        "    case _:\n"
        "        {n} = {b}",
        "{n}",
    ),
    ("match ({a}, {b}):\n    case (x, y):\n        {n} = x * y", "{n}"),
    ("with contextlib.suppress(KeyError):\n    {n} = {a} * 2.0", "{n}"),
    ("with tf.name_scope('scope'):\n    {n} = {a} * {b}", "{n}"),
    (
        "{n} = tf.TensorArray(tf.float32, size=2)\n"
        "{n} = {n}.write(0, {a}).write(1, {a} * 2.0)",
        "{n}.stack()[0]",
    ),
    ("", "tf.while_loop(lambda i, x: i < 2, lambda i, x: (i + 1, x * 2.0), [0, {a} * 1.0])[1]"),
    ("", "tf.cond(tf.reduce_sum({b}) > 0.1, lambda: {a} * 2.0, lambda: {a} * 1.0)"),
    ("", "tf.switch_case(tf.constant(0), [lambda: {a} * 2.0, lambda: {a} * 1.0])"),
    ("", "tf.case([(tf.reduce_sum({b}) > 900.0, lambda: {a})], default=lambda: {a} * 2.0)"),
    ("", "tf.grad_pass_through(tf.round)({a} * 1.0)"),
    ("", "{a} + tf.stop_gradient({b} - {a})"),
    ("", "tf.stop_gradient({a}) * {b} + tf.zeros_like({a})"),
    ("", "tf.stop_gradient({b}) * {a}"),
    ("", "tf.zeros_like({a}) + tf.reduce_sum({b})"),
    ("", "({a} if COUNT == 3 else tf.round({a})) * 1.0"),
    ("", "({a}, tf.round({a}))[FLAG]"),
    ("", "[tf.round({a}), {a}][int(FLAG)]"),
    ("", "(None or [{a}])[0]"),
    ("", "next(iter([{a}, {b}]))"),
    ("", "next(e for e in ({a}, {b}))"),
    ("", "list(map(tf.sin, [{a}, {b}]))[0]"),
    ("", "[p * q for p in [{a}] for q in [{b}, 2.0]][0]"),
    ("", "{{k: e for k, e in zip('xy', [{a}, {b}])}}['x']"),
    ("", "list(filter(lambda e: e is not None, [None, {a}]))[0]"),
    ("", "list(reversed([{b}, {a}]))[0]"),
    ("", "keras.ops.multiply({a} * 1.0, {b} * 1.0)"),
    ("", "keras.ops.stop_gradient({a} * 1.0) + {b}"),
    ("", "keras.activations.relu({a} * 1.0)"),
    ("", "tf.keras.layers.Lambda(lambda e: e * 2.0)({a} * 1.0)"),
    ("", "tf.keras.layers.ReLU()({a} * 1.0)"),
    ("", "tf.math.add_n([{a}, {a}])"),
    ("", "tf.debugging.check_numerics({a} * 1.0, 'bad')"),
    ("", "tf.identity_n([{a}, {b}])[0]"),
    ("", "tf.tuple([{a} * 1.0, {b} * 1.0])[0]"),
    ("", "tf.reshape(tf.reshape({a}, [-1]), tf.shape({a}))"),
    ("", "tf.saturate_cast({a}, tf.float32)"),
    ("", "tf.math.real(tf.cast({a}, tf.complex64))"),
    ("", "tf.where(tf.reduce_sum({b}) > 900.0, {b}, {a})"),
    ("", "tf.map_fn(lambda e: e * {b}, tf.stack([{a}, {a}]))[0]"),
    ("", "tf.scan(lambda p, e: p + e, tf.stack([{a}, {a}]))[-1]"),
    ("", "tf.vectorized_map(lambda e: e * 2.0, tf.stack([{a}, {a}]))[0]"),
    ("", "tf.scatter_nd([[0]], tf.stack([{a}]), tf.shape(tf.stack([{a}])))[0]"),
    ("", "tf.tensor_scatter_nd_update(tf.stack([{a}, {a}]), [[1]], tf.zeros_like(tf.stack([{a}])))[0]"),
    ("", "tf.tensor_scatter_nd_update(tf.stack([{a}, {a}]), [[0]], tf.zeros_like(tf.stack([{a}])))[0]"),
]  # fmt: skip

EAGER = [
    ("for {n} in tf.data.Dataset.from_tensors({a} * 1.0):\n    {n}_out = {n} * 2.0", "{n}_out"),
    ("{n} = np.zeros(2)\n{n}[0] = tf.reduce_sum({a})", "tf.ones_like({a}) * tf.constant({n}[0], tf.float32)"),
    ("{n} = [float(e) for e in tf.reshape({a}, [-1])]", "tf.ones_like({a}) * sum({n})"),
    ("{n} = {a}.numpy()", "{b} * {n}"),
    ("{n} = {a}.numpy()", "{a} * {n}"),
    ("{n} = tf.keras.metrics.Mean()\n{n}.update_state({b})", "{a} * {n}.result()"),
    ("{n} = copy.copy({a} * 1.0)", "{n}"),
    ("{n} = copy.deepcopy({a} * 1.0)", "{n} * 2.0"),
    ("", "tf.constant({a} * 1.0) * {b}"),
    ("", "tf.constant(math.sin(tf.reduce_sum({a}))) * tf.ones_like({a})"),
    ("", "tf.ones_like({a}) * math.fsum([tf.reduce_sum({a})])"),
    ("", "tf.convert_to_tensor({a}.numpy()) + {b}"),
    ("", "tf.py_function(lambda p, q: p * tf.stop_gradient(q), [{a}, {b}], tf.float32)"),
    ("", "tf.numpy_function(lambda p: p, [{a}], tf.float32) * {b}"),
    ("{n} = sorted([{a}, {a} * 2.0], key=lambda e: float(tf.reduce_sum(e)))", "{n}[0]"),
    ("assert tf.reduce_all(tf.math.is_finite({a}))", "{a} * 2.0"),
    ("{n} = float(f'{{tf.reduce_sum({a}).numpy():.1f}}')", "tf.ones_like({a}) * {n}"),
]  # fmt: skip


IN_GRAPHS = ANYWHERE + constructs.ANYWHERE + protocols.ANYWHERE
OUTSIDE = IN_GRAPHS + EAGER + constructs.EAGER + protocols.EAGER


def idiom(writer: Writer, scope: Scope) -> None:
    """Write one of them, and bring its value into scope."""
    lines, expression = writer.pick(IN_GRAPHS if scope.graph else OUTSIDE)
    first = writer.recent(scope.floats())
    second = writer.recent([v for v in scope.floats() if v.rank <= first.rank])
    names = {"a": first.text, "b": second.text, "n": writer.fresh("n")}
    for line in lines.format(**names).splitlines():
        writer.line(line)
    writer.assign(scope, expression.format(**names), "tensor", first.rank)
