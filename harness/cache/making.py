"""What of a walk goes into an entry."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.walk import RowStart, Start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.cache.entries import Header
    from harness.model import Revision, Walked
    from harness.project import History


PUT_IN = ("statements", "given", "generated")


def assigned(revision: Revision) -> dict[str, Any]:
    """Give what the module of a revision says of its place (Alembic documentation, "Create a Migration Script")."""
    return {
        "revision": revision.id,
        "down_revision": list(revision.parents) or None,
        "branch_labels": list(revision.labels) or None,
        "depends_on": list(revision.depends_on) or None,
    }


def is_whole(walked: Walked, history: History) -> bool:
    """Tell whether each revision ran, by itself and from base."""
    return (
        {step.revision for step in walked.steps} == {revision.id for revision in history.revisions}
        and all(step.status == "ok" for step in walked.steps)
        and walked.broken is None
        and walked.before is None
        and walked.stepwise
        and not walked.further
    )


def start_of(template: str, walked: Walked, fingerprint: dict[str, str]) -> Start:
    """Give the start that a walk leaves; notes of what happened outside of the revisions will be made again."""
    return Start(
        template=template,
        steps=walked.steps,
        notes=tuple(note for note in walked.notes if note.revision is not None),
        unchecked=walked.unchecked,
        fingerprint=fingerprint,
    )


def row_start_of(
    template: str, plan: Mapping[str, Any], found: Walked, plain: Start, begun: RowStart | None
) -> RowStart:
    """Give the start that a walk with rows leaves, which may have `begun` after some revisions itself.

    The operations of a step whose statements were replayed are those of the walk without rows.
    """
    replayed = {step.revision for step in plain.steps if step.statements is not None}
    known: dict[str, Any] = dict(begun.known) if begun is not None else {}
    for revision in plan["revisions"].values():
        known.update(revision.get("tables", {}))
    return RowStart(
        template=template,
        steps=tuple(replace(step, operations=()) if step.revision in replayed else step for step in found.steps),
        known={name: how for name, how in known.items() if how is not None},
    )


def digest_of_plan(plan: Mapping[str, Any], header: Header) -> str:
    """Give the digest of the rows of a plan up to the last revision of an entry; all else in it comes from the walk."""
    steps = {name: plan["revisions"].get(name, {}) for name, _digest in header.revisions}
    parts = {name: [step.get(part) for part in PUT_IN] for name, step in steps.items() if any(map(step.get, PUT_IN))}
    return hashlib.sha256(json.dumps([parts, plan["foreign_keys"]], sort_keys=True).encode()).hexdigest()
