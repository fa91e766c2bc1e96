"""Whether two names mean the same place, and what SQLite opens."""

from __future__ import annotations

import pytest

from harness.walk.worker.guard.addresses import place_of, reaches, sqlite_file


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "LocalHost"),
        ("127.0.0.1", "localhost"),
        ("::1", "localhost"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("/run/postgresql", "/run/postgresql"),
    ],
)
def test_the_same_host(asked: str, own: str) -> None:
    """A host is the same by its name, by its number, and by another spelling of the number."""
    assert reaches(asked, own)


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104 - connecting there leads to this machine, on no port that is known
        ("127.0.0.2", "localhost"),
        ("localhost", "127.0.0.1"),
        ("127.0.0.1,192.0.2.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("db.example.com", "127.0.0.1"),
        ("/run/postgresql", "/run/other"),
    ],
)
def test_another_host(asked: str, own: str) -> None:
    """A list of hosts, a shortened number or a stranger's name is another place, and is never looked up."""
    assert not reaches(asked, own)


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("Cache.example.com:6379", ("cache.example.com", 6379)),
        ("[::1]:25", ("::1", 25)),
        ("/run/cache.sock", None),
        ("cache.example.com", None),
    ],
)
def test_entry_of_allow_network(entry: str, place: tuple[str, int] | None) -> None:
    """An entry is a host with a port; anything else is none."""
    assert place_of(entry) == place


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":memory:",
        "file::memory:",
        "file::memory:?cache=shared",
        "file:rows?mode=memory&cache=shared",
        "file:/home/dev.db?mode=memory",
    ],
)
def test_memory(name: str) -> None:
    """SQLite opens no file for these names."""
    assert sqlite_file(name) is None


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("dev.db", "dev.db"),
        ("/mode=memory/dev.db", "/mode=memory/dev.db"),
        ("dev.db?mode=memory", "dev.db?mode=memory"),
        ("file:dev.db", "dev.db"),
        ("file:/home/dev.db?mode=rw", "/home/dev.db"),
        ("file:/home/dev.db?mode=memory&mode=rw", "/home/dev.db"),
        ("file:///home/dev.db#mode=memory", "/home/dev.db"),
        ("file://localhost/home/dev.db", "/home/dev.db"),
        ("file:/home/%64ev%2Edb", "/home/dev.db"),
        ("file:/home/dev.db%00/../own.db", "/home/dev.db"),
    ],
)
def test_file(name: str, file: str) -> None:
    """A name is a file unless it is a URI that says otherwise; of two modes the last one counts."""
    assert sqlite_file(name) == file
