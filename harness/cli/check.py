"""`parity check`: the whole check of a project."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.cli.options import given, project_and_settings
from harness.cli.progress import watching
from harness.cli.shell import EXIT_COULD_NOT_RUN, EXIT_FINDINGS, EXIT_PARITY, verbose_option
from harness.cli.stopping import stoppable
from harness.errors import UsageError
from harness.model import Display
from harness.reports import all_formats

if TYPE_CHECKING:
    from harness.model import Detail, Report


@click.command()
@project_and_settings
@click.option("--downgrade", is_flag=True, default=None, help="Also walk down to base and up again.")
@click.option("--rows/--no-rows", "populate", default=None, help="Walk with rows as well (the default).")
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 for warnings as well.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sorted(all_formats())),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@click.option("--output-file", metavar="PATH", type=click.Path(path_type=Path), help="Write the report there.")
@click.option("-q", "--quiet", is_flag=True, help="Only the verdict, and a line for each error and warning.")
@verbose_option("Show every object of every finding, and the whole traceback of an error.")
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    project: Path,
    format_name: str,
    output_file: Path | None,
    quiet: bool,
    verbose: bool,
    **options: str | bool | None,
) -> None:
    """Check the history of PROJECT (default: this directory).

    Exit status: 0 parity, 1 findings, 2 the check could not run.
    """
    from harness.config import load_settings
    from harness.pipeline import check as run

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.", ctx)
    if output_file is not None:
        _check_place(output_file)
    detail: Detail = "quiet" if quiet else "full" if verbose else "normal"
    with stoppable():
        settings = load_settings(project, given(options))
        with watching(sys.stderr, wanted=not quiet) as progress:
            report = run(project, settings, progress, progress.planned)
    _deliver(report, format_name, output_file, detail)
    ctx.exit(_status(report, strict=settings.strict))


def _status(report: Report, *, strict: bool) -> int:
    loud = {"error", "warning"} if strict else {"error"}
    if report.verdict == "not-run":
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if any(finding.severity in loud for finding in report.findings) else EXIT_PARITY


def _deliver(report: Report, format_name: str, output_file: Path | None, detail: Detail) -> None:
    """Write the report to standard output; or to its file, and then the verdict to standard output."""
    formats = all_formats()
    if output_file is None:
        terminal.write(formats[format_name].render(report, terminal.display_of(sys.stdout, detail)))
        return
    display = Display(detail=detail, directory=str(Path.cwd()))
    try:
        output_file.write_text(formats[format_name].render(report, display), "utf-8", errors="backslashreplace")
    except OSError as error:
        raise _cannot_write(output_file, error.strerror or str(error)) from error
    if detail != "quiet":
        terminal.write(formats["text"].render(report, terminal.display_of(sys.stdout, "quiet")))
        terminal.write(f"The report is in {output_file}.\n")


def _check_place(path: Path) -> None:
    """Refuse a file that cannot be written, before anything has run."""
    if path.is_dir():
        raise _cannot_write(path, "it is a directory")
    if not path.parent.is_dir():
        raise _cannot_write(path, f"there is no directory {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise _cannot_write(path, "permission denied")


def _cannot_write(path: Path, why: str) -> UsageError:
    return UsageError(
        f"The report cannot be written to {path}",
        why=why,
        next_step="Name a file in a directory that exists and that you may write to: --output-file PATH.",
    )
