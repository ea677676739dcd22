"""The entry point: which command is meant. Each command is imported only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tapelens import __version__

CLEAN, FINDINGS, FAILED = 0, 1, 2

COMMANDS = {
    "check": ("tapelens.cli.check", "say which gradients will be None, why, and how to mend them"),
    "explain": ("tapelens.cli.explain", "explain a rule, or what TensorFlow function does to a gradient"),
    "flow": ("tapelens.cli.flow", "tell the story of one gradient call: FILE:LINE"),
    "trace": (
        "tapelens.cli.trace",
        "run a script on its own TensorFlow and explain each None",
    ),
    "server": ("tapelens.cli.server", "start the language server"),
    "version": ("tapelens.cli.version", "print the version"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 clean, 1 findings, 2 could not run."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return CLEAN if arguments else FAILED
    if arguments[0] in ("-V", "--version"):
        arguments[0] = "version"
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"tapelens: unknown command `{name}`{_meant(name)}", file=sys.stderr)
        return FAILED
    run: Callable[[list[str]], int] = import_module(COMMANDS[name][0]).run
    return _guarded(run, rest)


def usage() -> str:
    """Return the overview of all commands."""
    lines = [
        f"Tapelens {__version__}: which TensorFlow gradients will be None, why, and how to mend them.",
        "",
    ]
    lines += ["Usage: tapelens COMMAND …", ""]
    lines += [f"  {name:<9} {about}" for name, (_, about) in COMMANDS.items()]
    return "\n".join([*lines, "", "`tapelens COMMAND --help` says more."])


def _guarded(run: Callable[[list[str]], int], rest: list[str]) -> int:
    try:
        return run(rest)
    except BrokenPipeError:
        # The reader (`| head`) has gone; nothing may be written to it when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _meant(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, COMMANDS, n=1)
    if not close and Path(name).exists():
        return f"; to check it: tapelens check {name}"
    return f"; did you mean `{close[0]}`?" if close else "; see tapelens --help"
