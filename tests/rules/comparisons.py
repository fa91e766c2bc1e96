"""Hand-made comparisons, for tests of rules that need no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness.model import (
    Column,
    Comparison,
    Constraint,
    Difference,
    Divergence,
    Finding,
    Index,
    Models,
    Operation,
    Revision,
    Side,
    Snapshot,
    Step,
    Table,
    Walked,
)
from harness.rules import all_rules

FIRST = Revision(id="0001", file="migrations/versions/0001_items.py", message="items", line=12)
SECOND = Revision(id="0002", file="migrations/versions/0002_more.py", message="more", parents=("0001",), line=12)


def items(*parts: Column | Constraint | Index, name: str = "items") -> Table:
    """Give a table with these columns, constraints and indexes."""
    return Table(
        name=name,
        columns=tuple(part for part in parts if isinstance(part, Column)),
        constraints=tuple(part for part in parts if isinstance(part, Constraint)),
        indexes=tuple(part for part in parts if isinstance(part, Index)),
    )


def walked(side: Side, *tables: Table) -> Walked:
    """Give a walk of one revision that left these tables."""
    snapshot = Snapshot(tables={table.name: table for table in tables})
    backend = "sqlite" if side == "dev" else "postgresql"
    return Walked(side=side, backend=backend, steps=(Step(revision="0001", status="ok", snapshot=snapshot),))


def compared(
    *divergences: Divergence,
    dev: tuple[Table, ...] = (),
    prod: tuple[Table, ...] = (),
    **more: Any,  # noqa: ANN401 - the fields of a Comparison
) -> Comparison:
    """Give a comparison with these divergences, and what each side has in the end."""
    usual = Comparison(
        revisions=(FIRST, SECOND),
        heads=("0001",),
        dev=walked("dev", *dev),
        prod=walked("prod", *prod),
        divergences=divergences,
        models=Models(),
    )
    return replace(usual, **more)


def since(
    line: int | None = 21,
    *,
    healed_in: str | None = None,
    operation: str | None = None,
    use_alter: tuple[str, ...] = (),
    **parts: Any,  # noqa: ANN401 - the fields of a Difference
) -> Divergence:
    """Give a difference that began in the first revision, on the table items where no other is named."""
    return Divergence(
        difference=Difference(**{"table": "items", **parts}),
        revision=FIRST.id,
        file=FIRST.file,
        line=line,
        healed_in=healed_in,
        operation=Operation(name=operation, line=line, use_alter=use_alter) if operation else None,
    )


def found(rule: str, comparison: Comparison) -> tuple[Finding, ...]:
    """Give what a rule finds."""
    return tuple(all_rules()[rule].check(comparison))


def only(rule: str, comparison: Comparison) -> Finding:
    """Give the one thing that a rule finds."""
    (finding,) = found(rule, comparison)
    return finding
