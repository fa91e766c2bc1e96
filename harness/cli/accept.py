"""`parity accept`: write the differences that the project lives with, with the reason, into a file for review."""

from __future__ import annotations

import sys
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.cli.options import given, project_and_settings
from harness.cli.progress import watching
from harness.cli.shell import EXIT_COULD_NOT_RUN, EXIT_PARITY
from harness.cli.stopping import stoppable
from harness.model import PLAIN, telling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harness.model import Finding, Report


@click.command()
@project_and_settings
@click.option("--reason", metavar="TEXT", required=True, help="Why the project lives with it; reviewers read it.")
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="Only findings of these rules; repeatable.")
@click.option(
    "--expires", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it counts."
)
@click.pass_context
def accept(
    ctx: click.Context,
    /,
    *,
    project: Path,
    settings_file: Path | None,
    reason: str,
    rules: tuple[str, ...],
    expires: datetime | None,
    **options: str | float | bool | tuple[str, ...] | None,
) -> None:
    """Check PROJECT, and accept what it finds: the errors and warnings, or all findings of the rules that you name.

    Each object gets an entry of its own in parity-accepted.toml, which a reviewer reads and anybody may edit.
    """
    from harness.config import load_settings
    from harness.pipeline import check as run

    if not reason.strip():
        raise click.UsageError("--reason must say why.", ctx)
    if expires is not None and expires.date() < date.today():  # noqa: DTZ011 - the day of who types it
        raise click.UsageError(f"--expires {expires.date()} is in the past.", ctx)
    with stoppable():
        settings = load_settings(project, given(options), settings_file)
        with watching(sys.stderr, wanted=True) as progress:
            report = run(project, settings, progress, progress.planned)
    path = project / settings.accepted
    for line in _accepted(report, path, rules, reason.strip(), expires.date() if expires else None):
        terminal.write(f"{PLAIN.line(line)}\n")
    ctx.exit(EXIT_COULD_NOT_RUN if report.verdict == "not-run" else EXIT_PARITY)


def _accepted(report: Report, path: Path, rules: tuple[str, ...], reason: str, expires: date | None) -> Iterable[str]:
    """Write the entries, and give what is to be said of it."""
    from harness.config import add_entries, entry_text
    from harness.model.findings import objects_of
    from harness.rules import acceptable

    wanted = [finding for finding in report.findings if _is_wanted(finding, rules)]
    items = [(finding.rule, item) for finding in wanted if acceptable(finding) for item in objects_of(finding)]
    if items:
        add_entries(path, [entry_text(rule, item, reason, expires) for rule, item in items])
    for rule, item in items:
        yield f"accepted: {telling.of_rule(rule, item)}"
    for finding in wanted:
        if not acceptable(finding):
            yield f"not accepted, as it must be mended: {finding.rule}: {finding.message}"
    where = f": see {path}" if items else ""
    yield f"{telling.count(len(items), 'differences')} accepted{where}."


def _is_wanted(finding: Finding, rules: tuple[str, ...]) -> bool:
    if rules:
        return finding.healed_in is None and any(fnmatchcase(finding.rule, pattern) for pattern in rules)
    return finding.severity != "note" and finding.healed_in is None
