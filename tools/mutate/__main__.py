"""Count the reported mutants of real code: `PYTHONPATH=server python -m tools.mutate FOLDER... --max 600`."""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.mutate.mutants import Mutant, mutants
from tools.realworld.read import program, readable, tape_files
from tools.realworld.work import TooLateError, limited


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutant and what was said of it: `reported`, `missed`, `crash` or `late`."""

    path: Path
    mutant: Mutant
    said: str


def arguments() -> argparse.Namespace:
    """Return the command line, read."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--max", type=int, default=600, help="how many mutants, drawn at random but alike each time"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", help="only this kind (repeatable)")
    parser.add_argument(
        "--limit", type=float, default=20.0, help="processor seconds that one mutant may take"
    )
    parser.add_argument("--keep", type=Path, help="folder for the mutants that were not reported")
    return parser.parse_args()


def drawn(options: argparse.Namespace) -> list[tuple[Path, Mutant]]:
    """Return the mutants to try, sorted by file so that what one file needs is read once."""
    found = [
        (path, mutant)
        for path in tape_files(options.folders)
        if readable(path)
        for mutant in made(path)
        if not options.kind or mutant.kind in options.kind
    ]
    random.Random(options.seed).shuffle(found)
    return sorted(found[: options.max], key=lambda job: (job[0], job[1].original_line))


def made(path: Path) -> list[Mutant]:
    """Return the file's mutants, none for a file that does not parse."""
    try:
        return list(mutants(program(path)))
    except (SyntaxError, ValueError, RecursionError):
        return []


def outcomes(jobs: list[tuple[Path, Mutant]], limit: float) -> Iterator[Outcome]:
    """Yield what the analyser says of each mutant, in place of its file in the project."""
    for path, mutant in jobs:
        yield Outcome(path, mutant, verdict(path, mutant, limit))


def verdict(path: Path, mutant: Mutant, limit: float) -> str:
    """Return whether a warning or an error stands on the broken call."""
    try:
        analysis, _ = limited(mutant.text, str(path), limit)
    except TooLateError:
        return "late"
    except Exception as error:
        return f"crash {error!r}"
    lines = {f.gradient.line for f in analysis.findings if f.gradient and f.severity in ("error", "warning")}
    return "reported" if mutant.line in lines else "missed"


def keep(folder: Path, number: int, outcome: Outcome) -> None:
    """Write a mutant that was not reported where it can be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:04d}_{outcome.mutant.kind}.py").write_text(outcome.mutant.text, "utf-8")


def main() -> int:
    """Return 0 when nothing crashed."""
    options = arguments()
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    crashes = 0
    for number, outcome in enumerate(outcomes(drawn(options), options.limit)):
        mutant = outcome.mutant
        asked[mutant.kind] += 1
        right[mutant.kind] += outcome.said == "reported"
        crashes += outcome.said.startswith("crash")
        if outcome.said != "reported":
            where = f"{outcome.path}:{mutant.original_line}"
            print(f"{outcome.said} {number:04d} {mutant.kind} {where} (mutant line {mutant.line})")
            if options.keep:
                keep(options.keep, number, outcome)
    for kind, number in sorted(asked.items()):
        print(f"  {kind}: {right[kind]}/{number}")
    share = right.total() / max(1, asked.total())
    print(f"mutants reported {right.total()}/{asked.total()} = {share:.3f}")
    return int(crashes > 0)


if __name__ == "__main__":
    sys.exit(main())
