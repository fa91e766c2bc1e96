"""Differences between the columns of two comparable tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.names import is_cut
from harness.model import Difference
from harness.normalise import UNKNOWN, same_type, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Column, Facts, Table


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
    dev: Column,
    prod: Column,
    *,
    facts: tuple[Facts, Facts],
    declared: tuple[str, str] | None,
    keys: frozenset[str],
) -> Iterator[Difference]:
    """Give how one column differs. `keys` are the columns whose numbering matters: a key that is no foreign key."""

    def difference(kind: str, dev_text: str | None, prod_text: str | None, detail: str | None = None) -> Difference:
        return Difference(
            aspect="differs",
            kind=kind,
            table=table,
            name=dev.name,
            column=dev.name,
            dev=dev_text,
            prod=prod_text,
            detail=detail,
        )

    if dev.name != prod.name:
        yield Difference(
            aspect="cut", kind="truncation", table=table, name=dev.name, column=dev.name, dev=dev.name, prod=prod.name
        )
    if dev.meaning and prod.meaning:
        if not same_type(dev.meaning, prod.meaning) and not _as_declared(dev, prod, facts, declared):
            yield difference("type", dev.type, prod.type)
        elif dev.meaning.labels and prod.meaning.labels and set(dev.meaning.labels) != set(prod.meaning.labels):
            yield difference("enum", ", ".join(dev.meaning.labels), ", ".join(prod.meaning.labels), prod.meaning.name)
        elif prod.type.lower() == "citext" and (dev.collation or "").upper() != "NOCASE":
            yield difference("type", f"{dev.type} without COLLATE NOCASE", prod.type)
    if dev.nullable != prod.nullable:
        yield difference("nullable", _nullable(dev), _nullable(prod))
    if bool(dev.computed) != bool(prod.computed) or (
        dev.computed_meaning != prod.computed_meaning and not (dev.computed_meaning or "").startswith(UNKNOWN)
    ):
        yield difference("computed", dev.computed, prod.computed)
    elif not dev.computed and dev.default_meaning != prod.default_meaning:
        yield difference("default", dev.default, prod.default, _default_detail(dev, prod))
    if prod.identity == "always" and dev.identity != "always":
        yield difference("identity", "takes any value", "GENERATED ALWAYS AS IDENTITY", "always")
    elif dev.numbered != prod.numbered and (prod.name in keys or (prod.numbered and not _is_key(prod, keys))):
        yield difference("identity", _numbered(dev), _numbered(prod), "numbered")


def _is_key(column: Column, keys: frozenset[str]) -> bool:
    return not keys or column.name in keys


def _as_declared(dev: Column, prod: Column, facts: tuple[Facts, Facts], declared: tuple[str, str] | None) -> bool:
    """Tell whether the migration itself declares these two types for the two dialects (with_variant, TypeDecorator)."""
    if declared is None or dev.meaning is None or prod.meaning is None:
        return False
    wanted = type_of(declared[0], facts[0]), type_of(declared[1], facts[1])
    families = (dev.meaning.family, prod.meaning.family)
    return (wanted[0].family, wanted[1].family) == families


def _nullable(column: Column) -> str:
    return "NULL allowed" if column.nullable else "NOT NULL"


def _numbered(column: Column) -> str:
    return "numbers itself" if column.numbered else "needs a value"


def _default_detail(dev: Column, prod: Column) -> str | None:
    for side, column in (("dev", dev), ("prod", prod)):
        if (column.default_meaning or "").startswith(("fails: ", "the text ")):
            return f"{side}: {column.default_meaning}"
    return None
