"""Make two tables comparable: fill in what each column, check, index and default means. Names pass through untouched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.normalise.answers import Answers, default_key
from harness.normalise.defaults import default_meaning
from harness.normalise.expressions import columns_of, is_boolean_check, labels_of, polished
from harness.normalise.types import type_of

if TYPE_CHECKING:
    from harness.model import Column, Constraint, Facts, Index, Snapshot, Table, Type

UNKNOWN = "unknown: "


def normalise(
    dev: Snapshot, prod: Snapshot, name: str, facts: tuple[Facts, Facts], answers: Answers
) -> tuple[Table, Table]:
    """Give both sides of a table with their meanings, spelled as the production database spells them.

    A meaning that begins with UNKNOWN could not be found out; it equals nothing and differs from nothing.
    """
    dev_table, prod_table = dev.tables[name], prod.tables[name]
    enums = {item.name: item.labels for item in prod.objects if item.kind == "enum"}
    kinds = {column.name: _kind(column, facts[1], enums) for column in prod_table.columns}
    dev_columns = tuple(_dev_column(column, prod_table, kinds, facts[0], answers) for column in dev_table.columns)
    prod_columns = tuple(_prod_column(column, kinds[column.name], answers) for column in prod_table.columns)
    booleans = [column for column, kind in kinds.items() if kind.family == "boolean"]
    checked = {item.name for item in prod_table.constraints if item.kind == "ck"}
    dev_constraints, labels = [], {}
    for constraint in dev_table.constraints:
        # What a native type says on PostgreSQL, a check says on SQLite; where both sides have the check it is one.
        if constraint.kind == "ck" and constraint.name not in checked:
            if is_boolean_check(constraint.expression or "", booleans):
                continue
            found = labels_of(constraint.expression or "")
            if found is not None and found[0] in kinds and kinds[found[0]].family == "enum":
                labels[found[0]] = found[1]
                continue
        dev_constraints.append(_dev_constraint(constraint, dev, prod_table, answers))
    dev_columns = tuple(
        replace(column, meaning=replace(column.meaning, labels=labels[column.name]))
        if column.name in labels and column.meaning
        else column
        for column in dev_columns
    )
    return (
        replace(
            dev_table,
            columns=dev_columns,
            constraints=_without_repeated_key(dev_constraints),
            indexes=tuple(_dev_index(index, prod_table, answers) for index in dev_table.indexes),
        ),
        replace(
            prod_table,
            columns=prod_columns,
            constraints=_without_repeated_key([_prod_constraint(item) for item in prod_table.constraints]),
            indexes=tuple(_prod_index(index) for index in prod_table.indexes),
        ),
    )


def _kind(column: Column, facts: Facts, enums: dict[str, tuple[str, ...]]) -> Type:
    plain = column.type.rpartition(".")[2].strip('"')
    kind = type_of(column.type, facts)
    return replace(kind, family="enum", name=plain, labels=enums[plain]) if plain in enums else kind


def _dev_column(column: Column, prod_table: Table, kinds: dict[str, Type], facts: Facts, answers: Answers) -> Column:
    kind = type_of(column.type, facts)
    target = kinds.get(column.name, kind)
    value = answers.dev_values.get(default_key(column.type, column.default or ""))
    other = prod_table.column(column.name)
    computed = None
    if column.computed:
        text, error = answers.meaning(prod_table, "generated", column.computed, other.type if other else None)
        computed = polished(text) if text is not None else f"{UNKNOWN}{error}"
    return replace(
        column,
        meaning=kind,
        default_meaning=default_meaning(column.default, value, target, is_sqlite=True),
        computed_meaning=computed,
    )


def _prod_column(column: Column, kind: Type, answers: Answers) -> Column:
    value = answers.prod_values.get(default_key(column.type, column.default or ""))
    return replace(
        column,
        meaning=kind,
        default_meaning=default_meaning(column.default, value, kind, is_sqlite=False),
        computed_meaning=polished(column.computed) if column.computed else None,
    )


def _dev_constraint(constraint: Constraint, dev: Snapshot, prod_table: Table, answers: Answers) -> Constraint:
    if constraint.kind == "ck" and constraint.expression:
        text, error = answers.meaning(prod_table, "check", constraint.expression)
        known = [column.name for column in prod_table.columns]
        return replace(
            constraint,
            columns=columns_of(constraint.expression, "sqlite", known),
            meaning=polished(text) if text is not None else f"{UNKNOWN}{error}",
        )
    if constraint.kind == "fk" and not constraint.referred_columns:
        referred = dev.tables.get(constraint.referred_table or "")
        key = next((item.columns for item in referred.constraints if item.kind == "pk"), ()) if referred else ()
        return replace(constraint, referred_columns=key)
    return constraint


def _prod_constraint(constraint: Constraint) -> Constraint:
    return replace(constraint, meaning=polished(constraint.expression)) if constraint.expression else constraint


def _without_repeated_key(constraints: list[Constraint]) -> tuple[Constraint, ...]:
    """PostgreSQL drops a UNIQUE over the primary key's columns, SQLite keeps it: it says nothing either way."""
    key = next((item.columns for item in constraints if item.kind == "pk"), None)
    return tuple(item for item in constraints if item.kind != "uq" or item.columns != key)


def _dev_index(index: Index, prod_table: Table, answers: Answers) -> Index:
    meaning = []
    for key in index.keys:
        expression = key.removesuffix(" DESC")
        if expression in index.columns:
            meaning.append(key)
            continue
        text, error = answers.meaning(prod_table, "key", expression)
        spelled = polished(text) if text is not None else f"{UNKNOWN}{error}"
        meaning.append(spelled + key[len(expression) :])
    predicate = None
    if index.predicate:
        text, error = answers.meaning(prod_table, "predicate", index.predicate)
        predicate = polished(text) if text is not None else f"{UNKNOWN}{error}"
    return replace(index, meaning=tuple(meaning), predicate_meaning=predicate)


def _prod_index(index: Index) -> Index:
    meaning = tuple(
        key
        if key.removesuffix(" DESC") in index.columns
        else polished(key.removesuffix(" DESC")) + (" DESC" if key.endswith(" DESC") else "")
        for key in index.keys
    )
    return replace(index, meaning=meaning, predicate_meaning=polished(index.predicate) if index.predicate else None)
