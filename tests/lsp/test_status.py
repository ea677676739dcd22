"""A client that asks for it hears when an analysis takes long or fails, and when all is well again."""

from __future__ import annotations

import asyncio
import sys

import pytest
from editor import HERE

DOUBLE = [sys.executable, str(HERE / "double.py")]


async def started(start, **options):
    editor = await start(command=DOUBLE, options=options)
    heard: list[tuple[str, str]] = []
    editor.client.protocol.fm.features["tapelens/status"] = lambda params: heard.append(
        (params.state, params.detail)
    )
    return editor, heard


async def until(heard: list[tuple[str, str]], state: str) -> str:
    for _ in range(3000):
        if heard and heard[-1][0] == state:
            return heard[-1][1]
        await asyncio.sleep(0.01)
    raise AssertionError(f"never {state}: {heard}")


async def test_a_long_analysis_is_told(start, example, tmp_path) -> None:
    editor, heard = await started(start, status=True)
    go = tmp_path / "go"
    uri = editor.open("train.py", example("moved_out") + f"# wait for: {go}\n")
    await until(heard, "analysing")
    go.touch()
    await until(heard, "ready")
    assert len(await editor.diagnostics(uri)) == 2


async def test_a_failure_is_told_until_it_is_over(start, example) -> None:
    editor, heard = await started(start, status=True)
    uri = editor.open("train.py", example("moved_out") + "# raise\n")
    assert uri in await until(heard, "problem")
    editor.edit(uri, "# raise", "# fine")
    await until(heard, "ready")
    editor.edit(uri, "# fine", "# raise")
    await until(heard, "problem")
    editor.close(uri)
    await until(heard, "ready")


@pytest.mark.parametrize("options", [{}, {"status": False}])
async def test_other_clients_hear_nothing(start, example, options) -> None:
    editor, heard = await started(start, **options)
    uri = editor.open("train.py", example("moved_out") + "# raise\n")
    await editor.diagnostics(uri)
    await editor.log("asked for by the text")
    assert heard == []
