"""Differences to put into a history that has none: what only one database gets, and the rule that must find it."""

from __future__ import annotations

from dataclasses import dataclass

BATCH = 'with op.batch_alter_table("{table}") as batch_op:'


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Lines for both databases, then for each alone; {t} is the table. `rule` finds it, of `kind`, under `name`."""

    rule: str
    kind: str
    name: str
    both: tuple[str, ...] = ()
    dev: tuple[str, ...] = ()
    prod: tuple[str, ...] = ()
    in_table: bool = True

    def lines(self, table: str) -> list[str]:
        """Give the lines of the migration that bring the difference."""
        sides = (("sqlite", self.dev), ("postgresql", self.prod))
        lines = list(self.both)
        for dialect, own in sides:
            if own:
                lines += [f'if op.get_bind().dialect.name == "{dialect}":', *(f"    {line}" for line in own)]
        return [line.replace("{t}", table) for line in lines]


ADDED = ('op.add_column("{t}", sa.Column("odd", sa.String(20)))',)
NUMBER = ('op.add_column("{t}", sa.Column("odd", sa.Integer()))',)


def batch(call: str) -> tuple[str, ...]:
    """Give the lines of a batch of one call."""
    return (BATCH.format(table="{t}"), f"    batch_op.{call}")


def key(options: str = "") -> tuple[str, ...]:
    """Give a foreign key from the new column to the table itself."""
    return batch(f'create_foreign_key("fk_odd", "{{t}}", ["odd"], ["id"]{options})')


FAULTS = (
    Fault(rule="column-missing", kind="column", name="odd", prod=ADDED),
    Fault(rule="column-missing", kind="column", name="odd", dev=ADDED),
    Fault(
        rule="table-missing",
        kind="table",
        name="odd",
        dev=('op.create_table("odd", sa.Column("id", sa.Integer(), primary_key=True))',),
        in_table=False,
    ),
    Fault(
        rule="nullable-differs",
        kind="nullable",
        name="odd",
        both=ADDED,
        prod=('op.alter_column("{t}", "odd", existing_type=sa.String(20), nullable=False)',),
    ),
    Fault(
        rule="server-default-differs",
        kind="default",
        name="odd",
        dev=('op.add_column("{t}", sa.Column("odd", sa.String(20), server_default="a"))',),
        prod=('op.add_column("{t}", sa.Column("odd", sa.String(20), server_default="A"))',),
    ),
    Fault(
        rule="type-differs",
        kind="type",
        name="odd",
        dev=ADDED,
        prod=('op.add_column("{t}", sa.Column("odd", sa.String(30)))',),
    ),
    Fault(
        rule="check-missing",
        kind="ck",
        name="ck_odd",
        both=ADDED,
        dev=batch('create_check_constraint("ck_odd", "odd <> \'x\'")'),
    ),
    Fault(
        rule="constraint-differs",
        kind="ck",
        name="ck_odd",
        both=ADDED,
        dev=batch('create_check_constraint("ck_odd", "odd <> \'x\'")'),
        prod=batch('create_check_constraint("ck_odd", "odd <> \'y\'")'),
    ),
    Fault(
        rule="unique-missing",
        kind="uq",
        name="uq_odd",
        both=ADDED,
        prod=('op.create_unique_constraint("uq_odd", "{t}", ["odd"])',),
    ),
    Fault(
        rule="constraint-name-differs",
        kind="uq",
        name="uq_odd",
        both=ADDED,
        dev=batch('create_unique_constraint("uq_other", ["odd"])'),
        prod=batch('create_unique_constraint("uq_odd", ["odd"])'),
    ),
    Fault(rule="foreign-key-missing", kind="fk", name="fk_odd", both=NUMBER, dev=key()),
    Fault(
        rule="constraint-differs",
        kind="fk",
        name="fk_odd",
        both=NUMBER,
        dev=key(', ondelete="CASCADE"'),
        prod=key(),
    ),
    Fault(
        rule="index-missing", kind="ix", name="ix_odd", both=ADDED, prod=('op.create_index("ix_odd", "{t}", ["odd"])',)
    ),
    Fault(
        rule="index-differs",
        kind="ix",
        name="ix_odd",
        both=ADDED,
        dev=('op.create_index("ix_odd", "{t}", ["odd"], unique=True)',),
        prod=('op.create_index("ix_odd", "{t}", ["odd"])',),
    ),
    Fault(
        rule="index-differs",
        kind="ix",
        name="ix_odd",
        both=(*ADDED, 'op.create_index("ix_odd", "{t}", ["odd"], postgresql_where=sa.text("odd <> \'x\'"))'),
    ),
    Fault(
        rule="view-missing",
        kind="view",
        name="odd",
        prod=("op.execute('CREATE VIEW odd AS SELECT 1 AS one')",),
        in_table=False,
    ),
)
