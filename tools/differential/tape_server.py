"""Record many programs fast: import TensorFlow once, then fork for each program.

    python tape_server.py            (on an interpreter that has TensorFlow; POSIX)

Each line of standard input is a JSON object {"path": program, "seconds": limit}; each answer is one line, the
record of `tapelens.trace.recorder`, or {"died": reason} for a program that left none.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

SEED = 1  # the same program gives the same record
RECORDER = Path(__file__).parents[2] / "server" / "tapelens" / "trace" / "recorder.py"


def load_recorder() -> ModuleType:
    """Return the recorder without its package, whose dependencies this interpreter need not have."""
    spec = importlib.util.spec_from_file_location("recorder", RECORDER)
    if spec is None or spec.loader is None:
        raise ImportError(f"no recorder at {RECORDER}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(recorder: ModuleType, path: str, seconds: int) -> dict[str, Any]:
    """Return the record of one program, run in a child of its own."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as record, tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            signal.alarm(seconds)
            os.chdir(Path(path).parent)
            importlib.import_module("keras").utils.set_random_seed(SEED)  # a dropout may drop everything
            try:
                recorder.main([record.name, path])
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        text = record.read()
        if text:
            found: dict[str, Any] = json.loads(text)
            return found
        output.seek(0)
        tail = output.read().decode("utf-8", "replace")[-500:]
        return {"died": f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else tail}


def main() -> None:
    """Serve until standard input ends."""
    for library in ("numpy", "tensorflow", "keras"):
        importlib.import_module(library)
    recorder = load_recorder()
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing but answers on the channel
    print(json.dumps({"ready": True}), file=channel, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer(recorder, request["path"], request["seconds"])), file=channel, flush=True)


if __name__ == "__main__":
    main()
