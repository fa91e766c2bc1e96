"""`flask parity`: beside `flask db`, with the app that `flask` was told of, and also where it cannot be loaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a copy of the sample app with its history, without settings."""
    for name in ("sample_app", "migrations"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def flask(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the flask command as users do."""
    command = [str(Path(sys.executable).with_name("flask")), *arguments]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def test_it_is_listed_with_all_commands(tmp_path: Path) -> None:
    """`flask parity` has what `parity` has."""
    listed = flask(tmp_path, "parity", "--help").stdout

    assert listed.startswith("Usage: flask parity [OPTIONS] COMMAND [ARGS]...\n\n  Run one Alembic history on SQLite")
    assert [line.split()[0] for line in listed.partition("Commands:\n")[2].splitlines()] == sorted(main.commands)


def test_the_app_is_that_of_flask(shop: Path) -> None:
    """`flask --app` counts as `--app` of each command that takes one."""
    done = flask(shop, "--app", "sample_app:create_app('test')", "parity", "doctor")

    assert "app = sample_app:create_app('test') (setting)" in " ".join(done.stdout.split())


def test_an_app_that_cannot_be_loaded(shop: Path) -> None:
    """The commands run all the same; the one that needs the app says what is wrong with it."""
    (shop / "sample_app" / "__init__.py").write_text("raise RuntimeError('no secret key')\n")
    listed = flask(shop, "--app", "sample_app", "parity", "rule", "unique-missing")
    needed = flask(shop, "--app", "sample_app", "parity", "names")

    assert (listed.returncode, listed.stderr) == (0, "")
    assert needed.returncode == 2
    assert needed.stderr.startswith("parity: The Flask application cannot be loaded\n")
    assert "no secret key" in needed.stderr


def test_a_check(shop: Path, postgres: str) -> None:
    """It is the same check, with the same exit status."""
    done = flask(shop, "--app", "sample_app", "parity", "check", "--postgres", postgres, "--quiet")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("PARITY")


def test_usage_is_refused_as_ever(tmp_path: Path) -> None:
    """A wrong option ends with 2."""
    done = flask(tmp_path, "parity", "check", "--zzz")

    assert done.returncode == 2
    assert "Error: No such option" in done.stderr
