"""The real tape, as one question: what did the calls of this program come back with?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

SERVER = Path(__file__).with_name("tape_server.py")
PYTHON_VARIABLE = "TAPELENS_TENSORFLOW_PYTHON"


class RealTape:
    """A server with TensorFlow imported, started when first asked; leaving the context stops it."""

    def __init__(self, python: str | None = None, seconds: int = 20, memory: Path | None = None) -> None:
        """Take a folder as `memory` to keep the records there, for the next run over the same texts."""
        self._python = python or os.environ.get(PYTHON_VARIABLE) or sys.executable
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[str] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="tapelens-"))

    def __enter__(self) -> RealTape:
        return self

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
        process = subprocess.Popen(
            [self._python, str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        if not _answer(process):
            process.wait()
            raise RuntimeError(f"{self._python} has no TensorFlow; name one that has in {PYTHON_VARIABLE}")
        return process

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def record(self, text: str) -> dict[str, Any]:
        """Return the record of a program given as text."""
        program = self._folder / "program.py"
        program.write_text(text, encoding="utf-8")
        if self._memory is None:
            return self.record_file(program)
        kept = self._memory / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.json"
        if not kept.exists():
            self._memory.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(self.record_file(program)), encoding="utf-8")
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found

    def record_file(self, program: Path) -> dict[str, Any]:
        """Return the record of a program file."""
        if self._process is None:
            self._process = self._start()
        assert self._process.stdin is not None
        request = {"path": str(program.absolute()), "seconds": self._seconds}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return _answer(self._process)


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    return json.loads(line) if line else {}
