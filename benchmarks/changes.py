"""What a generated revision may do: each function changes the schema and gives the revision's operations.

Every change is portable: the same operations give the same schema on SQLite and on PostgreSQL. All
constraints have names, and no row breaks a later constraint. CHECK constraints are left out, since batch
mode does not reflect them on SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.schema import KINDS, TOPICS, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.schema import Schema

LONGEST_NAME = 63
"""How much of a name PostgreSQL keeps, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one revision does, as lines of Python for its two functions."""

    message: str
    upgrade: tuple[str, ...]
    downgrade: tuple[str, ...]


def create_table(schema: Schema) -> Change:
    """Add a table of four to nine columns, half of the time with a foreign key to an older table."""
    table = Table(name=schema.next_name())
    lines = ["sa.Column('id', sa.Integer(), nullable=False)"]
    constraints = [f"sa.PrimaryKeyConstraint('id', name='pk_{table.name}')"]
    for _ in range(schema.random.randint(3, 8)):
        column = _new_column(schema, table, required=schema.coin())
        column.defaulted = not column.kind.distinct and column.required
        lines.append(column.rendered())
    if schema.tables and schema.coin():
        target = schema.random.choice(schema.tables).name
        lines.append(f"sa.Column('{target}_id', sa.Integer(), nullable=True)")
        name = f"fk_{table.name}_{target}_id_{target}"
        constraints.append(f"sa.ForeignKeyConstraint(['{target}_id'], ['{target}.id'], name='{name}')")
    if schema.coin():
        column = schema.random.choice(table.columns)
        if column.distinct:
            constraints.append(_unique(table, column))
    schema.tables.append(table)
    body = tuple(f"    {line}," for line in (*lines, *constraints))
    return Change(
        message=f"create {table.name}",
        upgrade=(f"op.create_table('{table.name}',", *body, ")"),
        downgrade=(f"op.drop_table('{table.name}')",),
    )


def add_column(schema: Schema) -> Change:
    """Add a column with ALTER TABLE ADD, NOT NULL with a default half of the time."""
    table = schema.random.choice(schema.tables)
    column = _new_column(schema, table, required=schema.coin())
    column.defaulted = column.required
    column.distinct = column.distinct and not column.required
    return Change(
        message=f"add {table.name}.{column.name}",
        upgrade=(f"op.add_column('{table.name}', {column.rendered()})",),
        downgrade=(f"op.drop_column('{table.name}', '{column.name}')",),
    )


def add_foreign_key(schema: Schema) -> Change | None:
    """Add a column that refers to another table, with its named foreign key, in a batch."""
    table, target = schema.random.choice(schema.tables), schema.random.choice(schema.tables)
    table.made += 1
    column = f"{target.name}_{table.made}_id"
    name = f"fk_{table.name}_{column}_{target.name}"
    if len(name) > LONGEST_NAME:
        return None
    return _batch(
        table,
        f"refer from {table.name} to {target.name}",
        up=(
            f"batch_op.add_column(sa.Column('{column}', sa.Integer(), nullable=True))",
            f"batch_op.create_foreign_key('{name}', '{target.name}', ['{column}'], ['id'])",
        ),
        down=(f"batch_op.drop_constraint('{name}', type_='foreignkey')", f"batch_op.drop_column('{column}')"),
    )


def add_unique(schema: Schema) -> Change | None:
    """Add a named UNIQUE constraint in a batch."""
    found = _pick(schema, lambda column: column.free and column.distinct)
    if found is None:
        return None
    table, column = found
    column.free = False
    name = f"uq_{table.name}_{column.name}"
    return _batch(
        table,
        f"no {table.name} shares its {column.name}",
        up=(f"batch_op.create_unique_constraint('{name}', ['{column.name}'])",),
        down=(f"batch_op.drop_constraint('{name}', type_='unique')",),
    )


def require(schema: Schema) -> Change | None:
    """Fill the gaps of a column, and make it NOT NULL in a batch."""
    found = _pick(schema, lambda column: column.free and not column.required)
    if found is None:
        return None
    table, column = found
    column.required, column.distinct = True, False
    handle = f"sa.table('{table.name}', sa.column('{column.name}', {column.kind.type}))"
    change = _batch(
        table,
        f"require {table.name}.{column.name}",
        up=(f"batch_op.alter_column('{column.name}', existing_type={column.kind.type}, nullable=False)",),
        down=(f"batch_op.alter_column('{column.name}', existing_type={column.kind.type}, nullable=True)",),
    )
    fill = (
        f"table = {handle}",
        f"missing = table.c.{column.name}.is_(None)",
        f"op.execute(sa.update(table).where(missing).values({column.name}={column.kind.filler}))",
    )
    return Change(message=change.message, upgrade=(*fill, *change.upgrade), downgrade=change.downgrade)


def drop_column(schema: Schema) -> Change | None:
    """Drop a column that nothing uses, in a batch."""
    found = _pick(schema, lambda column: column.free and not column.required)
    if found is None:
        return None
    table, column = found
    table.columns.remove(column)
    return _batch(
        table,
        f"drop {table.name}.{column.name}",
        up=(f"batch_op.drop_column('{column.name}')",),
        down=(f"batch_op.add_column({column.rendered()})",),
    )


def create_index(schema: Schema) -> Change | None:
    """Index a column."""
    found = _pick(schema, lambda column: column.free)
    if found is None:
        return None
    table, column = found
    column.free = False
    name = f"ix_{table.name}_{column.name}"
    return Change(
        message=f"index {table.name}.{column.name}",
        upgrade=(f"op.create_index('{name}', '{table.name}', ['{column.name}'], unique=False)",),
        downgrade=(f"op.drop_index('{name}', table_name='{table.name}')",),
    )


def insert_rows(schema: Schema) -> Change:
    """Insert a few rows, as data migrations do; PostgreSQL's sequence is set behind their keys."""
    table = schema.random.choice(schema.tables)
    first = table.rows + 1
    table.rows += schema.random.randint(2, 20)
    columns = ", ".join(f"sa.column('{column.name}', {column.kind.type})" for column in table.columns)
    return Change(
        message=f"insert into {table.name}",
        upgrade=(
            f"table = sa.table('{table.name}', sa.column('id', sa.Integer()), {columns})",
            "op.bulk_insert(table, [",
            *(f"    {_row(table, number)}," for number in range(first, table.rows + 1)),
            "])",
            "if op.get_bind().dialect.name == 'postgresql':",
            f"    op.execute(\"SELECT setval('{table.name}_id_seq', {table.rows})\")",
        ),
        downgrade=(
            f"table = sa.table('{table.name}', sa.column('id', sa.Integer()))",
            f"op.execute(sa.delete(table).where(table.c.id >= {first}))",
        ),
    )


CHANGES: dict[Callable[[Schema], Change | None], int] = {
    add_column: 30,
    create_index: 20,
    add_foreign_key: 12,
    add_unique: 10,
    require: 10,
    insert_rows: 10,
    drop_column: 8,
}


def next_change(schema: Schema, *, revisions_left: int, tables_left: int) -> Change:
    """Give the change of the next revision, spreading the creation of tables over the whole history."""
    if not schema.tables or schema.random.random() < tables_left / revisions_left:
        return create_table(schema)
    change = None
    while change is None:
        (grow,) = schema.random.choices(list(CHANGES), list(CHANGES.values()))
        change = grow(schema)
    return change


def _new_column(schema: Schema, table: Table, *, required: bool) -> Column:
    table.made += 1
    kind = schema.random.choice(KINDS)
    column = Column(
        name=f"{schema.random.choice(TOPICS)}_{table.made}",
        kind=kind,
        required=required,
        defaulted=False,
        distinct=kind.distinct,
    )
    table.columns.append(column)
    return column


def _row(table: Table, number: int) -> str:
    values = (f"'{column.name}': {column.kind.sample.format(name=column.name, row=number)}" for column in table.columns)
    return f"{{'id': {number}, {', '.join(values)}}}"


def _unique(table: Table, column: Column) -> str:
    column.free = False
    return f"sa.UniqueConstraint('{column.name}', name='uq_{table.name}_{column.name}')"


def _pick(schema: Schema, wanted: Callable[[Column], bool]) -> tuple[Table, Column] | None:
    found = [(table, column) for table in schema.tables for column in table.columns if wanted(column)]
    return schema.random.choice(found) if found else None


def _batch(table: Table, message: str, *, up: tuple[str, ...], down: tuple[str, ...]) -> Change:
    head = f"with op.batch_alter_table('{table.name}', schema=None) as batch_op:"
    return Change(
        message=message,
        upgrade=(head, *(f"    {line}" for line in up)),
        downgrade=(head, *(f"    {line}" for line in down)),
    )
