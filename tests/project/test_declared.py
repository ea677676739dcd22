"""Where nothing is installed, the requirements of the project tell the versions."""

from __future__ import annotations

from pathlib import Path

import pytest
from tapelens.project import environment
from tapelens.project.config import Settings
from tapelens.project.declared import newest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in environment.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.prefix", str(tmp_path / "nowhere"))
    environment.forget()
    (tmp_path / "work" / ".git").mkdir(parents=True)
    return tmp_path / "work"


def versions(folder: Path) -> tuple[tuple[int, int] | None, int]:
    options = Settings().options_for(str(folder / "train.py"))
    return options.tensorflow_version, options.keras


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("==2.3.0", (2, 3)),
        ("=2.1.0=gpu_py37h7db9008_0", (2, 1)),
        ("~=2.14.0", (2, 14)),
        ("~=2.14", None),
        (">=2.4.0,<=2.15.0", (2, 15)),
        (">=2.16.0, <2.19.0", (2, 18)),
        ("<2.15.1", (2, 15)),
        (">=2.14.0,==2.14.*", (2, 14)),
        (">=2.3", None),
        ("==2.*", None),
        ("<3", None),
        ("==2.0.0b1", (2, 0)),
    ],
)
def test_an_upper_bound_is_read(bounds: str, expected: tuple[int, int] | None) -> None:
    assert newest(bounds) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "numpy\ntensorflow-gpu==2.4.1  # the cluster's\n"),
        ("requirements-gpu.txt", "tensorflow[and-cuda] >= 2.2, < 2.5\n"),
        ("setup.py", "setup(install_requires=['numpy', 'tensorflow==2.4.0', 'keras>=2.0'])\n"),
        ("setup.cfg", "[options]\ninstall_requires =\n    tensorflow~=2.4.1\n"),
        ("pyproject.toml", '[project]\ndependencies = ["tensorflow>=2.0,<2.5"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\ntensorflow = "<=2.4"\n'),
        ("environment.yml", "dependencies:\n  - tensorflow=2.4.1=gpu_py38\n  - pip\n"),
        ("Pipfile", '[packages]\ntensorflow = {version = "==2.4.1", extras = ["x"]}\n'),
    ],
)
def test_every_kind_of_file_is_read(project: Path, name: str, text: str) -> None:
    (project / name).write_text(text, "utf-8")
    assert versions(project) == ((2, 4), 2)


@pytest.mark.parametrize(
    "text",
    [
        "tensorflow>=2.3\n",
        "# tensorflow==2.3\n",
        "tensorflow-probability==0.8\n",
        "tensorflow\n",
        "tf-keras==2.15\nmy-keras==2.4\n",
        "tensorflow==2.4; python_version < '3.9'\ntensorflow>=2.4\n",
    ],
)
def test_what_is_left_open_is_the_newest(project: Path, text: str) -> None:
    (project / "requirements.txt").write_text(text, "utf-8")
    assert versions(project) == (None, 3)


def test_the_nearest_file_counts(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow==2.18.0\n", "utf-8")
    inner = project / "demo" / "src"
    inner.mkdir(parents=True)
    (project / "demo" / "setup.py").write_text("install_requires=['tensorflow==2.3.0']\n", "utf-8")
    assert versions(inner) == ((2, 3), 2)
    assert versions(project) == ((2, 18), 3)


def test_what_is_installed_counts_more(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow==2.3.0\n", "utf-8")
    site = project / ".venv" / "lib" / "python3.12" / "site-packages"
    (site / "tensorflow-2.18.0.dist-info").mkdir(parents=True)
    environment.forget()
    assert versions(project) == ((2, 18), 3)
