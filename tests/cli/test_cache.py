"""What an earlier run found is kept, and forgotten as soon as anything that it depends on is another."""

from __future__ import annotations

from pathlib import Path

import pytest
from tapelens.check import check
from tapelens.cli import analyse
from tapelens.cli.cache import NAME
from tapelens.cli.main import main

LOSSES = "import tensorflow as tf\ndef loss(v):\n    return tf.round(v)\n"
TRAIN = """\
import tensorflow as tf
from losses import loss
x = tf.Variable(1.5)
with tf.GradientTape() as tape:
    y = loss(x)
print(tape.gradient(y, x))
"""


class Counted:
    """The real engine, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *given: object) -> object:
        self.times += 1
        return check(*given)  # type: ignore[arg-type]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counted:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAPELENS_CACHE_DIR", raising=False)
    counted = Counted()
    monkeypatch.setattr(analyse, "check", counted)
    Path("pyproject.toml").write_text("[tool.tapelens]\n", "utf-8")
    Path("losses.py").write_text(LOSSES, "utf-8")
    Path("train.py").write_text(TRAIN, "utf-8")
    return counted


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["check", "--output-format", "json", *arguments])
    return capsys.readouterr().out


def test_a_second_run_says_the_same_without_the_engine(engine, capsys) -> None:
    first = run(capsys, "train.py")
    assert "non-differentiable-op" in first
    assert run(capsys, "train.py") == first
    assert run(capsys, str(Path("train.py").absolute())).count("non-differentiable-op") == first.count(
        "non-differentiable-op"
    )
    assert engine.times == 1
    assert Path(NAME, ".gitignore").read_text() == "*\n"
    assert Path(NAME, "CACHEDIR.TAG").exists()


@pytest.mark.parametrize("change", ["content", "options", "module", "shadow", "format"])
def test_what_the_answer_depends_on_makes_it_new(engine, capsys, change) -> None:
    first = run(capsys, "train.py")
    arguments = ["train.py"]
    if change == "content":
        Path("train.py").write_text(TRAIN.replace("1.5", "2.5"), "utf-8")
    elif change == "options":
        arguments += ["--ignore", "non-differentiable-op"]
    elif change == "module":
        Path("losses.py").write_text(LOSSES.replace("tf.round(v)", "tf.square(v)"), "utf-8")
    elif change == "shadow":
        Path("tensorflow.py").write_text("Variable = print\n", "utf-8")
    else:
        main(["check", "--output-format", "concise", *arguments])
        assert engine.times == 2
        return
    assert run(capsys, *arguments) != first or change == "content"
    assert engine.times == 2


@pytest.mark.parametrize("damage", ["", "{}", "[1]", '{"key": 1}', "\x00"])
def test_a_damaged_entry_is_as_if_it_were_not_there(engine, capsys, damage) -> None:
    first = run(capsys, "train.py")
    for entry in Path(NAME).glob("??/*"):
        text = entry.read_text("utf-8")
        entry.write_text(
            text.replace('"report": [', '"report": [7, ') if damage == "[1]" else damage, "utf-8"
        )
    assert run(capsys, "train.py") == first
    assert engine.times == 2


def test_no_cache_keeps_nothing(engine, capsys) -> None:
    run(capsys, "--no-cache", "train.py")
    run(capsys, "--no-cache", "train.py")
    assert engine.times == 2
    assert not Path(NAME).exists()


def test_another_folder_and_one_that_cannot_be_written(engine, capsys, tmp_path) -> None:
    run(capsys, "--cache-dir", "elsewhere", "train.py")
    run(capsys, "--cache-dir", "elsewhere", "train.py")
    assert engine.times == 1
    (tmp_path / "file").write_text("")
    assert "non-differentiable-op" in run(capsys, "--cache-dir", str(tmp_path / "file" / "x"), "train.py")
