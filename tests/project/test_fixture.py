"""A project of a dozen modules: what its script asks for is lost, or not, in other files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tapelens.check import Analysis, check
from tapelens.project.files import Files

PROJECT = Path(__file__).parents[1] / "fixtures" / "project"

# What TensorFlow 2.15 and the newest gave for each call, as (line, rule, file of the first cause, its line).
LOST = [
    (26, "non-differentiable-op", "src/gan/losses.py", 13),
    (27, "left-tensorflow", "src/gan/losses.py", 18),
    (28, "non-differentiable-op", "src/gan/models/generator.py", 13),
    (31, "integer-dtype", "shared/numbers_of.py", 5),
]
SOUND = [25, 29, 30]


def analysed(folder: Path, name: str = "train.py") -> Analysis:
    file = folder / name
    return check(file.read_text(encoding="utf-8"), path=str(file), project=Files())


def told(analysis: Analysis, folder: Path) -> list[tuple[int, str, str, int]]:
    return [
        (
            finding.range.start.line,
            finding.name,
            Path(finding.causes[0].location.path or "").relative_to(folder).as_posix(),
            finding.causes[0].location.range.start.line,
        )
        for finding in analysis.findings
    ]


def test_losses_in_other_files_are_found_where_the_gradient_is_asked() -> None:
    analysis = analysed(PROJECT)
    assert told(analysis, PROJECT) == LOST
    sound = [a.range.start.line for a in analysis.gradients if {s.verdict for s in a.sources} == {"sound"}]
    assert sound == SOUND


def test_the_story_links_to_the_other_file() -> None:
    analysis = analysed(PROJECT)
    paths = {step.location.path for step in analysis.findings[0].story}
    assert {Path(path).name for path in paths if path} >= {"losses.py", "critic.py"}
    assert "on line 13 of losses.py" in analysis.findings[0].message


def test_the_answer_says_what_it_was_read_from() -> None:
    names = {Path(path).relative_to(PROJECT).as_posix() for path in analysed(PROJECT).reads}
    files = {file.relative_to(PROJECT).as_posix() for file in PROJECT.rglob("*.py")} - {"train.py"}
    assert names == files | {"shared"}


@pytest.mark.parametrize("gone", ["src/gan/losses.py", "src/gan/models/base.py", "src/gan/training/step.py"])
def test_a_missing_module_makes_unknown_and_not_wrong(tmp_path: Path, gone: str) -> None:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder)
    (folder / gone).unlink()
    assert set(told(analysed(folder), folder)) <= set(LOST)


@pytest.mark.parametrize("kept", range(0, 400, 25))
def test_half_written_modules_are_taken_as_they_are(tmp_path: Path, kept: int) -> None:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder)
    for name in ("src/gan/losses.py", "src/gan/models/generator.py", "src/gan/models/base.py"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text[:kept], encoding="utf-8")
    analysis = analysed(folder)
    assert [a.range.start.line for a in analysis.gradients] == list(range(25, 32))
