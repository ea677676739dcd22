"""Functions that run in other threads or replicas, where the tapes that record here see nothing."""

from __future__ import annotations

import ast

from tapelens.flow.graph import Context
from tapelens.flow.reasons import Effect
from tapelens.machine import calls, iteration
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame, place
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import methods, new
from tapelens.machine.machine import Machine
from tapelens.machine.values import NONE, PLAIN, Dict, External, Library, Method, Sequence, Value

MIRRORED = ("tensorflow.distribute.MirroredStrategy", "tensorflow.distribute.MultiWorkerMirroredStrategy")


def elsewhere(m: Machine, node: ast.AST, function: Value, args: Args, frame: Frame) -> Value:
    """Return what the function gives in another thread; the tapes that record here do not record there."""
    here = m.context
    m.context = Context((), here.paused, here.away | {number for number, _ in here.recording})
    outer = m.graph.enter_call(place(frame, node))
    m.graph.starts.add(m.graph.here)
    try:
        return calls.call(m, node, function, args, frame)
    finally:
        m.graph.leave_call(outer)
        m.context = here


@hook("threading.Thread", "threading.Timer")
def _thread(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    made = new(m, node, "threading.Thread", "thread", frame)
    made.cells["target"] = args.get(1, "target") or args.get(1, "function") or PLAIN
    made.cells["args"] = args.get(3, "args") or Sequence("tuple")
    made.cells["kwargs"] = args.get(4, "kwargs") or Dict()
    return made


@methods("thread")
def _of_thread(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    if name not in ("start", "run"):
        return NONE if name == "join" else PLAIN
    given, named = owner.cells["args"], owner.cells["kwargs"]
    found = iteration.elements(m, node, given, frame)
    keywords = {str(k): v for k, v in named.known().items()} if isinstance(named, Dict) else {}
    passed = Args(found.known, keywords, found.fresh() if found.rest else None)
    if name == "start":
        elsewhere(m, node, owner.cells["target"], passed, frame)
    else:
        calls.call(m, node, owner.cells["target"], passed, frame)
    return NONE


@hook(
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor",
    "multiprocessing.pool.ThreadPool",
    "multiprocessing.dummy.Pool",
)
def _pool(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "concurrent.futures.ThreadPoolExecutor", "pool", frame)


@methods("pool")
def _of_pool(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    function = args.get(0, "fn") or args.get(0, "func")
    if name in ("submit", "apply", "apply_async") and function is not None:
        return _submitted(m, node, name, function, args, frame)
    if name in ("map", "imap", "starmap", "imap_unordered") and function is not None:
        return _mapped(m, node, name, function, args, frame)
    return NONE if name in ("shutdown", "close", "join", "terminate") else PLAIN


def _submitted(m: Machine, node: ast.AST, name: str, function: Value, args: Args, frame: Frame) -> Value:
    if name == "submit":
        passed = Args(args.positional[1:], args.keywords, args.more, args.more_keywords)
    else:
        found = iteration.elements(m, node, args.get(1, "args") or Sequence("tuple"), frame)
        passed = Args(found.known, {}, found.fresh() if found.rest else None)
    result = elsewhere(m, node, function, passed, frame)
    if name == "apply":
        return result
    made = new(m, node, "concurrent.futures.Future", "future", frame)
    made.cells["value"] = result
    return made


def _mapped(m: Machine, node: ast.AST, name: str, function: Value, args: Args, frame: Frame) -> Value:
    columns = [iteration.elements(m, node, v, frame) for v in args.positional[1:]]
    known = min((len(c.known) for c in columns if c.rest is None), default=0)

    def run(row: tuple[Value, ...]) -> Value:
        spread = iteration.elements(m, node, row[0], frame).known if name == "starmap" and row else row
        return elsewhere(m, node, function, Args(tuple(spread)), frame)

    items = tuple(run(tuple(c.known[i] for c in columns)) for i in range(known))
    rest = run(tuple(c.fresh() for c in columns)) if columns and all(c.rest for c in columns) else None
    return Sequence("list", items, rest)


@methods("future")
def _of_future(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    value: Value = owner.cells["value"]
    return value if name in ("result", "get") else PLAIN


@hook(*MIRRORED)
def _strategy(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "tensorflow.distribute.MirroredStrategy", "strategy", frame)


@methods("strategy")
def _of_strategy(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    function = args.get(0, "fn")
    if name in ("run", "experimental_run_v2") and function is not None:
        found = iteration.elements(m, node, args.get(1, "args") or Sequence("tuple"), frame)
        named = args.get(2, "kwargs")
        keywords = {str(k): v for k, v in named.known().items()} if isinstance(named, Dict) else {}
        passed = Args(found.known, keywords, found.fresh() if found.rest else None)
        return elsewhere(m, node, function, passed, frame)
    if name == "reduce" and len(args.positional) > 1:
        return m.op(frame, node, "strategy.reduce", ((args.positional[1], Effect.CARRY),))
    if name == "experimental_local_results":
        return m.opaque(frame, node, *args.all())
    if name in ("scope", "num_replicas_in_sync", "cluster_resolver"):
        return PLAIN
    if name == "experimental_distribute_dataset":
        return args.get(0, "dataset") or PLAIN
    return calls.opaque_call(m, node, Method(External("tensorflow.distribute"), name), args, frame)
