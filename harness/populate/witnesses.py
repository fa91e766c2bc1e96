"""Statements that may show a difference of the schemas: one database takes them, the other refuses them. Pure.

They are guesses. Each is tried on both databases, and only one whose outcomes differ becomes a witness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.populate.checks import literals_in
from harness.populate.edges import Changes, nothing_like
from harness.populate.reading import key_of, literal, quoted, quoted_column
from harness.populate.spelling import spell
from harness.populate.values import FRACTIONS, INTEGERS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Difference, Side
    from harness.populate.generating import AtHead
    from harness.populate.values import Abstract

SIDES: tuple[Side, Side] = ("dev", "prod")
MOST_TRIED = 24
LONGEST = 2000
NAMES = frozenset({"name-differs", "unnamed", "not-by-convention"})
CONDITION = re.compile(r"^CHECK \((.*)\)", re.DOTALL)
OFTEN = ("''", "'x'", "0", "-1", "1", "1000000", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What is done on each side, in order, and undone: `sql` is how it is shown.

    An action is {"sql": …} or {"drop": …}, which drops a constraint by its name as a later migration would.
    `both` tells that it is a witness as well when both databases refuse it.
    """

    sql: str
    dev: tuple[dict[str, Any], ...]
    prod: tuple[dict[str, Any], ...]
    both: bool = False


def guesses(difference: Difference, head: AtHead | None) -> list[Guess]:
    """Give what may show a difference; `head` is its table, where both sides have it."""
    if difference.aspect in NAMES:
        return list(_drops(difference))
    if difference.aspect == "missing" and difference.kind in {"table", "view", "column"}:
        return [_same(f"SELECT {_wanted(difference)} FROM {quoted(str(difference.table))}")]
    if head is None or difference.aspect not in {"missing", "differs"}:
        return []
    found: list[Guess] = []
    for maker in MAKERS.get(difference.kind, ()):
        found.extend(maker(difference, head))
    return found[:MOST_TRIED]


def _wanted(difference: Difference) -> str:
    """A bare name in quotes that is no column is a text on SQLite."""
    if difference.kind == "column":
        return f"{quoted(str(difference.table))}.{quoted_column(str(difference.column))}"
    return "count(*)"


def _drops(difference: Difference) -> Iterator[Guess]:
    kind = difference.detail if difference.detail in {"pk", "fk", "uq", "ck", "ix"} else difference.kind
    table = str(difference.table)
    for name in dict.fromkeys((difference.expected, difference.dev, difference.prod)):
        if not name:
            continue
        if kind == "ix":
            yield _same(f"DROP INDEX {quoted_column(name)}")
            continue
        rest = " CASCADE" if kind in {"pk", "uq"} else ""
        sql = f"ALTER TABLE {quoted(table)} DROP CONSTRAINT {quoted_column(name)}{rest}"
        drop = {"table": table.rpartition(".")[2], "name": name, "kind": kind}
        both = difference.aspect == "not-by-convention"
        yield Guess(sql=sql, dev=({"drop": drop},), prod=({"sql": sql},), both=both)


def _checks(difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Try the literals of both conditions, and what lies beside them."""
    texts = [match[1] for side in (difference.dev, difference.prod) if side and (match := CONDITION.match(side))]
    named = [name for name in head.need.columns if any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)]
    values: list[str] = []
    for text in texts:
        for item in literals_in(text):
            if isinstance(item, str):
                values.extend(literal(word) for word in (item, item.upper(), f"{item}x"))
            else:
                values.extend(str(number) for number in (item, item + 1, item - 1))
                values.extend(
                    literal("x" * length) for length in (int(item) + 1, int(item) - 1) if 0 < length < LONGEST
                )
    for name in difference.columns or named:
        yield from _sets(head, name, (*values, *OFTEN))


def _duplicates(difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Give the second row what the first one has; where NULLs are no equals, give NULL to all."""
    columns = [name for name in difference.columns if name in head.need.columns]
    if len(head.rows) > 1 and columns and all(head.rows[0].get(name) is not None for name in columns):
        first, second = head.rows[0], head.rows[1]
        change = Changes(head.need, second, key_of(head.tables[1]) or key_of(head.tables[0]))
        shown = {side: ", ".join(_equals(head, name, first[name], side) for name in columns) for side in SIDES}
        found = change.setting(shown["dev"], shown["prod"])
        if found is not None:
            yield _pair(found)
    nothing = ", ".join(f"{quoted_column(name)} = NULL" for name in columns)
    if columns and not any(head.need.columns[name].required for name in columns):
        yield _same(f"UPDATE {quoted(head.need.name)} SET {nothing}")


def _references(difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Refer to nothing; then delete what a row refers to, and look at what is left."""
    for name in difference.columns[:1]:
        if name in head.need.columns:
            yield from _sets(head, name, (nothing_like(head.need.columns[name]),))
    # That of SQLite need not name the columns to which it refers, that of PostgreSQL does.
    for key in (item for item in head.need.keys if item.referred_table and item.referred_columns):
        if key.columns == difference.columns and difference.aspect == "differs":
            parent = quoted(str(key.referred_table))
            child = quoted(head.need.name)
            column, referred = quoted_column(key.columns[0]), quoted_column(key.referred_columns[0])
            filled = f"{column} IS NOT NULL"
            left = ", ".join(f"count({quoted_column(name)})" for name in key.columns)
            yield _same(
                f"DELETE FROM {parent} WHERE {referred} = (SELECT min({column}) FROM {child} WHERE {filled})",
                f"SELECT {left}, count(*) FROM {child}",
            )


def _null(difference: Difference, head: AtHead) -> Iterator[Guess]:
    yield from _sets(head, str(difference.column), ("NULL",))


def _types(difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Try what the type of one side takes, and that of the other does not."""
    need = head.need.columns.get(str(difference.column))
    if need is None:
        return
    lengths = [kind.length for kind in (need.kind, need.dev_kind) if kind.length is not None and kind.length < LONGEST]
    values: list[str] = []
    if {need.kind.family, need.dev_kind.family} & TEXTS:
        values += [literal("x" * length) for length in sorted({n + 1 for n in lengths} | set(lengths))]
        values += ["'007'"]
    if {need.kind.family, need.dev_kind.family} & (INTEGERS | FRACTIONS):
        values += [str(2**15), str(2**31), "0.125", "123456.125"]
    values += ["'text'", "'00000000-0000-0000-0000-000000000007'", "'2024-02-29'", "'2024-02-29 12:34:56'", "1", "'{}'"]
    yield from _sets(head, need.name, tuple(values), then_read=need.kind.family in {"uuid", *TEXTS})


def _labels(difference: Difference, head: AtHead) -> Iterator[Guess]:
    dev, prod = (str(text).split(", ") for text in (difference.expected or difference.dev, difference.prod))
    one_sided = [label for label in (*dev, *prod) if (label in dev) != (label in prod)]
    yield from _sets(head, str(difference.column), tuple(literal(label) for label in one_sided))


def _defaults(difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Put a row in without the column, and read what it got."""
    name, row = str(difference.column), head.spare
    key = key_of(head.tables[1])
    if row is None or not key or name in key or any(row.get(item) is None for item in key):
        return
    statements = []
    for side in SIDES:
        where = " AND ".join(_equals(head, item, row[item], side) for item in key)
        read = f"SELECT {quoted_column(name)} FROM {quoted(head.need.name)} WHERE {where}"
        statements.append((insert(head, side, without={name}), read))
    yield _scripts(*statements)


def _numbering(_difference: Difference, head: AtHead) -> Iterator[Guess]:
    """Put a row in with the key that it chooses, and without one."""
    if head.spare is None:
        return
    key = set(key_of(head.tables[1]))
    for without in (set(), key):
        yield _scripts(*((insert(head, side, without=without),) for side in SIDES))


def _computed(difference: Difference, head: AtHead) -> Iterator[Guess]:
    name = quoted_column(str(difference.column))
    yield _same(f"SELECT {name} FROM {quoted(head.need.name)}")
    yield _same(f"UPDATE {quoted(head.need.name)} SET {name} = {name}")


MAKERS: dict[str, tuple[Any, ...]] = {
    "ck": (_checks,),
    "uq": (_duplicates,),
    "ix": (_duplicates,),
    "pk": (_duplicates,),
    "fk": (_references,),
    "nullable": (_null,),
    "type": (_types,),
    "enum": (_labels,),
    "default": (_defaults,),
    "identity": (_numbering,),
    "computed": (_computed,),
}


def _sets(head: AtHead, column: str, values: Iterable[str], *, then_read: bool = False) -> Iterator[Guess]:
    """Set a column of one row to each value."""
    row = next(iter(head.rows), None)
    change = Changes(head.need, row, key_of(head.tables[1]) or key_of(head.tables[0]))
    for value in dict.fromkeys(values):
        found = change.to(column, value)
        if found is None:
            continue
        where = [sql.partition(" WHERE ")[2] for sql in found]
        read = [f"SELECT {quoted_column(column)} FROM {quoted(head.need.name)} WHERE {place}" for place in where]
        yield _scripts(*zip(found, read, strict=True)) if then_read else _pair(found)


def insert(head: AtHead, side: Side, *, without: set[str]) -> str:
    """Give the statement that puts the spare row in, `without` some of its columns."""
    row = {name: value for name, value in (head.spare or {}).items() if name not in without}
    names = [name for name in row if name in head.need.columns]
    values = ", ".join(spell(row[name], head.need.columns[name], side) for name in names)
    columns = ", ".join(quoted_column(name) for name in names)
    return f"INSERT INTO {quoted(head.need.name)} ({columns}) VALUES ({values})"


def _equals(head: AtHead, name: str, value: Abstract, side: Side) -> str:
    return f"{quoted_column(name)} = {spell(value, head.need.columns[name], side)}"


def _same(*statements: str) -> Guess:
    return _scripts(statements, statements)


def _pair(sides: tuple[str, str]) -> Guess:
    return _scripts((sides[0],), (sides[1],))


def _scripts(dev: Iterable[str], prod: Iterable[str]) -> Guess:
    """Show production's spelling."""
    on_dev, on_prod = (tuple({"sql": sql} for sql in side) for side in (dev, prod))
    return Guess(sql="; ".join(item["sql"] for item in on_prod), dev=on_dev, prod=on_prod)
