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


def place(location: types.Location, label: str, commands: bool) -> str:
    """Return a Markdown link to a place; its label alone where no address that the client takes leads there."""
    start = location.range.start
    if "#" not in location.uri:
        return f"[{label}]({location.uri}#L{start.line + 1},{start.character + 1})"
    at = {"line": start.line, "character": start.character}
    return f"[{label}]({command('open', location.uri, at)})" if commands else label
