"""Read a page, or a file of edge cases: the programs under Fails and Works, and the marks in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parents[2] / "server" / "tapelens" / "rules"
EDGE_CASES = Path(__file__).parent
BLOCK = re.compile(r"^(?:<!-- keras (?P<keras>\d) -->\n\n)?```python\n(?P<text>.*?)^```$", re.M | re.S)
MARK = re.compile(r"\s*# error(?:: (?P<names>[a-z0-9, -]+))?$")


@dataclass(frozen=True)
class Program:
    """One block: `marks` holds (line, rule name) per expected finding, `text` is free of the marks.

    `keras` is the first Keras version that behaves so; a page says it by `<!-- keras 3 -->` above the block.
    """

    rule: str
    section: str
    number: int
    text: str
    marks: tuple[tuple[int, str], ...]
    origin: str
    keras: int

    @property
    def id(self) -> str:
        """The name of the block in a test report."""
        return f"{self.origin}-{self.section.lower()}-{self.number}"


def programs(path: Path) -> list[Program]:
    """Return the blocks of one file in their order; each section counts its own from 1."""
    rule, found = path.stem.replace("_", "-"), []
    origin = path.stem if path.parent == RULES else f"edge-{path.stem}"
    for section, body in sections(path).items():
        for number, block in enumerate(BLOCK.finditer(body), 1):
            text, marks = _unmarked(block["text"], rule)
            keras = int(block["keras"] or 2)
            found.append(Program(rule, section, number, text, marks, origin, keras))
    return found


def sections(path: Path) -> dict[str, str]:
    """Return the text under each second-level heading."""
    parts = re.split(r"^## (.+)\n", path.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _unmarked(block: str, rule: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    lines, marks = [], []
    for place, line in enumerate(block.splitlines(), 1):
        mark = MARK.search(line)
        if mark:
            marks += [(place, name.strip()) for name in (mark["names"] or rule).split(",")]
            line = line[: mark.start()]
        lines.append(line)
    return "\n".join(lines) + "\n", tuple(sorted(marks))


def twin_of(program: Program) -> Program:
    """Return the mended twin of a failing program: the block of the same number under Works."""
    return next(p for p in WORKING if (p.origin, p.number) == (program.origin, program.number))


PAGES = sorted(RULES.glob("*.md"))
ALL_PROGRAMS = [p for path in [*PAGES, *sorted(EDGE_CASES.glob("*.md"))] for p in programs(path)]
FAILING = [p for p in ALL_PROGRAMS if p.section == "Fails"]
WORKING = [p for p in ALL_PROGRAMS if p.section == "Works"]
