"""One file per request or group of notifications, found by walking; each has `register(server)`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tapelens.lsp.server import Server


def register_all(server: Server) -> None:
    """Let every feature register what it answers."""
    for info in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{info.name}").register(server)
