"""The environment of a worker."""

from __future__ import annotations

from harness.walk.inherited import libpq_environment, without_libpq

OWN = "postgresql://parity:s%40cret@127.0.0.1:55432/parity_1"
DEVELOPER = {
    "HOME": "/home/dev",
    "SSH_AUTH_SOCK": "/home/dev/ssh.sock",
    "PGDATA": "/home/dev/cluster",
    "PGHOST": "db.example.com",
    "PGPORT": "6432",
    "PGUSER": "admin",
    "PGPASSWORD": "of production",
    "PGDATABASE": "shop",
    "PGHOSTADDR": "192.0.2.1",
    "PGSERVICE": "shop",
    "PGSSLMODE": "require",
    "PGPASSFILE": "/home/dev/passwords",
}
NOWHERE = {"PGSERVICEFILE": "/nonexistent/pg_service.conf", "PGSYSCONFDIR": "/nonexistent"}
UNRELATED = {name: DEVELOPER[name] for name in ("HOME", "SSH_AUTH_SOCK", "PGDATA")}


def test_worker_starts_without_what_libpq_reads() -> None:
    """Before it knows its database nothing leads it to another one."""
    assert without_libpq(DEVELOPER) == UNRELATED


def test_what_libpq_reads_names_the_target() -> None:
    """Where the developer has a host, the worker has the target's; the other variables of libpq are gone."""
    assert libpq_environment(DEVELOPER, OWN) == {
        **NOWHERE,
        "PGPASSFILE": "/nonexistent/.pgpass",
        "PGHOST": "127.0.0.1",
        "PGPORT": "55432",
        "PGUSER": "parity",
        "PGPASSWORD": "s@cret",
        "PGDATABASE": "parity_1",
    }


def test_what_the_developer_has_not_is_not_set() -> None:
    """Only the files of the home are shut, which libpq reads without a variable."""
    assert libpq_environment(UNRELATED, OWN) == {**NOWHERE, "PGPASSFILE": "/nonexistent/.pgpass"}


def test_on_sqlite_the_values_lead_nowhere() -> None:
    """A project that puts a URL together from them can do so, and nobody answers there."""
    environment = libpq_environment(DEVELOPER, "sqlite:////home/dev/parity_1.db")

    assert (environment["PGHOST"], environment["PGPASSWORD"]) == ("parity.invalid", "parity")


def test_a_target_without_a_password_is_found_in_the_password_file() -> None:
    """The server of the check was given without a password, so libpq looks it up for the worker as for the parent."""
    environment = libpq_environment(DEVELOPER, "postgresql://me@127.0.0.1:55432/parity_1")

    assert (environment["PGPASSFILE"], environment["PGPASSWORD"]) == ("/home/dev/passwords", "of production")


def test_a_target_without_a_user_is_found_by_the_variable() -> None:
    """As the parent does, which had the URL without a user."""
    assert libpq_environment(DEVELOPER, "postgresql://127.0.0.1/parity_1")["PGUSER"] == "admin"


def test_a_unix_socket_is_a_host() -> None:
    """Libpq takes a directory for a host."""
    environment = libpq_environment(DEVELOPER, "postgresql://me:pw@:5432/parity_1?host=%2Frun%2Fpostgresql")

    assert environment["PGHOST"] == "/run/postgresql"
