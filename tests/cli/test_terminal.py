"""What only a terminal shows, and what goes on until the user stops it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tapelens
from tapelens.cli import progress

PROGRAM = """import tensorflow as tf
x = tf.{}(1.0)
with tf.GradientTape() as tape:
    y = x * x
print(tape.gradient(y, x))
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(monkeypatch) -> None:
    monkeypatch.setattr(progress, "_AFTER_SECONDS", 0)
    stream = Terminal()
    with progress.Progress(2, stream) as shown:
        shown.step("a.py")
        assert "1/2 a.py" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_is_not_shown_elsewhere(monkeypatch) -> None:
    monkeypatch.setattr(progress, "_AFTER_SECONDS", 0)
    stream = io.StringIO()
    with progress.Progress(1, stream) as shown:
        shown.step("a.py")
    assert stream.getvalue() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal to stop it as Ctrl+C does")
def test_watch_checks_again_after_a_change(tmp_path: Path) -> None:
    script = tmp_path / "a.py"
    script.write_text(PROGRAM.format("constant"), encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "tapelens", "check", "--watch", "--output-format", "concise", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(tapelens.__file__).parents[1])},
    )
    assert run.stdout is not None
    try:
        assert "source-not-watched" in run.stdout.readline()
        assert run.stdout.readline().startswith("Found 1 warning")
        script.write_text(PROGRAM.format("Variable"), encoding="utf-8")
        assert run.stdout.readline().endswith("checking again\n")
        assert run.stdout.readline().startswith("No problems")
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 0
    finally:
        run.kill()
        run.stdout.close()
        run.wait()
