"""What a check found, as a report: the project, the databases, the comparison and what the rules say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import Comparison, DatabaseLine, Models, Selection, Side, Unchecked, Walked
from harness.reports import make_report
from harness.rules import all_rules, judge, selected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.databases import Server
    from harness.model import Report
    from harness.project import History, Project


def report_of(
    project: Project,
    servers: Mapping[Side, Server],
    comparison: Comparison,
    unchecked: tuple[Unchecked, ...],
    selection: Selection,
) -> Report:
    """Give the report of a comparison; `unchecked` is what could not be compared, `selection` which rules count."""
    rules = all_rules()
    findings, judging, left_out = selected(judge(comparison), selection, rules)
    return make_report(
        **_about(project),
        databases={side: _line(server) for side, server in servers.items()},
        comparison=comparison,
        findings=findings,
        unchecked=(*unchecked, *left_out),
        rules={name: rules[name].summary for name in judging},
    )


def report_of_defects(project: Project, history: History, backends: Mapping[Side, str]) -> Report:
    """Give the report of a history that Alembic cannot load: its defects are the findings, and nothing ran."""
    walked = {side: Walked(side=side, backend=name, steps=()) for side, name in backends.items()}
    unchecked = (Unchecked(what="every revision", why="the history cannot be loaded"),)
    return report_of(project, {}, without_schemas(history, walked, Models()), unchecked, Selection())


def without_schemas(history: History, walked: Mapping[Side, Walked], models: Models) -> Comparison:
    """Give a comparison that holds what is known of a history without its schemas: the models and its defects."""
    return Comparison(
        revisions=history.revisions,
        heads=history.heads,
        dev=walked["dev"],
        prod=walked["prod"],
        divergences=(),
        models=models,
        defects=history.defects,
    )


def _line(server: Server) -> DatabaseLine:
    return DatabaseLine(
        backend=server.backend, version=server.version, server=server.description, provisional=server.provisional
    )


def _about(project: Project) -> dict[str, str]:
    location = project.script_location
    inside = location.is_relative_to(project.root)
    return {
        "root": str(project.root),
        "script_location": str(location.relative_to(project.root) if inside else location),
        "kind": project.kind,
    }
