"""TensorFlow functions with a behaviour of their own: making tensors and variables, casts, ways out of TensorFlow."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype, Kind, Leaf
from tapelens.flow.reasons import Effect
from tapelens.knowledge.table import lookup
from tapelens.machine import calls, classes, iteration, tapes
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame, place
from tapelens.machine.functions import mark
from tapelens.machine.library import dtypes
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import methods, new
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Bound,
    External,
    Form,
    Function,
    Instance,
    Library,
    Opaque,
    PartialMethod,
    Sequence,
    Tape,
    Tensor,
    Union,
    Value,
)

IN_PY_FUNCTION = "inside of tf.py_function"
CONCRETE = (Form.TENSOR, Form.VARIABLE, Form.KERAS_VARIABLE)


@hook("tensorflow.GradientTape", stars=True)
def _tape(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return tapes.make(m, node, args, frame)


@hook(*(f"{name}.tensorflow.DistributedGradientTape" for name in ("horovod", "byteps")))
def _distributed_tape(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """The same tape, whose gradients are averaged over the processes."""
    tape = args.get(0, "gradtape") or args.get(0, "tape")
    if isinstance(tape, Tape):
        return tape
    return calls.opaque_call(m, node, External("horovod.tensorflow.DistributedGradientTape"), args, frame)


@hook("tensorflow.constant")
def _constant(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """Eager `tf.constant(tensor)` keeps the gradient; of a variable it does not."""
    value = args.get(0, "value") or PLAIN
    dtype = dtypes.named(args.get(1, "dtype")) or dtypes.of_content(value)
    if not nodes_of(value):
        made = m.leaf(frame, node, Form.TENSOR, dtype)
        made.exact = dtypes.exact(args.get(1, "dtype")) or dtypes.exact_of_content(value)
        return made
    if isinstance(value, Tensor) and value.form == Form.TENSOR:
        if args.get(2, "shape") is not None:
            return m.opaque(frame, node, value)  # another shape loses it, the same shape does not
        return value  # the same tensor
    lost = isinstance(value, Tensor) and value.form in (Form.VARIABLE, Form.KERAS_VARIABLE)
    effect = Effect.LEFT if lost else Effect.CARRY
    return m.op(frame, node, "tf.constant", ((value, effect),), Form.TENSOR, dtype)


@hook("tensorflow.convert_to_tensor", "keras.ops.convert_to_tensor")
def _convert(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "value") or PLAIN
    dtype = dtypes.named(args.get(1, "dtype")) or dtypes.of_content(value)
    if isinstance(value, Tensor) and value.form == Form.TENSOR:
        return value
    if not nodes_of(value):
        return m.leaf(frame, node, Form.TENSOR, dtype)
    if _may_be_tensor(value) or (isinstance(value, Tensor) and value.form == Form.ANY):
        return m.derived(frame, node, (value,), Form.TENSOR, dtype)
    return m.op(frame, node, "tf.convert_to_tensor", ((value, Effect.CARRY),), Form.TENSOR, dtype)


@hook(
    "tensorflow.cast",
    "keras.ops.cast",
    "keras.backend.cast",
)
def _cast(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "x") or args.get(0, "value") or args.get(0, "image") or PLAIN
    dtype, exact = dtypes.named(args.get(1, "dtype")), dtypes.exact(args.get(1, "dtype"))
    if not nodes_of(value):
        return m.leaf(frame, node, Form.TENSOR, dtype)
    made = _cast_tensor(m, node, value, dtype, exact, frame)
    made.exact = exact
    return made


@hook("tensorflow.raw_ops.Cast")
def _raw_cast(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    given = {"dtype": args.keywords.get("DstT", PLAIN)}
    return _cast(m, node, Args((args.keywords.get("x", PLAIN),), given), frame)


@hook("tensorflow.saturate_cast", "tensorflow.image.convert_image_dtype", "keras.ops.saturate_cast")
def _cast_anew(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """These make a new tensor even of the dtype that is there already."""
    value = args.get(0, "value") or args.get(0, "image") or args.get(0, "x") or PLAIN
    dtype = dtypes.named(args.get(1, "dtype"))
    if not nodes_of(value):
        return m.leaf(frame, node, Form.TENSOR, dtype)
    whole = Dtype.INTEGER in (dtype, value.dtype if isinstance(value, Tensor) else dtype)
    effect = Effect.INTEGER if whole else Effect.CARRY
    return m.op(frame, node, "tf.cast", ((value, effect),), Form.TENSOR, dtype)


def _cast_tensor(m: Machine, node: ast.AST, value: Value, dtype: int, exact: str, frame: Frame) -> Tensor:
    if dtype != Dtype.INTEGER and (_may_be_tensor(value) or _may_have(value, exact)):
        return m.derived(frame, node, (value,), Form.TENSOR, dtype)  # the same dtype gives the same tensor
    whole = Dtype.INTEGER in (dtype, value.dtype if isinstance(value, Tensor) else dtype)
    effect = Effect.INTEGER if whole else Effect.CARRY
    form = Form.SYMBOLIC if isinstance(value, Tensor) and value.form == Form.SYMBOLIC else Form.TENSOR
    return m.op(frame, node, "tf.cast", ((value, effect),), form, dtype)


def _may_have(value: Value, exact: str) -> bool:
    """Return whether the value may be of the dtype already: it is, or one of the two is not known."""
    if not isinstance(value, Tensor) or value.form not in (Form.TENSOR, Form.VARIABLE, Form.ANY):
        return False
    return value.dtype != Dtype.INTEGER and (not exact or value.exact in ("", dtypes.REAL, exact))


def _may_be_tensor(value: Value) -> bool:
    """Return whether the value is not known, so that it may be a tensor, which is then given back as it is."""
    return isinstance(value, (Opaque, Union))


@hook("keras.backend.variable")
def _backend_variable(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """Keras's old backend makes floats of whatever it is given."""
    given = args.get(1, "dtype")
    dtype = (dtypes.named(given) or Dtype.UNKNOWN) if given else Dtype.FLOAT
    return make_variable(m, node, args.get(0, "value") or PLAIN, None, dtype, frame, is_keras=False)


@hook("tensorflow.Variable", "keras.Variable", stars=True)
def _variable(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    content = args.get(0, "initial_value") or args.get(0, "initializer") or args.get(0, "value") or PLAIN
    given = args.get(None, "dtype")
    dtype = dtypes.named(given) or (Dtype.UNKNOWN if given or args.unknown else dtypes.of_content(content))
    trainable = args.get(1, "trainable") or (PLAIN if args.unknown else None)
    is_keras = isinstance(node, ast.Call) and "keras" in ast.unparse(node.func)
    made = make_variable(m, node, content, trainable, dtype, frame, is_keras)
    made.exact = dtypes.exact(given) or ("" if args.unknown else dtypes.exact_of_content(content))
    return made


def make_variable(
    m: Machine,
    node: ast.AST,
    content: Value,
    trainable: Value | None,
    dtype: int,
    frame: Frame,
    is_keras: bool,
) -> Tensor:
    """Return a new variable; what its first content was computed from does not follow."""
    flag = constant(trainable, MISSING) if trainable is not None else True
    known = None if flag is MISSING else bool(flag) if flag is not None else True
    inputs = nodes_of(content)
    effects = tuple(Effect.NEWVAR for _ in inputs)
    info = Leaf(variable=True, trainable=known)
    label = "keras.Variable" if is_keras else "tf.Variable"
    made = m.graph.leaf(place(frame, node), m.context, dtype, info, label, inputs, effects)
    form = Form.KERAS_VARIABLE if is_keras and m.keras >= 3 else Form.VARIABLE
    return Tensor(made, form, dtype)


@hook("tensorflow.compat.v1.nn.softmax_cross_entropy_with_logits")
def _cross_entropy_of_v1(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """TensorFlow 1's function lets no gradient through to the labels; its successor does."""
    labels, logits = args.keywords.get("labels") or PLAIN, args.keywords.get("logits") or PLAIN
    inputs = ((labels, Effect.LABELS), (logits, Effect.CARRY))
    return m.op(frame, node, "tf.compat.v1.nn.softmax_cross_entropy_with_logits", inputs, dtype=Dtype.FLOAT)


@hook("tensorflow.numpy_function", "tensorflow.compat.v1.py_func", "tensorflow.py_func")
def _numpy_function(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    values = args.get(1, "inp") or PLAIN
    return m.op(frame, node, "tf.numpy_function", ((values, Effect.LEFT),), Form.TENSOR)


def _exit(m: Machine, node: int) -> int:
    """Return the step in which a number or an array has left TensorFlow, the newest of several."""
    todo, seen = [node], {node}
    while todo:
        current = max(todo)
        todo.remove(current)
        if Effect.LEFT in m.graph.effects[current]:
            return current
        older = [n for n in m.graph.inputs[current] if n not in seen]
        seen.update(older)
        todo += older
    return node


@hook("tensorflow.py_function")
def _py_function(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function, values = args.get(0, "func"), args.get(1, "inp") or PLAIN
    if isinstance(function, Function):
        result = calls.call(m, node, function, Args(iteration.elements(m, node, values, frame).known), frame)
        if isinstance(result, Tensor) and result.form in (Form.ARRAY, Form.NUMBER):
            # what leaves TensorFlow inside of it comes back with a gradient of zero
            unit, line = m.graph.places[_exit(m, result.node)] or place(frame, node)
            values = m.op(Frame(unit, {}), line, IN_PY_FUNCTION, ((values, Effect.ZERO),), Form.TENSOR)
    return m.op(frame, node, "tf.py_function", ((values, Effect.CARRY),), Form.TENSOR)


@hook("tensorflow.recompute_grad")
def _recompute(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function = args.get(0, "f")
    if isinstance(function, Function):
        return mark(m, node, "tensorflow.recompute_grad", function, frame)
    method = classes.find(function.cls, "__call__") if isinstance(function, Instance) else None
    if isinstance(function, Instance) and isinstance(method, Function):
        return Bound(mark(m, node, "tensorflow.recompute_grad", method, frame), (function,))
    return function or m.opaque(frame, node)


@hook(
    "tensorflow.autograph.to_graph",
    "tensorflow.autograph.experimental.do_not_convert",
)
def _same_function(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return args.get(0, "f") or args.get(0, "func") or m.opaque(frame, node)


@hook(
    "tensorflow.logical_and",
    "tensorflow.logical_or",
    "tensorflow.logical_not",
    "tensorflow.math.logical_xor",
    "tensorflow.math.invert_permutation",
    *(f"tensorflow.bitwise.{name}" for name in ("bitwise_and", "bitwise_or", "bitwise_xor", "invert")),
)
def _of_whole(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """These take and give what has no gradient anyway."""
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    inputs = tuple((value, Effect.INTEGER) for value in args.all())
    return m.op(frame, node, name, inputs, Form.TENSOR, Dtype.INTEGER)


@hook("tensorflow.edit_distance")
def _edit_distance(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    inputs = tuple((value, Effect.NONDIFF) for value in args.all())
    return m.op(frame, node, "tf.edit_distance", inputs, Form.TENSOR, Dtype.FLOAT)


@hook("keras.activations.get", "keras.losses.get", "keras.metrics.get", "keras.optimizers.get")
def _by_name(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    """What Keras finds under a name; what is no name is given back as it is."""
    given = args.get(0, "identifier")
    if isinstance(given, (Function, Bound, Library, Instance, External)):
        return given
    name = constant(given) if given is not None else MISSING
    module = ast.unparse(node.func).rsplit(".", 2)[-2] if isinstance(node, ast.Call) else ""
    if name is None and module == "activations":
        name = "linear"
    path = f"keras.{module}.{name}"
    row = lookup(path, m.tensorflow) if isinstance(name, str) else None
    if row is None:
        return m.opaque(frame, node, *args.all(), label="call")
    return External(path) if row.kind == "function" else calls.call(m, node, External(path), Args(), frame)


@hook("tensorflow.grad_pass_through")
def _pass_through(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return External("tensorflow.identity")  # for the gradient it is that


@hook("tensorflow.tuple")
def _tuple(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    given = iteration.elements(m, node, args.get(0, "tensors") or PLAIN, frame)
    if given.rest is not None:
        return m.opaque(frame, node, *args.all())
    made = (m.op(frame, node, "tf.tuple", ((v, Effect.CARRY),)) for v in given.known)
    return Sequence("list", tuple(made))


@hook("functools.partial")
def _partial(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if not args.positional:
        return m.opaque(frame, node, *args.all())
    return Bound(args.positional[0], args.positional[1:], dict(args.keywords))


@hook("functools.partialmethod")
def _partial_method(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    if not args.positional:
        return m.opaque(frame, node, *args.all())
    return PartialMethod(args.positional[0], args.positional[1:], dict(args.keywords))


@hook("numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator")
def _rng(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "numpy.random.Generator", "rng", frame)


@methods("rng")
def _drawn(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    if name in ("shuffle", "seed"):
        return NONE
    if name in ("integers", "randint", "poisson", "binomial", "geometric"):
        return m.leaf(frame, node, Form.ARRAY, Dtype.INTEGER)
    given = name in ("permutation", "permuted", "choice")
    return m.leaf(frame, node, Form.ARRAY, Dtype.UNKNOWN if given else Dtype.FLOAT)


@hook("dataclasses.field")
def _field(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    maker = args.keywords.get("default_factory")
    if maker is None:
        return args.keywords.get("default") or m.opaque(frame, node)
    made = Library("dataclasses.field", m.leaf(frame, node).node)
    made.cells["default_factory"] = maker
    return made


@hook("copy.copy", "copy.deepcopy")
def _copy(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    value = args.get(0, "x") or PLAIN
    if isinstance(value, Tensor) and value.form in CONCRETE:
        if m.graph.kinds[value.node] == Kind.LEAF and m.graph.info[value.node].variable:
            return make_variable(m, node, value, None, value.dtype, frame, False)
        return value
    if isinstance(value, Sequence):
        return Sequence(value.kind, value.items, value.rest)
    return value if isinstance(value, (Tensor, Union)) else m.opaque(frame, node, value)


@hook("collections.deque")
def _deque(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    first, most = args.get(0, "iterable"), args.get(1, "maxlen")
    made = Sequence("list") if first is None else iteration.listed(m, node, first, frame)
    if isinstance(made, Sequence) and most is not None and constant(most, MISSING) is not None:
        size = constant(most)
        bound = made.cells["bounded"] = size if isinstance(size, int) else 0  # appending may drop an element
        made.cells["items"] = made.items[-bound:]
    return made


@hook("numpy.array", "numpy.asarray")
def _array(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return array(m, node, args, frame)


def array(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Tensor:
    """Return the array that NumPy makes of a content."""
    value = args.get(0, "object") or args.get(0, "a") or PLAIN
    dtype = dtypes.named(args.get(1, "dtype")) or dtypes.of_content(value)
    nodes = nodes_of(value)
    if not nodes:
        return m.leaf(frame, node, Form.ARRAY, dtype)
    arrays = isinstance(value, Tensor) and value.form in (Form.ARRAY, Form.NUMBER)
    if arrays:
        return m.derived(frame, node, (value,), Form.ARRAY, dtype)
    return m.op(frame, node, "np.array", ((value, Effect.LEFT),), Form.ARRAY, dtype)
