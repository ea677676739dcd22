"""Compare many random programs with the real tape and print the figures.

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.run --count 3000 [--out FOLDER]

Program number n of a seed is always the same text. With --out, each disagreeing program is cut down to a
minimal one (`tools.differential.cut`) and written to the folder, with both answers on its first line.
A None that is a gradient once the program's conditions on data are turned round is counted apart: the text
alone does not tell it. Exit code 1 if there was a false alarm.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from tapelens.check import check
from tapelens.trace.report import options_under

from tools.differential.compare import Comparison, compare, tally
from tools.differential.cut import cut
from tools.differential.programs import program
from tools.differential.real import RealTape

DISAGREEMENTS = ("false alarm", "miss", "missed error", "other wording", "only sometimes")


def disagreements(record: dict[str, Any], text: str) -> list[Comparison]:
    """Return the comparisons in which the static answer differs from the recorded one."""
    return [c for c in compared(record, text) if c.judgement in DISAGREEMENTS]


def compared(record: dict[str, Any], text: str) -> list[Comparison]:
    """Return the comparisons, with the static answer for the TensorFlow that was recorded."""
    return compare(record, check(text, options_under(record.get("tensorflow"))))


def reproduces(tape: RealTape, text: str, wanted: Comparison) -> Comparison | None:
    """Return the same kind of disagreement in another text, if it has one."""
    static = check(text)
    if not static.gradients or wanted.rule not in {"", *(f.name for f in static.findings)}:
        return None  # the real run is what takes time
    for c in compared(tape.record(text), text):
        if (c.judgement, c.real, c.said, c.rule) == (wanted.judgement, wanted.real, wanted.said, wanted.rule):
            return c
    return None


CONDITIONS = (("> 0.5", "< 0.5"), ("> 900.0", "< 900.0"), ("> 0.1", "< 0.1"))


def depends_on_data(tape: RealTape, text: str, missed: Comparison) -> bool:
    """Return whether a None is none where the conditions on data go the other way."""
    turned = text
    for condition, other in CONDITIONS:
        turned = turned.replace(condition, other)
    place = (missed.line, missed.method, missed.index)
    return turned != text and any(
        c.real != "none" and (c.line, c.method, c.index) == place
        for c in compared(tape.record(turned), turned)
    )


def main() -> int:
    """Run the comparison that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first program")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--memory", type=Path, help="a folder that keeps the real answers between runs")
    parser.add_argument("--most", type=int, default=30, help="cut down at most this many programs")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    failed = kept = data = 0
    with RealTape(memory=options.memory) as tape:
        for number in range(options.first, options.first + options.count):
            text = program(Random(f"{options.seed}/{number}"))
            record = tape.record(text)
            failed += "died" in record or bool(
                record["error"] and not any(c["raises"] for c in record["calls"])
            )
            if "died" in record:
                continue
            found = compared(record, text)
            counts += tally(found)
            for c in [c for c in found if c.judgement in DISAGREEMENTS]:
                if c.judgement == "miss" and depends_on_data(tape, text, c):
                    data += 1
                    continue
                print(f"{number}: {c.judgement}: {c.sentence}")
                if options.out and kept < options.most:
                    kept += 1
                    _keep(tape, text, c, options.out / f"{options.seed}-{number}-{c.line}-{c.index}.py")
    print(f"{options.count} programs, {failed} of them ended early")
    print(figures(counts, data))
    return int(any(judgement == "false alarm" for _, judgement in counts))


def figures(counts: Counter[tuple[str, str]], data: int) -> str:
    """Return the counts and the figures that matter, as text; `data` None sources hang on conditions on data."""
    lines = [f"{count:6} real {real:9} {judgement}" for (real, judgement), count in sorted(counts.items())]
    sound = sum(count for (real, _), count in counts.items() if real in ("gradient", "zero"))
    alarms = sum(count for (_, judgement), count in counts.items() if judgement == "false alarm")
    nones = sum(count for (real, _), count in counts.items() if real == "none")
    found = counts["none", "agree"]
    lines.append(f"false alarms: {alarms} of {sound} sources that had a gradient")
    for text, count in (("", nones), (", without those that depend on data", nones - data)):
        lines.append(f"None sources found{text}: {found} of {count} ({found / max(1, count):.2%})")
    return "\n".join(lines)


def _keep(tape: RealTape, text: str, wanted: Comparison, path: Path) -> None:
    small = cut(text, lambda shorter: reproduces(tape, shorter, wanted) is not None)
    found = reproduces(tape, small, wanted) or wanted
    text = f"# {found.judgement}: {found.sentence}\n{small}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if text not in {other.read_text(encoding="utf-8") for other in path.parent.glob("*.py")}:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
