"""The output formats."""

from __future__ import annotations

import json
import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tapelens.cli.arguments import formats

pytestmark = pytest.mark.usefixtures("engine")
PROGRAM = "import gradient  # 1\n\n\ty = '日本', BAD\n"


@pytest.fixture
def rendered(tapelens, folder):
    def run(name: str, program: str = PROGRAM) -> str:
        (folder / "a.py").write_text(program, encoding="utf-8")
        return tapelens("check", "a.py", "--output-format", name)[1]

    return run


def test_text(rendered) -> None:
    assert rendered("text") == (
        "a.py:3:12: warning TL101 computed-outside-tape\n"
        "  gradient of `loss` with respect to `BAD` is None\n"
        "  |\n"
        "3 | \ty = '日本', BAD\n"
        "  | \t            ^^^\n"
        "  |\n"
        "1 | import gradient  # 1\n"
        "  | ^^^^^^ made <here> & now\n"
        "  = help: Write GOOD (--fix: why not)\n"
        "  = more: tapelens explain computed-outside-tape\n"
        "\n"
    )


def test_concise(rendered) -> None:
    assert rendered("concise") == (
        "a.py:3:12: warning TL101 computed-outside-tape: gradient of `loss` with respect to `BAD` is None\n"
    )


def test_json_is_the_contract(rendered) -> None:
    at = {"start": {"line": 3, "column": 12}, "end": {"line": 3, "column": 15}}
    assert json.loads(rendered("json")) == [
        {
            "path": "a.py",
            "code": "TL101",
            "name": "computed-outside-tape",
            "severity": "warning",
            "message": "gradient of `loss` with respect to `BAD` is None",
            "range": at,
            "gradient": {
                "line": 3, "method": "gradient", "source": "BAD", "source_index": 0, "verdict": "none"
            },
            "causes": [
                {
                    "reason": "computed-outside-tape",
                    "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 7}},
                    "message": "made <here> & now",
                }
            ],
            "fixes": [
                {
                    "title": "Write GOOD",
                    "applicability": "safe",
                    "edits": [{"range": at, "new_text": "GOOD"}],
                }
            ],
        }
    ]  # fmt: skip


def test_json_of_nothing_is_an_empty_array(rendered) -> None:
    assert json.loads(rendered("json", "x = 1\n")) == []


def test_sarif(rendered) -> None:
    (run,) = json.loads(rendered("sarif"))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][0]["id"] == result["ruleId"] == "TL101"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.py"},
        "region": {"startLine": 3, "startColumn": 12, "endLine": 3, "endColumn": 15},
    }
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == ["BAD", "x + y: z"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "GOOD"}
    assert run["invocations"][0]["executionSuccessful"] is True


def test_github(rendered) -> None:
    assert rendered("github") == (
        "::warning file=a.py,title=TL101 computed-outside-tape,line=3,col=12,endLine=3,endColumn=15::"
        "gradient of `loss` with respect to `BAD` is None\n"
    )


def test_gitlab_fingerprints_survive_lines_above(rendered) -> None:
    two = "import gradient\nBAD\nBAD\n"
    before = [issue["fingerprint"] for issue in json.loads(rendered("gitlab", two))]
    after = [issue["fingerprint"] for issue in json.loads(rendered("gitlab", f"\n\n{two}"))]
    assert before == after
    assert len(set(before)) == 2


def test_junit(rendered) -> None:
    root = ET.fromstring(rendered("junit", "import gradient\nBAD\nHINT\n"))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    first, second = root.iter("testcase")
    failure = first.find("failure")
    assert failure is not None
    assert failure.get("message") == "gradient of `loss` with respect to `BAD` is None"
    assert second.find("failure") is None


def test_junit_counts_a_file_without_an_answer_as_an_error(rendered) -> None:
    root = ET.fromstring(rendered("junit", "import gradient\nCRASH\n"))
    assert (root.get("failures"), root.get("errors")) == ("0", "1")
    assert "the engine is broken" in next(root.iter("error")).get("message", "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are text")
@pytest.mark.parametrize("name", formats())
def test_a_name_that_is_no_text(tapelens, folder, name) -> None:
    Path(os.fsdecode(b"\xff, x.py")).write_text(PROGRAM, encoding="utf-8")
    code, out, _ = tapelens("check", ".", "--output-format", name)
    assert code == 1
    assert "BAD" in out
    assert tapelens("check", ".", "--output-format", name, "--output-file", "made")[0] == 1


@pytest.mark.parametrize("name", formats())
def test_every_format_bears_every_place(rendered, name) -> None:
    assert rendered(name, "import gradient \x0c\nx = '\U0001f600\x07', BAD\n" + "\n" * 3)
    rendered(name, "x = 1\n")
