"""Ask the interpreter that runs the migrations what it has installed."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from harness.errors import ParityError, ProjectError

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("SQLAlchemy", "alembic")
FLASK = ("Flask", "Flask-SQLAlchemy", "Flask-Migrate")
DRIVERS = ("psycopg2", "psycopg2-binary", "psycopg", "pg8000", "asyncpg")
SECONDS = 30
QUESTION = """
import json, sys
from importlib import metadata
def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
print()
print(json.dumps([sys.version.split()[0], {name: version(name) for name in sys.argv[1:]}]))
"""


def ask(python: str, root: Path, *, flask: bool) -> tuple[list[tuple[str, str]], list[ParityError]]:
    """Give rows about an interpreter, and what is missing in it; `flask`: env.py needs the app.

    Raises ProjectError when it does not answer.
    """
    needed = (*NEEDED, "Flask-Migrate") if flask else NEEDED
    version, found = _answer(python, root)
    rows = [("Python", version)]
    rows += [(name, found[name] or "missing") for name in (*NEEDED, *FLASK) if found[name] or name in needed]
    drivers = [f"{name} {found[name]}" for name in DRIVERS if found[name]]
    rows.append(("drivers for PostgreSQL", ", ".join(drivers) or "none"))
    missing = [name for name in needed if not found[name]]
    if not drivers:
        missing.append("a driver for PostgreSQL (psycopg2-binary)")
    if not missing:
        return rows, []
    return rows, [
        ProjectError(
            f"The interpreter {python} cannot run the migrations",
            why=f"missing there: {', '.join(missing)}",
            next_step="Install the project's requirements there, or name its own interpreter: --python PATH.",
        )
    ]


def _answer(python: str, root: Path) -> tuple[str, dict[str, str | None]]:
    try:
        result = subprocess.run(  # noqa: S603 - the interpreter that the user or the project names
            [python, "-c", QUESTION, *NEEDED, *FLASK, *DRIVERS],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS,
        )
        version, found = json.loads(result.stdout.splitlines()[-1])
    except subprocess.CalledProcessError as error:
        raise _silent(python, error.stderr.strip() or f"it ended with status {error.returncode}") from error
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
        raise _silent(python, str(error)) from error
    return version, found


def _silent(python: str, why: str) -> ProjectError:
    return ProjectError(
        f"The interpreter {python} does not answer",
        why=why,
        next_step="Name the project's interpreter: --python PATH.",
    )
