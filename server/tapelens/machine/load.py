"""Everything that registers itself with the machine, imported once."""

from __future__ import annotations

from tapelens.machine import blocks, branches, expressions, loops, statements
from tapelens.machine.library import (
    arrays,
    by_argument,
    contexts,
    control,
    core,
    coroutines,
    datasets,
    importing,
    iterators,
    made,
    models,
    ndarrays,
    records,
    reflection,
    standard,
    texts,
    threads,
)

ROOMS = (
    blocks,
    branches,
    expressions,
    loops,
    statements,
    arrays,
    by_argument,
    contexts,
    control,
    core,
    coroutines,
    datasets,
    importing,
    iterators,
    made,
    models,
    ndarrays,
    records,
    reflection,
    standard,
    texts,
    threads,
)
