"""Read a page, or a file of edge cases: the programs under Fails and Works, and the marks in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parents[2] / "server" / "tapelens" / "rules"
EDGE_CASES = Path(__file__).parent
MARK = re.compile(r"\s*# error(?:: (?P<names>[a-z0-9, -]+))?$")


@dataclass(frozen=True)
class Program:
    """One block: `marks` holds (line, rule name) per expected finding, `text` is free of the marks."""

    rule: str
    section: str
    number: int
    text: str
    marks: tuple[tuple[int, str], ...]
    origin: str

    @property
    def id(self) -> str:
        """The name of the block in a test report."""
        return f"{self.origin}-{self.section.lower()}-{self.number}"


def programs(path: Path) -> list[Program]:
    """Return the blocks of one file in their order; each section counts its own from 1."""
    rule, found = path.stem.replace("_", "-"), []
    origin = path.stem if path.parent == RULES else f"edge-{path.stem}"
    for section, body in sections(path).items():
        for number, block in enumerate(re.findall(r"^```python\n(.*?)^```$", body, re.M | re.S), 1):
            found.append(_program(rule, section, number, block, origin))
    return found


def sections(path: Path) -> dict[str, str]:
    """Return the text under each second-level heading."""
    parts = re.split(r"^## (.+)\n", path.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _program(rule: str, section: str, number: int, block: str, origin: str) -> Program:
    lines, marks = [], []
    for place, line in enumerate(block.splitlines(), 1):
        mark = MARK.search(line)
        if mark:
            marks += [(place, name.strip()) for name in (mark["names"] or rule).split(",")]
            line = line[: mark.start()]
        lines.append(line)
    return Program(rule, section, number, "\n".join(lines) + "\n", tuple(sorted(marks)), origin)


PAGES = sorted(RULES.glob("*.md"))
ALL_PROGRAMS = [p for path in [*PAGES, *sorted(EDGE_CASES.glob("*.md"))] for p in programs(path)]
FAILING = [p for p in ALL_PROGRAMS if p.section == "Fails"]
WORKING = [p for p in ALL_PROGRAMS if p.section == "Works"]
