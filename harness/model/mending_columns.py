"""SQLAlchemy code for the columns and tables of a fix: their types, defaults and expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model.mending import creating_index, keywords, many, portable, quoted

if TYPE_CHECKING:
    from harness.model.schema import Column, Constraint, Table

TYPES = (
    (r"(?:character varying|varchar)\((\d+)\)", "sa.String({})"),
    (r"character varying|varchar", "sa.String()"),
    (r"char(?:acter)?\((\d+)\)", "sa.CHAR({})"),
    (r"text|clob", "sa.Text()"),
    (r"smallint", "sa.SmallInteger()"),
    (r"integer|int", "sa.Integer()"),
    (r"bigint", "sa.BigInteger()"),
    (r"numeric|decimal", "sa.Numeric()"),
    (r"(?:numeric|decimal)\((\d+)(?:, ?0)?\)", "sa.Numeric({}, 0)"),
    (r"(?:numeric|decimal)\((\d+), ?(\d+)\)", "sa.Numeric({}, {})"),
    (r"real|float4", "sa.REAL()"),
    (r"double precision|double|float", "sa.Double()"),
    (r"boolean", "sa.Boolean()"),
    (r"date", "sa.Date()"),
    (r"timestamp with time zone", "sa.DateTime(timezone=True)"),
    (r"timestamp(?: without time zone)?|datetime", "sa.DateTime()"),
    (r"time with time zone", "sa.Time(timezone=True)"),
    (r"time(?: without time zone)?", "sa.Time()"),
    (r"interval", "sa.Interval()"),
    (r"bytea|blob", "sa.LargeBinary()"),
    (r"json", "sa.JSON()"),
    (r"uuid", "sa.Uuid()"),
)
TEXT_DEFAULT = re.compile(r"'((?:[^']|'')*)'(?:::[\w ]+(?:\(\d+\))?)?")
NUMBER_DEFAULT = re.compile(r"\(?(-?\d+(?:\.\d+)?)\)?(?:::[\w ]+)?")
BOOLEANS = {"0": "false", "1": "true"}
"""How SQLite spells the values of a boolean, which PostgreSQL does not take."""
CLOCK_DEFAULTS = frozenset({"now()", "current_timestamp"})


def type_code(spelled: str | None) -> str | None:
    """Give the SQLAlchemy type that a database's spelling stands for, or None for one that SQLite has no word for."""
    for pattern, code in TYPES:
        found = re.fullmatch(pattern, (spelled or "").lower())
        if found:
            return code.format(*found.groups())
    return None


def default_code(text: str | None) -> str | None:
    """Give the server default as code for both databases, or None where it is neither a plain value nor the time."""
    plain = (text or "").strip()
    lowered = plain.lower()
    if lowered in {"true", "false"}:
        return f"sa.{lowered}()"
    if lowered in CLOCK_DEFAULTS:
        return "sa.func.now()"
    number = NUMBER_DEFAULT.fullmatch(plain)
    if number:
        return f"sa.text({quoted(number.group(1))})"
    value = TEXT_DEFAULT.fullmatch(plain)
    return quoted(value.group(1).replace("''", "'")) if value else None


def column_code(column: Column) -> str | None:
    """Give the column as sa.Column(...), or None where its type, default or expression cannot be told."""
    kind = type_code(column.type)
    if kind is None or column.identity:
        return None
    more = []
    if column.computed:
        expression = portable(column.computed)
        if expression is None:
            return None
        more.append(f"sa.Computed({quoted(expression)}, persisted=True)")
    elif column.default is not None:
        default = default_code(
            BOOLEANS.get(column.default, column.default) if kind == "sa.Boolean()" else column.default
        )
        if default is None:
            return None
        more.append(f"server_default={default}")
    if not column.nullable:
        more.append("nullable=False")
    return f"sa.Column({', '.join([quoted(column.name), kind, *more])})"


def table_code(table: Table) -> list[str] | None:
    """Give op.create_table(...) with what stands inside it, then its indexes, or None where a part cannot be told."""
    parts = [column_code(column) for column in table.columns]
    parts += [_constraint_code(item) for item in table.constraints]
    indexes = [creating_index(table.name, index, index.name) for index in table.indexes]
    if None in parts or None in indexes:
        return None
    lines = [f"op.create_table({quoted(table.name)},", *(f"    {part}," for part in parts), ")"]
    return [*lines, *(line for line in indexes if line)]


def _constraint_code(constraint: Constraint) -> str | None:
    name = [f"name=op.f({quoted(constraint.name)})"] if constraint.name else []
    if constraint.kind == "ck":
        condition = portable(constraint.expression or "")
        if condition is None or constraint.options:
            return None
        return f"sa.CheckConstraint({', '.join([quoted(condition), *name])})"
    more = keywords(constraint)
    if more is None:
        return None
    if constraint.kind == "fk":
        targets = many(f"{constraint.referred_table}.{column}" for column in constraint.referred_columns)
        return f"sa.ForeignKeyConstraint({', '.join([many(constraint.columns), targets, *name, *more])})"
    call = "PrimaryKeyConstraint" if constraint.kind == "pk" else "UniqueConstraint"
    return f"sa.{call}({', '.join([*map(quoted, constraint.columns), *name, *more])})"
