"""A revision fails on a database, or env.py fails around it.

Why it matters: the deployment stops there. PostgreSQL rolls the revision back; SQLite keeps what it did before the error, so that the
mended revision meets its own leftovers.

Instead: the message of the database says what it refuses; the fix names the usual cause.

Blind spots: what comes after the revision is not compared, and is listed as not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule, Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Failure, Step, Walked

ADVICE = (
    (
        "No such constraint",
        "Give the constraint a name where it is made; the name that PostgreSQL makes up is not on SQLite.",
    ),
    ("Constraint must have a name", "Name the constraint: SQLite rebuilds the table and needs it."),
    (
        "cannot be cast automatically",
        'Say how to convert: postgresql_using="column::type", and drop the default before.',
    ),
    (
        "cannot run inside a transaction block",
        "Run it in its own transaction: with op.get_context().autocommit_block(): ...",
    ),
    (
        "already exists",
        "Choose another name: on PostgreSQL constraints with an index, indexes, tables and types share one namespace.",
    ),
    ("other objects depend on it", "Drop what depends on it first: the foreign keys and views."),
    (
        "current transaction is aborted",
        "Do not swallow the exception of an earlier statement: look before (inspector), or use a savepoint.",
    ),
    ("boolean = integer", "Compare with true or false: sa.true(), or `WHERE column`, not `column = 1`."),
    (
        "no default operator class",
        "json has no index: use JSONB on PostgreSQL with a GIN index, or leave the index out.",
    ),
    ("unsafe use of new value", "Commit the new label first: ALTER TYPE ... ADD VALUE in an autocommit_block()."),
    ("No support for ALTER of constraints", "SQLite cannot alter constraints: use op.batch_alter_table."),
)
TYPES = ('type "datetime" does not exist', 'type "blob" does not exist', 'type "double" does not exist')


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the revision on which each side stopped; the same error on both sides is one finding."""
    dev, prod = comparison.dev.failed, comparison.prod.failed
    if dev is not None and prod is not None and dev.revision == prod.revision:
        yield _finding(comparison, dev, prod)
        return
    for step in (dev, prod):
        if step is not None:
            yield _finding(comparison, step if step is dev else None, step if step is prod else None)
    yield from _broken(comparison)



def _finding(comparison: Comparison, dev: Step | None, prod: Step | None) -> Finding:
    step = prod or dev
    failure = step.failure if step else None
    if step is None or failure is None:
        message = "a failed step carries its failure"
        raise ValueError(message)
    revision = comparison.revision(step.revision)
    operation = failure.operation
    texts = _text(dev, comparison.dev, step.revision), _text(prod, comparison.prod, step.revision)
    sides = " and ".join(name for name, one in (("dev", dev), ("prod", prod)) if one is not None)
    return Finding(
        rule="migration-error",
        severity="error",
        kind="migration-error",
        table=operation.table if operation else None,
        name=next(iter(operation.names), operation.table) if operation else None,
        columns=operation.names[1:] if operation else (),
        dev=texts[0],
        prod=texts[1],
        revision=step.revision,
        file=revision.file if revision else None,
        line=failure.line or (revision.line if revision else None),
        message=f"revision {step.revision} fails on {sides}: {failure.type}: {failure.message}",
        fix=_advice(failure),
        witness=Witness(sql=failure.statement, dev=texts[0], prod=texts[1]) if failure.statement else None,
    )


def _text(step: Step | None, walked: Walked, revision: str) -> str:
    if step is not None and step.failure is not None:
        return f"{step.failure.type}: {step.failure.message}"
    reached = any(one.revision == revision and one.status == "ok" for one in walked.steps)
    return "passes" if reached else "not reached"


def _advice(failure: Failure) -> str:
    for part, advice in ADVICE:
        if part in failure.message:
            return advice
    if any(part in failure.message for part in TYPES):
        return "Use the type that SQLAlchemy spells for each database: sa.DateTime(), sa.LargeBinary(), sa.Float()."
    return "Write the statement so that both databases take it, or each its own in a test of the dialect."


def _broken(comparison: Comparison) -> Iterator[Finding]:
    """Find a walk that env.py ended by an error of its own, between or after the revisions."""
    for walked in (comparison.dev, comparison.prod):
        if walked.broken is None or walked.failed is not None:
            continue
        last = walked.steps[-1].revision if walked.steps else None
        text = walked.broken["message"]
        yield Finding(
            rule="migration-error",
            severity="error",
            kind="migration-error",
            dev=text if walked.side == "dev" else None,
            prod=text if walked.side == "prod" else None,
            revision=last,
            message=f"env.py fails on {walked.side} after revision {last}: {text}",
            fix="Run `alembic upgrade heads` against that database by hand, and mend env.py.",
        )


def bad(op: Any, sa: Any) -> None:
    """Use a type that PostgreSQL does not have."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("made_at", sa.DATETIME()))


def good(op: Any, sa: Any) -> None:
    """Use the type that SQLAlchemy spells for each database."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("made_at", sa.DateTime()))


RULE = Rule(name="migration-error", severity="error", check=check, bad=(bad,), good=(good,))
