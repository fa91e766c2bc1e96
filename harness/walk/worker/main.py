"""The worker's life: take the task, guard the process, load the project, walk, answer questions."""

from __future__ import annotations

import functools
import os
import traceback
from typing import Any

from .channel import Channel


def main() -> None:
    """Serve one parent; the channel ends the process when the parent closes it."""
    channel = Channel()
    Worker(channel, channel.receive()).serve()


class Worker:
    """One project on one database."""

    def __init__(self, channel: Channel, spec: dict[str, Any]) -> None:
        self.channel = channel
        self.spec = spec
        os.environ.update(spec.get("env") or {})

    def serve(self) -> None:
        """Walk, then answer questions until the parent is done. Every failure is an event, never a traceback alone."""
        try:
            self._prepare()
        except ImportError as error:
            self.channel.send("broken", stage="prepare", message=f"{type(error).__name__}: {error}", traceback="")
            return
        if self._guarded("load", self._load) and self._guarded("walk", self._run):
            self.channel.send("walked", version_tables=self.walk.version_tables)
        self.channel.send("finished", notes=self.notes.items)
        while True:
            self._guarded("answer", functools.partial(self._answer, self.channel.receive()))

    def _guarded(self, stage: str, action: Any) -> bool:
        try:
            action()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever project code raises is told to the parent
            if stage == "walk":
                self.walk.report_failure(error)
            text = "".join(traceback.format_exception(error))[-6000:]
            self.channel.send("broken", stage=stage, message=f"{type(error).__name__}: {error}", traceback=text)
            return False
        return True

    def _prepare(self) -> None:
        from .environment import Walk
        from .guard import Guard
        from .interception import Interception
        from .journal import Journal
        from .loading import Loader
        from .notes import Notes
        from .steering import Steering
        from .targets import Targets

        spec = self.spec
        self.notes = Notes(spec["root"])
        self.targets = Targets(spec["url"], lambda: str(self.channel.ask("want-database")["url"]))
        steering = Steering(self.targets, self.notes)
        steering.driver_name(None, self.targets.primary, is_async=False)
        if spec.get("set_environment", True):
            steering.set_environment(spec.get("url_names") or [])
            os.environ.update(spec.get("env") or {})
        self.loader = Loader(spec, steering, self.notes)
        self.loader.prepare_paths()
        self.journal = Journal()
        self.walk = Walk(
            self.channel, self.targets, self.journal, self.notes, stepwise=spec["stepwise"], look=spec["look"]
        )
        self.interception = Interception(steering, self.notes)
        Guard(self.targets, self.notes, spec.get("allow_network") or []).install()
        self.interception.install()
        self.journal.install()
        self.walk.install()

    def _load(self) -> None:
        if self.spec["kind"] == "flask-migrate":
            self.loader.load_app(self.interception)
        self.channel.send("loaded")

    def _run(self) -> None:
        with self.loader.context():
            try:
                self.walk.run(self.loader.config(), self.spec["target"])
            except Exception:
                if self.walk.configured or self.walk.running is not None:
                    raise
                self._run_with_connection()

    def _run_with_connection(self) -> None:
        """env.py failed before it configured anything: offer it a connection, as Alembic's cookbook does."""
        from sqlalchemy import create_engine

        config = self.loader.config()
        engine = create_engine(self.targets.primary)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            self.walk.run(config, self.spec["target"])
            if connection.in_transaction():
                connection.commit()
        self.notes.add("connection-offered", "env.py needs config.attributes['connection']")

    def _answer(self, request: dict[str, Any]) -> None:
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        from .answers import evaluate, spell
        from .drift import compare_models
        from .inspection import inspect_schema
        from .naming import describe_models, render_names

        if request["ask"] == "models":
            found = self.walk.metadata
            metadatas = list(found) if isinstance(found, list | tuple) else [found] if found is not None else []
            self.channel.send("answer", value=describe_models(metadatas))
        elif request["ask"] == "names":
            found = self.walk.metadata
            metadata = found[0] if isinstance(found, list | tuple) else found
            self.channel.send("answer", value=render_names(metadata, request["wanted"]))
        elif request["ask"] == "drift":
            with create_engine(self.targets.primary, poolclass=NullPool).connect() as connection:
                self.channel.send(
                    "answer", value=compare_models(connection, self.walk.metadata, self.walk.options)
                )
        elif request["ask"] == "inspect":
            with create_engine(self.targets.primary, poolclass=NullPool).connect() as connection:
                self.channel.send("answer", value=inspect_schema(connection))
        else:
            ask = {"spell": spell, "evaluate": evaluate}[request["ask"]]
            with create_engine(self.targets.primary, poolclass=NullPool).connect() as connection:
                self.channel.send("answer", value=[ask(connection, question) for question in request["questions"]])
