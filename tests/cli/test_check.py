"""`tapelens check`: files, exit codes, what goes to which stream."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("engine")
BAD = "import gradient\nx = BAD\n"
FINE = "import gradient\nx = 1\n"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(out: str) -> list[str]:
    return [item["path"] for item in json.loads(out)]


def test_exit_codes(tapelens, folder) -> None:
    write(folder / "bad.py", BAD)
    write(folder / "fine.py", FINE)
    write(folder / "hint.py", BAD.replace("BAD", "HINT"))
    assert tapelens("check", "fine.py")[0] == 0
    assert tapelens("check", "bad.py")[0] == 1
    assert tapelens("check", "bad.py", "--exit-zero")[0] == 0
    assert tapelens("check", "hint.py")[0] == 0
    assert tapelens("check", "hint.py")[1] != ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.py"], "missing.py: no such file"),
        (["--select", "comptued-outside-tape", "."], "did you mean `computed-outside-tape`"),
        (["--config", "missing.toml", "."], "missing.toml: no such file"),
        (["--no-such-option", "."], "--no-such-option"),
        (["--output-format", "xml", "."], "xml"),
        (["--tensorflow-version", "two", "."], "tensorflow-version"),
    ],
)
def test_could_not_run(tapelens, folder, arguments, said) -> None:
    write(folder / "fine.py", FINE)
    code, out, err = tapelens("check", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_folder_is_walked(tapelens, folder) -> None:
    for name in ("a.py", "pkg/b.py", "pkg/deep/c.py", "notes.txt", ".venv/d.py", "node_modules/e.py"):
        write(folder / name, BAD)
    assert found(tapelens("check", "--output-format", "json")[1]) == [
        "a.py",
        "pkg/b.py",
        "pkg/deep/c.py",
    ]


def test_a_file_named_twice_is_checked_once(tapelens, folder) -> None:
    write(folder / "a.py", BAD)
    assert found(tapelens("check", "a.py", ".", "a.py", "--output-format", "json")[1]) == ["a.py"]


def test_a_named_file_is_checked_though_excluded(tapelens, folder) -> None:
    write(folder / ".venv/a.py", BAD)
    write(folder / "b.txt", BAD)
    assert tapelens("check", ".venv/a.py")[0] == 1
    assert tapelens("check", "b.txt")[0] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x7fELF\0\0gradient", "a binary file"),
        (b"\x7fELF\0\0", "a binary file"),
        ("gradient = 1\n".encode("utf-16"), "a binary file"),
        (b"# gradient \xff\xfe", "not utf-8"),
        (b"# coding: klingon\n# gradient", "unknown encoding klingon"),
        (b"import gradient\nCRASH", "Tapelens failed on this file: RuntimeError: the engine is broken"),
    ],
)
def test_what_cannot_be_checked_is_said_and_costs_that_file_only(tapelens, folder, content, said) -> None:
    write(folder / "odd.py", content)
    write(folder / "bad.py", BAD)
    code, out, err = tapelens("check", ".", "--output-format", "json")
    assert (code, found(out)) == (1, ["bad.py"])
    assert f"odd.py: {said}" in err
    assert "Traceback" not in err
    assert tapelens("check", "odd.py")[0] == 2


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# gradient", b"gradient(" * 1000])
def test_odd_but_fine(tapelens, folder, content) -> None:
    write(folder / "odd.py", content)
    code, out, err = tapelens("check", "odd.py")
    assert (code, out) == (0, "")
    assert err == "No problems in 1 file.\n"


def test_a_latin_file_is_read_as_it_says(tapelens, folder) -> None:
    write(folder / "a.py", "# coding: latin-1\ngradient = 'é', BAD\n".encode("latin-1"))
    (item,) = json.loads(tapelens("check", "a.py", "--output-format", "json")[1])
    assert item["range"]["start"] == {"line": 2, "column": 17}


def test_a_file_without_tapes_is_not_even_decoded(tapelens, folder) -> None:
    write(folder / "a.py", b"CRASH \xff\xfe")
    assert tapelens("check", "a.py")[0] == 0


@pytest.mark.parametrize("how", ["--no-cache", "--fix", "--diff", "--statistics"])
def test_what_cannot_be_opened_is_said(tapelens, folder, monkeypatch, how) -> None:
    write(folder / "closed/a.py", BAD)
    write(folder / "top/closed/a.py", BAD)
    write(folder / "locked.py", BAD)
    scan, read = os.scandir, Path.read_bytes

    def scandir(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    def read_bytes(path: Path) -> bytes:
        if path.name == "locked.py":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    for named, said in (
        ("closed", "closed: the folder cannot be read"),
        ("locked.py", "locked.py: Permission"),
    ):
        code, out, err = tapelens("check", how, named)
        assert (code, out, said in err) == (2, "", True), err
    code, _, err = tapelens("check", how, "top")
    assert (code, "top/closed: the folder cannot be read" in err.replace(os.sep, "/")) == (0, True)


def test_a_huge_file_is_left_out_with_a_note(tapelens, folder) -> None:
    write(folder / "a.py", "import gradient\n" + "x = BAD\n" * 600_000)
    code, out, err = tapelens("check", "a.py")
    assert (code, out) == (0, "")
    assert "a.py: note: larger than 4000000 bytes: not analysed" in err


def test_standard_input(tapelens, folder, monkeypatch) -> None:
    for arguments, path in ((["-"], "-"), (["--stdin-filename", "src/a.py"], "src/a.py")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
        code, out, _ = tapelens("check", *arguments, "--output-format", "json")
        assert (code, found(out)) == (1, [path])


@pytest.mark.skipif(
    sys.platform != "linux", reason="the stand-in engine reaches other processes by fork only"
)
def test_a_process_that_ends_costs_its_file_only(tapelens, folder) -> None:
    write(folder / "a.py", "import gradient\nEXIT\n")
    for name in ("b.py", "c.py", "d.py"):
        write(folder / name, BAD)
    code, out, err = tapelens("check", ".", "--jobs", "2", "--output-format", "json")
    assert (code, found(out)) == (1, ["b.py", "c.py", "d.py"])
    assert "a.py: Tapelens failed on this file: its process ended" in err


def test_statistics(tapelens, folder) -> None:
    write(folder / "a.py", "import gradient\nBAD, BAD\nHINT\n")
    assert tapelens("check", "--statistics")[1] == (
        "2  TL101  computed-outside-tape\n1  TL401  gradient-inside-tape\n"
    )


def test_summary_goes_to_the_error_stream(tapelens, folder) -> None:
    write(folder / "a.py", "import gradient\nBAD, UGLY\nHINT\n")
    _, out, err = tapelens("check")
    assert err == "Found 2 warnings, 1 hint in 1 file; 1 can be mended with --fix.\n"
    assert "Found" not in out
    assert tapelens("check", "-q")[2] == ""


def test_output_file(tapelens, folder) -> None:
    write(folder / "a.py", BAD)
    code, out, _ = tapelens("check", "--output-format", "json", "--output-file", "out.json")
    assert (code, out) == (1, "")
    assert found((folder / "out.json").read_text(encoding="utf-8")) == ["a.py"]


@pytest.mark.parametrize(("choice", "colored"), [("always", True), ("never", False), ("auto", False)])
def test_color(tapelens, folder, choice, colored, monkeypatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    write(folder / "a.py", BAD)
    assert ("\x1b[" in tapelens("check", "--color", choice)[1]) is colored
