"""A test's database has the tables, the version, and the rows that the migrations write, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_tables(parity_engine: Engine) -> None:
    """The tables are those of the history."""
    assert inspect(parity_engine).get_table_names() == ["alembic_version", "store"]


def test_rows(parity_engine: Engine) -> None:
    """The second revision writes a row."""
    with parity_engine.connect() as connection:
        assert connection.scalars(text("SELECT slug FROM store")).all() == ["corner-books"]
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0002"]
