"""What one test writes, and makes, is not there for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.mark.parametrize("number", [1, 2])
def test_write(parity_engine: Engine, number: int) -> None:
    """Each of these leaves a row and a table."""
    with parity_engine.begin() as connection:
        assert connection.scalars(text("SELECT name FROM store")).all() == ["Corner Books"]
        assert inspect(connection).get_table_names() == ["alembic_version", "store"]
        connection.execute(text("INSERT INTO store (name) VALUES (:name)"), {"name": f"Tea {number}"})
        connection.execute(text("CREATE TABLE mine (id INTEGER)"))
