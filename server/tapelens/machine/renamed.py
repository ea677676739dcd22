"""An unknown name that becomes another unknown name, as each does while it is typed: all that was found out holds."""

from __future__ import annotations

from tapelens.machine import builtins
from tapelens.machine.engine import Run
from tapelens.machine.frames import Frame
from tapelens.machine.names import used_names
from tapelens.machine.pieces import Piece
from tapelens.machine.values import MISSING
from tapelens.source.renaming import Renaming


def take_over(run: Run, top: Frame, renaming: Renaming) -> bool:
    """Let what was found out be of the new name, if nothing but a name is different; return whether that is so.

    An unknown name is one value for the whole module while what reads it runs: no other code that ran may read it.
    """
    old, new = renaming.name.id, renaming.into
    if (
        not renaming.only
        or run.order.minds(old, new)
        or not (_is_unknown(top, old) and _is_unknown(top, new))
    ):
        return False
    readers = [piece for piece in (*run.statements, *run.entries) if old in piece.reads]
    if not all(_reads_it_alone(piece, renaming) for piece in readers):
        return False
    for piece in readers:
        piece.reads.remove(old)
        piece.reads.add(new)
    run.module.document.take_back(renaming)
    return True


def _is_unknown(top: Frame, name: str) -> bool:
    bound = top.cells.get(name, MISSING) is not MISSING
    return not bound and "*" not in top.cells and name not in builtins.NAMES


def _reads_it_alone(piece: Piece, renaming: Renaming) -> bool:
    """Return whether of all that ran in a piece the unit's own code alone mentions one of the names."""
    names = {renaming.name.id, renaming.into}
    mentioning = [node for node in piece.visited.values() if not names.isdisjoint(used_names(node))]
    own = set(map(id, renaming.around))
    return renaming.into not in piece.reads and all(id(node) in own for node in mentioning)
