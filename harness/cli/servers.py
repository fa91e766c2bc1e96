"""`parity servers`: the containers that --keep-server left, and their end."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import click

from harness.cli import terminal
from harness.model import PLAIN, telling

if TYPE_CHECKING:
    from harness.databases.postgresql.kept import Kept

SECONDS_IN_AN_HOUR = 3600


@click.group()
def servers() -> None:
    """List or stop the PostgreSQL servers that --keep-server leaves for the next runs."""


@servers.command("list")
def list_() -> None:
    """List the kept servers: the container, its image, its age, and who uses it."""
    from harness.databases.postgresql import engine
    from harness.databases.postgresql.kept import all_kept

    with closing(engine.connect()) as client:
        found = all_kept(client)
    for kept in found:
        terminal.write(f"{PLAIN.line(_line(kept))}\n")
    if not found:
        terminal.write("No server is kept.\n")


@servers.command()
@click.argument("name", nargs=-1)
def stop(name: tuple[str, ...]) -> None:
    """Stop and remove kept servers: those named, or all. A check that runs on one fails."""
    from harness.databases.postgresql import engine
    from harness.databases.postgresql.kept import all_kept
    from harness.errors import UsageError

    with closing(engine.connect()) as client:
        known = [kept.name for kept in all_kept(client)]
        for one in name:
            if one not in known:
                raise UsageError(
                    f"No kept server is named {one!r}",
                    why=f"there are: {', '.join(known) or 'none'}",
                    next_step="List them: parity servers list",
                )
        for one in name or known:
            client.api.remove_container(one, force=True, v=True)
    terminal.write(f"{telling.count(len(name or known), 'servers')} stopped.\n")


def _line(kept: Kept) -> str:
    hours = (datetime.now(timezone.utc) - kept.since).total_seconds() / SECONDS_IN_AN_HOUR
    use = "does not answer" if kept.busy is None else telling.count(kept.busy, "connections")
    return f"{kept.name}  {kept.image}  {kept.status}  {hours:.1f} h  {use}"
