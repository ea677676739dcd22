"""One file from its bytes to its report. A crash costs the file that it happened in and no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tapelens.check import Analysis, check
from tapelens.cli.cache import Cache
from tapelens.cli.report import Report, Result
from tapelens.findings import Edit, Finding
from tapelens.options import Options
from tapelens.project.config import Finder, Settings, load, settings_from
from tapelens.project.config_keys import ConfigError
from tapelens.project.files import Files
from tapelens.rules.named import check_rules
from tapelens.source.decoding import NotTextError, decode
from tapelens.source.edits import apply
from tapelens.source.notebook import in_cells
from tapelens.source.relevance import is_odd, may_matter

FAILED = "Tapelens failed on this file"


class Job:
    """What every file of a run has in common; cheap to send to a worker process.

    `config` is the settings file to use instead of the nearest, `given` what the command line sets over it.
    """

    def __init__(
        self,
        config: str | None,
        isolated: bool,
        given: Mapping[str, object],
        fixes: bool,
        cache: str | None = None,
    ):
        self.fixes = fixes
        self.files = Files()
        self.cache = Cache(cache, self.files) if cache is not None else None
        self._made = (config, isolated, given, fixes, cache)
        self._finder = Finder()
        self._known: dict[int, Settings] = {}
        self._fixed = self._without_search(config, isolated)

    def __reduce__(self) -> tuple[type[Job], tuple[object, ...]]:
        return Job, self._made

    def settings_of(self, folder: Path) -> Settings:
        """Return the settings for the files of a folder; raises ConfigError."""
        base = self._fixed or self._finder.of(folder)
        known = self._known.get(id(base))
        if known is None:
            check_rules(base, base.file)
            known = self._known[id(base)] = settings_from(self._made[2], base)
            check_rules(known)
        return known

    def options(self, path: str) -> Options:
        """Return the options for one file."""
        return self.settings_of(Path(path).parent).options_for(path)

    @staticmethod
    def _without_search(config: str | None, isolated: bool) -> Settings | None:
        if isolated:
            return Settings()
        if config is None:
            return None
        if not Path(config).is_file():
            raise ConfigError(f"{config}: no such file")
        return load(Path(config)) or Settings(root=Path(config).resolve().parent)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's text as the machine reads it; `edited` returns the file's bytes after edits of that text."""

    text: str
    cells: tuple[int, ...]
    edited: Callable[[Sequence[Edit]], bytes]


def known_report(path: str, data: bytes, job: Job) -> Report | None:
    """Return what an earlier run found in a file with this content, None if nothing is known."""
    if job.cache is None:
        return None
    known = job.cache.get(path, data, job.options(path), job.fixes)
    return replace(known, path=path) if known is not None else None


def report_on(path: str, job: Job) -> Report:
    """Return the report on a file on disk; never raises for what is in it."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        said = "the folder cannot be read" if Path(path).is_dir() else error.strerror or str(error)
        return Report(path, error=said)
    if not may_matter(data) and not is_odd(path, data):
        return Report(path)
    return report_of(path, data, job, keep=True)


def report_of(path: str, data: bytes, job: Job, keep: bool = False) -> Report:
    """Return the report on bytes that stand, or would stand, at the path; keep it for the next run if asked."""
    try:
        options = job.options(path)
        if len(data) > options.max_bytes:
            return Report(path, notes=(f"larger than {options.max_bytes} bytes: not analysed",))
        opened = open_bytes(path, data)
        analysis = check(opened.text, options, str(Path(path).absolute()), job.files)
        report = render(path, opened, analysis, job.fixes)
        if keep and job.cache is not None:
            job.cache.put(path, data, options, job.fixes, report, analysis)
        return report
    except ConfigError:
        raise
    except NotTextError as error:
        return Report(path, error=str(error))
    except Exception as error:
        return Report(path, error=f"{FAILED}: {type(error).__name__}: {error}{_where(error)}")


def open_bytes(path: str, data: bytes) -> Opened:
    """Return the text of a script or of a notebook's cells; raises NotTextError."""
    decoded = decode(data)
    if not path.endswith(".ipynb"):
        return Opened(decoded.text, (), lambda edits: decoded.encode(apply(decoded.text, edits)))
    from tapelens.source.notebook import Notebook

    notebook = Notebook.parse(decoded.text)
    return Opened(notebook.text, notebook.starts, lambda edits: decoded.encode(notebook.edited(edits)))


def render(path: str, opened: Opened, analysis: Analysis, fixes: bool) -> Report:
    """Return the report of an analysis."""
    results = tuple(
        Result(_in_cells(f, opened.cells), analysis.fixes(f) if fixes else ()) for f in analysis.findings
    )
    text = opened.text if results else ""
    notes = tuple(in_cells(note, opened.cells) if opened.cells else note for note in analysis.notes)
    return Report(path, results, text, opened.cells, notes, reads=tuple(sorted(analysis.reads)))


def _in_cells(finding: Finding, starts: tuple[int, ...]) -> Finding:
    if not starts:
        return finding
    causes = tuple(replace(cause, message=in_cells(cause.message, starts)) for cause in finding.causes)
    return replace(finding, message=in_cells(finding.message, starts), causes=causes)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    file = Path(trace.tb_frame.f_code.co_filename).name
    return f" ({file}:{trace.tb_lineno}, Python {sys.version_info[0]}.{sys.version_info[1]})"
