"""What every server must do, shown on each of them."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from harness.errors import ServerError
from tests.databases.kinds import Holder, servers_in, soon

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from harness.databases import Database, Server
    from tests.databases.kinds import Kind

ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


def engine_on(database: Database) -> Engine:
    """Connect as users do, by the URL."""
    return create_engine(database.url, poolclass=NullPool)


def fill(database: Database) -> None:
    """Give a database one table with two rows."""
    with engine_on(database).begin() as connection:
        connection.execute(text("CREATE TABLE store (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)"))
        connection.execute(text("INSERT INTO store VALUES (1, 'Books'), (2, 'Bread')"))


def rows(database: Database) -> list[str]:
    """Give the names in the table that fill() made."""
    with engine_on(database).connect() as connection:
        return list(connection.scalars(text("SELECT name FROM store ORDER BY id")))


def test_new_database_is_empty(server: Server) -> None:
    """A new database has no table."""
    assert inspect(engine_on(server.create())).get_table_names() == []


def test_name_proves_the_database(server: Server) -> None:
    """The name is random, is the last part of the URL, and cannot be guessed from another one."""
    first, second = server.create(), server.create()

    assert re.fullmatch(r"parity_[0-9a-f]{32}(\.db)?", first.name)
    assert first.url.endswith(f"/{first.name}")
    assert first.name != second.name
    assert first.backend == server.backend


def test_databases_are_independent(server: Server) -> None:
    """What is made in one database is not in another."""
    first, second = server.create(), server.create()
    fill(first)

    assert inspect(engine_on(second)).get_table_names() == []


def test_clone_has_tables_and_rows(server: Server) -> None:
    """A clone holds what its source holds."""
    source = server.create()
    fill(source)

    assert rows(server.clone(source)) == ["Books", "Bread"]


def test_renewed_database_is_empty_and_the_old_one_is_kept(server: Server) -> None:
    """An empty database takes the place, which every URL still names, of one that goes on under another name."""
    source = server.create()
    fill(source)
    with engine_on(source).connect():
        old = server.renew(source)

    assert inspect(engine_on(source)).get_table_names() == []
    assert rows(old) == ["Books", "Bread"]


def test_clone_is_independent(server: Server) -> None:
    """What is changed in a clone is not changed in its source."""
    source = server.create()
    fill(source)
    clone = server.clone(source)
    with engine_on(clone).begin() as connection:
        connection.execute(text("DELETE FROM store"))

    assert rows(source) == ["Books", "Bread"]


def test_clone_while_connected(server: Server) -> None:
    """A connection that was left open does not stand in the way."""
    source = server.create()
    fill(source)
    left_open = engine_on(source).connect()

    assert rows(server.clone(source)) == ["Books", "Bread"]

    left_open.invalidate()


def test_dropped_database_is_gone(server: Server) -> None:
    """A dropped database cannot be cloned, and dropping it again is no error."""
    database = server.create()
    fill(database)
    server.drop(database)
    server.drop(database)

    with pytest.raises(ServerError):
        server.clone(database)


def test_drop_while_connected(server: Server) -> None:
    """A connection that was left open does not keep a database alive."""
    database = server.create()
    left_open = engine_on(database).connect()
    server.drop(database)

    with pytest.raises(ServerError):
        server.clone(database)
    left_open.invalidate()


def test_living_server_has_no_trouble(server: Server) -> None:
    """A server that answers has nothing to tell."""
    assert server.trouble() is None


def test_server_says_what_it_is(server: Server, kind: Kind) -> None:
    """The description names the source, and the version is that of the server."""
    descriptions = {
        "sqlite": "file",
        "container": "container postgres:17",
        "embedded": f"embedded {server.version}",
        "url": r"url [\d.]+:\d+",
    }

    assert re.fullmatch(descriptions[kind.name], server.description)
    assert re.fullmatch(r"\d+(\.\d+)+", server.version)


def test_only_another_server_than_asked_for_is_provisional(server: Server, kind: Kind) -> None:
    """Of the four only the embedded server stands in for another one, and it says what is different."""
    reservation = (
        f"an embedded server {server.version} was used instead of postgres:17: "
        "it is another major version; it has no ICU collations"
    )

    assert server.provisional == (reservation if kind.name == "embedded" else None)


def test_password_is_not_shown(server: Server) -> None:
    """Neither a server nor a database shows its password when it is printed."""
    database = server.create()
    password = re.search(r":([^:@/]+)@", database.url)
    secret = password[1] if password else database.url

    assert secret not in repr(database)
    assert secret not in repr(server)


def test_nothing_is_left_after_the_context(kind: Kind) -> None:
    """Containers, directories, databases and processes are gone when the context ends."""
    before = kind.traces(os.getpid())
    with kind.start() as server:
        server.create()
        during = kind.traces(os.getpid()) - before
        running = servers_in(during)

    assert during
    assert bool(running) == (kind.name == "embedded")
    assert kind.traces(os.getpid()) == before
    assert servers_in(during) == set()


def test_nothing_is_left_after_an_error(kind: Kind) -> None:
    """An error inside the context changes nothing in that."""
    before = kind.traces(os.getpid())
    with suppress(ZeroDivisionError), kind.start() as server:
        server.create()
        raise ZeroDivisionError

    assert kind.traces(os.getpid()) == before


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.name)
def test_nothing_is_left_by_a_process_that_is_ended(kind: Kind, ending: signal.Signals) -> None:
    """However a process ends, what it held is soon gone, and so is everything that it started."""
    holder = Holder(kind)
    assert holder.has_printed("up")
    held = kind.traces(holder.pid)
    holder.end(ending)

    assert held
    assert soon(lambda: not kind.traces(holder.pid) and not servers_in(held) and not holder.relatives())


def test_a_second_server_leaves_the_first_alone(kind: Kind) -> None:
    """The sweep at the start of a server takes nothing away from a process that lives."""
    holder = Holder(kind)
    assert holder.has_printed("up")
    held = kind.traces(holder.pid)
    with kind.start() as server:
        assert server.trouble() is None
    remained = kind.traces(holder.pid)
    holder.end(signal.SIGKILL)

    assert held
    assert remained == held


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.6, 0.9])
def test_nothing_is_left_by_a_process_that_is_killed_while_it_starts(kind: Kind, moment: float) -> None:
    """A kill between two steps of the start leaves nothing either."""
    holder = Holder(kind)
    assert holder.has_printed("starting")
    time.sleep(moment)
    holder.end(signal.SIGKILL)

    assert soon(lambda: not kind.traces(holder.pid) and not holder.relatives())
