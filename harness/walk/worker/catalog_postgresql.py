"""Read pg_catalog: which tables changed, and what they are (PostgreSQL documentation, ch. 53)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rows = list[tuple[Any, ...]]

OWN_SCHEMAS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND left(n.nspname, 8) <> 'pg_temp_'"
FIRST_OWN_OID = 16384  # below it lies what initdb made (PostgreSQL source, access/transam.h: FirstNormalObjectId)


def _own(alias: str, catalog: str) -> str:
    """Leave out what initdb or an extension made; by numbers that are indexed, as this runs after every revision."""
    return (
        f"{alias}.oid >= {FIRST_OWN_OID} AND {OWN_SCHEMAS} AND NOT EXISTS (SELECT 1 FROM pg_depend x "
        f"WHERE x.classid = '{catalog}'::regclass AND x.objid = {alias}.oid AND x.deptype = 'e')"
    )


# A changed row has a new xmin, and a row that is gone changes the count: what a revision touched, without reading it.
FINGERPRINTS = f"""
SELECT c.oid, CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname::text END, c.relname::text,
  concat_ws('/', c.xmin,
    (SELECT concat(max(a.xmin::text::bigint), ':', count(*)) FROM pg_attribute a WHERE a.attrelid = c.oid),
    (SELECT concat(max(d.xmin::text::bigint), ':', count(*)) FROM pg_attrdef d WHERE d.adrelid = c.oid),
    (SELECT concat(max(k.xmin::text::bigint), ':', count(*)) FROM pg_constraint k WHERE k.conrelid = c.oid),
    (SELECT concat(max(greatest(i.xmin::text::bigint, ic.xmin::text::bigint)), ':', count(*))
       FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f') AND {_own("c", "pg_class")}
"""

COLUMNS = """
SELECT a.attrelid, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN l.collname::text END,
  pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname) IS NOT NULL,
  t.typtype::text
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
"""

CONSTRAINTS = """
SELECT k.conrelid, k.conname::text, k.contype::text,
  ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
  CASE WHEN r.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) THEN r.relname::text
       ELSE k.confrelid::regclass::text END,
  ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(n, i)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i),
  k.confdeltype::text, k.confupdtype::text, k.confmatchtype::text, k.condeferrable, k.condeferred, k.convalidated,
  pg_get_constraintdef(k.oid), CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END
FROM pg_constraint k LEFT JOIN pg_class r ON r.oid = k.confrelid
WHERE k.conrelid = ANY ($1) AND k.contype IN ('p', 'u', 'f', 'c', 'x')
ORDER BY k.conrelid, k.conname
"""

INDEXES = """
SELECT i.indrelid, c.relname::text, i.indisunique, m.amname::text, pg_get_expr(i.indpred, i.indrelid),
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, s, false) FROM generate_series(1, i.indnkeyatts) s),
  ARRAY(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) s
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s]),
  i.indoption::int[],
  ARRAY(SELECT a.attname::text FROM generate_series(i.indnkeyatts, i.indnatts - 1) s
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s]),
  ARRAY(SELECT o.opcname::text FROM unnest(i.indclass) u JOIN pg_opclass o ON o.oid = u WHERE NOT o.opcdefault),
  i.indisvalid, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE i.indrelid = ANY ($1) AND NOT EXISTS
  (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.relname
"""

REFERRING = "SELECT DISTINCT conrelid FROM pg_constraint WHERE contype = 'f' AND confrelid = ANY ($1)"

OBJECTS = f"""
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'sequence' END, c.relname::text,
  (SELECT t.relname::text FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S' LIMIT 1),
  CASE WHEN c.relkind <> 'S' THEN pg_get_viewdef(c.oid)
    ELSE (SELECT format_type(s.seqtypid, NULL) FROM pg_sequence s WHERE s.seqrelid = c.oid) END, NULL::text[],
  CASE WHEN c.relkind <> 'S' THEN ARRAY(SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
    ELSE ARRAY(SELECT a.attname::text FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid
      AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
      AND d.deptype IN ('a', 'i')) END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm', 'S') AND {_own("c", "pg_class")}
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
    "parity_fingerprints": FINGERPRINTS,
    "parity_columns": COLUMNS,
    "parity_constraints": CONSTRAINTS,
    "parity_indexes": INDEXES,
    "parity_referring": REFERRING,
    "parity_objects": OBJECTS,
}
OF_AN_OBJECT = ("kind", "name", "table", "definition", "labels", "columns")
NAMED = frozenset({"enum", "sequence", "function"})
PREPARED = "SELECT name FROM pg_prepared_statements WHERE left(name, 7) = 'parity_'"


class Prepared:
    """Asks by statements that the session keeps: to plan them takes longer than to run them.

    A revision may have discarded them, and env.py may have another session for each one.
    """

    def __init__(self, query: Callable[[str], Rows]) -> None:
        self._query = query
        self._known = {name for (name,) in query(PREPARED)}

    def ask(self, name: str, oids: Iterable[int] | None = None) -> Rows:
        """Give what a statement finds, of some tables or of all."""
        if name not in self._known:
            self._query(f"PREPARE {name}{'' if oids is None else ' (oid[])'} AS {STATEMENTS[name]}")
            self._known.add(name)
        given = "" if oids is None else f" ('{{{', '.join(map(str, oids))}}}')"
        return self._query(f"EXECUTE {name}{given}")


class PostgresqlCatalog:
    """Remembers each table's fingerprint, and reads again only the tables whose fingerprint changed.

    Where a type, a label, a sequence or a function has got another name, all are read: a table tells its columns'
    types and defaults by those names, and its own catalog rows stay as they were.
    """

    def __init__(self) -> None:
        self._seen: dict[int, tuple[str, str]] = {}
        self._named: dict[tuple[str, str], str | None] = {}

    def read(self, query: Callable[[str], Rows], skip: frozenset[tuple[str | None, str]]) -> dict[str, Any]:
        """Give the changed tables with their facts, the tables that are gone, and all other objects."""
        prepared = Prepared(query)
        current: dict[int, tuple[str, str]] = {}
        places: dict[int, tuple[str | None, str]] = {}
        for oid, schema, name, fingerprint in prepared.ask("parity_fingerprints"):
            if (schema, name) not in skip:
                current[oid] = (_full(schema, name), fingerprint)
                places[oid] = (schema, name)
        names = {name for name, _fingerprint in current.values()}
        gone = [name for name, _fingerprint in self._seen.values() if name not in names]
        objects = [dict(zip(OF_AN_OBJECT, row, strict=True)) for row in prepared.ask("parity_objects")]
        if self._lost_names(objects, gone):
            self._seen = {}
        changed = [oid for oid, facts in current.items() if self._seen.get(oid) != facts]
        if changed:  # a foreign key shows the present names of what it refers to
            referring = prepared.ask("parity_referring", changed)
            changed += [oid for (oid,) in referring if oid in current and oid not in changed]
        self._seen = current
        tables = self._tables(prepared, {oid: places[oid] for oid in changed}) if changed else {}
        return {"tables": tables, "gone": gone, "objects": objects}

    def _lost_names(self, objects: list[dict[str, Any]], gone: list[str]) -> bool:
        """Tell whether a name is no more that a table may have told; not that of a dropped table's own sequence."""
        named: dict[tuple[str, str], str | None] = {}
        for item in objects:
            if item["kind"] in NAMED:
                for name in (item["name"], *(f"{item['name']}.{label}" for label in item["labels"] or ())):
                    named[(item["kind"], name)] = item["table"]
        dropped = {name.rpartition(".")[2] for name in gone}
        lost = [table for key, table in self._named.items() if key not in named and table not in dropped]
        self._named = named
        return bool(lost)

    def _tables(self, prepared: Prepared, places: dict[int, tuple[str | None, str]]) -> dict[str, Any]:
        facts: dict[int, dict[str, Any]] = {oid: {} for oid in places}
        for part in ("columns", "constraints", "indexes"):
            for table in facts.values():
                table[part] = []
            for row in prepared.ask(f"parity_{part}", places):
                facts[row[0]][part].append(list(row[1:]))
        return {_full(*places[oid]): table for oid, table in facts.items()}


def _full(schema: str | None, name: str) -> str:
    return f"{schema}.{name}" if schema else name
