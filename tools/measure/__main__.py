"""`python -m tools.measure PYTHON...`: measure with interpreters that have TensorFlow, and write the table.

Each PYTHON is an interpreter with one TensorFlow (the table ships 2.15 with Keras 2 and the newest with Keras 3).
`--check` writes nothing and fails where the table differs. Takes some minutes for each interpreter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tools.measure import merge
from tools.measure.merge import Measured, Record

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "server" / "tapelens" / "knowledge" / "table"
CALLED = ("function", "layer", "loss")
QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


def run(python: str, script: str, text: str = "") -> str:
    """Return what one of the scripts prints in an interpreter that has TensorFlow."""
    done = subprocess.run(
        [python, str(HERE / script)], input=text, capture_output=True, text=True, env=QUIET, check=True
    )
    return done.stdout


def version(python: str) -> str:
    """Return the interpreter's TensorFlow version as two numbers."""
    code = "import tensorflow as tf; print('.'.join(tf.__version__.split('.')[:2]))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, env=QUIET, check=True)
    return done.stdout.strip().splitlines()[-1]


def records(text: str) -> list[Record]:
    """Return the JSON lines of a script's output."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def measure(python: str) -> tuple[Measured, list[Record]]:
    """Return what one version says, and the callables that were not measured with the reasons."""
    found = records(run(python, "walk.py"))
    tasks = [json.dumps({k: r[k] for k in ("name", "kind", "canonical")}) for r in found if r["kind"] in CALLED]
    answers = records(run(python, "probe.py", "\n".join(tasks)))
    return collect(version(python), found, answers)


def collect(name: str, found: list[Record], answers: list[Record]) -> tuple[Measured, list[Record]]:
    """Return the answers of a version as one record, and those without a row."""
    rows = {r["canonical"]: r for r in answers if "why" not in r}
    missing = [r for r in answers if "why" in r]
    names = {r["canonical"]: r["names"] for r in found}
    kinds = {r["canonical"]: r["kind"] for r in found}
    return Measured(name, rows, names, kinds), missing


# Failures that say: this callable takes no float tensor at all.
NO_TENSOR = (
    "returns no tensor",
    "no signature",
    "has no attribute",
    "requested dtype",
    "Expected",
    "is not in the list of allowed values",
    "os.PathLike",
    "unhashable",
    "not supported between",
    "must be",
)


def takes_tensor(record: Record) -> bool:
    """Return whether a callable without a row may take a float tensor."""
    return not any(words in record["why"] for words in NO_TENSOR)


def report(measured: Measured, missing: list[Record]) -> list[str]:
    """Return the coverage of one version in a sentence, then the callables that are missing from the table."""
    floats = sum(1 for row in measured.rows.values() if row["effects"])
    lost = [r for r in missing if takes_tensor(r)]
    share = floats / max(1, floats + len(lost))
    head = (
        f"TensorFlow {measured.version}: {floats} callables with float tensors measured, {len(lost)} not "
        f"({share:.1%}); {len(missing) - len(lost)} take no float tensor"
    )
    reasons = [f"  {merge.shown(r['canonical'])}: {r['why']}" for r in sorted(lost, key=lambda r: str(r["canonical"]))]
    return [head, *reasons]


def write(measured: list[Measured], reports: list[list[str]], check: bool) -> int:
    """Write the table's files; with `check` only compare them. Return the number of files that differ."""
    files = {f"{name}.txt": "\n".join(texts) + "\n" for name, texts in merge.lines(measured).items()}
    known = {name for one in measured for name in (*one.rows, *one.kinds)}
    files["aliases.txt"] = "\n".join(merge.aliases(measured, known)) + "\n"
    files["unmeasured.md"] = "\n".join(line for text in reports for line in text) + "\n"
    changed = 0
    for name, text in files.items():
        file = TABLE / name
        old = file.read_text("utf-8") if file.exists() else ""
        if old != text:
            changed += 1
            print(f"{'differs' if check else 'written'}: {name}")
            if not check:
                file.write_text(text, "utf-8")
    return changed


def main(argv: list[str] | None = None) -> int:
    """Measure and write, or compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("python", nargs="+", help="an interpreter that has TensorFlow")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the table differs")
    options = parser.parse_args(argv)
    measured, reports = [], []
    for python in options.python:
        one, missing = measure(python)
        measured.append(one)
        reports.append(report(one, missing))
        print(reports[-1][0], dict(Counter(r["kind"] for r in one.rows.values())))
    changed = write(measured, reports, options.check)
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
