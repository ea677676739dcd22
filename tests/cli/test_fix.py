"""`--fix` and `--diff`."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path

import pytest
from tapelens.cli import fixing

pytestmark = pytest.mark.usefixtures("engine")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"import gradient\nx = BAD, BAD\n", b"import gradient\nx = GOOD, GOOD\n"),
        (b"\xef\xbb\xbfimport gradient\r\nx = BAD\r\n", b"\xef\xbb\xbfimport gradient\r\nx = GOOD\r\n"),
        (b"# coding: latin-1\ngradient = '\xe9', BAD", b"# coding: latin-1\ngradient = '\xe9', GOOD"),
        (b"gradient = '\xf0\x9f\x98\x80', BAD\r", b"gradient = '\xf0\x9f\x98\x80', GOOD\r"),
        (b"gradient = (\nBAD", b"gradient = (\nGOOD"),
    ],
)
def test_only_the_fix_changes(tapelens, folder, before, after) -> None:
    (folder / "a.py").write_bytes(before)
    code, _, err = tapelens("check", "--fix", "a.py")
    assert (folder / "a.py").read_bytes() == after
    assert code == 0
    assert err.startswith("Mended ")


def test_unsafe_fixes_must_be_asked_for(tapelens, folder) -> None:
    path = folder / "a.py"
    path.write_text("gradient = UGLY\n", encoding="utf-8")
    assert tapelens("check", "--fix", "a.py")[0] == 1
    assert path.read_text(encoding="utf-8") == "gradient = UGLY\n"
    assert tapelens("check", "--fix", "--unsafe-fixes", "a.py")[0] == 0
    assert path.read_text(encoding="utf-8") == "gradient = GOOD\n"


def test_a_file_that_would_not_parse_is_not_written(tapelens, folder) -> None:
    path = folder / "a.py"
    path.write_text("gradient = WORSE, BAD\n", encoding="utf-8")
    assert tapelens("check", "--fix", "a.py")[0] == 1
    assert path.read_text(encoding="utf-8") == "gradient = WORSE, GOOD\n"


def test_an_untouched_file_is_not_written(tapelens, folder) -> None:
    path = folder / "a.py"
    path.write_text("gradient = 1\n", encoding="utf-8")
    os.utime(path, (1, 1))
    tapelens("check", "--fix", "a.py")
    assert path.stat().st_mtime == 1


def test_mode_and_link_survive(tapelens, folder) -> None:
    real = folder / "real.py"
    real.write_text("gradient = BAD\n", encoding="utf-8")
    real.chmod(0o755)
    (folder / "link.py").symlink_to(real)
    tapelens("check", "--fix", "link.py")
    assert (folder / "link.py").is_symlink()
    assert real.read_text(encoding="utf-8") == "gradient = GOOD\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o755
    assert sorted(path.name for path in folder.iterdir()) == ["link.py", "real.py"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(folder: Path, monkeypatch) -> None:
    path = folder / "a.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(fixing.shutil, "copymode", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        fixing.write(str(path), b"new")
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("a.py", b"old")]


def test_diff_changes_nothing_and_shows_what_would(tapelens, folder) -> None:
    path = folder / "a.py"
    path.write_text("gradient = BAD\n", encoding="utf-8")
    code, out, err = tapelens("check", "--diff", "a.py")
    assert path.read_text(encoding="utf-8") == "gradient = BAD\n"
    assert out == "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-gradient = BAD\n+gradient = GOOD\n"
    assert code == 1
    assert err.startswith("Would mend 1 finding.\n")


def test_standard_input_comes_out_fixed(tapelens, folder, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"gradient = BAD\r\n")))
    assert tapelens("check", "--fix", "-")[1] == "gradient = GOOD\r\n"


def test_a_crash_costs_that_file_only(tapelens, folder) -> None:
    (folder / "a.py").write_text("gradient = CRASH\n", encoding="utf-8")
    (folder / "b.py").write_text("gradient = BAD\n", encoding="utf-8")
    _, _, err = tapelens("check", "--fix", ".")
    assert "the engine is broken" in err
    assert (folder / "b.py").read_text(encoding="utf-8") == "gradient = GOOD\n"


def test_of_a_notebook_only_the_changed_source_changes(tapelens, folder) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["BAD"]},
        {"cell_type": "code", "source": ["%magic\n", "gradient = 'é', BAD"], "outputs": ["BAD"]},
    ]
    before = json.dumps({"nbformat": 4, "cells": cells}, indent=1, ensure_ascii=False) + "\n"
    (folder / "a.ipynb").write_text(before, encoding="utf-8")
    assert tapelens("check", "--fix", "a.ipynb")[0] == 0
    after = (folder / "a.ipynb").read_text(encoding="utf-8")
    assert after == before.replace("'é', BAD", "'é', GOOD")
