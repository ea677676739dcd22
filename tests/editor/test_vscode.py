"""The packaged extension in a real workbench: seen, read, mended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from windows import ROOT, Opener

pytestmark = pytest.mark.editor
BROKEN = (ROOT / "examples" / "moved_out.py").read_text(encoding="utf-8")
FIX_ON_SAVE = {"editor.codeActionsOnSave": {"source.fixAll.tapelens": "explicit"}}


def details(said: list[dict[str, Any]], step: str) -> str:
    """Return what a step saw."""
    return str(next(record["detail"] for record in said if record["step"] == step))


@pytest.mark.parametrize("theme", ["Default Light Modern", "Default Dark Modern"])
def test_a_broken_gradient_is_seen_read_and_mended(open_window: Opener, theme: str) -> None:
    """Squiggle, hover, quick fix from the menu, diagnostic gone, file saved, in light and dark."""
    name = "dark.py" if "Dark" in theme else "light.py"
    window = open_window({name: BROKEN}, {"workbench.colorTheme": theme})
    said = window.play("mend", name)
    assert "x + y" in details(said, "hover")
    assert "tape" in details(said, "menu")
    assert "None" in details(said, "inlay")
    mended = (window.folder / name).read_text(encoding="utf-8")
    assert mended != BROKEN
    assert mended.index("with tf.GradientTape") < mended.index("z = x + y")


def test_the_problems_panel_lists_the_finding(open_window: Opener) -> None:
    """The sentence and the rule's code stand in the Problems panel."""
    said = open_window({"moved_out.py": BROKEN}).play("problems")
    assert "computed-outside-tape" in details(said, "problem") or "TL101" in details(said, "problem")


def test_a_restart_brings_the_answer_back(open_window: Opener) -> None:
    """After a restart what the old server said is cleared, and the new one says it again."""
    said = open_window({"moved_out.py": BROKEN}).play("restart")
    assert [record["step"] for record in said] == ["squiggle", "gone", "squiggle"]


def test_safe_fixes_are_applied_on_save(open_window: Opener) -> None:
    """`source.fixAll.tapelens` on save mends what is safe to mend."""
    window = open_window({"moved_out.py": BROKEN}, FIX_ON_SAVE)
    window.play("saveFixes")
    mended = (window.folder / "moved_out.py").read_text(encoding="utf-8")
    assert mended.index("with tf.GradientTape") < mended.index("z = x + y")


def test_without_python_the_way_out_is_said(open_window: Opener) -> None:
    """Where no Python is found a notification says so, with two ways out."""
    nowhere = {"tapelens.interpreter": ["/nowhere/python with a space"]}
    said = open_window({"moved_out.py": BROKEN}, nowhere).play("silent")
    assert "Choose an Interpreter" in details(said, "notification")
    assert "How to Install Python" in details(said, "notification")


def test_restricted_mode_works_with_an_interpreter_from_outside(open_window: Opener) -> None:
    """The workspace's own interpreter is not started until the workspace is trusted, and then it is."""
    window = open_window({"moved_out.py": BROKEN}, trusted=False)
    settings = window.folder / ".vscode"
    settings.mkdir()
    own = {"tapelens.interpreter": ["${workspaceFolder}/own python"]}
    (settings / "settings.json").write_text(json.dumps(own))
    own_python = window.folder / "own python"
    own_python.write_text('#!/bin/sh\necho started >"$(dirname "$0")/started"\nexec python3 "$@"\n')
    own_python.chmod(0o755)
    window.play("restricted")
    started = window.folder / "started"
    assert not started.exists()
    window.play("trust")
    assert started.exists()


def test_the_flow_is_drawn_and_leads_to_its_lines(open_window: Opener) -> None:
    """The picture opens beside the editor with the break in it; a click on a step goes to its line."""
    said = open_window({"moved_out.py": BROKEN}).play("flow")
    assert "the gradient ends here" in details(said, "picture")
    assert said[-1]["step"] == "line 8"


def test_a_rule_is_explained(open_window: Opener) -> None:
    """The page of a rule is shown as a rendered document."""
    said = open_window({"moved_out.py": BROKEN}).play("explain")
    assert "tf.stop_gradient" in details(said, "page")


def test_a_notebook_cell_is_seen_and_mended(open_window: Opener) -> None:
    """The cells of a notebook are one program; the finding stands in its cell, and so does the fix."""
    parts = BROKEN.split("\n\n", 1)
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": part}
        for part in parts
    ]
    language = {"name": "python"}
    notebook = {"cells": cells, "metadata": {"language_info": language}, "nbformat": 4, "nbformat_minor": 5}
    open_window({"broken.ipynb": json.dumps(notebook)}).play("notebook", "broken.ipynb")
