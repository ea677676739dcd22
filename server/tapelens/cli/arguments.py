"""The options of `tapelens check`."""

from __future__ import annotations

import argparse
import os
import pkgutil
from pathlib import Path
from typing import NoReturn

FOLDER = Path(__file__).parent / "output"


class Parser(argparse.ArgumentParser):
    """A parser that ends with the exit code for "could not run" and one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def formats() -> list[str]:
    """Return the names of the output formats: the files of the folder `output`."""
    names = [info.name for info in pkgutil.iter_modules([str(FOLDER)]) if not info.name.startswith("_")]
    return sorted(names, key=lambda name: (name != "text", name != "concise", name))


def parser() -> argparse.ArgumentParser:
    """Return the parser of `tapelens check`."""
    about = "Say which gradients will be None, why, and how to mend them."
    made = Parser(prog="tapelens check", description=about)
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders, notebooks; - is standard input"
    )
    for add in (_output, _fixing, _choosing, _settings, _running):
        add(made)
    return made


def _output(made: Parser) -> None:
    known = formats()
    output = made.add_argument_group("output")
    output.add_argument(
        "--output-format", choices=known, default="text", metavar="FORMAT", help=", ".join(known)
    )
    output.add_argument("--output-file", metavar="FILE", help="write the findings here")
    output.add_argument("--statistics", action="store_true", help="print only how often each rule was found")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    output.add_argument("-q", "--quiet", action="store_true", help="no summary, no notes")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if something was found")


def _fixing(made: Parser) -> None:
    fixing = made.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply the safe fixes")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: unsafe ones too")
    fixing.add_argument("--diff", action="store_true", help="show what --fix would change and change nothing")


def _choosing(made: Parser) -> None:
    choosing = made.add_argument_group("choosing rules and files")
    for name in ("select", "ignore"):
        about = f"{name} these rules, by name or code, separated by commas"
        choosing.add_argument(f"--{name}", action="append", metavar="RULES", help=about)
    choosing.add_argument(
        "--exclude", action="append", metavar="PATTERNS", help="leave out these, not the usual"
    )
    choosing.add_argument("--extend-exclude", action="append", metavar="PATTERNS", help="leave out these too")
    choosing.add_argument("--no-respect-gitignore", action="store_true", help="check what git ignores too")
    choosing.add_argument("--stdin-filename", metavar="FILE", help="the name of standard input")


def _settings(made: Parser) -> None:
    settings = made.add_argument_group("settings")
    settings.add_argument("--config", metavar="FILE", help="use this settings file")
    settings.add_argument("--isolated", action="store_true", help="use no settings file")
    settings.add_argument("--tensorflow-version", metavar="X.Y", help="the TensorFlow that the code runs on")
    settings.add_argument("--keras-version", metavar="2|3", help="the Keras that the code runs on")


def _running(made: Parser) -> None:
    running = made.add_argument_group("running")
    running.add_argument("--jobs", type=int, metavar="N", help="processes (default: one per core)")
    running.add_argument("--no-cache", action="store_true", help="forget and keep no results of earlier runs")
    running.add_argument(
        "--cache-dir",
        metavar="FOLDER",
        default=os.environ.get("TAPELENS_CACHE_DIR"),
        help="where they are kept (default: $TAPELENS_CACHE_DIR, else .tapelens_cache at the project's root)",
    )
    running.add_argument("--watch", action="store_true", help="check again whenever a file changes")


def table(arguments: argparse.Namespace) -> dict[str, object]:
    """Return the settings given on the command line, with the keys of the settings file."""
    found: dict[str, object] = {}
    for name in ("select", "ignore", "exclude", "extend_exclude"):
        given = getattr(arguments, name)
        if given is not None:
            items = (item.strip() for text in given for item in text.split(","))
            found[name.replace("_", "-")] = [item for item in items if item]
    for name in ("tensorflow_version", "keras_version"):
        if getattr(arguments, name) is not None:
            found[name.replace("_", "-")] = getattr(arguments, name)
    if arguments.no_respect_gitignore:
        found["respect-gitignore"] = False
    return found
