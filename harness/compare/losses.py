"""What a rebuild on SQLite lost although no operation says so, and the other database cannot show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.changes import changes
from harness.model import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from harness.model import Difference, Divergence, Revision, Step

SHOWN = frozenset({"pk", "fk", "uq", "ix"})
REBUILT = "_alembic_tmp_"
TO_ITS_NAME = re.compile(r'\s*ALTER\s+TABLE\s+"?(\w+)"?\s+RENAME\s+TO\s+"?(\w+)"?', re.IGNORECASE)
AFFINITIES = (
    (("INT",), "INTEGER"),
    (("CHAR", "CLOB", "TEXT"), "TEXT"),
    (("BLOB",), "BLOB"),
    (("REAL", "FLOA", "DOUB"), "REAL"),
)


def losses(
    steps: Sequence[tuple[Step, Step]], known: Sequence[Divergence], revisions: Mapping[str, Revision]
) -> Iterator[Divergence]:
    """Give the parts of rebuilt tables that are gone or changed without an operation that names them.

    What the comparison of the two databases shows is not repeated: keys and indexes it shows all, so that one that is
    gone and not told there is gone on both.
    """
    told = {
        (item.revision, item.difference.table, name)
        for item in known
        for name in (item.difference.name, item.difference.column, *item.difference.columns)
    }
    previous = Snapshot(tables={})
    for dev, prod in steps:
        snapshot = dev.snapshot or previous
        tables = _rebuilt(dev) & previous.tables.keys() & snapshot.tables.keys()
        if tables:
            for fate, difference in changes(_part(previous, tables), _part(snapshot, tables)):
                where = (dev.revision, difference.table, difference.name)
                if (
                    fate == "new"
                    or difference.kind in SHOWN
                    or where in told
                    or difference.table not in tables
                    or _explained(difference, dev)
                    or _stored_alike(difference, previous, snapshot)
                ):
                    continue
                lost = replace(difference, aspect="lost", kind=_kind(difference), detail=fate)
                yield attribute(lost, dev, prod, revisions.get(dev.revision))
        previous = snapshot


def _stored_alike(difference: Difference, before: Snapshot, after: Snapshot) -> bool:
    """Tell whether only the type of a column is spelled otherwise: SQLite stores by affinity."""
    if difference.kind != "column":
        return False
    name = difference.table or ""
    columns = [snapshot.tables[name].column(difference.name or "") for snapshot in (before, after)]
    one, other = (column and replace(column, type=_affinity(column.type), meaning=None) for column in columns)
    return one is not None and one == other


def _affinity(spelled: str) -> str:
    """Give the affinity of a type ("Datatypes In SQLite", 3.1), with the numbers behind its name."""
    name, _parenthesis, numbers = spelled.upper().partition("(")
    found = next((affinity for words, affinity in AFFINITIES if any(word in name for word in words)), "NUMERIC")
    return f"{found}({''.join(numbers.split())}"


def _part(snapshot: Snapshot, names: Iterable[str]) -> Snapshot:
    """Give some tables. Whether a column numbers itself is left out: a comparison shows it."""
    tables = {}
    for name in names:
        table = snapshot.tables[name]
        columns = tuple(replace(column, numbered=False) for column in table.columns)
        tables[name] = replace(table, columns=columns)
    return replace(snapshot, tables=tables)


def _rebuilt(step: Step) -> set[str]:
    """Give the tables that a batch operation copied: Alembic makes `_alembic_tmp_<table>` and renames it."""
    marks = [operation.statement or "" for operation in step.operations if REBUILT in (operation.statement or "")]
    tables = {operation.table for operation in step.operations if operation.table}
    return {table for table in tables if any(f"{REBUILT}{table}"[:50] in mark for mark in marks)} - _made_anew(step)


def _made_anew(step: Step) -> set[str]:
    """Give the tables that a step drops, makes, or puts in the place of others: these are other tables than before."""
    found = {operation.table for operation in step.operations if operation.name in {"create_table", "drop_table"}}
    for operation in step.operations:
        if operation.name == "rename_table":
            found.update(operation.names[:1])
        match = TO_ITS_NAME.match(operation.statement or "")
        if match and REBUILT not in match[1]:
            found.add(match[2])
    return {name for name in found if name is not None}


def _explained(difference: Difference, step: Step) -> bool:
    """Tell whether an operation of the step names the part, or the column that it stands on."""
    text = f"{difference.dev or ''} {difference.prod or ''}"
    for operation in step.operations:
        if operation.table != difference.table or operation.statement is not None:
            continue
        if _names(operation.names, difference.name) or (
            difference.kind != "column" and _named_in(operation.names, text)
        ):
            return True
    return False


def _names(names: tuple[str, ...], name: str | None) -> bool:
    """Tell whether an operation names a part: by its name, or by what a naming convention puts behind a prefix."""
    return any(name == one or str(name).endswith(f"_{one}") for one in names)


def _named_in(names: tuple[str, ...], text: str) -> bool:
    words = set(text.replace("(", " ").replace(")", " ").replace(",", " ").replace('"', " ").split())
    return any(name in words for name in names)


def _kind(difference: Difference) -> str:
    return "identity" if difference.name == "autoincrement" else difference.kind
