"""`python -m tapelens`."""

from __future__ import annotations

import sys

from tapelens.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
