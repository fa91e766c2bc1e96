"""The command line starts quickly: what a command does not need is not loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import harness
from tests.cli.projects import SAME, write_project
from tests.cli.running import Running

HEAVY = ("alembic", "docker", "flask", "psycopg2", "pytest", "rich", "sqlalchemy", "sqlglot", "testcontainers")
LOADED = """
import sys
from harness.cli import main
try:
    main(sys.argv[2:], prog_name="parity")
except SystemExit as end:
    assert end.code == 0, end.code
print("loaded:", *(name for name in sys.argv[1].split() if name in sys.modules))
"""

IN_THREADS = """
import sys, threading

class Watching:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "harness" and threading.current_thread() is not threading.main_thread():
            print("loaded in a thread:", name)

sys.meta_path.insert(0, Watching())
from harness.cli import main
main(sys.argv[1:], prog_name="parity")
"""


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help"), ("rule",)])
def test_nothing_heavy_is_loaded(arguments: tuple[str, ...]) -> None:
    """No database, no Docker, no rendering library."""
    command = [sys.executable, "-c", LOADED, " ".join(HEAVY), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True)

    assert result.stdout.splitlines()[-1] == "loaded:"


def test_threads_load_no_modules(tmp_path: Path, postgres: str) -> None:
    """Two threads that parse at once end in a SystemError on Python 3.11, and pytest parses what it loads."""
    directory = write_project(tmp_path, SAME)
    ended = Running(directory, "check", "--quiet", "--postgres", postgres, program=IN_THREADS).end()

    assert (ended.status, [line for line in ended.out.splitlines() if line.startswith("loaded")]) == (0, [])


def test_compiled_files_are_kept_of_the_tool_and_none_of_the_project(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation without compiled files gets them by the first check, the worker's as well."""
    directory = write_project(tmp_path / "project", SAME)
    compiled = tmp_path / "compiled"
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(compiled))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert Running(directory, "check", "--quiet", "--postgres", postgres).end().status == 0

    ours = compiled / Path(harness.__file__).parent.relative_to("/")
    names = {path.name.partition(".")[0] for path in ours.rglob("*")}
    assert {"pipeline", "session", "interception", "rows", "drift"} <= names
    assert not (compiled / directory.relative_to("/")).exists()
    assert not list(directory.rglob("__pycache__"))
