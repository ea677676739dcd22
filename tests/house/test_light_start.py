"""`tapelens check` starts fast because it loads no language server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tree import ROOT

PROGRAM = """
import sys
from tapelens.cli.main import main
try:
    main(["check", sys.argv[1]])
except SystemExit:
    pass
heavy = {"pygls", "lsprotocol", "asyncio"} & set(sys.modules)
print("loaded:", *sorted(heavy), file=sys.stderr)
"""


def test_check_never_loads_the_language_server(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("import tensorflow as tf\nx = tf.Variable(1.0)\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(script)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.stderr.splitlines()[-1:] == ["loaded:"], run.stderr
