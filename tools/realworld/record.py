"""What one run says of one file, and the folder's run as a JSON file that the next run is compared with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tapelens.findings import Finding, Location


@dataclass(frozen=True, slots=True)
class Place:
    """A line with its text's role in the story."""

    line: int
    path: str | None
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One finding, as the comparison of two runs needs it."""

    code: str
    name: str
    severity: str
    line: int
    gradient_line: int | None
    source: str
    message: str
    causes: tuple[Place, ...]
    story: tuple[Place, ...]

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes two findings of one file the same: rule, line, source."""
        return (self.name, self.line, self.source)


@dataclass(frozen=True, slots=True)
class Record:
    """One file's run: findings, cost, and what went wrong."""

    path: str
    lines: int = 0
    seconds: float = 0.0
    parse_seconds: float = 0.0
    gradients: int = 0
    findings: tuple[Said, ...] = ()
    notes: tuple[str, ...] = ()
    followed: int = 0
    unknown: int = 0
    crash: str = ""
    late: bool = False

    @property
    def ratio(self) -> float:
        """How many times its own `ast.parse` the analysis took; 0 when the file does not parse."""
        return self.seconds / self.parse_seconds if self.parse_seconds else 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """All records of one run, by path."""

    records: dict[str, Record] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the run where the next one finds it."""
        path.write_text(json.dumps([asdict(r) for r in self.records.values()], indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Run:
        """Return the saved run, an empty one when there is none."""
        if not path.exists():
            return cls()
        return cls({r["path"]: record_of(r) for r in json.loads(path.read_text("utf-8"))})


def record_of(saved: dict[str, Any]) -> Record:
    """Return the record behind its JSON."""
    found = tuple(
        Said(**{**f, "causes": places_of(f["causes"]), "story": places_of(f["story"])})
        for f in saved["findings"]
    )
    return Record(**{**saved, "findings": found, "notes": tuple(saved["notes"])})


def places_of(saved: list[dict[str, Any]]) -> tuple[Place, ...]:
    """Return the places behind their JSON."""
    return tuple(Place(**p) for p in saved)


def said(finding: Finding) -> Said:
    """Return a finding cut down to what a run keeps."""
    gradient = finding.gradient
    return Said(
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        line=finding.range.start.line,
        gradient_line=gradient.line if gradient else None,
        source=gradient.source if gradient else "",
        message=finding.message,
        causes=tuple(place(c.location, c.reason, c.message) for c in finding.causes),
        story=tuple(place(s.location, s.kind, s.message or s.text) for s in finding.story),
    )


def place(location: Location, what: str, text: str) -> Place:
    """Return a location with its role and words."""
    return Place(location.range.start.line, location.path, what, text)
