"""A process that checks once, keeps the servers, and makes databases on them for all processes of a run.

It is no part of the test process: neither a worker of pytest-xdist that crashes nor warnings that a suite turns
into errors reach it. It ends when it is told to, or when the process that pytest was started as is gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from harness.databases._lifetime.directory import remove, remove_if_empty
from harness.databases._lifetime.owner import start_time
from harness.databases._lifetime.watchdog import certainly
from harness.errors import ParityError, ServerError
from harness.pytest_plugin.protocol import READY, SOCKET, Refusal, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from harness.databases import Database, Server
    from harness.model import Report
    from harness.pipeline import Checked
    from harness.pytest_plugin.protocol import Job

_LOOK_EVERY = 0.5
_LOOK_FOR_ROWS_EVERY = 0.05


def main() -> None:
    """Do the job that comes on the standard input, and say on the standard output when others may connect."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored, and is how the check is broken off
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    keeper = _Keeper()
    with certainly(forget, str(job.directory)), Listener(str(job.directory / SOCKET)) as listener:
        threading.Thread(target=keeper.listen, args=(listener,), daemon=True).start()
        threading.Thread(target=keeper.follow, args=(job.owner,), daemon=True).start()
        sys.stdout.buffer.write(READY)
        sys.stdout.flush()
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        with suppress(KeyboardInterrupt):
            keeper.check(job)
    keeper.take_leave()


def forget(directory: str) -> None:
    """Remove the directory of a keeper, and with the last of them that of the run."""
    remove(directory)
    remove_if_empty(Path(directory).parent)


class _Keeper:
    """The check and its servers. The main thread checks and cleans up, the others answer."""

    def __init__(self) -> None:
        self._outcome: Future[Checked | Refusal] = Future()
        self._began = False
        self._stop = threading.Event()
        self._last: Refusal | None = None
        self._wanted: Queue[tuple[Wanted, Future[str | None]]] = Queue()
        self._waiting: list[Connection[Any, Any]] = []
        self._verbs: dict[str, Callable[..., object]] = {
            "report": self._report,
            "peek": self._peek,
            "create": self._create,
            "clone": self._clone,
            "drop": self._drop,
        }

    def check(self, job: Job) -> None:
        """Check, and keep what it needed until somebody says stop."""
        from harness.model import Giver
        from harness.pipeline import checking  # others may connect before this is loaded

        try:
            giver = Giver(revisions=job.rows, give=self._give) if job.rows else None
            with checking(job.project, job.settings, self._progress, giver=giver) as checked:
                self._outcome.set_result(checked)
                self._stop.wait()
        except Exception as error:  # noqa: BLE001 - told to those who ask
            refusal = _refusal(error, unavailable=isinstance(error, ServerError) and not self._began)
            if self._outcome.done():
                self._last = refusal
            else:
                self._outcome.set_result(refusal)
                self._stop.wait()

    def listen(self, listener: Listener) -> None:
        """Answer whoever connects, each in a thread of its own."""
        while True:
            try:
                connection = listener.accept()
            except OSError:
                return  # it was closed
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def follow(self, owner: int) -> None:
        """Stop when the owner is gone."""
        started = start_time(owner)
        while started is not None and start_time(owner) == started:
            if self._stop.wait(_LOOK_EVERY):
                return
        self._end()

    def take_leave(self) -> None:
        """Tell those who said stop what could not be cleaned up; the end of this process tells them the rest."""
        for connection in self._waiting:
            if self._last is not None:
                with suppress(OSError):
                    connection.send(self._last)

    def _answer(self, connection: Connection[Any, Any]) -> None:
        with suppress(EOFError, OSError):  # who asked may be killed while it waits
            verb, *arguments = connection.recv()
            if verb == "stop":
                self._waiting.append(connection)
                self._end()
                return
            with connection:
                if verb == "report":
                    self._ask_for_rows(connection)
                connection.send(self._answer_to(verb, arguments))

    def _give(self, revision: str, backend: str, url: str) -> str | None:
        """Let one of the processes that wait for the report write rows."""
        answer: Future[str | None] = Future()
        self._wanted.put((Wanted(revision=revision, backend=backend, url=url), answer))
        return answer.result()

    def _ask_for_rows(self, connection: Connection[Any, Any]) -> None:
        """Ask a process that waits for the report for rows, until the check is done; it may be killed meanwhile."""
        while not self._outcome.done():
            with suppress(Empty):
                wanted, answer = self._wanted.get(timeout=_LOOK_FOR_ROWS_EVERY)
                try:
                    connection.send(wanted)
                    answer.set_result(connection.recv())
                except (EOFError, OSError):
                    self._wanted.put((wanted, answer))
                    raise

    def _answer_to(self, verb: str, arguments: list[Any]) -> object:
        try:
            return self._verbs[verb](*arguments)
        except Exception as error:  # noqa: BLE001 - told to those who ask
            return _refusal(error)

    def _end(self) -> None:
        """Let the main thread clean up, and break it off while it still checks."""
        self._stop.set()
        if not self._outcome.done():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def _progress(self, *_: str) -> None:
        self._began = True

    def _report(self) -> Report | Refusal:
        outcome = self._outcome.result()
        return outcome if isinstance(outcome, Refusal) else outcome.report.portable()

    def _peek(self) -> Report | Refusal | None:
        return self._report() if self._outcome.done() else None

    def _create(self, backend: str) -> Database:
        server, _ = self._on(backend)
        return server.create()

    def _clone(self, backend: str) -> Database:
        server, migrated = self._on(backend)
        return server.clone(migrated)

    def _drop(self, database: Database) -> None:
        server, _ = self._on(database.backend)
        server.drop(database)

    def _on(self, backend: str) -> tuple[Server, Database]:
        outcome = self._outcome.result()
        if not isinstance(outcome, Refusal):
            for side, server in outcome.servers.items():
                if server.backend == backend:
                    return server, outcome.databases[side]
        raise ServerError(
            f"There is no {backend} server",
            why="the check did not start one",
            next_step="See what `parity check` says of the project.",
        )


def _refusal(error: Exception, *, unavailable: bool = False) -> Refusal:
    if isinstance(error, ParityError):
        return Refusal(what=error.what, why=error.why, next_step=error.next_step, unavailable=unavailable)
    return Refusal(
        what=f"The check broke off: {type(error).__name__}: {error}",
        why="".join(traceback.format_exception(error)).strip(),
        next_step="This is a mistake in migration-parity: please report it with the lines above.",
    )
