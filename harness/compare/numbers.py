"""Sequences of PostgreSQL that are behind the rows of their table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.model import Difference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from harness.model import Sequence, Step, TableRows


def sequence_behind(table: str, sequence: Sequence) -> Difference | None:
    """Give the difference when the next number is taken: SQLite goes on behind the largest one."""
    if sequence.largest is None or sequence.next_number > sequence.largest:
        return None
    return Difference(
        aspect="sequence-behind",
        kind="sequence",
        table=table,
        name=sequence.column,
        column=sequence.column,
        columns=(sequence.column,),
        dev=f"the next number is {sequence.largest + 1}",
        prod=f"the next number is {sequence.next_number}, and {sequence.largest} is taken",
    )


def sequences_behind(
    migrated: Mapping[str, TableRows], before: Mapping[str, TableRows], known: Collection[str]
) -> Iterator[Difference]:
    """Give those that a revision left behind; what is `known` without the generated rows is told without them."""
    for name, read in migrated.items():
        sequence, earlier = read.sequence, before.get(name)
        was = earlier.sequence if earlier else None
        if sequence is None or name in known or (was is not None and sequence_behind(name, was)):
            continue
        behind = sequence_behind(name, sequence)
        if behind is not None:
            yield behind


def numbered_without_rows(step: Step) -> set[str]:
    """Give the tables whose sequence tells enough without rows: it has been moved, or there are rows of a revision."""
    return {table for table, item in step.numbers if item.largest is not None or item.next_number != 1}


def with_sequence(rows: TableRows, earlier: TableRows | None) -> TableRows:
    """Give rows that were read without asking for the sequence: it stands where it stood."""
    if rows.sequence is not None or earlier is None:
        return rows
    return replace(rows, sequence=earlier.sequence)


def gives_keys(step: Step, table: str, key: str) -> bool:
    """Tell whether a statement of a revision writes the keys of its rows."""
    into = re.compile(rf'INSERT\s+INTO\s+"?{re.escape(table)}"?\s*\(([^)]*)\)\s*VALUES', re.IGNORECASE)
    lists = (into.search(operation.statement or "") for operation in step.operations)
    return any(found is not None and key in re.findall(r"\w+", found[1]) for found in lists)
