"""The published JSON schema is what the generator writes from the settings and the rules."""

from __future__ import annotations

from tools import config_schema


def test_the_schema_is_current() -> None:
    message = "run `python -m tools.config_schema`"
    assert config_schema.TARGET.read_text(encoding="utf-8") == config_schema.document(), message
