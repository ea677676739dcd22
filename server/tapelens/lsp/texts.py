"""The open texts as lists of lines, so that a keystroke costs the lines that it touches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from tapelens.lsp.convert import column
from tapelens.source.positions import Encoding

# The protocol knows three line ends; `str.splitlines` would also split at form feeds and other signs.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def split(text: str) -> list[str]:
    """Return the lines of a text with their ends; the last one has none and may be empty."""
    if "\r" in text:
        lines = _LINE.findall(text)
    else:
        lines = text.split("\n")
        return [line + "\n" for line in lines[:-1]] + lines[-1:]
    if not lines or lines[-1].endswith(("\r", "\n")):
        lines.append("")
    return lines


class OpenText(TextDocument):
    """One text that the client has open."""

    def __init__(self, uri: str, text: str, version: int | None, language: str | None, encoding: Encoding):
        super().__init__(uri, text, version, language)
        self.rows = split(text)
        self._encoding = encoding

    @property
    def source(self) -> str:
        return "".join(self.rows)

    @property
    def lines(self) -> Sequence[str]:
        return self.rows

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Take over one change of the client."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            self._replace(change.range.start, change.range.end, change.text)
        else:
            self.rows = split(change.text)

    def _replace(self, start: types.Position, end: types.Position, text: str) -> None:
        last = len(self.rows) - 1
        first_row, last_row = min(start.line, last), min(end.line, last)
        head = self.rows[first_row][: self._column(start, last)]
        tail = self.rows[last_row][self._column(end, last) :]
        # The halves of a "\r\n" may part or meet at the borders of the change.
        if first_row and self.rows[first_row - 1].endswith("\r"):
            first_row -= 1
            head = self.rows[first_row] + head
        if last_row < last:
            last_row += 1
            tail += self.rows[last_row]
        made = split(head + text + tail)
        if last_row < last and made[-1] == "":
            made.pop()
        self.rows[first_row : last_row + 1] = made

    def _column(self, position: types.Position, last: int) -> int:
        if position.line > last:
            return len(self.rows[last])
        return column(self.rows[position.line], position, self._encoding)


class OpenTexts(Workspace):
    """The client's open texts and notebooks."""

    @property
    def encoding(self) -> Encoding:
        """The encoding that client and server agreed on."""
        return types.PositionEncodingKind(self.position_encoding).value

    def update_notebook_document(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Take over a change of a notebook; a cell that gets another language is closed and opened in one."""
        super().update_notebook_document(params)
        structure = params.change.cells.structure if params.change.cells is not None else None
        closed = {cell.uri for cell in structure.did_close or ()} if structure is not None else set()
        for cell in (structure.did_open or ()) if structure is not None else ():
            if cell.uri in closed:  # the base class opens first
                self.put_text_document(cell, notebook_uri=params.notebook_document.uri)

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> TextDocument:
        return OpenText(doc_uri, source or "", version, language_id, self.encoding)
