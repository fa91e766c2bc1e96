"""A revision passes on empty tables, and fails as soon as they hold rows.

The history is walked a second time with rows in the tables: the project's own (`rows` in the settings) and generated
ones, which obey every constraint that the history makes later, as far as rows can.

Why it matters: production has rows. A NOT NULL column without a default fails on both databases, a foreign key over
rows without a parent fails on PostgreSQL only, a column with CURRENT_TIMESTAMP as its default fails on SQLite only. And
raw SQL gives Python what each driver makes of a value: a moment is a text on SQLite, JSON is one there and none on
PostgreSQL.

Instead: add the column as nullable, fill it, then require it; delete or mend the rows before a constraint is made; read
rows by `sa.select()` of columns that have their types.

Blind spots: generated rows are tried twice. Where only the varied ones fail, those with NULLs and long texts, it is a
note. Where a data migration of the project cannot work with any generated row, and both databases fail alike, it is a
note as well; where the same rows stop it on one database only, it is an error, also when no statement failed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule, Witness
from harness.model.advice import advice_on
from harness.model.mending import SIDES
from harness.model.wording import PRAGMA_OFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Failure, RowWalk, Severity, Side, Step, Walked

BY_NAME = "tuple indices must be integers or slices, not str"
NO_ROW_PASSES = (
    BY_NAME,
    "can't set attribute",
    "contains null values",
    "Cannot add a NOT NULL column with default value NULL",
    "NOT NULL constraint failed",
)
FILL = (
    "Add the column as nullable, fill it by an UPDATE, and require it in the same revision; or give it a server "
    "default."
)
WRONG_TYPE = frozenset({"AttributeError", "TypeError", "ValueError"})
OF_A_ROW = "Name the column as an attribute, row.name: a Row of SQLAlchemy is a tuple, and cannot be changed."
WRITES = re.compile(r"\s*(?:INSERT|UPDATE)\b(?!.*_alembic_tmp_)", re.IGNORECASE | re.DOTALL)
DROPS = re.compile(r"\s*DROP TABLE\b", re.IGNORECASE)
TYPED = (
    'Select columns that have their types, as of `sa.table("items", sa.column("at", sa.DateTime()))`: of raw SQL each '
    "driver gives Python other values."
)
REQUIRE = "Fill the column in every row before it is required: an UPDATE leaves NULL, or there is none."
GIVE = "Give a value where the statement finds none, as by coalesce(x, ...)."
ADVICE = (
    ("null", FILL),
    (
        "non-constant default",
        "Add the column in `with op.batch_alter_table(...) as batch_op:`, which rebuilds the table on SQLite.",
    ),
    ("foreign key", "Delete or mend the rows without a parent before the foreign key is made."),
    ("unique", "Delete or mend the rows that are equal before the constraint is made."),
    ("cannot be cast", 'Say how the rows are converted: postgresql_using="column::type".'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The sides of one walk that fail in one revision, where they pass without rows; `passed` are those that do not."""

    walk: RowWalk
    steps: dict[Side, Step]
    passed: frozenset[Side]

    @property
    def order(self) -> tuple[bool, ...]:
        """The project's own rows come first, and last the walks in which the other side ended before."""
        return self.walk.forced, not self.walk.own, self.walk.unusual, len({*self.steps, *self.passed}) == 1


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the revision on which each walk with rows stopped."""
    told: set[tuple[str, frozenset[str]]] = set()
    found = (failed for walk in comparison.row_walks for failed in _failed(comparison, walk))
    for failed in sorted(found, key=lambda item: item.order):
        revision = next(iter(failed.steps.values())).revision
        key = (revision, frozenset(failed.steps))
        if key not in told:
            told.add(key)
            yield _finding(comparison, failed)


def _failed(comparison: Comparison, walk: RowWalk) -> Iterator[Failed]:
    found: dict[str, dict[Side, Step]] = {}
    for plain, with_rows in ((comparison.dev, walk.dev), (comparison.prod, walk.prod)):
        step = with_rows.failed
        if step is not None and _passed(plain, step.revision):
            found.setdefault(step.revision, {})[plain.side] = step
    for revision, steps in found.items():
        passed = frozenset(one.side for one in (walk.dev, walk.prod) if _passed(one, revision))
        yield Failed(walk=walk, steps=steps, passed=passed)


def _passed(walked: Walked, revision: str) -> bool:
    return any(step.revision == revision and step.status == "ok" for step in walked.steps)


def _severity(failed: Failed) -> Severity:
    if failed.walk.unusual or failed.walk.forced:
        return "note"
    texts = [step.failure.message for step in failed.steps.values() if step.failure]
    if failed.walk.own or all(any(part in text for part in NO_ROW_PASSES) for text in texts):
        return "error"
    refused = all(step.failure and step.failure.statement for step in failed.steps.values())
    return "error" if failed.passed or (len(failed.steps) == 1 and refused) else "note"


def _finding(comparison: Comparison, failed: Failed) -> Finding:
    sides = sorted(failed.steps)
    step = failed.steps[sides[-1]]
    failure = step.failure
    if failure is None:
        message = "a failed step carries its failure"
        raise ValueError(message)
    revision = comparison.revision(step.revision)
    operation = failure.operation
    texts = {side: _text(failed, side) for side in SIDES}
    rows = "the project's rows" if failed.walk.own else "some rows" if failed.walk.unusual else "rows"
    rows += " with PRAGMA foreign_keys=ON, which the project does not set" if failed.walk.forced else ""
    return Finding(
        rule="revision-fails-on-rows",
        severity=_severity(failed),
        kind="data",
        table=operation.table if operation else None,
        name=next(iter(operation.names), operation.table) if operation else None,
        columns=operation.names[1:] if operation else (),
        dev=texts["dev"],
        prod=texts["prod"],
        revision=step.revision,
        file=revision.file if revision else None,
        line=failure.line or (revision.line if revision else None),
        message=f"Revision {step.revision} passes on empty tables and fails on {' and '.join(sides)} over {rows}: "
        f"{_first_line(failure)}.",
        fix=_advice(failed, failure),
        witness=Witness(sql=failure.statement, dev=texts["dev"], prod=texts["prod"]) if failure.statement else None,
    )


def _text(failed: Failed, side: Side) -> str:
    step = failed.steps.get(side)
    if step is None or step.failure is None:
        return "passes" if side in failed.passed else "ends before"
    return f"{step.failure.type}: {step.failure.message}"


def _first_line(failure: Failure) -> str:
    return f"{failure.type}: {failure.message.splitlines()[0].rstrip('. ')}"


def _advice(failed: Failed, failure: Failure) -> str:
    if failed.walk.forced or (
        "FOREIGN KEY constraint failed" in failure.message and DROPS.match(failure.statement or "")
    ):
        return PRAGMA_OFF
    if failure.type in WRONG_TYPE and failure.message in NO_ROW_PASSES:
        return OF_A_ROW
    if failed.passed and failure.type in WRONG_TYPE:
        return TYPED
    text = failure.message.lower()
    advice = next((advice for part, advice in ADVICE if part in text), None)
    if advice == FILL and failure.operation is not None and failure.operation.name == "alter_column":
        return REQUIRE
    if advice == FILL and WRITES.match(failure.statement or ""):
        return GIVE
    return advice or advice_on(failure) or "Make the revision work on the rows that are there."


def bad_first(op: Any, sa: Any) -> None:
    """Create a table with a row."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def bad_second(op: Any, sa: Any) -> None:
    """Add a column that every row must have, and none has."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("label", sa.Text(), nullable=False))


def good_second(op: Any, sa: Any) -> None:
    """Say what the rows get."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("label", sa.Text(), nullable=False, server_default="none"))


RULE = Rule(
    name="revision-fails-on-rows",
    severity="error",
    check=check,
    bad=(bad_first, bad_second),
    good=(bad_first, good_second),
    rows=True,
)
