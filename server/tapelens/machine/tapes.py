"""Tapes: made, entered, told to watch, paused, reset, and asked for gradients."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, replace
from typing import Any

from tapelens.flow.graph import Context, Dtype
from tapelens.flow.query import Query
from tapelens.flow.reasons import Effect
from tapelens.flow.second import read_by_gradient
from tapelens.flow.tape import TapeState, Watch
from tapelens.machine import noticed
from tapelens.machine.arguments import Args, constant
from tapelens.machine.frames import Frame, UnitRef, place
from tapelens.machine.machine import Machine, nodes_of
from tapelens.machine.requests import Asked, Request, flatten_sources, not_a_tensor, taken_lists
from tapelens.machine.values import (
    MISSING,
    NONE,
    PLAIN,
    Const,
    Coroutine,
    Dict,
    External,
    Method,
    Opaque,
    Sequence,
    Tape,
    Tensor,
    Union,
    Value,
)

NEVER = -1  # a tape that was made and not entered yet
WORK_OF_A_STEP = 10  # so many nodes are searched in the time of one step
PAUSE = "stop_recording()"  # what the method gives, which is entered
METHODS = ("gradient", "jacobian", "batch_jacobian")


@dataclass(frozen=True, slots=True)
class Used:
    """The call that used up a tape."""

    unit: UnitRef
    node: ast.AST


def make(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Tape:
    """Return the tape that `tf.GradientTape(...)` makes."""
    tape = Tape(m.tapes)
    m.tapes += 1
    persistent = args.get(0, "persistent")
    watching = args.get(1, "watch_accessed_variables")
    fresh = {
        "persistent": None if args.unknown else _flag(persistent, False),
        "watches_variables": None if args.unknown else _flag(watching, True),
        "watches": (),
        "epoch": 0,
        "used": None,
        "started": NEVER,
        "escaped": False,
        "name": "",
        "place": place(frame, node),
        "block": None,
        "block_unit": frame.unit,
        "within": 0,
    }
    for key, value in fresh.items():
        m.store.set(tape.cells, key, value)  # on other ways there is no such tape
    m.tape_list.append(tape)
    return tape


def _flag(value: Value | None, default: bool) -> bool | None:
    if value is None:
        return default
    known = constant(value, MISSING)
    return None if known is MISSING else bool(known)


def enter(m: Machine, tape: Tape, name: str, frame: Frame, block: ast.AST) -> None:
    """Start recording."""
    cells = tape.cells
    if cells["used"] is not None:  # a used tape starts afresh
        m.store.set(cells, "used", None)
        _reset(m, tape)
    if cells["started"] == NEVER:
        m.store.set(cells, "started", len(m.graph))
    if name:
        m.store.set(cells, "name", name)
    sits_in(m, tape, block, frame)
    recording = (*m.context.recording, (tape.number, cells["epoch"]))
    m.context = Context(recording, m.context.paused, m.context.away)


def sits_in(m: Machine, tape: Tape, block: ast.AST, frame: Frame) -> None:
    """Note in which block, and in which call, the tape records."""
    m.store.set(tape.cells, "block", block)
    m.store.set(tape.cells, "block_unit", frame.unit)
    m.store.set(tape.cells, "within", m.graph.here)


def leave(m: Machine, tape: Tape) -> None:
    """Stop recording (one sitting of it, where the tape was entered twice)."""
    recording = list(m.context.recording)
    for i in range(len(recording) - 1, -1, -1):
        if recording[i][0] == tape.number:
            del recording[i]
            break
    m.context = Context(tuple(recording), m.context.paused, m.context.away)


def paused(m: Machine, tape: Tape) -> Context:
    """Return the context in which the tape is stopped."""
    recording = tuple(entry for entry in m.context.recording if entry[0] != tape.number)
    return replace(m.context, recording=recording, paused=m.context.paused | {tape.number})


def by_hand(m: Machine, node: ast.AST, pause: Method, name: str, args: Args, frame: Frame) -> Value:
    """Carry out `__enter__` or `__exit__` of what `stop_recording()` gave, called without a `with`."""
    tape = pause.owner
    if not isinstance(tape, Tape) or pause.name != PAUSE or name not in ("__enter__", "__exit__"):
        return m.opaque(frame, node, *args.all(), label="call")
    if name == "__enter__":
        m.context = paused(m, tape)
    elif tape.number in m.context.paused and tape.cells["epoch"] is not None:
        recording = (*m.context.recording, (tape.number, tape.cells["epoch"]))
        m.context = replace(m.context, recording=recording, paused=m.context.paused - {tape.number})
    return NONE


def note_read(m: Machine, value: object) -> None:
    """Count that a name gave the tape away; what becomes of it shows whether all its uses are known."""
    if isinstance(value, Tape):
        m.tape_reads[value.number] += 1
    elif isinstance(value, Union):
        for option in value.options:
            note_read(m, option)


def attribute(m: Machine, owner: Tape, name: str) -> Value:
    """Return an attribute of a tape."""
    if name != "watched_variables":  # what the variables are wanted for is out of sight
        m.tape_uses[owner.number] += 1
    return Method(owner, name)


def call_method(m: Machine, node: ast.AST, owner: Tape, name: str, args: Args, frame: Frame) -> Value:
    """Return what a method of the tape gives."""
    if name in METHODS and isinstance(node, ast.Call):
        return ask(m, node, owner, name, args, frame)
    if name == "watch":
        given = args.get(0, "tensor") or PLAIN
        if isinstance(node, ast.Call):
            noticed.of_watch(m, node, owner, given, frame)
        watch(m, node, owner, given, frame)
        return NONE
    if name == "reset":
        _reset(m, owner)
        return NONE
    if name == "__enter__":
        enter(m, owner, "", frame, node)
        return owner
    if name == "__exit__":
        leave(m, owner)
        return NONE
    if name == "stop_recording":
        return Method(owner, PAUSE)
    if name == "watched_variables":
        return _variables_so_far(m, node, frame)
    m.store.set(owner.cells, "escaped", True)
    return m.opaque(frame, node)


def watch(m: Machine, node: ast.AST, tape: Tape, value: Value, frame: Frame) -> None:
    """Carry out `tape.watch(value)`."""
    # TensorFlow ignores a watch while no tape at all records: after the block, or in a pause.
    ignored = not m.context.recording and tape.cells["started"] != NEVER
    now = sys.maxsize if ignored else len(m.graph)
    added = tuple(Watch(n, now, place(frame, node)) for n in nodes_of(value))
    m.store.set(tape.cells, "watches", (*tape.cells["watches"], *added))


def _variables_so_far(m: Machine, node: ast.AST, frame: Frame) -> Value:
    """Return the tuple of the variables that a tape has seen: any of those that there are."""
    variables = tuple(n for n, info in enumerate(m.graph.info) if info.variable)
    return Opaque(m.graph.opaque(variables, m.context, place(frame, node), "call"))


def _reset(m: Machine, tape: Tape) -> None:
    epoch = tape.cells["epoch"] + 1 if tape.cells["epoch"] is not None else None
    m.store.set(tape.cells, "epoch", epoch)
    m.store.set(tape.cells, "watches", ())
    recording = tuple(
        (n, epoch if n == tape.number and epoch is not None else e) for n, e in m.context.recording
    )
    m.context = replace(m.context, recording=recording)


def started_at(cell: int | None) -> int | None:
    """Return the time of the first block; where paths differ the tape is taken to have recorded all along."""
    if cell == NEVER:
        return None
    return 0 if cell is None else cell


def state(m: Machine, tape: Tape) -> TapeState:
    """Return what the flow room needs to know of the tape now."""
    cells = tape.cells
    unsure = cells["epoch"] is None
    return TapeState(
        tape.number,
        cells["place"],
        cells["name"] or "",
        cells["persistent"],
        cells["watches_variables"],
        cells["epoch"] or 0,
        started_at(cells["started"]),
        cells["watches"],
        cells["escaped"] is not False or unsure,
        m.graph.here if cells["within"] is None else cells["within"],
    )


def ask(m: Machine, node: ast.Call, tape: Tape, method: str, args: Args, frame: Frame) -> Value:
    """Record a gradient call and return its result."""
    target = args.get(0, "target")
    sources = args.get(1, "sources") or args.get(1, "source")
    if target is None or sources is None:
        return m.opaque(frame, node, *args.all())
    source_node = _argument(node, 1, ("sources", "source"))
    asked, open_end = flatten_sources(source_node or node, sources)
    request = Request(
        unit=frame.unit,
        node=node,
        method=method,
        tape=state(m, tape),
        tape_unit=tape.cells["block_unit"],
        target=target,
        targets=nodes_of(target),
        target_node=_argument(node, 0, ("target",)),
        sources_node=source_node,
        sources=tuple(asked),
        time=len(m.graph),
        turn=m.turn,
        zero=_is_zero(args),
        inside=m.context.epoch(tape.number) is not None,
        open_end=open_end,
        block=tape.cells["block"],
        taken=taken_lists(sources),
        repeated=m.repeats > 0,
        keras=m.keras,
        recorded_elsewhere=any(number != tape.number for number, _ in m.context.recording),
        seeds=_seeds(args) if method == "gradient" else (),
        aside=m.graph.aside,
    )
    _check_use(m, node, tape, request)
    if tape.cells["persistent"] is False and not frame.graph_mode and _row_by_row(method, args):
        request.raises, request.used = "tape-reused", (request.unit, node)
    m.requests.append(request)
    return _result(m, node, request, sources, frame)


def _seeds(args: Args) -> tuple[Value, ...]:
    """Return the output gradients: the result is linear in them."""
    given = args.get(2, "output_gradients")
    return () if given is None else (given,)


def _argument(node: ast.Call, position: int, names: tuple[str, ...]) -> ast.AST | None:
    for keyword in node.keywords:
        if keyword.arg in names:
            return keyword.value
    if position < len(node.args) and not any(isinstance(a, ast.Starred) for a in node.args[: position + 1]):
        return node.args[position]
    return None


def _is_zero(args: Args) -> bool:
    option = args.get(None, "unconnected_gradients")
    if isinstance(option, External):
        return option.path.endswith("ZERO")
    return constant(option) == "zero"


def _row_by_row(method: str, args: Args) -> bool:
    """Return whether the call asks for one gradient after the other, as jacobians in eager code may."""
    option = args.get(4, "experimental_use_pfor")
    return method != "gradient" and isinstance(option, Const) and option.value is False


def _check_use(m: Machine, node: ast.Call, tape: Tape, request: Request) -> None:
    used = tape.cells["used"]
    if tape.cells["persistent"] is False:
        if isinstance(used, Used):
            request.raises = "tape-reused"
            request.used = (used.unit, used.node)
        elif tape.cells["started"] == NEVER and not request.tape.escaped:
            request.raises = "tape-reused"
        m.store.set(tape.cells, "used", Used(request.unit, node))
    if (
        not request.raises
        and isinstance(request.target, (Const, Coroutine, Tensor))
        and not_a_tensor(request.target)
    ):
        request.raises = "not-a-tensor"


def _result(m: Machine, node: ast.Call, request: Request, sources: Value, frame: Frame) -> Value:
    """Return gradients in the structure of the sources; one that is certainly None says so."""
    query = request.ask(m.graph) if request.method != "batch_jacobian" else None
    given = {id(asked.value): _one(m, node, request, asked, query, frame) for asked in request.sources}
    if query is not None:
        m.steps -= query.work // WORK_OF_A_STEP

    def build(value: Value) -> Value:
        if id(value) in given:
            return given[id(value)]
        if isinstance(value, Sequence):
            rest = m.opaque(frame, node, value.rest, *_roots(request)) if value.rest is not None else None
            return Sequence(
                "list" if value.kind == "variables" else value.kind, tuple(map(build, value.items)), rest
            )
        if isinstance(value, Dict):
            built: dict[Any, Any] = {k: build(v) for k, v in value.cells.items() if isinstance(v, Value)}
            return Dict(built)
        return m.opaque(frame, node, value, *_roots(request))

    return build(sources)


def _roots(request: Request) -> tuple[Value, ...]:
    return (*(Opaque(n) for n in request.targets), *request.seeds)


def _one(
    m: Machine, node: ast.Call, request: Request, asked: Asked, query: Query | None, frame: Frame
) -> Value:
    read = None
    if query is not None and asked.known and len(asked.nodes) == 1:
        read = read_by_gradient(query, asked.nodes[0])
    if read is None:
        values: tuple[Value, ...] = (*_roots(request), asked.value)
    else:
        values = (*(Opaque(n) for n in read), *request.seeds)
    if values:
        made = m.op(frame, node, "gradient", tuple((value, Effect.CARRY) for value in values))
    else:
        made = m.leaf(frame, node, dtype=Dtype.FLOAT)  # a constant, as of a linear function
    if isinstance(asked.value, Opaque) and not request.raises:
        return Opaque(made.node)
    missing = _missing(query, asked) if query is not None and not (request.raises or request.zero) else False
    return Tensor(made.node, made.form, made.dtype, missing)


def _missing(query: Query, asked: Asked) -> bool | None:
    """Return whether the gradient of a source is None, None where that depends on the way that the code takes."""
    if not (asked.known and asked.nodes):
        return None
    if not any(query.connected(n) for n in asked.nodes):
        return True
    return False if all(query.certainly_connected(n) for n in asked.nodes) else None
