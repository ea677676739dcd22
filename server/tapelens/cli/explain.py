"""`tapelens explain RULE` or `tapelens explain tf.function`."""

from __future__ import annotations

import sys

from tapelens.cli.arguments import Parser


def run(argv: list[str]) -> int:
    """Print the page of a rule, what is known of a function, or the list of all rules."""
    parser = Parser(
        prog="tapelens explain", description="Explain a rule, or what a function does to a gradient."
    )
    parser.add_argument("name", nargs="?", help="a rule's name or code, or a function such as tf.round")
    name = parser.parse_args(argv).name
    if name is None:
        print(_overview())
        return 0
    text = _page(name) or _function(name)
    if text is None:
        print(f"tapelens: nothing is known of `{name}`{_meant(name)}", file=sys.stderr)
        return 2
    print(text)
    return 0


def _overview() -> str:
    from tapelens.rules.catalogue import all_rules

    rules = all_rules()
    width = max(len(rule.name) for rule in rules)
    return "\n".join(f"{rule.code}  {rule.name:<{width}}  {rule.summary}" for rule in rules)


def _page(name: str) -> str | None:
    from tapelens.rules.catalogue import get, page

    rule = get(name)
    return page(rule.name).rstrip() if rule else None


def _function(name: str) -> str | None:
    from tapelens.cli.functions import describe

    return describe(name)


def _meant(name: str) -> str:
    from tapelens.rules.catalogue import suggest

    close = suggest(name)
    return f"; did you mean `{close}`?" if close else "; `tapelens explain` lists all rules"
