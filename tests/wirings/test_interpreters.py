"""The project's own interpreter has what it needs, or the error says what is missing."""

from __future__ import annotations

import sysconfig
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.errors import ProjectError
from harness.pipeline import check
from tests.wirings.test_histories import ENV, INI, revision, table

if TYPE_CHECKING:
    from harness.model import Report

pytestmark = pytest.mark.container

OURS = Path(sysconfig.get_path("platlib"))
PACKAGES = ("alembic", "mako", "markupsafe", "sqlalchemy", "typing_extensions.py")
NEXT = "Install the project's requirements there, or name its own interpreter: --python PATH."


def interpreter(directory: Path, *packages: str) -> Path:
    """Make a virtual environment that has these packages of ours, and give its interpreter."""
    venv.create(directory, symlinks=True, with_pip=False)
    (place,) = directory.glob("lib/python3*/site-packages")
    for name in packages:
        (place / name).symlink_to(OURS / name)
    return directory / "bin" / "python"


def walk(root: Path, python: Path, postgres_url: str) -> Report:
    """Check a project of one table with an interpreter."""
    for name, text in {"alembic.ini": INI, "migrations/env.py": ENV, **revision("one", None, table("one"))}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return check(root, load_settings(root, {"postgres": postgres_url, "populate": False, "python": str(python)}))


def test_interpreter_needs_no_more_than_the_project(tmp_path: Path, postgres_url: str) -> None:
    """SQLAlchemy, Alembic and a driver are enough: nothing of the tool is imported there."""
    python = interpreter(tmp_path / "venv", *PACKAGES, "psycopg2", "psycopg2_binary.libs")

    assert walk(tmp_path / "project", python, postgres_url).verdict == "parity"


def test_missing_driver_is_named(tmp_path: Path, postgres_url: str) -> None:
    """Any driver that SQLAlchemy knows would do."""
    python = interpreter(tmp_path / "venv", *PACKAGES)

    with pytest.raises(ProjectError) as raised:
        walk(tmp_path / "project", python, postgres_url)

    assert str(raised.value) == (
        f"The interpreter {python} cannot run the migrations\n"
        "  why: ModuleNotFoundError: no driver for postgresql is installed in this interpreter: "
        "psycopg2, psycopg, pg8000, asyncpg\n"
        f"  next: {NEXT}"
    )


def test_missing_package_is_named(tmp_path: Path, postgres_url: str) -> None:
    """An interpreter that is not the project's lacks what the project has."""
    python = interpreter(tmp_path / "venv")

    with pytest.raises(ProjectError) as raised:
        walk(tmp_path / "project", python, postgres_url)

    assert str(raised.value) == (
        f"The interpreter {python} cannot run the migrations\n"
        "  why: ModuleNotFoundError: No module named 'sqlalchemy'\n"
        f"  next: {NEXT}"
    )


def test_old_sqlalchemy_is_refused(tmp_path: Path, postgres_url: str) -> None:
    """Before 1.4 SQLAlchemy had no asynchronous engines, and other events."""
    python = interpreter(tmp_path / "venv", *PACKAGES[:-2], "typing_extensions.py")
    (place,) = (tmp_path / "venv").glob("lib/python3*/site-packages")
    (place / "sqlalchemy").mkdir()
    (place / "sqlalchemy" / "__init__.py").write_text("__version__ = '1.3.24'\n", encoding="utf-8")

    with pytest.raises(ProjectError) as raised:
        walk(tmp_path / "project", python, postgres_url)

    assert raised.value.why == "ImportError: SQLAlchemy 1.3.24 is installed there; a check needs 1.4 or newer"
