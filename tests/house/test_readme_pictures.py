"""The pictures of the README are there, and each is one that the tests of the editor take."""

from __future__ import annotations

import re

from tree import ROOT

PICTURES = ROOT / "docs" / "pictures"


def test_every_picture_is_shown_and_taken_by_a_test() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"docs/pictures/([\w-]+)\.png", readme))
    taking = (ROOT / "tests" / "editor" / "test_vscode.py").read_text(encoding="utf-8")
    taken = set(re.findall(r'\("picture", f?"([\w-]+)-?(?:\{look\})?"\)', taking))
    assert shown == {picture.stem for picture in PICTURES.iterdir()}
    assert {name.removesuffix("-light").removesuffix("-dark") + "-" for name in shown} <= taken
