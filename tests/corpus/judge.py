"""How well Tapelens answers the corpus: found, rule, line of the cause, and silence on the twins.

    PYTHONPATH=server python tests/corpus/judge.py [NAME ...]

Marks in a broken program, at line ends: `# expect: VERDICT RULE[|RULE] [source=TEXT]` on the gradient call,
`# cause: RULE` on each line that may be named as the first cause, `# consequence` on a later call that
fails because of the first. VERDICT: none, raises, zero, empty (the answer has no gradients at all).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "server"))

from tapelens.check import check  # noqa: E402
from tapelens.findings import Finding  # noqa: E402

EXPECT = re.compile(r"# expect: (?P<verdict>\w+) (?P<rules>[\w|-]+)(?: source=(?P<source>.*?))?(?:\s+# .*)?$")
LOUD = ("error", "warning")
VERDICTS = {"none": ("none", "sometimes"), "raises": ("raises",), "zero": ("zero", "none")}


@dataclass(frozen=True, slots=True)
class Mark:
    """The truth about one broken call."""

    line: int
    verdict: str
    rules: tuple[str, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What Tapelens made of one program; `alarms` are findings that nothing justifies."""

    name: str
    found: bool
    rule: bool
    cause: bool
    alarms: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Return whether the call was found with its rule and the line of its cause."""
        return self.found and self.rule and self.cause


def broken_programs(names: Sequence[str] = ()) -> list[Path]:
    """Return the broken programs of those names, or all of them."""
    found = [path for path in sorted(HERE.glob("[0-9]*.py")) if not path.stem.endswith("_mended")]
    return [path for path in found if not names or any(path.name.startswith(name) for name in names)]


def twin(program: Path) -> Path:
    """Return the mended twin of a broken program."""
    return program.with_name(f"{program.stem}_mended.py")


def record(program: Path) -> dict[str, Any]:
    """Return what TensorFlow did with the program."""
    kept: dict[str, Any] = json.loads(program.with_suffix(".expect.json").read_text(encoding="utf-8"))
    return kept


def marks(lines: Sequence[str]) -> list[Mark]:
    """Return the truth marks of a program."""
    found = []
    for number, line in enumerate(lines, 1):
        match = EXPECT.search(line)
        if match:
            found.append(Mark(number, match["verdict"], tuple(match["rules"].split("|")), match["source"]))
    return found


def findings(program: Path) -> tuple[Finding, ...]:
    """Return what Tapelens says of the program."""
    return check(program.read_text(encoding="utf-8"), path=str(program)).findings


def judge(program: Path) -> Judgement:
    """Compare the answer for one broken program with its marks."""
    lines = program.read_text(encoding="utf-8").splitlines()
    (mark,) = marks(lines)
    causes = {number for number, line in enumerate(lines, 1) if "# cause:" in line}
    loud = [finding for finding in findings(program) if finding.severity in LOUD]
    here = [finding for finding in loud if _is_about(finding, mark, causes)]
    rule = [finding for finding in here if {finding.name, *_reasons(finding)[:1]} & set(mark.rules)]
    cause = [finding for finding in rule or here if _cause_line(finding) in causes]
    justified = _justified_lines(program, lines)
    if record(program)["error"]:  # inside a `tf.function` the line of an error is not known
        justified |= {_line(f) for f in loud if f.name == "all-gradients-none"}
    alarms = [f for f in loud if f not in here and _line(f) not in justified]
    return Judgement(program.stem, bool(here), bool(rule), bool(cause), _told(alarms), _told(here or loud))


def _is_about(finding: Finding, mark: Mark, causes: set[int]) -> bool:
    if _line(finding) != mark.line:
        return mark.verdict == "empty" and finding.name in mark.rules and _line(finding) in causes
    gradient = finding.gradient
    if gradient is None or mark.verdict == "empty":
        return True
    if gradient.verdict not in VERDICTS[mark.verdict]:
        return False
    return mark.source is None or mark.source.split(".")[-1] in gradient.source + finding.message


def _justified_lines(program: Path, lines: Sequence[str]) -> set[int]:
    """Where TensorFlow itself broke, a finding is right even if it is not the marked one."""
    kept = record(program)
    bad = {c["line"] for c in kept["calls"] if c["raises"] or {"none", "zero", "mixed"} & set(c["results"])}
    if kept["error"]:
        bad.add(kept["error"]["line"])
    return bad | {number for number, line in enumerate(lines, 1) if "# consequence" in line}


def _line(finding: Finding) -> int:
    return finding.gradient.line if finding.gradient else finding.range.start.line


def _reasons(finding: Finding) -> list[str]:
    return [cause.reason for cause in finding.causes]


def _cause_line(finding: Finding) -> int:
    if finding.causes:
        return finding.causes[0].location.range.start.line
    return finding.range.start.line


def _told(found: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(f"{_line(f)}: {f.name} at {_cause_line(f)}: {f.message}" for f in found)


def twin_noise(program: Path) -> tuple[str, ...]:
    """Return everything that is said of the mended twin of a broken program."""
    return _told(findings(twin(program)))


def main(names: Sequence[str]) -> int:
    """Print the table of everything that is not right; return 1 if there is anything."""
    programs = broken_programs(names)
    judged = [judge(program) for program in programs]
    noise = {program.stem: twin_noise(program) for program in programs}
    for judgement in judged:
        loud = noise[judgement.name]
        if judgement.right and not judgement.alarms and not loud:
            continue
        verdict = "right" if judgement.right else "rule" if not judgement.rule else "cause"
        print(f"{judgement.name}: {verdict if judgement.found else 'MISSED'}")
        for title, texts in (("said", judgement.said), ("alarm", judgement.alarms), ("twin", loud)):
            if title != "said" or not judgement.right:
                print(*(f"    {title}  {text}" for text in texts), sep="\n", end="\n" if texts else "")
    found = sum(judgement.found for judgement in judged)
    right = sum(judgement.right for judgement in judged)
    alarms = sum(bool(judgement.alarms) for judgement in judged)
    print(f"{found} of {len(judged)} found, {right} of those with rule and line,", end=" ")
    print(f"{alarms} programs with another alarm, {sum(map(bool, noise.values()))} twins not silent")
    return 0 if right == len(judged) and not alarms and not any(noise.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
