"""The requests of our own: the causes of a break, a rule's page, the flow picture."""

from __future__ import annotations

import pytest
from lsprotocol import types


def at(uri: str, position: types.Position) -> dict:
    return {"uri": uri, "position": {"line": position.line, "character": position.character}}


@pytest.mark.parametrize("inside", ["dx", "gradient", "x)"])
async def test_causes_of_the_finding_on_the_line(editor, example, inside) -> None:
    uri = editor.open("train.py", example("moved_out"))
    place = editor.at(uri, "dx = tape.gradient(result, x)", inside)
    (cause,) = await editor.request("tapelens/causes", at(uri, place))
    assert cause["uri"] == uri
    assert cause["range"]["start"]["line"] == editor.at(uri, "z = x + y").line


async def test_no_causes_elsewhere(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.request("tapelens/causes", at(uri, types.Position(0, 0))) == []
    assert await editor.request("tapelens/causes", at(editor.uri("unknown.py"), types.Position(0, 0))) is None


@pytest.mark.parametrize("name", ["stop-gradient", "TL108", "tl108"])
async def test_a_rules_page(editor, name) -> None:
    page = await editor.request("tapelens/explain", {"rule": name})
    assert page.title == "stop-gradient (TL108)"
    assert page.markdown.startswith("# stop-gradient (TL108)\n")


async def test_an_unknown_rule_is_logged_with_a_guess(editor) -> None:
    assert await editor.request("tapelens/explain", {"rule": "stop_gradients"}) is None
    assert "did you mean stop-gradient?" in await editor.log("stop_gradients")


async def test_a_malformed_request_costs_only_itself(editor, example) -> None:
    assert await editor.request("tapelens/causes", {}) is None
    await editor.log("tapelens/causes failed")
    uri = editor.open("train.py", example("moved_out"))
    assert len(await editor.diagnostics(uri)) == 2
    assert editor.client.messages == []


async def test_no_picture_where_there_is_no_call(editor, example) -> None:
    uri = editor.open("train.py", example("moved_out"))
    assert await editor.request("tapelens/flow", at(uri, types.Position(0, 0))) is None
