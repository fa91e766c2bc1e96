"""The history ends otherwise in one `upgrade heads` than one revision at a time, on the production database.

A new deployment runs the whole history in one go, one that is late the rest of it; a long-lived database grew revision
by revision. PostgreSQL runs one go in one transaction (unless `transaction_per_migration` is set), and SQLAlchemy
remembers the enum types that one run made.

Why it matters: an enum type that two revisions create passes in one go and fails step by step. A label added by one
revision and used by the next passes step by step and fails in one go ("unsafe use of new value").

Instead: create an enum type once (`postgresql.ENUM(..., create_type=False)` in later revisions); add labels in an
`autocommit_block()`, or set `transaction_per_migration=True` in env.py.

Blind spots: the other way is walked only where something in the history can make a difference: a failed revision,
`ADD VALUE` (then also from the revision before it), or rows changed beside a deferred key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.model import Finding, FindingObject, Rule
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Step, Walked

MADE_TWICE = re.compile(r'type "(\w+)" already exists')
STEPS, ONE_GO = "one revision at a time", "in one go"


def check(comparison: Comparison) -> Iterable[Finding]:
    """Compare the two ways of walking production."""
    main, other = comparison.prod, comparison.other_way
    if other is None:
        return
    if other.failed and not main.failed:
        yield _failing(comparison, other, other.failed)
    elif not other.failed and not main.failed and other.broken is None:
        yield from _other_schema(main, other)


def _way(walked: Walked) -> str:
    return STEPS if walked.stepwise else ONE_GO


def _begun(walked: Walked, main: Walked) -> str:
    """Name the revision after which a walk began that did not begin with the first one."""
    order = [step.revision for step in main.steps]
    first = walked.steps[0].revision
    return f" after {order[order.index(first) - 1]}" if first in order[1:] else ""


def _failing(comparison: Comparison, walked: Walked, step: Step) -> Finding:
    failure = step.failure
    revision = comparison.revision(step.revision)
    operation = failure.operation if failure else None
    text = f"{failure.type}: {failure.message}" if failure else "failed"
    told = text.splitlines()[0].rstrip(". ")
    return Finding(
        rule="upgrade-ways-differ",
        severity="error",
        kind="migration-error",
        table=operation.table if operation else None,
        name=next(iter(operation.names), operation.table) if operation else None,
        columns=operation.names[1:] if operation else (),
        prod=text,
        revision=step.revision,
        file=revision.file if revision else None,
        line=(failure.line if failure else None) or (revision.line if revision else None),
        message=f"Revision {step.revision} fails on prod {_way(walked)}{_begun(walked, comparison.prod)}, "
        f"and passes {_way(comparison.prod)}: {told}.",
        fix=_fix(walked, text),
    )


def _fix(walked: Walked, text: str) -> str:
    made_twice = MADE_TWICE.search(text)
    if walked.stepwise and made_twice:
        name = f'name="{made_twice.group(1)}"'
        return (
            f"Create the type once: in this revision use sa.Enum(..., {name}).with_variant("
            f'sa.dialects.postgresql.ENUM({name}, create_type=False), "postgresql").'
        )
    if not walked.stepwise:
        return (
            "Let each revision commit, context.configure(..., transaction_per_migration=True) in env.py, "
            "or run the statement in op.get_context().autocommit_block()."
        )
    return "Make the revision independent of what an earlier one did in the same run."


def _other_schema(main: Walked, other: Walked) -> Iterator[Finding]:
    one, two = main.steps[-1].snapshot, other.steps[-1].snapshot
    if one is None or two is None:
        return
    names = sorted(n for n in one.tables.keys() | two.tables.keys() if one.tables.get(n) != two.tables.get(n))
    if names:
        yield Finding(
            rule="upgrade-ways-differ",
            severity="error",
            kind="history",
            table=names[0],
            name=names[0],
            objects=tuple(FindingObject(table=name, kind="table", name=name) for name in names[1:] and names),
            revision=main.steps[-1].revision,
            message=f"On prod the schema is another one {ONE_GO} than {STEPS}, in {listed(names)}.",
            fix="Compare the two schemas of these tables, and make the revisions independent of each other.",
        )


def bad_first(op: Any, sa: Any) -> None:
    """Create a table with an Enum."""
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.Enum("open", "done", name="task_state")),
    )


def bad_second(op: Any, sa: Any) -> None:
    """Create another with the same Enum: the type exists, unless the same run made it."""
    op.create_table(
        "archive",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.Enum("open", "done", name="task_state")),
    )


def good_second(op: Any, sa: Any) -> None:
    """Use the type that exists."""
    existing = sa.dialects.postgresql.ENUM(name="task_state", create_type=False)
    state = sa.Enum("open", "done", name="task_state").with_variant(existing, "postgresql")
    op.create_table("archive", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", state))


RULE = Rule(
    name="upgrade-ways-differ",
    severity="error",
    check=check,
    bad=(bad_first, bad_second),
    good=(bad_first, good_second),
)
