"""The user's other modules: found through the project, interpreted once, when a name of theirs is first read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from tapelens.flow.graph import IDLE
from tapelens.machine import pieces
from tapelens.machine.frames import Frame, ModuleRef, UnitRef
from tapelens.machine.loaded import Loaded
from tapelens.machine.machine import Machine, OverBudget
from tapelens.machine.pieces import Piece
from tapelens.machine.store import Store
from tapelens.machine.values import MISSING, Const, Function, Module, Sequence, Value
from tapelens.source.document import Document
from tapelens.source.units import Unit

MAX_MODULES = 120
MAX_CHARACTERS = 1_500_000  # of all modules together
MAX_NESTING = 30  # imports within imports
STATEMENT_STEPS = 10_000  # for one statement of an imported module
LOADING_STEPS = 30_000  # for all statements of all modules
CALL_STEPS = 5_000  # for what one call from the analysed file leads to in other modules
CALLING_STEPS = 30_000  # for all such calls
TAPED_STEPS = 30_000  # and so many more for those that a tape records: they are what is asked about

# What the machine knows of the code that it is in the middle of, as it is where a module's code starts.
_FRESH: dict[str, Callable[[], object]] = {
    "context": lambda: IDLE,
    "depth": int,
    "active": list,
    "times": Counter,
    "yields": list,
    "repeats": int,
    "turn": lambda: 1,
    "certain": lambda: True,
    # What is noted of a module's code is no finding of the analysed file.
    "requests": list,
    "noticed": list,
    "tape_list": list,
    "visited": dict,
    "defined": dict,
    "tape_reads": Counter,
    "tape_uses": Counter,
}

_NOTHING = Unit("", 0, (), (), False)
_CLOSED = Document.parse("")  # stands for the text of a module that was not read yet


class Project(Protocol):
    """What the machine asks the project around a file."""

    def find(self, origin: str, name: str, level: int) -> str | None:
        """Return the file that an import in the file `origin` names, or its folder; None for a library's."""

    def inside(self, package: str, name: str) -> str | None:
        """Return the file or folder of a package's module; the package is its folder or `__init__.py`."""

    def document(self, path: str) -> Document | None:
        """Return the newest text of a file in units, an empty one for a folder, None if it cannot be read."""


class Modules:
    """The modules that one analysis has loaded, by path."""

    def __init__(self, m: Machine, project: Project, main: Frame) -> None:
        self._m = m
        self._project = project
        self._loaded: dict[str, Module] = {}
        self._read: dict[str, Loaded] = {}  # those of them whose code was run
        self._refused = False  # whether there were more than are read
        self._importers: dict[str, set[str]] = {}  # by path: the files whose code asked for it
        self.used: set[str] = set()  # the paths that were asked for since somebody put another set here
        self.nodes = 0  # values made by modules that were read, not by who reads them
        self._opened = 0
        self._characters = 0
        self._nesting = 0
        self._loading = LOADING_STEPS
        self.left = CALLING_STEPS  # what calls into other modules may still take
        self._since: int | None = None  # the machine's steps when it left the analysed file
        self._main = main.unit.module
        self.asked: set[str] = set()  # every file that an import led to, loaded or not
        self.missing: set[tuple[str, str, int]] = set()  # lookups that led to no file: see `Analysis.missing`
        if main.unit.module.path is not None:
            self._loaded[main.unit.module.path] = Module("__main__", main)

    def imported(self, frame: Frame, name: str, level: int) -> Value | None:
        """Return the module that an import names, None when it is not one of the user's or not followed."""
        origin = frame.unit.module.path
        path = self._project.find(origin, name, level) if origin is not None else None
        if path is None:
            if origin is not None:
                self.missing.add((origin, name, level))
            return None
        return self._at(path, name, origin)

    def member(self, module: Module, name: str) -> Value | None:
        """Return what a module holds under a name: a value, or a module of the package that it is."""
        self.open(module)
        value: Any = module.frame.cells.get(name, MISSING)
        if isinstance(value, Value) and value is not MISSING:
            return value
        origin = module.frame.unit.module.path
        inner = self._inside(module, origin, name) if origin is not None else None
        if inner is None and origin is not None:
            self.missing.add((origin, name, -1))
        return self._at(inner, f"{module.name}.{name}", origin) if inner is not None else None

    def _inside(self, module: Module, package: str, name: str) -> str | None:
        """Return the file or folder of a package's module; a folder without `__init__.py` goes on in other roots."""
        found = self._project.inside(package, name)
        if found is None and not package.endswith(".py"):
            found = self._project.find(f"{package}/{name}.py", f"{module.name}.{name}", 0)
        return found

    def exported(self, module: Module) -> Iterator[tuple[str, Value]]:
        """Yield what `from module import *` binds."""
        self.open(module)
        cells = module.frame.cells
        listed = cells.get("__all__")
        if isinstance(listed, Sequence) and listed.rest is None:
            texts = [item.value for item in listed.items if isinstance(item, Const)]
            names = [text for text in texts if isinstance(text, str)]
        else:
            names = [name for name in cells if not name.startswith(("_", "*"))]
        for name in names:
            value: Any = self.member(module, name) if listed else cells.get(name, MISSING)
            if value is not None and value is not MISSING:
                yield name, value

    def call(self, function: Function, run: Callable[[], Value]) -> Value | None:
        """Run a call of a function; None for one in another module when enough was followed there."""
        m = self._m
        if function.unit.module is self._main:
            return self._back(run)
        left = self.left + (TAPED_STEPS if m.context.recording else 0)
        if self._since is not None:
            return run() if self._since - m.steps < min(CALL_STEPS, left) else None
        if left <= 0:
            return None
        self._since = m.steps
        try:
            return run()
        finally:
            self.left -= self._since - m.steps
            self._since = None

    def _back(self, run: Callable[[], Value]) -> Value:
        """Run a function of the analysed file, maybe one that another module calls: that costs the other nothing."""
        since, before, self._since = self._since, self._m.steps, None
        try:
            return run()
        finally:
            self._since = since - (before - self._m.steps) if since is not None else None

    def homes(self) -> Iterator[int]:
        """Yield where the names of the modules are kept, but for those of the analysed file."""
        for module in self._loaded.values():
            if module.frame.unit.module is not self._main:
                yield id(module.frame.cells)

    def outdated(self) -> frozenset[str] | None:
        """Bring the modules up to date whose text is another by now, and those that import them.

        Return the paths of those that say something else now. None where all is to be run anew: where the analysed
        file is imported by what it imports, where what one of them wrote was written over, and where not all could be
        read, so that their order matters.
        """
        changed = {path for path, module in self._loaded.items() if self._is_another(path, module)}
        todo = list(changed)
        while todo:
            fresh = self._importers.get(todo.pop(), set()) - changed
            changed |= fresh
            todo += fresh
        if changed and (self._main.path in changed or self._loading <= 0 or self._refused):
            return None
        altered: set[str] = set()
        waiting = {path: {one for one in changed if path in self._importers.get(one, ())} for path in changed}
        while ready := [path for path, imports in waiting.items() if not imports]:
            for path in ready:
                del waiting[path]
                names = self._revised(path, altered)
                if names is None and not self._drop(path):
                    return None
                if names is None or names:
                    altered.add(path)
            for imports in waiting.values():
                imports.difference_update(ready)
        whole = all(self._drop(path) for path in waiting)  # these import each other
        return frozenset(altered.union(waiting)) if whole else None

    def _revised(self, path: str, stale: set[str]) -> set[str] | None:
        """Bring a module up to date in its place; return the names that it binds anew, None if that is impossible."""
        loaded, document = self._read.get(path), self._project.document(path)
        if loaded is None or document is None:
            return None
        ref = loaded.module.frame.unit.module
        before = len(ref.document.text)
        left = self._loading + loaded.cost
        with self._aside():
            done = loaded.revise(document, stale, lambda unit: self._run(ref, unit, loaded.module.frame))
        self._loading = left - loaded.cost
        self._characters += len(ref.document.text) - before
        return done

    def _drop(self, path: str) -> bool:
        """Forget a module, and what its code did to others; return whether that is possible."""
        self._loaded.pop(path, None)
        loaded = self._read.pop(path, None)
        if loaded is None:
            return True
        self._loading += loaded.cost
        self._opened -= 1
        self._characters -= len(loaded.module.frame.unit.module.document.text)
        return loaded.take_back()

    def _is_another(self, path: str, module: Module) -> bool:
        ref = module.frame.unit.module
        if ref is self._main or ref.document is _CLOSED:
            return False
        return self._project.document(path) is not ref.document

    def _at(self, path: str, name: str, origin: str | None) -> Module | None:
        self.used.add(path)
        if self._nesting and origin is not None:
            self._importers.setdefault(path, set()).add(origin)
        known = self._loaded.get(path)
        if known is not None:
            return known
        self.asked.add(path)
        frame = Frame(UnitRef(ModuleRef(name, path, _CLOSED), _NOTHING), {})
        made = self._loaded[path] = Module(name, frame)
        return made

    def open(self, module: Module) -> None:
        """Run a module's code unless that was done: importing it costs nothing until a name of it is read."""
        ref = module.frame.unit.module
        if ref.document is not _CLOSED or ref.path is None:
            return
        if self._nesting >= MAX_NESTING:
            self._refused = True
            return
        document = self._project.document(ref.path) if self._opened < MAX_MODULES else None
        if document is None or self._characters + len(document.text) > MAX_CHARACTERS:
            self._refused |= document is not None or self._opened >= MAX_MODULES
            module.frame.cells["*"] = (module.name,)  # its names are unknown
            return
        self._opened += 1
        self._characters += len(document.text)
        self._load(module, ref.path, document)

    def _load(self, module: Module, path: str, document: Document) -> None:
        ref = ModuleRef(module.name, path, document)
        frame = module.frame = Frame(UnitRef(ref, _NOTHING), module.frame.cells)
        first = len(self._m.graph)
        with self._aside():
            made = [self._run(ref, unit, frame) for unit in document.units]
        self._m.graph.loads.append((first, len(self._m.graph)))
        self._read[path] = Loaded(module, made)

    def _run(self, ref: ModuleRef, unit: Unit, frame: Frame) -> Piece:
        """Run a statement of a module; one that is too much leaves its names unknown."""
        m = self._m
        piece = Piece(UnitRef(ref, unit))
        frame.unit = piece.ref
        given = m.steps = self._since = min(STATEMENT_STEPS, self._loading)
        m.store = Store()
        with pieces.recording(m, frame, piece):
            try:
                if given > 0:
                    m.run(list(unit.tree), frame)
            except (OverBudget, RecursionError):
                piece.note = "too much"
                while m.store.level > 1:
                    m.store.keep()
                m.active.clear()
                m.depth = 0
                m.context = IDLE
        pieces.finish(piece, frame, m.store.log)
        piece.steps = given - max(m.steps, 0)
        self._loading -= piece.steps
        return piece

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Run a module's code as Python does: once, whatever branch, call or tape the import stands in."""
        m = self._m
        kept = {name: getattr(m, name) for name in (*_FRESH, "steps", "store")}
        here, m.graph.here = m.graph.here, 0
        before, floor, m.graph.floor = len(m.graph), m.graph.floor, 0
        told, m.graph.named, m.graph.spilled = (m.graph.named, m.graph.spilled), [], []
        since, used, nodes = self._since, self.used, self.nodes
        self._nesting += 1
        for name, fresh in _FRESH.items():
            setattr(m, name, fresh())
        try:
            yield
        finally:
            m.graph.here, m.graph.floor = here, floor
            m.graph.named, m.graph.spilled = told
            self._nesting -= 1
            self._since, self.used, self.nodes = since, used, nodes + len(m.graph) - before
            for name, value in kept.items():
                setattr(m, name, value)
