"""One walk: a worker process on its own fresh database, and what it reports."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.databases._lifetime.directory import private_directory
from harness.errors import ServerError
from harness.model import Walked
from harness.walk.parts import Parts
from harness.walk.selfcheck import check_complete
from harness.walk.start import LaneMemory
from harness.walk.versions import committed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from harness.databases import Database, Server
    from harness.model import Giver, Side
    from harness.walk.agreement import Agreement
    from harness.walk.process import WorkerProcess
    from harness.walk.recording import Recorder
    from harness.walk.start import Awaited, RowStart


class Lane:
    """Starts at once; `wait` gives what the walk gave, `ask` puts questions to the database afterwards."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the walk needs
        self,
        side: Side,
        server: Server,
        worker: WorkerProcess,
        spec: Mapping[str, Any],
        progress: Callable[[Side, str, str], None],
        start: Awaited | None = None,
    ) -> None:
        self.side = side
        self.memory = LaneMemory()
        self._start = start
        self._worker = worker
        self._agreement: Agreement | None = None
        self._giver: Giver | None = None
        self.server = server
        self._databases = [server.create(start.template if start is not None else None)]
        self._aside: list[Database] | None = None
        self._kept: Database | None = None
        self._keeping: Future[None] | None = None
        self._directory = ExitStack()
        work = self._directory.enter_context(private_directory(None)) if spec["needs_directory"] else None
        self._spec = {**spec, "backend": server.backend, "url": self._databases[0].url, "work": work and str(work)}
        self._parts = Parts(side, server.backend, progress)
        self._error: BaseException | None = None
        worker.begin(self._spec)
        self._listen()

    def _listen(self) -> None:
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def walk_again(self, destination: str, *, down: bool) -> None:
        """Begin another walk on the same database, when the one before has ended; `wait` gives it."""
        self._settle()
        self._parts = self._parts.continued()
        self._worker.send({"walk": destination, "down": down})
        self._listen()

    def walk_with_rows(
        self,
        destination: str,
        plan: Mapping[str, Any],
        agreement: Agreement,
        giver: Giver | None,
        restored: tuple[RowStart, Database] | None = None,
    ) -> None:
        """Begin a walk with rows on empty databases, in the process that has loaded the project; `wait` gives it.

        What the walk without rows made is kept aside. With a start and the copy of its database, it goes on there.
        """
        self._settle()
        start, copy = restored or (None, None)
        made = [self.server.renew(database, copy) for database in self._databases]
        if self._aside is None:
            self._aside = made
            self._kept = made[self._parts.recorders[0].database]
        else:
            for database in made:
                self.server.drop(database)
        self._agreement, self._giver = agreement, giver
        self._parts = Parts(self.side, self.server.backend, unheard)
        if start is not None:
            self._parts.recorders[0].resume(start.steps)
            done = {step.revision for step in start.steps}
            rest = {name: what for name, what in plan["revisions"].items() if name not in done}
            plan = {**plan, "known": start.known, "revisions": rest}
        self._worker.send({"walk": destination, "down": False, "rows": plan})
        self._listen()

    def wait(self) -> Walked:
        """Give the walk when it has ended. Raises ServerError when the server died under it."""
        while self._thread.is_alive():  # in short steps, so that Ctrl-C is heard
            self._thread.join(timeout=0.2)
        if self._error is not None:
            raise self._error
        self._raise_for_server()
        self.memory.raise_if_outdated()
        parts = [self._walked(recorder) for recorder in self._parts.recorders]
        return replace(parts[0], further=tuple(parts[1:]))

    def _check_complete(self) -> None:
        """Let a second reader look at the schemas, while the other side still walks."""
        for number, recorder in enumerate(self._parts.recorders):
            last = recorder.steps[-1].snapshot if recorder.steps else None
            if self._parts.current.broken is None and last is not None:
                names = {name for _schema, name in recorder.version_tables}
                check_complete(self.server.backend, last, self.ask("inspect", part=number), names)

    def keep(self, name: str, *, rows: bool) -> Future[None]:
        """Have the server keep a copy of the database of the last walk, which was one with `rows` or not.

        Gives what tells when it is made. Whatever needs the database waits for that, as the copy is one of this moment.
        """
        database = self._databases[0] if rows else self.database
        pool = ThreadPoolExecutor(1)
        self._keeping = pool.submit(self.server.keep, database, name)
        pool.shutdown(wait=False)
        return self._keeping

    def _settle(self) -> None:
        """Wait until a copy is made; whether it was is asked by who wanted it."""
        if self._keeping is not None:
            wait([self._keeping])

    @property
    def database(self) -> Database:
        """The database on which the history ran without rows."""
        self._settle()
        return self._kept or self._databases[self._parts.recorders[0].database]

    def ask(self, question: str, *, part: int = 0, **values: Any) -> Any:
        """Ask the worker about a part of the walk (see worker/questions.py). Raises WalkError when it cannot answer."""
        self._settle()
        return self._worker.ask(question, part=part, **values)

    def close(self) -> None:
        """End the worker, and drop its databases."""
        self._settle()
        self._worker.close()
        self._directory.close()
        if self.server.trouble() is None:
            for database in (*self._databases, *(self._aside or ())):
                self.server.drop(database)

    def _take_up(self) -> None:
        """Go on after the steps of the start, which were read while the worker loaded the project."""
        if self._start is not None:
            start, self._start = self._start.read(), None
            self.memory.begin_after(start)
            self._parts.recorders[0].resume(start.steps, start.notes, start.unchecked)

    def _record(self) -> None:
        try:
            self._take_up()
            for event in self._worker.events():
                if event["event"] == "want-database":
                    self._databases.append(self.server.create())
                    self._worker.send({"url": self._databases[-1].url})
                elif event["event"] == "fingerprint":
                    self._worker.send({"go": self.memory.compare(event["prints"])})
                elif event["event"] == "offered" and self._agreement is not None:
                    self._worker.send({"keep": self._agreement.keep(event["revision"], event["taken"])})
                elif event["event"] == "give" and self._giver is not None:
                    database = self._databases[self._parts.current.database]
                    error = self._giver.give(event["revision"], self.server.backend, database.url)
                    self._worker.send({"error": error})
                else:
                    self.memory.hear(event)
                    self._parts.take(event)
            self._check_complete()
        except BaseException as error:  # noqa: BLE001 - raised again by wait(), in the thread that asks
            self._error = error
        finally:
            if self._agreement is not None:
                self._agreement.leave()

    def _raise_for_server(self) -> None:
        trouble = self.server.trouble()
        if trouble is not None:
            raise ServerError(
                f"The {self.server.backend} server ({self.server.description}) stopped during the walk",
                why=trouble,
                next_step="Run again; when it repeats, look at the server's memory and disk.",
            )

    def _walked(self, recorder: Recorder) -> Walked:
        database = self._databases[recorder.database]
        return Walked(
            side=self.side,
            backend=self.server.backend,
            steps=tuple(recorder.steps),
            notes=tuple(recorder.notes),
            unchecked=tuple(recorder.unchecked),
            broken=recorder.broken,
            committed=committed(database, recorder.version_tables) if recorder.version_tables else None,
            label=recorder.label,
            before=recorder.before,
            stepwise=bool(self._spec["stepwise"]),
        )


def unheard(_side: Side, _revision: str, _status: str) -> None:
    """Take the progress of a walk that nobody watches, or that follows one that is shown."""
