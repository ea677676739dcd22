"""What the knowledge says of one callable, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from tapelens.knowledge.spelling import followed
from tapelens.knowledge.table import Row, canonical, display, rows, versions
from tapelens.knowledge.twins import twin

_MEANING = {
    "carry": "carries the gradient of {}",
    "itself": "gives {} back as it is, with its gradient",
    "none": "gives no gradient to {} (None)",
    "zero": "gives {} a gradient that is always zero",
    "error": "has no gradient registered: asking for the gradient of {} raises LookupError",
    "leaves": "leaves TensorFlow, so the gradient of {} is None",
    "state": "puts {} into state, which a gradient does not follow (None)",
    "variable": "makes a new variable from {}, whose gradient is then None",
    "stop": "stops the gradient of {}, on purpose (None)",
    "object": "keeps {} in an object",
}
_KIND = {
    "layer": "the layer's call",
    "loss": "calling the loss",
    "metric": "calling the metric",
    "optimizer": "the optimizer",
    "class": "the constructor",
}


def explain_row(name: str) -> str | None:
    """Return one short paragraph on what a callable does to a gradient, None when nothing is known of it.

    The name is written as users write it: `tf.round`, `keras.layers.Dense`, `np.mean`, or with full paths.
    """
    found = rows(name)
    if not found:
        said_of = followed(name)
        return f"`{display(canonical(name))}` {said_of}" if said_of else None
    said = [_sentence(row) for row in found]
    if len(found) > 1 and len(set(said)) == 1:
        return " ".join(filter(None, (said[0], _twin(name))))
    dated = [_when(row, found) + sentence for row, sentence in zip(found, said, strict=True)]
    return " ".join(filter(None, (*dated, _twin(name))))


def _sentence(row: Row) -> str:
    subject = " ".join(filter(None, (f"`{row.name}`", _KIND.get(row.kind) and f"({_KIND[row.kind]})")))
    said = (
        "; ".join((*_effects(row), *_weights(row), *_special(row))) or "takes no tensor that has a gradient"
    )
    return f"{subject} {said}."


def _when(row: Row, found: tuple[Row, ...]) -> str:
    if row.version is None:
        return ""
    number = ".".join(map(str, row.version))
    if len(found) == 1:
        return f"Measured on TensorFlow {number} only: "
    return f"Since TensorFlow {number}: " if row.version == versions()[-1] else f"Up to TensorFlow {number}: "


def _effects(row: Row) -> Iterator[str]:
    by_words: dict[tuple[str, ...], list[str]] = {}
    for parameter, words in row.effects.items():
        by_words.setdefault(words, []).append(f"`{parameter.lstrip('*')}`")
    for words, parameters in by_words.items():
        listed = " and ".join(parameters)
        if words == ("error",) and row.outputs == ("none",):
            yield f"raises LookupError when it is called under a tape that follows {listed}"
            continue
        if len(set(words)) == 1:
            yield _MEANING.get(words[0], words[0]).format(listed)
        else:
            yield ", ".join(
                f"output {i + 1} {_MEANING.get(word, word).format(listed)}" for i, word in enumerate(words)
            )


def _weights(row: Row) -> Iterator[str]:
    if row.weights is not None and any(row.weights):
        trainable, frozen = row.weights
        yield f"has {trainable} trainable and {frozen} other variables"


def _special(row: Row) -> Iterator[str]:
    for parameter, words in (row.when or {}).items():
        case = "of complex numbers" if row.case.endswith("=complex") else f"with `{row.case}`"
        yield f"{case} it {_MEANING.get(words[0], words[0]).format(f'`{parameter}`')}"
    if row.eager:
        yield "in a `tf.function` it raises"
    for parameter, words in (row.graph or {}).items():
        yield f"in a `tf.function` it {_MEANING.get(words[0], words[0]).format(f'`{parameter}`')}"
    if row.target and any("error" in words for words in row.target.values()):
        yield "where its result is itself the target, asking for the gradient raises LookupError"


def _twin(name: str) -> str:
    found = twin(name)
    return f"`{display(found.name)}` does the same and carries the gradient." if found else ""
