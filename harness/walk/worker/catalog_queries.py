"""What PostgreSQL is asked about its tables and objects (PostgreSQL documentation, ch. 53, "System Catalogs")."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .catalog_rows import ALL_ROWS, FIRST_OWN_OID, NEW_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rows = list[tuple[Any, ...]]

OWN_SCHEMAS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND left(n.nspname, 8) <> 'pg_temp_'"


def _own(alias: str, catalog: str) -> str:
    """Leave out what initdb or an extension made; by numbers that are indexed, as this runs after every revision."""
    return (
        f"{alias}.oid >= {FIRST_OWN_OID} AND {OWN_SCHEMAS} AND NOT EXISTS (SELECT 1 FROM pg_depend x "
        f"WHERE x.classid = '{catalog}'::regclass AND x.objid = {alias}.oid AND x.deptype = 'e')"
    )


# Each part of the answer is JSON, so that one question gives them all. The list of numbers comes out of a query of its
# own, for PostgreSQL would plan anew for each list that it can see, which takes longer than the answer.
GIVEN = "ANY (ARRAY(SELECT unnest($1)))"
TABLES = "c.relkind IN ('r', 'p', 'f')"

PLACES = f"""
SELECT 'place', c.oid, 0, '', json_build_array(
  CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname END, c.relname)::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = {GIVEN} AND {TABLES} AND {_own("c", "pg_class")}
"""

COLUMNS = f"""
SELECT 'columns', a.attrelid, a.attnum, '', json_build_array(
  a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity,
  a.attgenerated, CASE WHEN a.attcollation <> t.typcollation THEN l.collname END)::text
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE a.attrelid = {GIVEN} AND a.attnum > 0 AND NOT a.attisdropped AND {TABLES}
"""

CONSTRAINTS = f"""
SELECT 'constraints', k.conrelid, 0, k.conname::text, json_build_array(
  k.conname, k.contype,
  ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
  CASE WHEN r.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) THEN r.relname::text
       ELSE k.confrelid::regclass::text END,
  ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i),
  k.confdeltype, k.confupdtype, k.confmatchtype, k.condeferrable, k.condeferred, k.convalidated,
  pg_get_constraintdef(k.oid), CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END)::text
FROM pg_constraint k LEFT JOIN pg_class r ON r.oid = k.confrelid
WHERE k.conrelid = {GIVEN} AND k.contype IN ('p', 'u', 'f', 'c', 'x')
"""

INDEXES = f"""
SELECT 'indexes', i.indrelid, 0, x.relname::text, json_build_array(
  x.relname, i.indisunique, m.amname, pg_get_expr(i.indpred, i.indrelid),
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, s, false) FROM generate_series(1, i.indnkeyatts) s),
  i.indoption::int[],
  ARRAY(SELECT a.attname FROM generate_series(i.indnkeyatts, i.indnatts - 1) s
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s]),
  ARRAY(SELECT o.opcname FROM unnest(i.indclass) u JOIN pg_opclass o ON o.oid = u WHERE NOT o.opcdefault),
  i.indisvalid, pg_get_indexdef(i.indexrelid))::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_am m ON m.oid = x.relam
WHERE i.indrelid = {GIVEN} AND {TABLES} AND NOT EXISTS (SELECT 1 FROM pg_constraint k
    WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
"""

SEQUENCES = f"""
SELECT 'sequence', c.oid, d.refobjid::int8, '', json_build_array(
  'sequence', c.relname, t.relname, format_type(s.seqtypid, NULL), NULL,
  ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid))::text
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid
WHERE s.seqrelid = {GIVEN} AND {_own("c", "pg_class")}
"""

REFERRING = f"""
SELECT DISTINCT 'referring', conrelid, 0, '', NULL FROM pg_constraint WHERE contype = 'f' AND confrelid = {GIVEN}
"""

FACTS = " UNION ALL ".join((PLACES, COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES, f"{REFERRING} ORDER BY 3, 4"))

OBJECTS = f"""
SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, c.relname::text, NULL, pg_get_viewdef(c.oid),
  NULL::text[],
  ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND {_own("c", "pg_class")}
UNION ALL
SELECT 'trigger', g.tgname::text, c.relname::text, pg_get_triggerdef(g.oid), NULL, NULL
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND {_own("g", "pg_trigger")}
UNION ALL
SELECT 'rule', r.rulename::text, c.relname::text, pg_get_ruledef(r.oid), NULL, NULL
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND {_own("r", "pg_rewrite")}
UNION ALL
SELECT 'policy', p.polname::text, c.relname::text, NULL, NULL, NULL
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_own("p", "pg_policy")}
UNION ALL
SELECT 'function', p.proname::text, NULL, pg_get_function_identity_arguments(p.oid), NULL, NULL
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_own("p", "pg_proc")}
UNION ALL
SELECT 'enum', t.typname::text, NULL, NULL,
  ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder), NULL
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND {_own("t", "pg_type")}
ORDER BY 1, 2
"""

STATEMENTS = {
    "parity_new_rows": ("xid", NEW_ROWS),
    "parity_all_rows": ("", ALL_ROWS),
    "parity_facts": ("oid[]", FACTS),
    "parity_objects": ("", OBJECTS),
}
PREPARED = "SELECT name FROM pg_prepared_statements WHERE left(name, 7) = 'parity_'"


class Prepared:
    """Asks by statements that the session keeps: to plan them takes longer than to run them.

    A revision may have discarded them, and env.py may have another session for each one.
    """

    def __init__(self, query: Callable[[str], Rows]) -> None:
        self._query = query
        self._known = {name for (name,) in query(PREPARED)}

    def ask(self, name: str, given: str | None = None) -> Rows:
        """Give what a statement finds; `given` is the text of its parameter, where it has one."""
        kind, text = STATEMENTS[name]
        if name not in self._known:
            self._query(f"PREPARE {name}{kind and f' ({kind})'} AS {text}")
            self._known.add(name)
        value = "NULL" if given is None else f"'{given}'"
        return self._query(f"EXECUTE {name}{kind and f' ({value})'}")

    def facts(self, oids: Iterable[int]) -> Rows:
        """Give what there is to tell of tables and sequences: the part of the answer, whose it is, and itself."""
        rows = self.ask("parity_facts", f"{{{', '.join(map(str, oids))}}}")
        return [
            (part, oid, number, None if text is None else json.loads(text)) for part, oid, number, _name, text in rows
        ]
