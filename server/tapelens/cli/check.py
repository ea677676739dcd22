"""`tapelens check`: which files, which settings, what to print, which exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tapelens import heap
from tapelens.cli.analyse import Job, report_of, report_on
from tapelens.cli.arguments import parser, table
from tapelens.cli.cache import NAME
from tapelens.cli.color import paint_for
from tapelens.cli.pool import reports
from tapelens.cli.progress import Progress
from tapelens.cli.report import Report
from tapelens.cli.summary import Summary
from tapelens.project.config import FILE_NAMES
from tapelens.project.config_keys import ConfigError
from tapelens.project.discovery import NoSuchPathError, discover

if TYPE_CHECKING:
    from tapelens.cli.fixing import Fixer

STDIN = "-"


def run(argv: list[str]) -> int:
    """Check what the arguments name; return 0 if clean, 1 if something was found, 2 if it failed."""
    arguments = parser().parse_args(argv)
    heap.look_rarely(heap.IN_A_BATCH)
    if arguments.watch:
        from tapelens.cli.watch import watch

        read: set[str] = set()
        return watch(lambda: check_once(arguments, read), lambda: [*_counting(arguments), *sorted(read)])
    return check_once(arguments)


def check_once(arguments: Namespace, read: set[str] | None = None) -> int:
    """Check everything once and print it; return the exit code. `read` is filled with the modules that counted."""
    try:
        job = _job(arguments)
        files = named_files(arguments, job)
        changes = arguments.fix or arguments.diff
        found = list(_fixed(arguments, files, job) if changes else _checked(arguments, files, job))
        _print(arguments, found)
        if read is not None:
            read.clear()
            read.update(*(report.reads for report in found))
    except (ConfigError, NoSuchPathError, OSError) as error:
        print(f"tapelens: {_reason(error)}", file=sys.stderr)
        return 2
    return _exit_code(arguments, found)


def named_files(arguments: Namespace, job: Job) -> list[str]:
    """Return the files that the arguments stand for; raises NoSuchPathError and ConfigError."""
    paths = arguments.paths or ([STDIN] if arguments.stdin_filename else ["."])
    named = [path for path in paths if path != STDIN]
    return [STDIN] * (STDIN in paths) + list(discover(named, job.settings_of))


def _counting(arguments: Namespace) -> list[str]:
    """Return the files that a run would check, and the settings files that count for it, there or not."""
    try:
        files = named_files(arguments, _job(arguments))
    except (ConfigError, NoSuchPathError):
        files = list(arguments.paths)
    folders = {Path(file).absolute().parent for file in files or ["a.py"]}
    above = {folder for inner in folders for folder in (inner, *inner.parents)}
    settings = [str(folder / name) for folder in sorted(above) for name in FILE_NAMES]
    return [*files, *settings, *([arguments.config] if arguments.config else [])]


def _job(arguments: Namespace) -> Job:
    module = import_module(f"tapelens.cli.output.{arguments.output_format}")
    shows_fixes = module.FIXES and not arguments.statistics
    chosen = (arguments.config, arguments.isolated, table(arguments), shows_fixes)
    if arguments.no_cache or arguments.fix or arguments.diff:
        return Job(*chosen)
    root = Job(*chosen).settings_of(Path()).root or Path()
    return Job(*chosen, arguments.cache_dir or str(root / NAME))


def _checked(arguments: Namespace, files: Sequence[str], job: Job) -> Iterator[Report]:
    if STDIN in files:
        yield report_of(arguments.stdin_filename or STDIN, sys.stdin.buffer.read(), job)
    on_disk = [file for file in files if file != STDIN]
    with Progress(len(on_disk), sys.stderr) as progress:
        for report in reports(on_disk, job, arguments.jobs):
            progress.step(report.path)
            yield report


def _fixed(arguments: Namespace, files: Sequence[str], job: Job) -> Iterator[Report]:
    from tapelens.cli import fixing

    names = {file: (arguments.stdin_filename or STDIN) if file == STDIN else file for file in files}
    before: dict[str, bytes] = {}
    made: dict[str, Report] = {}
    for file, name in names.items():
        try:
            before[name] = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        except OSError:
            made[name] = report_on(file, job)
    fixer = fixing.Fixer(job, before, arguments.unsafe_fixes)
    for name, data in before.items():
        told = dict(fixer.after)
        made[name] = _mended(fixer, name, data, job)
        for other, new in list(fixer.after.items()):  # a fix may reach into a file that was told before
            if other in made and other != name and told.get(other) != new:
                made[other] = replace(_mended(fixer, other, new, job), fixed=made[other].fixed)
    for file, name in names.items():
        if name in before:
            _finish(arguments, file, before[name], fixer.after.get(name, before[name]))
        yield made[name]


def _finish(arguments: Namespace, file: str, before: bytes, after: bytes) -> None:
    """Show what became of a file, or write it."""
    from tapelens.cli import fixing

    if arguments.diff:
        name = (arguments.stdin_filename or STDIN) if file == STDIN else file
        sys.stdout.write(fixing.diff(name, before, after))
    elif file == STDIN:
        sys.stdout.buffer.write(after)
    elif after != before:
        fixing.write(file, after)


def _mended(fixer: Fixer, name: str, data: bytes, job: Job) -> Report:
    try:
        return fixer.fixed(name, data)
    except Exception:
        return report_of(name, data, job)


def _print(arguments: Namespace, found: Sequence[Report]) -> None:
    silent = arguments.diff or (arguments.fix and STDIN in arguments.paths)
    summary = Summary(found)
    if arguments.statistics:
        text = summary.statistics()
    else:
        paint = paint_for("never" if arguments.output_file else arguments.color, sys.stdout)
        text = import_module(f"tapelens.cli.output.{arguments.output_format}").render(found, paint)
    if arguments.output_file:
        Path(arguments.output_file).write_text(text, encoding="utf-8", errors="backslashreplace")
    elif not silent:
        _write(text)
    for line in summary.failures():
        print(line, file=sys.stderr)
    if not arguments.quiet:
        for line in summary.closing(dry=arguments.diff):
            print(line, file=sys.stderr)


def _write(text: str) -> None:
    # A terminal's own encoding may lack signs of the user's source: better a replaced sign than no answer.
    if text:
        sys.stdout.flush()
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()


def _exit_code(arguments: Namespace, found: Sequence[Report]) -> int:
    named = set(arguments.paths) | {arguments.stdin_filename or STDIN}
    if any(report.error and report.path in named for report in found):
        return 2
    counted = any(result.counts for report in found for result in report.results)
    counted = counted or (arguments.diff and any(report.fixed for report in found))
    return 1 if counted and not arguments.exit_zero else 0


def _reason(error: Exception) -> str:
    if isinstance(error, NoSuchPathError):
        return f"{error}: no such file or folder"
    return str(error)
