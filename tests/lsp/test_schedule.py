"""The newest version wins, a crash costs one file's answer, what was superseded is never published."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import editor as editors
import pytest_asyncio
from lsprotocol import types

DOUBLE = [sys.executable, str(editors.HERE / "double.py")]


async def exists(path: Path) -> None:
    while not path.exists():
        await asyncio.sleep(0.005)


@pytest_asyncio.fixture(loop_scope="module")
async def doubled(start):
    return await start(command=DOUBLE)


async def test_a_crash_costs_that_files_answer_only(doubled, example) -> None:
    bad = doubled.open("bad.py", example("moved_out") + "# raise\n")
    good = doubled.open("good.py", example("moved_out"))
    assert await doubled.diagnostics(bad) == []
    assert len(await doubled.diagnostics(good)) == 2
    assert "asked for by the text" in await doubled.log(f"the analysis of {bad} failed")
    assert doubled.client.messages == []
    version = doubled.edit(bad, "# raise\n", "")
    assert len(await doubled.diagnostics(bad, version)) == 2


async def test_superseded_versions_are_neither_analysed_nor_published(doubled, example, tmp_path) -> None:
    started, go = tmp_path / "started", tmp_path / "go"
    text = f"# started: {started}\n# wait for: {go}\n" + example("moved_out")
    uri = doubled.open("train.py", text)
    await asyncio.wait_for(exists(started), 30)
    doubled.edit(uri, f"# wait for: {go}\n", f"# started: {tmp_path / 'never'}\n")
    doubled.edit(uri, f"# started: {tmp_path / 'never'}\n", "")
    await doubled.hover("file:///nowhere.py", types.Position(0, 0))  # by now the edits have arrived
    go.touch()
    await doubled.diagnostics(uri, 3)
    assert [p.version for p in doubled.published if p.uri == uri] == [3]
    assert not (tmp_path / "never").exists()


async def test_a_text_closed_while_it_is_analysed_stays_clear(doubled, example, tmp_path) -> None:
    started, go = tmp_path / "started", tmp_path / "go"
    text = f"# started: {started}\n# wait for: {go}\n" + example("moved_out")
    uri = doubled.open("train.py", text)
    await asyncio.wait_for(exists(started), 30)
    waiting = asyncio.ensure_future(doubled.hover(uri, types.Position(9, 5)))
    await asyncio.sleep(0)
    doubled.close(uri)
    assert await asyncio.wait_for(waiting, 30) is None
    go.touch()
    other = doubled.open("other.py", example("moved_out"))
    await doubled.diagnostics(other)
    assert [p.diagnostics for p in doubled.published if p.uri == uri] == [()]


async def test_an_edit_waits_for_what_is_analysed_already(doubled, example, tmp_path) -> None:
    quick = doubled.open("quick.py", example("moved_out"))
    await doubled.diagnostics(quick)
    started, go = tmp_path / "started", tmp_path / "go"
    slow = doubled.open("slow.py", f"# started: {started}\n# wait for: {go}\n" + example("moved_out"))
    await asyncio.wait_for(exists(started), 30)
    version = doubled.edit(quick, "import", "# edited\nimport")
    await doubled.hover("file:///nowhere.py", types.Position(0, 0))  # by now the edit has arrived
    assert [p.version for p in doubled.published if p.uri == quick] == [1]
    go.touch()
    assert len(await doubled.diagnostics(quick, version)) == 2
    assert len(await doubled.diagnostics(slow)) == 2
