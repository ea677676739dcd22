"""Where imports lead: as Python's own search would find it, and never into the libraries."""

from __future__ import annotations

from pathlib import Path

import pytest
from tapelens.check import check
from tapelens.project.files import Files
from tapelens.project.resolve import Resolver
from tapelens.source.document import Document

FILES = {
    "pyproject.toml": "",
    "train.py": "",
    "top.py": "",
    "src/pkg/__init__.py": "",
    "src/pkg/loss.py": "",
    "src/pkg/deep/__init__.py": "",
    "src/pkg/deep/model.py": "",
    "src/pkg/top.py": "",
    "src/pkg/keras.py": "",
    "spaces/one/part.py": "",
    "examples/run.py": "",
    "examples/tensorflow.py": "",
    "examples/math.py": "",
    "examples/random.py": "",
    "examples/keras/readme.txt": "",
    "venv/lib/site-packages/other.py": "",
}

FOUND = [
    ("train.py", "top", 0, "top.py"),
    ("train.py", "pkg", 0, "src/pkg/__init__.py"),
    ("train.py", "pkg.loss", 0, "src/pkg/loss.py"),
    ("train.py", "pkg.deep", 0, "src/pkg/deep/__init__.py"),
    ("train.py", "spaces.one.part", 0, "spaces/one/part.py"),
    ("train.py", "spaces", 0, "spaces"),
    ("examples/run.py", "top", 0, "top.py"),
    ("examples/run.py", "pkg.deep.model", 0, "src/pkg/deep/model.py"),
    ("src/pkg/loss.py", "pkg.deep.model", 0, "src/pkg/deep/model.py"),
    ("src/pkg/loss.py", "deep.model", 0, "src/pkg/deep/model.py"),
    ("src/pkg/loss.py", "", 1, "src/pkg/__init__.py"),
    ("src/pkg/loss.py", "top", 1, "src/pkg/top.py"),
    ("src/pkg/loss.py", "keras", 1, "src/pkg/keras.py"),
    ("src/pkg/deep/model.py", "loss", 2, "src/pkg/loss.py"),
    ("src/pkg/deep/model.py", "", 2, "src/pkg/__init__.py"),
    ("examples/run.py", "tensorflow", 0, "examples/tensorflow.py"),  # a script's folder comes first
    ("examples/run.py", "random", 0, "examples/random.py"),
    ("examples/run.py", "sys", 0, None),
    ("examples/run.py", "keras", 0, None),  # a folder without `__init__.py` comes after every library
    ("src/pkg/loss.py", "keras", 0, None),  # a package's folder is not searched for libraries
    ("train.py", "tensorflow", 0, None),
    ("train.py", "tensorflow.keras", 0, None),
    ("train.py", "other", 0, None),
    ("train.py", "absent", 0, None),
    ("train.py", "pkg.absent", 0, None),
    ("train.py", "train", 0, None),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("origin", "name", "level", "expected"), FOUND)
def test_where_an_import_leads(
    project: Path, origin: str, name: str, level: int, expected: str | None
) -> None:
    found = Resolver().find(str(project / origin), name, level)
    assert found == (None if expected is None else str(project / expected))


def test_what_was_found_is_remembered_until_it_is_forgotten(project: Path) -> None:
    resolver = Resolver()
    origin = str(project / "train.py")
    assert resolver.find(origin, "late", 0) is None
    (project / "late.py").write_text("", encoding="utf-8")
    assert resolver.find(origin, "late", 0) is None
    resolver.forget()
    assert resolver.find(origin, "late", 0) == str(project / "late.py")


LOSS = """\
import tensorflow as tf
from helper import loss
w = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = loss(w)
tape.gradient(y, w)
"""
ROUNDS = "import tensorflow as tf\ndef loss(w):\n    return tf.round(w)\n"
CARRIES = "import tensorflow as tf\ndef loss(w):\n    return w * w\n"


def names(folder: Path, files: Files, text: str = LOSS) -> list[str]:
    return [f.name for f in check(text, path=str(folder / "script.py"), project=files).findings]


def test_a_changed_file_is_read_again_and_an_open_text_wins(tmp_path: Path) -> None:
    helper = tmp_path / "helper.py"
    opened: dict[str, str] = {}
    files = Files(opened.get)
    helper.write_text(ROUNDS, encoding="utf-8")
    assert names(tmp_path, files) == ["non-differentiable-op"]
    helper.write_text(CARRIES, encoding="utf-8")
    assert names(tmp_path, files) == []
    opened[str(helper)] = ROUNDS
    assert names(tmp_path, files) == ["non-differentiable-op"]


def test_without_a_project_or_a_path_nothing_is_looked_up(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(ROUNDS, encoding="utf-8")
    assert check(LOSS, path=str(tmp_path / "script.py")).findings == ()
    assert check(LOSS, project=Files()).findings == ()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00 not text",
        b"while True:\n    loss = lambda w: w\n",
        b"def loss(w):\n    return loss(w)\n",
        b"from helper import loss\n",
        b"from script import loss\n",
        b"loss = loss(",
        b"",
    ],
)
def test_modules_that_cannot_be_followed_end_in_unknown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "helper.py").write_bytes(content)
    assert names(tmp_path, Files()) == []


def test_an_import_in_a_tape_or_a_branch_runs_the_module_once_and_for_good(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(ROUNDS + "weight = tf.Variable(1.0)\n", encoding="utf-8")
    text = """\
import tensorflow as tf
def first():
    from helper import weight
    return weight
with tf.GradientTape() as tape:
    import helper
    y = helper.loss(helper.weight) + first()
    z = helper.loss(first())
tape.gradient([y, z], helper.weight)
with tf.GradientTape() as tape:
    y = helper.loss(helper.weight)
tape.gradient(y, helper.weight)
"""
    analysis = check(text, path=str(tmp_path / "script.py"), project=Files())
    assert [f.range.start.line for f in analysis.findings if f.code != "TL401"] == [12]


def test_a_package_imports_from_itself(tmp_path: Path) -> None:
    package = tmp_path / "lab"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from lab import losses\nfrom lab.losses import loss\n", encoding="utf-8"
    )
    (package / "losses.py").write_text(ROUNDS, encoding="utf-8")
    for imported in ("from lab import loss", "import lab\nloss = lab.losses.loss"):
        text = LOSS.replace("from helper import loss", imported)
        assert names(tmp_path, Files(), text) == ["non-differentiable-op"]


def test_a_module_is_read_when_a_name_of_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "helper.py").write_text("import heavy\n" + ROUNDS, encoding="utf-8")
    (tmp_path / "heavy.py").write_text("import tensorflow as tf\nround = tf.round\n", encoding="utf-8")
    read: list[str] = []

    class Watched(Files):
        def document(self, path: str) -> Document | None:
            read.append(Path(path).name)
            return super().document(path)

    assert names(tmp_path, Watched()) == ["non-differentiable-op"]
    assert set(read) == {"helper.py"}
    read.clear()
    assert names(
        tmp_path,
        Watched(),
        LOSS.replace("loss(", "loss.heavy.round(").replace(
            "from helper import loss", "import helper as loss"
        ),
    ) == ["non-differentiable-op"]
    assert set(read) == {"helper.py", "heavy.py"}


def test_a_name_given_to_a_module_that_was_not_read_stays(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(CARRIES, encoding="utf-8")
    text = LOSS.replace("from helper import loss", "import helper\nhelper.loss = tf.round").replace(
        "loss(", "helper.loss("
    )
    assert names(tmp_path, Files(), text) == ["non-differentiable-op"]


def test_the_main_guard_of_another_module_is_false(tmp_path: Path) -> None:
    guarded = CARRIES + "if __name__ == '__main__':\n    loss = tf.round\n"
    (tmp_path / "helper.py").write_text(guarded, encoding="utf-8")
    assert names(tmp_path, Files()) == []


def test_what_star_imports_bind(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("__all__ = ['loss']\nhidden = 1\n" + ROUNDS, encoding="utf-8")
    text = LOSS.replace("from helper import loss", "from helper import *")
    assert names(tmp_path, Files(), text) == ["non-differentiable-op"]


def test_a_local_tensorflow_hides_the_library(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(CARRIES, encoding="utf-8")
    lost = LOSS.replace("loss(w)", "tf.round(w)")
    assert names(tmp_path, Files(), lost) == ["non-differentiable-op"]
    (tmp_path / "tensorflow.py").write_text("Variable = float\n", encoding="utf-8")
    assert names(tmp_path, Files(), lost) == []


EXPORTS = "def export(function):\n    __all__.append(function.__name__)\n    return function\n"
VERSIONS = "import sys, six\nif {}:\n    from lab import loss\nelse:\n    from helper import loss"
LAZY = """\
import importlib
__all__ = ['inner']
own = importlib.import_module('.inner', __name__).loss
def __getattr__(name):
    return importlib.import_module('lab.inner').loss
"""


@pytest.mark.parametrize(
    ("imports", "helper"),
    [
        ("import importlib\nloss = importlib.import_module('helper').loss", ROUNDS),
        ("from importlib import import_module as get\nloss = get('lab.inner').loss", ""),
        ("from importlib import import_module\nloss = import_module('.inner', package='lab').loss", ""),
        ("from helper import TYPE_CHECKING, loss\nif TYPE_CHECKING:\n    loss = float", ROUNDS),
        ("from lab import *\nloss = inner.loss", ""),
        ("loss = __import__('helper').loss", ROUNDS),
        ("loss = __import__('lab.inner').inner.loss", ""),
        ("loss = __import__('lab.inner', fromlist=['loss']).loss", ""),
        ("import importlib\nloss = importlib.import_module('.helper', package=__package__).loss", ROUNDS),
        ("from lab import own as loss", ""),
        ("import lab\nloss = lab.lazy", ""),
        ("from lab import lazy as loss", ""),
        ("from helper import *", "__all__ = []\n" + EXPORTS + ROUNDS.replace("def ", "@export\ndef ")),
        ("try:\n    from helper import loss\nexcept ImportError:\n    loss = None", ROUNDS),
        ("try:\n    import helper\nexcept ImportError:\n    helper = None\nloss = helper.loss", ROUNDS),
        ("import shared.one\nimport shared.two\nloss = shared.two.loss", ""),
        ("from shared import one, two\nloss = two.loss", ""),
        *(
            (VERSIONS.format(test), ROUNDS)
            for test in ("sys.version_info < (3,)", "sys.version_info[0] == 2")
        ),
        *((VERSIONS.format(test), ROUNDS) for test in ("six.PY2", "sys.version_info[:2] <= (3, 3)")),
        ("from helper import loss", ROUNDS + "def of(kind):\n    return loss\nloss = of('mean')\n"),
        (
            "from helper import made as loss",
            ROUNDS + "class Loss:\n    def __call__(self, w):\n        return loss(w)\nmade = Loss()\n",
        ),
    ],
)
def test_ways_to_a_function_of_another_module(tmp_path: Path, imports: str, helper: str) -> None:
    lab = tmp_path / "lab"
    lab.mkdir()
    (lab / "__init__.py").write_text(LAZY, encoding="utf-8")
    for root, module in (("", "one"), ("src", "two")):
        (tmp_path / root / "shared").mkdir(parents=True)
        (tmp_path / root / "shared" / f"{module}.py").write_text(ROUNDS, encoding="utf-8")
    (lab / "inner.py").write_text(ROUNDS, encoding="utf-8")
    (tmp_path / "helper.py").write_text(f"from typing import TYPE_CHECKING\n{helper}", encoding="utf-8")
    text = LOSS.replace("from helper import loss", imports)
    assert names(tmp_path, Files(), text) == ["non-differentiable-op"]


def test_a_module_that_is_chosen_when_the_program_runs_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(ROUNDS, encoding="utf-8")
    imports = "import importlib, sys\nloss = importlib.import_module(sys.argv[1]).loss"
    assert names(tmp_path, Files(), LOSS.replace("from helper import loss", imports)) == []


@pytest.mark.parametrize("version", ["(3, 14)", "(3, 7, 1)", "limit", "(3, limit)"])
def test_a_version_that_some_have_and_some_not_decides_nothing(tmp_path: Path, version: str) -> None:
    (tmp_path / "helper.py").write_text(ROUNDS, encoding="utf-8")
    (tmp_path / "old.py").write_text(CARRIES, encoding="utf-8")
    imports = f"import sys\nif sys.version_info >= {version}:\n    from helper import loss\nelse:\n    from old import loss"
    assert names(tmp_path, Files(), LOSS.replace("from helper import loss", imports)) == []


def test_calls_in_a_tape_are_followed_when_others_took_what_they_may(tmp_path: Path) -> None:
    heavy = "def heavy(w):\n" + "    w = w + 1.0 * 2.0 * 3.0\n" * 500 + "    return w\n"
    (tmp_path / "helper.py").write_text(heavy + ROUNDS, encoding="utf-8")
    calls = "".join(f"print(heavy({number}.0))\n" for number in range(40))
    text = LOSS.replace("import loss", "import heavy, loss\n" + calls)
    assert names(tmp_path, Files(), text) == ["non-differentiable-op"]
    outside = "lost = loss(1.0)\nprint(lost)\n"
    assert names(tmp_path, Files(), text.replace("w = tf", outside + "w = tf")) == ["non-differentiable-op"]


HERE = "import sys, os\nfrom pathlib import Path\n"


@pytest.mark.parametrize(
    "does",
    [
        "sys.path.insert(0, 'lib')",
        "sys.path.insert(0, '../tool/lib')",
        "sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))",
        "ROOT = os.path.dirname(os.path.abspath(__file__))\nsys.path.insert(0, ROOT + '/lib')",
        "sys.path.insert(0, str(Path(__file__).resolve().parent / 'lib'))",
        "sys.path.insert(0, os.path.join(Path(__file__).parents[0].as_posix(), os.pardir, 'tool', 'lib'))",
        "if 'lib' not in sys.path:\n    sys.path.insert(0, 'lib')",
        "sys.path.insert(0, 'lib')\nsys.path.append('more')",
    ],
)
def test_a_folder_that_a_script_puts_first_in_the_search_path_comes_first(tmp_path: Path, does: str) -> None:
    folder = tmp_path / "tool"
    (folder / "lib").mkdir(parents=True)
    (folder / "helper.py").write_text(CARRIES, encoding="utf-8")
    (folder / "lib" / "helper.py").write_text(ROUNDS, encoding="utf-8")
    text = f"{HERE}{does}\n{LOSS}"
    (folder / "script.py").write_text(text, encoding="utf-8")
    assert names(folder, Files(), text) == ["non-differentiable-op"]
    assert names(folder, Files(), LOSS.replace("helper", "lib.helper")) == ["non-differentiable-op"]


@pytest.mark.parametrize(
    ("does", "found"),
    [
        ("sys.path.append('lib')", []),
        ("sys.path.extend(['lib'])", []),
        ("sys.path += ['lib']", []),
        ("sys.path.insert(0, os.environ['LIB'])", []),
        ("sys.path.insert(0, sys.argv[1] + 'lib')", []),
        ("sys.path.append('lib')\nimport only", ["non-differentiable-op"]),
        ("sys.path.append(os.environ['LIB'])\nimport only", []),
    ],
)
def test_a_folder_that_comes_last_shadows_nothing(tmp_path: Path, does: str, found: list[str]) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "helper.py").write_text(CARRIES, encoding="utf-8")
    for name in ("helper", "only"):
        (tmp_path / "lib" / f"{name}.py").write_text(ROUNDS, encoding="utf-8")
    text = f"{HERE}{does}\n{LOSS}"
    if "only" in does:
        text = text.replace("from helper import loss", "from only import loss")
    (tmp_path / "script.py").write_text(text, encoding="utf-8")
    assert names(tmp_path, Files(), text) == found
