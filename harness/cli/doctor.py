"""`parity doctor`: what was discovered, what would be used, and what stands in the way."""

from __future__ import annotations

import re
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.cli.options import given, project_and_settings
from harness.cli.shell import EXIT_COULD_NOT_RUN, EXIT_PARITY, failure_text

if TYPE_CHECKING:
    from pathlib import Path

    from harness.cli.diagnosis import Section
    from harness.errors import ParityError

LIST = re.compile(r"[,;] ")
INDENT = 4
NARROWEST = 30
"""A column of less is no column."""


@click.command()
@project_and_settings
@click.pass_context
def doctor(ctx: click.Context, /, *, project: Path, settings_file: Path | None, **options: str | None) -> None:
    """Show what is known of PROJECT and of this machine. No database is connected to.

    Exit status: 0 a check can run, 2 it cannot.
    """
    from harness.cli.diagnosis import diagnose

    sections = diagnose(project, given(options), settings_file)
    terminal.write("\n".join(_text(section) for section in sections))
    troubles = [trouble for section in sections for trouble in section.troubles]
    terminal.write(_conclusion(troubles))
    ctx.exit(EXIT_COULD_NOT_RUN if troubles else EXIT_PARITY)


def _text(section: Section) -> str:
    display = terminal.display_of(sys.stdout)
    title = click.style(section.title, bold=True) if display.colour else section.title
    width = max((len(label) for label, _ in section.rows), default=0)
    rows = [_row(f"  {label:<{width}}  ", display.line(value), display.width) for label, value in section.rows]
    return "\n".join([title, *rows, ""])


def _row(label: str, value: str, width: int) -> str:
    """Give a row; a list goes on in its own column. A path is never broken, so that it can be copied."""
    if not LIST.search(value):
        return f"{label}{value}".rstrip()
    column = " " * (len(label) if width - len(label) >= NARROWEST else INDENT)
    return textwrap.fill(
        f"{label}{value}", width, subsequent_indent=column, break_long_words=False, break_on_hyphens=False
    )


def _conclusion(troubles: list[ParityError]) -> str:
    if not troubles:
        return "\nNothing stands in the way of a check.\n"
    texts = [failure_text(trouble, verbose=False).removeprefix("parity: ") for trouble in troubles]
    return "\n\n".join(["\nA check cannot run:", *texts]) + "\n"
