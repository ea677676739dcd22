"""The servers that are compared; a peer takes part when it is installed."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent

# Two Python peers wait a fixed time before they answer, with no setting for it: they are measured without it.
NO_WAIT = (
    "import {module} as u; d = u.debounce; u.debounce = lambda s, keyed_by=None: d(0, keyed_by); "
    "import sys; sys.argv = sys.argv[:1]; from {start} import {call}; {call}()"
)
PYLSP = NO_WAIT.format(module="pylsp._utils", start="pylsp.__main__", call="main")
JEDI = NO_WAIT.format(module="jedi_language_server.jedi_utils", start="jedi_language_server.cli", call="cli")

Mode = Literal["push", "pull"]


@dataclass(frozen=True, slots=True)
class Server:
    """How a server starts; `mode` is how it hands over diagnostics when the client leaves it the choice."""

    name: str
    command: tuple[str, ...]
    mode: Mode = "push"


def installed(folders: list[Path]) -> list[Server]:
    """Return Tapelens, the floor, and the peers found in the folders or on the path."""
    start = (sys.executable, "-m", "tapelens", "server")
    own = [
        Server("tapelens", start),
        Server("tapelens, asked", start, "pull"),  # as VS Code does
        Server("bare pygls", (sys.executable, str(HERE / "bare_server.py"))),
    ]
    peers = [
        Server("ruff", ("ruff", "server"), "pull"),
        Server("zuban", ("zuban", "server"), "pull"),
        Server("ty", ("ty", "server"), "pull"),
        Server("pyrefly", ("pyrefly", "lsp")),
        Server("pyright", ("pyright-langserver", "--stdio"), "pull"),
        python_peer("jedi-language-server", "jedi-language-server", JEDI, folders),
        python_peer("pylsp", "pylsp", PYLSP, folders),
    ]
    return own + [found for peer in peers if (found := located(peer, folders))]


def located(server: Server, folders: list[Path]) -> Server | None:
    """Return the server with its program's full path, None when it is not installed."""
    program = which(server.command[0], folders)
    return Server(server.name, (program, *server.command[1:]), server.mode) if program else None


def which(name: str, folders: list[Path]) -> str | None:
    """Return where a program is: the folders come first, then the path."""
    places = [str(folder) for folder in folders]
    return next((found for place in places if (found := shutil.which(name, path=place))), shutil.which(name))


def python_peer(name: str, program: str, code: str, folders: list[Path]) -> Server:
    """Return a Python peer without its wait, run by the interpreter that it is installed in."""
    found = which(program, folders)
    if not found:
        return Server(name, (program,))
    return Server(name, (str(Path(found).parent / "python"), "-c", code))
