"""What applies to a file: the editor's settings of its folder over the nearest configuration file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pygls.uris import to_fs_path

from tapelens.options import Options
from tapelens.project.config import Finder, Settings, settings_from
from tapelens.project.config_keys import KEYS, ConfigError
from tapelens.rules.named import check_rules

Complain = Callable[[str, bool], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose for one file; the rest of the fields only an editor can choose."""

    options: Options
    enabled: bool = True
    inlay_hints: bool = True
    suppress_actions: bool = True
    whole_workspace: bool = False


class EditorSettings:
    """The settings that the client sent, per folder, and the configuration files found beside the texts."""

    def __init__(self, complain: Complain) -> None:
        self._complain = complain
        self._told: set[str] = set()  # complaints since anything was set anew
        self._started: dict[str, Any] = {}
        self._common: dict[str, Any] = {}
        self._of_folder: dict[str, dict[str, Any]] = {}
        self._finder = Finder()
        self._chosen: dict[str, Chosen] = {}
        self.trusted = True

    def start(self, options: Any) -> None:
        """Take over what came with `initialize`: `{settings, trusted}`."""
        if isinstance(options, Mapping):
            self._common = self._started = _table(options.get("settings"))
            self.trusted = options.get("trusted", True) is not False
        self._chosen.clear()

    def replace(self, common: Any, of_folder: Mapping[str, Any]) -> bool:
        """Take over settings sent later, by folder address; return whether anything changed.

        A client that has none sends null; then those of the start stay.
        """
        before = (self._common, self._of_folder)
        self._common = self._started if common is None else _table(common)
        tables = {
            unquote(uri).rstrip("/"): self._common if table is None else _table(table)
            for uri, table in of_folder.items()
        }
        self._of_folder = {uri: table for uri, table in tables.items() if table != self._common}
        self._told.clear()
        self._chosen.clear()
        return before != (self._common, self._of_folder)

    def forget_files(self) -> None:
        """Read configuration files anew when they are needed next."""
        self._finder = Finder()
        self._told.clear()
        self.look_again()

    def look_again(self) -> None:
        """Work out anew what applies to each text: where it stands, and what is installed there, may have changed."""
        self._chosen.clear()

    def of(self, uri: str) -> Chosen:
        """Return what applies to a text; between two keystrokes that is what it was."""
        known = self._chosen.get(uri)
        if known is None:
            known = self._chosen[uri] = self._found(uri)
        return known

    def _found(self, uri: str) -> Chosen:
        table = self._table(uri)
        path = to_fs_path(uri)
        settings = self.of_path(path, table)
        options = settings.options_for(path) if path else settings.options
        return Chosen(
            options,
            enabled=_flag(table, "enable", True),
            inlay_hints=_flag(table, "inlayHints.enabled", True),
            suppress_actions=_flag(table, "codeAction.suppress", True),
            whole_workspace=_at(table, "diagnosticMode") == "workspace",
        )

    def of_folder(self, folder: Path) -> Settings:
        """Return the settings for the files in a folder."""
        return self.of_path(str(folder / "any.py"), self._table(folder.as_uri() + "/any.py"))

    def of_path(self, path: str | None, table: Mapping[str, Any]) -> Settings:
        """Return the file's settings with the editor's over them; what cannot be used is left out, and told."""
        settings = Settings()
        try:
            if path is not None and Path(path).is_absolute():
                found = self._finder.of(Path(path).parent)
                check_rules(found, found.file)
                settings = found
        except ConfigError as error:
            self._tell(str(error), table)
        for name, value in _known(table).items():
            try:
                changed = settings_from({name: value}, settings)
                check_rules(changed)
                settings = changed
            except ConfigError as error:
                self._tell(f"setting tapelens.{name}: {error}", table)
        return settings

    def _tell(self, message: str, table: Mapping[str, Any]) -> None:
        if message not in self._told:
            self._told.add(message)
            self._complain(message, _at(table, "showNotifications") != "off")

    def _table(self, uri: str) -> Mapping[str, Any]:
        place = unquote(uri)
        inside = [folder for folder in self._of_folder if place.startswith(folder + "/")]
        return self._of_folder[max(inside, key=len)] if inside else self._common


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    own = value.get("tapelens")
    return dict(own) if isinstance(own, Mapping) else dict(value)


def _known(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a file could hold too; an empty one stands for "not chosen"."""
    kebab = {re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower(): value for name, value in table.items()}
    return {name: value for name, value in kebab.items() if name in KEYS and value not in (None, "", [], {})}


def _at(table: Mapping[str, Any], dotted: str) -> Any:
    if dotted in table:
        return table[dotted]
    value: Any = table
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _flag(table: Mapping[str, Any], dotted: str, default: bool) -> bool:
    value = _at(table, dotted)
    return value if isinstance(value, bool) else default
