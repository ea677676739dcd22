"""Run a program under its own TensorFlow and record what every gradient call of it came back with.

    python recorder.py RECORD.json SCRIPT.py [ARGUMENT ...]
    python recorder.py RECORD.json -m MODULE [ARGUMENT ...]

It runs as a script on the interpreter of the program, so it needs nothing but the standard library
(Python 3.9 or newer) and whatever TensorFlow that interpreter has. The record:

    {"script": its file, "tensorflow": version or null, "python": version,
     "error": null or {"text": "Type: text", "line": n or null},
     "calls": [{"path": null (the script itself) or a file,
                "line": n, "column": n or null, "method": "gradient",
                "results": null or ["none" | "zero" | "gradient" | "mixed", ...],
                "sources": [label, ...], "raises": null or "Type: text", "times": k,
                "symbolic": whether it ran in a `tf.function`}]}

`results` follows the flattened order of the sources. `line` and `column` are where the call expression
starts, 1-based. "mixed" is a source that was None in one execution of the call and not in another.
Values inside a `tf.function` are symbolic: a zero is told from a gradient there only if TensorFlow can say it
without running the graph.
"""

from __future__ import annotations

import ast
import functools
import importlib.abc
import importlib.machinery
import importlib.util
import itertools
import json
import os
import platform
import runpy
import site
import sys
import sysconfig
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

Place = tuple[str | None, int, int | None]  # file (None: the script itself), line, column
Patch = Callable[[ModuleType], None]

METHODS = ("gradient", "jacobian", "batch_jacobian")
OPTIMIZER_METHODS = ("apply_gradients", "minimize")
TAPE_MODULE = "tensorflow.python.eager.backprop"
OPTIMIZER_MODULES = {
    "keras.src.optimizers.base_optimizer": ("BaseOptimizer",),
    "keras.src.optimizers.optimizer": ("_BaseOptimizer", "Optimizer"),
}
NO_TENSORFLOW, NO_MODULE = 93, 94  # exit codes that programs do not use
# Frames between the program's line and the tape's method that belong to neither.
GLUE = ("/python/autograph/", "/python/util/", "/python/eager/polymorphic_function/")


class CallTable:
    """Where the calls of one file stand: from a line, or the end of an expression, to the call's start."""

    def __init__(self, path: str) -> None:
        source = Path(path).read_bytes()
        self._lines = source.splitlines()
        self._by_end: dict[tuple[int | None, int | None], tuple[int, int]] = {}
        self._by_line: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self._add(node, node.func.attr)

    def _add(self, node: ast.Call, method: str) -> None:
        before = self._lines[node.lineno - 1][: node.col_offset]
        start = (node.lineno, len(before.decode("utf-8", "replace")) + 1)
        self._by_end[node.end_lineno, node.end_col_offset] = start
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            self._by_line.setdefault((line, method), []).append(start)

    def at(self, line: int, method: str, end: tuple[int | None, int | None]) -> tuple[int, int | None]:
        """Return (line, column) of the call; the column is None where several calls share the line."""
        if end in self._by_end:
            return self._by_end[end]
        starts = self._by_line.get((line, method), [])
        if len(starts) == 1:
            return starts[0]
        return (starts[0][0] if starts else line), None


class Program:
    """Which code is the user's, and where in it a running call stands."""

    def __init__(self, script: str) -> None:
        self.script = str(Path(script).absolute())
        libraries = [sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib")]
        libraries += [
            *site.getsitepackages(),
            site.getusersitepackages(),
            str(Path(__file__).absolute().parent),
        ]
        self._libraries = tuple(library + os.sep for library in libraries)
        self._tables: dict[str, CallTable] = {}

    def place(self, frame: FrameType | None, method: str) -> Place | None:
        """Return the place of the user's call behind `frame`, or None if a library made it."""
        while frame is not None:
            name = frame.f_code.co_filename
            if "__autograph_generated_file" in name:
                return self._generated(frame, method)
            if not any(part in name.replace(os.sep, "/") for part in GLUE):
                return self._look_up(name, frame.f_lineno, method, _end_of_expression(frame))
            frame = frame.f_back
        return None

    def _generated(self, frame: FrameType, method: str) -> Place | None:
        """AutoGraph's rewritten function has a map back to the user's lines; a caller holds the function.

        A replica of a distribution strategy is a thread: there the caller waits in another one.
        """
        file, line = Path(frame.f_code.co_filename).name, frame.f_lineno
        waiting = [top for top in sys._current_frames().values() if top is not frame]
        for caller in itertools.chain.from_iterable(map(_callers, (frame, *waiting))):
            source_map = getattr(caller.f_locals.get("converted_f"), "ag_source_map", None) or {}
            for location, origin in source_map.items():
                if (Path(location.filename).name, location.lineno) == (file, line):
                    return self._look_up(origin.loc.filename, origin.loc.lineno, method, (None, None))
        return None

    def _look_up(self, name: str, line: int, method: str, end: tuple[int | None, int | None]) -> Place | None:
        path = str(Path(name).absolute())
        if path != self.script and (path.startswith(self._libraries) or not Path(path).is_file()):
            return None
        if path not in self._tables:
            self._tables[path] = CallTable(path)
        found_line, column = self._tables[path].at(line, method, end)
        return (None if path == self.script else path), found_line, column


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _end_of_expression(frame: FrameType) -> tuple[int | None, int | None]:
    """Return (line, byte offset) of the end of the expression that runs, where Python knows it (3.11 on)."""
    positions = getattr(frame.f_code, "co_positions", None)
    if positions is None:
        return None, None
    _, end_line, _, end_column = next(itertools.islice(positions(), frame.f_lasti // 2, None))
    return end_line, end_column


class Recorder:
    """Collects the answers of the calls, merged per place."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._calls: dict[tuple[Place, str], dict[str, Any]] = {}
        self._running = threading.local()

    def calls(self) -> list[dict[str, Any]]:
        """Return the records so far, in the order of the text."""
        return sorted(self._calls.values(), key=lambda c: (c["path"] or "", c["line"], c["column"] or 0))

    def wrap(self, owner: type, method: str) -> None:
        """Replace `owner.method` by one that records; a call inside a recorded call is a detail of it."""
        original = getattr(owner, method)

        # `wraps` also copies `__module__`, by which AutoGraph knows to leave the function alone.
        @functools.wraps(original)
        def recorded(*arguments: Any, **options: Any) -> Any:
            inside = getattr(self._running, "call", False)
            place = None if inside else self.program.place(sys._getframe(1), method)
            if place is None:
                return original(*arguments, **options)
            self._running.call = True
            try:
                answer = original(*arguments, **options)
            except Exception as error:
                self._call(place, method)["raises"] = _one_line(error)
                raise
            finally:
                self._running.call = False
            self._note(self._call(place, method), arguments, options, answer)
            return answer

        setattr(owner, method, recorded)

    def _call(self, place: Place, method: str) -> dict[str, Any]:
        path, line, column = place
        call = self._calls.setdefault(
            (place, method),
            {
                "path": path, "line": line, "column": column, "method": method,
                "results": None, "sources": [], "raises": None, "times": 0, "symbolic": False,
            },
        )  # fmt: skip
        call["times"] += 1
        return call

    def _note(
        self, call: dict[str, Any], arguments: Sequence[Any], options: dict[str, Any], answer: Any
    ) -> None:
        if call["method"] not in METHODS:
            return
        tensorflow = sys.modules["tensorflow"]
        flatten = tensorflow.nest.flatten
        keyword = options.get("sources", options.get("source"))
        sources = flatten(arguments[2] if len(arguments) > 2 else keyword)
        gradients = flatten(answer) if sources else []
        call["results"] = _merged(call["results"], [_kind(gradient) for gradient in gradients])
        call["symbolic"] = not tensorflow.executing_eagerly()
        call["sources"] = [_label(source) for source in sources]


def _merged(before: list[str] | None, now: list[str]) -> list[str]:
    """Join the answers of two executions: a zero beside a gradient is a gradient, a None is mixed."""
    if before is None or before == now:
        return now
    if len(before) != len(now):
        return ["mixed"] * max(len(before), len(now))
    pairs = [{a, b} for a, b in zip(before, now)]
    return [
        pair.pop() if len(pair) == 1 else "gradient" if pair == {"gradient", "zero"} else "mixed"
        for pair in pairs
    ]


def _kind(gradient: Any) -> str:
    if gradient is None:
        return "none"
    values = getattr(gradient, "values", gradient)  # an IndexedSlices, as an embedding gives
    try:
        array = sys.modules["tensorflow"].get_static_value(values)
    except Exception:  # not a tensor at all
        array = None
    return "zero" if array is not None and array.size and not array.any() else "gradient"


def _label(source: Any) -> str:
    """Return a short name of a source for people: what TensorFlow calls it, its dtype and shape."""
    try:
        name = getattr(source, "path", None) or getattr(source, "name", "")
    except Exception:  # an eager tensor has no name and says so by raising
        name = ""
    dtype = getattr(source, "dtype", type(source))
    parts = (name, getattr(dtype, "name", str(dtype)), str(getattr(source, "shape", "")))
    return " ".join(part for part in parts if part)


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


class _PatchOnImport(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Patches TensorFlow when the program imports it, so that its own settings before that still count."""

    def __init__(self, patches: dict[str, Patch]) -> None:
        self._patches = patches
        self._loaders: dict[str, Any] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._patches or fullname in self._loaders:
            return None
        self._loaders[fullname] = None  # the search below comes back here
        spec = importlib.util.find_spec(fullname)
        if spec is None or spec.loader is None:
            return None
        self._loaders[fullname], spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loaders[spec.name].create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loaders[module.__name__].exec_module(module)
        self._patches[module.__name__](module)


def install(recorder: Recorder) -> None:
    """Make TensorFlow and Keras report to the recorder, now or when they are imported."""

    def tape(module: ModuleType) -> None:
        for method in METHODS:
            recorder.wrap(module.GradientTape, method)

    def optimizer(module: ModuleType) -> None:
        for name in OPTIMIZER_MODULES[module.__name__]:
            owner = vars(module).get(name)
            for method in OPTIMIZER_METHODS:
                if owner is not None and method in vars(owner):
                    recorder.wrap(owner, method)

    patches: dict[str, Patch] = {TAPE_MODULE: tape, **dict.fromkeys(OPTIMIZER_MODULES, optimizer)}
    for name in [name for name in patches if name in sys.modules]:
        patches.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, _PatchOnImport(patches))


def file_of(module: str) -> str | None:
    """Return the file that `python -m module` runs, found without running any of its packages."""
    places: Sequence[str] | None = None
    spec: importlib.machinery.ModuleSpec | None = None
    parts = module.split(".")
    for i in range(1, len(parts) + 1):
        spec = importlib.machinery.PathFinder.find_spec(".".join(parts[:i]), places)
        if spec is None:
            return None
        places = spec.submodule_search_locations
    if spec is not None and places is not None:
        spec = importlib.machinery.PathFinder.find_spec(f"{module}.__main__", places)
    return spec.origin if spec is not None else None


def record(
    script: str, arguments: Sequence[str] = (), module: str | None = None
) -> tuple[dict[str, Any], BaseException | None]:
    """Run the script, or the module that it is the file of, as `__main__`; return its record and what ended it."""
    recorder = Recorder(Program(script))
    install(recorder)
    sys.argv = [script, *arguments]
    ended: BaseException | None = None
    try:
        if module is not None:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            sys.path[0] = str(Path(recorder.program.script).parent)
            runpy.run_path(recorder.program.script, run_name="__main__")
    except BaseException as error:  # SystemExit and KeyboardInterrupt end a program too
        ended = error
    answer = {
        "script": recorder.program.script,
        "tensorflow": getattr(sys.modules.get("tensorflow"), "__version__", None),
        "python": platform.python_version(),
        "error": None
        if ended is None or isinstance(ended, SystemExit)
        else _ending(ended, recorder.program.script),
        "calls": recorder.calls(),
    }
    return answer, ended


def _ending(error: BaseException, script: str) -> dict[str, Any]:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == script]
    return {"text": _one_line(error), "line": lines[-1] if lines else None}


def main(argv: Sequence[str]) -> int:
    """Record one program; leave by its own exit code, with its own traceback."""
    target, script, *arguments = argv
    module = arguments.pop(0) if script == "-m" else None
    if module is not None:
        sys.path[0] = str(Path.cwd())
        found = file_of(module)
        if found is None:
            return NO_MODULE
        script = found
    if importlib.util.find_spec("tensorflow") is None:
        return NO_TENSORFLOW
    answer, ended = record(script, arguments, module)
    Path(target).write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    if isinstance(ended, SystemExit):
        raise ended
    if ended is not None:
        _print_own_traceback(ended, str(Path(script).absolute()))
        return 130 if isinstance(ended, KeyboardInterrupt) else 1
    return 0


def _print_own_traceback(error: BaseException, script: str) -> None:
    """Print what Python alone would have printed: the frames from the script on, without those of this file."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != script:
        frames = frames.tb_next  # a script that does not parse has no frames
    told = traceback.TracebackException(type(error), error, frames)
    print("".join(_without_us(told).format()), end="", file=sys.stderr)


def _without_us(told: traceback.TracebackException) -> traceback.TracebackException:
    part: traceback.TracebackException | None = told
    while part is not None:
        part.stack[:] = [frame for frame in part.stack if frame.filename != __file__]
        part = part.__cause__ or part.__context__
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
