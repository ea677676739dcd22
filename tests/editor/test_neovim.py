"""A headless Neovim with nothing but its built-in client, set up as the page on editors says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.editor
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BROKEN = (ROOT / "examples" / "moved_out.py").read_text(encoding="utf-8")


def documented() -> str:
    """Return the set-up of docs/editors.md for the Neovim that is installed."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    newer, older = re.findall(r"```lua\n(.*?)```", page, re.DOTALL)
    said = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v(\d+)\.(\d+)", said)
    assert version is not None, said
    return newer if (int(version[1]), int(version[2])) >= (0, 11) else older


def test_diagnostics_hover_and_action_in_neovim(tmp_path: Path) -> None:
    """The finding is published, the hover tells its story, the first action mends it and clears it."""
    script, setup = tmp_path / "moved_out.py", tmp_path / "init.lua"
    script.write_text(BROKEN, encoding="utf-8")
    setup.write_text(documented(), encoding="utf-8")
    modules = os.pathsep.join([str(ROOT / "server"), os.environ.get("PYTHONPATH", "")])
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": programs, "PYTHONPATH": modules}
    command = ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {setup}", "-c", f"edit {script}"]
    command += ["-c", f"luafile {HERE / 'neovim.lua'}"]
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
