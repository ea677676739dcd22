"""Every setting by its name in the file: what it may hold, what it means, how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tapelens.project.patterns import is_pattern

LEVELS = ("error", "warning", "information", "hint", "off")


class ConfigError(Exception):
    """The settings cannot be used; the message says why, for the user."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting. `option` says whether it is a field of Options; `schema` is its JSON schema."""

    attribute: str
    option: bool
    about: str
    schema: dict[str, Any]
    convert: Callable[[str, Any], Any]

    def read(self, name: str, value: Any) -> Any:
        """Return the value in the form that the records hold; raises ConfigError."""
        return self.convert(name, value)


def _names(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"`{name}` must be a list of strings")
    return tuple(value)


def _patterns(name: str, value: Any) -> tuple[str, ...]:
    patterns = _names(name, value)
    for pattern in patterns:
        if not is_pattern(pattern):
            raise ConfigError(f"`{pattern}` in `{name}` is no pattern as in .gitignore")
    return patterns


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"`{name}` must be true or false")
    return value


def table_of(name: str, value: Any) -> dict[str, Any]:
    """Return the value if it is a table; raises ConfigError."""
    if not isinstance(value, dict):
        raise ConfigError(f"`{name}` must be a table")
    return value


def _per_file(name: str, value: Any) -> Any:
    table = table_of(name, value)
    _patterns(name, list(table))
    return MappingProxyType({k: _names(f"{name}.{k}", v) for k, v in table.items()})


def _severity(name: str, value: Any) -> dict[str, str]:
    table = table_of(name, value)
    for rule, level in table.items():
        if level not in LEVELS:
            raise ConfigError(f"`{name}.{rule}` must be one of {', '.join(LEVELS)}, not {level!r}")
    return table


def _tensorflow(name: str, value: Any) -> tuple[int, int]:
    parts = value.split(".") if isinstance(value, str) else []  # 2.10 as a number would be 2.1
    if len(parts) < 2 or not all(part.isdecimal() for part in parts[:2]):
        raise ConfigError(f'`{name}` must be a version such as "2.16"')
    return int(parts[0]), int(parts[1])


def _keras(name: str, value: Any) -> int:
    first = str(value).split(".")[0]
    if isinstance(value, bool) or first not in ("2", "3"):
        raise ConfigError(f"`{name}` must be 2 or 3")
    return int(first)


_LIST = {"type": "array", "items": {"type": "string"}}

KEYS: dict[str, Key] = {
    "select": Key(
        "select", True, "Rules to report, by name, code or start of a code; all if empty.", _LIST, _names
    ),
    "ignore": Key("ignore", True, "Rules not to report, by name, code or start of a code.", _LIST, _names),
    "severity": Key(
        "severity",
        True,
        "The level of a rule, by name, code or start of a code; `off` silences it.",
        {"type": "object", "additionalProperties": {"enum": list(LEVELS)}},
        _severity,
    ),
    "per-file-ignores": Key(
        "per_file_ignores",
        False,
        "Rules not to report in files that match a pattern, written as in .gitignore.",
        {"type": "object", "additionalProperties": _LIST},
        _per_file,
    ),
    "exclude": Key(
        "exclude",
        False,
        "Files and folders to leave out, written as in .gitignore; replaces the defaults.",
        _LIST,
        _patterns,
    ),
    "extend-exclude": Key(
        "extend_exclude",
        False,
        "Files and folders to leave out besides those of `exclude`.",
        _LIST,
        _patterns,
    ),
    "respect-gitignore": Key(
        "respect_gitignore",
        False,
        "Whether files that git ignores are left out.",
        {"type": "boolean", "default": True},
        _flag,
    ),
    "tensorflow-version": Key(
        "tensorflow_version",
        True,
        'The TensorFlow that the code runs on, such as "2.16"; the newest known if not given.',
        {"type": "string", "pattern": "^[0-9]+\\.[0-9]+"},
        _tensorflow,
    ),
    "keras-version": Key(
        "keras_version",
        True,
        "The major version of Keras that the code runs on.",
        {"enum": [2, 3]},
        _keras,
    ),
}


def schema() -> dict[str, Any]:
    """Return the JSON schema of `tapelens.toml` and of `[tool.tapelens]`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Tapelens",
        "description": "The settings of Tapelens, in tapelens.toml or [tool.tapelens] of pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"description": key.about, **key.schema} for name, key in KEYS.items()},
    }
