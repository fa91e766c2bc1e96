"""What the script of the page draws from: revisions, tables with their DDL, and where each finding holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.model import telling
from harness.reports.html.markup import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Finding, FindingObject, Report, TableLine

ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def payload(report: Report) -> str:
    """Give the data as JSON that ends no script element, whatever it holds."""
    lines: dict[str, int] = {}
    order = {line.id: number for number, line in enumerate(report.revisions)}
    rows: dict[str, int] = {}
    for number, line in enumerate(report.tables):
        rows.setdefault(line.name, number)
    data = {
        "sides": {side: telling.title(side, report) for side in ("dev", "prod")},
        "revisions": [
            {
                "id": shown(line.id),
                "message": shown(line.message),
                "file": shown(line.file),
                "seconds": dict(line.seconds),
                "status": dict(line.status),
            }
            for line in report.revisions
        ],
        "tables": [_table(line, order, lines) for line in report.tables],
        "places": [
            place for number, item in enumerate(report.findings, 1) for place in _places(item, number, order, rows)
        ],
        "accepted": [
            {
                "table": rows.get(decision.item.table or ""),
                "from": order.get(decision.item.revision or ""),
                "to": None,
                "about": [shown(name) for name in _about(decision.item)],
                "words": shown(telling.accepted(decision)),
            }
            for decision in report.accepted
        ],
        "lines": list(lines),
    }
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).translate(ESCAPED)


def _table(line: TableLine, order: dict[str, int], lines: dict[str, int]) -> dict[str, Any]:
    """Give a table; every distinct line of DDL is kept once."""
    states = [
        [order[state.revision], _numbers(state.dev, lines), _numbers(state.prod, lines), int(state.differs)]
        for state in line.states
        if state.revision in order
    ]
    name = f"{line.name} ({line.part})" if line.part else line.name
    return {"name": shown(name), "states": states}


def _numbers(text: str | None, lines: dict[str, int]) -> list[int] | None:
    if text is None:
        return None
    return [lines.setdefault(line, len(lines)) for line in shown(text).split("\n")]


def _places(finding: Finding, number: int, order: dict[str, int], rows: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Give where a finding holds: the table, and from which revision up to which. `about` are the names in question."""
    told = finding.severity != "note" or finding.healed_in is not None
    for item in finding.objects or (finding,):
        revision = item.revision or finding.revision
        yield {
            "finding": number,
            "table": rows.get(item.table or ""),
            "from": order.get(revision or ""),
            "to": order.get(finding.healed_in or ""),
            "about": [shown(name) for name in _about(item)] if told else [],
        }


def _about(item: Finding | FindingObject) -> list[str]:
    if item.kind == "table":
        return []
    names = [item.name, item.dev, item.prod] if item.name or item.kind in {"pk", "fk", "uq", "ck", "ix"} else []
    named = [name for name in names if name]
    columns = [item.column] if item.column else [] if named else item.columns
    return list(dict.fromkeys([*named, *columns]))
