"""How the server ends: with 0 after `shutdown`, with 1 when it is told to go without."""

from __future__ import annotations

import json
import subprocess
import sys

import editor as editors
import pytest

HELLO = {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}


def framed(message: dict[str, object]) -> bytes:
    """Return a message as it goes over the wire."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([HELLO, {"id": 2, "method": "shutdown"}, {"method": "exit"}], 0),
        ([HELLO, {"method": "exit"}], 1),
        ([{"method": "exit"}], 1),
        ([HELLO], 0),
    ],
)
def test_the_exit_code(messages: list[dict[str, object]], code: int) -> None:
    talk = b"".join(map(framed, messages))
    ended = subprocess.run([sys.executable, "-c", editors.REAL], input=talk, capture_output=True, timeout=60)
    assert ended.returncode == code
    assert ended.stderr == b""
