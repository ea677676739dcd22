"""The settings of one analysis, as one frozen record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from tapelens.findings import Severity

RuleLevel = Severity | Literal["off"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose; the defaults are what a user gets who chose nothing.

    `select` and `ignore` hold rule names, codes or code prefixes (`TL1`); empty `select` means every rule.
    `severity` overrides a rule's own level, in the same words. Versions are `None` for the newest known.
    `steps` bounds the work of one analysis unit, `max_bytes` the size of a file.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, RuleLevel] = field(default_factory=lambda: MappingProxyType({}))
    tensorflow_version: tuple[int, int] | None = None
    keras_version: int | None = None
    steps: int = 200_000
    max_bytes: int = 4_000_000

    @property
    def keras(self) -> int:
        """The major version of Keras: the chosen one, else the one that TensorFlow came with."""
        if self.keras_version is not None:
            return self.keras_version
        return 2 if self.tensorflow_version is not None and self.tensorflow_version < (2, 16) else 3
