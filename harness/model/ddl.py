"""The DDL of a table for people: a column or a constraint a line, spelled as its database spells it."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.schema import SchemaObject, Snapshot, Table

QUOTED = r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]"""
TOKEN = re.compile(rf"{QUOTED}|\s+|[^\s(),'\"`\[]+|.", re.DOTALL)
COMMENT = re.compile(r"--|/\*")
CREATE = re.compile(r"CREATE\s+(TEMP\w*\s+)?TABLE\b", re.IGNORECASE)


def ddl_of(name: str, snapshot: Snapshot) -> str | None:
    """Give the statements that make a table or view, with its triggers and the enums of its columns; None without."""
    table = snapshot.tables.get(name)
    parts = [] if table is None else [_table(table)]
    parts += [_object(item) for item in snapshot.objects if _is_view(item) and item.name == name]
    if not parts:
        return None
    enums = [item for item in snapshot.objects if item.kind == "enum" and table is not None and _uses(table, item)]
    triggers = [item for item in snapshot.objects if item.kind == "trigger" and item.table == name]
    return ";\n".join([*map(_object, enums), *parts, *map(_object, triggers)]) + ";"


def owners(item: SchemaObject, snapshot: Snapshot) -> Iterator[str]:
    """Give the tables and views whose DDL shows an object."""
    if _is_view(item):
        yield item.name
    elif item.kind == "trigger" and item.table is not None:
        yield item.table
    elif item.kind == "enum":
        yield from (name for name, table in snapshot.tables.items() if _uses(table, item))


def _is_view(item: SchemaObject) -> bool:
    return item.kind in {"view", "materialized view"}


def _uses(table: Table, enum: SchemaObject) -> bool:
    return any(column.type.rpartition(".")[2].strip('"') == enum.name for column in table.columns)


def _table(table: Table) -> str:
    text = (table.ddl or "").strip().rstrip(";")
    if not text:
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        text = f"CREATE TABLE {table.name} ({columns})"
    if not CREATE.match(text) or COMMENT.search(re.sub(QUOTED, "", text)):
        return text
    return _laid_out(text)


def _laid_out(text: str) -> str:
    """Put what stands between the outer parentheses of a CREATE TABLE on lines of its own; what follows stays."""
    lines, words, depth = [], "", 0
    tokens = TOKEN.finditer(text)
    for token in tokens:
        letters = token[0]
        depth += {"(": 1, ")": -1}.get(letters, 0)
        if letters == "(" and depth == 1:
            lines.append(f"{words.strip()} (")
            words = ""
        elif depth == 0 and letters == ")":
            return "\n".join([*lines, f"  {words.strip()}", f"){text[token.end() :]}"])
        elif letters == "," and depth == 1:
            lines.append(f"  {words.strip()},")
            words = ""
        else:
            words += " " if letters.isspace() else letters
    return text


def _object(item: SchemaObject) -> str:
    if item.kind == "enum":
        labels = ", ".join("'" + label.replace("'", "''") + "'" for label in item.labels)
        return f"CREATE TYPE {item.name} AS ENUM ({labels})"
    text = inspect.cleandoc(item.definition or "").rstrip(";")
    return text if text.upper().startswith("CREATE") else f"CREATE {item.kind.upper()} {item.name} AS\n{text}"
