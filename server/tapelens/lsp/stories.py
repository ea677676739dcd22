"""The story of a gradient in Markdown: numbered steps, the break marked, what to do, the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tapelens.findings import Finding, GradientAnswer, Location, Range, SourceAnswer, Step, TapeAnswer
from tapelens.flow.lanes import named
from tapelens.flow.summary import summary
from tapelens.lsp import links

Tell = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a story is told to one client: its links, and which findings it shows beside the hover anyway."""

    line: Callable[[Location], str]
    said: Callable[[str], str]
    page: Callable[[str], str] = links.page
    shown: frozenset[Finding] = frozenset()
    picture: Callable[[GradientAnswer], str] | None = None


_LONG = 10  # steps
_NAMED = 8  # sources in a line
_UNSURE = "not every step on the way is known"
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
    "zero": "gets only zeros",
    "sometimes": "gets None on some paths",
}


def of_source(answer: GradientAnswer, source: SourceAnswer, manner: Manner) -> str:
    """Return the story of one source of a gradient call."""
    if source.verdict == "raises":
        parts = [f"**{code(source.text)} gets nothing**: `{answer.method}` raises"]
    elif source.certain:
        parts = [f"**{code(source.text)} {_SENTENCES[source.verdict]}** from `{answer.method}`"]
    else:
        parts = [f"**{code(source.text)} may have a gradient** from `{answer.method}`: {_UNSURE}"]
    finding = finding_of(answer, source)
    if finding is not None and finding not in manner.shown:
        parts.append(sentence(manner.said(finding.message)))
    story = (finding.story if finding is not None else ()) or source.story
    if story:
        parts.append(steps(story, finding, manner))
    parts += _ending(answer, [finding] if finding is not None else [], manner)
    return "\n\n".join(parts)


def of_call(answer: GradientAnswer, manner: Manner) -> str:
    """Return the story of a gradient call: what its sources get, then what breaks."""
    if len(answer.sources) == 1:
        return of_source(answer, answer.sources[0], manner)
    said = summary(answer)[0]
    parts = [f"**{said[:1].upper()}{said[1:]}**", *_verdicts(answer.sources)]
    for finding in answer.findings:
        if finding not in manner.shown:
            parts.append(sentence(manner.said(finding.message)))
        if finding.story:
            parts.append(steps(finding.story, finding, manner))
    parts += _ending(answer, answer.findings, manner)
    return "\n\n".join(parts)


def of_set(answer: GradientAnswer, sources: tuple[SourceAnswer, ...], manner: Manner) -> str:
    """Return the story of the sources that one expression holds."""
    found = dict.fromkeys(filter(None, (finding_of(answer, source) for source in sources)))
    return of_call(replace(answer, sources=sources, findings=tuple(found)), manner)


def sets(answer: GradientAnswer) -> dict[Range, tuple[SourceAnswer, ...]]:
    """Return the sources by the expressions that hold them."""
    found: dict[Range, tuple[SourceAnswer, ...]] = {}
    for source in answer.sources:
        found[source.range] = (*found.get(source.range, ()), source)
    return found


def _verdicts(sources: Sequence[SourceAnswer]) -> list[str]:
    """Return the sources as a list, a line for each verdict."""
    named: dict[str, dict[str, None]] = {}
    for source in sources:
        verdict = VERDICTS[source.verdict] if source.certain else "not known"
        named.setdefault(verdict, {})[code(source.text)] = None
    return (
        ["\n".join(f"- {_some(list(names))}: {verdict}" for verdict, names in named.items())] if named else []
    )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


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


def steps(story: Sequence[Step], finding: Finding | None, manner: Manner) -> str:
    """Return the steps as a numbered list; of a long one its ends and what is around the breaks."""
    told: list[str] = []
    left_out = 0
    for index, step in enumerate(story):
        if not _told(story, index):
            left_out += 1
            continue
        if left_out:
            told.append(f"… {left_out} steps on")
        left_out = 0
        told.append(f"{manner.line(step.location)}: {_step(step, finding, manner)}")
    return "\n".join(f"{number}. {text}" for number, text in enumerate(told, 1))


def _told(story: Sequence[Step], index: int) -> bool:
    if len(story) <= _LONG or index < 2 or index >= len(story) - 2:
        return True
    return any(step.kind == "broken" for step in story[index - 2 : index + 3])


def _ending(answer: GradientAnswer, findings: Iterable[Finding], manner: Manner) -> list[str]:
    """Return what to do, and links: to the pages of the rules, to the picture where the client draws it."""
    rules = list(dict.fromkeys(finding.name for finding in findings))
    pages = [f"[{rule}]({manner.page(rule)})" for rule in rules]
    picture = [f"[flow picture]({manner.picture(answer)})"] if manner.picture is not None else []
    return [*filter(None, map(how_to_mend, rules)), *filter(None, [" · ".join([*pages, *picture])])]


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
    """Return the finding that speaks of a source, None for a sound one."""
    if source.verdict == "sound":
        return None
    for finding in answer.findings:
        if finding.range == source.range or (
            finding.gradient is not None
            and finding.gradient.source_index is not None
            and finding.gradient.source_index == source.index
        ):
            return finding
    whole = [f for f in answer.findings if f.range.contains(source.range.start) or _raises(f, source)]
    return whole[0] if whole else None


def _raises(finding: Finding, source: SourceAnswer) -> bool:
    verdict = finding.gradient.verdict if finding.gradient is not None else ""
    return verdict == source.verdict == "raises"


def sentence(clause: str) -> str:
    """Return a clause as a sentence."""
    return clause[:1].upper() + clause[1:] + "."


def _step(step: Step, finding: Finding | None, manner: Manner) -> str:
    name, text = named(step), code(step.text)
    if name:
        text = f"{code(name)} = {text}"
    if step.kind == "unknown":
        return f"{text}, of which nothing is known"
    if step.kind != "broken":
        return text
    causes = finding.causes if finding is not None else ()
    why = next((cause.message for cause in causes if cause.location == step.location), step.reason)
    # With one cause the sentence above the list has said it already.
    said = finding is not None and why in finding.message
    return f"✗ **{text}**, where the gradient ends" if said else f"✗ **{text}**: {manner.said(why)}"


def code(text: str) -> str:
    """Return source text on one line as Markdown's code."""
    flat = " ".join(text.split())
    return f"`` {flat} ``" if "`" in flat else f"`{flat}`"
