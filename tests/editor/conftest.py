"""A real workbench with the packaged extension in it, for each test a window of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture(scope="session")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packaged extension installed."""
    subprocess.run(["bash", str(HERE / "workbench.sh"), str(WORKBENCH)], check=True)
    if not PACKAGE.exists():
        subprocess.run(["npm", "run", "package"], cwd=ROOT, check=True)
    folder = tmp_path_factory.mktemp("extensions")
    data = tmp_path_factory.mktemp("data")
    subprocess.run([*code(data, folder), "--install-extension", str(PACKAGE)], check=True)
    return folder


def code(data: Path, extensions: Path) -> list[str]:
    """Return the command that starts the workbench's server."""
    entry = WORKBENCH / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    return ["node", str(entry), "--user-data-dir", str(data), "--extensions-dir", str(extensions)]


@pytest.fixture
def open_window(extensions: Path, tmp_path: Path) -> Iterator[Opener]:
    """Open a workbench over a folder with the given files; settings and trust as the test wants them."""
    running: list[subprocess.Popen[bytes]] = []

    def start(
        files: dict[str, str], settings: dict[str, Any] | None = None, trusted: bool = True, **env: str
    ) -> Window:
        folder, data = tmp_path / "a folder", tmp_path / "data"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        (data / "User").mkdir(parents=True)
        (data / "User" / "settings.json").write_text(json.dumps({**QUIET, **(settings or {})}))
        port = free_port()
        flags = [
            "--auth",
            "none",
            "--bind-addr",
            f"127.0.0.1:{port}",
            "--disable-telemetry",
            "--disable-update-check",
        ]
        if trusted:
            flags.append("--disable-workspace-trust")
        log = (tmp_path / "workbench.log").open("wb")
        command = [*code(data, extensions), *flags, str(folder)]
        running.append(subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **env}))
        url = f"http://127.0.0.1:{port}/"
        wait_for(url)
        return Window(folder, url)

    yield start
    for process in running:
        process.terminate()
        process.wait(20)


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


@pytest.fixture
def no_python(tmp_path: Path) -> str:
    """A PATH with everything that the workbench needs, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("node", "sh", "bash", "env", "rg", "git"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return str(folder)
