"""A record of the real tape beside Tapelens' own answer, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tapelens.check import Analysis, check
from tapelens.findings import Finding, GradientAnswer, GradientRef
from tapelens.options import Options
from tapelens.project.files import Files
from tapelens.trace.recorder import METHODS

KERAS_3 = (2, 16)  # TensorFlow brings Keras 3 from this version on
ANSWERS = {"none": "None", "zero": "zeros", "gradient": "gradient", "mixed": "sometimes None"}


def report(record: dict[str, Any], script: Path) -> str:
    """Return the report of one traced run: each call, each source, and why where it was None or raised."""
    version = record["tensorflow"]
    under = f" under TensorFlow {version}." if version else ", which did not import TensorFlow."
    lines = [f"Tapelens traced {script}{under}"]
    analyses: dict[Path, Analysis] = {}
    options, project = options_under(version), Files()
    for call in record["calls"]:
        path = Path(call["path"]) if call["path"] else script
        if path not in analyses:
            text = path.read_text(encoding="utf-8", errors="replace")
            analyses[path] = check(text, options, str(path.absolute()), project)
        lines += ["", *_call(call, path, analyses[path])]
    if not record["calls"]:
        lines += ["", "It made no gradient call of its own."]
    if record["error"]:
        lines += ["", f"The script ended with {record['error']['text']}"]
    return "\n".join(lines)


def options_under(version: str | None) -> Options:
    """Return the options for a script that ran under a version of TensorFlow, by the record's word for it."""
    numbers = tuple(int(part) for part in (version or "").split(".")[:2] if part.isdecimal())
    if len(numbers) != 2:
        return Options()
    return Options(tensorflow_version=(numbers[0], numbers[1]), keras_version=3 if numbers >= KERAS_3 else 2)


def _call(call: dict[str, Any], path: Path, analysis: Analysis) -> Iterator[str]:
    times = f", {call['times']} times" if call["times"] > 1 else ""
    place = ":".join(str(part) for part in (path, call["line"], call["column"]) if part)
    yield f"{place}: {call['method']}{times}"
    answer = _answer(call, analysis)
    if call["raises"]:
        yield f"    raised {call['raises']}"
        yield from _explanation(_findings(call, analysis, None))
    for index, result in enumerate(call["results"] or ()):
        yield f"    {_name(call, answer, index)}: {ANSWERS[result]}"
        if result in ("none", "mixed"):
            yield from _explanation(_findings(call, analysis, index))


def _answer(call: dict[str, Any], analysis: Analysis) -> GradientAnswer | None:
    for answer in analysis.gradients:
        start = answer.range.start
        if (start.line, answer.method) == (call["line"], call["method"]) and call["column"] in (
            None,
            start.column,
        ):
            return answer
    return None


def _name(call: dict[str, Any], answer: GradientAnswer | None, index: int) -> str:
    """Return the user's own expression, beside what TensorFlow calls it."""
    label = str(call["sources"][index]) if index < len(call["sources"]) else ""
    for source in answer.sources if answer else ():
        if source.index == index:
            return f"{source.text} ({label})" if label else source.text
    return label or f"source {index + 1}"


def _findings(call: dict[str, Any], analysis: Analysis, index: int | None) -> list[Finding]:
    """Return what Tapelens says of one source of the call, or of all of it."""
    answer = _answer(call, analysis)

    def about(at: GradientRef | None) -> bool:
        same_call = at is not None and (at.line, at.method) == (call["line"], call["method"])
        return same_call and (index is None or at is None or at.source_index in (None, index))

    if call["method"] not in METHODS:  # an optimizer's: what is said of it stands on its line
        on_line = [f for f in analysis.findings if f.range.start.line == call["line"]]
        return [finding for finding in on_line if finding.gradient is None]
    return [finding for finding in (answer or analysis).findings if about(finding.gradient)]


def _explanation(findings: list[Finding]) -> Iterator[str]:
    if not findings:
        yield "        Tapelens could not see why in the text alone"
    for finding in findings:
        yield f"        {finding.code} {finding.name}: {finding.message}"
        for cause in finding.causes:
            if cause.message in finding.message and not cause.location.path:
                continue  # that is said
            where = f"{cause.location.path}:" if cause.location.path else "line "
            yield f"            {where}{cause.location.range.start.line}: {cause.message}"
