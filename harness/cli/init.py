"""`parity init`: write the settings, the line for pytest and the job of CI, after asking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.errors import UsageError
from harness.model import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.cli.starting import Change, Kept


@click.command()
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Where continuous integration runs (default: what the repository has).",
)
def init(*, project: Path, yes: bool, ci: str | None) -> None:
    """Write the settings of PROJECT, pytest's line and the job of CI. Nothing that is there is changed."""
    from harness.cli.starting import Change, plan

    steps = plan(project, ci)
    changes = [step for step in steps if isinstance(step, Change)]
    terminal.write(_told(steps, project.resolve()))
    if not changes:
        terminal.write("Nothing is to be written.\n")
    elif yes or _agreed(len(changes)):
        for change in changes:
            _make(change)
        terminal.write("\nWritten. Next: parity check\n")
    else:
        terminal.write("Nothing was written.\n")


def _told(steps: Sequence[Change | Kept], root: Path) -> str:
    """Give what would be written, and what is left alone."""
    from harness.cli.starting import Change

    lines: list[str] = []
    for step in steps:
        if isinstance(step, Change):
            path = step.path.relative_to(root) if step.path.is_relative_to(root) else step.path
            verb = "new" if step.is_new else "gets lines"
            lines += [PLAIN.line(f"{path} ({verb}): {step.what_for}"), ""]
            lines += [f"    {line}".rstrip() for line in PLAIN.lines(step.lines.strip("\n"))]
        else:
            lines.append(PLAIN.line(f"{step.place}: left alone, {step.why}"))
        lines.append("")
    return "\n".join(lines) + "\n"


def _agreed(number: int) -> bool:
    """Ask. Raises UsageError where nobody can answer."""
    files = "this file" if number == 1 else f"these {number} files"
    if not sys.stdin.isatty():
        raise UsageError(
            f"Nobody can be asked whether to write {files}",
            why="standard input is not a terminal",
            next_step="Say it beforehand: parity init --yes.",
        )
    try:
        return click.confirm(f"Write {files}?")
    except click.Abort:  # Ctrl-C or Ctrl-D; its exit status would say that there are findings
        terminal.write("\n")
        return False


def _make(change: Change) -> None:
    try:
        change.make()
    except OSError as error:
        raise UsageError(
            f"{change.path} cannot be written",
            why=error.strerror or str(error),
            next_step="Run parity init as a user who may write there; what is written already is left alone.",
        ) from error
