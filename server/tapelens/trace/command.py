"""`tapelens trace SCRIPT`: run the user's script, say what each gradient call gave, explain each None."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tapelens.trace import recorder
from tapelens.trace.report import report

DESCRIPTION = """Run a script under its own TensorFlow and print, for every gradient call of it, what came
back for each source, with Tapelens' explanation of every None. It is the one command that runs your code."""


def run_trace(argv: list[str]) -> int:
    """Trace the script that the arguments name; return its exit code, or 2 if it could not be run."""
    options = _parser().parse_args(argv)
    if not options.module and not Path(options.script).is_file():
        return _refuse(f"{options.script} is not a file")
    program = ["-m", options.script] if options.module else [options.script]
    python = options.python or _default_python()
    with tempfile.TemporaryDirectory(prefix="tapelens-") as folder:
        target = options.record or str(Path(folder) / "record.json")
        Path(target).unlink(missing_ok=True)
        command = [python, recorder.__file__, target, *program, *options.arguments]
        try:
            code = subprocess.run(command, check=False).returncode
        except OSError as error:
            return _refuse(f"cannot start {python}: {error.strerror}")
        if code == recorder.NO_TENSORFLOW:
            return _refuse(f"{python} has no TensorFlow; name the interpreter of your project with --python")
        if code == recorder.NO_MODULE:
            return _refuse(f"{python} finds no module {options.script} to run")
        if not Path(target).exists():
            return _refuse(f"{options.script} ended (exit code {code}) before anything could be recorded")
        record = json.loads(Path(target).read_text(encoding="utf-8"))
        print(report(record, _shown(record["script"]) if options.module else Path(options.script)))
    return code


def _shown(path: str) -> Path:
    """Return a file as the user names it: from where they are, if it is below."""
    here = Path.cwd()
    return Path(path).relative_to(here) if Path(path).is_relative_to(here) else Path(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tapelens trace", description=DESCRIPTION)
    parser.add_argument("--python", help="the interpreter to run with (default: the active environment's)")
    parser.add_argument("--record", metavar="FILE", help="also keep the record, as JSON")
    parser.add_argument("-m", dest="module", action="store_true", help="run a module, as `python -m` does")
    parser.add_argument("script", help="the script to run, or the module with -m")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="the script's own arguments")
    return parser


def _default_python() -> str:
    environment = os.environ.get("VIRTUAL_ENV")
    if environment:
        for place in ("bin/python", "Scripts/python.exe"):
            if (Path(environment) / place).exists():
                return str(Path(environment) / place)
    return sys.executable


def _refuse(reason: str) -> int:
    print(f"tapelens trace: {reason}", file=sys.stderr)
    return 2
