"""The story of a gradient in Markdown: numbered steps, the break marked, what to do, the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tapelens.findings import Finding, GradientAnswer, Location, SourceAnswer, Step, TapeAnswer
from tapelens.flow.lanes import named
from tapelens.lsp import links

Link = Callable[[Location], str]
Tell = Callable[[], str]

VERDICTS = {
    "sound": "✓",
    "none": "None",
    "raises": "raises",
    "zero": "zeros",
    "sometimes": "sometimes None",
}
_SENTENCES = {
    "sound": "has a gradient",
    "none": "gets None",
    "raises": "makes the call raise",
    "zero": "gets only zeros",
    "sometimes": "gets None on some paths",
}


def of_source(answer: GradientAnswer, source: SourceAnswer, link: Link) -> str:
    """Return the story of one source of a gradient call."""
    parts = [f"**`{source.text}` {_SENTENCES[source.verdict]}** from `{answer.method}`"]
    finding = finding_of(answer, source)
    if finding is not None:
        parts.append(sentence(finding.message))
    story = (finding.story if finding is not None else ()) or source.story
    if story:
        parts.append(steps(story, finding, link))
    if finding is not None:
        parts.append(ending(finding, link))
    return "\n\n".join(parts)


def of_call(answer: GradientAnswer, link: Link) -> str:
    """Return the story of a gradient call: each source's answer, then what breaks."""
    if len(answer.sources) == 1:
        return of_source(answer, answer.sources[0], link)
    lines = [f"- `{source.text}`: {VERDICTS[source.verdict]}" for source in answer.sources]
    parts = [f"**`{answer.method}`**", "\n".join(lines)] if lines else [f"**`{answer.method}`**"]
    for finding in answer.findings:
        parts.append(sentence(finding.message))
        if finding.story:
            parts.append(steps(finding.story, finding, link))
        parts.append(ending(finding, link))
    return "\n\n".join(parts)


def of_tape(tape: TapeAnswer) -> str:
    """Return what a tape records and watches."""
    name = f"`{tape.name}`" if tape.name else "This tape"
    facts = [
        "records each operation on a watched value inside its block",
        "watches trainable variables by itself"
        if tape.watches_variables
        else "watches no variable by itself",
        "answers any number of gradient calls" if tape.persistent else "answers one gradient call",
    ]
    text = f"**{name}** " + "; ".join(facts) + "."
    if tape.watched:
        text += "\n\nWatched: " + ", ".join(f"`{value}`" for value in tape.watched)
    return text


def steps(story: Iterable[Step], finding: Finding | None, link: Link) -> str:
    """Return the steps as a numbered list."""
    return "\n".join(
        f"{number}. {link(step.location)}: {_step(step, finding)}" for number, step in enumerate(story, 1)
    )


def ending(finding: Finding, link: Link) -> str:
    """Return what to do, and where the rule is explained."""
    mend = how_to_mend(finding.name)
    page = f"[{finding.name}]({links.page(finding.name)})"
    return f"{mend}\n\n{page}" if mend else page


def how_to_mend(rule: str) -> str:
    """Return the first paragraph of the page's advice."""
    from tapelens.rules import catalogue

    try:
        text = catalogue.page(rule)
    except KeyError:
        return ""
    _, _, rest = text.partition("## How to mend it\n")
    return rest.strip().split("\n\n", 1)[0].strip() if rest else ""


def finding_of(answer: GradientAnswer, source: SourceAnswer) -> Finding | None:
    """Return the finding that speaks of a source."""
    for finding in answer.findings:
        if finding.range == source.range or (
            finding.gradient is not None
            and finding.gradient.source_index is not None
            and finding.gradient.source_index == source.index
        ):
            return finding
    whole = [finding for finding in answer.findings if finding.range.contains(source.range.start)]
    return whole[0] if whole and source.verdict != "sound" else None


def sentence(clause: str) -> str:
    """Return a clause as a sentence."""
    return clause[:1].upper() + clause[1:] + "."


def _step(step: Step, finding: Finding | None) -> str:
    name = named(step)
    text = f"`{name}` = `{step.text}`" if name else f"`{step.text}`"
    if step.kind != "broken":
        return text
    causes = finding.causes if finding is not None else ()
    why = next((cause.message for cause in causes if cause.location == step.location), step.reason)
    # With one cause the sentence above the list has said it already.
    said = finding is not None and why in finding.message
    return f"✗ **{text}**, where the gradient ends" if said else f"✗ **{text}**: {why}"
