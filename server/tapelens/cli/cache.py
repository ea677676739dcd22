"""Reports of earlier runs, kept for as long as nothing that they depend on is another.

An entry stands for one file: its content, the options, the program itself, and every module of the project that
was read (or looked for in vain) must be what they were.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tapelens
from tapelens.check import Analysis, Lookup
from tapelens.cli.report import Report
from tapelens.cli.stored import plain, record
from tapelens.options import Options
from tapelens.project.files import Files

NAME = ".tapelens_cache"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of Tapelens; it may be deleted.\n"


class Cache:
    """The entries in one folder. What cannot be read or written is as if it were not there."""

    def __init__(self, folder: str, files: Files) -> None:
        self.folder = folder
        self._files = files
        self._program = _program()
        self._digests: dict[str, str] = {}

    def get(self, path: str, data: bytes, options: Options, fixes: bool) -> Report | None:
        """Return the report on a file with this content, None if it must be made."""
        try:
            entry = json.loads(self._place(path, fixes).read_bytes())
            if entry["key"] != self._key(data, options) or not self._current(entry):
                return None
            return record(Report, entry["report"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(
        self, path: str, data: bytes, options: Options, fixes: bool, report: Report, analysis: Analysis
    ) -> None:
        """Keep a report."""
        entry = {
            "key": self._key(data, options),
            "reads": {read: self._digest(read) for read in sorted(analysis.reads)},
            "missing": sorted(analysis.missing),
            "report": plain(report),
        }
        place = self._place(path, fixes)
        try:
            self._begin(place.parent)
            draft = place.with_name(f"{place.name}.{os.getpid()}")
            draft.write_text(json.dumps(entry), encoding="utf-8", errors="surrogatepass")
            draft.replace(place)
        except (OSError, ValueError):
            return

    def _begin(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        top = Path(self.folder)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _SIGNATURE)):
            if not (top / name).exists():
                (top / name).write_text(text, encoding="utf-8")

    def _place(self, path: str, fixes: bool) -> Path:
        name = _digest_of(f"{Path(path).absolute()} {fixes}".encode("utf-8", "surrogatepass"))
        return Path(self.folder, name[:2], name)

    def _key(self, data: bytes, options: Options) -> str:
        chosen = repr((options, sorted(options.severity.items())))
        return _digest_of(data, chosen.encode(), self._program.encode())

    def _current(self, entry: dict[str, Any]) -> bool:
        """Return whether the modules that were read are as they were, and those in vain are still not there."""
        same = all(self._digest(read) == digest for read, digest in entry["reads"].items())
        return same and self._still_missing(tuple(lookup) for lookup in entry["missing"])

    def _still_missing(self, lookups: Iterable[Lookup]) -> bool:
        for origin, name, level in lookups:
            inside = level < 0
            found = self._files.inside(origin, name) if inside else self._files.find(origin, name, level)
            if found is not None:
                return False
        return True

    def _digest(self, path: str) -> str:
        known = self._digests.get(path)
        if known is None:
            try:
                known = "folder" if Path(path).is_dir() else _digest_of(Path(path).read_bytes())
            except OSError:
                known = ""
            self._digests[path] = known
        return known


def _digest_of(*parts: bytes) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "little") + part)
    return made.hexdigest()


def _program() -> str:
    """What tells this program from another version of itself, one that is being worked on too."""
    newest = 0
    for folder, _, files in os.walk(Path(tapelens.__file__).parent):
        for file in files:
            if file.endswith((".py", ".txt", ".md")):
                newest = max(newest, Path(folder, file).stat().st_mtime_ns)
    return f"{tapelens.__version__} {newest}"
