"""A PostgreSQL server that somebody else runs, given by its URL.

Only its maintenance database and the databases of this run are ever connected to. A database is removed when
this run made it, or when its comment proves that a dead run on this machine did.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import psycopg2

from harness.databases._lifetime.owner import is_gone, this_process
from harness.databases._lifetime.watchdog import certainly
from harness.databases.postgresql.address import parse
from harness.databases.postgresql.administration import (
    APPLICATION,
    ask,
    databases,
    drop_database,
    end_connections,
    said,
)
from harness.databases.postgresql.server import KEPT_MARK, PostgresqlServer
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.databases import Server, ServerSettings
    from harness.databases.postgresql.address import Address
    from harness.databases.postgresql.administration import Answer

# DROP DATABASE ... WITH (FORCE) came with this version.
_OLDEST = 13
_MARK = "migration-parity owner="
OLDEST = timedelta(days=7)
_ADVICE = (
    ("password authentication failed", "Check the user and the password in the URL."),
    ("no password supplied", "Put the password into the URL, or into ~/.pgpass."),
    ("no pg_hba.conf entry", "Allow this machine in the server's pg_hba.conf, or use another user."),
    ("does not exist", "Check the user and the database in the URL; nothing in that database is changed."),
    ("invalid connection option", "Remove that option from the URL."),
    ("could not translate host name", "Check the host in the URL."),
)
_NOT_THERE = "Start the server, or check the host and the port in the URL."


@contextmanager
def running(settings: ServerSettings) -> Iterator[Server]:
    """Give the server of the URL `settings.postgres`; all databases made on it are gone in the end.

    Raises ServerError when it cannot be reached, is too old, or does not let the user make databases.
    """
    address = parse(settings.postgres)
    place = f"{address.host}:{address.port}"
    answer = _checked(address, place)
    with sharing(address, answer, f"url {place}") as server:
        yield server


@contextmanager
def sharing(
    address: Address, answer: Answer, description: str, death: Callable[[], str | None] | None = None
) -> Iterator[Server]:
    """Give a server that others use as well; all databases that this run makes on it are gone in the end.

    `death` tells how the machine behind the address died, of a server whose files are thrown away in the end.
    """
    run = f"parity_{os.urandom(10).hex()}"
    _sweep(address)
    with certainly(drop_run, address.url(address.database), run):
        yield PostgresqlServer(
            address=address,
            version=answer.version,
            number=answer.number,
            description=f"{description}{answer.oddity}",
            run=run,
            diagnose=death or (lambda: None),
            disposable=death is not None,
            comment=f"{_MARK}{this_process()}",
        )


def drop_run(url: str, run: str) -> None:
    """Remove the databases of a run. Raises ServerError when the server does not let us.

    A CREATE DATABASE that a killed process had sent is still at work, unseen: it is ended first.
    """
    address = parse(url)
    try:
        with closing(address.connect(APPLICATION)) as server:
            end_connections(server, run)
            for name, _ in databases(server, run):
                drop_database(server, name)
    except psycopg2.Error as error:
        raise ServerError(
            f"The databases {run}* cannot be removed from {address.host}:{address.port}",
            why=said(error),
            next_step="Remove them yourself when the server answers again.",
        ) from error


def _checked(address: Address, place: str) -> Answer:
    """Ask the server about itself, and refuse one that cannot serve."""
    try:
        answer = ask(address)
    except psycopg2.Error as error:
        why = said(error)
        raise ServerError(
            f"The PostgreSQL server at {place} cannot be used",
            why=why,
            next_step=next((advice for words, advice in _ADVICE if words in why), _NOT_THERE),
        ) from error
    if answer.number < _OLDEST * 10000:
        raise ServerError(
            f"The PostgreSQL server at {place} is too old",
            why=f"it is version {answer.version}, and {_OLDEST} is the oldest that can be checked",
            next_step=f"Name a server of version {_OLDEST} or newer.",
        )
    if not answer.may_create:
        raise ServerError(
            f"No databases may be made on the PostgreSQL server at {place}",
            why=f"the role {answer.role} has no CREATEDB right",
            next_step=f'Let an administrator run: ALTER ROLE "{answer.role}" CREATEDB',
        )
    return answer


def _sweep(address: Address) -> None:
    """Remove what dead runs on this machine left, by the owner in the comment, and kept copies that are old."""
    oldest = (datetime.now(timezone.utc) - OLDEST).date().isoformat()
    with suppress(psycopg2.Error), closing(address.connect(APPLICATION)) as server:
        for name, comment in databases(server, "parity_"):
            is_left = comment.startswith(_MARK) and is_gone(comment.removeprefix(_MARK))
            is_old = comment.startswith(KEPT_MARK) and comment.removeprefix(KEPT_MARK) < oldest
            if is_left or is_old:
                with suppress(psycopg2.Error):
                    drop_database(server, name)
