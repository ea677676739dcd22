"""Every rule is a pair: a module with its record, and a page with the fixed headings that agrees with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tapelens.rules import catalogue
from tapelens.rules.rule import Rule
from tree import ROOT

FOLDER = ROOT / "server" / "tapelens" / "rules"
HEADINGS = ["What happens", "Why", "How to mend it", "Fails", "Works", "When it is fine"]
SHARED = {"named", "__init__", "catalogue", "phrases", "rule"}
RULES = catalogue.all_rules()

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_modules_pages_and_records_are_the_same_rules() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    pages = {path.stem for path in FOLDER.glob("*.md")}
    assert modules == pages == {catalogue.stem(rule.name) for rule in RULES}


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@each_rule
def test_record_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"TL[1-4]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert catalogue.get(rule.code) is catalogue.get(rule.name) is rule


@each_rule
def test_page_has_the_title_the_summary_and_the_headings(rule: Rule) -> None:
    lines = catalogue.page(rule.name).splitlines()
    assert lines[0] == f"# {rule.name} ({rule.code})"
    assert lines[2] == rule.summary
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS


@each_rule
def test_rules_do_not_know_each_other(rule: Rule) -> None:
    text = (FOLDER / f"{catalogue.stem(rule.name)}.py").read_text(encoding="utf-8")
    known = set(re.findall(r"from tapelens\.rules(?:\.| import )(\w+)", text))
    assert known <= SHARED


def test_edge_cases_belong_to_a_rule() -> None:
    stems = {path.stem for path in (ROOT / "tests" / "rules").glob("*.md")}
    assert stems <= {path.stem for path in Path(FOLDER).glob("*.md")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("computed-outside-tap", "computed-outside-tape"),
        ("stop_gradient", "stop-gradient"),
        ("qqqq", None),
    ],
)
def test_a_mistyped_name_is_guessed(typed: str, meant: str | None) -> None:
    assert catalogue.suggest(typed) == meant
