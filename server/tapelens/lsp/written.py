"""Diagnostics as the JSON that is sent: what stands as it stood is not written again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol import types

from tapelens.lsp import diagnostics
from tapelens.lsp.client import Client
from tapelens.lsp.desk import Answer
from tapelens.lsp.diagnostics import Mark

Kept = dict[
    object, tuple[Mark, str]
]  # what is kept of a mark holds what it is about, so that ids stay its own


class Written:
    """Writes the diagnostics of programs."""

    def __init__(self, write: Callable[[types.Diagnostic], str]) -> None:
        self._write = write
        self._kept: dict[str, Kept] = {}

    def of_answer(
        self, answer: Answer, client: Client, importing: Iterable[Answer] = ()
    ) -> dict[str, list[str]]:
        """Return the diagnostics of every document of the program as JSON, empty lists too."""
        found: dict[str, list[str]] = {page.uri: [] for page in answer.program.pages.pages}
        before, now = self._kept.pop(answer.program.key, {}), Kept()
        for mark in diagnostics.marks(answer, client, importing):
            known = before.get(mark.key)
            text = known[1] if known is not None else self._write(mark.made(None))
            if mark.lasting:
                now[mark.key] = (mark, text)
            data = f', "data": {_data(mark)}' if client.data else ""
            found[mark.page.uri].append(f"{text[:-1]}{data}}}")
        self._kept[answer.program.key] = now
        return found

    def forget(self, key: str) -> None:
        """Drop what is kept of a program that was closed."""
        self._kept.pop(key, None)


def _data(mark: Mark) -> str:
    numbers = ", ".join(map(str, mark.findings))
    return f'{{"serial": {mark.owner.program.serial}, "findings": [{numbers}]}}'
