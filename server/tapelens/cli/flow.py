"""`tapelens flow FILE:LINE`: the story of one gradient call, as text or as a picture."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from urllib.parse import quote

from tapelens.check import Analysis, check
from tapelens.cli.analyse import Job, Opened, open_bytes
from tapelens.cli.arguments import Parser
from tapelens.cli.report import Report
from tapelens.findings import GradientAnswer, Location, Range, SourceAnswer, Step
from tapelens.flow.lanes import named
from tapelens.project.config_keys import ConfigError
from tapelens.source.decoding import NotTextError
from tapelens.source.notebook import in_cells

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<cell>\d+))?:(?P<line>\d+)$")
_SIGNS = {"source": "●", "recorded": "│", "unknown": "?", "broken": "✗", "target": "◆"}
_VERDICTS = {
    "sound": "gets a gradient",
    "none": "gets None",
    "raises": "the call raises",
    "zero": "gets zeros",
    "sometimes": "gets None on some paths",
}


def run(argv: list[str]) -> int:
    """Print the story, or the picture with --svg; return 2 if there is no gradient call at the place."""
    parser = Parser(prog="tapelens flow", description="Tell how a gradient flows, or where it stops.")
    parser.add_argument("place", metavar="FILE:LINE", help="in a notebook: FILE:CELL:LINE")
    parser.add_argument("--svg", action="store_true", help="a picture instead of text")
    arguments = parser.parse_args(argv)
    match = _PLACE.match(arguments.place)
    if match is None:
        return _refuse(f"`{arguments.place}` is not FILE:LINE")
    try:
        opened, analysis = _analysed(match["file"])
        line = _line(opened, match)
    except (NotTextError, ConfigError, OSError) as error:
        return _refuse(f"{match['file']}: {error.strerror if isinstance(error, OSError) else error}")
    answers = [g for g in analysis.gradients if g.range.start.line <= line <= g.range.end.line]
    report = Report(match["file"], cells=opened.cells)
    if not answers:
        return _refuse(_elsewhere(arguments.place, report, analysis))
    if arguments.svg:
        return _picture(answers[0], report)
    print("\n\n".join("\n".join(_story(answer, report)) for answer in answers))
    return 0


def _picture(answer: GradientAnswer, report: Report) -> int:
    from tapelens.flow.picture import Where, draw

    here = Path(report.path).absolute()

    def where(location: Location) -> Where:
        line = location.range.start.line
        if location.path is None:
            return Where(_where(report, location.range), f"{quote(here.name)}#L{line}")
        # Links lead from the folder of the script: where its picture is most likely put.
        file = Path(os.path.relpath(location.path, here.parent)).as_posix()
        return Where(f"{Path(file).name}:{line}", f"{quote(file)}#L{line}")

    print(draw(answer, where).svg)
    return 0


def _analysed(file: str) -> tuple[Opened, Analysis]:
    path, job = Path(file), Job(None, False, {}, False)
    opened = open_bytes(file, path.read_bytes())
    return opened, check(opened.text, job.options(file), str(path.absolute()), job.files)


def _line(opened: Opened, match: re.Match[str]) -> int:
    line, cell = int(match["line"]), match["cell"]
    if cell is None:
        return line
    if not 1 <= int(cell) <= len(opened.cells):
        raise NotTextError(f"has no code cell {cell}")
    return line + opened.cells[int(cell) - 1]


def _elsewhere(place: str, report: Report, analysis: Analysis) -> str:
    lines = [_where(report, g.range) for g in analysis.gradients]
    known = f"; there are some at {', '.join(lines[:10])}" if lines else "; there is none in the file"
    return f"no gradient call at {place}{known}"


def _where(report: Report, span: Range) -> str:
    cell, shown = report.place(span)
    return f"line {shown.start.line}" if cell is None else f"cell {cell} line {shown.start.line}"


def _story(answer: GradientAnswer, report: Report) -> list[str]:
    told = [f"{answer.method} on {_where(report, answer.range)}"]
    for source in answer.sources:
        told += _source(source, report)
    for finding in answer.findings:
        message = in_cells(finding.message, report.cells) if report.cells else finding.message
        told += ["", f"{finding.code} {finding.name}: {message}"]
    return told


def _source(source: SourceAnswer, report: Report) -> list[str]:
    verdict = _VERDICTS[source.verdict] if source.certain else "may get a gradient: not every step is known"
    told = ["", f"`{source.text}` {verdict}"]
    places = [_place(step, report) for step in source.story]
    width = max(map(len, places), default=0)
    for step, place in zip(source.story, places):
        said = f"  {_SIGNS[step.kind]} {place:>{width}}  {step.text}"
        name = named(step)
        told.append(f"{said}: {name}" if name else said)
    return told


def _place(step: Step, report: Report) -> str:
    if step.location.path is not None:
        return f"{report.beside(step.location.path)} line {step.location.range.start.line}"
    return _where(report, step.location.range)


def _refuse(reason: str) -> int:
    print(f"tapelens: {reason}", file=sys.stderr)
    return 2
