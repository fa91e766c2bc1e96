"""A test's database is removed when the test ends, also while something is connected to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest
from sqlalchemy import make_url

if TYPE_CHECKING:
    from harness.databases import Database

seen: dict[str, Database] = {}
left_open: list[object] = []


def test_use(parity_database: Database) -> None:
    """Use it, and leave a connection open."""
    seen[parity_database.backend] = parity_database
    if parity_database.backend == "postgresql":
        left_open.append(psycopg2.connect(parity_database.url))


def test_file_is_gone() -> None:
    """The file of SQLite is removed."""
    assert not Path(make_url(seen["sqlite"].url).database or "").exists()


def test_database_is_gone() -> None:
    """The database of PostgreSQL is dropped."""
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        psycopg2.connect(seen["postgresql"].url)
