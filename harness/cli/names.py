"""`parity names`: what the names of the models will do on PostgreSQL, without a server and without a migration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.cli.options import SETTINGS_FILE, given, rules_to_choose
from harness.cli.shell import EXIT_FINDINGS, EXIT_PARITY
from harness.cli.stopping import stoppable
from harness.model import PLAIN, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Finding, Models, Unchecked


@click.command()
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option("--python", metavar="PATH", help="The project's interpreter (default: its .venv, else this one).")
@click.option("--app", metavar="IMPORT", help="The Flask application, as for `flask --app`.")
@SETTINGS_FILE
@rules_to_choose
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 for warnings as well.")
@click.pass_context
def names(
    ctx: click.Context,
    /,
    *,
    project: Path,
    settings_file: Path | None,
    **options: str | float | bool | tuple[str, ...] | None,
) -> None:
    """Check the names in the models of PROJECT: collisions, doubled prefixes, names that are too long.

    Quick enough for a commit hook: env.py hands over the models, and nothing is migrated.
    """
    from harness.config import load_settings
    from harness.pipeline import names as run

    with stoppable():
        settings = load_settings(project, given(options), settings_file)
        models, findings, left_out = run(project, settings)
    for line in _lines(models, findings, left_out):
        terminal.write(f"{line}\n")
    loud = {"error", "warning"} if settings.strict else {"error"}
    ctx.exit(EXIT_FINDINGS if any(finding.severity in loud for finding in findings) else EXIT_PARITY)


def _lines(models: Models, findings: tuple[Finding, ...], left_out: tuple[Unchecked, ...]) -> Iterator[str]:
    """Give the lines to print; nothing in a name is obeyed by the terminal."""
    for finding in findings:
        yield PLAIN.line(f"{finding.severity}: {finding.rule}: {finding.message}")
        yield from PLAIN.lines(f"  Fix: {finding.fix}")
    for item in left_out:
        yield f"not checked: {item.what}: {item.why}"
    named = sum(1 for objects in models.objects.values() for item in objects if any(item.names.values()))
    verdict = "nothing to mend" if not findings else f"{len(findings)} to mend"
    where = telling.count(len(models.columns), "tables")
    yield f"{telling.count(named, 'names')} in {where} of the models: {verdict}."
