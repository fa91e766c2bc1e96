"""The worker's life: take the task, guard the process, load the project, walk, answer questions."""

from __future__ import annotations

import functools
import os
from typing import Any

from .channel import Channel
from .failures import describe_error


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
            text = f"{type(error).__name__}: {error}"
            self.channel.send("broken", stage="prepare", message=text, where="", traceback="")
            return
        if self._guarded("load", self._load):
            self._walk(self.spec["target"], down=False)
        else:
            self.channel.send("finished", notes=self.notes.items)
        while True:
            request = self.channel.receive()
            if "walk" in request:
                self._walk(request["walk"], down=request["down"])
            else:
                self._guarded("answer", functools.partial(self._answer, request))

    def _walk(self, destination: str, *, down: bool) -> None:
        if self._guarded("walk", functools.partial(self._run, destination, down=down)):
            self.channel.send("walked", version_tables=self.walk.version_tables)
        self.channel.send("finished", notes=self.notes.items)

    def _guarded(self, stage: str, action: Any) -> bool:
        try:
            action()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever project code raises is told to the parent
            if stage == "walk":
                self.walk.report_failure(error)
            self.channel.send("broken", stage=stage, **describe_error(error, self.notes))
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

    def _run(self, destination: str, *, down: bool) -> None:
        with self.loader.context():
            try:
                self.walk.run(self.loader.config(), destination, down=down)
            except Exception:
                if self.walk.configured or self.walk.running is not None:
                    raise
                self._run_with_connection(destination, down=down)

    def _run_with_connection(self, destination: str, *, down: bool) -> None:
        """env.py failed before it configured anything: offer it a connection, as Alembic's cookbook does."""
        from sqlalchemy import create_engine

        config = self.loader.config()
        engine = create_engine(self.targets.primary)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            self.walk.run(config, destination, down=down)
            if connection.in_transaction():
                connection.commit()
        self.notes.add("connection-offered", "env.py needs config.attributes['connection']")

    def _answer(self, request: dict[str, Any]) -> None:
        from .questions import answer

        self.channel.send("answer", value=answer(request, self.walk))
