"""The abstract values that names hold.

Mutable state (attributes, elements, what a tape watches) lives in dicts called cells and is written only through
the store, so that a branch can be undone and joined.
"""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tapelens.flow.graph import Dtype

if TYPE_CHECKING:
    from tapelens.machine.arguments import Args
    from tapelens.machine.frames import Frame, UnitRef

Cells = dict[Any, Any]


class Form:
    """What a numeric value is at run time."""

    TENSOR: Final = 0
    VARIABLE: Final = 1
    KERAS_VARIABLE: Final = 2
    ARRAY: Final = 3  # NumPy
    NUMBER: Final = 4  # a Python number computed from data
    SYMBOLIC: Final = 5  # a Keras tensor, outside any call
    ANY: Final = 6  # one of the above, not known which


class Value:
    """Anything that a name can hold."""

    __slots__ = ()


class Const(Value):
    """A Python constant."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class Plain(Value):
    """Unknown plain data that no gradient can pass: a shape, a string, a length."""

    __slots__ = ()


class Tensor(Value):
    """A numeric value with a node in the flow graph.

    `missing`: whether a gradient is None, None where that is not certain. `exact`: the name of the dtype, where it is known.
    """

    __slots__ = ("dtype", "exact", "form", "missing", "node")

    def __init__(
        self, node: int, form: int = Form.TENSOR, dtype: int = Dtype.UNKNOWN, missing: bool | None = False
    ) -> None:
        self.exact = ""
        self.node = node
        self.form = form
        self.dtype = dtype
        self.missing = missing


class MaybeWeights(Tensor):
    """The weights of a layer that may not have been built: then there are none."""

    __slots__ = ()


class OpenCells(Cells):
    """Cells that may hold anything under a key that was never written."""

    __slots__ = ()


class Opaque(Value):
    """A value of which nothing is known; `cells` keeps what the code has stored on it since."""

    __slots__ = ("cells", "node")

    def __init__(self, node: int) -> None:
        self.node = node
        self.cells: Cells = OpenCells()


class Sum(Opaque):
    """What `+` of two unknown values gives: a number, or two lists (of variables, say) put together."""

    __slots__ = ("parts",)

    def __init__(self, node: int, parts: tuple[Value, ...]) -> None:
        super().__init__(node)
        self.parts = parts


class Sequence(Value):
    """A list, tuple or set. Cells: `items` (a tuple of values), `rest` (what further elements may be, or None)."""

    __slots__ = ("cells", "kind")

    def __init__(self, kind: str, items: tuple[Value, ...] = (), rest: Value | None = None) -> None:
        self.kind = kind
        self.cells: Cells = {"items": items, "rest": rest}

    @property
    def items(self) -> tuple[Value, ...]:
        """The known elements."""
        items: tuple[Value, ...] = self.cells["items"]
        return items

    @property
    def rest(self) -> Value | None:
        """What further elements may be; None when there are none."""
        rest: Value | None = self.cells["rest"]
        return rest


REST = ("rest of the keys",)
FACTORY = ("what makes the value of a missing key",)
OF_KERAS = ("whether Keras made an unknown value",)


class Dict(Value):
    """A dict: constant keys to values in the cells, and under REST what other keys may hold."""

    __slots__ = ("cells",)

    def __init__(self, cells: Cells | None = None) -> None:
        self.cells: Cells = {} if cells is None else cells

    def known(self) -> dict[Any, Value]:
        """Return the known items in order."""
        return {
            key: value
            for key, value in self.cells.items()
            if key not in (REST, FACTORY) and value is not MISSING
        }


class Missing:
    """The content of a cell that does not exist."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()  # the cell is empty
UNSET = Missing()  # nobody wrote it: it holds whatever the object had


class External(Value):
    """A thing of a library that is knowledge, never interpreted, by its dotted import path."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class Method(Value):
    """A library method bound to its object."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Value, name: str) -> None:
        self.owner = owner
        self.name = name


class Function(Value):
    """A function of the user's."""

    __slots__ = ("cls", "defaults", "frame", "marks", "name", "node", "setter", "unit")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        unit: UnitRef,
        frame: Frame,
        defaults: dict[str, Value],
        cls: Class | None = None,
    ) -> None:
        self.node = node
        self.unit = unit
        self.frame = frame
        self.defaults = defaults
        self.cls = cls
        self.name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
        self.marks: frozenset[str] = frozenset()
        self.setter: Value | None = None  # of a property


class Bound(Value):
    """A callable with leading arguments: a method with its `self`, or a `functools.partial`."""

    __slots__ = ("first", "function", "keywords")

    def __init__(
        self, function: Value, first: tuple[Value, ...], keywords: dict[str, Value] | None = None
    ) -> None:
        self.function = function
        self.first = first
        self.keywords = keywords or {}


class PartialMethod(Value):
    """What `functools.partialmethod` gives; reading it from an object binds it."""

    __slots__ = ("first", "function", "keywords")

    def __init__(self, function: Value, first: tuple[Value, ...], keywords: dict[str, Value]) -> None:
        self.function = function
        self.first = first
        self.keywords = keywords


class Generator(Value):
    """What a generator function, a generator expression or `map` gives: it runs when something asks for elements."""

    __slots__ = ("holds", "run")

    def __init__(self, run: Callable[[ast.AST, Frame], Sequence], holds: tuple[Value, ...]) -> None:
        self.run = run  # returns the elements, given where and from which frame they are asked for
        self.holds = holds


class Coroutine(Value):
    """What calling an `async def` gives: its body runs where it is awaited."""

    __slots__ = ("holds", "run")

    def __init__(self, run: Callable[[ast.AST, Frame], Value], holds: tuple[Value, ...]) -> None:
        self.run = run  # returns the result, given where and from which frame it is awaited
        self.holds = holds


class Manager(Value):
    """What a function under `contextlib.contextmanager` gives: its body runs around that of a `with`."""

    __slots__ = ("args", "function")

    def __init__(self, function: Function, args: Args) -> None:
        self.function = function
        self.args = args


class Class(Value):
    """A class of the user's; `library` holds the dotted paths of its library bases.

    `order` is the class and its bases of the user's in the order in which an attribute is looked for.
    """

    __slots__ = ("bases", "cells", "library", "name", "node", "order", "reader", "unit")

    def __init__(self, name: str, node: ast.ClassDef, unit: UnitRef, bases: tuple[Value, ...]) -> None:
        self.name = name
        self.node = node
        self.unit = unit
        self.bases = bases
        self.order: tuple[Class, ...] = (self,)
        self.cells: Cells = {}
        self.library: tuple[str, ...] = ()
        self.reader: Value | None = None  # its `__getattribute__`, where it has one of its own


class Instance(Value):
    """An object of a class of the user's; `node` stands for the whole object where it is not looked into."""

    __slots__ = ("cells", "cls", "node")

    def __init__(self, cls: Class, node: int) -> None:
        self.cls = cls
        self.node = node
        self.cells: Cells = {}


class Super(Value):
    """`super()` in a method: the object, and the class whose bases are asked."""

    __slots__ = ("cls", "owner")

    def __init__(self, cls: Class, owner: Value) -> None:
        self.cls = cls
        self.owner = owner


class Library(Value):
    """An object of a library class, by the class's canonical path. `node` stands for its weights or itself."""

    __slots__ = ("cells", "node", "path")

    def __init__(self, path: str, node: int) -> None:
        self.path = path
        self.node = node
        self.cells: Cells = {}


class Tape(Value):
    """A gradient tape; its state is in the cells (see `machine.tapes`)."""

    __slots__ = ("cells", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self.cells: Cells = {}


class Module(Value):
    """A module of the user's project; `frame` holds its names."""

    __slots__ = ("frame", "name")

    def __init__(self, name: str, frame: Frame) -> None:
        self.name = name
        self.frame = frame


class Union(Value):
    """One of a few values, which one depends on the path taken."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Value, ...]) -> None:
        self.options = options

    @property
    def present(self) -> tuple[Value, ...]:
        """The options that go on where the value is used: None has no attributes and no elements, nor can it be called."""
        found = tuple(o for o in self.options if not (isinstance(o, Const) and o.value is None))
        return found or self.options


# The first names of the libraries whose code is known as far as it matters.
ROOTS = frozenset(("tensorflow", "keras", "tf_keras", "keras_core", "numpy", *sys.stdlib_module_names))
CONSTANTS: dict[str, object] = {
    **{
        f"{root}.{name}": getattr(math, name)
        for root in ("math", "numpy")
        for name in ("pi", "e", "inf", "nan")
    },
    **dict.fromkeys(("numpy.newaxis", "tensorflow.newaxis")),
    "math.tau": math.tau,
    "typing.TYPE_CHECKING": False,  # it is when code runs
    "six.PY2": False,
    "six.PY3": True,
    "sys.version_info.major": 3,
}


def library(path: str) -> Value:
    """Return what an import path of a library names: a constant that everybody knows, or a thing of its own."""
    return Const(CONSTANTS[path]) if path in CONSTANTS else External(path)


PLAIN = Plain()
NONE = Const(None)
EMPTY_TUPLE: tuple[Value, ...] = ()
