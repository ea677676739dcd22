"""Bytes of a source file to text and back, byte for byte."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?\r?$")


class NotTextError(ValueError):
    """The bytes are no text; the message says why, for the user."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what is needed to write it back: its encoding and whether a byte order mark stood first."""

    text: str
    encoding: str = "utf-8"
    mark: bool = False

    def encode(self, text: str) -> bytes:
        """Return the bytes of a changed text, in the encoding of the original."""
        return (codecs.BOM_UTF8 if self.mark else b"") + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    """Return the text of a Python file as PEP 263 says; raises NotTextError for what is none."""
    mark = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if mark else data
    if b"\0" in body:
        raise NotTextError("a binary file, not Python")
    encoding = "utf-8" if mark else _declared(body)
    try:
        text = body.decode(encoding)
    except LookupError:
        raise NotTextError(f"unknown encoding {encoding}") from None
    except UnicodeDecodeError as error:
        raise NotTextError(f"not {encoding} (byte {error.start})") from None
    except UnicodeError:
        raise NotTextError(f"not {encoding}") from None
    if encoding != "utf-8" and encoding not in text:
        raise NotTextError(f"not {encoding}, though it says so")  # it does not hold the bytes that said so
    return Decoded(text, encoding, mark)


def line_end(text: str) -> str:
    """Return the line end that the text uses first; `\\n` where it has none."""
    match = re.search(r"\r\n?|\n", text)
    return match.group() if match else "\n"


def _declared(data: bytes) -> str:
    for line in data.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match:
            return match.group(1).decode("ascii")
        if not _BLANK.match(line):
            break
    return "utf-8"
