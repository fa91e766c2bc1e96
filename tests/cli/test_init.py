"""`parity init`: what it writes into a project, what it asks, and what it leaves alone."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from harness.config import load_settings
from tests.cli.projects import SAME, write_project
from tests.cli.running import COMMAND, parity

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = """\
[project] # what we are
name = "shop"
version = "1"

[tool.pytest.ini_options]
addopts = ["-ra"]
"""
ALL = """\
pytest.ini (new): `pytest` checks the migrations as well; without them: pytest -m 'not parity'

    [pytest]
    parity_enabled = true

pyproject.toml (new): the settings of the check

    [tool.migration-parity]
    image = "postgres:17" # make it the PostgreSQL that production has

.github/workflows/parity.yml (new): the check of every pull request

    name: migrations
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a plain Alembic project with tests, in a repository of GitHub, without a pyproject.toml."""
    write_project(tmp_path, SAME)
    (tmp_path / "tests").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text('[remote "origin"]\n    url = git@github.com:ann/shop.git\n')
    return tmp_path


def written(directory: Path) -> dict[str, str]:
    """Give the files of a project that are no migrations, with their texts."""
    files = (path for path in directory.rglob("*") if path.is_file())
    names = {path.relative_to(directory).as_posix(): path for path in files}
    left_out = ("migrations/", ".git/", "alembic.ini")
    return {name: path.read_bytes().decode() for name, path in names.items() if not name.startswith(left_out)}


def test_all_of_it_is_shown_and_written(project: Path) -> None:
    """Settings, the line for pytest and the job: each can be read by its program."""
    ended = parity(project, "init", "--yes")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(ALL)
    assert ended.out.endswith("\nWritten. Next: parity check\n")
    assert set(written(project)) == {"pytest.ini", "pyproject.toml", ".github/workflows/parity.yml"}
    assert load_settings(project).image == "postgres:17"
    job = YAML(typ="safe", pure=True).load(project / ".github" / "workflows" / "parity.yml")["jobs"]["parity"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        "pip install migration-parity",
        'parity check --postgres container --format github --format markdown --output-file "$GITHUB_STEP_SUMMARY"',
    ]


def test_a_project_without_requirements(project: Path) -> None:
    """Where nothing says what the project needs, a comment in the job asks for it."""
    parity(project, "init", "--yes")

    assert (
        "      - run: pip install migration-parity # and what the project needs: no requirements.txt was found\n"
    ) in (project / ".github" / "workflows" / "parity.yml").read_text()


def test_a_second_time_changes_nothing(project: Path) -> None:
    """What is there is left alone, and named."""
    parity(project, "init", "--yes")
    before = written(project)
    ended = parity(project, "init")

    assert written(project) == before
    assert ended.status == 0
    assert ended.out == (
        "pytest.ini: left alone, it sets up the plugin\n\n"
        "pyproject.toml: left alone, it has the table [tool.migration-parity]\n\n"
        ".github/workflows/parity.yml: left alone, it runs parity\n\n"
        "Nothing is to be written.\n"
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_file_keeps_what_it_has(project: Path, ending: str) -> None:
    """Comments, order and line ends stay; two changes of one file do not undo each other."""
    text = PYPROJECT.replace("\n", ending)
    (project / "pyproject.toml").write_bytes(text.encode())
    parity(project, "init", "--yes", "--ci", "none")
    head, tail = text.split(f"ini_options]{ending}")

    assert written(project) == {
        "pyproject.toml": f"{head}ini_options]{ending}parity_enabled = true{ending}{tail}{ending}"
        f'[tool.migration-parity]{ending}image = "postgres:17" # make it the PostgreSQL that production has{ending}'
    }


def test_what_the_project_tells_is_used(project: Path) -> None:
    """The image of its compose file, its requirements, and its place in the repository."""
    shop = write_project(project / "services" / "shop", SAME)
    (shop / "docker-compose.yml").write_text("services:\n  db:\n    image: postgres:15-alpine\n")
    (shop / "requirements.txt").write_text("flask\n")
    ended = parity(project, "init", "services/shop", "--yes")
    job = YAML(typ="safe", pure=True).load(project / ".github" / "workflows" / "parity-services-shop.yml")

    assert "pytest: left alone, there are no tests in " in ended.out
    assert load_settings(shop).image == "postgres:15-alpine"
    assert (shop / "pyproject.toml").read_text().endswith(" # the PostgreSQL that production has\n")
    assert job["jobs"]["parity"]["defaults"] == {"run": {"working-directory": "services/shop"}}
    assert "pip install migration-parity -r requirements.txt" in json.dumps(job)


def test_gitlab(project: Path) -> None:
    """Its own file is not touched: the job stands beside it, and is to be included."""
    (project / ".gitlab-ci.yml").write_text("test:\n  script: [pytest]\n")
    ended = parity(project, "init", "--yes")
    job = YAML(typ="safe", pure=True).load(project / ".gitlab" / "parity.yml")["parity"]

    assert "let .gitlab-ci.yml include it: include: [{local: .gitlab/parity.yml}]" in ended.out
    assert job["services"] == [{"name": "postgres:17", "alias": "postgres"}]
    assert job["script"][-1] == (
        "parity check --postgres postgresql://postgres:parity@postgres:5432/postgres "
        "--format junit --output-file parity.xml"
    )
    assert (project / ".gitlab-ci.yml").read_text() == "test:\n  script: [pytest]\n"


def test_a_repository_of_nobody(tmp_path: Path) -> None:
    """Where nothing tells which CI there is, none is written."""
    write_project(tmp_path, SAME)

    assert (
        "continuous integration: left alone, nothing tells where it runs: --ci github or --ci gitlab\n"
        in parity(tmp_path, "init", "--yes").out
    )


def test_an_inline_table_is_left_alone(project: Path) -> None:
    """A file that no table can be appended to stays as it is."""
    (project / "pyproject.toml").write_text('tool = {other = {key = "value"}}\n')

    assert (
        "pyproject.toml: left alone, a table cannot be put behind its last line ("
        in parity(project, "init", "--yes").out
    )
    assert (project / "pyproject.toml").read_text() == 'tool = {other = {key = "value"}}\n'


def test_nobody_to_ask(project: Path) -> None:
    """Without a terminal and without --yes nothing is written, and that is no success."""
    ended = parity(project, "init")

    assert ended.status == 2
    assert ended.err == (
        "parity: Nobody can be asked whether to write these 3 files\n"
        "  why: standard input is not a terminal\n"
        "  next: Say it beforehand: parity init --yes.\n"
    )
    assert written(project) == {}


@pytest.mark.parametrize(
    ("answer", "files", "last"), [("y\n", 3, "Next: parity check"), ("\n", 0, "Nothing was written.")]
)
def test_somebody_is_asked(project: Path, answer: str, files: int, last: str) -> None:
    """Nothing is written before the answer is yes."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "init"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, answer.encode())
        printed, _ = process.communicate()
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0
    assert "Write these 3 files? [y/N]: " in printed
    assert printed.strip().endswith(last)
    assert len(written(project)) == files


def test_no_project(tmp_path: Path) -> None:
    """A directory without a history gets nothing."""
    ended = parity(tmp_path, "init", "--yes")

    assert ended.status == 2
    assert ended.err.startswith("parity: There is no migration history in ")
    assert written(tmp_path) == {}
