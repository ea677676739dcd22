"""The established facts that rules phrase: what one gradient call gives for one source, and the edges that broke."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from tapelens.findings import Location, Step, VerdictKind


@dataclass(frozen=True, slots=True)
class BrokenStep:
    """One broken edge in the user's words.

    `text` is the expression of the step (`x + y`), `name` what its value is bound to (`z`, or ""), `op` what made
    it, as far as it is the library's (`tf.round`; "statistics" for what a layer keeps beside its weights), `value`
    the text or name of the input that the path comes through.
    `early` says whether it ran before the tape's first block; a helper's line alone does not tell. `own` says that
    it is the source itself that breaks, and not a step that reads it.
    """

    reason: str
    location: Location
    text: str
    name: str = ""
    op: str = ""
    value: str = ""
    early: bool = False
    own: bool = False

    @property
    def line(self) -> int:
        """The first line of the step."""
        return self.location.range.start.line

    @property
    def where(self) -> str:
        """The line of the step in words, with the file if it stands in another one."""
        path = self.location.path
        return f"line {self.line}" if path is None else f"line {self.line} of {PurePath(path).name}"


@dataclass(frozen=True, slots=True)
class Fact:
    """What rules need to phrase one finding.

    `rule` is the slug of the rule that speaks; `breaks` run from the source to the target. `tape_line` and
    `tape_end` are the first and last line of the tape's block (0 where there is none). `turn` is 2 when the first
    turn of a loop is sound and the later ones are not, `once` says that only the first one is not. `parts` names
    what is broken of a set of sources, `total` is the size of that set (0 when unknown or no set). `depends_on`
    names what the target does depend on. `detail` is a value that only the one rule understands (an earlier
    call's line, an error's name).
    """

    rule: str
    verdict: VerdictKind
    method: str
    target: str
    source: str
    tape: str
    line: int
    tape_line: int = 0
    tape_end: int = 0
    breaks: tuple[BrokenStep, ...] = ()
    turn: int = 1
    once: bool = False
    parts: tuple[str, ...] = ()
    total: int = 0
    depends_on: tuple[str, ...] = ()
    detail: str = ""
    story: tuple[Step, ...] = ()
