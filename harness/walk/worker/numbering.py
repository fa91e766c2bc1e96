"""Where PostgreSQL's sequences stand after a revision that can have put rows or numbers in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .catalog_queries import own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Query = Callable[[str], list[tuple[Any, ...]]]

NUMBERS = re.compile(r"\b(INSERT|COPY|MERGE|SETVAL|RESTART|IDENTITY|SEQUENCE|NEXTVAL)\b", re.IGNORECASE)
WORD = re.compile(r"\w+")
# PostgreSQL documentation, 53.18 "pg_depend": 'a' is the sequence of a serial column, 'i' that of an identity. A column
# keeps its sequence when it is given another type or loses its default, and is not numbered by it any more.
OWNED = f"""
SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname || '.' END || t.relname, a.attname,
  t.oid::regclass::text, quote_ident(a.attname), s.oid::regclass::text, lower(t.relname), lower(s.relname)
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid JOIN pg_class t ON t.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  AND s.relkind = 'S' AND t.relkind IN ('r', 'p') AND {own("t", "pg_class")}
  AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
  AND (a.attidentity <> '' OR EXISTS (
    SELECT 1 FROM pg_depend u JOIN pg_attrdef f ON u.classid = 'pg_attrdef'::regclass AND f.oid = u.objid
    WHERE u.refclassid = 'pg_class'::regclass AND u.refobjid = s.oid AND f.adrelid = t.oid AND f.adnum = a.attnum))
ORDER BY 1, 2"""


def numbers_after(query: Query, ran: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Give the numbered columns of the tables that statements name: the next number, and the largest one there is.

    Those of all tables where it is not known what `ran` (worker/replay.py).
    """
    words = None
    if ran is not None:
        words = {word.lower() for item in ran if NUMBERS.search(item["sql"]) for word in WORD.findall(item["sql"])}
        if not words:
            return []
    named = [item for item in query(OWNED) if words is None or not words.isdisjoint(item[-2:])]
    stand = " UNION ALL ".join(
        f"SELECT {number}, last_value, is_called, (SELECT max({column}) FROM {table}) FROM {sequence}"
        for number, (_table, _column, table, column, sequence, *_names) in enumerate(named)
    )
    return [
        {"table": table, "column": column, "next_number": last + 1 if called else last, "largest": largest}
        for number, last, called, largest in (query(stand) if named else ())
        for table, column, *_rest in (named[number],)
    ]
