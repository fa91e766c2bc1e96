"""Servers that cannot be used, or lack what a migration asks of them; and migrations that ask for very much."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.cli.projects import SAME, write_project
from tests.cli.running import Ended, contents, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., Ended]

CANNOT = 'parity: The PostgreSQL server at HOST:PORT cannot be used\n  why: connection to server at "127.0.0.1", '
AS_URL = (
    "parity: The URL of the PostgreSQL server cannot be used\n  why: {}\n"
    "  next: Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE,"
    " with reserved characters of the password as %XX.\n"
)
REFUSED_LOGIN = (
    'port PORT failed: FATAL: password authentication failed for user "USER"\n'
    "  next: Check the user and the password in the URL.\n"
)
WRONG_PORT = (
    "port 1 failed: Connection refused Is the server running on that host and accepting TCP/IP connections?\n"
    "  next: Start the server, or check the host and the port in the URL.\n"
)
WRONG_DATABASE = (
    'port PORT failed: FATAL: database "nowhere" does not exist\n'
    "  next: Check the user and the database in the URL; nothing in that database is changed.\n"
)
WRONG = {
    "password": (":nonsense@", REFUSED_LOGIN),
    "port": ("@127.0.0.1:1/", WRONG_PORT),
    "database": ("/nowhere", WRONG_DATABASE),
}
MISSING = {
    "extension": (
        'op.execute("CREATE EXTENSION postgis")',
        'FeatureNotSupported: extension "postgis" is not available.',
    ),
    "locale": (
        """op.execute('CREATE TABLE words (word text COLLATE "xx_YY.utf8")')""",
        'UndefinedObject: collation "xx_YY.utf8" for encoding "UTF8" does not exist.',
    ),
    "language": (
        "op.execute('CREATE FUNCTION f() RETURNS int LANGUAGE plperl AS $$$$')",
        'UndefinedObject: language "plperl" does not exist.',
    ),
    "role": ('op.execute("ALTER TABLE items OWNER TO nobody")', 'UndefinedObject: role "nobody" does not exist.'),
    "tablespace": (
        'op.execute("CREATE TABLE t (i int) TABLESPACE fast")',
        'UndefinedObject: tablespace "fast" does not exist.',
    ),
}
MANY = """\
for table in range(10):
    op.create_table(f"t{table}", sa.Column("id", sa.Integer(), primary_key=True))
    for number in range(100):
        op.add_column(f"t{table}", sa.Column(f"c{number}", sa.Integer()))
        op.create_index(f"ix_{table}_{number}", f"t{table}", [f"c{number}"])
        op.execute(f"INSERT INTO t{table} (c{number}) VALUES (1)")"""


def said(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


@pytest.mark.parametrize("what", WRONG)
def test_wrong(check: Check, tmp_path: Path, postgres: str, what: str) -> None:
    """The server's own words, and what to look at."""
    part, told = WRONG[what]
    url = urlsplit(postgres)
    user, password, place = url.username or "", url.password or "", f"{url.hostname}:{url.port}"
    wrong = {
        "password": f"postgresql://{user}{part}{place}/postgres",
        "port": f"postgresql://{user}:{password}{part}postgres",
        "database": f"postgresql://{user}:{password}@{place}{part}",
    }[what]
    before = contents(write_project(tmp_path, SAME))

    assert said(check(tmp_path, "--postgres", wrong), tmp_path) == CANNOT + told.replace("PORT", str(url.port)).replace(
        "USER", user
    )
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://u:p@h/x", 'it does not begin with "postgresql://"'),
        ("postgresql://u:p@127.0.0.1:port/x", "its host or port is not valid"),
    ],
)
def test_url_that_is_none(check: Check, tmp_path: Path, url: str, why: str) -> None:
    """The form is shown."""
    directory = write_project(tmp_path, SAME)
    assert said(check(directory, "--postgres", url), tmp_path) == AS_URL.format(why)


@pytest.mark.parametrize("what", MISSING)
def test_missing_on_the_server(check: Check, tmp_path: Path, what: str) -> None:
    """It is a finding: production may lack it as well."""
    code, told = MISSING[what]
    directory = write_project(tmp_path, SAME, f'if op.get_bind().dialect.name == "postgresql":\n    {code}')
    ended = check(directory, "--quiet")

    assert (ended.status, ended.err, ended.out.splitlines()[:2]) == (
        1,
        "",
        [
            "DIVERGED: 1 error",
            f"migrations/versions/0002_step.py:12: error: migration-error: Revision 0002 fails on prod: {told}",
        ],
    )


def test_three_thousand_operations(check: Check, tmp_path: Path) -> None:
    """A gigantic revision is run as any other."""
    ended = check(write_project(tmp_path, SAME, MANY), "--quiet")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith(" agree after each of 2 revisions\nnot checked: rows, and statements on them\n")
