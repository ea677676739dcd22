"""Whether a text can matter at all: one without a tape costs four searches for bytes."""

from __future__ import annotations

# "radient" is in GradientTape, .gradient(, tf.gradients and apply_gradients, whoever made the tape.
_MARKS = ("radient", ".minimize", "jacobian", "tapelens:")
_MARK_BYTES = (*(mark.encode() for mark in _MARKS), b"\0")  # of a binary file it must be said that it is one


def is_odd(path: str, data: bytes) -> bool:
    """Return whether a file that mentions nothing of it must be opened even so, to say that it is broken."""
    notebook = path.endswith(".ipynb")
    return notebook and not (
        data.lstrip()[:1] in (b"{", b"\xef") and data.rstrip().endswith(b"}") and b'"cells"' in data
    )


def may_matter(text: str | bytes) -> bool:
    """Return whether there may be something to say: of a gradient, of a comment for this tool, of a wrong file."""
    if isinstance(text, bytes):
        return any(mark in text for mark in _MARK_BYTES)
    return any(mark in text for mark in _MARKS)
