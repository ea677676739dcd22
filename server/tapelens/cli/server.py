"""`tapelens server`: hands over to the language server, which is loaded nowhere else."""

from __future__ import annotations

from importlib import import_module


def run(argv: list[str]) -> int:
    """Run the language server until its client leaves; return its exit code."""
    code: int = import_module("tapelens.lsp.server").main(argv)
    return code
