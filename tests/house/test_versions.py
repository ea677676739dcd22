"""The extension and the Python package carry one version."""

from __future__ import annotations

import json

import tapelens
from tree import ROOT


def test_extension_and_package_have_the_same_version() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert manifest["version"] == tapelens.__version__
