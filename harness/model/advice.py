"""What to write instead of a statement that a database refuses, by what the database says of it.

The messages are those of SQLite, of PostgreSQL (documentation, appendix A, "PostgreSQL Error Codes"), of SQLAlchemy and
of Alembic. The first that fits is taken: what says more stands first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model.advice_on_unknown import advice_on_unknown
from harness.model.advice_on_words import IN_A_BATCH

if TYPE_CHECKING:
    from harness.model.walk import Failure

ABORTED = "current transaction is aborted"
AGAIN = "Drop the {} first, and make it again after"

ADVICE: tuple[tuple[str, str], ...] = (
    (
        r"No such constraint",
        (
            "Name the constraint where it is made (name=...), and drop it by that name: a name that PostgreSQL made up "
            "does not exist on SQLite."
        ),
    ),
    (
        r"constraint \"[^\"]+\" of relation \"[^\"]+\" does not exist",
        "Drop it by the name that it has: PostgreSQL makes up one, like table_column_key, where it is given none.",
    ),
    (
        r"Constraint must have a name",
        "Name the constraint: a batch rebuilds the table on SQLite, and needs the name.",
    ),
    (
        r"cannot be cast automatically",
        (
            'Say how to convert the rows: postgresql_using="column::type" in alter_column. A default that cannot be '
            "converted is dropped before, and set again after it."
        ),
    ),
    (
        r"cannot run inside a transaction block",
        "Run it in a transaction of its own:\n    with op.get_context().autocommit_block():\n        op.execute(...)",
    ),
    (
        r"type \"([^\"]+)\" already exists",
        (
            r'Make the type once: say `postgresql.ENUM(..., name="\1", create_type=False)` where it is there already, '
            "or give it another name, if it is another type."
        ),
    ),
    (
        r"relation \"[^\"]+\" already exists|^table \S+ already exists|^index \S+ already exists",
        (
            "Choose another name, or drop the other object first: on PostgreSQL tables, indexes, unique constraints "
            "and primary keys share one namespace, and so do types."
        ),
    ),
    (
        r"other objects depend on it",
        "Drop what depends on it first, the foreign keys and views, and make it again after.",
    ),
    (
        r"cannot alter type of a column used by an? (\w+)",
        AGAIN.format(r"\1") + ": PostgreSQL keeps the type that it was made for.",
    ),
    (
        ABORTED,
        (
            "An earlier statement failed and its exception was caught: ask sa.inspect(op.get_bind()) before it, or run "
            "it in op.get_bind().begin_nested()."
        ),
    ),
    (
        (
            r"boolean = integer|integer = boolean|of type boolean but expression is of type integer"
            r"|argument of [\w/]+ must be type boolean"
        ),
        "Write a truth value: sa.true() or sa.false(), or `WHERE column`, in place of 1 or 0.",
    ),
    (
        r"is of type ([\w ]+) but (?:default )?expression is of type",
        r"Give it as \1: write values by op.bulk_insert() or sa.update(), which convert them for each database.",
    ),
    (
        r"function (max|min)\([^)]*,.*\) does not exist",
        r"Write CASE WHEN ... THEN ... ELSE ... END: \1() of several values is SQLite's own, greatest() PostgreSQL's.",
    ),
    (r"LIMIT #,# syntax is not supported", "Write LIMIT n OFFSET m, which both databases know."),
    (r"operator does not exist: .* == ", "Write `=`: PostgreSQL knows no `==`."),
    (
        r"operator does not exist: json = |operator does not exist: .* = json$",
        "Use JSONB, whose values PostgreSQL compares, or compare them in Python.",
    ),
    (
        r"collation \"(nocase|rtrim|binary)\"",
        r"Compare lower(x), or give the column its collation on SQLite only: \1 is SQLite's own.",
    ),
    (
        r"operator does not exist: (.+)",
        r"Compare values of one type: PostgreSQL converts neither side of \1. Quote a text, or CAST one side.",
    ),
    (
        r"type json has no default operator class|could not identify an equality operator for type json\b",
        (
            "PostgreSQL has no order for json: leave the index or constraint out, or use JSONB with "
            'postgresql_using="gin".'
        ),
    ),
    (
        r"has no default operator class for access method \"(\w+)\"",
        (
            'Name an operator class, postgresql_ops={"column": ...}, of an extension that is there before: pg_trgm and '
            r"btree_\1 have some."
        ),
    ),
    (
        r"unsafe use of new value",
        "Commit the new label before it is used: run ALTER TYPE ... ADD VALUE in op.get_context().autocommit_block().",
    ),
    (r"No support for ALTER of constraints", f"SQLite cannot alter constraints: {IN_A_BATCH}"),
    (
        r"error in index (\S+) after drop column",
        r'Drop the index first, op.drop_index("\1"): PostgreSQL drops it with the column, SQLite does not.',
    ),
    (r"error in table \S+ after drop column", f"SQLite drops no column that a constraint names: {IN_A_BATCH}"),
    (
        r"error in (view|trigger) (\S+)(?: after [\w ]+)?: ",
        AGAIN.format(r"\1 \2") + ": SQLite looks at it while the table is rebuilt or changed.",
    ),
    (
        r"Cannot add a (?:UNIQUE|PRIMARY KEY|REFERENCES|column with)",
        f"SQLite adds plain columns only: {IN_A_BATCH}",
    ),
    (
        r"unknown database \"?([^\s\"]+)",
        r'SQLite has no schemas: `schema=None if op.get_context().dialect.name == "sqlite" else "\1"`.',
    ),
    (
        r"no such table: (?:main\.)?(?:pg_|information_schema)|relation \"sqlite_\w+\" does not exist",
        "Ask sa.inspect(op.get_bind()), which knows the tables of each database.",
    ),
    (
        r"can't render element of type (ARRAY)",
        'Give the column a type for each database: `sa.JSON().with_variant(postgresql.ARRAY(...), "postgresql")`.',
    ),
    (
        r"can't render element of type (\w+)",
        r'Give the column a type for each database: `sa.Text().with_variant(postgresql.\1(), "postgresql")`.',
    ),
    (
        r"no unique constraint matching given keys for referenced table",
        "Make the referenced columns unique first, by a constraint: SQLite misses it only when a row is written.",
    ),
    (r"foreign key constraint .* cannot be implemented", "Give the column the type of the column that it refers to."),
    (
        r"exceeds maximum length of (\d+) characters",
        r"Give it a name of at most \1 characters: SQLite takes any length.",
    ),
    (
        r"generation expression is not immutable|in index (?:expression|predicate) must be marked IMMUTABLE",
        "Use what gives the same for the same row at any time: no clock, no time zone, no text of a date.",
    ),
    (
        r"must appear in the GROUP BY clause",
        "Name the column in GROUP BY, or take min() of it: SQLite takes that of any row.",
    ),
    (
        r"null value in column \"(\w+)\"",
        r"Write the value of \1, or give the column a default: SQLite numbers an INTEGER key by itself.",
    ),
    (r"value too long for type", "Shorten the text, or give the column a longer type: SQLite enforces no length."),
    (r"out of range", "Give the column a larger type: SQLite keeps 64 bits in any integer."),
    (
        r"invalid input (?:syntax|value) for",
        "Write a value that the type takes: SQLite stores any text in any column.",
    ),
    (
        r"duplicate key value violates unique constraint \"\w+_pkey\"",
        "Set the sequence of the key behind the rows that were inserted with their keys: setval(...).",
    ),
    (
        r"could not create unique index|duplicate key value|UNIQUE constraint failed",
        "Delete or mend the rows that are equal before the constraint is made.",
    ),
    (
        r"violates foreign key constraint",
        "Write the row to which it refers first: SQLite looks only where PRAGMA foreign_keys is on.",
    ),
)


def advice_on(failure: Failure) -> str | None:
    """Give what to write instead, or None where the message is none of the usual ones."""
    for pattern, text in ADVICE:
        match = re.search(pattern, failure.message)
        if match:
            return match.expand(text)
    return advice_on_unknown(failure)
