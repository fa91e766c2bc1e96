"""Sequences of PostgreSQL that are behind the rows of their table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import Difference

if TYPE_CHECKING:
    from harness.model import Sequence


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
