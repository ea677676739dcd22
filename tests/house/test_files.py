"""Files are short, say what they are for, leave nothing unfinished and speak of the project only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tree import ROOT, files, shown

PYTHON = [p for p in files(".py") if "examples" not in p.relative_to(ROOT).parts]
CODE = PYTHON + files(".ts", ".mjs")
TEXTS = files(".py", ".ts", ".mjs", ".md", ".toml", ".json", ".yml")
LONGEST = 400
# A folder of somebody's machine, the tools that wrote the text, notes of work in progress.
FOREIGN_WORDS = re.compile(r"/work/|/root/|\b(?:claude|anthropic|chatgpt|copilot)\b", re.I)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
OWN = Path(__file__)


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", PYTHON, ids=shown)
def test_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [p for p in TEXTS if p != OWN], ids=shown)
def test_text_speaks_of_the_project_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert FOREIGN_WORDS.findall(text) == []


@pytest.mark.parametrize("path", [p for p in CODE if p != OWN], ids=shown)
def test_code_is_finished(path: Path) -> None:
    assert UNFINISHED.findall(path.read_text(encoding="utf-8")) == []
