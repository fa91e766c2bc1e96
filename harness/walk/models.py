"""The models of the project: what env.py hands to Alembic as target metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Drift, ModelObject, Models, SchemaObject
from harness.project import url_names
from harness.walk.lane import Lane, unheard
from harness.walk.launching import launch
from harness.walk.options import task_of
from harness.walk.process import WorkerProcess
from harness.walk.refusal import raise_if_gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.databases import Server
    from harness.model import Walked
    from harness.project import Project
    from harness.walk.options import WalkOptions


def read_models(project: Project, server: Server, options: WalkOptions) -> tuple[Models, Walked]:
    """Let env.py hand over the models, and run no revision. The server is SQLite's, and nothing is written.

    The walk that comes with them has no steps; its `broken` says why there are no models, when env.py failed.
    """
    task = task_of(project, options, server.backend, url_names=url_names(project), stepwise=True, look="models")
    worker = WorkerProcess(launch(options.python, project.root))
    try:
        lane = Lane("dev", server, worker, task, unheard)
    except BaseException:
        worker.close()
        raise
    try:
        walked = lane.wait()
        raise_if_gone([walked], project)
        return (models_from(lane.ask("models")) if walked.broken is None else Models()), walked
    finally:
        lane.close()


def models_from(data: Mapping[str, Any]) -> Models:
    """Read what worker/naming.py described."""
    return Models(
        convention=data["convention"],
        objects={name: tuple(_object(item) for item in table["objects"]) for name, table in data["tables"].items()},
        columns={name: tuple(table["columns"]) for name, table in data["tables"].items()},
        beside=tuple(SchemaObject(**item) for item in data["beside"]),
    )


def _object(item: Mapping[str, Any]) -> ModelObject:
    return ModelObject(
        kind=item["kind"], columns=tuple(item["columns"]), names=item["names"], expression=item["expression"]
    )


def drift_from(items: Iterable[Mapping[str, Any]]) -> tuple[Drift, ...]:
    """Read what worker/drift.py found."""
    return tuple(
        Drift(
            what=item["what"],
            kind=item["kind"],
            table=item["table"],
            name=item["name"],
            column=item.get("column"),
            columns=tuple(item.get("columns", ())),
            database=item.get("database"),
            models=item.get("models"),
        )
        for item in items
    )
