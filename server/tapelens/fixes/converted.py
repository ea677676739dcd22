"""A tensor is passed on where a number or an array was: where none can stand, it is converted after all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tapelens.findings import Edit, Range
from tapelens.source.edits import apply

if TYPE_CHECKING:
    from tapelens.fixes.prove import Mended

_CLOSED = re.compile(r"[\w.]+(\[[^\[\]]*\]|\([^()]*\))*")  # an expression that an attribute can follow


def converted(mended: Mended, misfits: Sequence[Range | None]) -> Mended:
    """Return a change with the tensors converted that stand where they cannot; as it was where that is not to be done."""
    text = mended.texts[None]
    places = [place for place in misfits if place is not None and place.start.line == place.end.line]
    if not mended.convert or len(places) < len(misfits):
        return mended
    edits = [Edit(place, mended.convert.format(_closed(text, place))) for place in dict.fromkeys(places)]
    title = f"{mended.title}, and convert where no tensor can be"
    return replace(mended, title=title, texts={**mended.texts, None: apply(text, edits)})


def _closed(text: str, place: Range) -> str:
    line = re.split(r"\r\n?|\n", text)[place.start.line - 1]
    found = line[place.start.column - 1 : place.end.column - 1]
    return found if _CLOSED.fullmatch(found) else f"({found})"
