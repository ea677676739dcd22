"""A real workbench with the packaged extension in it, for each test a window of its own."""

from __future__ import annotations

import json
import os
import shutil
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
def python_extension(extensions: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An extension that chooses interpreters as one of Microsoft's does, from a file; deleted again afterwards."""
    made = extensions / f"ms-python.{request.param}-0.0.1"
    shutil.copytree(HERE / "python-extension", made)
    manifest = json.loads((made / "package.json").read_text())
    (made / "package.json").write_text(json.dumps({**manifest, "name": request.param}))
    chosen = tmp_path / "chosen"
    (made / "chosen.json").write_text(json.dumps(str(chosen)))
    listed = extensions / "extensions.json"
    before = listed.read_text()
    place = {"$mid": 1, "path": str(made), "scheme": "file"}
    entry = {"identifier": {"id": f"ms-python.{request.param}"}, "version": "0.0.1", "location": place}
    listed.write_text(json.dumps([*json.loads(before), {**entry, "relativeLocation": made.name}]))
    yield chosen
    listed.write_text(before)
    shutil.rmtree(made)


@pytest.fixture
def open_window(extensions: Path, tmp_path: Path) -> Iterator[Opener]:
    """Open a workbench over a folder with the given files; settings, trust, home as the test wants them."""
    running: list[subprocess.Popen[bytes]] = []

    def start(
        files: dict[str, str],
        settings: dict[str, Any] | None = None,
        trusted: bool = True,
        opened: str = "",
        **environment: str,
    ) -> Window:
        folder, data = tmp_path / "a folder", tmp_path / "data"
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        for kind in ("User", "Machine"):  # a served workbench reads an interpreter from the machine's only
            (data / kind).mkdir(parents=True)
            (data / kind / "settings.json").write_text(json.dumps({**QUIET, **(settings or {})}))
        port = free_port()
        quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check"]
        flags = [*quiet, "--bind-addr", f"127.0.0.1:{port}"]
        if trusted:
            flags.append("--disable-workspace-trust")
        log = (tmp_path / "workbench.log").open("wb")
        command = [*code(data, extensions), *flags, str(folder / opened)]
        env = {**os.environ, **environment}
        running.append(subprocess.Popen(command, stdout=log, stderr=log, env=env))
        url = f"http://127.0.0.1:{port}/"
        wait_for(url)
        return Window(folder, url, data / "Machine" / "settings.json")

    yield start
    for process in running:
        process.terminate()
        process.wait(20)
