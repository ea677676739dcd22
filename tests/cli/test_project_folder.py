"""A whole project on the command line: findings whose causes and fixes stand in other files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1] / "fixtures" / "project"
CAUSES = [
    (26, "src/gan/losses.py", 13),
    (27, "src/gan/losses.py", 18),
    (28, "src/gan/models/generator.py", 13),
    (31, "shared/numbers_of.py", 5),
]
CHANGED = ["shared/numbers_of.py", "src/gan/losses.py", "src/gan/models/generator.py"]


@pytest.fixture
def project(folder: Path) -> Path:
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    return folder


def changed(project: Path) -> list[str]:
    """Return the files that are not as they were."""
    files = {path.relative_to(PROJECT).as_posix(): path for path in PROJECT.rglob("*.py")}
    return sorted(name for name, path in files.items() if (project / name).read_bytes() != path.read_bytes())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_causes_are_named_by_their_own_files(tapelens, project, jobs) -> None:
    code, out, _ = tapelens("check", "--no-cache", "--jobs", jobs, "--output-format", "json", ".")
    found = json.loads(out)
    assert code == 1
    assert {one["path"] for one in found} == {"train.py"}
    causes = [(one["range"]["start"]["line"], one["causes"][0]) for one in found]
    assert [(line, c["path"], c["range"]["start"]["line"]) for line, c in causes] == CAUSES


def test_fixes_reach_into_the_files_of_the_run(tapelens, project) -> None:
    code, _, err = tapelens("check", "--fix", "--unsafe-fixes", ".")
    assert code == 0, err
    assert "Mended 4 findings.\nNo problems in 12 files." in err
    assert changed(project) == CHANGED
    assert tapelens("check", "--no-cache", ".")[0] == 0


def test_files_that_were_not_named_are_left_alone(tapelens, project) -> None:
    tapelens("check", "--fix", "--unsafe-fixes", "train.py", "src/gan/models")
    assert changed(project) == ["src/gan/models/generator.py"]


def test_a_difference_shows_every_file_once_and_writes_none(tapelens, project) -> None:
    code, out, _ = tapelens("check", "--diff", "--unsafe-fixes", ".")
    assert code == 1
    assert [line[4:] for line in out.splitlines() if line.startswith("+++ ")] == CHANGED
    assert changed(project) == []


def test_a_help_says_which_file_it_changes(tapelens, project) -> None:
    _, out, _ = tapelens("check", "--no-cache", ".")
    assert "because of src/gan/losses.py:13: " in out
    assert "help: Pass the gradient straight through, in src/gan/losses.py (" in out


def test_the_story_of_a_call_goes_through_other_files(tapelens, project) -> None:
    code, out, _ = tapelens("flow", "train.py:26")
    assert code == 0
    assert re.search(r"✗ +src/gan/losses\.py line 13 ", out.replace("\\", "/")), out
    assert 'href="src/gan/losses.py#L13"' in tapelens("flow", "--svg", "train.py:26")[1]
