"""The programs of the pages, as Tapelens sees them: exactly the marked findings, silence on the twins."""

from __future__ import annotations

import ast
import re

import pytest
from pages import FAILING, PAGES, WORKING, Program, programs
from tapelens.check import check

by_id = {"ids": lambda program: program.id}


def found(program: Program) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((f.range.start.line, f.name) for f in check(program.text).findings))


@pytest.mark.parametrize("program", FAILING, **by_id)
def test_failing_program_has_exactly_its_marked_findings(program: Program) -> None:
    assert found(program) == program.marks


@pytest.mark.parametrize("program", WORKING, **by_id)
def test_working_program_is_silent(program: Program) -> None:
    assert found(program) == ()


@pytest.mark.parametrize("program", FAILING, **by_id)
def test_what_is_said_reads_well(program: Program) -> None:
    for finding in check(program.text).findings:
        for text in (finding.message, *(cause.message for cause in finding.causes)):
            assert re.match(r"[a-z`]|Keras|Jacobian", text), text
            assert not text.endswith("."), text
            assert text.count("`") % 2 == 0, text


@pytest.mark.parametrize("program", FAILING + WORKING, **by_id)
def test_only_failing_programs_are_marked(program: Program) -> None:
    assert bool(program.marks) == (program.section == "Fails")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_has_one_to_three_short_pairs(path) -> None:
    blocks = programs(path)
    failing = [p for p in blocks if p.section == "Fails"]
    assert 1 <= len(failing) <= 3
    assert [p.number for p in failing] == [p.number for p in blocks if p.section == "Works"]
    for program in blocks:
        assert len([line for line in program.text.splitlines() if line]) <= 15, program.id
        ast.parse(program.text)
