"""A real workbench with the packaged extension in it, for each test a window of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from windows import HERE, PACKAGE, QUIET, ROOT, WORKBENCH, Opener, Window, code, free_port, wait_for


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


@pytest.fixture
def open_window(extensions: Path, tmp_path: Path) -> Iterator[Opener]:
    """Open a workbench over a folder with the given files; settings and trust as the test wants them."""
    running: list[subprocess.Popen[bytes]] = []

    def start(files: dict[str, str], settings: dict[str, Any] | None = None, trusted: bool = True) -> Window:
        folder, data = tmp_path / "a folder", tmp_path / "data"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        for kind in ("User", "Machine"):  # a served workbench reads an interpreter from the machine's only
            (data / kind).mkdir(parents=True)
            (data / kind / "settings.json").write_text(json.dumps({**QUIET, **(settings or {})}))
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
        running.append(subprocess.Popen(command, stdout=log, stderr=log))
        url = f"http://127.0.0.1:{port}/"
        wait_for(url)
        return Window(folder, url)

    yield start
    for process in running:
        process.terminate()
        process.wait(20)
