"""A name is longer than PostgreSQL keeps: 63 bytes. It is cut there, and whole on SQLite.

Why it matters: the models' name does not exist in production. Autogenerate proposes to add and remove it for ever,
and two long names can be cut to the same one.

Instead: a shorter name. Constraint names of a naming convention are no trouble: SQLAlchemy shortens them itself,
and knows it.

A constraint or index of the models with such a name of its own is an error: SQLAlchemy refuses to make it on
PostgreSQL.

Blind spots: none known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.findings import Group, findings_from
from harness.model.wording import KINDS, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Difference, Models

LIMIT = 63


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that production cut, or would cut or refuse when the models are made there."""
    yield from findings_from(
        comparison.having("cut"), rule="name-too-long", severity="warning", message=_message, fix=_fix
    )
    failed = comparison.prod.failed
    told = failed.failure.message if failed and failed.failure else ""
    known = {item.difference.dev for item in comparison.having("cut")}
    for finding in _of_models(comparison.models, comparison.name_bytes):
        if finding.name not in known and str(finding.name) not in told:
            yield finding


def _of_models(models: Models, limit: int | None) -> Iterator[Finding]:
    if limit is None:
        return
    for table, columns in models.columns.items():
        own = table.rpartition(".")[2]
        if _too_long(own, limit):
            yield _in_models(table, None, own, f"the table {own}")
        for column in columns:
            if _too_long(column, limit):
                yield _in_models(table, column, column, f"the column {column} of {table}")
        for item in models.objects.get(table, ()):
            name = item.names.get("postgresql")
            if name is not None and _too_long(name, limit):
                refused = _in_models(table, None, name, f"the {KINDS[item.kind]} {name} of {table}")
                yield replace(
                    refused,
                    severity="error",
                    columns=item.columns,
                    prod="refused by SQLAlchemy",
                    message=f"{refused.message.partition(';')[0]}; SQLAlchemy refuses to make it on prod.",
                )


def _in_models(table: str, column: str | None, name: str, what: str) -> Finding:
    kept = name.encode()[:LIMIT].decode("utf-8", "ignore")
    return Finding(
        rule="name-too-long",
        severity="warning",
        kind="truncation",
        table=table,
        name=name,
        column=column,
        dev=name,
        prod=kept,
        expected=name,
        message=f"The name of {what} in the models has {len(name.encode())} bytes; prod would cut it to {kept}.",
        fix=f"Give a shorter name, of at most {LIMIT} bytes, in place of {name}.",
    )


def _too_long(name: str, limit: int) -> bool:
    return len(name.encode()) > limit


def _message(group: Group) -> str:
    return " ".join(_sentence(item.difference) for item in group)


def _sentence(difference: Difference) -> str:
    if difference.column:
        what = f"the column {difference.column} of {difference.table}"
    elif difference.detail:
        what = f"the {KINDS[difference.detail]} {difference.dev} of {difference.table}"
    else:
        what = f"the table {difference.dev}"
    length = len(str(difference.dev).encode())
    return f"The name of {what} has {length} bytes; prod cuts it to {difference.prod}."


def _fix(group: Group) -> str:
    return (
        f"Give a shorter name, of at most 63 bytes, in place of {listed(str(item.difference.dev) for item in group)}."
    )


def bad(op: Any, sa: Any) -> None:
    """Name a column at length."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a_" + "very_" * 13 + "long_name", sa.Integer()),
    )


def good(op: Any, sa: Any) -> None:
    """Name it short."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a_short_name", sa.Integer()))


RULE = Rule(name="name-too-long", severity="warning", check=check, bad=(bad,), good=(good,))
