"""Write docs/schema/tapelens.schema.json from the settings' own table: `python -m tools.config_schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tapelens.project.config_keys import LEVELS, schema
from tapelens.rules import catalogue

CODES = "^TL[0-9]{0,3}$"
TARGET = Path(__file__).parents[1] / "docs" / "schema" / "tapelens.schema.json"


def document() -> str:
    """Return the text of the schema, which knows the rules by name."""
    made = schema()
    rules = {
        "type": "array",
        "items": {"anyOf": [{"enum": _addresses()}, {"type": "string", "pattern": CODES}]},
    }
    properties = made["properties"]
    for name in ("select", "ignore"):
        properties[name] = {**properties[name], **rules}
    properties["per-file-ignores"]["additionalProperties"] = rules
    properties["severity"] = _severity(properties["severity"])
    return json.dumps(made, indent=2) + "\n"


def _severity(described: dict[str, Any]) -> dict[str, Any]:
    levels = {
        rule.name: {"description": rule.summary, "enum": list(LEVELS)} for rule in catalogue.all_rules()
    }
    codes = {CODES: {"enum": list(LEVELS)}}
    return {**described, "properties": levels, "patternProperties": codes, "additionalProperties": False}


def _addresses() -> list[str]:
    return [rule.name for rule in catalogue.all_rules()]


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document(), encoding="utf-8")
