"""Where a comparison stands after some revisions, so that a later one can go on from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model.comparison import Difference, Divergence
    from harness.model.rows import TableRows
    from harness.model.walk import Unchecked

DifferenceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaProgress:
    """The schemas after the first `steps` revisions that both sides ran.

    `declared` are the types that the operations declared by table and column, `by_table` what differs now, `open` and
    `healed` the same with its history, `labels` those of the enums, `one_sided` the tables that one side has,
    `behind` the sequences of tables and columns that are behind their rows, and `refused` the labels of columns whose
    type lacks some of them.
    """

    steps: int = 0
    declared: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    by_table: Mapping[str, Mapping[DifferenceKey, Difference]] = field(default_factory=dict)
    open: Mapping[DifferenceKey, Divergence] = field(default_factory=dict)
    healed: tuple[Divergence, ...] = ()
    unchecked: Mapping[str, tuple[Unchecked, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    one_sided: frozenset[str] = frozenset()
    behind: Mapping[tuple[str, str], Difference] = field(default_factory=dict)
    refused: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProgress:
    """The rows after the first `steps` revisions: those of each side as read last, and what was `found`.

    `known` are the tables and columns of which a difference was told, `renumbered` the tables whose keys alone differ.
    """

    steps: int = 0
    rows: tuple[Mapping[str, TableRows], Mapping[str, TableRows]] = field(default_factory=lambda: ({}, {}))
    found: tuple[Divergence, ...] = ()
    known: frozenset[tuple[str, str | None]] = frozenset()
    renumbered: frozenset[str] = frozenset()
