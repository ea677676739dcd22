"""How a place is called when it is spoken of: its line, the cell in a notebook, the file where it is another one."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from tapelens.findings import Location
from tapelens.lsp import diagnostics
from tapelens.lsp.desk import Answer


def label(answer: Answer, location: Location) -> str:
    """Return what a reader calls a place of an analysis."""
    line = diagnostics.where(answer, location).range.start.line + 1
    pages = answer.program.pages
    if location.path is not None:
        return f"{unquote(file_name(answer, location))}:{line}"
    if not answer.program.notebook:
        return f"line {line}"
    return f"cell {pages.pages.index(pages.of_line(location.range.start.line)) + 1} line {line}"


def file_name(answer: Answer, location: Location) -> str:
    """Return the name of the file that a place stands in, as it stands in an address."""
    return posixpath.basename(urlsplit(diagnostics.where(answer, location).uri).path)
