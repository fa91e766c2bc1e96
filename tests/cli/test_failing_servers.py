"""Servers that fail in the middle of a walk: full disks, ends, new starts. No revision is to blame for that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cli.failing import Theirs, started
from tests.cli.projects import SAME, SLEEPING, write_project
from tests.cli.running import Ended, Running, contents, settled
from tests.databases.kinds import soon

if TYPE_CHECKING:
    from pathlib import Path

    from docker import DockerClient

MUCH = """\
op.create_table("many", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", sa.Text()))
if op.get_bind().dialect.name == "postgresql":
    op.execute("INSERT INTO many SELECT n, repeat(md5(n::text), 100) FROM generate_series(1, 200000) n")"""

FULL = (
    "parity: The disk of the postgresql database is full in revision 0002\n"
    '  why: DiskFull: could not extend file "FILE": No space left on device\n'
    "  next: Make room where the server keeps its files, or name another server: --postgres URL.\n"
)
LOST = (
    "parity: The connection to the postgresql database was lost in revision 0002\n"
    "  why: OperationalError: server closed the connection unexpectedly\n"
    "  next: Run again; when it repeats, look at the server's log.\n"
)
STOPPED = (
    "parity: The postgresql server (url HOST:PORT) stopped during the walk",
    "  next: Run again; when it repeats, look at the server's memory and disk.",
)


def said(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run; files of the server are numbered differently each time."""
    assert (ended.status, ended.out) == (2, "")
    return re.sub(r'"base/[\d/_a-z]+"', '"FILE"', settled(ended.err, directory))


def test_disk_that_is_full(tmp_path: Path, docker: DockerClient) -> None:
    """It is no difference of the databases; the databases of the run are removed, and the project is as it was."""
    before = contents(write_project(tmp_path, SAME, MUCH))
    with started(docker, data="48m", log="600m") as theirs:
        running = Running(tmp_path, "check", "--postgres", theirs.url)
        ended = running.end()

        assert said(ended, tmp_path) == FULL
        assert theirs.databases() == set()
    assert contents(tmp_path) == before
    assert running.leaves_nothing()


def test_disk_of_the_log_that_is_full(tmp_path: Path, docker: DockerClient) -> None:
    """The server ends by it."""
    before = contents(write_project(tmp_path, SAME, MUCH))
    with started(docker, data="600m", log="40m") as theirs:
        running = Running(tmp_path, "check", "--postgres", theirs.url)
        ended = running.end()
    first, _why, next_step = said(ended, tmp_path).splitlines()

    assert (first, next_step) == STOPPED
    assert contents(tmp_path) == before
    assert running.leaves_nothing()


def sleeping(directory: Path, theirs: Theirs) -> Running:
    """Start a check, and wait until a revision sleeps in the server."""
    mark = directory / "sleeping"
    write_project(directory, SAME, SLEEPING)
    running = Running(directory, "check", "--postgres", theirs.url, SLEEPING=str(mark))
    assert soon(mark.exists)
    return running


def test_server_that_ends(tmp_path: Path, docker: DockerClient) -> None:
    """What it could not remove, the next run does."""
    with started(docker) as theirs:
        running = sleeping(tmp_path, theirs)
        theirs.container.kill()
        ended = running.end()
        first, why, next_step = said(ended, tmp_path).splitlines()

        assert (first, next_step) == STOPPED
        assert why.startswith('  why: connection to server at "127.0.0.1", port ')
        assert running.leaves_nothing()
        theirs.container.start()
        theirs.wait()
        assert theirs.databases() != set()

        following = Running(write_project(tmp_path / "next", SAME), "check", "--quiet", "--postgres", theirs.url)
        ended = following.end()
        assert ended.status == 0
        assert theirs.databases() == set()
    assert following.leaves_nothing()


def test_connection_that_is_ended(tmp_path: Path, docker: DockerClient) -> None:
    """The server still answers, and the revision is not to blame all the same."""
    with started(docker, data="200m") as theirs:
        running = sleeping(tmp_path, theirs)
        assert soon(theirs.ends_a_sleeper)
        ended = running.end()

        assert said(ended, tmp_path) == LOST
        assert theirs.databases() == set()
    assert running.leaves_nothing()
