"""Differences between the constraints and indexes of two comparable tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.names import is_cut, same_name
from harness.compare.pairing import pair
from harness.model import Aspect, Constraint, Difference, Index
from harness.model.wording import unwrapped
from harness.normalise import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Side

ONLY_SPEED = frozenset({"method", "include", "operator class", "nulls", "invalid", "not valid"})


def constraint_differences(
    table: str, dev: list[Constraint], prod: list[Constraint], limit: int | None
) -> Iterator[Difference]:
    """Give how the constraints of one kind differ: missing, other in what they do, other in name.

    A second one without a name does nothing: a batch that adds a unique column makes two on SQLite.
    """
    pairs, dev_only, prod_only = pair(dev, prod, limit, _definition, _alike)
    for one, other in pairs:
        if _definition(one) != _definition(other) and not _unknown(one.meaning):
            yield _of_constraints("differs", table, one, other)
        if not same_name(one.name, other.name, limit):
            yield _of_constraints(_name_aspect(one.name, other.name, limit), table, one, other)
    for one in dev_only:
        if one.name or _definition(one) not in [_definition(twin) for twin, _other in pairs]:
            yield _missing(table, one, "prod")
    for other in prod_only:
        yield _missing(table, other, "dev")


def index_differences(table: str, dev: list[Index], prod: list[Index], limit: int | None) -> Iterator[Difference]:
    """Give how the indexes differ; what only makes a query quicker (method, INCLUDE, operator class) does not count."""
    pairs, dev_only, prod_only = pair(dev, prod, limit, _index_definition, _alike_indexes)
    for one, other in pairs:
        unknown = _unknown(one.predicate_meaning) or any(_unknown(key) for key in one.meaning)
        if _index_definition(one) != _index_definition(other) and not unknown:
            yield index_difference(table, one, other)
        if not same_name(one.name, other.name, limit):
            yield _of_indexes(_name_aspect(one.name, other.name, limit), table, one, other)
    for one in dev_only:
        yield _missing_index(table, one, "prod")
    for other in prod_only:
        yield _missing_index(table, other, "dev")


def text_of(constraint: Constraint) -> str:
    """Spell a constraint for people, without its name."""
    columns = ", ".join(constraint.columns)
    if "exclude" in constraint.options:
        return str(constraint.expression)
    if constraint.kind == "ck":
        text = f"CHECK ({unwrapped(constraint.expression or '')})"
    elif constraint.kind == "fk":
        referred = f"{constraint.referred_table} ({', '.join(constraint.referred_columns)})"
        text = f"FOREIGN KEY ({columns}) REFERENCES {referred}"
    else:
        text = f"{'PRIMARY KEY' if constraint.kind == 'pk' else 'UNIQUE'} ({columns})"
    options = [_option(name, value) for name, value in sorted(constraint.options.items())]
    return " ".join([text, *options])


def index_text(index: Index) -> str:
    """Spell an index for people, without its name."""
    text = f"{'UNIQUE ' if index.unique else ''}INDEX ({', '.join(index.keys)})"
    options = [_option(name, value) for name, value in sorted(index.options.items()) if name not in ONLY_SPEED]
    return " ".join([text, *([f"WHERE {unwrapped(index.predicate)}"] if index.predicate else []), *options])


def _option(name: str, value: str) -> str:
    words = {"ondelete": "ON DELETE", "onupdate": "ON UPDATE"}.get(name, name.upper())
    return words if value == "yes" else f"{words} {value}"


def _definition(constraint: Constraint) -> object:
    options = tuple(sorted((n, v) for n, v in constraint.options.items() if n not in ONLY_SPEED))
    if constraint.kind == "ck":
        return (constraint.meaning, options)
    if constraint.kind == "fk":
        return (constraint.columns, constraint.referred_table, constraint.referred_columns, options)
    return (constraint.columns, options)


def _alike(one: Constraint, other: Constraint) -> bool:
    """Tell whether two constraints of one kind are about the same. Two named checks on a column are two checks."""
    if one.kind == "pk":
        return True
    if one.kind == "ck":
        unnamed = one.name is None or other.name is None
        return unnamed and bool(one.columns) and set(one.columns) == set(other.columns)
    return one.columns == other.columns and one.referred_table == other.referred_table


def _index_definition(index: Index) -> object:
    options = tuple(sorted((n, v) for n, v in index.options.items() if n not in ONLY_SPEED))
    return (index.meaning, index.unique, index.predicate_meaning, options)


def _alike_indexes(one: Index, other: Index) -> bool:
    return one.meaning == other.meaning


def _name_aspect(dev: str | None, prod: str | None, limit: int | None) -> Aspect:
    if dev is None or prod is None:
        return "unnamed"
    return "cut" if is_cut(dev, prod, limit) else "name-differs"


def _of_constraints(aspect: Aspect, table: str, dev: Constraint, prod: Constraint) -> Difference:
    by_name = aspect != "differs"
    return Difference(
        aspect=aspect,
        kind="truncation" if aspect == "cut" else dev.kind,
        table=table,
        name=prod.name or dev.name,
        columns=prod.columns or dev.columns,
        dev=dev.name if by_name else text_of(dev),
        prod=prod.name if by_name else text_of(prod),
        detail=dev.kind if by_name else None,
    )


def index_difference(table: str, dev: Index, prod: Index) -> Difference:
    """Give the difference between two indexes that are not the same."""
    return _of_indexes("differs", table, dev, prod)


def _of_indexes(aspect: Aspect, table: str, dev: Index, prod: Index) -> Difference:
    by_name = aspect != "differs"
    return Difference(
        aspect=aspect,
        kind="truncation" if aspect == "cut" else "ix",
        table=table,
        name=prod.name,
        columns=prod.columns or dev.columns,
        dev=dev.name if by_name else index_text(dev),
        prod=prod.name if by_name else index_text(prod),
        detail="ix" if by_name else None,
    )


def _missing(table: str, constraint: Constraint, side: Side) -> Difference:
    text = text_of(constraint)
    return Difference(
        aspect="missing",
        kind=constraint.kind,
        table=table,
        name=constraint.name,
        columns=constraint.columns,
        dev=None if side == "dev" else text,
        prod=None if side == "prod" else text,
        missing_on=side,
    )


def _missing_index(table: str, index: Index, side: Side) -> Difference:
    text = index_text(index)
    return Difference(
        aspect="missing",
        kind="ix",
        table=table,
        name=index.name,
        columns=index.columns,
        dev=None if side == "dev" else text,
        prod=None if side == "prod" else text,
        missing_on=side,
        detail="unique" if index.unique else None,
    )


def _unknown(meaning: str | None) -> bool:
    return meaning is not None and meaning.startswith(UNKNOWN)
