"""The record of a rule: its address, its level, and how it phrases an established fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tapelens.findings import Severity
from tapelens.flow.verdict import BrokenStep, Fact

# What the real TensorFlow shows where the rule speaks: a None, an exception, zeros, an empty answer,
# an answer that misses a variable, or nothing (the program runs on).
Shows = Literal["none", "raises", "zero", "empty", "missing", "nothing"]

_LEVELS: dict[str, Severity] = {"TL1": "warning", "TL2": "error", "TL3": "warning", "TL4": "hint"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `message` phrases a finding of it, `cause` one broken edge whose reason it is.

    `keras` is the first Keras version in which the rule can speak.
    """

    code: str
    name: str
    summary: str
    message: Callable[[Fact], str]
    cause: Callable[[Fact, BrokenStep], str]
    shows: Shows = "none"
    keras: int = 2

    @property
    def severity(self) -> Severity:
        """The level of the rule's findings where the user chose none."""
        return _LEVELS[self.code[:3]]
