"""The vocabulary: schemas, walks, comparisons, findings and reports, as frozen data. Standard library only."""

from __future__ import annotations

from harness.model.accepting import Acceptance, Scope
from harness.model.comparison import Aspect, Comparison, Difference, Divergence, RoundTrip, RowWalk
from harness.model.display import PLAIN, Detail, Display
from harness.model.facts import Facts, TypeSpelling
from harness.model.identity import fingerprint, fingerprint_of_accepted
from harness.model.judging import Judged, Judging
from harness.model.progress import RowProgress, SchemaProgress
from harness.model.report import (
    Accepted,
    DatabaseLine,
    Finding,
    FindingObject,
    Report,
    ReportFormat,
    RevisionLine,
    Severity,
    Verdict,
    Witness,
)
from harness.model.rows import BYTES, MOST_ROWS, VIEW, Giver, RowStep, Sequence, TableRows, Trial, Value
from harness.model.rule import Rule, Selection
from harness.model.schema import Column, Constraint, ConstraintKind, Index, SchemaObject, Snapshot, Table, Type
from harness.model.tables import TableLine, TableState
from harness.model.walk import (
    Drift,
    Failure,
    Look,
    Made,
    ModelObject,
    Models,
    Note,
    Operation,
    Revision,
    Side,
    Span,
    Status,
    Step,
    Unchecked,
    Walked,
)

__all__ = [
    "BYTES",
    "MOST_ROWS",
    "PLAIN",
    "VIEW",
    "Acceptance",
    "Accepted",
    "Aspect",
    "Column",
    "Comparison",
    "Constraint",
    "ConstraintKind",
    "DatabaseLine",
    "Detail",
    "Difference",
    "Display",
    "Divergence",
    "Drift",
    "Facts",
    "Failure",
    "Finding",
    "FindingObject",
    "Giver",
    "Index",
    "Judged",
    "Judging",
    "Look",
    "Made",
    "ModelObject",
    "Models",
    "Note",
    "Operation",
    "Report",
    "ReportFormat",
    "Revision",
    "RevisionLine",
    "RoundTrip",
    "RowProgress",
    "RowStep",
    "RowWalk",
    "Rule",
    "SchemaObject",
    "SchemaProgress",
    "Scope",
    "Selection",
    "Sequence",
    "Severity",
    "Side",
    "Snapshot",
    "Span",
    "Status",
    "Step",
    "Table",
    "TableLine",
    "TableRows",
    "TableState",
    "Trial",
    "Type",
    "TypeSpelling",
    "Unchecked",
    "Value",
    "Verdict",
    "Walked",
    "Witness",
    "fingerprint",
    "fingerprint_of_accepted",
]
