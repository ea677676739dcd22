"""What is installed is read from files: versions, and the folders of editable installs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tapelens.check import check
from tapelens.options import Options
from tapelens.project import environment
from tapelens.project.config import Settings
from tapelens.project.files import Files

LOSSES = "import tensorflow as tf\ndef loss(v):\n    return tf.round(v)\n"
TRAIN = """\
import tensorflow as tf
from lab.losses import loss
x = tf.Variable(1.5)
with tf.GradientTape() as tape:
    y = loss(x)
print(tape.gradient(y, x))
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in environment.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    environment.forget()
    (tmp_path / "work" / ".git").mkdir(parents=True)
    made = tmp_path / "work" / ".venv" / "lib" / "python3.12" / "site-packages"
    made.mkdir(parents=True)
    return made


def installed(site: Path, *names: str) -> Options:
    for name in names:
        (site / f"{name}.dist-info").mkdir()
    environment.forget()
    return Settings().options_for(str(site.parents[3] / "train.py"))


def test_versions_come_from_metadata(site: Path) -> None:
    options = installed(site, "tensorflow_cpu-2.15.1", "keras-2.15.0", "keras_tuner-1.4.0")
    assert (options.tensorflow_version, options.keras) == ((2, 15), 2)


def test_the_environment_that_tapelens_runs_in_counts_last(site: Path, monkeypatch, tmp_path: Path) -> None:
    own = tmp_path / "own" / "lib" / "python3.12" / "site-packages"
    own.mkdir(parents=True)
    monkeypatch.setattr("sys.prefix", str(tmp_path / "own"))
    (own / "tensorflow-2.15.1.dist-info").mkdir()
    assert installed(site, "tensorflow-2.18.0").tensorflow_version == (2, 18)
    site.rename(site.with_name("moved"))
    environment.forget()
    assert Settings().options_for(str(site.parents[3] / "train.py")).tensorflow_version == (2, 15)


def test_what_was_chosen_wins(site: Path) -> None:
    installed(site, "tensorflow-2.15.1", "keras-2.15.0")
    chosen = Settings(options=Options(tensorflow_version=(2, 18)))
    options = chosen.options_for(str(site.parents[3] / "train.py"))
    assert (options.tensorflow_version, options.keras) == ((2, 18), 3)


def test_nothing_installed_is_the_newest(site: Path) -> None:
    assert installed(site) == Options()


@pytest.mark.parametrize("form", ["path file", "finder"])
def test_an_editable_install_is_followed(site: Path, tmp_path: Path, form: str) -> None:
    package = tmp_path / "elsewhere" / "lab"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "losses.py").write_text(LOSSES)
    if form == "path file":
        (site / "lab.pth").write_text(f"# added by pip\n{package.parent}\n")
    else:
        finder = site / "__editable___lab_1_0_finder.py"
        finder.write_text(f"MAPPING: dict[str, str] = {{'lab': '{package}'}}\n")
    file = tmp_path / "work" / "train.py"
    file.write_text(TRAIN)
    environment.forget()
    (finding,) = check(TRAIN, path=str(file), project=Files()).findings
    assert finding.causes[0].location.path == str(package / "losses.py")


def test_a_stub_says_nothing_of_gradients(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work" / "lab"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "losses.pyi").write_text("def loss(v): ...\n")
    (folder / "losses.so").write_bytes(b"\x7fELF")
    file = tmp_path / "work" / "train.py"
    assert check(TRAIN, path=str(file), project=Files()).findings == ()
    (folder / "losses.py").write_text(LOSSES)
    assert len(check(TRAIN, path=str(file), project=Files()).findings) == 1
