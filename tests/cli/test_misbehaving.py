"""Migrations that misbehave: whatever they do to their process, the check ends, says so, and is never a pass by it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import SAME, write_project
from tests.cli.running import Ended, Running, parity, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., Ended]

ADD = 'op.add_column("items", sa.Column("size", sa.Integer()))'
BY_HAND = "  next: Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.\n"
LONGER = "  next: Look at what it waits for; when it only needs longer: --timeout SECONDS.\n"
SLEEP = "import time\ntime.sleep(9999)"
WITH_ROWS = """\
import os
if op.get_bind().execute(sa.text("SELECT count(*) FROM items")).scalar():
    os._exit(3)"""
DOWNGRADE = "\n\ndef downgrade():\n    import os\n    os._exit(4)\n"
PARITY_OF = "PARITY: sqlite N and postgresql N agree after each of {} revisions\n"
NO_ROWS = "not checked: rows, and statements on them\n"
LOCKED = """\
op.drop_column("items", "label")
if op.get_bind().dialect.name == "postgresql":
    with op.get_bind().engine.connect() as other:
        other.execute(sa.text("LOCK TABLE items"))"""
FORKED = (
    "DIVERGED: 1 error\n"
    "migrations/versions/0002_step.py:10: error: migration-error: Revision 0002 fails on dev and prod:"
    " CommandError: Online migration expected to match one row when updating '0001' to '0002' in"
    " 'alembic_version'; 0 found.\n"
    "not checked: rows, and statements on them, 1 of 2 revisions\n"
)
RUNS = "        context.run_migrations()"
QUIETLY = f"        import contextlib\n        with contextlib.suppress(Exception):\n    {RUNS}"
FORBIDS = """\
connection = op.get_bind()
if connection.dialect.name == "sqlite":
    connection.connection.set_authorizer(lambda _action, table, *_rest: int(table == "sqlite_master"))"""
DIES = """\
import psycopg2

class Dying(psycopg2.extensions.connection):
    dies = False

    def commit(self):
        super().commit()
        if self.dies:
            try:
                self.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
            except psycopg2.OperationalError:
                pass

@sa.event.listens_for(sa.engine.Engine, "do_connect")
def connect(dialect, record, arguments, keywords):
    if dialect.name == "postgresql":
        keywords["connection_factory"] = Dying
"""
GIGABYTE = 1024**3
PRINTS = """\
import sys
if op.get_bind().dialect.name == "sqlite":
    for _ in range(1024):
        sys.stdout.write("x" * 1024**2)"""


def refused(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os\nos._exit(3)", 3),
        ("import os\nos.kill(os.getpid(), 9)", -9),
        ("import ctypes\nctypes.string_at(0)", -11),
    ],
)
def test_process_that_dies(check: Check, tmp_path: Path, code: str, status: int) -> None:
    """A process that is gone can answer nothing: there is no report, and the check does not wait for ever."""
    directory = write_project(tmp_path, SAME, f"print('out of here', flush=True)\n{code}")
    assert refused(check(directory), tmp_path) == (
        "parity: The process that runs the migrations ended in revision 0002 on sqlite and postgresql\n"
        f"  why: the worker process ended by itself (exit status {status}); its last lines:\n"
        "    out of here\n" + BY_HAND
    )


def test_process_that_dies_on_rows(postgres: str, tmp_path: Path) -> None:
    """The walk that it ended is named."""
    ended = parity(write_project(tmp_path, SAME, WITH_ROWS), "check", "--postgres", postgres)
    assert refused(ended, tmp_path) == (
        "parity: The process that runs the migrations ended in revision 0002 with rows on sqlite and postgresql\n"
        "  why: the worker process ended by itself (exit status 3); it printed nothing\n" + BY_HAND
    )


def test_process_that_dies_in_a_downgrade(check: Check, tmp_path: Path) -> None:
    """The same on the way down."""
    directory = write_project(tmp_path, SAME)
    revision = directory / "migrations" / "versions" / "0001_step.py"
    revision.write_text(revision.read_text() + DOWNGRADE)
    assert refused(check(directory, "--downgrade"), tmp_path) == (
        "parity: The process that runs the migrations ended in revision 0001 on the way down on sqlite and postgresql\n"
        "  why: the worker process ended by itself (exit status 4); it printed nothing\n" + BY_HAND
    )


def test_process_that_dies_when_env_py_has_ended(check: Check, tmp_path: Path) -> None:
    """All revisions ran, but nobody is left to compare."""
    directory = write_project(tmp_path, SAME)
    env = directory / "migrations" / "env.py"
    env.write_text(env.read_text() + "\nimport os\n\nos._exit(5)\n")
    assert refused(check(directory), tmp_path) == (
        "parity: The process that runs the migrations ended after revision 0001 on sqlite and postgresql\n"
        "  why: the worker process ended by itself (exit status 5); it printed nothing\n" + BY_HAND
    )


def test_revision_that_hangs(check: Check, tmp_path: Path) -> None:
    """The line at which it waits is told."""
    directory = write_project(tmp_path, SAME, SLEEP)
    assert refused(check(directory, "--timeout", "3"), tmp_path) == (
        "parity: The process that runs the migrations did not get on in revision 0002 on sqlite and postgresql\n"
        "  why: it was ended after 3 seconds without a sign from it; at:\n"
        "    migrations/env.py:8, in <module>\n"
        "      context.run_migrations()\n"
        "    migrations/versions/0002_step.py:12, in upgrade\n"
        "      time.sleep(9999)\n"
        "    it printed nothing\n" + LONGER
    )


def test_statement_that_waits_for_a_lock(check: Check, tmp_path: Path) -> None:
    """A second connection that waits for the revision's own lock: the statement is told."""
    assert refused(check(write_project(tmp_path, SAME, LOCKED), "--timeout", "3"), tmp_path) == (
        "parity: The process that runs the migrations did not get on in revision 0002 on postgresql\n"
        "  why: it was ended after 3 seconds without a sign from it; at:\n"
        "    migrations/env.py:8, in <module>\n"
        "      context.run_migrations()\n"
        "    migrations/versions/0002_step.py:14, in upgrade\n"
        '      other.execute(sa.text("LOCK TABLE items"))\n'
        "    running: LOCK TABLE items\n"
        "    it printed nothing\n" + LONGER
    )


def test_revision_that_cannot_even_tell_where_it_is(check: Check, tmp_path: Path) -> None:
    """A regular expression that runs for ever lets no other thread run."""
    directory = write_project(tmp_path, SAME, "import re\nre.match('(a+)+$', 'a' * 60 + 'b')")
    assert refused(check(directory, "--timeout", "3"), tmp_path) == (
        "parity: The process that runs the migrations did not get on in revision 0002 on sqlite and postgresql\n"
        "  why: it was ended after 3 seconds without a sign from it; it printed nothing\n" + LONGER
    )


def test_env_py_that_hangs(check: Check, tmp_path: Path) -> None:
    """The time counts from the start of the process; the setting stands in pyproject.toml as well."""
    (tmp_path / "pyproject.toml").write_text("[tool.migration-parity]\ntimeout = 3\n")
    assert refused(check(write_project(tmp_path, SAME, env=SLEEP)), tmp_path) == (
        "parity: The process that runs the migrations did not get on before the first revision"
        " on sqlite and postgresql\n"
        "  why: it was ended after 3 seconds without a sign from it; at:\n"
        "    migrations/env.py:4, in <module>\n"
        "      time.sleep(9999)\n"
        "    it printed nothing\n" + LONGER
    )


@pytest.mark.parametrize(
    ("seconds", "wrong"),
    [
        ("0", "0.0 is not in the range x>0."),
        ("-1", "-1.0 is not in the range x>0."),
        ("soon", "'soon' is not a valid float range."),
    ],
)
def test_timeout_that_is_none(tmp_path: Path, seconds: str, wrong: str) -> None:
    """It is a number of seconds above zero."""
    text = refused(parity(tmp_path, "check", "--timeout", seconds), tmp_path)
    assert f"Error: Invalid value for '--timeout': {wrong}\n" in text


def test_revision_that_writes_where_the_worker_reports(check: Check, tmp_path: Path) -> None:
    """It cannot be told apart from a report, so that nothing is believed."""
    code = """\
import os
for number in range(3, 12):
    try:
        os.write(number, b"not json\\n")
    except OSError:
        pass"""
    assert refused(check(write_project(tmp_path, SAME, code)), tmp_path) == (
        "parity: The process that runs the migrations was ended in revision 0002 on sqlite and postgresql\n"
        "  why: the project wrote to the descriptor over which the worker reports; it printed nothing\n" + BY_HAND
    )


@pytest.mark.parametrize("runs", [RUNS, QUIETLY])
def test_revision_after_which_nothing_can_be_read(check: Check, tmp_path: Path, runs: str) -> None:
    """The question was the tool's own: no revision is said to fail, also where env.py keeps the error to itself."""
    directory = write_project(tmp_path, SAME, FORBIDS)
    env = directory / "migrations" / "env.py"
    env.write_text(env.read_text().replace(RUNS, runs))
    assert refused(check(directory), tmp_path) == (
        "parity: The sqlite database could not be read in revision 0002\n"
        "  why: DatabaseError: access to sqlite_master.type is prohibited\n"
        "  next: Run it with --verbose, and report it with the output of `parity doctor`.\n"
        "  The whole traceback: --verbose\n"
    )


def test_connection_that_ends_behind_a_revision(check: Check, tmp_path: Path) -> None:
    """It was there when the revision ended, and is not when its schema is read."""
    directory = write_project(
        tmp_path, SAME, "op.get_bind().connection.dbapi_connection.__dict__.update(dies=True)", env=DIES
    )
    assert refused(check(directory), tmp_path) == (
        "parity: The connection to the postgresql database was lost in revision 0002\n"
        "  why: InterfaceError: connection already closed\n"
        "  next: Run again; when it repeats, look at the server's log.\n"
    )


def test_revision_that_forks_and_comes_back_twice(check: Check, tmp_path: Path) -> None:
    """The second process is no worker; Alembic tells the first one that the version was changed under it."""
    ended = check(write_project(tmp_path, SAME, "import os\nif os.fork():\n    os.wait()"), "--quiet")

    assert (ended.status, settled(ended.out, tmp_path)) == (
        1,
        FORKED,
    )


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.chdir('/')",
        "import logging\nlogging.disable(logging.CRITICAL)\nlogging.shutdown()",
        "import sys\nsys.stdout.close()\nsys.stderr.close()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(9999,)).start()",
        "import atexit, time\natexit.register(time.sleep, 9999)",
        "import signal\nfor number in (1, 2, 15):\n    signal.signal(number, signal.SIG_IGN)",
        "import os, time\nif os.fork() == 0:\n    time.sleep(9999)",
        "import os, sys\nif os.fork() == 0:\n    os._exit(0)\nos.wait()",
        "import os\nos.umask(0o777)",
        "import os\nos.environ.clear()",
        "import gc\ngc.disable()",
        "import os\nos.nice(5)",
    ],
)
def test_what_disturbs_nothing(check: Check, tmp_path: Path, code: str) -> None:
    """The next revision runs and is compared, the check ends, and no process stays."""
    ended = check(write_project(tmp_path, SAME, code, ADD), "--quiet")

    assert (ended.status, settled(ended.out, tmp_path), ended.err) == (0, PARITY_OF.format(3) + NO_ROWS, "")


def test_revision_that_prints_a_gigabyte(postgres: str, tmp_path: Path) -> None:
    """It is read, only its end is kept, and it goes nowhere."""
    directory = write_project(tmp_path, SAME, PRINTS)
    running = Running(directory, "check", "--no-rows", "--quiet", "--postgres", postgres)
    _pid, status, usage = os.wait4(running.process.pid, 0)

    running.process.returncode = os.waitstatus_to_exitcode(status)
    ended = running.end()

    assert (ended.status, settled(ended.out, tmp_path)) == (0, PARITY_OF.format(2) + NO_ROWS)
    assert usage.ru_maxrss * 1024 < GIGABYTE / 4
    assert running.leaves_nothing()
