"""Statements that were tried on both sides: was one refused, did a query give other rows."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from harness.compare.attribution import attribute
from harness.model import Difference, RowWalk, Type, Unchecked
from harness.normalise.stored import same_value, stored_on_production

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from harness.model import Revision, Snapshot, Step, Trial, Value, Walked

MOST_SHOWN = 5
ORDERED = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
NAMED = re.compile(r'constraint "([^"]+)"')
DASHED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY, WHOLE, FLOAT = Type(family="text"), Type(family="bigint"), Type(family="double")
Rows = list[list[str | None]]


def compare_probes(
    walk: RowWalk, dev: Walked, prod: Walked, *, revisions: Mapping[str, Revision], now: datetime
) -> RowWalk:
    """Add the probes whose outcomes differ, each at the first revision that has what it names."""
    ends = [walked.steps[-1].rows if walked.steps else None for walked in (walk.dev, walk.prod)]
    head = prod.steps[-1].snapshot if prod.steps else None
    if ends[0] is None or ends[1] is None or head is None:
        return walk
    first_with = beginnings(dev, prod)
    found = []
    for pair in zip(ends[0].probes, ends[1].probes, strict=False):
        difference, _tables = statement_difference(*pair, head, now)
        if difference is not None:
            steps = first_with(difference)
            found.append(attribute(difference, *steps, revisions.get(steps[0].revision)))
    return replace(walk, found=(*walk.found, *found))


def statement_difference(
    dev: Trial, prod: Trial, snapshot: Snapshot, now: datetime
) -> tuple[Difference | None, tuple[str, ...]]:
    """Give how the outcomes of one statement differ (None: they do not), and then the tables that it names."""
    texts = statement_outcomes(dev, prod, now)
    if texts is None:
        return None, ()
    tables, columns = names_in(dev.statement, snapshot)
    named = NAMED.search(prod.error or "")
    return (
        Difference(
            aspect="statement-differs",
            kind="behaviour",
            table=tables[0] if tables else None,
            name=named[1] if named else None,
            columns=columns,
            dev=texts[0],
            prod=texts[1],
            statement=dev.statement,
        ),
        tables,
    )


def statement_outcomes(dev: Trial, prod: Trial, now: datetime) -> tuple[str, str] | None:
    """Give what each side did, where that differs."""
    if dev.error is None and prod.error is None:
        return None if _same_rows(dev, prod, now) else (_rows_shown(dev), _rows_shown(prod))
    if dev.error is not None and prod.error is not None:
        return None
    return dev.outcome, prod.outcome


def refused_by_both(walk: RowWalk) -> Iterator[Unchecked]:
    """Name the project's statements that neither side takes: they show nothing."""
    for one, other in zip(walk.dev.steps, walk.prod.steps, strict=False):
        if one.rows is None or other.rows is None:
            continue
        for setting, dev, prod in (
            ("rows", one.rows.trials, other.rows.trials),
            ("probes", one.rows.probes, other.rows.probes),
        ):
            for left, right in zip(dev, prod, strict=False):
                if left.error is not None and right.error is not None and setting == "rows":
                    why = f"both databases refuse it: {right.error.splitlines()[0]}"
                    yield Unchecked(what=f"a statement of rows after {one.revision}: {left.statement}", why=why)


def names_in(statement: str, snapshot: Snapshot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the tables of the schema that a statement names, and their columns that it names."""
    tree = _parsed(statement)
    if tree is None:
        return (), ()
    words = [table.name.lower() for table in tree.find_all(exp.Table)]
    tables = [name for name in snapshot.tables if name.rpartition(".")[2].lower() in words]
    tables.sort(key=lambda name: words.index(name.rpartition(".")[2].lower()))
    named = {node.name.lower() for node in tree.find_all(exp.Column)}
    inserted = tree.find(exp.Schema)
    if inserted is not None:
        named |= {node.name.lower() for node in inserted.expressions}
    known = [column.name for name in tables for column in snapshot.tables[name].columns]
    return tuple(tables), tuple(dict.fromkeys(name for name in known if name.lower() in named))


def _parsed(statement: str) -> exp.Expr | None:
    for dialect in ("postgres", "sqlite"):
        with contextlib.suppress(SqlglotError):
            return parse_one(statement, dialect=dialect)
    return None


def _same_rows(dev: Trial, prod: Trial, now: datetime) -> bool:
    if [len(row) for row in dev.rows or ()] != [len(row) for row in prod.rows or ()]:
        return False
    kinds = _kinds(dev)
    one, other = _spelled(dev, kinds), _spelled(prod, kinds)
    if not ORDERED.search(dev.statement):
        one.sort(key=str)
        other.sort(key=str)
    return all(
        same_value(left, right, kind, now)
        for pair in zip(one, other, strict=True)
        for left, right, kind in zip(*pair, kinds, strict=True)
    )


def _kinds(dev: Trial) -> list[Type]:
    """Tell columns of numbers by what SQLite gives: a text there is none, and a float may be a NUMERIC's sum."""
    columns = ({type(value) for value in column} - {type(None)} for column in zip(*(dev.rows or ()), strict=True))
    return [ANY if not kinds or str in kinds else FLOAT if float in kinds else WHOLE for kinds in columns]


def _spelled(trial: Trial, kinds: list[Type]) -> Rows:
    return [
        [
            _plain(value) if kind is ANY else stored_on_production(value, kind)
            for value, kind in zip(row, kinds, strict=True)
        ]
        for row in trial.rows or ()
    ]


def _plain(value: Value) -> str | None:
    """Spell a value without knowing its type: numbers, JSON, UUIDs and moments by meaning, everything else as it is."""
    if value is None:
        return None
    text = str(value)
    try:
        if not isinstance(value, str) or re.fullmatch(r"-?\d+(\.\d+)?", text):
            return f"{Decimal(text).normalize() + 0:f}"
        if text[:1] in {"{", "["}:
            return json.dumps(json.loads(text), sort_keys=True)
        return datetime.fromisoformat(text).isoformat() if re.match(r"\d{4}-\d\d-\d\d[ T]", text) else _uuid(text)
    except (InvalidOperation, ValueError):
        return text


def _uuid(text: str) -> str:
    return text.replace("-", "") if DASHED.fullmatch(text) else text


def _rows_shown(trial: Trial) -> str:
    rows = trial.rows or ()
    shown = "; ".join(", ".join("NULL" if value is None else str(value) for value in row) for row in rows[:MOST_SHOWN])
    more = f" and {len(rows) - MOST_SHOWN} more rows" if len(rows) > MOST_SHOWN else ""
    return f"gives {shown or 'no rows'}{more}"


def beginnings(dev: Walked, prod: Walked) -> Callable[[Difference], tuple[Step, Step]]:
    """Give what finds the first revision after which both sides have a difference's table and columns.

    Where none has, that is the last one. A table can have become so only by a revision that changed it.
    """
    pairs = list(zip(dev.steps, prod.steps, strict=False))
    changes: dict[str, list[tuple[Step, Step]]] = {}
    for one, other in pairs:
        for name in {name for step in (one, other) if step.snapshot for name in step.snapshot.changed}:
            changes.setdefault(name, []).append((one, other))

    def first_with(difference: Difference) -> tuple[Step, Step]:
        wanted = set(difference.columns)
        for one, other in changes.get(difference.table or "", ()):
            sides = [step.snapshot.tables.get(difference.table or "") for step in (one, other) if step.snapshot]
            if len(sides) > 1 and all(table and wanted <= {item.name for item in table.columns} for table in sides):
                return one, other
        return pairs[-1]

    return first_with
