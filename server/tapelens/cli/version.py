"""`tapelens version`."""

from __future__ import annotations

import sys

from tapelens import __version__


def run(argv: list[str]) -> int:
    """Print the version."""
    print(f"tapelens {__version__} (Python {'.'.join(map(str, sys.version_info[:3]))})")
    return 0
