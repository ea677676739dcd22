"""Which files a path on the command line stands for."""

# ruff: noqa: PTH110, PTH112, PTH100, PTH118
# Strings and os.path: a walk over thousands of files would feel the price of Path objects.

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tapelens.project.config import FILE_NAMES, Settings
from tapelens.project.patterns import compiled

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".ipynb")
_Rules = tuple[tuple[str, "GitIgnoreSpec"], ...]


class NoSuchPathError(Exception):
    """A path that the user named does not exist."""


def discover(paths: Sequence[str], settings_of: Callable[[Path], Settings]) -> Iterator[str]:
    """Yield the files that the paths stand for, sorted within each folder, each once.

    A file named by the user is always taken. In folders, excluded and git-ignored ones and links to folders
    are left out; a folder that cannot be read stands for itself. Raises NoSuchPathError.
    """
    seen: set[str] = set()
    for path in paths:
        if not os.path.exists(path):
            raise NoSuchPathError(path)
        found = _walk(path, settings_of) if os.path.isdir(path) else iter((path,))
        for file in found:
            key = os.path.abspath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _walk(top: str, settings_of: Callable[[Path], Settings]) -> Iterator[str]:
    settings = settings_of(Path(top))
    stack = [("" if top == "." else top, settings, _ignored_above(top) if settings.respect_gitignore else ())]
    while stack:
        folder, settings, rules = stack.pop()
        entries = _entries(folder)
        if entries is None:
            yield folder
            continue
        files, folders = entries
        if not files.isdisjoint(FILE_NAMES):
            settings = settings_of(Path(folder))
        if ".gitignore" in files and settings.respect_gitignore:
            rules = (*rules, *_git_rules(folder))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith(SUFFIXES) and not _left_out(path, name, False, settings, rules):
                yield path
        for name in sorted(folders, reverse=True):
            path = os.path.join(folder, name)
            if not _left_out(path, name, True, settings, rules):
                stack.append((path, settings, rules))


def _entries(folder: str) -> tuple[set[str], list[str]] | None:
    """Return the files and the folders of a folder; None if it cannot be read."""
    files, folders = set(), []
    try:
        with os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif _is_file(entry):
                    files.add(entry.name)
    except OSError:
        return None
    return files, folders


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _left_out(path: str, name: str, is_folder: bool, settings: Settings, rules: _Rules) -> bool:
    return settings.excludes(path, name, is_folder) or _left_out_by(rules, path, is_folder)


def _left_out_by(rules: Sequence[tuple[str, GitIgnoreSpec]], path: str, is_folder: bool) -> bool:
    for base, spec in reversed(rules):
        relative = os.path.relpath(path, base).replace(os.sep, "/")
        verdict = spec.check_file(relative + "/" if is_folder else relative).include
        if verdict is not None:
            return verdict
    return False


def _ignored_above(top: str) -> _Rules:
    """The rules of the folders between the repository's root and `top`; none where they leave `top` itself out.

    Who names an ignored folder wants what is in it.
    """
    found: list[tuple[str, GitIgnoreSpec]] = []
    folder = Path(top).resolve()
    if (folder / ".git").exists():
        return ()
    above = []
    for parent in folder.parents:
        above.append(parent)
        if (parent / ".git").exists():
            for place in reversed(above):
                found.extend(_git_rules(str(place)))
            break
    return () if _left_out_by(found, str(folder), True) else tuple(found)


def _git_rules(folder: str) -> _Rules:
    try:
        lines = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return ((os.path.abspath(folder), compiled(lines)),)
