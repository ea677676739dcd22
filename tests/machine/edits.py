"""Random edits of the corpus and the examples, and the comparison with an analysis from scratch."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hypothesis import strategies as st
from tapelens.check import Session, check

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "tests" / "corpus").glob("[0-9]*.py"), *(ROOT / "examples").glob("*.py")])
TEXTS = [path.read_text("utf-8") for path in FILES]
# A long run: TAPELENS_EXAMPLES=5000 pytest tests/machine
EXAMPLES = int(os.environ.get("TAPELENS_EXAMPLES", "150"))
WORD = re.compile(r"[a-zA-Z_]\w+")

LINE = st.integers(0, 200)
EDITS = st.tuples(
    st.sampled_from(
        ["remove", "repeat", "insert", "delete", "swap", "empty", "grow", "indent", "dedent", "rename", "name", "note"]
    ),
    LINE,
    LINE,
    st.sampled_from(list("abx=.,()[]: \"'0#\n")),
)  # fmt: skip


def edited(text: str, edit: tuple[str, int, int, str]) -> str:
    """Return the text after one edit."""
    kind, first, second, sign = edit
    lines = text.split("\n")
    here, there = first % len(lines), second % len(lines)
    line = lines[here]
    column = second % (len(line) + 1)
    if kind == "remove":
        del lines[here]
    elif kind == "repeat":
        lines.insert(here, lines[there])
    elif kind == "insert":
        lines[here] = line[:column] + sign + line[column:]
    elif kind == "delete":
        lines[here] = line[:column] + line[column + 1 :]
    elif kind == "swap":
        lines[here], lines[there] = lines[there], line
    elif kind == "empty":
        lines.insert(here, "")
    elif kind in ("name", "note") and (words := WORD.findall(text)):
        margin = line[: len(line) - len(line.lstrip())] if there % 4 else ""
        lines.insert(here, margin + "# " * (kind == "note") + words[second % len(words)])
    elif kind == "grow" and line.strip() and not line.rstrip().endswith(":"):
        lines[here] = line + " * 2.0"
    elif kind == "indent":
        lines[here] = "    " + line
    elif kind == "dedent":
        lines[here] = line.removeprefix("    ")
    elif kind == "rename" and (words := WORD.findall(line)):
        others = WORD.findall(text)
        lines[here] = line.replace(words[second % len(words)], others[first % len(others)])
    return "\n".join(lines)


def same(session: Session, text: str) -> None:
    """Assert that the session says of the text what a new one says."""
    after, fresh = session.check(text), check(text)
    assert after.findings == fresh.findings
    assert after.gradients == fresh.gradients
    assert after.tapes == fresh.tapes
    assert after.notes == fresh.notes
