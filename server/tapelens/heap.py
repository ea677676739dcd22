"""How often Python looks for garbage: trees and graphs are large, and hardly any of it is garbage in a cycle."""

from __future__ import annotations

import gc

# Python's own start is 700 new objects: an analysis would be interrupted hundreds of times.
IN_A_SERVER = 20_000  # a search is to be short
IN_A_BATCH = 100_000


def look_rarely(new_objects: int) -> None:
    """Look for garbage in cycles only after so many new objects."""
    gc.set_threshold(new_objects, 10, 10)


def settle() -> None:
    """Count all that is held now as kept: the next searches leave it out."""
    gc.freeze()


def sweep() -> None:
    """Look through everything once, and count the rest as kept."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
