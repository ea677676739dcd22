"""The settings of a project: found beside its files, checked, and turned into Options."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tapelens.options import Options
from tapelens.project.config_keys import KEYS, ConfigError, table_of
from tapelens.project.declared import declared
from tapelens.project.environment import versions
from tapelens.project.patterns import compiled
from tapelens.project.resolve import project_root

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_EXCLUDE = frozenset(
    [
        ".bzr",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        ".venvs",
        ".vscode",
        "__pycache__",
        "__pypackages__",
        "_build",
        "build",
        "dist",
        "node_modules",
        "site-packages",
        "venv",
    ]
)
FILE_NAMES = ("tapelens.toml", "pyproject.toml")


@dataclass(frozen=True)
class Settings:
    """What applies to the files of a folder. Patterns of `exclude` and `per_file_ignores` start at `root`."""

    options: Options = field(default_factory=Options)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    root: Path = field(default_factory=Path.cwd)
    file: Path | None = None

    def excludes(self, path: str, name: str, is_folder: bool) -> bool:
        """Return whether a walk leaves out the entry."""
        if self.exclude is None and name in DEFAULT_EXCLUDE:
            return True
        if not self.exclude and not self.extend_exclude:
            return False
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        return self._excluded.match_file(relative + "/" if is_folder else relative)

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return compiled([*(self.exclude or ()), *self.extend_exclude])

    def options_for(self, path: str) -> Options:
        """Return the options for one file: those of the folder, what its own path ignores, the project's versions.

        Those are what is installed, else what the project asks for.
        """
        options = self._ignoring(path)
        if options.tensorflow_version is not None or options.keras_version is not None:
            return options  # one that was chosen goes with what it came with, not with what is installed
        folder = str(Path(path).absolute().parent)
        root = project_root(folder) or str(self.root)
        tensorflow, keras = versions(root)
        if tensorflow is None and keras is None:
            tensorflow, keras = declared(folder, root)
        if tensorflow is None and keras is None:
            return options
        return replace(options, tensorflow_version=tensorflow, keras_version=keras)

    def _ignoring(self, path: str) -> Options:
        if not self.per_file_ignores:
            return self.options
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        extra = [
            rule
            for pattern, rules in self.per_file_ignores.items()
            if compiled([pattern]).match_file(relative)
            for rule in rules
        ]
        return replace(self.options, ignore=(*self.options.ignore, *extra)) if extra else self.options


def settings_from(table: Mapping[str, Any], base: Settings | None = None) -> Settings:
    """Return the base settings with a table's values over them; raises ConfigError.

    The table has the keys of `[tool.tapelens]`; an editor's settings and the command line use the same.
    """
    base = base or Settings()
    changes: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for name, value in table.items():
        key = KEYS.get(name)
        if key is None:
            raise ConfigError(f"unknown setting `{name}`{did_you_mean(name, KEYS)}")
        (options if key.option else changes)[key.attribute] = key.read(name, value)
    if "severity" in options:
        options["severity"] = MappingProxyType({**base.options.severity, **options["severity"]})
    return replace(base, options=replace(base.options, **options), **changes)


def load(file: Path) -> Settings | None:
    """Return the settings in a `tapelens.toml` or `pyproject.toml`; None for one without our table."""
    try:
        document = _parsed(file)
    except (ValueError, OSError) as error:
        raise ConfigError(f"{file}: {error}") from None
    try:
        table = _ours(document) if file.name == "pyproject.toml" else document
        if table is None:
            return None
        return settings_from(table, Settings(root=file.resolve().parent, file=file))
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from None


def _ours(document: Mapping[str, Any]) -> dict[str, Any] | None:
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise ConfigError("`tool` must be a table")
    return table_of("tool.tapelens", tools["tapelens"]) if "tapelens" in tools else None


class Finder:
    """Finds the settings that apply to a folder: those of the nearest file upwards, else the defaults."""

    def __init__(self) -> None:
        self._known: dict[Path, Settings | ConfigError] = {}

    def of(self, folder: Path) -> Settings:
        """Return the settings for files in the folder; raises ConfigError."""
        folder = folder.absolute()
        known = self._known.get(folder)
        if known is None:
            try:
                known = self._search(folder)
            except ConfigError as error:
                known = error
            self._known[folder] = known
        if isinstance(known, ConfigError):
            raise known
        return known

    def _search(self, folder: Path) -> Settings:
        for name in FILE_NAMES:
            file = folder / name
            settings = load(file) if file.is_file() else None
            if settings is not None:
                return settings
        return self.of(folder.parent) if folder.parent != folder else Settings()


def did_you_mean(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    """Return the end of a sentence that names the nearest known name, or nothing."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _parsed(file: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors put a byte order mark first
