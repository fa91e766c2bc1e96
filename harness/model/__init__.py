"""The vocabulary: schemas, walks, comparisons, findings and reports, as frozen data. Standard library only."""

from __future__ import annotations

from harness.model.facts import Facts, TypeSpelling
from harness.model.report import (
    Aspect,
    Comparison,
    DatabaseLine,
    Difference,
    Divergence,
    Finding,
    FindingObject,
    Report,
    ReportFormat,
    RevisionLine,
    Rule,
    Severity,
    Verdict,
    Witness,
)
from harness.model.schema import Column, Constraint, ConstraintKind, Index, SchemaObject, Snapshot, Table, Type
from harness.model.walk import Failure, ModelObject, Models, Note, Operation, Revision, Side, Status, Step, Unchecked, Walked

__all__ = [
    "Aspect",
    "Column",
    "Comparison",
    "Constraint",
    "ConstraintKind",
    "DatabaseLine",
    "Difference",
    "Divergence",
    "Facts",
    "Failure",
    "Finding",
    "FindingObject",
    "Index",
    "ModelObject",
    "Models",
    "Note",
    "Operation",
    "Report",
    "ReportFormat",
    "Revision",
    "RevisionLine",
    "Rule",
    "SchemaObject",
    "Severity",
    "Side",
    "Snapshot",
    "Status",
    "Step",
    "Table",
    "Type",
    "TypeSpelling",
    "Unchecked",
    "Verdict",
    "Walked",
    "Witness",
]
