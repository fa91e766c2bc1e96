"""A revision fails on a database, or env.py fails around it.

Why it matters: the deployment stops there. PostgreSQL rolls the revision back; SQLite keeps what it did before the
error, so that the mended revision meets its own leftovers. Where a refused connection was the cause,
`connection-refused` says so instead.

Instead: the message of the database says what it refuses; the fix names the usual cause.

Blind spots: what comes after the revision is not compared, and is listed as not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule, Witness
from harness.model.advice import ABORTED, advice_on
from harness.model.refusals import was_refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Failure, Revision, Step, Walked

BASELINE = (
    "The history begins with tables that it does not make. Name what makes them, a .sql file or the models: "
    'baseline = "package.models:Base" in [tool.migration-parity].'
)
EITHER = "Write the statement so that both databases take it, or one for each of them in a test of the dialect."
NOT_ASKED = "Mend the code of the revision, or what it calls: no database has refused a statement there."


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the revision on which each side stopped; the same error on both sides is one finding."""
    dev, prod = (None if was_refused(walked) else walked.failed for walked in (comparison.dev, comparison.prod))
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
        line=failure.line or _hidden(failure, revision) or (revision.line if revision else None),
        message=f"Revision {step.revision} fails on {sides}: {_first_line(failure)}.{_told(failure, revision)}",
        fix=BASELINE if _expects_tables(comparison, dev) else _advice(dev, prod),
        witness=Witness(sql=failure.statement, dev=texts[0], prod=texts[1]) if failure.statement else None,
    )


def _hidden(failure: Failure, revision: Revision | None) -> int | None:
    """Give the line that caught the exception of which only the aborted transaction is left."""
    caught = revision.look.caught if revision and ABORTED in failure.message else ()
    return caught[0].line if caught else None


def _told(failure: Failure, revision: Revision | None) -> str:
    line = _hidden(failure, revision)
    return f" Line {line} catches an exception, and the migration goes on." if line else ""


def _expects_tables(comparison: Comparison, dev: Step | None) -> bool:
    """Tell whether a revision changes a table that nobody has made, before any revision made one."""
    if dev is None or dev.failure is None:
        return False
    before = (step.snapshot for step in comparison.dev.steps if step.snapshot is not None)
    lacks = "no such table" in dev.failure.message or dev.failure.type == "NoSuchTableError"
    return lacks and not any(snapshot.tables for snapshot in before)


def _text(step: Step | None, walked: Walked, revision: str) -> str:
    if step is not None and step.failure is not None:
        return f"{step.failure.type}: {step.failure.message}"
    reached = any(one.revision == revision and one.status == "ok" for one in walked.steps)
    return "passes" if reached else "not reached"


def _first_line(failure: Failure) -> str:
    """Give the type of the exception and the first line of what it says; PostgreSQL goes on with the place."""
    return f"{failure.type}: {failure.message.splitlines()[0].rstrip('. ')}"


def _advice(dev: Step | None, prod: Step | None) -> str:
    """Say what to write instead, for each side where both refuse it for another reason."""
    failures = {side: step.failure for side, step in (("dev", dev), ("prod", prod)) if step and step.failure}
    found = {side: text for side, failure in failures.items() if (text := advice_on(failure))}
    if len(set(found.values())) > 1:
        return "\n".join(f"On {side}: {text}" for side, text in found.items())
    asked = any(failure.statement for failure in failures.values())
    return next(iter(found.values()), EITHER if asked else NOT_ASKED)


def _broken(comparison: Comparison) -> Iterator[Finding]:
    """Find a walk that env.py ended by an error of its own, between or after the revisions."""
    for walked in (comparison.dev, comparison.prod):
        if walked.broken is None or walked.failed is not None or was_refused(walked):
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
            message=f"After revision {last} env.py fails on {walked.side}: {text.rstrip('.')}.",
            fix="Run `alembic upgrade heads` against that database by hand, and mend env.py.",
        )


def bad(op: Any, sa: Any) -> None:
    """Use a type that PostgreSQL does not have."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("made_at", sa.DATETIME()))


def good(op: Any, sa: Any) -> None:
    """Use the type that SQLAlchemy spells for each database."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("made_at", sa.DateTime()))


RULE = Rule(name="migration-error", severity="error", check=check, bad=(bad,), good=(good,), always=True)
