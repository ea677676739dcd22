"""A fact with the place where it is said."""

from __future__ import annotations

from dataclasses import dataclass

from tapelens.findings import Range
from tapelens.flow.verdict import Fact


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with the place where it is said, and its source's index (None for the whole call or a set)."""

    fact: Fact
    range: Range
    index: int | None
