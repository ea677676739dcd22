"""Files are short, say what they are for, leave nothing unfinished and speak of the project only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tree import files, shown

# Programs that tests analyse or run are data: they look as users' programs look.
MODULES = [p for p in files(".py") if "tests/" not in shown(p) or p.name.startswith(("test_", "conftest"))]
MODULES = [p for p in MODULES if not shown(p).startswith("examples/")]
CODE = [*files(".py"), *files(".ts"), *files(".mjs")]
TEXTS = [*CODE, *files(".md", ".toml", ".json", ".yml")]
LONGEST = 400
# A folder of somebody's machine, the tools that wrote the text, notes of work in progress.
FOREIGN_WORDS = re.compile(r"/work/|/root/|\b(?:claude|anthropic|chatgpt|copilot)\b", re.I)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_files_are_short() -> None:
    long = {shown(p): len(text_of(p).splitlines()) for p in CODE}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_modules_say_what_they_are_for() -> None:
    assert [shown(p) for p in MODULES if not ast.get_docstring(ast.parse(text_of(p)))] == []


def test_texts_speak_of_the_project_only() -> None:
    found = {shown(p): FOREIGN_WORDS.findall(text_of(p)) for p in TEXTS if p != Path(__file__)}
    assert {name: words for name, words in found.items() if words} == {}


def test_code_is_finished() -> None:
    found = {shown(p): UNFINISHED.findall(text_of(p)) for p in CODE if p != Path(__file__)}
    assert {name: words for name, words in found.items() if words} == {}
