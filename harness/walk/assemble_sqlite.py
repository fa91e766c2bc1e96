"""Put together a SQLite table from PRAGMA and its own text. SQLAlchemy's Inspector checks it at the end of the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot.errors import TokenError

from harness.model import Column, Constraint, Index, Table
from harness.walk.sqlite_ddl import read_index, read_table
from harness.walk.sqlite_text import ConstraintText, TableText

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATED = (2, 3)
NO_ACTION = "NO ACTION"


def assemble_sqlite(name: str, facts: dict[str, Any]) -> tuple[Table, str | None]:
    """Give the table, and why its text could not be read (None when it could).

    `facts` are those of worker/catalog_sqlite.py.
    """
    trouble = None
    written: dict[str, tuple[tuple[str, ...], str | None]] = {}
    try:
        text = read_table(facts["ddl"] or "")
        written = {index: read_index(sql) for index, sql in facts["index_ddl"].items()}
    except TokenError as error:
        text, trouble = TableText(), f"its text could not be read: {error}"
    constraints = (*_primary_key(facts, text), *_foreign_keys(facts, text), *_unique(facts, text), *_checks(text))
    table = Table(
        name=name,
        columns=tuple(_columns(facts, text)),
        constraints=constraints,
        indexes=tuple(_indexes(facts, text, written)),
        options={**text.options, **({"autoincrement": "yes"} if text.autoincrement else {})},
        ddl=";\n".join([facts["ddl"] or "", *facts["index_ddl"].values()]),
    )
    return table, trouble


def _columns(facts: dict[str, Any], text: TableText) -> Iterator[Column]:
    key = [row[0] for row in facts["columns"] if row[4]]
    indexed = any(index["origin"] == "pk" for index in facts["indexes"])
    for name, declared, not_null, default, _position, hidden in facts["columns"]:
        # "ROWIDs and the INTEGER PRIMARY KEY": it numbers itself and is never NULL. A key with an index is no rowid.
        is_rowid = key == [name] and declared.upper() == "INTEGER" and not indexed
        generated = hidden in GENERATED
        yield Column(
            name=name,
            type=declared,
            nullable=not not_null and not is_rowid,
            default=None if generated or default is None else str(default),
            computed=text.computed.get(name, "an expression") if generated else None,
            numbered=is_rowid,
            collation=text.collations.get(name),
            on_null=text.on_null.get(name),
        )


def _named(text: TableText, kind: str, columns: tuple[str, ...], taken: list[ConstraintText]) -> ConstraintText | None:
    for item in text.constraints:
        same = tuple(c.lower() for c in item.columns) == tuple(c.lower() for c in columns)
        if item.kind == kind and same and not any(item is other for other in taken):
            taken.append(item)
            return item
    return None


def _primary_key(facts: dict[str, Any], text: TableText) -> Iterator[Constraint]:
    columns = tuple(row[0] for row in sorted(facts["columns"], key=lambda row: row[4]) if row[4])
    if columns:
        written = next((item for item in text.constraints if item.kind == "pk"), None)
        yield Constraint(
            kind="pk",
            name=written.name if written else None,
            columns=columns,
            options=dict(written.options) if written else {},
        )


def _foreign_keys(facts: dict[str, Any], text: TableText) -> Iterator[Constraint]:
    """PRAGMA foreign_key_list numbers the keys from the last written, which pairs them with the text."""
    keys: dict[int, list[list[Any]]] = {}
    for row in facts["foreign_keys"]:
        keys.setdefault(row[0], []).append(row)
    taken: list[ConstraintText] = []
    for _number, rows in sorted(keys.items(), reverse=True):
        rows.sort(key=lambda row: row[1])
        columns = tuple(row[3] for row in rows)
        written = _named(text, "fk", columns, taken)
        options = {} if written is None else dict(written.options)
        for option, action in (("onupdate", rows[0][5]), ("ondelete", rows[0][6])):
            if action != NO_ACTION:
                options[option] = action
        yield Constraint(
            kind="fk",
            name=written.name if written else None,
            columns=columns,
            referred_table=rows[0][2],
            referred_columns=tuple(row[4] for row in rows if row[4] is not None),
            options=options,
            inline=written is not None and written.inline,
        )


def _unique(facts: dict[str, Any], text: TableText) -> Iterator[Constraint]:
    """Give them with the names of the text; PRAGMA index_list knows those of a text that could not be read."""
    own = {row[0].lower(): row[0] for row in facts["columns"]}
    found: list[tuple[str, ...]] = []
    for item in text.constraints:
        if item.kind == "uq":
            columns = tuple(own.get(column.lower(), column) for column in item.columns)
            found.append(columns)
            yield Constraint(kind="uq", name=item.name, columns=columns, options=dict(item.options), inline=item.inline)
    for index in facts["indexes"]:
        columns = tuple(index["columns"])
        if index["origin"] == "u" and columns not in found:
            found.append(columns)
            yield Constraint(kind="uq", name=None, columns=columns)


def _checks(text: TableText) -> Iterator[Constraint]:
    for item in text.constraints:
        if item.kind == "ck":
            yield Constraint(kind="ck", name=item.name, expression=item.expression)


def _indexes(
    facts: dict[str, Any], text: TableText, written: dict[str, tuple[tuple[str, ...], str | None]]
) -> Iterator[Index]:
    for index in facts["indexes"]:
        if index["origin"] != "c":
            continue
        texts, predicate = written.get(index["name"], (("an expression",) * len(index["columns"]), None))
        keys = zip(index["columns"], texts, index["collations"], index["descending"], strict=True)
        yield Index(
            name=index["name"],
            keys=tuple(
                _key(column, key, collation, text) + (" DESC" if descending else "")
                for column, key, collation, descending in keys
            ),
            columns=tuple(column for column in index["columns"] if column is not None),
            unique=index["unique"],
            predicate=predicate,
        )


def _key(column: str | None, written: str, collation: str, text: TableText) -> str:
    """Give a key with its collation where it is not the column's own: a unique index NOCASE refuses more."""
    if collation.upper() == text.collations.get(column or "", "BINARY").upper():
        return written if column is None else column
    name = written if column is None else '"' + column.replace('"', '""') + '"'
    return f"{name} COLLATE {collation}"
