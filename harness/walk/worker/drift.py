"""What the models say and the database does not: Alembic's own comparison, and what it is blind to."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from .catalog_queries import OWN_SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

Item = dict[str, Any]
OF_COLUMNS = {
    "modify_type": "type",
    "modify_nullable": "nullable",
    "modify_default": "default",
    "modify_comment": "comment",
}
LABELS = f"""
SELECT t.typname::text, e.enumlabel::text FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {OWN_SCHEMAS}
ORDER BY e.enumsortorder
"""
PARTS = f"""
SELECT 'table', concat_ws('.', nullif(n.nspname, current_schema()), c.relname), c.relname::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relispartition AND {OWN_SCHEMAS}
UNION ALL
SELECT 'fk', concat_ws('.', nullif(n.nspname, current_schema()), c.relname), k.conname::text
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.conparentid <> 0 AND {OWN_SCHEMAS}
"""


def compare_models(connection: Connection, metadata: Any, options: dict[str, Any]) -> list[Item]:
    """Give each difference between the models and the database, in the options that env.py gave to configure().

    Types and server defaults are always compared (Alembic documentation, "What does Autogenerate Detect").
    `include_object` and `include_name` are honoured.
    """
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    chosen = {**options, "compare_type": options.get("compare_type") or True, "compare_server_default": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection, opts={**chosen, "target_metadata": metadata})
        _compare_json(context.impl, connection)
        found = compare_metadata(context, metadata)
    items = [
        item
        for entry in found
        for item in (_column_items(entry, connection.dialect) if isinstance(entry, list) else _items(entry))
    ]
    if connection.dialect.name == "sqlite":
        return [item for item in items if item["kind"] != "default" or not _same_default(item)]
    if connection.dialect.name == "postgresql":
        items = [*_without_parts(connection, items), *_missing_labels(connection, metadata)]
    return items


def _compare_json(impl: Any, connection: Connection) -> None:
    """Compare JSON defaults in our own way: PostgreSQL has no `=` for JSON, SQLite's defaults are compared as texts.

    Put in here, and not as a function in the options: Alembic 1.20 fails on a computed column where there is one.
    """
    real = impl.compare_server_default

    def compare_server_default(seen: Any, column: Any, models: str | None, database: str | None) -> Any:
        if "JSON" not in type(column.type).__name__.upper():
            return real(seen, column, models, database)
        if connection.dialect.name != "postgresql":
            return False
        argument = getattr(column.server_default, "arg", None)
        wanted = _quoted(argument) if isinstance(argument, str) else models
        return not _same_json(connection, wanted, database)

    impl.compare_server_default = compare_server_default


def _same_json(connection: Connection, one: str | None, other: str | None) -> bool:
    """Tell whether two defaults are the same JSON. What PostgreSQL cannot compare is not told apart."""
    from sqlalchemy import literal_column, select
    from sqlalchemy.exc import DBAPIError

    if one is None or other is None:
        return one is other
    question: Any = select(literal_column(f"({one})::text::jsonb = ({other})::text::jsonb"))
    try:
        with connection.begin_nested():
            return bool(connection.scalar(question))
    except DBAPIError:
        return True


def _items(entry: Any) -> Iterator[Item]:
    """Read one entry (Alembic documentation, `compare_metadata`): what to do to the database, and with what."""
    action, subject = entry[0], entry[-1]
    verb = "missing" if action.startswith("add_") else "extra"
    if action in {"add_table", "remove_table"}:
        yield {"what": verb, "kind": "table", "table": _table(subject), "name": str(subject.name)}
    elif action in {"add_column", "remove_column"}:
        name = str(subject.name)
        yield {"what": verb, "kind": "column", "table": _place(entry), "name": name, "column": name}
    elif action in {"add_index", "remove_index", "add_constraint", "remove_constraint", "add_fk", "remove_fk"}:
        kind = {"ForeignKeyConstraint": "fk", "UniqueConstraint": "uq", "CheckConstraint": "ck", "Index": "ix"}
        yield {
            "what": verb,
            "kind": kind.get(type(subject).__name__, "ck"),
            "table": _table(subject.table),
            "name": str(subject.name) if subject.name else None,
            "columns": [str(column) for column in _columns(subject)],
        }


def _columns(subject: Any) -> list[Any]:
    if type(subject).__name__ == "ForeignKeyConstraint":
        return list(subject.column_keys)
    return [getattr(column, "name", column) for column in subject.columns]


def _column_items(entries: list[Any], dialect: Any) -> Iterator[Item]:
    for entry in entries:
        kind = OF_COLUMNS.get(entry[0])
        if kind is not None:
            database, models = (_spelled(kind, value, dialect) for value in entry[-2:])
            place = {"table": _place(entry), "name": str(entry[3]), "column": str(entry[3])}
            yield {"what": "differs", "kind": kind, **place, "database": database, "models": models}


def _place(entry: Any) -> str:
    return f"{entry[1]}.{entry[2]}" if entry[1] else str(entry[2])


def _table(table: Any) -> str:
    return f"{table.schema}.{table.name}" if table.schema else str(table.name)


def _spelled(kind: str, value: Any, dialect: Any) -> str | None:
    if kind == "nullable":
        return "NULL allowed" if value else "NOT NULL"
    if kind == "default":
        return _default(value)
    try:
        return None if value is None else str(value if kind == "comment" else value.compile(dialect=dialect))
    except Exception:  # noqa: BLE001 - a type of another dialect cannot always be spelled
        return type(value).__name__


def _default(value: Any) -> str | None:
    """Spell a server default as in DDL, where a text stands in quotes: an empty one is no missing one."""
    argument = getattr(value, "arg", value)
    if argument is None or argument is False:
        return None
    return _quoted(argument) if isinstance(argument, str) else str(getattr(argument, "text", argument))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _same_default(item: Item) -> bool:
    """Tell apart what SQLite only spells otherwise (Alembic compares texts there): parentheses, and no IDENTITY."""
    database, models = item["database"], item["models"]
    if database is None or models is None:
        return (models or "").startswith("Identity(")
    return bool(database.strip("()").lower() == models.strip("()").lower())


def _without_parts(connection: Connection, items: list[Item]) -> list[Item]:
    """Alembic takes a partition for a table, and the copies of a foreign key to each partition for foreign keys."""
    extra = {(item["kind"], item["table"], item["name"]) for item in items if item["what"] == "extra"}
    parts = extra.intersection(map(tuple, connection.exec_driver_sql(PARTS))) if extra else set()
    tables = {table for kind, table, _name in parts if kind == "table"}
    own = (item for item in items if item["table"] not in tables)
    return [item for item in own if (item["kind"], item["table"], item["name"]) not in parts]


def _missing_labels(connection: Connection, metadata: Any) -> Iterator[Item]:
    """Alembic does not compare the labels of a native enum on PostgreSQL."""
    held: dict[str, list[str]] = {}
    for name, label in connection.exec_driver_sql(LABELS):
        held.setdefault(name, []).append(label)
    for one in metadata if isinstance(metadata, list | tuple) else [metadata]:
        for table in one.tables.values():
            for column in table.columns:
                wanted = list(getattr(column.type, "enums", ()) or ())
                name = getattr(column.type, "name", None)
                if getattr(column.type, "native_enum", False) and name in held and set(wanted) != set(held[name]):
                    texts = {"database": ", ".join(held[name]), "models": ", ".join(wanted)}
                    place = {"table": _table(table), "name": str(column.name), "column": str(column.name)}
                    yield {"what": "differs", "kind": "enum", **place, **texts}
