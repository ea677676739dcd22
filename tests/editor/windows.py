"""A window of the workbench that tests play scenarios in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
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
    "files.autoSave": "off",
}


@dataclass
class Window:
    """A running workbench over one folder."""

    folder: Path
    url: str
    said: list[dict[str, Any]] = field(default_factory=list)

    def play(self, scenario: str, *args: str) -> list[dict[str, Any]]:
        """Play a scenario of drive.mjs and return what it saw, one record a step; fails where it fails."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "WORKBENCH": str(WORKBENCH), "PICTURES": str(PICTURES)}
        command = ["node", str(HERE / "drive.mjs"), scenario, self.url, *args]
        done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)
        self.said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert done.returncode == 0, f"{scenario} stopped after {self.said}\n{done.stderr[-3000:]}"
        return self.said


Opener = Callable[..., Window]


def code(data: Path, extensions: Path) -> list[str]:
    """Return the command that starts the workbench's server."""
    entry = WORKBENCH / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    return ["node", str(entry), "--user-data-dir", str(data), "--extensions-dir", str(extensions)]


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
