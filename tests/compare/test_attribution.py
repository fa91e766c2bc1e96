"""Which line of a revision is named for a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.compare.attribution import attribute
from harness.model import Difference, Operation, Snapshot
from tests.compare.schemas import operation, revision, statement, step

NOTHING = Snapshot(tables={})


def line(difference: Difference, dev: list[Operation], prod: list[Operation] | None = None) -> int | None:
    """Give the line of the difference; without `prod` both sides ran the same."""
    on_prod = dev if prod is None else prod
    found = attribute(difference, step("0001", NOTHING, *dev), step("0001", NOTHING, *on_prod), revision("0001"))
    assert (found.revision, found.file) == ("0001", "versions/0001.py")
    return found.line


def missing(kind: str, name: str | None, *columns: str, table: str = "items") -> Difference:
    """Give something of a table that production has and development lacks."""
    one = columns[0] if kind == "column" else None
    return Difference(
        aspect="missing", kind=kind, table=table, name=name, column=one, columns=columns, missing_on="dev"
    )


def differs(kind: str, column: str) -> Difference:
    """Give a column that differs."""
    return Difference(aspect="differs", kind=kind, table="items", name=column, column=column)


def test_operation_that_names_it() -> None:
    """The call that makes a constraint is its line."""
    operations = [
        operation("create_table", 10, "items", "id", "sku", "pk_items"),
        operation("create_unique_constraint", 20, "items", "uq_sku", "sku"),
        operation("alter_column", 30, "items", "sku"),
    ]

    assert line(missing("uq", "uq_sku", "sku"), operations) == 20


def test_operation_that_names_its_columns() -> None:
    """A constraint without a name is found by its columns."""
    operations = [
        operation("create_table", 10, "others", "sku"),
        operation("create_table", 20, "items", "id", "sku"),
        operation("alter_column", 30, "items", "label"),
    ]

    assert line(missing("uq", "items_sku_key", "sku"), operations) == 20


def test_operation_that_names_all_its_columns() -> None:
    """Of two that name columns of it, the one that names all of them."""
    operations = [
        statement(10, "ALTER TABLE items ADD UNIQUE (sku)"),
        statement(20, "ALTER TABLE items ADD UNIQUE (sku, a)"),
    ]

    assert line(missing("uq", "items_sku_a_key", "sku", "a"), operations) == 20


def test_operation_on_its_table() -> None:
    """What a rebuild lost is found by the table."""
    operations = [operation("add_column", 10, "others", "a"), operation("alter_column", 20, "items", "label")]

    assert line(missing("ck", "items_price_check", "price"), operations) == 20


def test_branch_on_one_side() -> None:
    """Among operations that fit alike, the one that one side alone ran is the cause."""
    both = operation("create_table", 10, "items", "id", "sku")
    branch = operation("alter_column", 20, "items", "sku")

    assert line(differs("nullable", "sku"), [both], [both, branch]) == 20
    assert line(differs("nullable", "sku"), [both, branch], [both]) == 20


def test_branch_that_concerns_something_else() -> None:
    """A branch does not take the blame from the operation that names the thing itself."""
    both = operation("create_index", 10, "items", "ix_sku", "sku")
    branch = operation("create_index", 20, "items", "ix_other", "sku", "label")

    assert (
        line(
            Difference(aspect="differs", kind="ix", table="items", name="ix_sku", columns=("sku",)),
            [both],
            [both, branch],
        )
        == 10
    )


def test_index_does_not_change_its_table() -> None:
    """Making an index leaves constraints and columns alone."""
    operations = [
        operation("create_table", 10, "items", "id", "sku"),
        operation("create_index", 20, "items", "ix", "sku"),
    ]

    assert (
        line(
            missing("uq", "items_sku_key", "sku"), operations, [*operations, operation("drop_index", 30, "items", "ix")]
        )
        == 10
    )


def test_constraint_rebuilds_its_table() -> None:
    """A batch that makes one constraint may lose another, whose columns it names."""
    operations = [operation("create_unique_constraint", 10, "items", "uq_sku", "sku")]

    assert line(missing("ck", "items_sku_check", "sku"), operations) == 10


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("DROP INDEX ix_sku", missing("ix", "ix_sku", "sku")),
        ("ALTER TABLE items ALTER sku SET NOT NULL", differs("nullable", "sku")),
        ("CREATE VIEW cheap AS SELECT 1", missing("view", "cheap", table="cheap")),
        ('CREATE TRIGGER "stamp" AFTER INSERT ON items', missing("trigger", "stamp")),
    ],
)
def test_statement(text: str, difference: Difference) -> None:
    """A statement of the revision counts as an operation; `op.execute` keeps the text as well."""
    assert line(difference, [operation("create_table", 10, "others", "sku"), statement(20, text)]) == 20
    assert line(difference, [Operation(name="execute_sql", line=30, statement=text)]) == 30


def test_statement_on_another_table() -> None:
    """A column of the same name in another table is another column."""
    assert line(differs("nullable", "sku"), [statement(10, "CREATE TABLE others (sku TEXT)")]) == 9


def test_statement_that_alters_the_type() -> None:
    """ALTER TYPE names no table, and its line is that of the columns of the type."""
    statements = [
        statement(10, "INSERT INTO mood (name) VALUES ('calm')"),
        statement(20, "alter type tone add value 'calm'"),
        statement(30, "ALTER TYPE mood ADD VALUE 'calm'"),
    ]

    assert line(replace(differs("enum", "state"), detail="mood"), statements) == 30


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX ix ON items (sku)",
        "CREATE TRIGGER t AFTER UPDATE OF sku ON items BEGIN SELECT 1; END",
        "CREATE OR REPLACE FUNCTION f() RETURNS trigger AS 'UPDATE items SET sku = 1'",
        "CREATE VIEW v AS SELECT sku FROM items",
        "UPDATE items SET sku = 1",
    ],
)
@pytest.mark.parametrize("kind", ["fk", "uq"])
def test_statement_that_makes_no_constraint(text: str, kind: str) -> None:
    """What writes rows, or makes something else, is not the cause, whatever it names."""
    operations = [statement(10, "ALTER TABLE items ADD CHECK (price > 0)"), statement(20, text)]

    assert line(missing(kind, None, "sku"), operations) == 10


def test_statement_that_renames_a_label() -> None:
    """ALTER TYPE ... RENAME VALUE names neither the table nor the column whose rows it changes."""
    difference = Difference(
        aspect="values-differ", kind="data", table="items", column="state", dev="'calm'", prod="'quiet'"
    )
    statements = [
        statement(10, "ALTER TYPE mood RENAME VALUE 'angry' TO 'loud'"),
        statement(20, "ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'"),
    ]

    assert line(difference, statements) == 20


def test_statement_that_makes_a_unique_index() -> None:
    """A unique index stands for a unique constraint."""
    operations = [statement(10, "ALTER TABLE items ADD CHECK (price > 0)")]
    operations.append(statement(20, "CREATE UNIQUE INDEX ix ON items (sku)"))

    assert line(missing("uq", None, "sku"), operations) == 20


def test_part_of_a_word_is_not_the_name() -> None:
    """A statement mentions whole names."""
    assert (
        line(missing("ix", "ix_sku"), [statement(10, "DROP INDEX ix_sku_label"), statement(20, "DROP INDEX ix_sku")])
        == 20
    )


def test_statement_that_an_operation_emits() -> None:
    """The statements of an operation stand at its line; those of a batch at its end, where it is no cause by itself."""
    operations = [
        operation("alter_column", 21, "items", "label"),
        statement(20, "CREATE TABLE _alembic_tmp_items (id INTEGER, price INTEGER)"),
        statement(20, "ALTER TABLE _alembic_tmp_items RENAME TO items"),
    ]

    assert line(missing("ck", "items_price_check", "price"), operations) == 21


def test_table_that_is_made() -> None:
    """For a table it is the call that makes, drops or renames it."""
    made = [operation("create_table", 10, "items", "id"), operation("add_column", 20, "items", "sku")]
    renamed = [operation("add_column", 10, "goods", "sku"), operation("rename_table", 20, "goods", "items")]

    assert line(missing("table", "items"), made) == 10
    assert line(missing("table", "items"), renamed, []) == 20


@pytest.mark.parametrize("text", ["INSERT INTO items VALUES (1, 'a')", "INSERT INTO items (id, sku) VALUES (1, 'a')"])
def test_rows_of_a_table_that_is_made(text: str) -> None:
    """What its rows hold was put in by a statement; where there is none, the line is that of the table."""
    made = operation("create_table", 10, "items", "id", "sku")
    values = Difference(aspect="values-differ", kind="data", table="items", name="sku", column="sku", columns=("sku",))

    assert line(values, [made, statement(20, text)]) == 20
    assert line(values, [made]) == 10


def test_values_of_a_column_that_is_made() -> None:
    """It is the statement that fills it, not the operation that adds it."""
    made = operation("add_column", 10, "items", "cents")
    values = Difference(aspect="values-differ", kind="data", table="items", name="cents", column="cents")

    assert line(values, [made, statement(20, "UPDATE items SET cents = price * 100")]) == 20
    assert line(values, [made]) == 10


def test_values_that_a_type_converts() -> None:
    """The rows are cleaned by a statement before, and converted by the batch."""
    cleaned = statement(10, "UPDATE items SET born = trim(born)")
    values = Difference(aspect="values-differ", kind="data", table="items", name="born", column="born")
    altered = operation("alter_column", 20, "items", "born")

    assert line(values, [cleaned, replace(altered, retypes=True)]) == 20
    assert line(values, [cleaned, altered]) == 10


def test_table_in_a_schema() -> None:
    """An operation tells the name of its table, a database that of the schema as well."""
    made = [operation("create_table", 10, "others", "id"), operation("create_table", 20, "items", "id")]

    assert line(missing("table", "shop.items", table="shop.items"), made) == 20


def test_index_that_is_dropped_without_its_table() -> None:
    """op.drop_index() need not name the table."""
    assert line(missing("ix", "ix_sku", "sku"), [operation("drop_index", 10, None, "ix_sku")]) == 10


def test_no_operation_fits() -> None:
    """The line is that of `def upgrade`."""
    assert line(differs("nullable", "sku"), [operation("create_table", 10, "others", "sku")]) == 9


def test_what_a_statement_takes_along() -> None:
    """CASCADE drops what needs the thing that the statement names."""
    key = replace(missing("fk", "fk_boxes_item", "item", table="boxes"), dev="FOREIGN KEY (item) REFERENCES items (id)")
    operations = [
        operation("add_column", 10, "boxes", "size"),
        statement(20, "DROP TABLE others CASCADE"),
        statement(30, 'DROP TABLE IF EXISTS "items" CASCADE'),
        statement(40, "DROP TABLE items"),
    ]

    assert line(key, operations, []) == 30


def test_key_without_a_name_that_production_drops() -> None:
    """PostgreSQL has it under a name that it made up; the operation that makes another key is not to blame."""
    key = missing("fk", None, "shelf")
    drop = operation("drop_constraint", 14, "items", "items_shelf_fkey")
    make = operation("create_foreign_key", 15, "items", "fk_items_shelf", "shelf", "shelves")

    assert line(key, [make], [drop, make]) == 14


def test_name_that_production_cut() -> None:
    """The statement says the whole name."""
    whole = "ix_" + "a_very_long_name_" * 4
    cut = Difference(
        aspect="cut", kind="truncation", table="items", name=whole[:63], columns=("a",), dev=whole, prod=whole[:63]
    )
    operations = [statement(10, "UPDATE items SET a = 1"), statement(20, f"CREATE INDEX {whole} ON items (a)")]

    assert line(cut, operations) == 20
