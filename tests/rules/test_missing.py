"""What one side lacks: the message names it and what the other side has, the fix makes it there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model import Column, Constraint, Index, Operation, Snapshot, Step, Walked
from tests.rules.comparisons import compared, items, only, since

KEY = Constraint(kind="pk", name="pk_items", columns=("id",))
ID = Column(name="id", type="INTEGER", nullable=False)
DEPLOYED = " Where 0001 is deployed, mend it in a new revision:\n"


def test_check_lost_in_a_batch() -> None:
    """A check under a name that PostgreSQL made up was lost because it has none."""
    check = Constraint(kind="ck", name="items_price_check", expression="(price >= 0)", columns=("price",))
    lost = since(aspect="missing", kind="ck", name="items_price_check", prod="CHECK (price >= 0)", missing_on="dev")

    finding = only("check-missing", compared(lost, prod=(items(check),)))

    assert finding.message == (
        "The check constraint items_price_check of items is missing on dev; prod has CHECK (price >= 0)."
    )
    assert finding.fix == (
        "Name the check where it is made: a batch that rebuilds the table on SQLite leaves out what has no name."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_check_constraint(op.f("items_price_check"), "price >= 0")'
    )


def test_check_lost_after_the_revision_that_made_it() -> None:
    """The revision that made the check is named: the one that loses it is not where the name belongs."""
    check = Constraint(kind="ck", name="items_price_check", expression="(price >= 0)", columns=("price",))
    lost = since(aspect="missing", kind="ck", name="items_price_check", prod="CHECK (price >= 0)", missing_on="dev")
    tables = Snapshot(tables={"items": items(check)})
    steps = tuple(Step(revision=name, status="ok", snapshot=tables) for name in ("0000", "0001"))

    finding = only(
        "check-missing", replace(compared(lost), prod=Walked(side="prod", backend="postgresql", steps=steps))
    )

    assert finding.fix.startswith(
        "Name the check in revision 0000, where it is made: a batch that rebuilds the table on SQLite leaves out what"
        f" has no name.{DEPLOYED}"
    )


def test_check_in_a_test_of_the_dialect() -> None:
    """A check that only development has is made in production, in the words that both understand."""
    check = Constraint(kind="ck", name="ck_items_price", expression="price >= 0")
    lacking = since(aspect="missing", kind="ck", name="ck_items_price", dev="CHECK (price >= 0)", missing_on="prod")

    finding = only("check-missing", compared(lacking, dev=(items(check),)))

    assert finding.message == (
        "The check constraint ck_items_price of items is missing on prod; dev has CHECK (price >= 0)."
    )
    assert finding.fix == (
        f"Make the check on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_check_constraint(op.f("ck_items_price"), "price >= 0")'
    )


def test_check_that_only_postgresql_understands_is_fixed_in_words() -> None:
    """No code is better than code that SQLite refuses."""
    check = Constraint(kind="ck", name="ck_items_sku", expression="((sku)::text ~ '^[A-Z]+$'::text)")
    lacking = since(aspect="missing", kind="ck", name="ck_items_sku", prod="CHECK (...)", missing_on="dev")

    finding = only("check-missing", compared(lacking, prod=(items(check),)))

    assert finding.fix == "Make the check on both databases, outside of any test of the dialect."


def test_foreign_key_left_to_an_alter() -> None:
    """The key of use_alter is made in production, with its options."""
    key = Constraint(
        kind="fk",
        name="fk_items_shelf_id_shelves",
        columns=("shelf_id",),
        referred_table="shelves",
        referred_columns=("id",),
        options={"ondelete": "CASCADE"},
    )
    lacking = since(
        aspect="missing",
        kind="fk",
        name=key.name,
        columns=key.columns,
        dev="FOREIGN KEY (shelf_id) REFERENCES shelves (id) ON DELETE CASCADE",
        missing_on="prod",
        operation="create_table",
        use_alter=key.columns,
    )

    finding = only("foreign-key-missing", compared(lacking, dev=(items(key),)))

    assert finding.message == (
        "The foreign key fk_items_shelf_id_shelves of items is missing on prod; "
        "dev has FOREIGN KEY (shelf_id) REFERENCES shelves (id) ON DELETE CASCADE. "
        "use_alter=True leaves it to an ALTER TABLE that no operation makes."
    )
    assert finding.fix == (
        "Make the key without use_alter: with its table, or in an operation of its own when both tables exist."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_foreign_key(op.f("fk_items_shelf_id_shelves"), "shelves", ["shelf_id"], ["id"], '
        'ondelete="CASCADE")'
    )


def test_unique_constraint_without_a_name_gets_one() -> None:
    """What has no name in development is named after its table and columns in production."""
    constraint = Constraint(kind="uq", name=None, columns=("shop", "sku"))
    lacking = since(aspect="missing", kind="uq", columns=("shop", "sku"), dev="UNIQUE (shop, sku)", missing_on="prod")

    finding = only("unique-missing", compared(lacking, dev=(items(constraint),)))

    assert finding.message == (
        "The unique constraint without a name on items (shop, sku) is missing on prod; dev has UNIQUE (shop, sku)."
    )
    assert finding.fix == (
        f"Make the constraint on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_unique_constraint(op.f("uq_items_shop_sku"), ["shop", "sku"])'
    )


def test_primary_key_dropped_with_a_column() -> None:
    """PostgreSQL drops the whole key with one of its columns; the fix makes it again."""
    key = Constraint(kind="pk", name="pk_grants", columns=("user_id",))
    lacking = since(
        aspect="missing",
        kind="pk",
        table="grants",
        name="pk_grants",
        columns=("user_id",),
        dev="PRIMARY KEY (user_id)",
        missing_on="prod",
    )

    finding = only("primary-key-missing", compared(lacking, dev=(items(key, name="grants"),)))

    assert finding.message == "The primary key pk_grants of grants is missing on prod; dev has PRIMARY KEY (user_id)."
    assert finding.fix == (
        "Drop the key before a column of it, and make the new key in the same batch: "
        f"PostgreSQL drops the whole key with the column.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("grants") as batch_op:\n'
        '            batch_op.create_primary_key(op.f("pk_grants"), ["user_id"])'
    )


def test_primary_key_that_production_drops() -> None:
    """A table without a key is seldom meant: the fix makes it again."""
    key = Constraint(kind="pk", name="pk_items", columns=("id",))
    lacking = since(
        aspect="missing", kind="pk", name="pk_items", columns=("id",), dev="PRIMARY KEY (id)", missing_on="prod"
    )

    finding = only("primary-key-missing", compared(replace(lacking, operation=DROP), dev=(items(key),)))

    assert finding.fix == (
        f"Drop the key on both databases or on none, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_primary_key(op.f("pk_items"), ["id"])'
    )


def test_index_that_slows_is_a_warning() -> None:
    """An index that is not unique changes no answer."""
    index = Index(name="ix_items_sku", keys=("sku DESC", "lower((name)::text)"), columns=("sku",))
    lacking = since(
        aspect="missing",
        kind="ix",
        name="ix_items_sku",
        columns=("sku",),
        prod="INDEX (sku DESC, lower((name)::text))",
        missing_on="dev",
    )

    finding = only("index-missing", compared(lacking, prod=(items(index),)))

    assert finding.severity == "warning"
    assert finding.message == (
        "The index ix_items_sku of items is missing on dev; prod has INDEX (sku DESC, lower((name)::text))."
    )
    assert finding.fix == (
        "Make it on both databases, outside of any test of the dialect, and again after a batch on its table."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.create_index(op.f("ix_items_sku"), "items", [sa.text("sku DESC"), sa.text("lower(name)")])'
    )


def test_unique_index_is_an_error() -> None:
    """Without a unique index one side stores the same value twice."""
    index = Index(name="uq_items_sku", keys=("sku",), columns=("sku",), unique=True, predicate="NOT archived")
    lacking = since(
        aspect="missing",
        kind="ix",
        name="uq_items_sku",
        columns=("sku",),
        dev="UNIQUE INDEX (sku) WHERE NOT archived",
        missing_on="prod",
        detail="unique",
    )

    finding = only("index-missing", compared(lacking, dev=(items(index),)))

    assert finding.severity == "error"
    assert finding.message == (
        "The unique index uq_items_sku of items is missing on prod; dev has UNIQUE INDEX (sku) WHERE NOT archived."
    )
    assert finding.fix == (
        "Make it on both databases, outside of any test of the dialect, and again after a batch on its table."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.create_index(op.f("uq_items_sku"), "items", ["sku"], unique=True, '
        'sqlite_where=sa.text("NOT archived"), postgresql_where=sa.text("NOT archived"))'
    )


def test_column_in_a_test_of_the_dialect() -> None:
    """A column is added as the other side has it."""
    column = Column(name="label", type="character varying(40)", nullable=False, default="'new'::character varying")
    lacking = since(
        aspect="missing", kind="column", name="label", column="label", prod="character varying(40)", missing_on="dev"
    )

    finding = only("column-missing", compared(lacking, prod=(items(ID, column),)))

    assert finding.message == "The column items.label is missing on dev; prod has it as character varying(40)."
    assert finding.fix == (
        f"Add the column on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.add_column("items", sa.Column("label", sa.String(40), server_default="new", nullable=False))'
    )


def test_column_forgotten_in_copy_from() -> None:
    """A batch that loses a column was given a table without it."""
    column = Column(name="label", type="text", nullable=True)
    lacking = since(
        aspect="missing",
        kind="column",
        name="label",
        column="label",
        prod="text",
        missing_on="dev",
        operation="alter_column",
    )

    finding = only("column-missing", compared(lacking, prod=(items(ID, column),)))

    assert finding.fix == (
        "Leave copy_from out of the batch, or repeat every column in it: SQLite is rebuilt from that table alone."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.add_column("items", sa.Column("label", sa.Text()))'
    )


def test_column_of_a_type_that_only_postgresql_has_is_fixed_in_words() -> None:
    """No code is better than code that SQLite refuses."""
    column = Column(name="words", type="tsvector", nullable=True)
    lacking = since(aspect="missing", kind="column", name="words", column="words", prod="tsvector", missing_on="dev")

    finding = only("column-missing", compared(lacking, prod=(items(ID, column),)))

    assert finding.fix == "Add the column on both databases, outside of any test of the dialect."


def test_columns_of_one_line_are_one_finding() -> None:
    """What one operation left out is one finding, which lists its objects."""
    columns = [Column(name=name, type="text", nullable=True) for name in ("one", "two")]
    lacking = [
        since(aspect="missing", kind="column", name=item.name, column=item.name, prod="text", missing_on="dev")
        for item in columns
    ]

    finding = only("column-missing", compared(*lacking, prod=(items(ID, *columns),)))

    assert finding.message == "2 columns are missing on dev: items.one and items.two."
    assert [item.column for item in finding.objects] == ["one", "two"]
    assert finding.fix == (
        f"Add the column on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.add_column("items", sa.Column("one", sa.Text()))\n'
        '        op.add_column("items", sa.Column("two", sa.Text()))'
    )


def test_table_in_a_test_of_the_dialect() -> None:
    """A table is made as the other side has it, with everything inside."""
    parts = (
        Column(name="id", type="bigint", nullable=False, numbered=True),
        Column(name="shop_id", type="integer", nullable=False),
        Column(name="made_at", type="timestamp with time zone", nullable=False, default="now()"),
        KEY,
        Constraint(kind="uq", name="uq_items_shop_id", columns=("shop_id",)),
        Constraint(
            kind="fk",
            name="fk_items_shop_id_shops",
            columns=("shop_id",),
            referred_table="shops",
            referred_columns=("id",),
        ),
        Constraint(kind="ck", name="ck_items_id", expression="(id > 0)"),
        Index(name="ix_items_made_at", keys=("made_at",), columns=("made_at",)),
    )
    lacking = since(aspect="missing", kind="table", name="items", prod="table of 3 columns", missing_on="dev")

    finding = only("table-missing", compared(lacking, prod=(items(*parts),)))

    assert finding.message == "The table items is missing on dev; prod has a table of 3 columns."
    assert finding.fix == (
        f"Create the table on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.create_table("items",\n'
        '            sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),\n'
        '            sa.Column("shop_id", sa.Integer(), nullable=False),\n'
        '            sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),\n'
        '            sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),\n'
        '            sa.UniqueConstraint("shop_id", name=op.f("uq_items_shop_id")),\n'
        '            sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_items_shop_id_shops")),\n'
        '            sa.CheckConstraint("id > 0", name=op.f("ck_items_id")),\n'
        "        )\n"
        '        op.create_index(op.f("ix_items_made_at"), "items", ["made_at"])'
    )


def test_table_in_a_schema_that_sqlite_has_not() -> None:
    """No code makes it there."""
    lacking = since(aspect="missing", kind="table", table="app.items", prod="table of 1 column", missing_on="dev")

    finding = only("table-missing", compared(lacking, prod=(items(ID, KEY, name="app.items"),)))

    assert finding.message == "The table app.items is missing on dev; prod has a table of 1 column."
    assert finding.fix == (
        "SQLite has no schemas: leave schema= out on both databases. Where dev has the table without its schema, "
        "accept both findings: the two are not compared with each other."
    )


def test_column_comes_with_what_stands_on_it() -> None:
    """What names a column that is missing is missing with it."""
    key = Constraint(kind="fk", name="fk_a", columns=("a",), referred_table="shelves", referred_columns=("id",))
    index = Index(name="ix_a", keys=("a",), columns=("a",))
    lacking = since(aspect="missing", kind="column", name="a", column="a", prod="integer", missing_on="dev")
    table = items(ID, Column(name="a", type="integer", nullable=True), KEY, key, index)

    finding = only("column-missing", compared(lacking, prod=(table,)))

    assert finding.fix == (
        f"Add the column on both databases, outside of any test of the dialect.{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        op.add_column("items", sa.Column("a", sa.Integer()))\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.create_foreign_key(op.f("fk_a"), "shelves", ["a"], ["id"])\n'
        '        op.create_index(op.f("ix_a"), "items", ["a"])'
    )


def test_column_whose_constraint_has_no_code_is_fixed_in_words() -> None:
    """A mend without it would be none."""
    check = Constraint(kind="ck", name="ck_a", columns=("a",), expression="(a ~ 'x'::text)")
    lacking = since(aspect="missing", kind="column", name="a", column="a", prod="text", missing_on="dev")
    table = items(ID, Column(name="a", type="text", nullable=True), KEY, check)

    finding = only("column-missing", compared(lacking, prod=(table,)))

    assert finding.fix == "Add the column on both databases, outside of any test of the dialect."


def test_tables_of_one_line_are_one_finding() -> None:
    """Two tables of one loop are one finding."""
    lacking = [
        since(aspect="missing", kind="table", table=name, name=name, dev="table of 1 column", missing_on="prod")
        for name in ("left_side", "right_side")
    ]

    finding = only("table-missing", compared(*lacking))

    assert finding.message == "2 tables are missing on prod: left_side and right_side."


def test_table_left_behind_by_a_batch() -> None:
    """A temporary table of Alembic is what a failed batch left, not a table of the project."""
    left = since(
        aspect="missing", kind="table", table="_alembic_tmp_items", name="_alembic_tmp_items", missing_on="prod"
    )

    finding = only("table-missing", compared(left))

    assert finding.message == "A batch operation failed half-way on dev and left _alembic_tmp_items behind."
    assert finding.fix == (
        "Mend the batch operation, and make the database of dev again: SQLite keeps what a failed revision did."
    )


def test_view_in_a_test_of_the_dialect() -> None:
    """A view is created from the query that PostgreSQL keeps, when SQLite understands it."""
    lacking = since(
        aspect="missing",
        kind="view",
        table="cheap",
        name="cheap",
        prod="SELECT id FROM items WHERE ((kind)::text = 'a'::text);",
        missing_on="dev",
    )

    finding = only("view-missing", compared(lacking))

    assert finding.message == "The view cheap is missing on dev."
    assert finding.fix == (
        f"Create it on both databases, outside of any test of the dialect.{DEPLOYED}"  # noqa: S608 - nothing runs it
        '    if op.get_context().dialect.name == "sqlite":\n'
        "        op.execute(\"CREATE VIEW cheap AS SELECT id FROM items WHERE (kind = 'a')\")"
    )


def test_views_of_one_line_are_one_finding() -> None:
    """Two views of one loop are one finding, and SQLite's own statements run on PostgreSQL."""
    lacking = [
        since(
            aspect="missing",
            kind="view",
            table=name,
            name=name,
            dev=f"CREATE VIEW {name} AS SELECT id FROM items",  # noqa: S608 - nothing runs it
            missing_on="prod",
        )
        for name in ("cheap", "dear")
    ]

    finding = only("view-missing", compared(*lacking))

    assert finding.message == "2 views are missing on prod: cheap and dear."
    assert finding.fix == (
        f"Create it on both databases, outside of any test of the dialect.{DEPLOYED}"  # noqa: S608 - nothing runs it
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.execute("CREATE VIEW cheap AS SELECT id FROM items")\n'
        '        op.execute("CREATE VIEW dear AS SELECT id FROM items")'
    )


def test_trigger_dropped_by_a_batch() -> None:
    """SQLite drops a table's triggers with the table that a batch replaces."""
    lacking = since(aspect="missing", kind="trigger", name="trg_items", prod="CREATE TRIGGER ...", missing_on="dev")

    finding = only("trigger-missing", compared(lacking))

    assert finding.message == "The trigger trg_items on items is missing on dev."
    assert finding.fix == (
        "Create trg_items on SQLite: again after each batch on items, which drops a table's triggers with the old "
        "table. Where that revision is deployed, do it in a new one."
    )


def test_triggers_made_for_sqlite_alone() -> None:
    """Triggers that only development has are written for production as well."""
    lacking = [
        since(aspect="missing", kind="trigger", name=name, dev="CREATE TRIGGER ...", missing_on="prod")
        for name in ("trg_one", "trg_two")
    ]

    finding = only("trigger-missing", compared(*lacking))

    assert finding.message == "The triggers trg_one on items and trg_two on items are missing on prod."
    assert finding.fix == (
        "Create trg_one and trg_two on prod as well, in the same revision; where that is deployed, in a new one."
    )


def test_table_that_postgresql_writes_small() -> None:
    """A name without quotes in SQL is no table that is missing: another one would be made beside it."""
    lacking = since(aspect="missing", kind="table", table="Items", name="Items", dev="a table", missing_on="prod")

    finding = only("table-missing", compared(lacking, dev=(items(name="Items"),), prod=(items(),)))

    assert finding.message == "The table Items has the name items on prod."
    assert finding.fix == (
        "Write the name in small letters, or quote it: without quotes PostgreSQL makes small letters of it."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.rename_table("items", "Items")'
    )


def test_columns_that_postgresql_writes_small() -> None:
    """What stands in one statement is told together, and renamed together."""
    lacking = [
        since(aspect="missing", kind="column", name=name, column=name, dev="TEXT", missing_on="prod")
        for name in ("Id", "Price")
    ]

    small = items(*(Column(name=name, type="text", nullable=True) for name in ("id", "price")))

    finding = only("column-missing", compared(*lacking, prod=(small,)))

    assert finding.message == (
        "The column items.Id has the name id on prod. The column items.Price has the name price on prod."
    )
    assert finding.fix == (
        "Write the name in small letters, or quote it: without quotes PostgreSQL makes small letters of it."
        f"{DEPLOYED}"
        '    if op.get_context().dialect.name != "sqlite":\n'
        '        op.alter_column("items", "id", new_column_name="Id")\n'
        '        op.alter_column("items", "price", new_column_name="Price")'
    )


DROP = Operation(name="drop_constraint", line=14, table="items", names=("items_shelf_fkey",))
BY_HAND = Operation(name="statement", line=14, statement="ALTER TABLE items DROP CONSTRAINT ck_items_price")
AS_WELL = "Drop it on dev as well, outside of any test of the dialect: the operation runs on prod only."
UNDER_ITS_NAME = (
    ' On SQLite op.batch_alter_table("items", naming_convention={"fk": "%(table_name)s_%(column_0_N_name)s_fkey"})'
    " knows it by the name that PostgreSQL made up."
)
SHELF = Constraint(kind="fk", name=None, columns=("shelf",), referred_table="shelves", referred_columns=("id",))


def test_key_that_production_drops() -> None:
    """The fault is that development keeps it, and there it has no name."""
    left = since(aspect="missing", kind="fk", columns=("shelf",), dev="FOREIGN KEY (shelf)", missing_on="prod")

    finding = only("foreign-key-missing", compared(replace(left, operation=DROP), dev=(items(SHELF),)))

    assert finding.fix == (
        f"{AS_WELL}{UNDER_ITS_NAME}{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        names = {"fk": "%(table_name)s_%(column_0_N_name)s_fkey"}\n'
        '        with op.batch_alter_table("items", naming_convention=names) as batch_op:\n'
        '            batch_op.drop_constraint(op.f("items_shelf_fkey"), type_="foreignkey")'
    )


def test_key_that_production_drops_beside_another_one_of_its_columns() -> None:
    """SQLAlchemy reads one of the two from SQLite, so that no batch can drop the right one."""
    left = since(aspect="missing", kind="fk", columns=("shelf",), dev="FOREIGN KEY (shelf)", missing_on="prod")
    other = replace(SHELF, name="fk_items_shelf", options={"ondelete": "CASCADE"})

    finding = only("foreign-key-missing", compared(replace(left, operation=DROP), dev=(items(SHELF, other),)))

    assert finding.fix == f"{AS_WELL}{UNDER_ITS_NAME}"


@pytest.mark.parametrize("drop", [DROP, BY_HAND])
def test_named_check_that_production_drops(drop: Operation) -> None:
    """It is dropped by its name, also where a statement drops it."""
    check = Constraint(kind="ck", name="ck_items_price", expression="price >= 0")
    left = since(aspect="missing", kind="ck", name="ck_items_price", dev="CHECK (price >= 0)", missing_on="prod")

    finding = only("check-missing", compared(replace(left, operation=drop), dev=(items(check),)))

    assert finding.fix == (
        f"{AS_WELL}{DEPLOYED}"
        '    if op.get_context().dialect.name == "sqlite":\n'
        '        with op.batch_alter_table("items") as batch_op:\n'
        '            batch_op.drop_constraint(op.f("ck_items_price"), type_="check")'
    )
