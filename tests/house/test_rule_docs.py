"""docs/rules.md is what the generator writes from the rules and their pages."""

from __future__ import annotations

from tools import rule_docs


def test_the_document_is_current() -> None:
    message = "run `python -m tools.rule_docs`"
    assert rule_docs.TARGET.read_text(encoding="utf-8") == rule_docs.document(), message
