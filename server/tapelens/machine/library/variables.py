"""What models and layers hold: their parts, and the lists of variables that Keras makes of them."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Dtype, Kind, Place
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.library import dtypes
from tapelens.machine.machine import Machine
from tapelens.machine.requests import Taken
from tapelens.machine.values import (
    MISSING,
    PLAIN,
    Dict,
    Form,
    Instance,
    Library,
    MaybeWeights,
    Opaque,
    Sequence,
    Tensor,
    Union,
    Value,
)

WEIGHT_NAMES = frozenset(
    "kernel bias gamma beta embeddings depthwise_kernel pointwise_kernel recurrent_kernel".split()
)
STATISTICS = frozenset("moving_mean moving_variance".split())
KERAS_OWN = frozenset(
    "optimizer metrics loss losses compiled_loss compiled_metrics stop_training history metrics_names "
    "input_spec".split()
)
PLAIN_BASES = frozenset({"Layer", "Model", "Module", "ABC", "object", "Generic", "Protocol"})
LEGACY = "tf_keras"  # among a class's bases: they are of Keras 2, whatever Keras is installed
HIDDEN = ("__frozen_at__", "__row__", "__kind__", "__built__", "__inputs__", "__function__")
LISTS = frozenset(
    "trainable_variables trainable_weights variables weights non_trainable_variables non_trainable_weights".split()
)


def parts(owner: Value) -> list[Value]:
    """Return the direct parts of a model or layer in the order in which they were set."""
    if isinstance(owner, (Library, Instance)):
        held = [v for k, v in owner.cells.items() if _is_part(k) and isinstance(v, Value)]
        return [inner for v in held for inner in inside(v)]
    return []


def _is_part(name: object) -> bool:
    """Return whether an attribute that was set on a model is one of its parts, as far as the name tells."""
    return isinstance(name, str) and name not in HIDDEN and name not in KERAS_OWN


def inside(value: Value) -> list[Value]:
    """Return what is in a container, and in containers in it; a value of another kind itself."""
    if isinstance(value, Sequence):
        more = (
            value.rest.options if isinstance(value.rest, Union) else (value.rest,)
        )  # there may be all of them
        return [x for item in (*value.items, *more) if item is not None for x in inside(item)]
    if isinstance(value, Dict):
        return [x for item in value.cells.values() if isinstance(item, Value) for x in inside(item)]
    return [value]


def everything(value: Value) -> list[Value]:
    """Return every variable and unknown part in a value, as op inputs."""
    found: dict[int, Value] = {}
    seen: set[int] = set()
    todo = inside(value)
    while todo:
        current = todo.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, (Tensor, Opaque)):
            found[current.node] = current
        elif isinstance(current, (Library, Instance)):
            found[current.node] = Opaque(current.node)
            todo.extend(parts(current))
    return list(found.values())


def descendants(value: Value) -> list[Value]:
    """Return the layers, models and unknown parts at any depth in a model, without the model itself."""
    found: dict[int, Value] = {}
    todo = parts(value)
    while todo:
        current = todo.pop(0)
        if isinstance(current, (Library, Instance, Opaque, Union)) and id(current) not in found:
            found[id(current)] = current
            todo.extend(parts(current))
    return list(found.values())


def listed(m: Machine, node: ast.AST, owner: Library | Instance, name: str, frame: Frame) -> Value:
    """Return the list of variables that the property of this name gives."""
    collector = _Collector(m, trainable=name.startswith("trainable"), frozen=name.startswith("non_trainable"))
    collector.visit(owner, True)
    rest: Value | None = None
    if collector.unknown:
        rest = m.opaque(frame, node, owner)
    untracked = tuple(collector.untracked)
    taken = Taken(place(frame, node), collector.frozen_at, untracked, collector.hidden)
    made = Sequence("variables", tuple(collector.found.values()), rest)
    made.cells["taken"] = taken
    return made


class _Collector:
    """Walks a model's parts as Keras does."""

    def __init__(self, m: Machine, trainable: bool, frozen: bool) -> None:
        self.m = m
        self.trainable = trainable
        self.frozen = frozen
        self.found: dict[int, Value] = {}
        self.seen: set[int] = set()
        self.unknown = False
        self.frozen_at: Place = None
        self.hidden: Place = None  # the first part that a list leaves out with all that it has
        self.untracked: list[int] = []

    def visit(self, value: Value, trains: bool) -> None:
        if id(value) in self.seen:
            return
        self.seen.add(id(value))
        if isinstance(value, Tensor):
            self._variable(value, trains)
        elif isinstance(value, Library):
            self._library(value, trains)
        elif isinstance(value, Instance):
            self._instance(value, trains)
        elif isinstance(value, (Opaque, Union)):
            self.unknown = True

    def _keep(self, value: Tensor, is_trainable: bool) -> None:
        if (self.trainable and not is_trainable) or (self.frozen and is_trainable):
            return
        self.found[value.node] = value

    def _variable(self, value: Tensor, trains: bool) -> None:
        if value.form not in (Form.VARIABLE, Form.KERAS_VARIABLE):
            return
        flags = {self.m.graph.info[n].trainable is not False for n in self._leaves(value.node)}
        if len(flags) > 1:
            self.unknown = True
        else:
            self._keep(value, trains and flags == {True})

    def _leaves(self, node: int) -> list[int]:
        """Return the variables that one may be: another on each path."""
        graph = self.m.graph
        if graph.kinds[node] != Kind.ALIAS:
            return [node]
        return [leaf for n in graph.inputs[node] for leaf in self._leaves(n)]

    def _flag(self, value: Library | Instance, trains: bool) -> bool | None:
        from tapelens.machine.library.objects import flag

        own = flag(value.cells.get("trainable"))
        if own is None:
            self.unknown = True
            return trains
        if not own and self.frozen_at is None:
            self.frozen_at = value.cells.get("__frozen_at__")
        return trains and own

    def _library(self, value: Library, trains: bool) -> None:
        from tapelens.machine.library import models
        from tapelens.machine.library.objects import kind_of

        if kind_of(value) not in ("layer", "model"):
            return
        trains = bool(self._flag(value, trains))
        for part in models.nested(self.m, value):
            self.visit(part, trains)
        if kind_of(value) == "layer" and value.cells.get("__built__") is False:
            return
        if value.cells.get("__built__") is None:
            self.unknown = True
        if self.m.graph.info[value.node].variable:
            kind = MaybeWeights if value.cells.get("__built__") is None else Tensor
            self._keep(kind(value.node, Form.KERAS_VARIABLE, Dtype.FLOAT), trains)
        frozen = value.cells.get("__frozen__")
        if isinstance(frozen, Tensor):
            self._keep(frozen, False)

    def _instance(self, value: Instance, trains: bool) -> None:
        from tapelens.machine.library import functional
        from tapelens.machine.library.instances import is_model

        if not is_model(value):
            if value.cls.library:
                self.unknown = True
            for part in descendants(value):
                self._hide(part)
            return
        if inherits_parts(value):
            self.unknown = True
        trains = bool(self._flag(value, trains))
        keras = is_keras(value)
        apart = self.m.keras >= 3 and LEGACY not in value.cls.library
        outputs = value.cells.get("__outputs__")
        if isinstance(outputs, Value):
            for part in functional.made_with(self.m, outputs):
                self.visit(part, trains)
        for part in parts(value):
            if apart and not isinstance(part, Tensor) and is_keras(part) not in (None, keras):
                self._hide(part)  # neither a tf.Module nor Keras 3 looks into what belongs to the other
                continue
            if apart and not keras and isinstance(part, Tensor) and part.form == Form.KERAS_VARIABLE:
                continue
            if isinstance(part, Tensor) and keras and self.m.keras >= 3 and part.form == Form.VARIABLE:
                # Keras 3 does not track a tf.Variable on a layer
                if not self.frozen and self.m.graph.info[part.node].trainable:
                    self.untracked.append(part.node)
                continue
            self.visit(part, trains)

    def _hide(self, part: Value) -> None:
        if self.hidden is None and isinstance(part, (Library, Instance)) and is_keras(part) is not None:
            self.hidden = self.m.graph.places[part.node]


def is_keras(value: Value) -> bool | None:
    """Return whether a layer, model or module is one of Keras, None for what is neither."""
    from tapelens.machine.library.instances import is_model
    from tapelens.machine.library.objects import kind_of

    if isinstance(value, Library):
        known = kind_of(value) in ("layer", "model") and "__legacy__" not in value.cells
        return True if known else None
    if not isinstance(value, Instance) or not is_model(value) or has_unknown_base(value):
        return None
    return not any(base.endswith("Module") or base == LEGACY for base in value.cls.library)


def has_unknown_base(owner: Instance) -> bool:
    """Return whether it is not known what the object's class inherits."""
    return "?" in owner.cls.library


def inherits_parts(owner: Instance) -> bool:
    """Return whether the object may have weights that its library base made: a Dense, a Sequential, a functional model."""
    from tapelens.machine import classes

    bases = {base.rsplit(".", 1)[-1] for base in owner.cls.library if base != LEGACY}
    if bases - PLAIN_BASES or owner.cells.get("__unknown_parts__") is True:
        return True
    own = any(classes.find(owner.cls, name) is not MISSING for name in ("__init__", "call"))
    return "Model" in bases and not own


def add_weight(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Tensor:
    """Return the variable that `self.add_weight(...)` makes."""
    from tapelens.machine.library.core import make_variable

    dtype = dtypes.named(args.keywords.get("dtype")) or Dtype.FLOAT
    made = make_variable(m, node, PLAIN, args.keywords.get("trainable"), dtype, frame, True)
    made.exact = dtypes.exact(args.keywords.get("dtype")) or dtypes.REAL
    return made
