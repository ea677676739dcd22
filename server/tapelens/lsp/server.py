"""The language server: what it is made of, and how it starts."""

from __future__ import annotations

import argparse
import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from tapelens import __version__, heap
from tapelens.lsp import client as clients
from tapelens.lsp import diagnostics, features, programs, stdio
from tapelens.lsp.desk import Answer, Desk
from tapelens.lsp.programs import Program
from tapelens.lsp.settings import EditorSettings
from tapelens.lsp.status import METHOD as STATUS
from tapelens.lsp.status import Status
from tapelens.lsp.texts import OpenTexts
from tapelens.lsp.wire import Protocol
from tapelens.lsp.written import Written

_CELLS = types.NotebookCellLanguage(language="python")
_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithNotebook(notebook=kind, cells=[_CELLS])
        for kind in ("jupyter-notebook", "interactive")
    ],
    save=True,
)


class Server(LanguageServer):
    """One server for one client; its state is touched on the protocol's thread only."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "tapelens",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=_NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.client = clients.Client()
        self.settings = EditorSettings(self.complain)
        self.desk = Desk(self._deliver, self._failed)
        self.status = Status(self._tell_status, lambda: self.desk.busy)
        self.elsewhere: set[str] = set()
        self._written = Written(self.protocol.written)
        self._serial = 0
        self._noted: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, Mapping[str, object]] = {}  # what programs mark in other files, by program
        self._unmarked: set[str] = set()  # those whose marks nobody is told until they are analysed
        self.incomplete: set[str] = set()  # the paths that a client was told of without some marks
        self._change: asyncio.Future[None] | None = None

    @property
    def texts(self) -> OpenTexts:
        """The client's open texts."""
        workspace = self.workspace
        assert isinstance(workspace, OpenTexts)
        return workspace

    def changed(self, key: str) -> None:
        """Have the newest state of a program analysed, and the programs that depend on it."""
        program = self._changed(key)
        if program is not None and program.path is not None:
            self.changed_elsewhere(program.path)
        self.tell_change()

    def changed_elsewhere(self, path: str) -> bool:
        """Have the programs analysed again that depend on a file; return whether there are any."""
        readers = self.desk.readers(path)
        for key in readers:
            self.desk.outdate(key)
            self._changed(key)
        return bool(readers)

    def appeared(self, path: str) -> None:
        """Have the programs analysed again that looked in vain for a module that a new file may be."""
        for key in self.desk.seekers(path):
            self._changed(key)

    def _changed(self, key: str) -> Program | None:
        self._serial += 1
        chosen = self.settings.of(key)
        program = programs.of_notebook(self.texts, key, self._serial, chosen) or programs.of_file(
            self.texts, key, self._serial, chosen
        )
        if program is not None:
            self._unmarked.add(key)
            self.desk.put(program)
            self.status.changed()
        return program

    def close(self, key: str) -> None:
        """Forget a program that was closed."""
        self.desk.close(key)
        self._written.forget(key)

    def next_change(self) -> asyncio.Future[None]:
        """Return a future that is done when a text, a file or a setting changes."""
        if self._change is None or self._change.done():
            self._change = asyncio.get_running_loop().create_future()
        return self._change

    def tell_change(self) -> None:
        """Wake whoever waits for a change."""
        if self._change is not None and not self._change.done():
            self._change.set_result(None)

    def all_changed(self) -> None:
        """Have every open program analysed again."""
        for program in self.desk.programs:
            self._changed(program.key)
        self.tell_change()

    async def findings(self, uri: str) -> Answer | None:
        """Return the answer for the newest state of the program that a text belongs to."""
        return await self._known(uri, self.desk.answer)

    async def answer(self, uri: str) -> Answer | None:
        """Return the same in all its details, which take a while to work out."""
        return await self._known(uri, self.desk.told)

    async def _known(self, uri: str, ask: Callable[[str], Awaitable[Answer | None]]) -> Answer | None:
        key = programs.key_of(self.texts, uri)
        answer = await ask(key) if key is not None else None
        if answer is None:
            self.log(f"nothing is known of {uri}: it is not open as Python")
        return answer

    def take_over(self, uri: str) -> None:
        """Take back what was told of a file that was opened since, or is gone."""
        if uri in self.elsewhere:
            self.elsewhere.discard(uri)
            self.publish(uri, None, [])

    def publish(self, uri: str, version: int | None, found: Sequence[types.Diagnostic]) -> None:
        """Send the diagnostics of one document."""
        self.protocol.publish(uri, version, [self.protocol.written(one) for one in found])

    def pushes(self, program: Program) -> bool:
        """Return whether diagnostics are sent unasked: clients do not pull those of cells reliably."""
        return program.notebook or not self.client.pulls

    def request(
        self, method: str, handler: Callable[[Server, Any], Awaitable[Any]], options: Any = None
    ) -> None:
        """Register the handler of a request; a fault of ours costs the one answer."""

        async def guarded(params: Any) -> Any:
            try:
                return await handler(self, params)
            except JsonRpcException:
                raise
            except Exception as error:
                self.fault(f"{method} failed", error)
                return None

        self.feature(method, options)(guarded)

    def log(self, message: str) -> None:
        """Write a line to the client's log."""
        self._say(types.MessageType.Log, message)

    def warn(self, message: str) -> None:
        """Write a warning to the client's log."""
        self._say(types.MessageType.Warning, message)

    def complain(self, message: str, openly: bool) -> None:
        """Write a warning to the client's log; openly: show it to the user too, who must act on it."""
        self.warn(message)
        if openly:
            shown = types.ShowMessageParams(types.MessageType.Warning, f"Tapelens: {message}")
            self.window_show_message(shown)

    def fault(self, what: str, error: BaseException) -> None:
        """Write a fault of our own to the client's log, with its traceback."""
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        self._say(types.MessageType.Error, f"{what}: {text}")

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what went wrong to the log; the base class would open a message box."""
        self.fault("the message could not be handled", error)

    def _say(self, kind: types.MessageType, message: str) -> None:
        self.window_log_message(types.LogMessageParams(kind, message))

    def _deliver(self, answer: Answer) -> None:
        if self.pushes(answer.program):
            self._push(answer)
        self.mark(answer.program.key, diagnostics.elsewhere(answer))
        self._note(answer)
        self.status.delivered(answer.program)

    def found(self, answer: Answer) -> dict[str, list[types.Diagnostic]]:
        """Return the diagnostics of a program's documents, with the marks that other programs set in them."""
        return diagnostics.of_answer(answer, self.client, self._importing(answer))

    def written(self, answer: Answer) -> dict[str, list[str]]:
        """Return the same as JSON."""
        return self._written.of_answer(answer, self.client, self._importing(answer))

    def _importing(self, answer: Answer) -> tuple[Answer, ...]:
        path = answer.program.path
        return self.desk.importing(path) if path is not None else ()

    def _push(self, answer: Answer) -> None:
        found = self.written(answer)
        for page in answer.program.pages.pages:
            self.protocol.publish(page.uri, page.version, found[page.uri])

    def mark(self, key: str, marks: Mapping[str, object]) -> None:
        """Take what a program marks in other files; the open ones among them are told anew if it is news."""
        before = self._marks.pop(key, {})
        if marks:
            self._marks[key] = marks
        again = key in self._unmarked
        self._unmarked.discard(key)
        asked = False
        for path in {**before, **marks}:
            answer, news = self.desk.at(path), before.get(path) != marks.get(path)
            if answer is None:
                continue
            if not self.pushes(answer.program):
                asked = asked or news or path in self.incomplete
                self.incomplete.discard(path)
            elif news or again:
                self._push(answer)
        if asked and self.client.refreshes_pull:
            self.workspace_diagnostic_refresh(None)

    def _tell_status(self, status: dict[str, str]) -> None:
        if self.client.status:
            self.protocol.notify(STATUS, status)

    def _note(self, answer: Answer) -> None:
        key = answer.program.key
        notes = answer.analysis.notes if answer.analysis is not None else ()
        for note in notes:
            if note not in self._noted.get(key, ()):
                self.log(f"{key}: {note}")
        self._noted[key] = notes

    def _failed(self, program: Program, error: Exception) -> None:
        self.status.failed(program)
        self.fault(f"the analysis of {program.key} failed", error)


def create() -> Server:
    """Return a server that knows all its features."""
    server = Server()
    features.register_all(server)
    return server


def main(argv: Sequence[str] | None = None) -> int:
    """Serve one client over stdin and stdout, or over TCP, until it says goodbye; return the exit code."""
    parser = argparse.ArgumentParser(prog="tapelens server", description="Start the language server.")
    parser.add_argument("--stdio", action="store_true", help="talk over stdin and stdout (the default)")
    parser.add_argument("--tcp", metavar="PORT", type=int, help="listen on a local port, for debugging")
    arguments = parser.parse_args(argv)
    heap.look_rarely(heap.IN_A_SERVER)
    server = create()
    if arguments.tcp is not None:
        try:
            server.start_tcp("127.0.0.1", arguments.tcp)
        except (OSError, OverflowError) as error:
            print(f"tapelens server: cannot listen on port {arguments.tcp}: {error}", file=sys.stderr)
            return 2
        return 0
    # Whatever prints must not end up in the middle of a message.
    stdin, stdout, sys.stdout = sys.stdin.buffer, sys.stdout.buffer, sys.stderr
    return stdio.serve(server, stdin, stdout)
