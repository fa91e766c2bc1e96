"""The worker's life: take the task, guard the process, load the project, walk, answer questions."""

from __future__ import annotations

import contextlib
import functools
import os
from typing import TYPE_CHECKING, Any

from .beginning import begin
from .failures import describe_error, whereabouts
from .libraries import require_versions
from .offers import Offer, offers_for
from .stamping import stamp

if TYPE_CHECKING:
    from .channel import Channel
    from .remembering import Remembering


def main() -> None:
    """Serve one parent; the channel ends the process when the parent closes it."""
    channel, surroundings = begin()
    spec = channel.receive()
    os.environ.update(spec["libpq"])
    Worker(channel, spec, surroundings).serve()


class Worker:
    """One project on one database."""

    def __init__(self, channel: Channel, spec: dict[str, Any], surroundings: str) -> None:
        self.channel = channel
        self.spec = spec
        self.surroundings = surroundings
        self.remembering: Remembering | None = None
        self.offers: list[Offer] | None = None
        self.stamped = False

    def serve(self) -> None:
        """Walk, then answer questions until the parent is done. Every failure is an event, never a traceback alone."""
        try:
            self._prepare()
        except ImportError as error:
            text = f"{type(error).__name__}: {error}"
            self.channel.send("broken", stage="prepare", message=text, where="", traceback="")
            return
        if self._guarded("load", self._load) and self._guarded("setup", self._set_up):
            self._walk(self.spec["target"], down=False)
        else:
            self.channel.send("finished", notes=self.notes.items)
        while True:
            request = self.channel.receive()
            if "rows" in request:
                self._walk_with_rows(request["walk"], request["rows"])
            elif "walk" in request:
                self._walk(request["walk"], down=request["down"])
            else:
                self._guarded("answer", functools.partial(self._answer, request))

    def _walk(self, destination: str, *, down: bool) -> None:
        if self._guarded("walk", functools.partial(self._run, destination, down=down)):
            depends = {} if self.remembering is None else self.remembering.at_the_end()
            self.channel.send("walked", version_tables=self.walk.parts.version_tables(), **depends)
        self.interception.disconnect()  # the parent may copy the database now, which ends what is connected to it
        self.channel.send("finished", notes=self.notes.items)

    def _walk_with_rows(self, destination: str, plan: dict[str, Any]) -> None:
        """Walk databases again that are empty, as they were at first, without reading their schemas."""
        from .rows import Rows

        rows = Rows(self.channel, plan, self.walk.script)
        look, self.walk.look, self.walk.rows, self.stamped = self.walk.look, "never", rows, False
        rows.install()
        if self._guarded("setup", self._set_up_again):
            self._walk(destination, down=False)
        else:
            self.channel.send("finished", notes=self.notes.items)
        rows.uninstall()
        self.walk.look, self.walk.rows = look, None

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
        require_versions()
        from .baseline import Baseline
        from .environment import Walk
        from .interception import Interception
        from .journal import Journal
        from .loading import Loader
        from .notes import Notes
        from .placeholders import fill_settings
        from .steering import Steering
        from .targets import Targets

        spec = self.spec
        self.notes = Notes(spec["root"])
        self.targets = Targets(spec["url"], self._another_database)
        self.steering = steering = Steering(self.targets, self.notes)
        steering.text_of(self.targets.primary)
        fill_settings(spec, steering)
        if spec.get("set_environment", True):
            steering.set_environment(spec.get("url_names") or [], spec.get("env") or {})
        self.baseline = Baseline(spec, steering)
        self.loader = Loader(spec, steering, self.notes)
        self.loader.prepare_paths()
        self.journal = Journal()
        self.channel.whereabouts = lambda: whereabouts(self.notes, self.journal.waiting)
        self.walk = Walk(
            self.channel, self.targets, self.journal, self.notes, stepwise=spec["stepwise"], look=spec["look"]
        )
        self.interception = Interception(steering, self.notes, self.walk)
        self._install()

    def _install(self) -> None:
        """Hang everything where the project's code will pass, before any of it is imported."""
        from .guard import Guard
        from .replay import Script

        spec = self.spec
        if spec.get("guard", True):  # the tests of the guard show that without it they fail
            Guard(self.targets, self.notes, spec.get("allow_network") or []).install()
        if spec.get("interception", True):
            self.interception.install()
        self.journal.install()
        self.walk.install()
        if spec["look"] == "each":
            self.walk.script = Script()
            self.walk.script.install()
        if spec.get("remember"):
            self._remember()

    def _remember(self) -> None:
        """Let the parent know what the walk depends on; what starts later is known up to there."""
        from .remembering import Remembering

        remembering = self.remembering = Remembering(self.channel, self.spec, self.notes, self.surroundings)
        remembering.install()
        env_py = os.path.join(self.spec["script_location"], "env.py")
        self.walk.look_again = remembering.look_again
        self.walk.remember = lambda connection, part: remembering.tell(connection, part, env_py)
        self.walk.begins_later = "before" in self.spec["remember"]
        if known := self.spec["known"]:
            from .known import let_load

            let_load(known)

    def _load(self) -> None:
        if self.spec["kind"] == "flask-migrate":
            from .flask_loading import FlaskLoader

            flask = FlaskLoader(self.spec, self.notes, self.interception)
            self.loader.app = flask.load()
            if flask.made_something:
                self._empty()
        self.channel.send("loaded")

    def _empty(self) -> None:
        """Take away what loading the application made, and forget what Alembic configured there."""
        from .emptying import empty
        from .own_connection import with_connection

        self.interception.disconnect()
        for target in self.targets.made:
            with_connection(self.steering, target, empty)
        self.walk.configured = False

    def _another_database(self) -> str:
        """Ask the parent for a further database, and set it up as the first one was."""
        from sqlalchemy.engine import make_url

        url = str(self.channel.ask("want-database")["url"])
        self.baseline.set_up(make_url(url))
        return url

    def _set_up(self) -> None:
        self.walk.has_baseline = self.baseline.makes_something
        with self.loader.context():
            if self.spec.get("runner"):
                self.loader.runner()
            self.baseline.set_up(self.targets.primary)
            self.baseline.make_tables(self.targets.primary)

    def _set_up_again(self) -> None:
        for target in self.targets.made:
            if target is not self.targets.primary:
                self.baseline.set_up(target)
        self._set_up()

    def _run(self, destination: str, *, down: bool) -> None:
        from .environment import ModelsRead

        with self.loader.context(), contextlib.suppress(ModelsRead):
            if self.spec.get("runner"):
                self.walk.run_by(
                    self.loader.runner(), self.steering.text_of(self.targets.primary), destination, down=down
                )
                return
            script = self.loader.env_script()
            self.interception.env_py = script.path
            self._run_env(self.offers or offers_for(script), destination, down=down)

    def _run_env(self, offers: list[Offer], destination: str, *, down: bool) -> None:
        """Run env.py; while it fails before it configured anything, offer it more."""
        first: BaseException | None = None
        for offer in offers:
            config = self.loader.config(offer.x_keys)
            try:
                with offer.given(self.steering, config):
                    self._stamp(config)
                    self.walk.run(config, destination, down=down)
            except (Exception, SystemExit) as error:
                if self.walk.configured or self.walk.running is not None:
                    raise
                first = first or error
            else:
                self.offers = [offer]
                return
        if first is not None:
            raise first

    def _stamp(self, config: Any) -> None:
        """Tell the version table, once, at which revision the baseline stands."""
        revision = self.spec.get("baseline_revision")
        if revision and not self.stamped:
            stamp(config, revision)
            self.stamped = True

    def _answer(self, request: dict[str, Any]) -> None:
        from .questions import answer

        self.channel.send("answer", value=answer(request, self.walk, self.steering))
