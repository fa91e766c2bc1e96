"""The command line: a thin shell over the pipeline."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harness.errors import ParityError

EXIT_PARITY, EXIT_FINDINGS, EXIT_COULD_NOT_RUN = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="migration-parity", prog_name="parity")
def main() -> None:
    """Run one Alembic history on SQLite and on PostgreSQL, and say what differs, since when, and why."""


@main.command()
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option("--postgres", metavar="auto|container|embedded|URL", help="Where PostgreSQL comes from (default: auto).")
@click.option("--image", metavar="IMAGE", help="The container's image (default: postgres:17).")
@click.option("--python", metavar="PATH", help="The project's interpreter (default: its .venv, else this one).")
@click.option("--app", metavar="IMPORT", help="The Flask application, as for `flask --app`.")
@click.option("--target", metavar="REVISION", help="What to upgrade to (default: heads).")
@click.option("--strict", is_flag=True, default=None, help="Exit with 1 for warnings as well.")
@click.option("--format", "format_name", default="text", metavar="FORMAT", help="text or json (default: text).")
def check(project: Path, format_name: str, **options: Any) -> None:
    """Check the history of PROJECT (default: this directory)."""
    from harness.config import load_settings
    from harness.pipeline import check as run
    from harness.reports import all_formats

    try:
        settings = load_settings(project, {name: value for name, value in options.items() if value is not None})
        report = run(project, settings)
    except ParityError as error:
        click.echo(f"parity: {error}", err=True)
        sys.exit(EXIT_COULD_NOT_RUN)
    click.echo(all_formats()[format_name].render(report), nl=False)
    loud = {"error", "warning"} if settings.strict else {"error"}
    if report.verdict == "not-run":
        sys.exit(EXIT_COULD_NOT_RUN)
    sys.exit(EXIT_FINDINGS if any(item.severity in loud for item in report.findings) else EXIT_PARITY)
