"""What is kept, where, for how long, and what becomes of a check when it is not what it was."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from harness.cache import Memory
from harness.cache.memory import template
from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ParityError
from harness.pipeline import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.databases import Database
    from tests.cache.conftest import Check
    from tests.cache.shop import Shop

KEPT = "SELECT datname FROM pg_database WHERE starts_with(datname, 'parity_kept_') ORDER BY 1"


@pytest.fixture
def entries(cache: Path) -> Path:
    """Give the directory of all entries; that of a project is the only one in it."""
    return cache / "migration-parity"


def files(entries: Path) -> list[Path]:
    """Give the files of the entries of the one project; beside them lies what its revisions say."""
    return sorted(path for path in entries.rglob("*") if path.is_file() and path.name != "revisions.pickle")


def kept(postgres: str, entries: Path) -> list[str]:
    """Give the databases that the server keeps for the entries of a test; other tests have theirs."""
    names = {path.stem.split("_")[2] for path in files(entries) if path.suffix == ".db"}
    with closing(psycopg2.connect(postgres)) as server, server.cursor() as cursor:
        cursor.execute(KEPT)
        return [name for (name,) in cursor.fetchall() if name.split("_")[2] in names]


def test_entry_is_a_file_and_two_databases_on_each_side(check_shop: Check, entries: Path, postgres: str) -> None:
    """One of the databases was walked with rows. Nobody else may read them."""
    check_shop()

    walks, plain, rows = files(entries)
    name = plain.stem.split("_")[2]
    assert [path.name for path in (plain, rows)] == [f"parity_kept_{name}_plain.db", f"parity_kept_{name}_rows.db"]
    assert kept(postgres, entries) == [f"parity_kept_{name}_plain", f"parity_kept_{name}_rows"]
    assert {oct(path.stat().st_mode & 0o777) for path in files(entries)} == {"0o600"}
    assert oct(walks.parent.stat().st_mode & 0o777) == "0o700"


def test_three_entries_stay(shop: Shop, check_shop: Check, entries: Path, postgres: str) -> None:
    """The oldest one goes, with its databases."""
    first: list[str] = []
    for number in (4, 5, 6, 7):
        check_shop(populate=False)
        first = first or kept(postgres, entries)
        shop.revision(number, "pass")

    assert [path.suffix for path in files(entries)] == [".walks", ".walks", ".walks", ".db", ".db", ".db"]
    assert len(kept(postgres, entries)) == 3
    assert not set(first) & set(kept(postgres, entries))


def test_no_password_is_kept(check_shop: Check, entries: Path, postgres: str) -> None:
    """Neither the server's nor its address."""
    check_shop()

    _, _, rest = postgres.partition("://")
    credentials, _, place = rest.partition("@")
    secrets = [credentials.encode(), place.split("/")[0].encode()]
    assert not [path for path in files(entries) for secret in secrets if secret in path.read_bytes()]


def test_kept_database_is_gone(check_shop: Check, entries: Path, postgres: str) -> None:
    """Somebody tidied up: the whole history is walked, and kept again."""
    check_shop(populate=False)
    (name,) = kept(postgres, entries)
    with closing(psycopg2.connect(postgres)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')

    assert check_shop(populate=False).restored == 0
    assert check_shop(populate=False).restored == 3
    assert len(kept(postgres, entries)) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.partition(b"\n")[0] + b"\ncposix\nsystem\n(S'touch stolen'\ntR.",
        lambda content: content.partition(b"\n")[0] + b"\nc__builtin__\nexec\n(S'open(1/0)'\ntR.",
        lambda content: content.partition(b"\n")[0] + b"\n\x80\x04\x8c\x12harness.model.walk\x8c\x08Any.mro\x93.",
        lambda content: content.partition(b"\n")[0] + b"\n\x80\x04\x8c\x12harness.model.none\x8c\x03One\x93.",
        lambda _content: b"",
        lambda _content: b"{}\n",
    ],
    ids=[
        "half of it",
        "a program",
        "a function",
        "by way of the model",
        "a module that is none",
        "nothing",
        "no header",
    ],
)
def test_entry_is_not_what_was_written(check_shop: Check, shop: Shop, entries: Path, damaged: object) -> None:
    """It is not used, and nothing that stands in it is run."""
    check_shop(populate=False)
    walks = next(path for path in files(entries) if path.suffix == ".walks")
    assert callable(damaged)
    walks.write_bytes(damaged(walks.read_bytes()))

    assert check_shop(populate=False).restored == 0
    assert not (shop.root / "stolen").exists()


def test_directory_that_others_can_write_to(check_shop: Check, entries: Path) -> None:
    """What it holds may be somebody else's, so that it is refused."""
    check_shop(populate=False)
    (directory,) = entries.iterdir()
    directory.chmod(0o777)

    with pytest.raises(ParityError) as refused:
        check_shop(populate=False)
    assert (refused.value.what, refused.value.why, refused.value.next_step) == (
        f"The cache {directory} is not used",
        "it is not this user's alone, so that what it holds may be somebody else's",
        "Remove it; the next run makes it anew.",
    )


def test_place_that_is_none(check_shop: Check, cache: Path) -> None:
    """The message says how to do without."""
    cache.write_text("a file")

    with pytest.raises(ParityError) as refused:
        check_shop(populate=False)
    assert refused.value.why == "Not a directory"
    assert refused.value.next_step == "Name another place in XDG_CACHE_HOME, or do without: --no-cache."


def test_verification_of_what_is_true(check_shop: Check) -> None:
    """The report is that of the whole check."""
    assert check_shop(cache="verify").restored == 0


def test_verification_of_what_is_not(shop: Shop, check_shop: Check, entries: Path) -> None:
    """A kept database was changed by hand: the check says so, and forgets it."""
    check_shop()
    plain = next(path for path in files(entries) if path.name.endswith("_plain.db"))
    with closing(sqlite3.connect(plain)) as database:
        database.execute("DROP TABLE notes")
        database.commit()
    shop.revision(4, 'op.drop_table("notes")')

    with pytest.raises(ParityError) as refused:
        check_shop(cache="verify")
    assert (refused.value.what, refused.value.next_step) == (
        "The check that started from the cache says something else than the whole one",
        "What was kept is removed. Do without it (--no-cache), and report this with the history.",
    )
    assert [path for path in files(entries) if path.suffix == ".walks"] == []


@pytest.mark.parametrize("postgres", ["auto", "container", "embedded"])
def test_server_that_does_not_stay(shop: Shop, cache: Path, postgres: str) -> None:
    """What is asked for is impossible, so that it is told before anything is started."""
    with pytest.raises(ParityError) as refused:
        check(shop.root, Settings(postgres=postgres, cache="on"))
    assert (refused.value.what, refused.value.why, refused.value.next_step) == (
        "The cache needs a PostgreSQL server that stays",
        "this one would be removed when the check ends, and with it what it keeps",
        "Leave it for the next runs (--keep-server), or do without: --no-cache.",
    )
    assert not cache.exists()


@pytest.mark.parametrize(
    ("settings", "environment", "wanted"),
    [
        ({}, {}, False),
        ({"keep_server": True}, {}, True),
        ({"keep_server": True}, {"CI": "true"}, False),
        ({"keep_server": True, "cache": "off"}, {}, False),
        ({"keep_server": True, "cache": "on"}, {"CI": "true"}, True),
        ({"postgres": "postgresql://127.0.0.1/postgres"}, {}, False),
        ({"postgres": "postgresql://127.0.0.1/postgres", "cache": "on"}, {}, True),
        ({"postgres": "postgresql://127.0.0.1/postgres", "cache": "verify"}, {}, False),
    ],
)
def test_when_it_is_used(settings: dict[str, Any], environment: dict[str, str], wanted: bool) -> None:  # noqa: FBT001 - of a table
    """By itself only with a server that we keep, and not in CI; what is to be verified is walked as a whole."""
    assert Settings(**settings).wants_cache(environment) is wanted


def test_entry_takes_the_place_of_one_that_was_outdated(
    check_shop: Check, entries: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next check starts there again, and the databases of the old one are gone."""
    check_shop(populate=False)
    before = kept(postgres, entries)
    monkeypatch.setenv("SHOP_SEED", "yes")
    assert check_shop(populate=False).restored == 0

    assert check_shop(populate=False).restored == 3
    assert len(kept(postgres, entries)) == 1
    assert kept(postgres, entries) != before


def test_database_of_a_check_that_was_killed(check_shop: Check, shop: Shop, entries: Path) -> None:
    """It is removed a day later, as no entry names it."""
    check_shop(populate=False)
    (directory,) = entries.iterdir()
    fresh, old = directory / "parity_kept_1_plain.db", directory / "parity_kept_2_plain.db"
    fresh.touch()
    old.touch()
    os.utime(old, (0, 0))
    shop.revision(4, "pass")

    check_shop(populate=False)

    assert (fresh.exists(), old.exists()) == (True, False)


FOREIGN = """\
op.create_table("parts", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("items.id", ondelete={ondelete!r})))"""
RAN = """\
op.get_bind().execute(sa.text("SELECT count(*) FROM items")).scalar()
    with open({path!r}, "a") as ran:
        ran.write("x")"""


@pytest.mark.parametrize("ondelete", ["CASCADE", "RESTRICT"])
def test_walk_with_foreign_keys_on_is_kept_too(shop: Shop, check_shop: Check, tmp_path: Path, ondelete: str) -> None:
    """Of a rebuild that takes the rows of another table with it, and of one that fails on them."""
    ran = tmp_path / "ran"
    shop.revision(3, FOREIGN.format(ondelete=ondelete))
    shop.revision(4, RAN.format(path=str(ran)))
    shop.revision(5, 'with op.batch_alter_table("items") as batch:\n        batch.alter_column("label", nullable=True)')
    check_shop()
    assert ran.read_text() == "x" * 5
    shop.revision(6, 'op.drop_table("notes")')

    started = check_shop()

    assert ran.read_text() == "x" * 5
    assert started.restored == 5
    assert started.findings
    whole = check_shop(cache="off")
    assert (started.findings, started.compared) == (whole.findings, whole.compared)


@pytest.mark.parametrize("kind", ["plain", "rows"])
def test_start_that_another_check_removes_in_this_moment(
    check_shop: Check, shop: Shop, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The walk begins at base, and the report is the same."""
    check_shop()
    shop.revision(4, 'op.drop_table("notes")')
    name = "row_walk" if kind == "rows" else "remembering"
    real: Callable[..., object] = getattr(Memory, name)

    def gone(memory: Memory, *plans: object) -> object:
        for server in memory.servers.values():
            if memory.header is not None:
                server.forget([template(memory.header.run, kind)])
        return real(memory, *plans)

    monkeypatch.setattr(Memory, name, gone)

    started = check_shop()
    assert started.restored == (3 if kind == "rows" else 0)
    assert started.findings == check_shop(cache="off").findings
    assert started.compared == check_shop(cache="off").compared


@pytest.mark.parametrize("kind", ["plain", "rows"])
def test_copy_that_the_server_refuses(
    check_shop: Check, entries: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The report is what it is without a cache, and the next check walks the whole history."""
    real = PostgresqlServer.keep

    def refused(server: PostgresqlServer, database: Database, name: str) -> None:
        gone = replace(database, name=f"{database.name}_gone") if name.endswith(kind) else database
        real(server, gone, name)

    monkeypatch.setattr(PostgresqlServer, "keep", refused)

    assert check_shop().verdict == check_shop(cache="off").verdict
    assert [path.suffix for path in files(entries)] == [".db", ".db"]
    assert check_shop().restored == 0
