"""Draws the extension's icon, a reel of tape under a lens, as a PNG with nothing but the standard library.

python tools/icon.py client/media/icon.png
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

SIZE = 256
SAMPLES = 3
Color = tuple[int, int, int, int]
CLEAR: Color = (0, 0, 0, 0)
NIGHT: Color = (31, 42, 68, 255)
ORANGE: Color = (255, 143, 0, 255)
PALE: Color = (240, 244, 255, 255)
RED: Color = (229, 57, 53, 255)


def color(x: float, y: float) -> Color:
    """Return the color at a point of the unit square."""
    if not rounded(x, y):
        return CLEAR
    reel = ((x - 0.44) ** 2 + (y - 0.44) ** 2) ** 0.5
    handle = abs(x - y) < 0.055 and 0.66 < x < 0.88 and y < 0.88
    if handle or 0.27 < reel < 0.33:
        return PALE
    if reel < 0.27:
        return tape(x, y, reel)
    return NIGHT


def tape(x: float, y: float, reel: float) -> Color:
    """Return the color inside the lens: a path that breaks in the middle."""
    line = abs(y - 0.44) < 0.028
    gap = abs(x - 0.44) < 0.06
    if line and not gap:
        return ORANGE
    if gap and abs(abs(x - 0.44) - abs(y - 0.44)) < 0.03 and abs(y - 0.44) < 0.085:
        return RED
    return NIGHT if reel < 0.265 else PALE


def rounded(x: float, y: float, radius: float = 0.18) -> bool:
    """Return whether a point lies in the icon's rounded square."""
    dx = max(radius - x, x - (1 - radius), 0.0)
    dy = max(radius - y, y - (1 - radius), 0.0)
    return dx * dx + dy * dy <= radius * radius


def pixel(column: int, row: int) -> bytes:
    """Return the mean color of a pixel's samples."""
    spots = [
        (column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES)
        for i in range(SAMPLES)
        for j in range(SAMPLES)
    ]
    colors = [color(x / SIZE, y / SIZE) for x, y in spots]
    return bytes(sum(c[part] for c in colors) // len(colors) for part in range(4))


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png() -> bytes:
    """Return the icon as the bytes of a PNG file."""
    rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(png())
