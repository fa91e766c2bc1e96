"""The plan of a walk with rows: the tables after each revision, what is put into them, what is tried at the head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.populate.reading import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Side, Walked
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
    """Give the plan of one side as its worker reads it (worker/rows.py); `walked` is the walk without rows."""
    generated = plan.generated.get(walked.side, {})
    revisions: dict[str, Spec] = {}
    known: frozenset[str] = frozenset()
    for step in walked.steps:
        snapshot = step.snapshot
        tables: dict[str, Spec | None] = {}
        if snapshot is not None:
            present = frozenset(snapshot.tables)
            tables.update(dict.fromkeys(known - present))
            changed = (snapshot.changed | (present - known)) & present
            tables.update({name: reading(snapshot.tables[name], walked.backend) for name in sorted(changed)})
            known = present
        revisions[step.revision] = {
            "tables": tables,
            "statements": list(plan.statements.get(step.revision, ())),
            "given": step.revision in plan.given,
            "generated": generated.get(step.revision, []),
            "replay": step.statements if plan.replay and step.status == "ok" else None,
        }
    place = 0 if walked.side == "dev" else 1
    return {
        "revisions": revisions,
        "probes": list(plan.probes),
        "edges": [{"sql": edge.sql[place], "within": edge.within} for edge in plan.edges if edge.sql is not None],
        "foreign_keys": plan.foreign_keys,
    }
