"""Both workers at once: the walk on each database, then the questions that only a live database answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.errors import ServerError
from harness.model import ModelObject, Models, Side, Walked
from harness.project.url_names import url_names
from harness.walk.process import WorkerProcess
from harness.walk.recording import Recorder
from harness.walk.selfcheck import check_complete
from harness.walk.versions import committed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from harness.databases import Database, Server
    from harness.project import Project

SIDES: tuple[Side, Side] = ("dev", "prod")


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkOptions:
    """What the settings say about running the history."""

    python: str
    target: str = "heads"
    x: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    backend_env: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    allow_network: tuple[str, ...] = ()
    stepwise: bool = True


class Session:
    """Two workers, each on its own database. Use as a context manager: leaving it ends them."""

    def __init__(self, project: Project, servers: Mapping[Side, Server], options: WalkOptions) -> None:
        self._project = project
        self._servers = servers
        self._options = options
        self._names = url_names(project.root)
        self._workers: dict[Side, WorkerProcess] = {}
        self.databases: dict[Side, Database] = {}

    def __enter__(self) -> Session:
        try:
            for side in SIDES:
                server = self._servers[side]
                self.databases[side] = server.create()
                self._workers[side] = WorkerProcess(self._options.python, self._spec(server, self.databases[side]))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for worker in self._workers.values():
            worker.close()
        for side, database in self.databases.items():
            if self._servers[side].trouble() is None:
                self._servers[side].drop(database)

    def walk(self, progress: Callable[[Side, str, str], None]) -> dict[Side, Walked]:
        """Run the history on both. `progress` is called with side, revision and status, from two threads."""
        recorders = {side: Recorder(side, self._servers[side].backend, self._project.root, progress) for side in SIDES}
        threads = [threading.Thread(target=self._record, args=(side, recorders[side]), daemon=True) for side in SIDES]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=0.2)
        walked = {side: self._walked(side, recorders[side]) for side in SIDES}
        for side in SIDES:
            self._check_complete(walked[side], recorders[side].version_tables)
        return walked

    def _check_complete(self, walked: Walked, version_tables: list[tuple[str | None, str]]) -> None:
        """Let SQLAlchemy's Inspector read the schema that a whole walk left, and compare it with the last snapshot."""
        last = walked.steps[-1].snapshot if walked.steps else None
        if walked.broken is None and last is not None:
            seen = self._workers[walked.side].ask("inspect")
            check_complete(walked.backend, last, seen, {name for _schema, name in version_tables})

    def _record(self, side: Side, recorder: Recorder) -> None:
        worker = self._workers[side]
        for event in worker.events():
            if event["event"] == "want-database":
                worker.send({"url": self._servers[side].create().url})
            elif event["event"] == "gone":
                recorder.gone(worker.exit_status(), worker.last_words())
            else:
                recorder.take(event, worker.last_words)

    def _walked(self, side: Side, recorder: Recorder) -> Walked:
        server = self._servers[side]
        trouble = server.trouble()
        if trouble is not None:
            raise ServerError(
                f"the {server.backend} server ({server.description}) stopped during the walk",
                why=trouble,
                next_step="run again; when it repeats, look at the server's memory and disk",
            )
        tables = recorder.version_tables
        return Walked(
            side=side,
            backend=server.backend,
            steps=tuple(recorder.steps),
            notes=tuple(recorder.notes),
            unchecked=tuple(recorder.unchecked),
            broken=recorder.broken,
            committed=committed(self.databases[side], tables) if tables else None,
        )

    def _spec(self, server: Server, database: Database) -> dict[str, Any]:
        project, options = self._project, self._options
        return {
            "backend": server.backend,
            "url": database.url,
            "root": str(project.root),
            "import_root": str(project.import_root),
            "kind": project.kind,
            "apps": list(project.apps),
            "script_location": str(project.script_location),
            "ini": _text(project.ini),
            "ini_section": project.ini_section,
            "toml": _text(project.toml),
            "x": list(options.x),
            "env": {**options.env, **options.backend_env.get(server.backend, {})},
            "url_names": list(self._names),
            "allow_network": list(options.allow_network),
            "target": options.target,
            "stepwise": options.stepwise,
        }

    def spell(self, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Let the production database print expressions (see worker/answers.py)."""
        return self._workers["prod"].ask("spell", questions=questions) if questions else []

    def evaluate(self, side: Side, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Let a database evaluate defaults (see worker/answers.py)."""
        return self._workers[side].ask("evaluate", questions=questions) if questions else []

    def models(self) -> Models:
        """Give the naming convention and the tables of the models that env.py handed to Alembic."""
        data = self._workers["dev"].ask("models")
        return Models(
            convention=data["convention"],
            objects={
                name: tuple(_model_object(item) for item in table["objects"]) for name, table in data["tables"].items()
            },
            columns={name: tuple(table["columns"]) for name, table in data["tables"].items()},
        )

    def names(self, wanted: list[dict[str, Any]]) -> list[dict[str, str | None]]:
        """Let SQLAlchemy render the convention's names for constraints that no model has."""
        return list(self._workers["dev"].ask("names", wanted=wanted)) if wanted else []


def _model_object(item: dict[str, Any]) -> ModelObject:
    return ModelObject(
        kind=item["kind"], columns=tuple(item["columns"]), names=item["names"], expression=item["expression"]
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
