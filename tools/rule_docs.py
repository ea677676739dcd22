"""Write docs/rules.md from the rules' records and pages: `python -m tools.rule_docs`."""

from __future__ import annotations

import re
from pathlib import Path

from tapelens.rules import catalogue
from tapelens.rules.rule import Rule

TARGET = Path(__file__).parents[1] / "docs" / "rules.md"
INTRODUCTION = """\
# Rules

<!-- Written by `python -m tools.rule_docs` from the pages in server/tapelens/rules; edit those. -->

What Tapelens reports. The tests give every example below to Tapelens and to the real TensorFlow: what a
comment marks as an error was seen there, and every mended twin gives its gradients. `tapelens explain NAME`
prints the same pages.

A finding is suppressed on its line by `# tapelens: ignore[NAME]`.
"""
LEVELS = """\
Codes starting with TL1 and TL3 are warnings, TL2 errors (the call raises), TL4 hints.
"""


def document() -> str:
    """Return the text of docs/rules.md."""
    rules = catalogue.all_rules()
    table = ["| code | name | what |", "|---|---|---|", *map(_row, rules)]
    return "\n".join([INTRODUCTION, LEVELS, *table, "", *map(_chapter, rules)])


def _row(rule: Rule) -> str:
    return f"| {rule.code} | [{rule.name}](#{rule.name}) | {rule.summary} |"


def _chapter(rule: Rule) -> str:
    """Return the page one heading level lower, under an anchor that is the rule's name."""
    page = _outside_code(catalogue.page(rule.name))
    return f'<a id="{rule.name}"></a>\n\n{page}'


def _outside_code(page: str) -> str:
    parts = re.split(r"(^```.*?^```$)", page, flags=re.M | re.S)
    parts[::2] = [re.sub(r"^#", "##", text, flags=re.M) for text in parts[::2]]
    return "".join(parts)


def main() -> None:
    """Write the document."""
    TARGET.write_text(document(), encoding="utf-8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
