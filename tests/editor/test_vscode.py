"""The packaged extension in a real workbench: seen, read, mended."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from windows import QUIET, ROOT, Opener, python_in

pytestmark = pytest.mark.editor
BROKEN = (ROOT / "examples" / "moved_out.py").read_text(encoding="utf-8")
OPENED = (("open", "train.py"), "squiggle")


def is_mended(text: str) -> bool:
    """Return whether the computation stands in the tape's block."""
    return text.index("with tf.GradientTape") < text.index("z = x + y")


@pytest.mark.parametrize(
    ("theme", "look"), [("Default Light Modern", "light"), ("Default Dark Modern", "dark")]
)
def test_a_broken_gradient_is_seen_read_and_mended(open_window: Opener, theme: str, look: str) -> None:
    """Squiggle, hints, hover, its link to the picture, a step's link, quick fix, diagnostic gone, file saved."""
    window = open_window({"train.py": BROKEN}, {"workbench.colorTheme": theme})
    window.play(
        *OPENED,
        ("line", "None"),
        "wide",
        "hover",
        ("picture", f"hover-{look}"),
        ("hoverLink", "flow picture"),
        "flow",
        ("flowLink", "line 8"),
        ("cursor", "Ln 8, Col 10"),
        ("picture", f"flow-{look}"),
        ("tab", "Gradient Flow"),
        ("close", "Gradient Flow"),
        "menu",
        ("picture", f"menu-{look}"),
        ("press", "Enter"),
        "gone",
        "save",
        ("picture", f"mended-{look}"),
    )
    assert "line 5: x = tf.Variable(2.0)" in " ".join(window.saw("hover").split())
    assert "Move `z = x + y` into the block of `tape`" in window.saw("menu")
    assert "x)None" in window.saw("lines").replace(" ", "")
    assert "ends here" in window.saw("flow")
    assert is_mended((window.folder / "train.py").read_text(encoding="utf-8"))


def test_the_commands_and_what_is_said(open_window: Opener, tmp_path: Path) -> None:
    """Problems once, rule page, restart, inlay hints off and on, status, example; all cleared on close."""
    _, started = python_in(tmp_path / "home" / "my pythons", "python")
    interpreter = {"tapelens.interpreter": ["~/${env:PYTHONS_OF_MINE}/python"]}
    home = {"HOME": str(tmp_path / "home"), "PYTHONS_OF_MINE": "my pythons"}
    window = open_window({"train.py": BROKEN}, interpreter, **home)
    hidden = json.dumps({**QUIET, **interpreter, "tapelens.inlayHints.enabled": False})
    shown = json.dumps({**QUIET, **interpreter})
    settings = str(window.settings)
    window.play(
        *OPENED,
        ("line", "✓"),
        ("problem", "gradient of"),
        ("picture", "problems"),
        ("status", "Tapelens on"),
        ("write", settings, hidden),
        ("noLine", "✓"),
        ("write", settings, shown),
        ("line", "✓"),
        ("command", "Tapelens: Restart Server"),
        "gone",
        "squiggle",
        ("command", "Tapelens: Go to the Cause"),
        ("cursor", "Ln 13"),
        "onSquiggle",
        ("command", "Tapelens: Go to the Cause"),
        ("cursor", "Ln 8, Col 5"),
        ("command", "Tapelens: Explain Rule"),
        ("pick", "TL108"),
        ("page", "stop-gradient"),
        ("picture", "explain"),
        ("close", "Preview stop-gradient"),
        ("command", "Tapelens: Show Logs"),
        ("text", "from tapelens.interpreter"),
        ("command", "Tapelens: Open an Example"),
        ("active", "Untitled-1"),
        ("tab", "train.py"),
        ("close", "train.py"),
        "squiggle",
        ("command", "Tapelens: Fix All Safe Problems"),
        "gone",
        "noProblems",
        ("command", "Tapelens: Check Workspace"),
        ("toast", "1 finding in 1 file"),
        ("problem", "train.py"),
        ("command", "View: Hide Panel"),
        ("command", "Notifications: Clear All Notifications"),
        ("command", "Welcome: Open Walkthrough"),
        ("pick", "See where a gradient breaks"),
        ("text", "Open the example"),
        "wide",
        ("framed", "is computed before the tape starts"),
        ("picture", "walkthrough"),
    )
    assert started.exists()
    (first, *_) = [record["detail"] for record in window.said if record["step"] == "problem"]
    assert "computed-outside-tape" in first
    assert window.saw("badge") == "1"
    assert "tf.stop_gradient" in window.saw("page")


def test_safe_fixes_are_applied_on_save(open_window: Opener) -> None:
    """`source.fixAll.tapelens` on save mends what is safe to mend."""
    on_save = {"editor.codeActionsOnSave": {"source.fixAll.tapelens": "explicit"}}
    window = open_window({"train.py": BROKEN}, on_save)
    window.play(*OPENED, ("typeAtEnd", "# done"), "save", "gone")
    assert is_mended((window.folder / "train.py").read_text(encoding="utf-8"))


def test_without_python_the_way_out_is_said(open_window: Opener) -> None:
    """Where no Python is found a notification says so, with two ways out, and the status item too."""
    nowhere = {"tapelens.interpreter": ["/nowhere/python with a space"]}
    window = open_window({"train.py": BROKEN}, nowhere)
    toast = ("toast", "Tried: /nowhere/python with a space (tapelens.interpreter): does not run.")
    window.play(("open", "train.py"), toast, ("picture", "no-python"), ("status", "no Python"))
    assert "Choose an Interpreter" in window.saw("toast")
    assert "How to Install Python" in window.saw("toast")


def test_restricted_mode_works_with_an_interpreter_from_outside(open_window: Opener, tmp_path: Path) -> None:
    """The workspace's own interpreter is not started until the workspace is trusted, and then it is."""
    own = json.dumps({"tapelens.interpreter": ["${workspaceFolder}/own python"]})
    _, on_path = python_in(tmp_path / "a folder" / "bin", "python3")
    path = os.pathsep.join([str(on_path.parent), os.environ["PATH"]])
    window = open_window({"train.py": BROKEN, ".vscode/settings.json": own}, trusted=False, PATH=path)
    _, started = python_in(window.folder, "own python")
    window.play(*OPENED, "restricted", ("picture", "restricted"))
    assert not started.exists()
    assert not on_path.exists()
    window.play(*OPENED, "trust", ("tab", "train.py"), "gone", "squiggle")
    assert started.exists()


def test_restricted_mode_says_when_the_only_interpreter_is_the_workspaces_own(open_window: Opener) -> None:
    """An interpreter that the user's own settings look for in any workspace waits for the trust too."""
    everywhere = {"tapelens.interpreter": ["${workspaceFolder}/own python"]}
    window = open_window({"train.py": BROKEN}, everywhere, trusted=False)
    _, started = python_in(window.folder, "own python")
    window.play(("open", "train.py"), ("toast", "in the workspace, which is not trusted"))
    assert not started.exists()
    window.play(("open", "train.py"), "trust", ("tab", "train.py"), "squiggle")
    assert started.exists()


@pytest.mark.parametrize("python_extension", ["python", "vscode-python-envs"], indirect=True)
def test_folders_of_a_workspace_and_the_choice_of_the_python_extension(
    open_window: Opener, python_extension: Path, tmp_path: Path
) -> None:
    """The interpreter that either extension chooses runs the server, anew when it changes; folders have own settings."""
    one, one_started = python_in(tmp_path / "pythons of mine", "one")
    two, two_started = python_in(tmp_path / "pythons of mine", "two")
    python_extension.write_text(str(one))
    ignoring = json.dumps({"tapelens.ignore": ["computed-outside-tape"]})
    files = {
        "both.code-workspace": json.dumps({"folders": [{"path": "first"}, {"path": "second"}]}),
        "first/train.py": BROKEN,
        "second/quiet.py": BROKEN,
        "second/.vscode/settings.json": ignoring,
    }
    window = open_window(files, opened="both.code-workspace")
    window.play(*OPENED)
    assert one_started.exists()
    assert not two_started.exists()
    window.play(
        *OPENED,
        ("write", str(python_extension), str(two)),
        ("command", "Python: Choose Again"),
        "gone",
        "squiggle",
        ("open", "quiet.py"),
        ("line", "None"),
        "gone",
    )
    assert two_started.exists()


def test_a_notebook_cell_is_seen_and_mended(open_window: Opener) -> None:
    """The cells of a notebook are one program; a fix in one of them clears the finding and the hint in another."""
    *before, block, gradients = BROKEN.split("\n\n")
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
        for text in ("\n\n".join(before), block, gradients)
    ]
    language = {"name": "python"}
    notebook = {"cells": cells, "metadata": {"language_info": language}, "nbformat": 4, "nbformat_minor": 5}
    window = open_window({"train.ipynb": json.dumps(notebook)})
    window.play(
        ("openNotebook", "train.ipynb"),
        "squiggle",
        ("picture", "notebook"),
        "hover",
        ("hoverLink", "flow picture"),
        "flow",
        ("flowLink", "cell 2 line 1"),
        ("text", "Cell 2 of 3"),
        ("tab", "Gradient Flow"),
        ("close", "Gradient Flow"),
        "menu",
        ("press", "Enter"),
        "gone",
        ("noLine", "None"),
        ("picture", "notebook-mended"),
    )
