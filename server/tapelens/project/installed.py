"""Modules of editable installs, found with jedi: the only room that knows it, loaded when it is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


class Installed:
    """Finds modules in the folders that editable installs add. Asked once for an import: the caller remembers."""

    def __init__(self) -> None:
        self._projects: dict[tuple[str, ...], Any] = {}

    def find(self, origin_folder: str, name: str, folders: tuple[str, ...]) -> str | None:
        """Return the file that the import of a dotted name leads to, None for none in these folders."""
        try:
            found = self._script(origin_folder, name, folders).goto(
                1, len(f"import {name}"), follow_imports=True, prefer_stubs=False
            )
        except Exception:  # jedi meets all kinds of code, and what it cannot do is no fault of the user's
            return None
        paths = [Path(one.module_path) for one in found if one.type == "module" and one.module_path]
        return next((str(path) for path in paths if path.suffix == ".py" and _below(path, folders)), None)

    def _script(self, origin_folder: str, name: str, folders: tuple[str, ...]) -> Any:
        jedi: Any = import_module("jedi")
        if folders not in self._projects:
            # The search path is given, so that no interpreter is asked for it.
            self._projects[folders] = jedi.Project(
                origin_folder, sys_path=list(folders), smart_sys_path=False, load_unsafe_extensions=False
            )
        environment = import_module("jedi.api.environment").InterpreterEnvironment()
        path = Path(origin_folder, "tapelens_import.py")
        return jedi.Script(
            f"import {name}", path=path, project=self._projects[folders], environment=environment
        )


def _below(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
