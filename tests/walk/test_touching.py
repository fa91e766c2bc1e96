"""Which statements leave every row as it was."""

from __future__ import annotations

import pytest

from harness.walk.worker.touching import changes_rows, keeps_rows


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE items (id INTEGER NOT NULL, sku TEXT, PRIMARY KEY (id))",
        'CREATE TABLE "my items" (id SERIAL)',
        "CREATE UNIQUE INDEX ix_items_sku ON items (sku)",
        "\nDROP INDEX ix_items_sku",
        "ALTER TABLE items ADD CONSTRAINT ck_items_price CHECK (price >= 0)",
        "ALTER TABLE items DROP CONSTRAINT ck_items_price;\n",
        "ALTER TABLE items ALTER COLUMN price SET NOT NULL",
        "alter table items alter column price drop default",
    ],
)
def test_statement_that_leaves_rows_alone(statement: str) -> None:
    """Nothing is read again after it."""
    assert keeps_rows(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE items ALTER COLUMN price TYPE INTEGER",
        "ALTER TABLE items ADD COLUMN price INTEGER",
        "ALTER TABLE items ADD CONSTRAINT a CHECK (price > 0), ALTER COLUMN price TYPE INTEGER",
        "CREATE INDEX ix ON items (sku); UPDATE items SET sku = ''",
        "CREATE TABLE items AS SELECT * FROM others",
        "create table items (sku) as table others",
        "CREATE TABLE items (id INTEGER); INSERT INTO items VALUES (1)",
        "UPDATE items SET sku = ''",
        "DROP TABLE items",
        "SELECT fill_items()",
    ],
)
def test_statement_that_may_touch_rows(statement: str) -> None:
    """In every doubt the tables are read."""
    assert not keeps_rows(statement)


@pytest.mark.parametrize("verb", "INSERT UPDATE DELETE TRUNCATE MERGE COPY".split())
def test_statement_that_writes_rows(verb: str) -> None:
    """Wherever in the text it stands."""
    assert changes_rows(f"WITH some AS ({verb.lower()} something) SELECT 1")
    assert not changes_rows(f"CREATE TABLE {verb.lower()}s (id INTEGER)")
