"""Write beside each program what the real tape answered, for the tests that run without TensorFlow.

    TAPELENS_TENSORFLOW_PYTHON=path/to/python python -m tools.differential.expect tests/tensorflow/regressions

`program.py` gets `program.expect.json`: the calls of its record, without what differs from run to run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tools.differential.real import RealTape

KEPT = ("path", "line", "method", "results", "raises", "symbolic")


def expectation(record: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a record that every run of the program repeats."""
    calls = [{key: call[key] for key in KEPT} for call in record["calls"]]
    for call in calls:
        call["raises"] = call["raises"] and call["raises"].split(":")[0]
    return {"tensorflow": ".".join(record["tensorflow"].split(".")[:2]), "calls": calls}


def main(folders: list[str]) -> None:
    """Record every program of the folders."""
    with RealTape() as tape:
        for program in sorted(path for folder in folders for path in Path(folder).glob("*.py")):
            record = tape.record_file(program)
            if "died" in record:
                sys.exit(f"{program}: {record['died']}")
            text = json.dumps(expectation(record), indent=1) + "\n"
            program.with_suffix(".expect.json").write_text(text, encoding="utf-8")
            answers = "; ".join(
                f"{c['line']}: {c['raises'] or ' '.join(c['results'])}" for c in record["calls"]
            )
            print(
                f"{program.name}: {answers}{' ENDED ' + record['error']['text'] if record['error'] else ''}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
