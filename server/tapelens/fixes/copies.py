"""Changed copies of a document and of the modules that it imports, analysed as the originals are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from tapelens.findings import Finding, Range
from tapelens.source.document import Document

if TYPE_CHECKING:
    from tapelens.machine.modules import Project

Texts = Mapping[str | None, str]  # None: the analysed document itself


class Copy(Protocol):
    """One document whose text may be changed again and again."""

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return the findings of a text."""

    def certain(self) -> int:
        """Return how many sources of the last text certainly get a gradient."""

    def clashes(self) -> int:
        """Return how many steps of the last text raise because of their dtypes."""

    def misfits(self) -> list[Range | None]:
        """Return where tensors stand that cannot stand there; None where that is no expression of the document."""


Begin = Callable[["str | None", "Project | None"], Copy]


class Copies:
    """Answers what would be found if some texts were others. `begin` starts the analysis of another document."""

    def __init__(self, begin: Begin, path: str | None, project: Project | None, own: Copy) -> None:
        """Take what analyses the document itself: each next copy costs what differs from the last one."""
        self._begin = begin
        self._path = path
        self._project = project
        self._own = self._last = own

    def findings(self, texts: Texts) -> tuple[Finding, ...]:
        """Return the findings of the document when it and its modules read as given."""
        others = {path: text for path, text in texts.items() if path is not None}
        if others and self._project is not None:
            self._last = self._begin(self._path, Changed(self._project, others))
            return self._last.findings(texts[None])
        self._last = self._own
        return self._own.findings(texts[None])

    def certain(self) -> int:
        """Return how many sources certainly get a gradient in the texts that were asked about last."""
        return self._last.certain()

    def clashes(self) -> int:
        """Return how many steps raise because of their dtypes in the texts that were asked about last."""
        return self._last.clashes()

    def misfits(self) -> list[Range | None]:
        """Return where tensors stand that cannot stand there, in the texts that were asked about last."""
        return self._last.misfits()

    def findings_at(self, path: str, text: str) -> tuple[Finding, ...]:
        """Return the findings in another file when it reads as given."""
        return self._begin(path, self._project).findings(text)

    def text(self, path: str) -> str | None:
        """Return the text of another file as it is."""
        document = self._project.document(path) if self._project is not None else None
        return document.text if document is not None else None


class Changed:
    """A project in which some files read differently."""

    def __init__(self, project: Project, texts: Mapping[str, str]) -> None:
        self._project = project
        self._documents = {path: Document.parse(text) for path, text in texts.items()}

    def find(self, origin: str, name: str, level: int) -> str | None:
        """Return the file that an import in the file `origin` names."""
        return self._project.find(origin, name, level)

    def inside(self, package: str, name: str) -> str | None:
        """Return the file or folder of a package's module."""
        return self._project.inside(package, name)

    def document(self, path: str) -> Document | None:
        """Return the document of a file, the changed one where there is one."""
        return self._documents.get(path) or self._project.document(path)
