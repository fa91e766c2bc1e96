"""Alembic code that mends a difference, for the fix texts: valid Python with the project's own names.

A revision that is deployed cannot be changed any more, so each piece stands in a new revision, and acts on the side
that lacks something. Where the code cannot be told, None is given, and the fix says in words what to do.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.model.naming import MADE_UP, made_up_name
from harness.model.portable import portable
from harness.model.schema import Constraint, Index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.comparison import Comparison, Difference
    from harness.model.findings import Group
    from harness.model.schema import Table
    from harness.model.walk import Side

SIDES: tuple[Side, Side] = ("dev", "prod")
INDENT = "    "
TYPES_OF_CONSTRAINTS = {"pk": "primary", "fk": "foreignkey", "uq": "unique", "ck": "check"}
KEYWORDS = ("ondelete", "onupdate", "initially")
PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def table_on(comparison: Comparison, side: Side, name: str | None) -> Table | None:
    """Give a table as a side has it at the end of its walk."""
    walked = comparison.dev if side == "dev" else comparison.prod
    snapshots = [step.snapshot for step in walked.steps if step.snapshot is not None]
    return snapshots[-1].tables.get(name or "") if snapshots else None


def constraint_on(comparison: Comparison, side: Side, difference: Difference) -> Constraint | None:
    """Give the constraint of a difference as a side has it: by its name, else the only one of its kind there."""
    table = table_on(comparison, side, difference.table)
    kind = difference.detail if difference.kind == "truncation" else difference.kind
    same = [item for item in table.constraints if item.kind == kind] if table else []
    named = [[item for item in same if item.name == name] for name in _names_on(side, difference)]
    found = next(filter(None, named), None) or [item for item in same if item.columns == difference.columns]
    return found[0] if len(found) == 1 else None


def index_on(comparison: Comparison, side: Side, difference: Difference) -> Index | None:
    """Give the index of a difference as a side has it."""
    table = table_on(comparison, side, difference.table)
    found = {item.name: item for item in table.indexes} if table else {}
    return next((found[name] for name in _names_on(side, difference) if name in found), None)


def _names_on(side: Side, difference: Difference) -> tuple[str | None, str | None]:
    """Give what may be the name on a side: its own first, as the other side may have it for something else."""
    return (difference.dev if side == "dev" else difference.prod), difference.name


def create_constraints(comparison: Comparison, group: Group, side: Side) -> list[str] | None:
    """Give the code that makes the constraints of a group on the side that lacks them, as the other side has them."""
    batches: dict[str, list[str]] = {}
    for item in group:
        difference = item.difference
        thing = constraint_on(comparison, "prod" if side == "dev" else "dev", difference)
        call = creating(thing, thing.name or name_for(thing, difference.table)) if thing else None
        if call is None:
            return None
        batches.setdefault(difference.table or "", []).append(call)
    return on(side, [line for table, calls in batches.items() for line in batch(table, calls)])


def create_indexes(comparison: Comparison, group: Group, side: Side) -> list[str] | None:
    """Give the code that makes the indexes of a group on the side that lacks them, as the other side has them."""
    calls = []
    for item in group:
        thing = index_on(comparison, "prod" if side == "dev" else "dev", item.difference)
        call = creating_index(item.difference.table, thing, thing.name) if thing else None
        if call is None:
            return None
        calls.append(call)
    return on(side, calls)


def revision(words: str, identifier: str, lines: Iterable[str] | None) -> str:
    """Give a fix: what to do in the source, and the new revision that mends what is deployed already."""
    if lines is None:
        return words
    code = "\n".join(INDENT + line for line in lines)
    return f"{words} Where {identifier} is deployed, mend it in a new revision:\n{code}"


def on(side: Side, lines: Iterable[str]) -> list[str]:
    """Run code on one database only: the development side is SQLite."""
    test = f'if op.get_context().dialect.name {"==" if side == "dev" else "!="} "sqlite":'
    return [test, *(INDENT + line for line in lines)]


def batch(table: str | None, lines: Iterable[str]) -> list[str]:
    """Alter a table in a batch, which rebuilds it on SQLite."""
    return [f"with op.batch_alter_table({', '.join(placed(table))}) as batch_op:", *(INDENT + line for line in lines)]


def quoted(text: str | None) -> str:
    """Spell a text as Python does, between double quotes."""
    return json.dumps(text or "", ensure_ascii=False)


def many(texts: Iterable[str]) -> str:
    """Spell a list of texts."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def creating(constraint: Constraint, name: str | None) -> str | None:
    """Give the call that makes a constraint, as a line of a batch."""
    if constraint.kind == "ck":
        condition = portable(constraint.expression or "")
        if condition is None or constraint.options:
            return None
        return f"batch_op.create_check_constraint(op.f({quoted(name)}), {quoted(condition)})"
    more = keywords(constraint)
    if more is None:
        return None
    arguments = [many(constraint.columns), *more]
    if constraint.kind == "fk":
        referred, *schema = placed(constraint.referred_table, "referent_schema")
        arguments = [referred, arguments[0], many(constraint.referred_columns), *schema, *more]
    call = {"fk": "foreign_key", "pk": "primary_key", "uq": "unique_constraint"}[constraint.kind]
    return f"batch_op.create_{call}(op.f({quoted(name)}), {', '.join(arguments)})"


def keywords(constraint: Constraint) -> list[str] | None:
    """Give the options of a key as keywords, or None for one that SQLite has not."""
    options = dict(constraint.options)
    more = [f"{word}={quoted(options.pop(word))}" for word in KEYWORDS if word in options]
    more += ["deferrable=True"] if options.pop("deferrable", None) else []
    return None if options else more


def name_for(constraint: Constraint, table: str | None) -> str:
    """Give a name to a constraint that has none."""
    return "_".join([constraint.kind, table or "", *constraint.columns])


def dropping(constraint: Constraint) -> str:
    """Give the call that drops a constraint, as a line of a batch."""
    kind = TYPES_OF_CONSTRAINTS[constraint.kind]
    return f"batch_op.drop_constraint(op.f({quoted(constraint.name)}), type_={quoted(kind)})"


def replacing(table: str | None, old: Constraint, *made: str) -> list[str]:
    """Give the batch that drops a constraint, and makes others.

    An inline constraint comes back from SQLite without its name, so that the batch has to give it one: that which
    PostgreSQL makes up, as all others of the table that have none get theirs in the same way.
    """
    if old.name and not old.inline:
        return batch(table, [dropping(old), *made])
    begin = f"with op.batch_alter_table({', '.join(placed(table))}, naming_convention=names) as batch_op:"
    called = replace(old, name=made_up_name(old.kind, table, old.columns))
    return [f"names = {convention_of(old.kind)}", begin, *(INDENT + line for line in (dropping(called), *made))]


def convention_of(kind: str) -> str:
    """Give the convention by which a batch knows constraints without a name as PostgreSQL names them."""
    columns = "" if kind == "pk" else "%(column_0_N_name)s_"
    return json.dumps({kind: f"%(table_name)s_{columns}{MADE_UP[kind]}"})


def creating_index(table: str | None, index: Index, name: str | None) -> str | None:
    """Give the call that makes an index, with its condition for both databases; None for one that SQLite has not."""
    if "nulls not distinct" in index.options:
        return None
    keys = []
    for key in index.keys:
        expression = key if key in index.columns else key.removesuffix(" DESC")
        spelled = expression if expression in index.columns else portable(expression)
        if spelled is None:
            return None
        text = spelled + key[len(expression) :]
        keys.append(quoted(text) if text in index.columns else f"sa.text({quoted(text)})")
    more = ["unique=True"] if index.unique else []
    if index.predicate:
        condition = portable(index.predicate)
        if condition is None:
            return None
        more += [f"{dialect}_where=sa.text({quoted(condition)})" for dialect in ("sqlite", "postgresql")]
    where, *schema = placed(table)
    arguments = [f"op.f({quoted(name)})", where, f"[{', '.join(keys)}]", *schema, *more]
    return f"op.create_index({', '.join(arguments)})"


def dropping_index(table: str | None, name: str | None) -> str:
    """Give the call that drops an index."""
    return f"op.drop_index(op.f({quoted(name)}), table_name={', '.join(placed(table))})"


def renaming(table: str | None, thing: Constraint | Index, side: Side, name: str) -> list[str] | None:
    """Give the code that renames a constraint or index on one side: PostgreSQL can, SQLite drops and makes it."""
    if side == "prod":
        old, new = identifier(thing.name or ""), identifier(name)
        whole = whole_name(table)
        schema = whole[: whole.rfind(".") + 1]
        what = f"INDEX {schema}{old} RENAME" if isinstance(thing, Index) else f"TABLE {whole} RENAME CONSTRAINT {old}"
        return on(side, [f"op.execute({quoted(f'ALTER {what} TO {new}')})"])
    if isinstance(thing, Index):
        made = creating_index(table, thing, name)
        return on(side, [dropping_index(table, thing.name), made]) if made else None
    made = creating(thing, name)
    return on(side, replacing(table, thing, made)) if made and (thing.name or thing.inline) else None


def identifier(name: str) -> str:
    """Spell a name in SQL, between quotes where it needs them."""
    return name if PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def whole_name(table: str | None) -> str:
    """Spell the name of a table in SQL, with its schema where it has one of its own."""
    return ".".join(map(identifier, (table or "").split(".")))


def placed(table: str | None, keyword: str = "schema") -> list[str]:
    """Give the arguments for a table: its name, and the schema where it has one of its own."""
    schema, _dot, name = (table or "").rpartition(".")
    return [quoted(name), f"{keyword}={quoted(schema)}"] if schema else [quoted(name)]
