"""A headless Neovim with nothing but its built-in client and `tapelens server`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.editor
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BROKEN = (ROOT / "examples" / "moved_out.py").read_text(encoding="utf-8")


def test_diagnostics_hover_and_action_in_neovim(tmp_path: Path) -> None:
    """The finding is published, the hover tells its story, the first action mends it and clears it."""
    script = tmp_path / "moved_out.py"
    script.write_text(BROKEN, encoding="utf-8")
    path = os.pathsep.join([str(ROOT / "server"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "TAPELENS_PYTHON": sys.executable, "PYTHONPATH": path}
    command = ["nvim", "--headless", "--clean", "-n", script.name, "-c", f"luafile {HERE / 'neovim.lua'}"]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=200, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"Neovim said nothing\n{done.stdout}\n{done.stderr}"
    saw = json.loads(lines[0])
    assert saw["worked"], saw["result"]
    result = saw["result"]
    assert result["line"] == BROKEN[: BROKEN.index("dx = tape.gradient")].count("\n") + 1
    assert "gradient of `result` with respect to `x` is None" in result["message"]
    assert "`z` = `x + y`" in result["hover"]
    assert any("into the block of `tape`" in title for title in result["titles"])
    assert result["text"].index("with tf.GradientTape") < result["text"].index("z = x + y")
