"""Differences between the columns of two comparable tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.compare.names import is_cut
from harness.model import Difference
from harness.model.wording import NEEDS_VALUE, NUMBERS
from harness.normalise import FAILS, UNFIT, UNKNOWN, VALUE, same_default, same_type, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Column, Facts, Table, Type

BY_BYTES = frozenset({None, "C", "POSIX", "ucs_basic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The columns of a table's keys.

    `numbering` are those whose own numbering matters, `foreign` those whose values come from another table. The
    primary key of one side only has those `of_one_side`: that they are NOT NULL and numbered there follows from it.
    `unique` ones may hold each value once, alone or with others.
    """

    numbering: frozenset[str]
    foreign: frozenset[str]
    of_one_side: frozenset[str]
    unique: frozenset[str] = frozenset()


def pair_columns(
    dev: Table, prod: Table, limit: int | None
) -> tuple[list[tuple[Column, Column]], list[Column], list[Column]]:
    """Give the columns that are on both sides (also under a name that PostgreSQL cut), and those of one side only."""
    pairs, dev_only = [], []
    left = {column.name: column for column in prod.columns}
    for column in dev.columns:
        other = left.pop(column.name, None)
        if other is None:
            other = next((item for item in left.values() if is_cut(column.name, item.name, limit)), None)
            if other is not None:
                left.pop(other.name)
        if other is None:
            dev_only.append(column)
        else:
            pairs.append((column, other))
    return pairs, dev_only, list(left.values())


def column_differences(
    table: str,
    pair: tuple[Column, Column],
    *,
    facts: tuple[Facts, Facts],
    declared: tuple[str, str] | None,
    keys: Keys,
) -> Iterator[Difference]:
    """Give how one column differs. `declared` are the types that the migration itself gives for the two dialects."""
    dev, prod = pair
    if dev.name != prod.name:
        yield Difference(
            aspect="cut", kind="truncation", table=table, name=dev.name, column=dev.name, dev=dev.name, prod=prod.name
        )
    yield from _type_difference(table, pair, facts, declared, is_unique=prod.name in keys.unique)
    if _nullable(dev) != _nullable(prod) and prod.name not in keys.of_one_side:
        yield _differs(table, dev, "nullable", (_nullable(dev), _nullable(prod)))
    if bool(dev.computed) != bool(prod.computed) or _mean_otherwise(dev.computed_meaning, prod.computed_meaning):
        yield _differs(table, dev, "computed", (dev.computed, prod.computed))
    else:
        yield from _without_value(table, dev, prod, keys)


def _without_value(table: str, dev: Column, prod: Column, keys: Keys) -> Iterator[Difference]:
    """Give how that differs what a row gets which is inserted without a value: a number, a default, nothing."""
    differs = not same_default(dev.default_meaning, prod.default_meaning) and not (dev.numbered and prod.numbered)
    if differs and not dev.computed:
        yield _differs(table, dev, "default", (_default(dev), _default(prod)), _default_detail(dev, prod))
    if prod.identity == "always" and dev.identity != "always":
        yield _differs(table, dev, "identity", ("takes any value", "GENERATED ALWAYS AS IDENTITY"), "always")
    elif dev.numbered != prod.numbered and not differs and _numbering_matters(prod, keys):
        yield _differs(table, dev, "identity", (_numbered(dev), _numbered(prod)), "numbered")


def _type_difference(
    table: str,
    pair: tuple[Column, Column],
    facts: tuple[Facts, Facts],
    declared: tuple[str, str] | None,
    *,
    is_unique: bool,
) -> Iterator[Difference]:
    dev, prod = pair
    one, other = dev.meaning, prod.meaning
    if one is None or other is None:
        return
    if not same_type(one, other) and not _as_declared(one, other, facts, declared):
        yield _differs(table, dev, "type", (dev.type, prod.type))
    elif one.labels and other.labels and set(one.labels) != set(other.labels):
        yield _differs(table, dev, "enum", (", ".join(one.labels), ", ".join(other.labels)), other.name)
    elif not _compare_alike(dev, prod, None if is_unique else declared):
        yield _differs(table, dev, "type", (_collated(dev, "without COLLATE NOCASE"), _collated(prod, "")))


def _mean_otherwise(dev: str | None, prod: str | None) -> bool:
    return dev != prod and not any((meaning or "").startswith(UNKNOWN) for meaning in (dev, prod))


def _differs(
    table: str, column: Column, kind: str, texts: tuple[str | None, str | None], detail: str | None = None
) -> Difference:
    return Difference(
        aspect="differs",
        kind=kind,
        table=table,
        name=column.name,
        column=column.name,
        dev=texts[0],
        prod=texts[1],
        detail=detail,
    )


def _numbering_matters(prod: Column, keys: Keys) -> bool:
    """SQLite numbers every INTEGER key, so that only a key of its own tells; PostgreSQL numbers what it is told to."""
    if prod.name in keys.of_one_side or prod.name in keys.foreign:
        return False
    return prod.numbered or prod.name in keys.numbering


def _as_declared(dev: Type, prod: Type, facts: tuple[Facts, Facts], declared: tuple[str, str] | None) -> bool:
    """Tell whether the migration itself declares these two types for the two dialects (with_variant, TypeDecorator)."""
    if declared is None:
        return False
    wanted = type_of(declared[0], facts[0]), type_of(declared[1], facts[1])
    return (wanted[0].family, wanted[1].family) == (dev.family, prod.family)


def _compare_alike(dev: Column, prod: Column, declared: tuple[str, str] | None) -> bool:
    """Tell whether texts are equal on one side when they are on the other: the case counts, or it does not.

    What a named collation of PostgreSQL does is not known here; it is taken for what the author means by it, and so is
    one that is declared for SQLite: but for a unique column, of which one side then refuses what the other takes.
    """
    collation = (dev.collation or "BINARY").upper()
    if prod.meaning is not None and prod.meaning.family == "citext":
        return collation == "NOCASE"
    meant = prod.collation not in BY_BYTES or "COLLATE" in (declared or ("",))[0].upper()
    return collation == "BINARY" or meant


def _collated(column: Column, otherwise: str) -> str:
    return f"{column.type} {f'COLLATE {column.collation}' if column.collation else otherwise}".rstrip()


def _nullable(column: Column) -> str:
    if column.nullable:
        return "NULL allowed"
    return f"NOT NULL ON CONFLICT {column.on_null}" if column.on_null in {"IGNORE", "REPLACE"} else "NOT NULL"


def _numbered(column: Column) -> str:
    return NUMBERS if column.numbered else NEEDS_VALUE


def _default(column: Column) -> str | None:
    return NUMBERS if column.numbered else column.default


def _default_detail(dev: Column, prod: Column) -> str | None:
    for side, column in (("dev", dev), ("prod", prod)):
        meaning = column.default_meaning or ""
        if meaning.startswith((FAILS, UNFIT)):
            return f"{side}: {meaning.removeprefix(UNFIT)}"
    meanings = [column.default_meaning or "" for column in (dev, prod)]
    stored = [text.removeprefix(VALUE) for text in meanings if text.startswith(VALUE)]
    return f"stored: {json.dumps(stored)}" if len(stored) > 1 else None
