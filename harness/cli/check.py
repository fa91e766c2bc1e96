"""`parity check`: the whole check of a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.options import given, project_and_settings, rules_to_choose
from harness.cli.outputs import Ordered, deliver, outputs_of
from harness.cli.progress import watching
from harness.cli.shell import EXIT_COULD_NOT_RUN, EXIT_FINDINGS, EXIT_PARITY, verbose_option
from harness.cli.stopping import stoppable
from harness.reports import all_formats

if TYPE_CHECKING:
    from harness.model import Detail, Report


@click.command(cls=Ordered)
@project_and_settings
@click.option("--downgrade", is_flag=True, default=None, help="Also walk down to base and up again.")
@click.option("--rows/--no-rows", "populate", default=None, help="Walk with rows as well (the default).")
@rules_to_choose
@click.option("--since", metavar="REVISION", help="Judge only what newer revisions than this one bring.")
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 for warnings as well.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(sorted(all_formats())),
    help="How the report is written (default: text); may be repeated.",
)
@click.option(
    "--output-file",
    "output_files",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write there what the --format before it gives.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only the verdict, and a line for each error and warning.")
@verbose_option("Show every object of every finding, and the whole traceback of an error.")
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    project: Path,
    settings_file: Path | None,
    formats: tuple[str, ...],
    output_files: tuple[Path, ...],
    quiet: bool,
    verbose: bool,
    **options: str | float | bool | tuple[str, ...] | None,
) -> None:
    """Check the history of PROJECT (default: this directory).

    Exit status: 0 parity, 1 findings, 2 the check could not run.
    """
    from harness.config import load_settings
    from harness.pipeline import check as run

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.", ctx)
    outputs = outputs_of(ctx, formats, output_files)
    detail: Detail = "quiet" if quiet else "full" if verbose else "normal"
    with stoppable():
        settings = load_settings(project, given(options), settings_file)
        with watching(sys.stderr, wanted=not quiet) as progress:
            report = run(project, settings, progress, progress.planned)
    deliver(report, outputs, detail)
    ctx.exit(_status(report, strict=settings.strict))


def _status(report: Report, *, strict: bool) -> int:
    loud = {"error", "warning"} if strict else {"error"}
    if report.verdict == "not-run":
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if any(finding.severity in loud for finding in report.findings) else EXIT_PARITY
