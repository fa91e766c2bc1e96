"""Statements that set off the triggers of a table, and what is read after them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.compare import TriggerEffect, triggers_of_both
from harness.populate.edges import where
from harness.populate.reading import key_of, quoted, quoted_column
from harness.populate.witnesses import Guess, insert

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import SchemaObject, Side, Snapshot
    from harness.populate.generating import AtHead


def trigger_trials(
    heads: Mapping[str, AtHead], dev: Snapshot | None, prod: Snapshot | None
) -> Iterator[tuple[TriggerEffect, Guess]]:
    """Give what may show that triggers of both sides do other things: in their own table, and in those they name."""
    if dev is None or prod is None:
        return
    for table, triggers in triggers_of_both(dev, prod).items():
        head = heads.get(table)
        for event, sides in _events(head) if head is not None else ():
            for read in _concerned(table, triggers, heads):
                columns = _columns(heads[read])
                if not columns:
                    continue
                query = f"SELECT {', '.join(map(quoted_column, columns))} FROM {quoted(read)}"
                scripts = [({"sql": sql}, {"sql": query}) for sql in sides]
                guess = Guess(sql=f"{sides[1]}; {query}", dev=scripts[0], prod=scripts[1])
                yield TriggerEffect(table=table, event=event, read=read, columns=columns), guess


def _concerned(table: str, triggers: tuple[SchemaObject, ...], heads: Mapping[str, AtHead]) -> list[str]:
    """Give the table and those that a trigger of SQLite names: that of PostgreSQL names a function."""
    text = " ".join(item.definition or "" for item in triggers)
    return [name for name in heads if name == table or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _columns(head: AtHead) -> tuple[str, ...]:
    """Give the columns that can be compared: not those that each database counts or calculates itself."""
    return tuple(name for name, column in head.need.columns.items() if not column.numbered)


def _events(head: AtHead) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give a statement for each event: all rows set to what they are, one more row, one less."""
    key = key_of(head.tables[1])
    plain = [name for name, column in head.need.columns.items() if name not in key and column.identity != "always"]
    if plain and head.rows:
        same = ", ".join(f"{quoted_column(name)} = {quoted_column(name)}" for name in plain)
        yield "UPDATE", _both(f"UPDATE {quoted(head.need.name)} SET {same}")
    if head.spare is not None:
        yield "INSERT", (insert(head, "dev", without=set()), insert(head, "prod", without=set()))
    row = head.rows[-1] if head.rows else {}
    if key and all(row.get(name) is not None for name in key):
        sides: tuple[Side, Side] = ("dev", "prod")
        one, other = (
            f"DELETE FROM {quoted(head.need.name)} WHERE {where(head.need, row, key, side)}" for side in sides
        )
        yield "DELETE", (one, other)


def _both(sql: str) -> tuple[str, str]:
    return sql, sql
