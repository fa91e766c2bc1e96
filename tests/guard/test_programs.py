"""Which commands start a database client."""

from __future__ import annotations

import pytest

from harness.walk.worker.guard.programs import clients_in, clients_in_text


@pytest.mark.parametrize(
    ("words", "clients"),
    [
        (["psql", "-l"], {"psql"}),
        (["/usr/lib/postgresql/17/bin/pg_restore", "dump"], {"pg_restore"}),
        (["env", "-i", "PGHOST=db", "psql"], {"psql"}),
        (["sudo", "-u", "postgres", "createdb", "shop"], {"createdb"}),
        (["timeout", "5", "nice", "psql"], {"psql"}),
        (["docker", "exec", "db", "psql", "-U", "postgres"], {"psql"}),
        (["su", "postgres", "-c", "psql -l"], {"psql"}),
        (["sh", "-c", "psql -l"], {"psql"}),
        (["bash", "-lc", "cd /srv && PGHOST=db exec psql"], {"psql"}),
        (["python3.12", "-m", "alembic", "upgrade", "heads"], {"alembic"}),
        (["flask", "db", "upgrade"], {"flask"}),
    ],
)
def test_client(words: list[str], clients: set[str]) -> None:
    """A client is seen by its name or path, under other programs, and in a shell."""
    assert set(clients_in(words)) == clients


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["git", "describe", "--match", "psql"],
        ["git", "-C", "/srv/flask", "log"],
        ["grep", "-r", "sqlite3", "."],
        ["python", "-m", "site"],
        ["python", "manage.py", "psql"],
        ["env", "LC_ALL=C", "uname"],
        ["/sbin/ldconfig", "-p"],
    ],
)
def test_no_client(words: list[str]) -> None:
    """The name of a client among the words of another program is none."""
    assert set(clients_in(words)) == set()


@pytest.mark.parametrize(
    ("command", "clients"),
    [
        ("psql -l", {"psql"}),
        ("true;psql -l", {"psql"}),
        ("echo 'SELECT 1' | psql", {"psql"}),
        ("if true; then psql; fi", {"psql"}),
        ("(cd /srv; mysql) > /dev/null 2>&1", {"mysql"}),
        ('echo "$(psql -Atc "SELECT 1")"', {"psql"}),
        ("echo `psql -l`", {"psql"}),
        ("PGPASSWORD='a b' psql", {"psql"}),
        ("find . -name '*.sql' -exec psql -f {} +", {"psql"}),
        ("true\npsql", {"psql"}),
        ("psql -c 'unclosed", {"psql"}),
        ("exec 3<>/dev/tcp/192.0.2.1/5432", {"/dev/tcp"}),
    ],
)
def test_client_in_a_shell(command: str, clients: set[str]) -> None:
    """A shell starts what stands where a command stands."""
    assert set(clients_in_text(command)) == clients


@pytest.mark.parametrize(
    "command",
    [
        "echo psql",
        "cd /srv/flask && git describe",
        "pip freeze | grep -i sqlite3 > flask",
        'git commit -m "psql; mysql"',
    ],
)
def test_no_client_in_a_shell(command: str) -> None:
    """Words of other commands are none."""
    assert set(clients_in_text(command)) == set()
