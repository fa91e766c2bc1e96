"""Views by meaning: PostgreSQL spells both queries over temporary tables with the columns that production has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from harness.normalise.expressions import for_production
from harness.normalise.polishing import polished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import SchemaObject, Snapshot

Key = tuple[Any, ...]
VIEWS = frozenset({"view", "materialized view"})
NAME = r'(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|[\w$]+)'
CREATE = re.compile(
    rf"\s*CREATE\s+(?:TEMP\w*\s+)?VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:{NAME}\s*\.\s*)?{NAME}\s*"
    rf"(?:\((?P<columns>\s*{NAME}\s*(?:,\s*{NAME}\s*)*)\)\s*)?AS\b(?P<query>.*)",
    re.IGNORECASE | re.DOTALL,
)


def view_questions(dev: Snapshot, prod: Snapshot) -> Iterator[tuple[Key, dict[str, Any]]]:
    """Give the questions about the views that both sides have: how PostgreSQL spells the one query and the other."""
    for one, other in paired_views(dev, prod):
        for text in (one.definition, other.definition):
            question = _question(text or "", prod)
            if question is not None:
                yield _key(question), question


def view_meaning(
    text: str | None, prod: Snapshot, spelled: Mapping[Key, Mapping[str, str | None]]
) -> tuple[str | None, str]:
    """Give how PostgreSQL spells a view's query, or None and why it cannot."""
    question = _question(text or "", prod)
    answer = spelled.get(_key(question)) if question is not None else None
    if answer is None:
        return None, "its text cannot be read"
    if answer["text"] is None:
        return None, f"PostgreSQL cannot read the query of SQLite: {str(answer['error']).splitlines()[0]}"
    return polished(answer["text"].strip().rstrip(";")), ""


def paired_views(dev: Snapshot, prod: Snapshot) -> Iterator[tuple[SchemaObject, SchemaObject]]:
    """Give the views that both sides have."""
    others = {item.name: item for item in prod.objects if item.kind in VIEWS}
    for item in dev.objects:
        if item.kind in VIEWS and item.name in others:
            yield item, others[item.name]


def query_of(text: str | None) -> str:
    """Give the query of a CREATE VIEW, or of a query as PostgreSQL keeps it, on one line."""
    match = CREATE.match(text or "")
    return " ".join((match["query"] if match else text or "").strip().rstrip(";").split())


def _key(question: dict[str, Any]) -> Key:
    return ("view", repr(question))


def _question(text: str, prod: Snapshot) -> dict[str, Any] | None:
    """Put the question for a CREATE VIEW of SQLite, or for a query as PostgreSQL keeps it."""
    match = CREATE.match(text)
    query = (match["query"] if match else text).strip().rstrip(";")
    if not query:
        return None
    columns = [_unquoted(name) for name in re.findall(NAME, match["columns"])] if match and match["columns"] else []
    tables, views = _read_by(query, prod)
    kinds = {column.name: column.type for name in tables for column in prod.tables[name].columns}
    booleans = [name for name, kind in kinds.items() if kind == "boolean"]
    rewritten = for_production(query, booleans, kinds) if match else None
    return {
        "use": "view",
        "tables": [[name, [[column.name, column.type] for column in prod.tables[name].columns]] for name in tables],
        "views": views,
        "columns": columns,
        "expressions": [query, *([rewritten] if rewritten else [])],
    }


def _read_by(query: str, prod: Snapshot) -> tuple[list[str], list[list[str]]]:
    """Give the tables that a query names, also through views, and these views in the order in which to make them."""
    known = {item.name.lower(): item for item in prod.objects if item.kind in VIEWS}
    tables: dict[str, None] = {}
    views: dict[str, str] = {}

    def read(text: str, above: frozenset[str]) -> None:
        words = _words(text)
        tables.update(dict.fromkeys(name for name in prod.tables if name.lower() in words))
        for name in sorted((known.keys() & words) - above):
            view = known[name]
            read((view.definition or "").rstrip("; "), above | {name})
            views[view.name] = (view.definition or "").rstrip("; ")

    read(query, frozenset())
    return sorted(tables), [list(item) for item in views.items()]


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(_unquoted(word).lower() for word in re.findall(NAME, text))


def _unquoted(name: str) -> str:
    if name[0] in '"[`':
        return name[1:-1].replace('""', '"')
    return name
