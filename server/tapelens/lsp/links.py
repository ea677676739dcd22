"""Addresses that a reader can follow: a rule's page, a line of a file."""

from __future__ import annotations

from lsprotocol import types

PAGES = "https://github.com/tapelens/tapelens/blob/main/docs/rules.md"


def page(rule: str) -> str:
    """Return the address of a rule's page."""
    return f"{PAGES}#{rule}"


def line(location: types.Location) -> str:
    """Return a Markdown link to a line; its number alone where an address already ends in a fragment."""
    number = location.range.start.line + 1
    if "#" in location.uri:
        return f"line {number}"
    return f"[line {number}]({location.uri}#L{number},{location.range.start.character + 1})"
