"""Alembic code that mends a difference, for the fix texts: valid Python with the project's own names.

A revision that is deployed cannot be changed any more, so each piece stands in a new revision, and acts on the side that
lacks something. Where the code cannot be told, None is given, and the fix says in words what to do.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from harness.model.wording import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.schema import Constraint, Index
    from harness.model.walk import Side

INDENT = "    "
TYPES_OF_CONSTRAINTS = {"pk": "primary", "fk": "foreignkey", "uq": "unique", "ck": "check"}
CASTS = re.compile(
    r"::(?:character varying|double precision|timestamp with(?:out)? time zone|[a-z_]+)(?:\(\d+(?:, ?\d+)?\))?(?:\[\])?"
)
LONE_PARENTHESES = re.compile(r"(?<!\w)\((-?[\w.]+|'(?:[^']|'')*')\)")
ONE_OF = re.compile(r"= ANY \((?:\(ARRAY\[([^\]]*)\]\)|ARRAY\[([^\]]*)\])\)")
ONLY_POSTGRESQL = re.compile(r"::|~|\bANY \(|\bARRAY\[")


def revision(words: str, identifier: str, lines: Iterable[str] | None) -> str:
    """Give a fix: what to do in the source, and the new revision that mends what is deployed already."""
    if lines is None:
        return words
    code = "\n".join(INDENT + line for line in lines)
    return f"{words} Where {identifier} is deployed, mend it in a new revision:\n{code}"


def on(side: Side, lines: Iterable[str]) -> list[str]:
    """Run code on one database only: the development side is SQLite."""
    return [f'if op.get_bind().dialect.name {"==" if side == "dev" else "!="} "sqlite":', *(INDENT + line for line in lines)]


def batch(table: str | None, lines: Iterable[str]) -> list[str]:
    """Alter a table in a batch, which rebuilds it on SQLite."""
    return [f"with op.batch_alter_table({quoted(table)}) as batch_op:", *(INDENT + line for line in lines)]


def quoted(text: str | None) -> str:
    """Spell a text as Python does, between double quotes."""
    return json.dumps(text or "", ensure_ascii=False)


def many(texts: Iterable[str]) -> str:
    """Spell a list of texts."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def portable(expression: str) -> str | None:
    """Spell an expression that PostgreSQL printed so that SQLite takes it as well, or None.

    Casts are dropped, and `x = ANY (ARRAY[...])`, as which PostgreSQL keeps an IN, becomes one again.
    """
    if any("::" in text for text in re.findall(r"'(?:[^']|'')*'", expression)):
        return None
    text = LONE_PARENTHESES.sub(r"\1", CASTS.sub("", expression))
    text = ONE_OF.sub(lambda found: f"IN ({found.group(1) or found.group(2)})", text)
    return None if ONLY_POSTGRESQL.search(text) else unwrapped(LONE_PARENTHESES.sub(r"\1", text))


def creating(constraint: Constraint, name: str | None) -> str | None:
    """Give the call that makes a constraint, as a line of a batch."""
    options = dict(constraint.options)
    if constraint.kind == "ck":
        condition = portable(constraint.expression or "")
        if condition is None or options:
            return None
        return f"batch_op.create_check_constraint(op.f({quoted(name)}), {quoted(condition)})"
    words = {"ondelete": "ondelete", "onupdate": "onupdate", "initially": "initially", "match": "match"}
    more = [f"{word}={quoted(options.pop(option))}" for option, word in words.items() if option in options]
    more += [f"{word}=True" for word in ("deferrable",) if options.pop(word, None)]
    if options:
        return None
    columns = many(constraint.columns)
    if constraint.kind == "fk":
        call, arguments = "create_foreign_key", [quoted(constraint.referred_table), columns, many(constraint.referred_columns)]
    else:
        call, arguments = "create_primary_key" if constraint.kind == "pk" else "create_unique_constraint", [columns]
    return f"batch_op.{call}(op.f({quoted(name)}), {', '.join([*arguments, *more])})"


def dropping(constraint: Constraint) -> str:
    """Give the call that drops a constraint, as a line of a batch."""
    return f"batch_op.drop_constraint(op.f({quoted(constraint.name)}), type_={quoted(TYPES_OF_CONSTRAINTS[constraint.kind])})"


def creating_index(table: str | None, index: Index, name: str) -> str | None:
    """Give the call that makes an index on both databases."""
    keys = []
    for key in index.keys:
        spelled = quoted(key) if key in index.columns else portable(key.removesuffix(" DESC"))
        if spelled is None:
            return None
        keys.append(spelled if key in index.columns else f"sa.text({quoted(spelled + key[len(key.removesuffix(' DESC')) :])})")
    more = ["unique=True"] if index.unique else []
    if index.predicate:
        condition = portable(index.predicate)
        if condition is None:
            return None
        more += [f"{dialect}_where=sa.text({quoted(condition)})" for dialect in ("sqlite", "postgresql")]
    arguments = ", ".join([f"op.f({quoted(name)})", quoted(table), f"[{', '.join(keys)}]", *more])
    return f"op.create_index({arguments})"


def renaming(table: str | None, thing: Constraint | Index, side: Side, name: str) -> list[str] | None:
    """Give the code that renames a constraint or index on one side: PostgreSQL can, SQLite must drop and make it."""
    is_index = not hasattr(thing, "kind")
    if side == "prod":
        what = f"INDEX {thing.name} RENAME" if is_index else f"TABLE {table} RENAME CONSTRAINT {thing.name}"
        return on("prod", [f"op.execute({quoted(f'ALTER {what} TO {name}')})"])
    return None
