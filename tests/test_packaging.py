"""What a user who installs the wheel gets."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from measure.wheel_demo import SEED, find_wrong


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist, and the wheel that was made from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    repository = Path(__file__).parent.parent
    for target in ("sdist", "wheel"):
        build = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
        subprocess.run(build, cwd=repository, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with nothing but the unpacked wheel: no checkout is near."""
    folder = tmp_path_factory.mktemp("installed")
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 (the archive is our own)
    return folder


def find_files(folder: Path, *patterns: str) -> set[str]:
    return {str(path.relative_to(folder)) for pattern in patterns for path in folder.glob(pattern) if path.is_file()}


def run_installed(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_wheel_holds_the_whole_ontology(installed: Path, repository: Path) -> None:
    data = ("**/*.ttl", "**/*.yaml", "**/*.rq")
    assert find_files(installed / "kg" / "data" / "ontology", *data) == find_files(repository / "ontology", *data)


def test_wheel_holds_the_data_of_the_page_and_the_types(installed: Path, repository: Path) -> None:
    expected = find_files(repository / "kg", "page/**/*", "py.typed")
    assert "py.typed" in expected
    assert expected <= find_files(installed / "kg", "**/*")


def test_wheel_holds_the_licence(installed: Path) -> None:
    assert find_files(installed, "*.dist-info/licenses/LICENSE")


def test_wheel_holds_neither_tests_nor_seeds(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"kg"}


def test_sdist_holds_what_building_and_testing_need(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        top = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 1}
    assert {
        "kg",
        "ontology",
        "tests",
        "seeds",
        "npm",
        "hatch_build.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "Makefile",
    } <= top


@pytest.mark.model
def test_installed_wheel_builds_a_graph_far_from_the_checkout(installed: Path, article_file: Path) -> None:
    outcome = run_installed(installed, article_file.parent, "-m", "kg", "build", article_file.name)
    assert (outcome.stderr, outcome.returncode) == ("", 0)
    assert find_files(article_file.parent / "output", "*") == {"graph.ttl", "graph.html", "claims.jsonl"}


@pytest.mark.model
def test_installed_wheel_reads_the_seed_with_its_own_base(installed: Path, tmp_path: Path) -> None:
    # What `make demo` does; tests/measure/wheel_demo.py does it in a new environment, too, which takes minutes.
    shutil.copy(SEED, tmp_path)
    assert run_installed(installed, tmp_path, "-m", "kg", "build", SEED.name).returncode == 0
    assert list(find_wrong(tmp_path / "output")) == []


def test_installed_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    outcome = run_installed(installed, tmp_path, "-c", "import kg; print(kg.__file__)")
    assert Path(outcome.stdout.strip()).is_relative_to(installed)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("- frame: [\n", "broken.yaml:"),
        ("- frame: broken\n  relation: kg:ceoof\n", "broken.yaml:1: "),
    ],
)
def test_broken_frame_is_one_line_with_its_place(content: str, reason: str, installed: Path, tmp_path: Path) -> None:
    frame = installed / "kg" / "data" / "ontology" / "lang" / "fr" / "frames" / "broken.yaml"
    frame.write_text(content, encoding="utf-8")
    try:
        outcome = run_installed(installed, tmp_path, "-m", "kg", "check")
    finally:
        frame.unlink()
    assert outcome.stderr.startswith(f"kg: {reason}")
    assert outcome.stderr.count("\n") == 1
    assert outcome.returncode == 1


def test_installation_that_lost_its_ontology_says_so(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(installed, tmp_path / "lost", ignore=shutil.ignore_patterns("data"))
    outcome = run_installed(tmp_path / "lost", tmp_path, "-m", "kg", "check")
    assert outcome.stderr.startswith("kg: kg/data/ontology: not in this installation of kg; reinstall it: ")
    assert outcome.returncode == 1
