"""The arrows between the rooms hold: the contracts in pyproject.toml, run as a test."""

from __future__ import annotations

from importlinter.cli import lint_imports
from tree import ROOT


def test_every_room_imports_only_what_it_may(capsys) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert broken == 0, capsys.readouterr().out
