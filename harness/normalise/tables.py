"""Make two tables comparable: fill in what each column, check, index and default means. Names pass untouched."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from harness.normalise.answers import Answers, default_key
from harness.normalise.defaults import UNKNOWN, default_meaning
from harness.normalise.expressions import columns_of, is_boolean_check, labels_of, strangers_in
from harness.normalise.indexes import as_production, with_meaning
from harness.normalise.polishing import polished
from harness.normalise.types import type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.model import Column, Constraint, Facts, Snapshot, Table, Type


def normalise(
    dev: Snapshot, prod: Snapshot, name: str, facts: tuple[Facts, Facts], answers: Answers
) -> tuple[Table, Table]:
    """Give both sides of a table with their meanings, spelled as the production database spells them.

    A meaning that begins with UNKNOWN could not be found out; it equals nothing and differs from nothing.
    """
    dev_table, prod_table = meant_on_dev(dev, prod, name, facts, answers), meant_on_prod(prod, name, facts, answers)
    kinds = {column.name: column.meaning for column in prod_table.columns if column.meaning}
    kept, labels = _without_type_checks(dev_table, prod_table, kinds)
    columns = tuple(
        replace(column, meaning=replace(column.meaning, labels=labels[column.name]))
        if column.name in labels and column.meaning
        else column
        for column in dev_table.columns
    )
    return (
        replace(dev_table, columns=columns, constraints=_without_repeated_key(kept)),
        replace(prod_table, constraints=_without_repeated_key(prod_table.constraints)),
    )


def meant_on_dev(dev: Snapshot, prod: Snapshot, name: str, facts: tuple[Facts, Facts], answers: Answers) -> Table:
    """Give a table of the development side with all its parts and what they mean in production's table."""
    table, prod_table = dev.tables[name], prod.tables[name]
    kinds = _kinds(prod, name, facts[1])
    return replace(
        table,
        columns=tuple(_dev_column(column, prod_table, kinds, facts[0], answers) for column in table.columns),
        constraints=tuple(_dev_constraint(constraint, dev, prod_table, answers) for constraint in table.constraints),
        indexes=tuple(with_meaning(index, partial(_spelled, prod_table, answers)) for index in table.indexes),
    )


def meant_on_prod(prod: Snapshot, name: str, facts: tuple[Facts, Facts], answers: Answers) -> Table:
    """Give a table of the production side with all its parts and what they mean."""
    table, kinds = prod.tables[name], _kinds(prod, name, facts[1])
    return replace(
        table,
        columns=tuple(_prod_column(column, kinds[column.name], answers) for column in table.columns),
        constraints=tuple(_prod_constraint(constraint) for constraint in table.constraints),
        indexes=tuple(as_production(index) for index in table.indexes),
    )


def _without_type_checks(
    dev: Table, prod: Table, kinds: dict[str, Type]
) -> tuple[list[Constraint], dict[str, tuple[str, ...]]]:
    """Leave out the checks on SQLite that say what a native type says on PostgreSQL, and give the labels of enums.

    Where both sides have the check it is one.
    """
    booleans = [column for column, kind in kinds.items() if kind.family == "boolean"]
    checked = {item.name for item in prod.constraints if item.kind == "ck"}
    kept: list[Constraint] = []
    labels: dict[str, tuple[str, ...]] = {}
    for constraint in dev.constraints:
        if constraint.kind == "ck" and constraint.name not in checked:
            if is_boolean_check(constraint.expression or "", booleans):
                continue
            found = labels_of(constraint.expression or "")
            if found is not None and found[0] in kinds and kinds[found[0]].family == "enum":
                labels[found[0]] = found[1]
                continue
        kept.append(constraint)
    return kept, labels


def bare_type(spelled: str) -> str:
    """Give the name of a type without its schema and quotes: that of an enum, where it is one."""
    return spelled.rpartition(".")[2].strip('"')


def _kinds(prod: Snapshot, name: str, facts: Facts) -> dict[str, Type]:
    enums = {item.name: item.labels for item in prod.objects if item.kind == "enum"}
    return {column.name: _kind(column, facts, enums) for column in prod.tables[name].columns}


def _kind(column: Column, facts: Facts, enums: dict[str, tuple[str, ...]]) -> Type:
    name = bare_type(column.type)
    kind = type_of(column.type, facts)
    return replace(kind, family="enum", name=name, labels=enums[name]) if name in enums else kind


def _dev_column(column: Column, prod_table: Table, kinds: dict[str, Type], facts: Facts, answers: Answers) -> Column:
    kind = type_of(column.type, facts)
    value = answers.dev_values.get(default_key(column.type, column.default or ""))
    other = prod_table.column(column.name)
    computed = None
    if column.computed and other:
        computed = _spelled(prod_table, answers, "generated", column.computed, other.type)
    return replace(
        column,
        meaning=kind,
        default_meaning=default_meaning(column.default, value, kinds.get(column.name, kind), stored_as=kind),
        computed_meaning=computed,
    )


def _prod_column(column: Column, kind: Type, answers: Answers) -> Column:
    value = answers.prod_values.get(default_key(column.type, column.default or ""))
    return replace(
        column,
        meaning=kind,
        default_meaning=default_meaning(column.default, value, kind),
        computed_meaning=polished(column.computed) if column.computed else None,
    )


def _dev_constraint(constraint: Constraint, dev: Snapshot, prod_table: Table, answers: Answers) -> Constraint:
    if constraint.kind == "ck" and constraint.expression:
        own = dev.tables[prod_table.name].columns
        known = dict.fromkeys(column.name for column in (*prod_table.columns, *own))
        meaning = _spelled(prod_table, answers, "check", constraint.expression)
        strangers = strangers_in(constraint.expression, (column.name for column in own))
        if strangers and meaning.startswith(UNKNOWN):
            meaning = f"{', '.join(strangers)} as a text: no column has that name"
        return replace(constraint, columns=columns_of(constraint.expression, "sqlite", known), meaning=meaning)
    return _referring(constraint, dev) if constraint.kind == "fk" else constraint


def _referring(constraint: Constraint, dev: Snapshot) -> Constraint:
    """Fill in what a foreign key of SQLite leaves out, the referred columns, and give the table its own case."""
    name = constraint.referred_table or ""
    if name not in dev.tables:
        name = next((table for table in dev.tables if table.lower() == name.lower()), name)
    referred = dev.tables.get(name)
    if referred is None:
        return constraint
    columns = constraint.referred_columns or key_of(referred)
    own = {column.name.lower(): column.name for column in referred.columns}
    return replace(
        constraint, referred_table=name, referred_columns=tuple(own.get(column.lower(), column) for column in columns)
    )


def _prod_constraint(constraint: Constraint) -> Constraint:
    return replace(constraint, meaning=polished(constraint.expression)) if constraint.expression else constraint


def _spelled(prod_table: Table, answers: Answers, use: str, expression: str, kind: str | None = None) -> str:
    text, error = answers.meaning(prod_table, use, expression, kind)
    return polished(text) if text is not None else f"{UNKNOWN}{error}"


def key_of(table: Table) -> tuple[str, ...]:
    """Give the columns of the primary key; none when there is no key."""
    return next((item.columns for item in table.constraints if item.kind == "pk"), ())


def _without_repeated_key(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """PostgreSQL drops a UNIQUE over the primary key's columns, SQLite keeps it: it says nothing either way."""
    key = next((item.columns for item in constraints if item.kind == "pk"), None)
    return tuple(item for item in constraints if item.kind != "uq" or item.columns != key)
