"""The keeper of a check, as the processes of a run see it: they start it, ask it, and stop it."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Client
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from harness.databases._lifetime.directory import own, remove, sweep
from harness.errors import ParityError, ServerError
from harness.pytest_plugin.protocol import READY, SOCKET, Job, Refusal, Wanted
from harness.pytest_plugin.rows import write_rows

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from harness.config import Settings
    from harness.databases import Database
    from harness.model import Report
    from harness.pytest_plugin.rows import Rows
    from harness.pytest_plugin.run import Run

_HOME = str(Path(__file__).resolve().parents[2])
_COMMAND = "import sys; sys.path.insert(0, sys.argv[1]); from harness.pytest_plugin.keeper import main; main()"
_LOG = "log"
_LAST_LETTERS = 2000
_STOP_SECONDS = 60


class CheckError(ParityError):
    """The check could not run. `unavailable` says that it is for want of a server."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.what, why=refusal.why, next_step=refusal.next_step)
        self.unavailable = refusal.unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """A running keeper. Every method raises CheckError with what the check or the server says.

    `names` are those of the databases that it made for this process.
    """

    directory: Path
    rows: Rows = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def report(self) -> Report:
        """Give the report; waits until the check is done, and meanwhile writes the rows that it asks for."""
        report: Report = self._ask("report")
        return report

    def peek(self) -> Report | None:
        """Give the report, or None while the check runs."""
        report: Report | None = self._ask("peek")
        return report

    def create(self, backend: str) -> Database:
        """Make an empty database."""
        return self._made("create", backend)

    def clone(self, backend: str) -> Database:
        """Make a database that the migrations have brought to their end."""
        return self._made("clone", backend)

    def drop(self, database: Database) -> None:
        """Remove a database. Those that nobody removes are gone at the end of the run."""
        self._ask("drop", database)

    def _made(self, verb: str, backend: str) -> Database:
        database: Database = self._ask(verb, backend)
        self.names.add(database.name)
        return database

    def _ask(self, verb: str, *arguments: object) -> Any:  # noqa: ANN401 - what was asked for
        try:
            with Client(str(self.directory / SOCKET)) as connection:
                connection.send((verb, *arguments))
                while isinstance(answer := connection.recv(), Wanted):
                    connection.send(write_rows(self.rows[answer.revision], answer))
        except (EOFError, OSError) as error:
            raise _gone(self.directory) from error
        if isinstance(answer, Refusal):
            raise CheckError(answer)
        return answer


def keeper_of(project: Path, settings: Settings, run: Run, rows: Rows) -> Keeper:
    """Give the keeper of a project under its settings; the first process of a run that asks starts it.

    `rows` are the suite's functions that write rows, by the revision after which they do.
    Raises CheckError when it does not start.
    """
    key = hashlib.sha256(repr((str(project), settings)).encode()).hexdigest()[:8]
    if not run.directory.exists():
        sweep(run.directory.parent)
    own(run.directory, run.owner)
    directory = run.directory / key
    directory.mkdir(exist_ok=True)
    with FileLock(directory / "lock"):
        if not (directory / SOCKET).exists():
            job = Job(project=project, settings=settings, directory=directory, owner=run.owner, rows=frozenset(rows))
            _start(job)
    return Keeper(directory=directory, rows=rows)


def running(run: Run) -> list[Keeper]:
    """Give the keepers of a run."""
    return [Keeper(directory=socket.parent) for socket in sorted(run.directory.glob(f"*/{SOCKET}"))]


def stop_all(run: Run) -> list[str]:
    """Stop the keepers of a run, wait until they and their servers are gone, and give what they say of it."""
    said: list[str] = []
    connections: list[Connection[Any, Any]] = []
    with ExitStack() as stack:
        for keeper in running(run):
            with suppress(OSError):
                connections.append(stack.enter_context(Client(str(keeper.directory / SOCKET))))
                connections[-1].send(("stop",))
        for connection in connections:
            with suppress(EOFError, OSError):  # the end of the process
                if connection.poll(_STOP_SECONDS):
                    said.append(str(CheckError(connection.recv())))
    with suppress(ServerError):
        remove(str(run.directory))
    return said


def _start(job: Job) -> None:
    """Start a keeper, and wait until it can be asked.

    It checks as `parity check` would: it does not see that pytest runs.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    with (job.directory / _LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and a constant
            [sys.executable, "-c", _COMMAND, _HOME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=job.directory,
            env=environment,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops the keeper
        )
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101 - as above
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(pickle.dumps(job))
    with process.stdout:
        ready = process.stdout.readline()
    if ready != READY:
        process.wait()
        raise _gone(job.directory)
    process.returncode = 0  # it is not ours to wait for: it outlives this process when others use it


def _gone(directory: Path) -> CheckError:
    log = directory / _LOG
    last = log.read_text(encoding="utf-8", errors="replace")[-_LAST_LETTERS:].strip() if log.is_file() else ""
    return CheckError(
        Refusal(
            what="The process that checks the migrations is gone",
            why=last or "it left no message",
            next_step="Run the tests again; when it repeats, see whether `parity check` works.",
        )
    )
