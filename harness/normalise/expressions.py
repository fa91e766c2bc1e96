"""Expressions by meaning, where no database can be asked: parentheses, boolean spellings, labels in a check."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

if TYPE_CHECKING:
    from collections.abc import Iterable

logging.getLogger("sqlglot").setLevel(logging.ERROR)

Expression = exp.Expression


@lru_cache(maxsize=4096)
def parse(text: str, dialect: str) -> Expression | None:
    """Give the parsed expression, or None when sqlglot does not understand it."""
    try:
        return sqlglot.parse_one(text, read="postgres" if dialect == "postgresql" else dialect)
    except SqlglotError:
        return None


@lru_cache(maxsize=4096)
def polished(text: str) -> str:
    """Give a canonical spelling of an expression that PostgreSQL printed: `x = true` is `x`, `NOT x` is `x = false`."""
    stripped = text.strip()
    while stripped.startswith("(") and _closes_at_end(stripped):
        stripped = stripped[1:-1].strip()
    tree = parse(stripped, "postgresql")
    if tree is None:
        return " ".join(stripped.split())
    return str(_unwrapped(tree.copy()).transform(_plain_boolean).sql("postgres", normalize_functions=False))


def with_booleans(text: str, dialect: str, booleans: Iterable[str]) -> str | None:
    """Spell comparisons of boolean columns with 0 and 1 as PostgreSQL wants them; None when there is nothing to change."""
    names = {name.lower() for name in booleans}
    tree = parse(text, dialect)
    if tree is None or not names:
        return None

    def rewritten(node: Expression) -> Expression:
        if isinstance(node, exp.EQ | exp.NEQ | exp.Is):
            column, value = node.this, node.expression
            if isinstance(column, exp.Column) and column.name.lower() in names and value.name in {"0", "1"}:
                return type(node)(this=column.copy(), expression=exp.Boolean(this=value.name == "1"))
        return node

    changed = tree.copy().transform(rewritten)
    return str(changed.sql("postgres")) if changed != tree else None


def is_boolean_check(text: str, booleans: Iterable[str]) -> bool:
    """Tell whether a check is the one that SQLAlchemy makes for Boolean(create_constraint=True): `x IN (0, 1)`."""
    found = labels_of(text)
    return found is not None and found[0].lower() in {name.lower() for name in booleans} and set(found[1]) == {"0", "1"}


def labels_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Give the column and the values of a check of the form `column IN (...)`, as written on SQLite; else None."""
    tree = parse(text, "sqlite")
    if isinstance(tree, exp.Paren):
        tree = tree.this
    if isinstance(tree, exp.In) and isinstance(tree.this, exp.Column) and tree.expressions:
        if all(isinstance(value, exp.Literal) for value in tree.expressions):
            return tree.this.name, tuple(value.name for value in tree.expressions)
    return None


def columns_of(text: str, dialect: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give the columns that an expression names, in the order of `known`."""
    tree = parse(text, dialect)
    if tree is None:
        return ()
    named = {node.name.lower() for node in tree.find_all(exp.Column)}
    return tuple(name for name in known if name.lower() in named)


def _closes_at_end(text: str) -> bool:
    depth, quoted = 0, False
    for position, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        if not quoted:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0:
                return position == len(text) - 1
    return False


def _unwrapped(tree: Expression) -> Expression:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def _plain_boolean(node: Expression) -> Expression:
    if isinstance(node, exp.EQ | exp.NEQ) and isinstance(node.expression, exp.Boolean):
        positive = bool(node.expression.this) == isinstance(node, exp.EQ)
        inner = _unwrapped(node.this).copy()
        return inner if positive else exp.Not(this=inner)
    if isinstance(node, exp.Not) and isinstance(node.this, exp.Paren):
        return exp.Not(this=_unwrapped(node.this).copy())
    return node
