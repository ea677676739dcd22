"""What only a terminal shows, and what goes on until the user stops it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


interrupted = pytest.mark.skipif(sys.platform == "win32", reason="needs a signal to stop it as Ctrl+C does")


@contextmanager
def watching(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Watch a path; interrupt the watch at the end, which must end it well."""
    run = subprocess.Popen(
        [sys.executable, "-m", "tapelens", "check", "--watch", "--output-format", "concise", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(tapelens.__file__).parents[1])},
    )
    assert run.stdout is not None
    try:
        yield run
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 0
    finally:
        run.kill()
        run.stdout.close()
        run.wait()


def put(path: Path, text: str) -> None:
    """Write a file in one step: a watch must not see half of it."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def said(run: subprocess.Popen[str], *parts: str) -> None:
    """Read a line for each of the parts, which it must hold."""
    assert run.stdout is not None
    for part in parts:
        line = run.stdout.readline()
        assert part in line, line


@interrupted
def test_watch_checks_again_after_a_change(tmp_path: Path) -> None:
    script = tmp_path / "a.py"
    put(script, PROGRAM.format("constant"))
    with watching(tmp_path) as run:
        said(run, "source-not-watched", "Found 1 warning")
        put(script, PROGRAM.format("Variable"))
        said(run, "checking again", "No problems")


@interrupted
def test_watch_minds_modules_and_settings_too(tmp_path: Path) -> None:
    script, helper, settings = (tmp_path / name for name in ("a.py", "helper.py", "tapelens.toml"))
    put(helper, "import tensorflow as tf\nx = tf.constant(1.0)\n")
    put(script, PROGRAM.format("constant").replace("x = tf.constant(1.0)", "from helper import x"))
    with watching(script) as run:
        said(run, "source-not-watched", "Found 1 warning")
        put(helper, "import tensorflow as tf\nx = tf.Variable(1.0)\n")
        said(run, "checking again", "No problems")
        put(helper, "import tensorflow as tf\nx = tf.constant(1.0 )\n")
        said(run, "checking again", "source-not-watched", "Found 1 warning")
        put(settings, "ignore = [")
        said(run, "checking again", "tapelens.toml")
        put(settings, 'ignore = ["TL102"]')
        said(run, "checking again", "No problems")
        script.unlink()
        said(run, "checking again", "no such file")
