"""A server given by its URL: what it must allow, and what is never touched on it."""

from __future__ import annotations

import signal
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from harness.databases import ServerSettings
from harness.databases._lifetime.owner import this_process
from harness.databases.postgresql import BACKEND, external
from harness.databases.postgresql.address import Address, parse
from harness.errors import ServerError
from tests.databases.kinds import Holder, soon
from tests.databases.owners import dead_owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases.kinds import Kind

PRINTABLE = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), min_size=1)


def refusal(url: str) -> str:
    """Give the full text of the error that a start raises."""
    with pytest.raises(ServerError) as caught, BACKEND.start(ServerSettings(postgres=url)):
        pass
    return str(caught.value)


def execute(address: Address, *statements: str) -> None:
    """Run statements in the maintenance database."""
    with closing(address.connect("tests")) as server, server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def databases(address: Address) -> set[str]:
    """Give the names of all databases of a server."""
    with closing(address.connect("tests")) as server, server.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def stranger(maintenance: Address) -> Iterator[Address]:
    """Give the shared server as seen by a role without any right."""
    execute(maintenance, "CREATE ROLE stranger LOGIN PASSWORD 'p/w: #1'")
    yield parse(f"postgresql://stranger:p%2Fw%3A%20%231@{maintenance.host}:{maintenance.port}/postgres")
    execute(maintenance, "DROP ROLE stranger")


@given(user=PRINTABLE, password=PRINTABLE, database=PRINTABLE)
def test_url_keeps_every_character(user: str, password: str, database: str) -> None:
    """SQLAlchemy and we read from a URL what went into it."""
    address = Address(host="db.example", port=6543, user=user, password=password)
    url = make_url(address.url("parity"))

    assert parse(address.url("postgres")) == address
    assert (url.username, url.password) == (user, password)
    assert parse(address.url(database)).database == database


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://me:pw@[::1]/db", "postgresql://me:pw@[::1]:5432/x"),
        ("postgresql+psycopg2://me@host:1/", "postgresql://me@host:1/x"),
        ("postgresql://host?sslmode=require", "postgresql://host:5432/x?sslmode=require"),
        ("postgresql://me:pw@/db?host=/run/pg", "postgresql://me:pw@:5432/x?host=%2Frun%2Fpg"),
    ],
)
def test_forms_of_url(url: str, shown: str) -> None:
    """Every form that libpq and SQLAlchemy know leads to a URL for a database of ours."""
    assert parse(url).url("x") == shown


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://me:secret@host/db", 'it does not begin with "postgresql://"'),
        ("postgresql:///db", "it names no host"),
        ("postgresql://me:secret@host:many/db", "its host or port is not valid"),
        ("postgresql://me:sec/ret@host/db", "its host or port is not valid"),
        ("postgresql://me:secret@[::1/db", "its host or port is not valid"),
    ],
)
def test_url_that_cannot_be_read(url: str, why: str) -> None:
    """The error shows no part of the URL, for the password may be anywhere in it."""
    assert refusal(url) == (
        "The URL of the PostgreSQL server cannot be used\n"
        f"  why: {why}\n"
        "  next: Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with reserved characters of the"
        " password as %XX."
    )


def test_nothing_listens(maintenance: Address) -> None:
    """A refused connection names host and port."""
    place = f'"{maintenance.host}", port 1'

    assert refusal(f"postgresql://me:secret@{maintenance.host}:1/postgres") == (
        f"The PostgreSQL server at {maintenance.host}:1 cannot be used\n"
        f"  why: connection to server at {place} failed: Connection refused"
        " Is the server running on that host and accepting TCP/IP connections?\n"
        "  next: Start the server, or check the host and the port in the URL."
    )


def test_wrong_password(maintenance: Address) -> None:
    """A wrong password is told with the server's words, and not shown."""
    place = f"{maintenance.host}:{maintenance.port}"

    assert refusal(f"postgresql://parity:secret@{place}/postgres") == (
        f"The PostgreSQL server at {place} cannot be used\n"
        f'  why: connection to server at "{maintenance.host}", port {maintenance.port} failed:'
        ' FATAL: password authentication failed for user "parity"\n'
        "  next: Check the user and the password in the URL."
    )


def test_unknown_database(maintenance: Address) -> None:
    """A maintenance database that is not there is not made."""
    assert refusal(maintenance.url("absent")) == (
        f"The PostgreSQL server at {maintenance.host}:{maintenance.port} cannot be used\n"
        f'  why: connection to server at "{maintenance.host}", port {maintenance.port} failed:'
        ' FATAL: database "absent" does not exist\n'
        "  next: Check the user and the database in the URL; nothing in that database is changed."
    )


def test_unknown_option(maintenance: Address) -> None:
    """An option that libpq does not know is named."""
    assert refusal(f"{maintenance.url('postgres')}?colour=blue") == (
        f"The PostgreSQL server at {maintenance.host}:{maintenance.port} cannot be used\n"
        '  why: invalid dsn: invalid connection option "colour"\n'
        "  next: Remove that option from the URL."
    )


def test_role_that_may_not_make_databases(stranger: Address) -> None:
    """The error holds the statement that an administrator must run."""
    assert refusal(stranger.url("postgres")) == (
        f"No databases may be made on the PostgreSQL server at {stranger.host}:{stranger.port}\n"
        "  why: the role stranger has no CREATEDB right\n"
        '  next: Let an administrator run: ALTER ROLE "stranger" CREATEDB'
    )


def test_role_that_may_make_databases_is_enough(stranger: Address, maintenance: Address) -> None:
    """Nothing needs a superuser: databases are made, copied while somebody is connected, and removed."""
    execute(maintenance, "ALTER ROLE stranger CREATEDB")
    before = databases(maintenance)
    with BACKEND.start(ServerSettings(postgres=stranger.url("postgres"))) as server:
        source = server.create()
        with closing(parse(source.url).connect("left open")):
            copies = {source.name, server.clone(source).name}

            assert databases(maintenance) - before == copies

    assert databases(maintenance) == before


def test_old_server(maintenance: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of a version that misses what we need is refused."""
    monkeypatch.setattr(external, "_OLDEST", 99)
    with closing(maintenance.connect("tests")) as server:
        version = server.info.parameter_status("server_version") or ""

    assert refusal(maintenance.url("postgres")) == (
        f"The PostgreSQL server at {maintenance.host}:{maintenance.port} is too old\n"
        f"  why: it is version {version.split()[0]}, and 99 is the oldest that can be checked\n"
        "  next: Name a server of version 99 or newer."
    )


def test_environment_does_not_lead_elsewhere(maintenance: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of libpq change neither the server nor the role, nor make the session read-only."""
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGUSER", "nobody")
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")
    with BACKEND.start(ServerSettings(postgres=maintenance.url("postgres"))) as server:
        assert server.create().url.startswith(maintenance.url("parity_"))


def creations(address: Address) -> int:
    """Count the sessions that are making a database."""
    with closing(address.connect("tests")) as server, server.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query ~ '^CREATE DATABASE'")
        return int(cursor.fetchall()[0][0])


def test_database_in_the_making_is_not_left(maintenance: Address, url_kind: Kind) -> None:
    """A killed process may have sent a CREATE DATABASE that would end after the watchdog looked."""
    before = databases(maintenance)
    with closing(maintenance.connect("tests")) as blocker:
        blocker.autocommit = False
        blocker.cursor().execute("LOCK pg_database IN EXCLUSIVE MODE")
        holder = Holder(url_kind)
        assert soon(lambda: creations(maintenance) == 1)
        holder.end(signal.SIGKILL)

        assert soon(lambda: not holder.relatives())

    assert soon(lambda: creations(maintenance) == 0)
    assert databases(maintenance) == before


def test_leftovers_of_a_dead_run_are_removed(maintenance: Address) -> None:
    """The comment on a database proves that its owner is gone."""
    execute(
        maintenance,
        "CREATE DATABASE parity_dead",
        f"COMMENT ON DATABASE parity_dead IS 'migration-parity owner={dead_owner()}'",
    )
    with BACKEND.start(ServerSettings(postgres=maintenance.url("postgres"))):
        assert "parity_dead" not in databases(maintenance)


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("NULL", id="no comment"),
        pytest.param(f"'migration-parity owner={this_process()}'", id="living owner"),
        pytest.param("'migration-parity owner=elsewhere/boot/1/2/3'", id="another machine"),
        pytest.param("'migration-parity owner='", id="no owner"),
        pytest.param("'a database of mine'", id="another comment"),
    ],
)
def test_other_databases_are_left_alone(maintenance: Address, comment: str) -> None:
    """A name like ours is no reason to remove a database."""
    execute(maintenance, "CREATE DATABASE parity_other", f"COMMENT ON DATABASE parity_other IS {comment}")
    try:
        with BACKEND.start(ServerSettings(postgres=maintenance.url("postgres"))):
            pass

        assert "parity_other" in databases(maintenance)
    finally:
        execute(maintenance, "DROP DATABASE parity_other")


def test_database_of_another_run_is_refused(maintenance: Address) -> None:
    """A server neither copies nor removes a database that it did not make: it would end its connections."""
    settings = ServerSettings(postgres=maintenance.url("postgres"))
    with BACKEND.start(settings) as first, BACKEND.start(settings) as second:
        database = first.create()
        with pytest.raises(ServerError) as caught:
            second.drop(database)

        assert first.clone(database) != database

    assert str(caught.value) == (
        f"The database {database.name} is left alone\n"
        "  why: another server made it\n"
        "  next: Hand each database to the server that made it."
    )


def test_process_arguments_hold_no_password(maintenance: Address) -> None:
    """Neither we nor the watchdog have the password among the arguments."""
    with BACKEND.start(ServerSettings(postgres=maintenance.url("postgres"))):
        command = ["ps", "-A", "-ww", "-o", "args="]
        arguments = subprocess.check_output(command, text=True)

    assert "harness.databases._lifetime.watchdog" in arguments
    assert (maintenance.password or "") not in arguments
