"""Settings: where they are found, what wins, what is refused; which files a folder stands for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tapelens import analysis
from tapelens.project.config import Finder, settings_from
from tapelens.project.config_keys import KEYS, ConfigError
from tapelens.project.discovery import discover

pytestmark = pytest.mark.usefixtures("engine")
BAD = "import gradient\nx = BAD\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def files(*paths: str) -> list[str]:
    return [path.replace("\\", "/") for path in discover(paths or (".",), Finder().of)]


def test_the_nearest_file_wins(folder) -> None:
    write(folder / "pyproject.toml", '[tool.tapelens]\nignore = ["no-path"]\n')
    write(folder / "pkg/pyproject.toml", "[tool.other]\n")
    write(folder / "pkg/deep/tapelens.toml", 'tensorflow-version = "2.15"\nkeras-version = 2\n')
    write(folder / "pkg/deep/pyproject.toml", "[tool.tapelens]\nkeras-version = 3\n")
    finder = Finder()
    assert finder.of(folder / "pkg").options.ignore == ("no-path",)
    deep = finder.of(folder / "pkg/deep/er").options
    assert (deep.tensorflow_version, deep.keras_version, deep.ignore) == ((2, 15), 2, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('selct = ["no-path"]', "unknown setting `selct`; did you mean `select`?"),
        ('select = "no-path"', "`select` must be a list of strings"),
        ('select = ["no-pth"]', "unknown rule `no-pth`; did you mean `no-path`?"),
        ('[severity]\nno-path = "fatal"', "`severity.no-path` must be one of"),
        ('[severity]\nno-pth = "error"', "unknown rule `no-pth`"),
        ('tensorflow-version = "new"', "`tensorflow-version` must be a version"),
        ("keras-version = 1", "`keras-version` must be 2 or 3"),
        ("respect-gitignore = 1", "`respect-gitignore` must be true or false"),
        ("select = [", "tapelens.toml"),
        ('per-file-ignores = {"a.py" = ["no-pth"]}', "tapelens.toml: unknown rule `no-pth`"),
        ('exclude = ["!"]', "`!` in `exclude` is no pattern"),
        ('per-file-ignores = {"!" = []}', "`!` in `per-file-ignores` is no pattern"),
    ],
)
def test_what_cannot_be_used_is_refused(tapelens, folder, text, said) -> None:
    write(folder / "tapelens.toml", text)
    write(folder / "a.py", BAD)
    code, out, err = tapelens("check", ".")
    assert (code, out) == (2, "")
    assert said in err
    assert tapelens("check", ".", "--isolated")[0] == 1


@pytest.mark.parametrize("text", ["tool = 3", '[tool]\ntapelens = "no-path"', "[[tool.tapelens]]"])
def test_a_pyproject_with_something_else_in_our_place_is_refused(tapelens, folder, text) -> None:
    write(folder / "pyproject.toml", text)
    write(folder / "a.py", BAD)
    code, out, err = tapelens("check", "a.py")
    assert (code, out) == (2, "")
    assert re.search(r"pyproject\.toml: `tool(\.tapelens)?` must be a table", err)


@pytest.mark.parametrize("words", ["No-Path", "tl110", "tl1", "TL1"])
def test_rules_go_by_name_code_and_prefix_everywhere(words) -> None:
    def runs(**table: object) -> bool:
        return analysis.runs("no-path", "TL110", settings_from(table).options)

    assert not runs(ignore=[words])
    assert not runs(severity={words: "off"})
    assert runs(select=[words])
    assert runs(severity={"TL": "off", words: "hint"})


def test_a_settings_file_may_begin_with_a_mark(folder) -> None:
    (folder / "tapelens.toml").write_bytes(b'\xef\xbb\xbfignore = ["no-path"]\n')
    assert Finder().of(folder).options.ignore == ("no-path",)


def test_a_line_of_gitignore_that_git_cannot_use_is_passed_over(folder) -> None:
    write(folder / ".gitignore", "!\nleft_out.py\n")
    for name in ("a.py", "left_out.py"):
        write(folder / name, BAD)
    assert files() == ["a.py"]


def test_the_command_line_wins_over_the_file(folder) -> None:
    write(folder / "tapelens.toml", 'select = ["no-path"]\nignore = ["TL2"]\n')
    chosen = settings_from({"select": ["TL1"]}, Finder().of(folder)).options
    assert (chosen.select, chosen.ignore) == (("TL1",), ("TL2",))


def test_severities_are_merged() -> None:
    base = settings_from({"severity": {"no-path": "hint", "wrong-tape": "off"}})
    assert settings_from({"severity": {"no-path": "error"}}, base).options.severity == {
        "no-path": "error",
        "wrong-tape": "off",
    }


def test_rules_ignored_for_some_files(folder) -> None:
    write(folder / "tapelens.toml", '[per-file-ignores]\n"tests/**" = ["TL1"]\n"a.py" = ["no-path"]\n')
    settings = Finder().of(folder)
    ignored = {name: settings.options_for(str(folder / name)).ignore for name in ("tests/x/a.py", "b.py")}
    assert ignored == {"tests/x/a.py": ("TL1", "no-path"), "b.py": ()}


def test_a_named_settings_file(tapelens, folder) -> None:
    write(folder / "a.py", BAD)
    write(folder / "other.toml", 'selct = ["no-path"]')
    code, _, err = tapelens("check", "--config", "other.toml", "a.py")
    assert (code, "did you mean `select`" in err) == (2, True)


def test_excluded_and_ignored_files(folder) -> None:
    for name in ("a.py", "gen/b.py", "build/c.py", "src/out/d.py", "src/e.py", "src/keep/out/f.py"):
        write(folder / name, BAD)
    write(folder / ".gitignore", "gen/\n")
    write(folder / "src/.gitignore", "/out\n")
    write(folder / ".git/config", "")
    assert files() == ["a.py", "src/e.py", "src/keep/out/f.py"]
    assert files("src") == ["src/e.py", "src/keep/out/f.py"]
    assert files("gen") == ["gen/b.py"]
    write(folder / "tapelens.toml", 'extend-exclude = ["src/keep"]\n')
    assert files() == ["a.py", "src/e.py"]
    write(folder / "tapelens.toml", 'exclude = ["a.py"]\nrespect-gitignore = false\n')
    assert files() == ["build/c.py", "gen/b.py", "src/e.py", "src/keep/out/f.py", "src/out/d.py"]


def test_a_nested_gitignore_can_take_back(folder) -> None:
    write(folder / ".gitignore", "*.py\n")
    write(folder / "a/.gitignore", "!b.py\n")
    write(folder / "a/b.py", BAD)
    write(folder / "a/c.py", BAD)
    assert files() == ["a/b.py"]


def test_gitignore_of_the_repository_holds_below(folder) -> None:
    (folder / ".git").mkdir()
    write(folder / ".gitignore", "sub/gen/\n")
    write(folder / "sub/gen/a.py", BAD)
    write(folder / "sub/b.py", BAD)
    assert files("sub") == ["sub/b.py"]


def test_a_link_to_itself_is_passed_over(folder) -> None:
    write(folder / "a.py", BAD)
    (folder / "self.py").symlink_to("self.py")
    (folder / "gone.py").symlink_to("nowhere.py")
    assert files() == ["a.py"]


def test_links_to_folders_are_not_followed(folder) -> None:
    write(folder / "a/b.py", BAD)
    (folder / "a/loop").symlink_to(folder, target_is_directory=True)
    (folder / "a/c.py").symlink_to(folder / "a/b.py")
    assert files() == ["a/b.py", "a/c.py"]


def test_editor_tables_use_the_same_keys() -> None:
    with pytest.raises(ConfigError, match="did you mean `ignore`"):
        settings_from({"ignored": []})
    assert json.dumps({name: key.schema for name, key in KEYS.items()})
