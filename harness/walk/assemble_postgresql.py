"""Put together a PostgreSQL table from pg_catalog. SQLAlchemy's Inspector checks it at the end of the walk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.model import Column, Constraint, Index, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import ConstraintKind

ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}
KINDS: dict[str, ConstraintKind] = {"p": "pk", "u": "uq", "f": "fk", "c": "ck", "x": "ck"}
IDENTITY = {"a": "always", "d": "by default"}
DESCENDING, NULLS_FIRST = 1, 2
PLAIN = re.compile("[a-z_][a-z0-9_$]*")
SET_SOME = re.compile(r"ON DELETE SET \w+ (\((?P<columns>[^()]*)\))[^()]*")


def assemble_postgresql(name: str, facts: dict[str, Any]) -> tuple[Table, str | None]:
    """Give the table. `facts` are those of worker/catalog_postgresql.py."""
    columns = tuple(_columns(facts))
    table = Table(
        name=name,
        columns=columns,
        constraints=tuple(_constraints(facts)),
        indexes=tuple(_indexes(facts, {column.name for column in columns})),
        ddl=_ddl(name, facts),
    )
    return table, None


def _columns(facts: dict[str, Any]) -> Iterator[Column]:
    for name, kind, not_null, default, identity, generated, collation in facts["columns"]:
        from_sequence = bool(default) and not generated and str(default).startswith("nextval(")
        yield Column(
            name=name,
            type=kind,
            nullable=not not_null,
            default=None if generated or from_sequence else default,
            computed=default if generated else None,
            identity=IDENTITY.get(identity),
            numbered=bool(identity) or from_sequence,
            collation=collation,
        )


def _constraints(facts: dict[str, Any]) -> Iterator[Constraint]:
    """Give the constraints; what an option says of NULL is left out where no column can hold it."""
    filled = _filled(facts)
    for name, kind, columns, referred, referred_columns, *rest in facts["constraints"]:
        on_delete, on_update, match, deferrable, deferred, validated, definition, expression = rest
        options: dict[str, str] = {}
        if kind == "f":
            options = {
                option: ACTIONS[action]
                for option, action in (("ondelete", on_delete), ("onupdate", on_update))
                if action in ACTIONS
            }
            some = SET_SOME.search(definition)
            if some and len(some["columns"].split(", ")) < len(columns):
                options["ondelete"] += f" {some[1]}"
            # Of one column it is MATCH SIMPLE: PostgreSQL documentation, CREATE TABLE.
            if match == "f" and len(columns) > 1 and not filled.issuperset(columns):
                options["match"] = "FULL"
        if kind == "x":
            expression, options["exclude"] = definition, "yes"
        if deferrable:
            options["deferrable"] = "yes"
        if deferred:
            options["initially"] = "DEFERRED"
        if not validated:
            options["not valid"] = "yes"
        if kind == "u" and "NULLS NOT DISTINCT" in definition and not filled.issuperset(columns):
            options["nulls not distinct"] = "yes"
        yield Constraint(
            kind=KINDS[kind],
            name=name,
            columns=tuple(columns),
            expression=expression,
            referred_table=referred if kind == "f" else None,
            referred_columns=tuple(referred_columns),
            options=options,
        )


def _filled(facts: dict[str, Any]) -> set[str]:
    return {name for name, _kind, not_null, *_rest in facts["columns"] if not_null}


def _indexes(facts: dict[str, Any], columns: set[str]) -> Iterator[Index]:
    filled = _filled(facts)
    for name, unique, method, predicate, keys, bits, include, classes, valid, definition in facts["indexes"]:
        options: dict[str, str] = {}
        if method != "btree":
            options["method"] = method
        if include:
            options["include"] = ", ".join(include)
        if classes:
            options["operator class"] = ", ".join(classes)
        if not valid:
            options["invalid"] = "yes"
        if any(bool(bit & DESCENDING) != bool(bit & NULLS_FIRST) for bit in bits):
            options["nulls"] = ", ".join("first" if bit & NULLS_FIRST else "last" for bit in bits)
        plain = [key[1:-1].replace('""', '"') if key.startswith('"') and key.endswith('"') else key for key in keys]
        named = [column if column in columns else key for key, column in zip(keys, plain, strict=True)]
        if "NULLS NOT DISTINCT" in definition and not filled.issuperset(named):
            options["nulls not distinct"] = "yes"
        yield Index(
            name=name,
            keys=tuple(key + " DESC" if bit & DESCENDING else key for key, bit in zip(named, bits, strict=False)),
            columns=tuple(key for key in named if key in columns),
            unique=unique,
            predicate=predicate,
            options=options,
        )


def _ddl(name: str, facts: dict[str, Any]) -> str:
    """Spell the table as a CREATE TABLE, for people: PostgreSQL keeps no text of its own."""
    lines = []
    for column, kind, not_null, default, identity, generated, *_rest in facts["columns"]:
        words = [f"{_quoted(column)} {kind}"]
        if generated:
            words.append(f"GENERATED ALWAYS AS {default} {'STORED' if generated == 's' else 'VIRTUAL'}")
        elif default is not None:
            words.append(f"DEFAULT {default}")
        if identity:
            words.append(f"GENERATED {IDENTITY[identity].upper()} AS IDENTITY")
        lines.append(" ".join([*words, *(["NOT NULL"] if not_null else [])]))
    lines += [f"CONSTRAINT {_quoted(item[0])} {item[11]}" for item in facts["constraints"]]
    text = f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"
    return ";\n".join([text, *(item[9] for item in facts["indexes"])])


def _quoted(name: str) -> str:
    """Quote a name that is not plain; a reserved word is readable without."""
    return name if PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'
