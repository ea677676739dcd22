"""`python -m tools.measure PYTHON...`: measure with interpreters that have TensorFlow, and write the table.

Each PYTHON is an interpreter with one TensorFlow, the oldest first (the table ships 2.15 with Keras 2
and the newest with Keras 3). `--check` writes nothing and fails where the table differs; with
`--only tf.nn.` it measures and compares only the callables whose names begin so. All of it takes some
minutes for each interpreter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from tapelens.knowledge.table import canonical, display, parse

from tools.measure import coverage, merge
from tools.measure.files import FOLDER
from tools.measure.merge import Files, Measured, Record

HERE = Path(__file__).parent
RAW = "tf.raw_ops."
CALLED = ("function", "layer", "loss")
QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


def run(python: str, script: str, text: str = "") -> list[Record]:
    """Return the records that one of the scripts prints in an interpreter that has TensorFlow."""
    done = subprocess.run(
        [python, str(HERE / script)], input=text, capture_output=True, text=True, env=QUIET, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def version(python: str) -> str:
    """Return the interpreter's TensorFlow version as two numbers."""
    code = "import tensorflow as tf; print('.'.join(tf.__version__.split('.')[:2]))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, env=QUIET, check=True)
    return done.stdout.strip().splitlines()[-1]


def measure(python: str, only: tuple[str, ...] = ("",)) -> tuple[Measured, list[Record]]:
    """Return what one version says, and the callables that were not measured with the reasons."""

    def wanted(record: Record) -> bool:
        return display(str(record["canonical"])).startswith(only)

    *found, last = run(python, "walk.py")
    tasks = [
        json.dumps({key: record[key] for key in ("name", "kind", "canonical")})
        for record in found
        if record["kind"] in CALLED and wanted(record)
    ]
    raw = (
        run(python, "raw.py") if any(f"{RAW}A".startswith(one) or one.startswith(RAW) for one in only) else []
    )
    others = [*run(python, "objects.py"), *raw]
    answers = [*run(python, "probe.py", "\n".join(tasks)), *(r for r in others if wanted(r))]
    rows = {r["canonical"]: r for r in answers if "why" not in r}
    if "" in only:
        rows |= {r["canonical"]: state(r) for r in found if r["kind"] == "optimizer"}
    names = {r["canonical"]: r["names"] for r in found}
    return Measured(version(python), rows, names, last["namespaces"]), [r for r in answers if "why" in r]


def state(record: Record) -> Record:
    """Return the row of an optimizer, which is not called with tensors."""
    return {**record, "params": ["**options"], "effects": {}, "outputs": ["object"]}


def tables(measured: list[Measured]) -> Files:
    """Return the files of the table, without what says how it was measured."""
    named = merge.renamed(measured)
    files = merge.lines(named)
    files["aliases"] = merge.aliases(named)
    files["namespaces"] = merge.namespaces(measured)
    files["versions"] = [one.version for one in measured]
    return files


def write(files: Files) -> None:
    """Write the files, and remove those of areas that no longer are."""
    for name, lines in files.items():
        (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for file in FOLDER.glob("*.txt"):
        if file.stem not in files:
            file.unlink()


def differences(one: Measured, only: tuple[str, ...]) -> list[str]:
    """Return the lines that the table has and one version does not give now (-), and those it lacks (+)."""
    texts = (file.read_text("utf-8") for file in FOLDER.glob("*.txt"))
    known = {line for text in texts for line in text.splitlines() if merge.named(line).startswith(only)}
    rows = {line for line in known if (row := parse(line)) and merge.holds(row, one.version)}
    table = {line.split(" @")[0] for line in rows}
    found = {merge.line(canonical(name), row) for name, row in one.rows.items()}
    return [
        *(f"- {line}" for line in sorted(table - found)),
        *(f"+ {line}" for line in sorted(found - table)),
    ]


def main(argv: list[str] | None = None) -> int:
    """Measure and write, or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("python", nargs="+", help="an interpreter that has TensorFlow, the oldest first")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the table differs")
    parser.add_argument(
        "--only", default="", help="with --check: the beginnings of the names, with commas between"
    )
    options = parser.parse_args(argv)
    only = tuple(options.only.split(","))
    both = [measure(python, only if options.check else ("",)) for python in options.python]
    reports = [coverage.report(one, missing) for one, missing in both]
    print(*(text[0] for text in reports), sep="\n")
    if options.check:
        wrong = [f"{line} @{one.version}" for one, _ in both for line in differences(one, only)]
        print(*wrong, sep="\n")
        return 1 if wrong else 0
    write({**tables([one for one, _ in both]), "unmeasured": [line for text in reports for line in text]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
