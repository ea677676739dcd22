"""Where the table is written."""

from __future__ import annotations

from pathlib import Path

from tapelens.knowledge import table

FOLDER = Path(table.FOLDER)
