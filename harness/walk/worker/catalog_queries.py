"""What PostgreSQL is asked about its tables and objects (PostgreSQL documentation, ch. 53, "System Catalogs")."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .catalog_rows import ALL_ROWS, FIRST_OWN_OID, NEW_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .asking import Asking

Rows = list[tuple[Any, ...]]

OWN_SCHEMAS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND left(n.nspname, 8) <> 'pg_temp_'"


def own(alias: str, catalog: str) -> str:
    """Leave out what initdb or an extension made; by numbers that are indexed, as this runs after every revision."""
    return (
        f"{alias}.oid >= {FIRST_OWN_OID} AND {OWN_SCHEMAS} AND NOT EXISTS (SELECT 1 FROM pg_depend x "
        f"WHERE x.classid = '{catalog}'::regclass AND x.objid = {alias}.oid AND x.deptype = 'e')"
    )


# Each part of an answer is JSON, so that one question gives them all. Whatever could be joined is looked up row by row:
# a join is planned for as many tables as there are at that time. The numbers come out of a query of their own, for
# PostgreSQL plans anew for each list that it can see, which takes longer than the answer.
TABLES = "ANY (ARRAY(SELECT unnest($1)))"
SEQUENCES = "ANY (ARRAY(SELECT unnest($2)))"

# The number is that of the table of which it is a partition, else 0.
PLACES = f"""
SELECT 'place', c.oid::int8,
  coalesce((SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid AND c.relispartition), 0)::int8, '',
  json_build_array(
  CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname END, c.relname)::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = {TABLES} AND {own("c", "pg_class")}"""

COLUMNS = f"""
SELECT 'columns', a.attrelid, a.attnum, '', json_build_array(
  a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum),
  a.attidentity, a.attgenerated,
  CASE WHEN a.attcollation <> (SELECT t.typcollation FROM pg_type t WHERE t.oid = a.atttypid)
       THEN (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation) END)::text
FROM pg_attribute a WHERE a.attrelid = {TABLES} AND a.attnum > 0 AND NOT a.attisdropped"""

# A foreign key to a partitioned table has a copy for each partition (conparentid).
CONSTRAINTS = f"""
SELECT 'constraints', k.conrelid, 0, k.conname::text, json_build_array(
  k.conname, k.contype,
  ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
  (SELECT CASE WHEN r.relnamespace = to_regnamespace(quote_ident(current_schema())) THEN r.relname::text
          ELSE r.oid::regclass::text END FROM pg_class r WHERE r.oid = k.confrelid),
  ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i),
  k.confdeltype, k.confupdtype, k.confmatchtype, k.condeferrable, k.condeferred, k.convalidated,
  pg_get_constraintdef(k.oid), CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END)::text
FROM pg_constraint k WHERE k.conrelid = {TABLES} AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0"""

INDEXES = f"""
SELECT 'indexes', i.indrelid, 0, x.relname::text, json_build_array(
  x.relname, i.indisunique, (SELECT m.amname FROM pg_am m WHERE m.oid = x.relam), pg_get_expr(i.indpred, i.indrelid),
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, s, false) FROM generate_series(1, i.indnkeyatts) s),
  i.indoption::int[],
  ARRAY(SELECT a.attname FROM generate_series(i.indnkeyatts, i.indnatts - 1) s
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s]),
  ARRAY(SELECT o.opcname FROM unnest(i.indclass) u JOIN pg_opclass o ON o.oid = u WHERE NOT o.opcdefault),
  i.indisvalid, pg_get_indexdef(i.indexrelid))::text
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indrelid = {TABLES} AND (SELECT count(*) FROM pg_constraint k
  WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) = 0"""

REFERRING = f"""
SELECT DISTINCT 'referring', conrelid, 0, '', NULL FROM pg_constraint WHERE contype = 'f' AND confrelid = {TABLES}"""

OWNED = f"""
SELECT 'sequence', c.oid, d.refobjid::int8, '', json_build_array(
  'sequence', c.relname, (SELECT t.relname FROM pg_class t WHERE t.oid = d.refobjid),
  format_type((SELECT s.seqtypid FROM pg_sequence s WHERE s.seqrelid = c.oid), NULL), NULL,
  ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid))::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
WHERE c.oid = {SEQUENCES} AND {own("c", "pg_class")}"""

FACTS = " UNION ALL ".join((PLACES, COLUMNS, CONSTRAINTS, INDEXES, OWNED, f"{REFERRING} ORDER BY 3, 4"))

# A view is looked up by its rule, for there are fewer rules than tables.
OBJECTS = f"""
SELECT 'objects', count(*)::int, json_agg(json_build_array(kind, name, relation, definition, labels, columns))::text
FROM (
  SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, c.relname AS name, NULL AS relation,
    pg_get_viewdef(c.oid) AS definition, NULL::name[] AS labels,
    ARRAY(SELECT a.attname FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.oid >= {FIRST_OWN_OID} AND r.rulename = '_RETURN' AND {own("c", "pg_class")}
  UNION ALL
  SELECT 'trigger', g.tgname, c.relname, pg_get_triggerdef(g.oid), NULL, NULL
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND NOT c.relispartition AND {own("g", "pg_trigger")}
  UNION ALL
  SELECT 'rule', r.rulename, c.relname, pg_get_ruledef(r.oid), NULL, NULL
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND {own("r", "pg_rewrite")}
  UNION ALL
  SELECT 'policy', p.polname, c.relname, NULL, NULL, NULL
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE {own("p", "pg_policy")}
  UNION ALL
  SELECT 'function', p.proname, NULL, pg_get_function_identity_arguments(p.oid), NULL, NULL
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {own("p", "pg_proc")}
  UNION ALL
  SELECT 'enum', t.typname, NULL, NULL,
    ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder), NULL
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND {own("t", "pg_type")}
) o"""

STATEMENTS = {
    "parity_now": ("xid", f"{NEW_ROWS} UNION ALL {OBJECTS}"),
    "parity_all_rows": (None, ALL_ROWS),
    "parity_facts": ("oid[], oid[]", FACTS),
}
PREPARED = "SELECT name FROM pg_prepared_statements WHERE left(name, 7) = 'parity_'"


class Prepared:
    """Asks by statements that the session keeps: to plan them takes longer than to run them.

    A revision may have discarded them, and env.py may have another session for each one.
    """

    def __init__(self, query: Asking) -> None:
        self._query = query
        self._known = query.prepared
        if not (query.alone and self._known):
            self._look_for_prepared()

    def _look_for_prepared(self) -> None:
        self._known.clear()
        self._known.update(name for (name,) in self._query(PREPARED))

    def now(self, since: str | None) -> dict[str, tuple[int, Any]]:
        """Give what there is more in the catalogs than at that transaction, and all objects: how many, and which."""
        rows = self._ask("parity_now", "NULL" if since is None else f"'{since}'")
        return {name: (count, None if told is None else json.loads(told)) for name, count, told in rows}

    def all_rows(self) -> Rows:
        """Give the numbers of all rows, each with its catalog."""
        return self._ask("parity_all_rows")

    def facts(self, tables: Iterable[int], sequences: Iterable[int]) -> Rows:
        """Give what there is to tell of them: the part of the answer, of whom, a number and itself."""
        rows = self._ask("parity_facts", *(f"'{{{', '.join(map(str, oids))}}}'" for oids in (tables, sequences)))
        return [
            (part, oid, number, None if told is None else json.loads(told)) for part, oid, number, _name, told in rows
        ]

    def _ask(self, name: str, *values: str) -> Rows:
        kinds, text = STATEMENTS[name]
        question = f"EXECUTE {name} ({', '.join(values)})" if values else f"EXECUTE {name}"
        if self._query.alone and name in self._known:
            try:
                return self._query(question)
            except Exception:  # noqa: BLE001 - each driver has its own; what else is wrong will be wrong again
                self._look_for_prepared()
        if name not in self._known:
            self._query(f"PREPARE {name} ({kinds}) AS {text}" if kinds else f"PREPARE {name} AS {text}")
            self._known.add(name)
        return self._query(question)
