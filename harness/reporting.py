"""What a check found, as a report: the project, the databases, the comparisons and what the rules say of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.model import Comparison, DatabaseLine, Judged, Judging, Models, Selection, Unchecked, Walked, telling
from harness.reports import make_report, with_part
from harness.rules import ABOUT_ACCEPTANCES, all_rules, in_order, judge, selected, settle, stale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.databases import Server
    from harness.model import Report, Side
    from harness.project import History, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The comparison on one of the databases to which env.py takes the history, and what of it was not compared.

    `name` is what env.py calls the database; the first one needs none.
    """

    comparison: Comparison
    unchecked: tuple[Unchecked, ...]
    name: str = ""


def report_of(project: Project, servers: Mapping[Side, Server], parts: Sequence[Part], judging: Judging) -> Report:
    """Give the report of one or several comparisons; `judging` says which findings count."""
    settled = [settle(part.comparison, judging) for part in parts]
    without_effect, unknown = stale(settled, [part.comparison for part in parts], judging, all_rules())
    first = replace(parts[0].comparison, stale=without_effect)
    settled[0] = replace(settled[0], findings=in_order((*settled[0].findings, *judge(first, ABOUT_ACCEPTANCES)), first))
    reports = [_report(project, servers, part, judged, judging) for part, judged in zip(parts, settled, strict=True)]
    report = replace(reports[0], not_checked=(*reports[0].not_checked, *unknown))
    for part, further in zip(parts[1:], reports[1:], strict=True):
        report = with_part(report, part.name, further)
    return report


def _report(project: Project, servers: Mapping[Side, Server], part: Part, judged: Judged, judging: Judging) -> Report:
    rules = all_rules()
    findings, names, left_out = selected(judged.findings, judging.selection, rules)
    older = Unchecked(
        what=f"{telling.count(judged.older, 'differences')} of revision {judging.since} and those before it",
        why="only newer revisions are judged (since)",
    )
    return make_report(
        **_about(project),
        databases={side: _line(server) for side, server in servers.items()},
        comparison=part.comparison,
        findings=findings,
        accepted=tuple(item for item in judged.accepted if item.rule in names),
        unchecked=(*part.unchecked, *left_out, *((older,) if judged.older else ())),
        rules={name: rules[name].summary for name in names},
    )


def report_of_defects(project: Project, history: History, backends: Mapping[Side, str], judging: Judging) -> Report:
    """Give the report of a history that Alembic cannot load: its defects are the findings, and nothing ran."""
    walked = {side: Walked(side=side, backend=name, steps=()) for side, name in backends.items()}
    unchecked = (Unchecked(what="every revision", why="the history cannot be loaded"),)
    part = Part(comparison=without_schemas(history, walked, Models()), unchecked=unchecked)
    return report_of(project, {}, [part], replace(judging, selection=Selection()))


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
