"""What the packaged extension holds: the server, the libraries that it needs, and nothing besides."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from windows import PACKAGE, ROOT

pytestmark = pytest.mark.editor
LIBRARIES = "extension/bundled/libs/"


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", line)[0].replace("-", "_").lower() for line in requirements}


@pytest.mark.usefixtures("extensions")
def test_nothing_superfluous_is_shipped() -> None:
    """One small package: no caches, no stubs of other libraries, no second copy of anything."""
    with zipfile.ZipFile(PACKAGE) as package:
        files = package.namelist()
    inside = [file.removeprefix(LIBRARIES) for file in files if file.startswith(LIBRARIES)]
    assert not [file for file in files if re.search(r"__pycache__|\.pyc$|\.so$|\.ts$|\.map$|/tests?/", file)]
    assert not [
        file
        for file in inside
        if "third_party" in file and "typeshed/stdlib" not in file and file.endswith(".pyi")
    ]
    assert PACKAGE.stat().st_size < 3_000_000
    own = {file for file in files if not file.startswith(LIBRARIES)}
    assert {Path(file).suffix for file in own} <= {
        ".json",
        ".js",
        ".md",
        ".txt",
        ".png",
        ".py",
        ".xml",
        ".vsixmanifest",
    }


def test_every_library_that_the_server_needs_is_bundled() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.findall(r'"(.+)"', project.partition("\ndependencies = [")[2].partition("\n]")[0])
    bundled = (ROOT / "bundled" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in bundled if line and not line.startswith("#")]
    assert needed
    assert names(needed) <= names(pinned)
    assert all("==" in line for line in pinned)
