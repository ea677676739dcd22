"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

Row = tuple[str, ...]


def table(title: str, heads: Row, rows: list[Row]) -> Iterator[str]:
    """Yield the lines of a table, the first column to the left, numbers to the right."""
    full = [heads, *(row for row in rows if len(row) == len(heads))]
    widths = [max(len(row[column]) for row in full) for column in range(len(heads))]
    yield f"\n{title}"
    for row in [heads, *rows]:
        if len(row) < len(heads):
            yield "  ".join(row)
        else:
            yield "  ".join(
                [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
            )


def milliseconds(seconds: float) -> str:
    """Return a time in milliseconds, with one digit behind the point below a hundred."""
    value = seconds * 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def ratio(value: float, base: float) -> str:
    """Return how many times the base a value is."""
    return f"{value / base:.2f}" if base else "-"
