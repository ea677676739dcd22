"""Draws one gradient call as an SVG: a row a step, lines from the sources down to the target, the break in red."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

import svg

from tapelens.findings import GradientAnswer, Location, Step, VerdictKind
from tapelens.flow.lanes import Node, named, rows
from tapelens.flow.summary import summary

ROW, LANE, LEFT, TOP, GAP = 30, 20, 28, 92, 14
_CHARACTER = 7.3
_LONGEST = 76
_ENDS = "ends here"
_UNKNOWN = "not known"
_SAID: dict[VerdictKind, str] = {
    "none": "None",
    "raises": "raises",
    "zero": "zeros",
    "sometimes": "sometimes None",
}
_STYLE = """
.tapelens{--ink:#24292f;--dim:#6e7781;--good:#1a7f37;--bad:#cf222e;--flow:#0969da;--paper:#ffffff}
@media(prefers-color-scheme:dark){.tapelens{--ink:#e6edf3;--dim:#8b949e;--good:#3fb950;--bad:#ff7b72;--flow:#58a6ff;--paper:#0d1117}}
.vscode-dark .tapelens,.vscode-light .tapelens,.vscode-high-contrast .tapelens{--ink:var(--vscode-editor-foreground);
--paper:var(--vscode-editor-background);--dim:color-mix(in srgb,var(--ink) 60%,var(--paper));
--good:var(--vscode-charts-green);--bad:var(--vscode-charts-red);--flow:var(--vscode-charts-blue)}
.tapelens .paper{fill:var(--paper)}.tapelens .band{fill:var(--bad);opacity:.1}
.tapelens text{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.tapelens .dim{fill:var(--dim)}.tapelens .bad{fill:var(--bad)}.tapelens .good{fill:var(--good)}
.tapelens .name{font-weight:bold}.tapelens .head{font-size:15px;font-weight:bold}.tapelens .small{font-size:11px}
.tapelens a:hover text{text-decoration:underline}
.tapelens path{fill:none;stroke:var(--flow);stroke-width:2}.tapelens path.dry{stroke:var(--dim);opacity:.6}
.tapelens path.broken{stroke:var(--bad);stroke-dasharray:4 4}.tapelens path.cross{stroke:var(--bad)}
.tapelens circle{fill:var(--flow);stroke:var(--paper);stroke-width:2}.tapelens circle.dry{fill:var(--dim)}
.tapelens circle.bad{fill:var(--bad)}.tapelens circle.good{fill:var(--good)}
.tapelens circle.unknown{fill:var(--paper);stroke:var(--dim)}
.tapelens circle.end{fill:var(--paper);stroke:var(--bad)}
.tapelens circle.target{fill:var(--paper);stroke:var(--flow);stroke-width:4}
"""


@dataclass(frozen=True, slots=True)
class Where:
    """How a place is called, and the address that a link to it has."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing as SVG; the links carry the number of their place as `data-place`."""

    svg: str
    places: tuple[Location, ...]


def draw(answer: GradientAnswer, where: Callable[[Location], Where]) -> Picture:
    """Return the picture of a gradient call."""
    nodes = rows(answer)
    places = [where(node.step.location) for node in nodes]
    column = max((cells(place.label) for place in places), default=0) + 2
    left = LEFT + (max((max(n.lane, n.way_down) for n in nodes), default=0) + 1) * LANE
    longest = max((column + _length(node) for node in nodes), default=0)
    legend = _legend(nodes, TOP + len(nodes) * ROW + 10)
    width = int(max(left + longest * _CHARACTER + 2 * GAP, 460))
    height = TOP + len(nodes) * ROW + (26 if legend else 0 if nodes else -GAP)
    drawn: list[svg.Element] = [svg.Rect(class_=["paper"], width=width, height=height)]
    drawn += [_band(node, width) for node in nodes if node.ends_here]
    drawn += _head(answer, where(Location(answer.range)).label)
    drawn += [_edge(one, node, broken) for node in nodes for one, broken in node.before.items()]
    drawn += [element for node in nodes for element in _dot(node)]
    drawn += [_row(node, place, (left, column)) for node, place in zip(nodes, places, strict=True)]
    drawn += legend
    picture = svg.SVG(
        class_=["tapelens"],
        width=width,
        height=height,
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        extra={"role": "img"},
        elements=[svg.Style(text=_STYLE), *drawn],
    )
    return Picture(picture.as_str(), tuple(node.step.location for node in nodes))


def _at(node: Node) -> tuple[int, int]:
    return LEFT + node.lane * LANE, TOP + node.row * ROW


def _head(answer: GradientAnswer, label: str) -> list[svg.Element]:
    said, look = summary(answer)
    return [
        svg.Text(class_=["head"], x=GAP, y=30, text=escape(f"{answer.method} on {label}")),
        svg.Text(class_=[look], x=GAP, y=52, text=said),
    ]


def _band(node: Node, width: int) -> svg.Element:
    y = _at(node)[1]
    return svg.Rect(
        class_=["band"], x=GAP - 6, y=y - ROW // 2 + 2, width=width - 2 * GAP + 12, height=ROW - 4, rx=6
    )


def _edge(start: Node, end: Node, broken: bool) -> svg.Element:
    (x1, y1), (x2, y2), x = _at(start), _at(end), LEFT + end.way_down * LANE
    bend = ROW * 0.6
    down = y2 if x == x2 else y2 - ROW
    way: list[svg.PathData] = [
        svg.MoveTo(x1, y1),
        svg.CubicBezier(x1, y1 + bend, x, y1 + ROW - bend, x, y1 + ROW),
        svg.LineTo(x, down),
    ]
    if x != x2:
        way.append(svg.CubicBezier(x, down + bend, x2, y2 - bend, x2, y2))
    look = "broken" if broken else "" if end.reached else "dry"
    return svg.Path(class_=[look] if look else None, d=way)


def _dot(node: Node) -> list[svg.Element]:
    x, y = _at(node)
    if node.ends_here:
        cross: list[svg.PathData] = [
            svg.MoveTo(x - 3, y - 3), svg.LineTo(x + 3, y + 3), svg.MoveTo(x + 3, y - 3), svg.LineTo(x - 3, y + 3),
        ]  # fmt: skip
        return [svg.Circle(class_=["end"], cx=x, cy=y, r=8), svg.Path(class_=["cross"], d=cross)]
    if node.verdict is not None and node.certain:
        look = "good" if node.verdict == "sound" else "bad"
        return [svg.Circle(class_=[look], cx=x, cy=y, r=7)]
    look = _look(node)
    return [svg.Circle(class_=[look] if look else None, cx=x, cy=y, r=6 if node.last else 5)]


def _look(node: Node) -> str:
    if node.step.kind == "unknown":
        return "unknown"
    return "target" if node.last else "" if node.reached else "dry"


def _row(node: Node, place: Where, columns: tuple[int, int]) -> svg.Element:
    left, column = columns
    step, y = node.step, _at(node)[1] + 4
    words = [_word(place.label + " " * (column - cells(place.label)), "dim")]
    if name := named(step):
        words += [_word(name, "name"), _word(" = ")]
    words += [_word(_short(step)), *_ending(node)]
    text = svg.Text(x=left, y=y, elements=[*words], extra={"xml:space": "preserve"})
    full = svg.Title(text=escape(f"{place.label}: {step.text}"))
    address = quoteattr(place.href, {'"': "&quot;"})[1:-1]
    return svg.A(href=address, data={"place": str(node.row)}, elements=[full, text])


def _ending(node: Node) -> list[svg.TSpan]:
    """Return what stands behind a source, a break or a step of which nothing is known."""
    if node.verdict == "sound":
        said = [_word("  ✓", "good", "name")] if node.certain else []
    elif node.verdict is not None:
        said = [_word(f"  {_SAID[node.verdict]}", "bad", "name")]
    elif node.ends_here:
        said = [_word(f"  {_ENDS}", "bad")]
    else:
        return [_word(f"  {_UNKNOWN}", "dim")] if node.step.kind == "unknown" else []
    return [*said, _word(f"  {node.reason}", "dim")] if node.reason else said


def _word(text: str, *looks: str) -> svg.TSpan:
    return svg.TSpan(class_=list(looks) or None, text=escape(text))


def _legend(nodes: Sequence[Node], y: int) -> list[svg.Element]:
    """Explain the lines, where there is anything but the one that needs no words."""
    looks = {"": "the gradient flows", "broken": "it ends", "dry": "it never gets here"}
    shown = {
        "broken" if broken else "" if node.reached else "dry"
        for node in nodes
        for broken in node.before.values()
    }
    if shown <= {""}:
        return []
    drawn: list[svg.Element] = []
    x = GAP
    for look in (look for look in looks if look in shown):
        line: list[svg.PathData] = [svg.MoveTo(x, y), svg.LineTo(x + 20, y)]
        drawn.append(svg.Path(class_=[look] if look else None, d=line))
        drawn.append(svg.Text(class_=["dim", "small"], x=x + 26, y=y + 4, text=looks[look]))
        x += 46 + int(len(looks[look]) * 6.8)
    return drawn


def _short(step: Step) -> str:
    """Return the text of a step, cut where it is long beside its name."""
    flat = " ".join(step.text.split())
    room = max(_LONGEST - cells(named(step)), _LONGEST // 2)
    if cells(flat) <= room:
        return flat
    kept = itertools.takewhile(lambda end: cells(flat[:end]) < room, range(1, len(flat)))
    return flat[: max(kept, default=0)] + "…"


def _length(node: Node) -> int:
    """Return the width of a row without its place, in characters."""
    ending = "".join(word.text or "" for word in _ending(node))
    return cells(f"{named(node.step)} = {_short(node.step)}{ending}")


def cells(text: str) -> int:
    """Return the width of a text, where letters of East Asia are two characters wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
