"""One run of the project's env.py, with a stop between any two revisions."""

from __future__ import annotations

import contextlib
import functools
import time
from typing import TYPE_CHECKING, Any

from .failures import describe_error, describe_failure
from .identity import prove
from .looking import look, look_before
from .parts import Part, Parts
from .replay import Script, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection

    from .channel import Channel
    from .journal import Journal
    from .notes import Notes
    from .rows import Rows
    from .targets import Targets


class ModelsRead(BaseException):
    """env.py has handed over the models, and nothing else was wanted; no `except Exception` of env.py stops it."""


class Walk:
    """Runs the history. Alembic asks `steps` for the revisions; between two of them the schema is read and reported."""

    def __init__(  # noqa: PLR0913 - the worker's parts
        self, channel: Channel, targets: Targets, journal: Journal, notes: Notes, *, stepwise: bool, look: str
    ) -> None:
        self.channel = channel
        self.targets = targets
        self.journal = journal
        self.notes = notes
        self.stepwise = stepwise
        self.look = look
        self.parts = Parts(targets)
        self.rows: Rows | None = None
        self.script: Script | None = None
        self.configured = False
        self.running: str | None = None
        self.failed = False
        self.has_baseline = False
        self.begins_later = False
        self.remember: Callable[[Any, Part], None] | None = None
        self.look_again: Callable[[Any], None] | None = None
        self._started = 0.0
        self._statements: list[dict[str, Any]] | None = None
        self._script: Any = None

    def install(self) -> None:
        """Patch EnvironmentContext.configure: every keyword is kept, the connection must be ours."""
        from alembic.runtime.environment import EnvironmentContext

        environment: Any = EnvironmentContext
        real, real_run = environment.configure, environment.run_migrations
        walk = self

        @functools.wraps(real)
        def configure(context: Any, connection: Any = None, **options: Any) -> None:
            part = Part(walk.targets.primary)
            if connection is not None:
                connection, part.target, part.found_in = prove(connection, walk.targets, walk.notes)
                if not walk.configured:
                    walk.targets.primary = part.target
                walk.configured = True
                if walk.stepwise:
                    options["transaction_per_migration"] = True
            part.options = {name: value for name, value in options.items() if name != "target_metadata"}
            part.metadata = options.get("target_metadata")
            walk.parts.configured = part
            if walk.look == "models":
                raise ModelsRead
            real(context, connection=connection, **options)
            migration = context.get_context()
            part.version_table = migration.version_table_schema, migration.version_table
            if walk.remember is not None and connection is not None:
                walk.remember(connection, part)

        def run_migrations(context: Any, **keywords: Any) -> None:
            walk.parts.configured.label = keywords.get("engine_name") or None  # as Alembic's multidb template calls it
            real_run(context, **keywords)

        environment.configure, environment.run_migrations = configure, run_migrations

    def run(self, config: Any, destination: str, *, down: bool = False) -> None:
        """Run env.py up or down to the destination. Raises what it raises; a failed revision was reported before."""
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        self._begin()
        if self._script is None or self.rows is None or not self.rows.replays_all:
            self._script = ScriptDirectory.from_config(config)
        script = self._script  # the modules of revisions need not be loaded again when none of them runs
        plan = script._downgrade_revs if down else script._upgrade_revs
        steps = self._watched(lambda heads, _context: plan(destination, heads))
        with EnvironmentContext(config, script, fn=steps, destination_rev=destination):
            script.run_env()

    def run_by(self, runner: Callable[[str, str], Any], url: str, destination: str, *, down: bool) -> None:
        """Let the project run its history by itself: each run of Alembic that it begins is watched."""
        if down:
            raise RuntimeError("the setting runner names a function that only upgrades")
        from alembic.runtime.environment import EnvironmentContext

        self._begin()
        environment: Any = EnvironmentContext
        real = getattr(environment.__init__, "__wrapped__", environment.__init__)  # a walk with rows comes here again
        walk = self

        @functools.wraps(real)
        def init(context: Any, config: Any, script: Any, **options: Any) -> None:
            if "fn" in options:
                options["fn"] = walk._watched(options["fn"])
            real(context, config, script, **options)

        environment.__init__ = init
        runner(url, destination)

    def _begin(self) -> None:
        self.running, self.failed = None, False
        self.parts.restart()

    def _watched(self, plan: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Iterator[Any]]:
        """Stop before and after each revision of a plan; a step of another kind (a stamp) passes."""

        def steps(heads: Any, context: Any) -> Iterator[Any]:
            self.parts.begin()
            planned = list(plan(heads, context))
            for number, step in enumerate(planned, 1):
                if not hasattr(step, "revision"):
                    yield step
                    continue
                if number == 1 and self.look == "each":
                    with self._own_work(context.connection):
                        self._look_before(context.connection)
                self._before(step, context.connection)
                yield step
                with self._own_work(context.connection):
                    self._after(step, context, last=number == len(planned))
            if self.look_again is not None and self.rows is None:
                self.look_again(context.connection)

        return steps

    def _look_before(self, connection: Connection) -> None:
        """Tell what a baseline put there; the first revision will be compared with all of it nevertheless.

        What a start holds is known, and only what the next revision touches will be new.
        """
        if not self.has_baseline or self.begins_later:
            if self.begins_later:
                self.channel.send("resumed", objects=look(connection, self.parts)["objects"], **self.parts.place())
            return
        self.channel.send("began", facts=look_before(connection, self.parts), **self.parts.place())

    @contextlib.contextmanager
    def _own_work(self, connection: Connection) -> Iterator[None]:
        """Tell that an error in here is none of the project's, also when env.py lets nobody know of it."""
        try:
            yield
        except Exception as error:
            self.report_failure(error, connection)
            self.channel.send("broken", stage="look", **describe_error(error, self.notes))
            raise

    def _before(self, step: Any, connection: Connection) -> None:
        revision = step.revision
        self.running = self.notes.revision = revision.revision
        self.journal.start(revision.module.__file__)
        self.channel.send("started", revision=self.running, **self.parts.place())
        real = step.migration_fn
        self._statements = None

        @functools.wraps(real)  # Alembic logs the function's name
        def watched(**keywords: Any) -> Any:
            try:
                return self._migrate(functools.partial(real, **keywords), connection)
            except BaseException as error:
                self.report_failure(error)
                raise

        step.migration_fn = watched
        self._started = time.perf_counter()

    def _migrate(self, action: Callable[[], Any], connection: Connection) -> Any:
        """Run the revision, or what it ran in the walk without rows where that cannot depend on them."""
        known = self.rows.statements_of(self.running) if self.rows is not None and self.parts.number == 0 else None
        if known is not None:
            self.journal.add_queries([item["sql"] for item in known])
            return replay(connection, known)
        if self.script is None:
            return action()
        result, self._statements = self.script.keep(connection, action)
        return result

    def _after(self, step: Any, context: Any, *, last: bool) -> None:
        seconds = time.perf_counter() - self._started
        entries = self.journal.stop()
        if self.stepwise:
            getattr(context.impl, "memo", {}).clear()
        looks = self.look == "each" or (self.look == "last" and last)
        facts = look(context.connection, self.parts, ran=self._statements) if looks else None
        revision = step.revision.revision
        rows, self.running, self.notes.revision = None, None, None
        if self.rows is not None and self.parts.number == 0:
            tables = {self.parts.current.version_table[1]}
            rows = self.rows.after(context.connection, revision, entries, tables, last=last)
        self.channel.send(
            "applied",
            revision=revision,
            seconds=seconds,
            journal=entries,
            facts=facts,
            rows=rows,
            statements=self._statements,
        )

    def report_failure(self, error: BaseException, connection: Connection | None = None) -> None:
        """Report the running revision as failed, once."""
        if self.running is None or self.failed:
            return
        self.failed = True
        self.channel.send(
            "failed",
            revision=self.running,
            seconds=time.perf_counter() - self._started,
            line=self.journal.line_of(error.__traceback__),
            journal=self.journal.stop(),
            **describe_failure(error, connection),
        )
