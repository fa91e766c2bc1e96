"""What can be known of an expression where no database is asked: boolean spellings, labels in a check, its columns."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from harness.model.wording import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlglot.expressions import Expr as Expression

ALIKE = frozenset(
    "ifnull coalesce iif case substr substring instr strpos position lower and or not in is when then else where on as "
    "select from join having by limit exists all any union over between like cast values "
    "numeric decimal varchar char character".split()
)
"""Functions and types that mean the same on both databases under these names, and words that are neither."""

logging.getLogger("sqlglot").setLevel(logging.ERROR)


@lru_cache(maxsize=4096)
def parse(text: str, dialect: str) -> Expression | None:
    """Give the parsed expression, or None when sqlglot does not understand it."""
    try:
        return sqlglot.parse_one(text, read="postgres" if dialect == "postgresql" else dialect)
    except SqlglotError:
        return None


def for_production(text: str, booleans: Iterable[str], known: Iterable[str]) -> str | None:
    """Spell an expression of SQLite as PostgreSQL may want it: `active = 1` over a boolean column as `active = true`.

    A key that ignores case (NOCASE) is one in lower case, and a quoted name that no column has (`known` are those of
    the table on SQLite) is a text. None where that changes nothing, where sqlglot does not understand the text, or
    where it puts functions of PostgreSQL in the place of SQLite's: these may mean the same, but are spelled otherwise
    than the author would.
    """
    tree = parse(text, "sqlite")
    if tree is None:
        return None
    names = {name.lower() for name in booleans}
    root = exp.Paren(this=tree.copy())
    for node in _strangers(root, known):
        node.replace(exp.Literal.string(node.name))
    for node in list(root.find_all(exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In)):
        if any(isinstance(part, exp.Column) and part.name.lower() in names for part in node.iter_expressions()):
            _compare_with_booleans(node)
    _mean_booleans(root)
    if isinstance(root.this, exp.Collate) and root.this.expression.name.upper() == "NOCASE":
        root.this.replace(exp.Lower(this=root.this.this.copy()))
    spelled = str(root.this.sql("postgres"))
    return None if spelled == text or called(spelled) - ALIKE != called(text) - ALIKE else spelled


def is_boolean_check(text: str, booleans: Iterable[str]) -> bool:
    """Tell whether a check is the one that SQLAlchemy makes for Boolean(create_constraint=True): `x IN (0, 1)`."""
    found = labels_of(text)
    return found is not None and found[0].lower() in {name.lower() for name in booleans} and set(found[1]) == {"0", "1"}


def labels_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Give the column and the values of a check of the form `column IN (...)`, as written on SQLite; else None."""
    tree = parse(text, "sqlite")
    if isinstance(tree, exp.Paren):
        tree = tree.this
    is_list = isinstance(tree, exp.In) and isinstance(tree.this, exp.Column) and bool(tree.expressions)
    if tree is None or not is_list or not all(isinstance(value, exp.Literal) for value in tree.expressions):
        return None
    return tree.this.name, tuple(value.name for value in tree.expressions)


def strangers_in(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give the quoted names that no column has: SQLite takes them for texts ("Quirks, Caveats, and Gotchas", 8)."""
    tree = parse(text, "sqlite")
    return () if tree is None else tuple(dict.fromkeys(node.name for node in _strangers(tree, known)))


def columns_of(text: str, dialect: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give the columns that an expression names, in the order of `known`."""
    tree = parse(text, dialect)
    if tree is None:
        return ()
    named = {node.name.lower() for node in tree.find_all(exp.Column)}
    return tuple(name for name in known if name.lower() in named)


def _strangers(tree: Expression, known: Iterable[str]) -> list[Expression]:
    names = {name.lower() for name in known}
    return [
        node
        for node in tree.find_all(exp.Column, bfs=False)
        if node.this.args.get("quoted") and node.name.lower() not in names
    ]


def _compare_with_booleans(node: Expression) -> None:
    """SQLite stores a boolean as 0 or 1, and compares it so."""
    for part in list(node.iter_expressions()):
        if _is_bit(part):
            part.replace(exp.Boolean(this=part.name == "1"))
    if isinstance(node, exp.NullSafeEQ | exp.NullSafeNEQ) and isinstance(node.expression, exp.Boolean):
        test = exp.Is(this=node.this.copy(), expression=node.expression.copy())
        node.replace(test if isinstance(node, exp.NullSafeEQ) else exp.Not(this=test))


def _mean_booleans(node: Expression) -> None:
    """Spell 0 and 1 as false and true wherever a condition is wanted: `CASE WHEN a THEN b > 1 ELSE 1 END`."""
    if isinstance(node, exp.Paren | exp.Connector | exp.Not):
        wanted = list(node.iter_expressions())
    elif isinstance(node, exp.Case):
        wanted = [branch.args["true"] for branch in node.args["ifs"]]
        wanted += [node.args["default"]] if node.args.get("default") else []
    else:
        return
    for part in wanted:
        if _is_bit(part):
            part.replace(exp.Boolean(this=part.name == "1"))
        else:
            _mean_booleans(part)


def _is_bit(node: Expression) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and node.name in {"0", "1"}
