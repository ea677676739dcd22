"""NumPy functions and the TensorFlow functions that give the same values and carry the gradient."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tapelens.knowledge.table import display, respelled

# NumPy name = TensorFlow name (arguments that may also be positional | arguments by keyword only; what to
# add where it is not given). `a=input` is called `a` in NumPy and `input` in TensorFlow. An argument that
# is not named here has no twin; one with `!` must be given.
_WRITTEN = """
mean = reduce_mean(a=input_tensor, axis | keepdims)
average = reduce_mean(a=input_tensor, axis | keepdims)
sum = reduce_sum(a=input_tensor, axis | keepdims)
prod = reduce_prod(a=input_tensor, axis | keepdims)
max = reduce_max(a=input_tensor, axis | keepdims)
amax = reduce_max(a=input_tensor, axis | keepdims)
min = reduce_min(a=input_tensor, axis | keepdims)
amin = reduce_min(a=input_tensor, axis | keepdims)
std = math.reduce_std(a=input_tensor, axis | keepdims)
var = math.reduce_variance(a=input_tensor, axis | keepdims)
abs = abs(x)
absolute = abs(x)
fabs = abs(x)
square = square(x)
sqrt = sqrt(x)
exp = exp(x)
expm1 = math.expm1(x)
log = math.log(x)
log1p = math.log1p(x)
sin = sin(x)
cos = cos(x)
tan = tan(x)
sinh = sinh(x)
cosh = cosh(x)
tanh = tanh(x)
arcsin = asin(x)
arccos = acos(x)
arctan = atan(x)
arcsinh = asinh(x)
arctanh = atanh(x)
negative = negative(x)
reciprocal = math.reciprocal(x)
add = add(x1=x, x2=y)
subtract = subtract(x1=x, x2=y)
multiply = multiply(x1=x, x2=y)
divide = divide(x1=x, x2=y)
true_divide = divide(x1=x, x2=y)
power = pow(x1=x, x2=y)
maximum = maximum(x1=x, x2=y)
minimum = minimum(x1=x, x2=y)
arctan2 = atan2(x1=y, x2=x)
matmul = matmul(x1=a, x2=b)
dot = tensordot(a, b; axes=1)
tensordot = tensordot(a, b, axes; axes=2)
einsum = einsum(subscripts=equation, *operands=*inputs)
reshape = reshape(a=tensor, shape)
ravel = reshape(a=tensor; shape=[-1])
transpose = transpose(a, axes=perm)
expand_dims = expand_dims(a=input, axis)
squeeze = squeeze(a=input, axis)
concatenate = concat(arrays=values, axis; axis=0)
stack = stack(arrays=values, axis)
tile = tile(A=input, reps=multiples)
repeat = repeat(a=input, repeats, axis)
where = where(condition, x!, y!)
clip = clip_by_value(a=t, a_min=clip_value_min!, a_max=clip_value_max!)
array = convert_to_tensor(object=value)
asarray = convert_to_tensor(a=value)
copy = identity(a=input)
linalg.norm = norm(x=tensor | axis, keepdims)
linalg.inv = linalg.inv(a=input)
linalg.det = linalg.det(a=input)
linalg.solve = linalg.solve(a=matrix, b=rhs)
linalg.cholesky = linalg.cholesky(a=input)
linalg.slogdet = linalg.slogdet(a=input)
linalg.eigvalsh = linalg.eigvalsh(a=tensor)
linalg.pinv = linalg.pinv(a)
fft.rfft = signal.rfft(a=input_tensor)
"""
# The functions of `math`, with arguments of the same places.
_OF_MATH = """
sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp expm1 log log1p sqrt erf erfc lgamma = math.*
fabs = abs
pow = pow
atan2 = atan2
log2 log10 exp2 cbrt = experimental.numpy.*
degrees = experimental.numpy.rad2deg
radians = experimental.numpy.deg2rad
fsum = reduce_sum
prod = reduce_prod
"""
# Functions that `tf.experimental.numpy` has by the same name, with the same arguments.
_SAME = MappingProxyType(
    {
        "x": "log2 log10 exp2 sinc deg2rad rad2deg cbrt",
        "x1, x2": "hypot logaddexp",
        "a, b": "inner outer kron cross",
        "a, axis": "cumsum cumprod ptp nanmean nansum",
        "m, axis": "flip",
        "a, shift, axis": "roll",
        "a, axis1, axis2": "swapaxes",
        "a, source, destination": "moveaxis",
        "tup": "vstack hstack dstack",
        "v": "diag",
        "a": "trace",
        "m": "tril triu",
    }
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A TensorFlow function that does what a NumPy function does."""

    name: str  # full path: "tensorflow.reduce_mean"
    renamed: Mapping[
        str, str
    ]  # NumPy argument -> TensorFlow argument; an argument not in it has no counterpart
    positional: int  # so many leading positional arguments may stay as they are
    added: Mapping[str, str]  # keyword arguments to write where they are not given
    required: frozenset[str]  # NumPy arguments without which the two do different things


def twin(dotted: str) -> Twin | None:
    """Return the twin of a NumPy function by its path (`numpy.mean`, `np.mean`), None if it has none."""
    name = display(respelled(dotted))
    return _twins().get(name[len("np.") :]) if name.startswith("np.") else None


@functools.cache
def of_math(name: str) -> str:
    """Return the TensorFlow function that does what a function of `math` does, empty if there is none."""
    for line in _OF_MATH.strip().splitlines():
        words, _, path = line.partition(" = ")
        if name in words.split():
            return f"tensorflow.{path.replace('*', name)}"
    return ""


def names() -> tuple[str, ...]:
    """Return the NumPy functions that have a twin, by full path."""
    return tuple(f"numpy.{name}" for name in _twins())


@functools.cache
def _twins() -> Mapping[str, Twin]:
    found: dict[str, Twin] = {}
    for parameters, words in _SAME.items():
        for word in words.split():
            found[word] = _parsed(f"experimental.numpy.{word}({parameters})")
    for line in _WRITTEN.strip().splitlines():
        name, _, text = line.partition(" = ")
        found[name] = _parsed(text)
    return MappingProxyType(found)


def _parsed(text: str) -> Twin:
    name, _, rest = text.rstrip(")").partition("(")
    given, _, extra = rest.partition(";")
    first, _, later = given.partition("|")
    leading = _pairs(first)
    return Twin(
        name=f"tensorflow.{name}",
        renamed=MappingProxyType(leading | _pairs(later)),
        positional=len(leading),
        added=MappingProxyType(_pairs(extra)),
        required=frozenset(p.split("=")[0].strip(" !") for p in given.split(",") if p.endswith("!")),
    )


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, other = part.partition("=")
        found[name.strip("*!")] = other.strip("*!") or name.strip("*!")
    return found
