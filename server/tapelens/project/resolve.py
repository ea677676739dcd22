"""From an import in a file to the file that it names, as Python's own search would find it in the project."""

# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH119, PTH120
# Strings and os.path: an import is resolved between two keystrokes.

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from tapelens.project import environment
from tapelens.project.installed import Installed
from tapelens.project.search_path import NOTHING, Added

ROOT_MARKS = (".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg", "tapelens.toml", "requirements.txt")
MAX_HEIGHT = 10  # so far up a project's root is searched
WITHOUT_ROOT = 3  # so many folders are searched where nothing marks a root
LIBRARIES = frozenset(
    [
        "tensorflow",
        "keras",
        "tf_keras",
        "keras_core",
        "numpy",
        "jax",
        "torch",
        "scipy",
        "pandas",
        "matplotlib",
        "sklearn",
        "tensorflow_probability",
        "tensorflow_addons",
        "tensorflow_datasets",
        "tensorflow_hub",
        "six",
        "absl",
        "tqdm",
        "PIL",
        "cv2",
        "h5py",
    ]
)
IsFile = Callable[[str], bool]
INSTALLED = ("site-packages", "dist-packages")


def is_library(name: str) -> bool:
    """Return whether a module is one of the libraries or of the standard one: the search path does not matter."""
    first = name.partition(".")[0]
    return first in LIBRARIES or first in sys.stdlib_module_names


class Resolver:
    """Finds modules by looking at the disk; what it found is remembered until it is told to forget.

    `is_file` knows of more than the disk: files that are open and were never saved.
    """

    def __init__(self, is_file: IsFile = os.path.isfile) -> None:
        self._is_file = is_file
        self._found: dict[tuple[str, str, int, Added], str | None] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._installed = Installed()

    def forget(self) -> None:
        """Look again: files were added, moved or deleted."""
        self._found.clear()
        self._roots.clear()
        environment.forget()

    def find(self, origin: str, name: str, level: int, added: Added = NOTHING) -> str | None:
        """Return the file, or the folder without `__init__.py`, that an import in the file `origin` names.

        `added` is what the file itself adds to the search path.
        """
        folder = os.path.dirname(origin)
        key = (folder, name, level, added)
        if key not in self._found:
            self._found[key] = (
                self._relative(folder, name, level) if level else self._absolute(folder, name, added)
            )
        found = self._found[key]
        if found == origin and not level and os.path.basename(origin) != "__init__.py":
            return (
                None  # a script that has the name of what it imports; a package may well import from itself
            )
        return found

    def _absolute(self, folder: str, name: str, added: Added) -> str | None:
        first = name.partition(".")[0]
        if is_library(name):
            return self._shadowing(folder, name, first)
        fallback: str | None = None
        for root in (*added.first, *self.roots(folder), *added.last):
            found = below(root, name, self._is_file)
            if found is None:
                continue
            if self._is_file(found):
                return found
            fallback = fallback or found
        return fallback or self._editable(folder, name, first)

    def _editable(self, folder: str, name: str, first: str) -> str | None:
        """A package that is installed in editable form is the user's own, wherever it stands."""
        root = project_root(folder) or folder
        folders = environment.editable(root)
        if not any(below(added, first) for added in folders):
            return None
        return self._installed.find(folder, name, folders)

    def _shadowing(self, folder: str, name: str, first: str) -> str | None:
        """A script's own folder comes before the libraries, and before most of the standard one."""
        if first in sys.builtin_module_names or is_package(folder):
            return None
        top = below(folder, first, self._is_file)
        return below(folder, name, self._is_file) if top is not None and self._is_file(top) else None

    def _relative(self, folder: str, name: str, level: int) -> str | None:
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        return below(folder, name, self._is_file)

    def roots(self, folder: str) -> tuple[str, ...]:
        """Return the folders in which absolute imports of the folder's files are looked up, in order."""
        known = self._roots.get(folder)
        if known is None:
            known = self._roots[folder] = tuple(dict.fromkeys(_roots(folder)))
        return known


def below(folder: str, name: str, is_file: IsFile = os.path.isfile) -> str | None:
    """Return the module with a dotted name in a folder: its file, or a folder without `__init__.py`."""
    if not name:
        init = os.path.join(folder, "__init__.py")
        return init if is_file(init) else (folder if os.path.isdir(folder) else None)
    path = os.path.join(folder, *name.split("."))
    for candidate in (os.path.join(path, "__init__.py"), path + ".py"):
        if is_file(candidate):
            return candidate
    return path if os.path.isdir(path) else None


def inside(package: str, name: str, is_file: IsFile = os.path.isfile) -> str | None:
    """Return the module with a name in a package, which is named by its folder or its `__init__.py`."""
    if os.path.basename(package) == "__init__.py":
        return below(os.path.dirname(package), name, is_file)
    return below(package, name, is_file) if os.path.isdir(package) else None


def is_package(folder: str) -> bool:
    """Return whether a folder is a package with a file of its own."""
    return os.path.isfile(os.path.join(folder, "__init__.py"))


def project_root(folder: str) -> str | None:
    """Return the outermost folder that is marked as a root, a repository's at most; None if none is."""
    found: str | None = None
    for height, current in enumerate(_upwards(folder)):
        if height >= MAX_HEIGHT:
            break
        if any(os.path.exists(os.path.join(current, mark)) for mark in ROOT_MARKS):
            found = current
        if os.path.exists(os.path.join(current, ".git")):
            break
    return found


def _roots(folder: str) -> list[str]:
    """A script's folder first, a package's after the folder that holds the package; then up to the root."""
    found = [] if is_package(folder) else [folder]
    outside = folder
    while is_package(outside) and os.path.dirname(outside) != outside:
        outside = os.path.dirname(outside)
    top = project_root(outside)
    for height, current in enumerate(_upwards(outside)):
        if top is None and height >= WITHOUT_ROOT:
            break
        found += [current, os.path.join(current, "src")]
        if current == top:
            break
    return [*found, folder]


def _upwards(folder: str) -> list[str]:
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found
