"""Addresses that a reader can follow: a rule's page, a line of a file."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from lsprotocol import types

PAGES = "https://github.com/tapelens/tapelens/blob/main/docs/rules.md"


def page(rule: str) -> str:
    """Return the address of a rule's page."""
    return f"{PAGES}#{rule}"


def command(name: str, *arguments: Any) -> str:
    """Return the address that has a client of ours run a command."""
    return f"command:tapelens.{name}?{quote(json.dumps(arguments), safe='')}"


def line(location: types.Location) -> str:
    """Return a Markdown link to a line; its number alone where an address already ends in a fragment."""
    number = location.range.start.line + 1
    if "#" in location.uri:
        return f"line {number}"
    return f"[line {number}]({location.uri}#L{number},{location.range.start.character + 1})"
