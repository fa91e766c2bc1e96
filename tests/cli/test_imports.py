"""The command line starts quickly: what a command does not need is not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help"), ("rule",)])
def test_nothing_heavy_is_loaded(arguments: tuple[str, ...]) -> None:
    """No database, no Docker, no rendering library."""
    command = [sys.executable, "-c", LOADED, " ".join(HEAVY), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True)

    assert result.stdout.splitlines()[-1] == "loaded:"
