"""Starts the language server from the libraries that come with the extension, before any others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "libs"))

from tapelens.lsp.server import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
