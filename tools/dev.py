"""The project's two commands, from a fresh machine with Python 3.10+ and Node 20+ to the result.

    python3 tools/dev.py examples    set everything up and show the findings of examples/
    python3 tools/dev.py test        set everything up and pass every test

Needs nothing but the standard library. What is installed stays in .venv, .venvs, .cache and node_modules.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN = ROOT / ".venv"
TENSORFLOW = ROOT / ".venvs" / "tensorflow"
OLDEST = (3, 10)
CI = os.environ.get("CI") == "true"


def say(text: str) -> None:
    """Print a heading."""
    print(f"\n=== {text}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    words = [str(word) for word in command]
    print("$", " ".join(words), flush=True)
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False)
    if done.returncode:
        sys.exit(f"failed with exit code {done.returncode}: {' '.join(words)}")


def python_of(home: Path) -> Path:
    """Return the interpreter of an environment."""
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment(home: Path, *packages: str) -> Path:
    """Make an environment where there is none, install into it, and return its interpreter."""
    python = python_of(home)
    if not python.exists():
        venv.create(home, with_pip=True)
        run(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")
    run(python, "-m", "pip", "install", "--quiet", *packages)
    return python


def examples() -> None:
    """Show what Tapelens says about the examples."""
    say("Setting up (once)")
    python = environment(MAIN, "--editable", ".")
    say("tapelens check examples")
    done = subprocess.run([str(python), "-m", "tapelens", "check", "examples"], cwd=ROOT, check=False)
    if done.returncode != 1:
        sys.exit("expected findings in examples/, and got none")
    print(
        "\nEach of these scripts has a mended twin beside it (NAME_mended.py) without a finding.\n"
        "To see the same in VS Code: `npm ci && npm run package`, then\n"
        "`code --install-extension tapelens.vsix` and `code examples/moved_out.py`: the squiggle is on\n"
        "the source; hover over it for the story, and press Ctrl+. to mend it."
    )


def test() -> None:
    """Pass every test: both languages' checks, the plain suite, the real TensorFlow, the real editor."""
    say("Setting up Python")
    python = environment(MAIN, "--group", "dev", "--editable", ".")
    say("Setting up TensorFlow, in an environment of its own")
    tensorflow = environment(
        TENSORFLOW, "tensorflow-cpu>=2.18" if sys.platform != "darwin" else "tensorflow>=2.18"
    )
    say("Lint and types: Python")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "ruff", "format", "--check", ".")
    run(python, "-m", "mypy")
    say("Lint, types and package: the extension")
    run("npm", "ci", "--no-audit", "--no-fund")
    run("npm", "run", "lint")
    run("npm", "run", "package", env={"TAPELENS_PYTHON": str(python)})
    known = {
        "TAPELENS_TENSORFLOW_PYTHON": str(tensorflow),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    say("Tests of the real editor")
    editors(python)
    say("Tests on the real TensorFlow")
    run(python, "-m", "pytest", "-q", "-m", "tensorflow", env=known)
    say("Tests")
    run(python, "-m", "pytest", "-q", "-n", "2", "-m", "not tensorflow and not editor", env=known)


def editors(python: Path) -> None:
    """Drive the packaged extension in a real workbench, and a Neovim, where the machine has what they need."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    leave_out = [
        (
            not browser,
            "chromium",
            "test_vscode.py",
            "drive the packaged extension in a real VS Code workbench",
        ),
        (not shutil.which("nvim"), "nvim", "test_neovim.py", "drive the server in a real Neovim"),
    ]
    ignored = []
    for missing, program, file, what in leave_out:
        if missing and CI:
            sys.exit(f"no {program}: the editor tests cannot run, and CI must run them")
        if missing:
            print(f"!!! NOT RUN: tests/editor/{file}, because there is no {program} on this machine.")
            print(f"!!! These tests {what}; install {program} and try again.")
            ignored.append(f"--ignore=tests/editor/{file}")
    if len(ignored) < len(leave_out):
        run(python, "-m", "pytest", "-q", "-m", "editor", *ignored, "tests/editor")


def main() -> None:
    """Run the command that was asked for."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}")
    commands = {"examples": examples, "test": test}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=commands)
    commands[parser.parse_args().command]()


if __name__ == "__main__":
    main()
