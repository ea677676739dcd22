"""A window of the workbench that tests play scenarios in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORKBENCH = ROOT / ".cache" / "workbench"
PICTURES = ROOT / "tests" / "artefacts"
PACKAGE = ROOT / "tapelens.vsix"
QUIET = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "telemetry.telemetryLevel": "off",
    "security.workspace.trust.startupPrompt": "never",
    "extensions.ignoreRecommendations": True,
    "editor.minimap.enabled": False,
    "editor.hover.delay": 100,
    "editor.hover.above": False,
    "files.autoSave": "off",
}


STANDS_STILL = 2  # how the driver ends then
Step = str | tuple[str, ...]


@dataclass
class Window:
    """A running workbench over one folder; `settings` is the file of the user's settings."""

    folder: Path
    url: str
    settings: Path
    said: list[dict[str, Any]] = field(default_factory=list)

    def play(self, *steps: Step) -> None:
        """Play steps of steps.mjs in a fresh browser and keep what they saw; fails where one fails.

        A browser that stands still is no fault of the window's: the steps are played once more in another one.
        """
        PICTURES.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "WORKBENCH": str(WORKBENCH), "PICTURES": str(PICTURES)}
        played = json.dumps([["start"], *([step] if isinstance(step, str) else step for step in steps)])
        command = ["node", str(HERE / "drive.mjs"), self.url, played]
        for _ in range(2):
            done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=600, check=False)
            if done.returncode != STANDS_STILL:
                break
        self.said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert done.returncode == 0, f"stopped after {self.said}\n{done.stderr[-3000:]}"

    def saw(self, step: str) -> str:
        """Return what a step saw the last time."""
        return str([record["detail"] for record in self.said if record["step"] == step][-1])


Opener = Callable[..., Window]


def code(data: Path, extensions: Path) -> list[str]:
    """Return the command that starts the workbench's server."""
    entry = WORKBENCH / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    return ["node", str(entry), "--user-data-dir", str(data), "--extensions-dir", str(extensions)]


def python_in(folder: Path, name: str) -> tuple[Path, Path]:
    """Make an interpreter that notes its start; return it and the file that is there from then on."""
    folder.mkdir(parents=True, exist_ok=True)
    made, started = folder / name, folder / f"{name} was started"
    made.write_text(f'#!/bin/sh\ntouch "{started}"\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    made.chmod(0o755)
    return made, started


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def wait_for(url: str, seconds: float = 60) -> None:
    """Wait until the address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
