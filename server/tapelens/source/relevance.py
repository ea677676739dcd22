"""Whether a text can matter at all: one without a tape costs four searches for bytes."""

from __future__ import annotations

# "radient" is in GradientTape, .gradient(, tf.gradients and apply_gradients, whoever made the tape.
_MARKS = ("radient", ".minimize", "jacobian", "tapelens:")
_MARK_BYTES = tuple(mark.encode() for mark in _MARKS)


def may_matter(text: str | bytes) -> bool:
    """Return whether the text mentions a gradient, or a comment meant for this tool."""
    if isinstance(text, bytes):
        return any(mark in text for mark in _MARK_BYTES)
    return any(mark in text for mark in _MARKS)
