"""asyncio: what runs coroutines, and what runs functions in other threads."""

from __future__ import annotations

import ast

from tapelens.machine import awaiting, calls
from tapelens.machine.arguments import Args
from tapelens.machine.frames import Frame
from tapelens.machine.library.external import hook
from tapelens.machine.library.objects import methods, new
from tapelens.machine.library.threads import elsewhere
from tapelens.machine.machine import Machine
from tapelens.machine.values import PLAIN, Coroutine, External, Library, Method, Sequence, Value


@hook("asyncio.run")
def _run(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return awaiting.result(m, node, args.get(0, "main") or PLAIN, frame)


@hook("asyncio.wait_for", "asyncio.shield")
def _same(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return args.get(0, "fut") or args.get(0, "arg") or PLAIN


@hook("asyncio.gather", stars=True)
def _gather(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    def results(at: ast.AST, asking: Frame) -> Value:
        known = tuple(awaiting.result(m, at, value, asking) for value in args.positional)
        more = args.more and awaiting.result(m, at, args.more, asking)
        return Sequence("list", known, more)

    return Coroutine(results, args.all())


@hook("asyncio.to_thread", stars=True)
def _to_thread(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    function = args.get(0, "func") or PLAIN
    passed = Args(args.positional[1:], args.keywords, args.more, args.more_keywords)
    return Coroutine(lambda at, asking: elsewhere(m, at, function, passed, asking), args.all())


@hook("asyncio.get_running_loop", "asyncio.get_event_loop", "asyncio.new_event_loop")
def _loop(m: Machine, node: ast.AST, args: Args, frame: Frame) -> Value:
    return new(m, node, "asyncio.AbstractEventLoop", "event loop", frame)


@methods("event loop")
def _of_loop(m: Machine, node: ast.AST, owner: Library, name: str, args: Args, frame: Frame) -> Value:
    if name == "run_until_complete":
        return awaiting.result(m, node, args.get(0, "future") or PLAIN, frame)
    function = args.get(1, "func")
    if name == "run_in_executor" and function is not None:
        return elsewhere(m, node, function, Args(args.positional[2:], {}, args.more), frame)
    return calls.opaque_call(m, node, Method(External("asyncio.AbstractEventLoop"), name), args, frame)
