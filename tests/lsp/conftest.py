"""Starts real servers for the tests of the protocol and ends them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import editor as editors
import pytest
import pytest_asyncio
from editor import Editor

Start = Callable[..., Awaitable[Editor]]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of a file share its event loop, and with it the servers started once per file."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(loop_scope="module")
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a server of the test's own, for a client with given capabilities and settings."""
    running: list[Editor] = []

    async def begin(capabilities=None, root: Path | None = None, **more) -> Editor:
        known = capabilities if capabilities is not None else editors.vscode()
        editor = await editors.start(root or tmp_path, known, **more)
        running.append(editor)
        return editor

    yield begin
    for editor in running:
        await goodbye(editor)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """An editor like VS Code, diagnostics pushed; one for all tests of a file."""
    shared = await editors.start(tmp_path_factory.mktemp("workspace"), editors.vscode())
    yield shared
    await goodbye(shared)


async def goodbye(editor: Editor) -> None:
    """End a server; it must do so by itself, with exit code 0."""
    await editor.client.shutdown_session()
    assert editor.client._server.returncode == 0
    await editor.client.stop()


@pytest.fixture(scope="session")
def example() -> Callable[[str], str]:
    """Reads one of the example scripts."""
    folder = editors.ROOT / "examples"
    return lambda name: (folder / f"{name}.py").read_text(encoding="utf-8")
