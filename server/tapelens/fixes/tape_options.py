"""Tapes that are asked twice, or kept for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tapelens.fixes.registry import Candidate, mends
from tapelens.fixes.site import Site


@mends("tape-reused")
def persistent(site: Site) -> Iterator[Candidate]:
    """`persistent=True` for a tape that is asked more than once."""
    found = site.tape_block()
    if found is None:
        return
    made = found[1]
    if any(k.arg == "persistent" for k in made.keywords) or made.args:
        return
    arguments = ["persistent=True", *(site.segment(k) for k in made.keywords)]
    new = f"{site.segment(made.func)}({', '.join(arguments)})"
    yield Candidate("Make the tape persistent", site.replaced(made, new))
