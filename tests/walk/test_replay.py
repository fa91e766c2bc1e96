"""Which statements tell nothing of rows, so that a walk with rows need not run the revision's Python again."""

from __future__ import annotations

import pytest

from harness.walk.worker.replay import is_catalog_read


@pytest.mark.parametrize(
    "statement",
    [
        'PRAGMA main.table_info("users")',
        "SELECT sql FROM sqlite_master WHERE name = ?",
        "SELECT sql FROM  (SELECT * FROM sqlite_master UNION ALL   SELECT * FROM sqlite_temp_master) WHERE name = ?",
        "SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON TRUE",
        "SELECT a FROM (SELECT unnest(conkey) AS a FROM pg_catalog.pg_constraint) AS con",
        "SELECT table_name FROM information_schema.tables",
    ],
)
def test_catalog_is_read(statement: str) -> None:
    """What reads the schema reads the same with rows."""
    assert is_catalog_read(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM users",
        "SELECT relname FROM pg_catalog.pg_class c, users",
        "SELECT relname FROM pg_catalog.pg_class JOIN users ON TRUE",
        "SELECT setval('users_id_seq', 7)",
        "UPDATE users SET name = ''",
        "PRAGMA foreign_keys=OFF",
    ],
)
def test_rows_are_read_or_something_is_changed(statement: str) -> None:
    """The revision itself must run."""
    assert not is_catalog_read(statement)
