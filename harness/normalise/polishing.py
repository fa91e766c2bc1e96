"""One spelling for what PostgreSQL prints in several: a list of values, a comparison from either side, a negation.

Nothing is known of the columns' types here, so that only what holds for each of them is put into another form. Values
are compared in three-valued logic: what a rewriting makes of NULL is what it was (PostgreSQL documentation, 9.1, 9.2).
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from sqlglot import exp

from harness.model.wording import unwrapped
from harness.normalise.expressions import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot.expressions import Expr as Expression

FLAT_ARRAY = re.compile(r"\{[^{}]+\}")
WHOLE = re.compile(r"-?\d+")
KINDS = exp.DataType.Type
SIZES = frozenset({KINDS.SMALLINT, KINDS.INT, KINDS.BIGINT, KINDS.DECIMAL, KINDS.DOUBLE})
OPPOSITE: dict[type[Expression], type[Expression]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.LT: exp.GTE,
    exp.LTE: exp.GT,
    exp.GT: exp.LTE,
    exp.GTE: exp.LT,
    exp.And: exp.Or,
    exp.Or: exp.And,
}
MIRRORED: dict[type[Expression], type[Expression]] = {
    exp.EQ: exp.EQ,
    exp.NEQ: exp.NEQ,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
}
ORDERED = frozenset({exp.LT, exp.LTE, exp.GT, exp.GTE})


@lru_cache(maxsize=4096)
def polished(text: str) -> str:
    """Give a canonical spelling of an expression that PostgreSQL printed: `x = true` is `x`, `x = false` is `NOT x`.

    Parentheses do not count but for what they bind. `lower(x) LIKE lower(y)` is ILIKE, which SQLite does not have.
    """
    tree = parse(text.strip(), "postgresql")
    if tree is None:
        return unwrapped(text)
    root = exp.Paren(this=tree.copy())
    for paren in list(root.find_all(exp.Paren))[1:]:
        paren.replace(paren.this)
    for node in reversed(list(root.find_all(*PLAIN))):
        node.replace(_plain(node))
    for node in reversed(list(root.find_all(exp.Binary, exp.Not, exp.Neg, exp.Between, exp.In))):
        node.replace(exp.Paren(this=node.copy()))
    return unwrapped(_sql(root))


def _plain(node: Expression) -> Expression:
    return next((spell(node) for kind, spell in PLAIN.items() if isinstance(node, kind)), node)


def _sql(node: Expression) -> str:
    return str(node.sql("postgres", normalize_functions=False))


def _comparison(node: Expression) -> Expression:
    """A comparison with a boolean is no comparison, and one with a list is IN."""
    left, right = node.this.copy(), node.expression.copy()
    if not isinstance(node, exp.EQ | exp.NEQ):
        return _oriented(node)
    positive = isinstance(node, exp.EQ)
    for value, other in ((right, left), (left, right)):
        if isinstance(value, exp.Boolean):
            return other if bool(value.this) == positive else _not(other)
    listed = _array_of(right, "ANY" if positive else "ALL")
    if listed is not None:
        return _among(left, listed.expressions) if positive else _not(_among(left, listed.expressions))
    return _oriented(node)


def _oriented(node: Expression) -> Expression:
    """Constants stand right; of two values that have columns the smaller one stands left."""
    kind, left, right = type(node), _bare(node.this), _bare(node.expression)
    turned = (exp.GT, exp.GTE) if kind in ORDERED else (kind,) if _sql(right) < _sql(left) else ()
    if _has_columns(left) != _has_columns(right):
        turned = (kind,) if _has_columns(right) else ()
    return MIRRORED[kind](this=right, expression=left) if kind in turned else kind(this=left, expression=right)


def _has_columns(node: Expression) -> bool:
    return node.find(exp.Column, exp.Query) is not None


def _array_of(node: Expression, word: str) -> exp.Array | None:
    """Give the array of ANY or ALL; sqlglot takes ALL for a function."""
    named = isinstance(node, exp.Anonymous) and node.name.upper() == word
    value = node.expressions[0] if named else node.this if isinstance(node, getattr(exp, word.title())) else None
    return value if isinstance(value, exp.Array) and value.expressions else None


def _among(value: Expression, items: list[Expression]) -> Expression:
    """Give `value IN (items)`, where neither their order counts nor how often one is named."""
    each = {_sql(item): item for item in map(_bare, items)}
    ordered = [each[text] for text in sorted(each)]
    if len(ordered) == 1:
        return _comparison(exp.EQ(this=value, expression=ordered[0]))
    return exp.In(this=value.copy(), expressions=[item.copy() for item in ordered])


def _bare(value: Expression) -> Expression:
    """Give a whole number without the type that PostgreSQL gives it, which no comparison depends on."""
    kind = _cast_to(value)
    size = kind.this if kind is not None and not kind.expressions else None
    if size in SIZES and isinstance(value.this, exp.Literal) and WHOLE.fullmatch(value.this.name):
        return exp.Literal.number(value.this.name)
    return value.copy()


def _connected(node: Expression) -> Expression:
    """Conditions in an order of their own; those that compare one value are one list: `x = 1 OR x = 2`."""
    either = isinstance(node, exp.Or)
    compared: dict[str, tuple[Expression, list[Expression]]] = {}
    parts: dict[str, Expression] = {}
    for part in node.flatten():
        value, items = _listed(part if either else _not(part))
        if value is None:
            parts[_sql(part)] = part.copy()
        else:
            compared.setdefault(_sql(value), (value, []))[1].extend(items)
    for value, items in compared.values():
        among = _among(value, items)
        part = among if either else _not(among)
        parts[_sql(part)] = part
    ordered = [parts[text] for text in sorted(parts)]
    return reduce(lambda one, other: type(node)(this=one, expression=other), ordered)


def _listed(node: Expression) -> tuple[Expression | None, list[Expression]]:
    """Give the value that a condition compares with constants, and these."""
    if isinstance(node, exp.In) and node.expressions:
        return node.this, node.expressions
    if isinstance(node, exp.EQ):
        return (node.this, [node.expression]) if not _has_columns(node.expression) else (None, [])
    return None, []


def _not(node: Expression) -> Expression:
    """Give the opposite of a condition: a negation stands as far inside as it can."""
    if isinstance(node, exp.Not):
        return _inside(node)
    other = OPPOSITE.get(type(node))
    if other is None:
        return exp.Not(this=node.copy())
    if isinstance(node, exp.Connector):
        return _connected(other(this=_not(node.this), expression=_not(node.expression)))
    return _comparison(other(this=node.this.copy(), expression=node.expression.copy()))


def _negation_outside(node: Expression) -> Expression:
    """Newer versions of sqlglot keep the negation of IS NOT and NOT LIKE in it."""
    plain = node.copy()
    negated = bool(plain.args.pop("negate", None))
    return _not(_like(plain)) if negated else _like(plain)


def _like(node: Expression) -> Expression:
    both = isinstance(node.this, exp.Lower) and isinstance(node.expression, exp.Lower)
    if not (both and isinstance(node, exp.Like)):
        return node
    return exp.ILike(this=_inside(node.this), expression=_inside(node.expression))


def _cast(node: Expression) -> Expression:
    """A varchar without a length is a text; a list of texts is one whatever it was before, or how it was written."""
    value, kind = node.this, _cast_to(node)
    if kind is None:
        return node
    for one in kind.find_all(exp.DataType):
        if one.this == KINDS.VARCHAR and not one.expressions:
            one.set("this", KINDS.TEXT)
    if _cast_to(value) == kind:
        return _inside(node)
    if kind.this != KINDS.ARRAY or not kind.expressions:
        return node
    item = kind.expressions[0]
    if isinstance(value, exp.Array) and all(_cast_to(one) == item for one in value.expressions):
        return _inside(node)
    texts = value.name if isinstance(value, exp.Literal) and FLAT_ARRAY.fullmatch(value.name) else ""
    if not texts or re.search(r"\bnull\b", texts, re.IGNORECASE):
        return node
    each = next(csv.reader([texts[1:-1]], escapechar="\\"))
    return exp.Array(expressions=[exp.Cast(this=exp.Literal.string(one), to=item.copy()) for one in each])


def _trim(node: Expression) -> Expression:
    """`btrim(x)` is TRIM(BOTH FROM x); whatever they trim is a text already."""
    position = node.args.get("position")
    parts = {name: _without_text(part) for name in ("this", "expression") if (part := node.args.get(name)) is not None}
    return exp.Trim(**parts, **({"position": position} if position and position != "BOTH" else {}))


def _without_text(node: Expression) -> Expression:
    kind = _cast_to(node)
    return _inside(node) if kind is not None and kind.this == KINDS.TEXT else node.copy()


def _inside(node: Expression) -> Expression:
    part: Expression = node.this
    return part.copy()


def _cast_to(node: Expression) -> exp.DataType | None:
    kind = node.args.get("to") if isinstance(node, exp.Cast) else None
    return kind if isinstance(kind, exp.DataType) else None


def _day(node: Expression) -> Expression:
    """`date(x)` is a cast, written as a function (PostgreSQL documentation, 4.2.9 "Type Casts")."""
    given = [part for part in node.args.values() if part]
    return exp.Cast(this=_inside(node), to=exp.DataType.build("DATE")) if given == [node.this] else node


def _beginning(node: Expression) -> Expression:
    """The first characters; a negative number leaves out the last ones."""
    length = node.expression
    if not (isinstance(length, exp.Literal) and WHOLE.fullmatch(length.name)):
        return node
    return exp.Substring(this=_inside(node), start=exp.Literal.number(1), length=length.copy())


PLAIN: dict[type[Expression], Callable[[Expression], Expression]] = {
    exp.Cast: _cast,
    exp.Date: _day,
    exp.Left: _beginning,
    exp.Trim: _trim,
    **dict.fromkeys((exp.Is, exp.Like, exp.ILike), _negation_outside),
    **dict.fromkeys(MIRRORED, _comparison),
    exp.Not: lambda node: _not(node.this),
    exp.Connector: _connected,
}
