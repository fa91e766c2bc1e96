"""One walk: a worker process on its own fresh database, and what it reports."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from harness.errors import ServerError
from harness.model import Walked
from harness.walk.process import WorkerProcess
from harness.walk.recording import Recorder
from harness.walk.selfcheck import check_complete
from harness.walk.versions import committed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.databases import Server
    from harness.model import Side


class Lane:
    """Starts at once; `wait` gives what the walk gave, `ask` puts questions to the database afterwards."""

    def __init__(
        self,
        side: Side,
        server: Server,
        python: str,
        spec: Mapping[str, Any],
        progress: Callable[[Side, str, str], None],
    ) -> None:
        self.side = side
        self.server = server
        self.database = server.create()
        self._spec = {**spec, "backend": server.backend, "url": self.database.url}
        self._recorder = Recorder(side, server.backend, progress)
        self._error: BaseException | None = None
        self._worker = WorkerProcess(python, self._spec)
        self._listen()

    def _listen(self) -> None:
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def walk_again(self, destination: str, *, down: bool) -> None:
        """Begin another walk on the same database, when the one before has ended; `wait` gives it."""
        self._recorder = self._recorder.continued()
        self._worker.send({"walk": destination, "down": down})
        self._listen()

    def wait(self) -> Walked:
        """Give the walk when it has ended. Raises ServerError when the server died under it."""
        while self._thread.is_alive():  # in short steps, so that Ctrl-C is heard
            self._thread.join(timeout=0.2)
        if self._error is not None:
            raise self._error
        self._raise_for_server()
        walked = self._walked()
        last = walked.steps[-1].snapshot if walked.steps else None
        if walked.broken is None and last is not None:
            names = {name for _schema, name in self._recorder.version_tables}
            check_complete(walked.backend, last, self.ask("inspect"), names)
        return walked

    def ask(self, question: str, **values: Any) -> Any:
        """Ask the worker (see worker/main.py). Raises WalkError when it cannot answer."""
        return self._worker.ask(question, **values)

    def close(self) -> None:
        """End the worker and drop the database."""
        self._worker.close()
        if self.server.trouble() is None:
            self.server.drop(self.database)

    def _record(self) -> None:
        try:
            for event in self._worker.events():
                if event["event"] == "want-database":
                    self._worker.send({"url": self.server.create().url})
                elif event["event"] == "gone":
                    self._recorder.gone(self._worker.exit_status(), self._worker.last_words())
                else:
                    self._recorder.take(event, self._worker.last_words)
        except BaseException as error:  # noqa: BLE001 - raised again by wait(), in the thread that asks
            self._error = error

    def _raise_for_server(self) -> None:
        trouble = self.server.trouble()
        if trouble is not None:
            raise ServerError(
                f"The {self.server.backend} server ({self.server.description}) stopped during the walk",
                why=trouble,
                next_step="Run again; when it repeats, look at the server's memory and disk.",
            )

    def _walked(self) -> Walked:
        recorder = self._recorder
        return Walked(
            side=self.side,
            backend=self.server.backend,
            steps=tuple(recorder.steps),
            notes=tuple(recorder.notes),
            unchecked=tuple(recorder.unchecked),
            broken=recorder.broken,
            committed=committed(self.database, recorder.version_tables) if recorder.version_tables else None,
            stepwise=bool(self._spec["stepwise"]),
        )
