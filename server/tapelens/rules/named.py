"""Rule names that the user wrote: checked against the catalogue, which is loaded only if there are any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tapelens.project.config import Settings
from tapelens.project.config_keys import ConfigError


def check_rules(settings: Settings, file: Path | None = None) -> None:
    """Raise ConfigError for the first name that is no rule, no code and no start of a code; it names the file."""
    for name in _named(settings):
        if not _known(name):
            from tapelens.rules.catalogue import suggest

            meant = suggest(name)
            said = f"unknown rule `{name}`" + (f"; did you mean `{meant}`?" if meant else "")
            raise ConfigError(f"{file}: {said}" if file is not None else said)


def _named(settings: Settings) -> Iterator[str]:
    yield from settings.options.select
    yield from settings.options.ignore
    yield from settings.options.severity
    for names in settings.per_file_ignores.values():
        yield from names


def _known(name: str) -> bool:
    from tapelens.rules.catalogue import all_rules, get

    start = name.upper()
    return get(name) is not None or (bool(name) and any(rule.code.startswith(start) for rule in all_rules()))
