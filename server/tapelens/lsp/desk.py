"""The newest state of every open program and its answer; used on the protocol's thread only."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tapelens.findings import Finding
from tapelens.lsp.analyse import Analyser, may_matter, on_disk
from tapelens.lsp.convert import Page
from tapelens.lsp.programs import Program
from tapelens.lsp.schedule import Schedule
from tapelens.lsp.texts import split
from tapelens.source.notebook import in_cells

if TYPE_CHECKING:
    from tapelens.check import Analysis

T = TypeVar("T")
PAUSE = 3.0  # seconds without a new state after which there is time to tidy up


@dataclass(frozen=True, slots=True)
class Answer:
    """The analysis of one state of a program; None where there is nothing to say or the analysis failed.

    `opened` are the newest states of all programs, by path: the analysis may speak of other files.
    """

    program: Program
    analysis: Analysis | None
    opened: Mapping[str, Program] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, none where there is no analysis."""
        return self.analysis.findings if self.analysis is not None else ()

    def said(self, message: str) -> str:
        """Return a message with its lines as the client counts them: in the cells of a notebook."""
        return in_cells(message, self.program.pages.starts) if self.program.notebook else message

    def page(self, path: str | None, line: int) -> Page:
        """Return the document that holds a line: of the program, of another open one, or of a file on the disk."""
        program = self.program if path is None else self.opened.get(path)
        if program is not None or path is None:
            return (program or self.program).pages.of_line(line)
        lines = split(on_disk(path) or "")
        return Page(Path(path).absolute().as_uri(), None, lines, 0, self.program.pages.pages[0].encoding)


class OutdatedError(Exception):
    """The text changed since the question was asked."""


class Desk:
    """Takes new states of programs, has them analysed, and hands over the answers that are still true."""

    def __init__(
        self, deliver: Callable[[Answer], None], failed: Callable[[Program, Exception], None]
    ) -> None:
        self._deliver = deliver
        self._failed = failed
        self._schedule = Schedule()
        self.opened: dict[str, Program] = {}  # by path; read by the analysis thread
        self._analyser = Analyser(self._text)
        self._programs: dict[str, Program] = {}
        self._answers: dict[str, Answer] = {}
        self._waiting: dict[str, list[asyncio.Future[Answer | None]]] = {}
        self._pause: asyncio.TimerHandle | None = None

    def warm_up(self) -> None:
        """Load the engine while nothing is asked yet."""
        self._schedule.later(self._analyser.warm_up)

    def put(self, program: Program) -> None:
        """Take the newest state of a program; a text without a tape is answered at once."""
        self._programs[program.key] = program
        if program.path is not None:
            self.opened[program.path] = program
        loop = asyncio.get_running_loop()
        if not program.chosen.enabled or not may_matter(program.text):
            self._schedule.drop(program.key)
            # Not now: what depends on it is to be put first.
            loop.call_soon(self._take, Answer(program, None, self.opened))
            return
        # First come the other messages that are there already: they may hold a newer state.
        loop.call_soon(self._start, program, loop)
        if self._pause is not None:
            self._pause.cancel()
        self._pause = loop.call_later(PAUSE, self._schedule.later, self._analyser.tidy)

    def close(self, key: str) -> None:
        """Forget a program; whoever waits for it gets None."""
        self._schedule.drop(key)
        program = self._programs.pop(key, None)
        if program is not None and program.path is not None:
            self.opened.pop(program.path, None)
        self._answers.pop(key, None)
        self._settle(key, None)
        self._schedule.later(lambda: self._analyser.forget(key))

    def end(self) -> None:
        """Stop the analysis thread."""
        self._schedule.end()

    def look_again(self) -> None:
        """Forget where modules are: files were added, moved or deleted."""
        self._schedule.ask(self._analyser.look_again)

    def readers(self, path: str) -> list[str]:
        """Return the keys of the programs whose answer depends on another file, or may: they have none yet."""
        found = []
        for key, program in self._programs.items():
            answer = self._answers.get(key)
            if answer is None:
                read = may_matter(program.text)
            else:
                read = _reads(answer, path)
            if read and program.path != path:
                found.append(key)
        return found

    def reads_below(self, folder: str) -> bool:
        """Return whether the answer of some program depends on a file in a folder."""
        start = folder.rstrip("/\\") + os.sep
        answers = self._answers.values()
        return any(a.analysis and any(one.startswith(start) for one in a.analysis.reads) for a in answers)

    def seekers(self, path: str) -> list[str]:
        """Return the keys of the programs that imported something with the name of a file, and found none."""
        file = Path(path)
        name = file.parent.name if file.stem == "__init__" else file.stem
        return [
            key
            for key, answer in self._answers.items()
            if answer.analysis is not None
            and any(name in sought.split(".") for _, sought, _ in answer.analysis.missing)
        ]

    @property
    def programs(self) -> tuple[Program, ...]:
        """The newest states of all programs."""
        return tuple(self._programs.values())

    @property
    def busy(self) -> bool:
        """Whether the newest state of some program has no answer yet."""
        answers = self._answers
        return any(
            key not in answers or answers[key].program is not program
            for key, program in self._programs.items()
        )

    async def answer(self, key: str) -> Answer | None:
        """Return the answer for the newest state of a program, None when it is closed or unknown."""
        program = self._programs.get(key)
        if program is None:
            return None
        known = self._answers.get(key)
        if known is not None and known.program is program:
            return known
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        return await future

    async def told(self, key: str) -> Answer | None:
        """Return the answer for the newest state with what is told only when asked for."""
        while True:
            answer = await self.answer(key)
            if answer is None or answer.analysis is None:
                return answer
            try:
                await self.ask(answer, lambda analysis: analysis.gradients)
            except OutdatedError:
                continue
            return answer

    def importing(self, path: str) -> tuple[Answer, ...]:
        """Return the answers that depend on a file, as far as they are there and the newest."""
        return tuple(
            answer
            for key, answer in self._answers.items()
            if _reads(answer, path) and answer.program is self._programs[key]
        )

    def at(self, path: str) -> Answer | None:
        """Return the answer for the open file with a path, if it is there and the newest."""
        program = self.opened.get(path)
        answer = self._answers.get(program.key) if program is not None else None
        return answer if answer is not None and answer.program is program else None

    def copy(self, answer: Answer) -> Callable[[str], Analysis]:
        """Return what analyses changed copies of a program; to be called on the analysis thread."""
        program = answer.program
        return self._analyser.copy(program.chosen.options, program.path).check

    def outdate(self, key: str) -> None:
        """Have a program's modules looked at again the next time: one of them changed."""
        self._analyser.outdate(key)

    async def ask(self, answer: Answer, question: Callable[[Analysis], T]) -> T:
        """Return what a question about an answer gives, asked on the analysis thread; raises if outdated."""

        def asked() -> T:
            if answer.analysis is None or self._programs.get(answer.program.key) is not answer.program:
                raise OutdatedError
            return question(answer.analysis)

        return await asyncio.wrap_future(self._schedule.ask(asked))

    async def alone(self, program: Program) -> Analysis:
        """Return the analysis of a file that is not open, made when nothing else is to be done."""

        def asked() -> Analysis:
            analysis = self._analyser.analyse(program.key, program.text, program.chosen.options, program.path)
            self._analyser.forget(program.key)
            return analysis

        return await asyncio.wrap_future(self._schedule.later(asked))

    def _start(self, program: Program, loop: asyncio.AbstractEventLoop) -> None:
        """Analyse a state here where that is quick, since another thread takes a while to wake; else there."""
        if self._programs.get(program.key) is not program:
            return
        alone = program.path is None or not self.readers(program.path)
        options = program.chosen.options
        if alone and self._schedule.idle and self._analyser.is_quick(program.key, program.text, options):
            self._analyse(program, lambda take, *told: take(*told))
        else:
            self._schedule.newest(program.key, lambda: self._analyse(program, loop.call_soon_threadsafe))

    def _text(self, path: str) -> str | None:
        program = self.opened.get(path)
        return program.text if program is not None else None

    def _analyse(self, program: Program, tell: Callable[..., object]) -> None:
        analysis = None
        try:
            analysis = self._analyser.analyse(program.key, program.text, program.chosen.options, program.path)
        except Exception as error:
            self._analyser.forget(program.key)
            tell(self._failed, program, error)
        tell(self._take, Answer(program, analysis, self.opened))

    def _take(self, answer: Answer) -> None:
        key = answer.program.key
        if self._programs.get(key) is not answer.program:
            return
        self._answers[key] = answer
        self._deliver(answer)
        self._settle(key, answer)

    def _settle(self, key: str, answer: Answer | None) -> None:
        for future in self._waiting.pop(key, []):
            if not future.done():
                future.set_result(answer)


def _reads(answer: Answer, path: str) -> bool:
    return answer.analysis is not None and path in answer.analysis.reads
