"""Run the corpus on a real TensorFlow and keep what each gradient call gave, as NAME.expect.json.

    python tests/corpus/record.py [--check] [NAME ...]

Use the interpreter that has TensorFlow. Without names: every program. With `--check` nothing is written
and the exit code is 1 where an answer differs from the kept one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "server"))

from tapelens.trace import recorder  # noqa: E402

SECONDS = 60
KEPT = ("line", "method", "results", "raises")


def programs(names: Sequence[str] = ()) -> list[Path]:
    """Return the programs of those names (every one if none is given), broken ones and twins."""
    found = sorted(HERE.glob("[0-9]*.py"))
    return [path for path in found if not names or any(path.name.startswith(name) for name in names)]


def expected_file(program: Path) -> Path:
    """Return where the program's record is kept."""
    return program.with_suffix(".expect.json")


def observe(paths: Sequence[Path]) -> Iterator[tuple[Path, dict[str, Any] | None]]:
    """Yield each program with its record, or with None where it died; TensorFlow is imported once."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    import tensorflow  # noqa: F401  every fork inherits it

    for path in paths:
        with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
            child = os.fork()
            if child == 0:
                _run(path, answer.name)
            os.waitpid(child, 0)
            text = answer.read()
        yield path, _kept(json.loads(text)) if text else None


def _run(path: Path, answer: str) -> None:
    import signal

    signal.alarm(SECONDS)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        found, _ = recorder.record(str(path))
        Path(answer).write_text(json.dumps(found), encoding="utf-8")
    finally:
        os._exit(0)


def _kept(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out what differs between machines and versions and says nothing about the gradients."""
    calls = [
        {key: call[key] if key != "raises" else _kind(call[key]) for key in KEPT}
        for call in found["calls"]
        if call["method"] in recorder.METHODS
    ]
    error = found["error"]
    return {"error": error and {"kind": _kind(error["text"]), "line": error["line"]}, "calls": calls}


def _kind(text: str | None) -> str | None:
    return text.split(":")[0] if text else None


def main(argv: Sequence[str]) -> int:
    """Write or compare the records; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("names", nargs="*", help="beginnings of file names")
    options = parser.parse_args(argv)
    bad = 0
    for path, found in observe(programs(options.names)):
        if found is None:
            print(f"{path.name}: no record")
            bad += 1
            continue
        file = expected_file(path)
        if options.check:
            if not file.exists() or json.loads(file.read_text(encoding="utf-8")) != found:
                print(f"{path.name}: differs, now {json.dumps(found)}")
                bad += 1
            continue
        file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(path.name, found["error"], *((c["line"], c["raises"] or c["results"]) for c in found["calls"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
