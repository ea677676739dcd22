"""Draws one gradient call as an SVG: a row a step, lines from the sources down to the target, the break in red."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tapelens.findings import GradientAnswer, Location, SourceAnswer, Step

_ROW, _LANE, _LEFT, _TOP = 30, 20, 24, 62
_CHARACTER = 7.3
_LONGEST = 76
_SAID = {"sound": "✓", "none": "None", "raises": "raises", "zero": "zeros", "sometimes": "sometimes None"}
_STYLE = """
.tapelens{--ink:#24292f;--dim:#6e7781;--good:#1a7f37;--bad:#cf222e;--flow:#0969da;--paper:#ffffff}
@media(prefers-color-scheme:dark){.tapelens{--ink:#e6edf3;--dim:#8b949e;--good:#3fb950;--bad:#ff7b72;--flow:#58a6ff;--paper:#0d1117}}
.vscode-dark .tapelens,.vscode-light .tapelens,.vscode-high-contrast .tapelens{--ink:var(--vscode-editor-foreground);
--dim:var(--vscode-descriptionForeground);--good:var(--vscode-charts-green);--bad:var(--vscode-charts-red);
--flow:var(--vscode-charts-blue);--paper:var(--vscode-editor-background)}
.tapelens text{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.tapelens .dim{fill:var(--dim)}.tapelens tspan.bad{fill:var(--bad)}.tapelens tspan.good{fill:var(--good)}
.tapelens .name{font-weight:bold}.tapelens .head{font-size:15px;font-weight:bold}
.tapelens a:hover text{text-decoration:underline}
.tapelens path{fill:none;stroke:var(--flow);stroke-width:2}.tapelens path.bad{stroke:var(--bad);stroke-dasharray:4 4}
.tapelens circle{fill:var(--flow);stroke:var(--paper);stroke-width:2}
.tapelens circle.bad{fill:var(--bad)}.tapelens circle.good{fill:var(--good)}
.tapelens circle.end{fill:var(--paper);stroke:var(--bad)}.tapelens path.cross{stroke:var(--bad)}
"""


@dataclass(eq=False, slots=True)
class _Node:
    step: Step
    before: list[_Node] = field(default_factory=list)
    verdict: str = ""
    row: int = 0
    lane: int = 0

    @property
    def place(self) -> tuple[int, int]:
        return _LEFT + self.lane * _LANE, _TOP + self.row * _ROW

    @property
    def broken(self) -> bool:
        return self.step.kind == "broken"


def svg(answer: GradientAnswer) -> str:
    """Return the picture of a gradient call; its links carry their line as `data-line`."""
    rows = list(_rows(answer.sources))
    lanes = _lay_out(rows)
    left = _LEFT + (max(lanes.values(), default=0) + 1) * _LANE
    longest = max((len(_plain(node)) for node in rows), default=0)
    width, height = int(left + (longest + 6) * _CHARACTER), _TOP + len(rows) * _ROW
    lines = [_edge(one, node, lanes[node]) for node in rows for one in node.before]
    drawn = [*lines, *(_dot(node) for node in rows), *(_label(node, left) for node in rows)]
    head = (
        f'<text class="head" x="14" y="28">{escape(answer.method)} on line {answer.range.start.line}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tapelens" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><style>{_STYLE}</style>{head}{"".join(drawn)}</svg>'
    )


def _rows(sources: tuple[SourceAnswer, ...]) -> Iterator[_Node]:
    """Yield the steps of all stories, each once and behind those that lead to it."""
    known: dict[Location, _Node] = {}
    for source in sources:
        last: _Node | None = None
        for step in source.story:
            node = known.setdefault(step.location, _Node(step))
            if node.broken < (step.kind == "broken"):
                node.step = step
            if step is source.story[0]:
                node.verdict = source.verdict
            if last is not None and last is not node and last not in node.before and step.kind != "note":
                node.before.append(last)
            last = node if step.kind != "note" else last
    done: set[int] = set()
    for node in known.values():
        yield from _leading_to(node, done)


def _leading_to(end: _Node, done: set[int]) -> Iterator[_Node]:
    stack = [(end, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif id(node) not in done:
            done.add(id(node))
            stack.append((node, True))
            stack += [(one, False) for one in reversed(node.before)]


def _lay_out(rows: list[_Node]) -> dict[_Node, int]:
    """Give each step its row and lane; return the lane in which lines run down to each step."""
    after: dict[_Node, list[_Node]] = {}
    for row, node in enumerate(rows):
        node.row = row
        for one in node.before:
            after.setdefault(one, []).append(node)
    pending: dict[int, _Node] = {}
    lanes: dict[_Node, int] = {}
    for node in rows:
        node.lane = lanes.setdefault(node, _free(pending))
        pending.pop(node.lane, None)
        for follower in after.get(node, []):
            if follower not in lanes:
                lanes[follower] = _free(pending)
                pending[lanes[follower]] = follower
    return lanes


def _free(pending: dict[int, _Node]) -> int:
    return next(lane for lane in range(len(pending) + 1) if lane not in pending)


def _edge(start: _Node, end: _Node, lane: int) -> str:
    (x1, y1), (x2, y2), x = start.place, end.place, _LEFT + lane * _LANE
    bend = _ROW * 0.6
    down = y2 if x == x2 else y2 - _ROW
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x} {y1 + _ROW - bend} {x} {y1 + _ROW}L{x} {down}"
    if x != x2:
        path += f"C{x} {down + bend} {x2} {y2 - bend} {x2} {y2}"
    return f'<path class="{"bad" if end.broken else ""}" d="{path}"/>'


def _dot(node: _Node) -> str:
    x, y = node.place
    if node.broken:
        cross = f"M{x - 3} {y - 3}l6 6m0 -6l-6 6"
        return f'<circle class="end" cx="{x}" cy="{y}" r="8"/><path class="cross" d="{cross}"/>'
    radius = 7 if node.step.kind in ("source", "target") else 5
    look = "bad" if node.verdict in ("none", "raises") else "good" if node.verdict else ""
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="{radius}"/>'


def _label(node: _Node, left: int) -> str:
    step, y = node.step, node.place[1] + 4
    line = step.location.range.start.line
    name = f'<tspan class="name">{escape(step.message)}</tspan> = ' if step.message else ""
    words = [f'<tspan class="dim">{_where(node)}</tspan>  {name}{escape(_short(step.text))}']
    if node.verdict:
        look = "good" if node.verdict == "sound" else "bad"
        words.append(f'<tspan class="{look} name">{_SAID[node.verdict]}</tspan>')
    elif node.broken:
        words.append('<tspan class="bad">the gradient ends here</tspan>')
    text = f'<text xml:space="preserve" x="{left}" y="{y}">{"  ".join(words)}</text>'
    return text if step.location.path else f'<a href="#line-{line}" data-line="{line}">{text}</a>'


def _where(node: _Node) -> str:
    place = node.step.location
    file = place.path.replace("\\", "/").rsplit("/", 1)[-1] + ":" if place.path else "line "
    return f"{file}{place.range.start.line:<4}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _plain(node: _Node) -> str:
    told = "  the gradient ends here" if node.broken else f"  {_SAID.get(node.verdict, '')}"
    return f"{_where(node)}  {node.step.message} = {_short(node.step.text)}{told}"
