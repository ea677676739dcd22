"""`tapelens trace`: the one command that runs the user's code."""

from __future__ import annotations


def run(argv: list[str]) -> int:
    """Run the script that the arguments name, and explain what its gradient calls returned."""
    from tapelens.trace.command import run_trace

    return run_trace(argv)
