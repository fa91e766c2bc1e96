"""The tables of a history as a report shows them: what each side has after every revision that changed one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """A table or view after a revision: each side's DDL (None: it is not there), and whether the two differ.

    It holds until the next state of the same table.
    """

    revision: str
    dev: str | None
    prod: str | None
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """A table or view in the report: a state for each revision that changed it, or changed whether its sides differ.

    `part` names the further database that it belongs to, where env.py takes its history to several.
    """

    name: str
    states: tuple[TableState, ...]
    part: str | None = None
