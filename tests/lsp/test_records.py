"""The protocol's records are made ready one by one, and are then what attrs makes of them at once."""

from __future__ import annotations

import json
import subprocess
import sys

FIELDS = """
import json, sys
import attrs
if sys.argv[1:] == ["later"]:
    import tapelens.lsp
from lsprotocol import types
from pygls.protocol import default_converter
default_converter()
kinds = {name: kind for name, kind in types.ALL_TYPES_MAP.items() if isinstance(kind, type)}
ready = sum(isinstance(vars(kind).get("__attrs_attrs__"), tuple) for kind in kinds.values())
records = {name: attrs.fields(kind) for name, kind in kinds.items() if attrs.has(kind)}
fields = {name: [[a.name, str(a.type), repr(a.default)] for a in record] for name, record in records.items()}
one, other = types.Position(1, 2), types.Position(1, 2)
try:
    types.Position(-1, 0)
    refused = ""
except ValueError as error:
    refused = str(error)
range_ = types.Range(one, other)
alike = range_ == types.Range(other, one), repr(types.TextEdit(range_, "x")), refused
print(json.dumps([ready, fields, alike]))
"""


def told(*arguments: str) -> list[object]:
    done = subprocess.run([sys.executable, "-c", FIELDS, *arguments], capture_output=True, check=True)
    answer: list[object] = json.loads(done.stdout)
    return answer


def test_records_are_what_attrs_makes_at_once() -> None:
    ready, *later = told("later")
    all_ready, *at_once = told()
    assert later == at_once
    assert ready < all_ready / 10
