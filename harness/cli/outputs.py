"""Which report goes where: `--format` and `--output-file`, as often as one likes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.errors import UsageError
from harness.model import Display
from harness.reports import all_formats

if TYPE_CHECKING:
    from harness.model import Detail, Report

DEFAULT = "text"
ORDER = "harness.cli.outputs.order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A report to write: in which format, and into which file (None: standard output)."""

    format: str
    path: Path | None = None


class Ordered(click.Command):
    """A command that remembers in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, and keep the order."""
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def outputs_of(ctx: click.Context, formats: tuple[str, ...], paths: tuple[Path, ...]) -> list[Output]:
    """Give the reports to write. A file belongs to the format that was named last before it, else to the next one.

    Raises UsageError for a file without a format, for two reports on standard output, and for a file that cannot be
    written: before anything has run.
    """
    found: list[Output] = []
    early: list[Path] = []
    named, given = iter(formats), iter(paths)
    for name in ctx.meta[ORDER]:
        if name == "formats":
            found.append(Output(format=next(named), path=early.pop(0) if early else None))
        elif name == "output_files":
            path = next(given)
            if found and found[-1].path is None:
                found[-1] = Output(format=found[-1].format, path=path)
            else:
                early.append(path)
    if early and not found:
        found.append(Output(format=DEFAULT, path=early.pop(0)))
    _check(found, early)
    return found or [Output(format=DEFAULT)]


def deliver(report: Report, outputs: list[Output], detail: Detail) -> None:
    """Write the reports. Where none goes to standard output, the verdict does, and where the reports are."""
    formats = all_formats()
    shown = terminal.display_of(sys.stdout, detail)
    for output in outputs:
        if output.path is not None:
            text = formats[output.format].render(report, Display(detail=detail, directory=str(Path.cwd())))
            _write(output.path, text)
    for output in outputs:
        if output.path is None:
            terminal.write(formats[output.format].render(report, shown))
            return
    if detail != "quiet":
        terminal.write(formats[DEFAULT].render(report, terminal.display_of(sys.stdout, "quiet")))
        for output in outputs:
            terminal.write(f"The report is in {output.path}.\n")


def _write(path: Path, text: str) -> None:
    from harness.config import write_whole

    try:
        write_whole(path, text, errors="backslashreplace")
    except OSError as error:
        raise _cannot_write(path, error.strerror or str(error)) from error


def _check(outputs: list[Output], without_format: list[Path]) -> None:
    if without_format:
        raise UsageError(
            f"No format is named for the file {without_format[0]}",
            why="each --output-file belongs to one --format",
            next_step=f"Write --format NAME --output-file {without_format[0]}.",
        )
    loose = [output.format for output in outputs if output.path is None]
    if len(loose) > 1:
        raise UsageError(
            f"The reports {' and '.join(loose)} would both go to standard output",
            why="only one can be read there",
            next_step=f"Give one of them a file: --format {loose[-1]} --output-file PATH.",
        )
    paths = [output.path for output in outputs if output.path is not None]
    for path in paths:
        if paths.count(path) > 1:
            raise _cannot_write(path, "two reports would be written there")
        _check_place(path)


def _check_place(path: Path) -> None:
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
