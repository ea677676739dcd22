"""A notebook as one text: its code cells in order, and the way back into the file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import accumulate
from typing import Any

from tapelens.findings import Edit, Position, Range
from tapelens.source.decoding import NotTextError
from tapelens.source.edits import apply
from tapelens.source.json_spans import Value, cells_of, place_of, rewritten
from tapelens.source.magics import python


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its source, and where its JSON value stands in the file's text; `code` is what of it is Python."""

    source: str
    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Notebook:
    """`text` is the program, `starts` the first line (from 0) of each code cell in it."""

    file: str
    cells: tuple[Cell, ...]
    text: str
    starts: tuple[int, ...]

    @staticmethod
    def parse(file: str) -> Notebook:
        """Return the notebook of a file's text; raises NotTextError with a reason for the user."""
        try:
            content = json.loads(file)
        except (ValueError, RecursionError) as error:
            raise NotTextError(f"not a notebook: its JSON is broken ({error})") from None
        _refuse_odd(content)
        cells = tuple(
            _cell(source, metadata) for source, metadata in (cells_of(file) if _is_python(content) else ())
        )
        text, starts = join(cell.code for cell in cells)
        return Notebook(file, cells, text, starts)

    def edited(self, edits: Sequence[Edit]) -> str:
        """Return the file's text after the edits of the program; only the sources of touched cells change."""
        by_cell: dict[int, list[Edit]] = {}
        for edit in edits:
            index = self._cell_at(edit.range.start)
            by_cell.setdefault(index, []).append(self._relative(index, edit))
        text = self.file
        for index, changes in sorted(by_cell.items(), reverse=True):
            cell = self.cells[index]
            new = apply(cell.source, changes)
            if new.endswith("\n") and not cell.source.endswith("\n"):
                new = new[:-1]  # cells end without a line end
            text = text[: cell.start] + rewritten(self.file[cell.start : cell.end], new) + text[cell.end :]
        return text

    def place(self, position: Position) -> Position:
        """Return where a place of the program stands in the file's text."""
        index = self._cell_at(position)
        cell = self.cells[index]
        above = list(StringIO(cell.source, newline=""))[: position.line - self.starts[index] - 1]
        offset = place_of(self.file, cell.start, cell.end, sum(map(len, above)) + position.column - 1)
        line_start = self.file.rfind("\n", 0, offset) + 1
        return Position(self.file.count("\n", 0, offset) + 1, offset - line_start + 1)

    def _cell_at(self, position: Position) -> int:
        return max(index for index, start in enumerate(self.starts) if start < position.line)

    def _relative(self, index: int, edit: Edit) -> Edit:
        above = self.starts[index]
        start, end = edit.range.start, edit.range.end
        return Edit(
            Range(Position(start.line - above, start.column), Position(end.line - above, end.column)),
            edit.new_text,
        )


def in_cells(message: str, starts: Sequence[int]) -> str:
    """Return a message about the program with its lines counted in cells; the user's code in it stays as it is."""

    def counted(match: re.Match[str]) -> str:
        line = int(match[1])
        cell = max(bisect_right(starts, line - 1), 1)
        return f"line {line - starts[cell - 1]} of cell {cell}"

    parts = message.split("`")
    parts[::2] = (re.sub(r"\bline (\d+)\b(?! of )", counted, part) for part in parts[::2])
    return "`".join(parts)


def join(cells: Iterable[str]) -> tuple[str, tuple[int, ...]]:
    """Return the program that the cells are, and the first line (from 0) of each in it."""
    plain = [python(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in cells]
    heights = [cell.count("\n") + 1 for cell in plain]
    starts = tuple(accumulate(heights, initial=0))[:-1]
    return "".join(f"{cell}\n" for cell in plain), starts


def _cell(source: Value, metadata: Any) -> Cell:
    text = _joined(source.value)
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = editor.get("languageId", "python") if isinstance(editor, dict) else "python"
    return Cell(text, source.start, source.end, text if language == "python" else "")


def _joined(source: Any) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise NotTextError("not a notebook: the source of a cell is neither a string nor a list of strings")


def _refuse_odd(content: Any) -> None:
    if not isinstance(content, dict):
        raise NotTextError("not a notebook: its JSON is no object")
    version = content.get("nbformat", 4)
    if "worksheets" in content and "cells" not in content:
        version = version if version in (1, 2, 3) else 3
        raise NotTextError(
            f"a notebook of format {version}; convert it with: jupyter nbconvert --to notebook"
        )
    if "cells" not in content:
        raise NotTextError("not a notebook: it has no cells")
    if version != 4:
        raise NotTextError(f"a notebook of format {version}, which is not known; format 4 is")
    cells = content["cells"]
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotTextError("not a notebook: its cells are no list of objects")


def _is_python(content: dict[str, Any]) -> bool:
    metadata = content.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for place, key in (("language_info", "name"), ("kernelspec", "language")):
        described = metadata.get(place)
        named = described.get(key) if isinstance(described, dict) else None
        if isinstance(named, str):
            return named.lower() in ("python", "ipython", "python3")
    return True
