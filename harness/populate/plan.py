"""The plan of a walk with rows: the tables after each revision, what is put into them, what is tried at the head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.populate.reading import reading, word_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Side, Snapshot, Walked
    from harness.populate.edges import Edge
    from harness.populate.generating import AtHead

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What both walks are given. `statements` are the project's, by the revision after which they run.

    After the revisions in `given` the project's own code writes rows (model.Giver).
    `generated` holds for each side the offered rows by revision (see generating.py); `probes` are tried at the head,
    and so are the statements of `edges`, which leave nothing behind; `heads` are the tables that statements may name.
    """

    statements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    generated: Mapping[Side, Mapping[str, list[Spec]]] = field(default_factory=dict)
    probes: tuple[str, ...] = ()
    edges: tuple[Edge, ...] = ()
    foreign_keys: bool = False
    replay: bool = True
    heads: Mapping[str, AtHead] = field(default_factory=dict)


def row_plan(walked: Walked, plan: RowPlan) -> Spec:
    """Give what goes into the revisions of one side, and what is tried; `walked` is the walk without rows."""
    generated = plan.generated.get(walked.side, {})
    revisions: dict[str, Spec] = {
        step.revision: {
            "statements": list(plan.statements.get(step.revision, ())),
            "given": step.revision in plan.given,
            "generated": generated.get(step.revision, []),
            "replay": step.statements if plan.replay and step.status == "ok" else None,
        }
        for step in walked.steps
    }
    place = 0 if walked.side == "dev" else 1
    return {
        "revisions": revisions,
        "probes": list(plan.probes),
        "edges": [{"sql": edge.sql[place], "within": edge.within} for edge in plan.edges if edge.sql is not None],
        "foreign_keys": plan.foreign_keys,
    }


def with_readings(spec: Spec, walked: Walked, done: int = 0) -> Spec:
    """Give a plan as its worker reads it (worker/rows.py): with how tables are read, after the steps that are done."""
    before = walked.steps[done - 1].snapshot if done else None
    known = frozenset(before.tables) if before is not None else frozenset()
    revisions: dict[str, Spec] = dict(spec["revisions"])
    partitions = _partitions(before)
    for step in walked.steps[done:]:
        snapshot = step.snapshot
        tables: dict[str, Spec | None] = {}
        gone: dict[str, str] = {}
        if snapshot is not None:
            gone, partitions = partitions, _partitions(snapshot)
            present = frozenset(snapshot.tables)
            tables.update(dict.fromkeys(known - present))
            changed = (snapshot.changed | (present - known)) & present
            tables.update({name: reading(snapshot.tables[name], walked.backend) for name in sorted(changed)})
            known = present
        revisions[step.revision] = {**spec["revisions"][step.revision], "tables": tables}
        if gone or partitions:
            revisions[step.revision]["partitions"] = {**gone, **partitions}
    return {**spec, "revisions": revisions}


def _partitions(snapshot: Snapshot | None) -> dict[str, str]:
    """Give the words for the partitions, each with the table that holds their rows."""
    found = (item for item in snapshot.objects if item.kind == "partition") if snapshot is not None else ()
    return {word_for(item.name): item.table for item in found if item.table is not None}
