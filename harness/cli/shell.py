"""What every command shares: its failures become a few lines on standard error, and an exit status."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness.cli.stopping import Stopped
from harness.errors import ParityError
from harness.model import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

Command = TypeVar("Command", bound="Callable[..., Any]")

EXIT_PARITY, EXIT_FINDINGS, EXIT_COULD_NOT_RUN = 0, 1, 2
VERBOSE = "harness.cli.verbose"
"""Where --verbose stands in the context, for those who print errors."""


class Shell(click.Group):
    """A group of commands. Whatever stops one of them, the exit status never looks like a verdict."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what it raises is told, and ends it with status 2 (a signal: 128 and its number)."""
        try:
            return super().invoke(ctx)
        except ParityError as error:
            _fail(ctx, error)
        except KeyboardInterrupt as error:
            stopped = error if isinstance(error, Stopped) else Stopped()
            click.echo(f"{_fresh_line()}parity: {stopped}", err=True)
            ctx.exit(stopped.status)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - Python's own exit status, 1, would say "diverged"
            _fail(ctx, _internal(error))


def verbose_option(text: str) -> Callable[[Command], Command]:
    """Give the option --verbose of a command; `text` says what it does."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click calls it so
        ctx.meta[VERBOSE] = value
        return value

    return click.option("-v", "--verbose", is_flag=True, is_eager=True, callback=keep, help=text)


def failure_text(error: ParityError, *, verbose: bool) -> str:
    """Give what is printed of a failure: what, why, the details when they are wanted, the next step."""
    why = "\n    ".join(PLAIN.lines(error.why))
    lines = [f"parity: {PLAIN.line(error.what)}", f"  why: {why}"]
    if verbose and error.details:
        lines += ["  details:", *(f"    {line}".rstrip() for line in PLAIN.lines(error.details.strip()))]
    lines.append(f"  next: {PLAIN.line(error.next_step)}")
    if error.details and not verbose:
        lines.append("  The whole traceback: --verbose")
    return "\n".join(lines)


def _fail(ctx: click.Context, error: ParityError) -> NoReturn:
    click.echo(failure_text(error, verbose=ctx.meta.get(VERBOSE, False)), err=True)
    ctx.exit(EXIT_COULD_NOT_RUN)


def _internal(error: Exception) -> ParityError:
    """Give an error of our own as a failure."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return ParityError(
        f"Internal error: {type(error).__name__}: {error}",
        why=f"parity is wrong at {last.filename}:{last.lineno}, in {last.name}",
        next_step="Report it with the output of `parity doctor`.",
        details="".join(traceback.format_exception(error)),
    )


def _fresh_line() -> str:
    """Give a line break where the terminal has just shown ^C."""
    return "\n" if sys.stderr.isatty() else ""
