"""The project tried to reach something that is not a database of this run, and was refused.

Why it matters: migrations that need a cache, another database or a program run only where those are, and a fresh
deployment or a colleague's machine does not have them. On a laptop the address is often that of production.

Instead: take the database from Alembic's config or from the app's configuration, and run statements through
`op.get_bind()`. A service that the project does need is named in `allow_network` of `[tool.migration-parity]`, as
"host:port" or as the path of a Unix socket; databases stay closed. It is a note where the project went on without
the connection, and an error where the migrations ended there.

Blind spots: what a library in C or another program connects to is not seen; see the page on safety.
"""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Any

from harness.model import Finding, FindingObject, Rule
from harness.model.refusals import REFUSED, ended_by
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.model import Comparison, Note, Side, Step

ALLOW = "If the project needs it there, set allow_network = [{entry}] in [tool.migration-parity]."
FIXES = {
    "tcp": ALLOW,
    "udp": ALLOW,
    "host": ALLOW,
    "socket": ALLOW,
    "program": "Run the statements through the connection that Alembic gives: op.get_bind().",
}
OTHERWISE = "Take the address from Alembic's config or from the app's configuration, which hold that of the check."
WORDS = {
    "tcp": "{place}",
    "udp": "{place} by UDP",
    "host": "the host {place}",
    "socket": "the socket {place}",
    "program": "a database by the program {place}",
    "sqlite": "the SQLite file {place}",
    "postgresql": "the PostgreSQL database {place}",
}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Report each place that was refused, with every line that tried."""
    walks = {walked.side: walked for walked in (comparison.dev, comparison.prod)}
    attempts: dict[str, list[Note]] = {}
    for note in (note for walked in walks.values() for note in walked.notes if note.code == REFUSED):
        attempts.setdefault(note.detail, []).append(note)
    for place, notes in attempts.items():
        tried = [side for side in walks if any(note.side == side for note in notes)]
        ended = {side: walks[side].failed for side in tried if ended_by(walks[side], place)}
        yield _finding(comparison, place, notes, tried, ended)


def _finding(
    comparison: Comparison, detail: str, notes: list[Note], tried: list[Side], ended: Mapping[Side, Step | None]
) -> Finding:
    """Give the finding about a place; `ended` are the sides that it ended, each with the revision that failed."""
    kind, _, place = detail.partition(" ")
    entry = f'"{place}:PORT"' if kind == "host" and ":" not in place else f'"{place}"'
    failed = next((step.revision for step in ended.values() if step), None)
    where = f"in revision {failed}" if failed else "there"
    end = f"the migrations on {listed(list(ended))} ended {where}" if ended else "the migrations went on without it"
    places = dict.fromkeys((note.file, note.line) for note in notes)
    what = WORDS.get(kind, "the database {place}").format(place=place)
    return Finding(
        rule=REFUSED,
        severity="error" if ended else "note",
        kind="behaviour",
        name=place,
        dev="refused" if "dev" in tried else "not tried",
        prod="refused" if "prod" in tried else "not tried",
        revision=failed or next((one.id for one in comparison.revisions if one.file == notes[0].file), None),
        objects=tuple(_object(place, tried, file, line) for file, line in places) if len(places) > 1 else (),
        file=notes[0].file,
        line=notes[0].line,
        message=f"The project tried to reach {what} on {listed(tried)}: it was refused, and {end}.",
        fix=FIXES.get(kind, OTHERWISE).format(entry=entry),
    )


def _object(place: str, tried: list[Side], file: str | None, line: int | None) -> FindingObject:
    return FindingObject(
        table=None,
        kind="behaviour",
        name=place,
        dev="refused" if "dev" in tried else "not tried",
        prod="refused" if "prod" in tried else "not tried",
        file=file,
        line=line,
    )


def bad(op: Any, sa: Any) -> None:
    """Ask a cache, and go on when it does not answer."""
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 6379), timeout=1).close()
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Need nothing but the database."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(name=REFUSED, severity="note", check=check, bad=(bad,), good=(good,), always=True)
