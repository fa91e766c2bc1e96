"""One run of the project's env.py, with a stop between any two revisions."""

from __future__ import annotations

import contextlib
import functools
import time
from typing import TYPE_CHECKING, Any

from .catalog_postgresql import PostgresqlCatalog
from .catalog_sqlite import SqliteCatalog
from .targets import is_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from .channel import Channel
    from .journal import Journal
    from .notes import Notes
    from .targets import Targets

CATALOGS = {"sqlite": SqliteCatalog, "postgresql": PostgresqlCatalog}
IDENTITY = {"sqlite": "PRAGMA database_list", "postgresql": "SELECT current_database()"}
KEPT_OPTIONS = ("schema_translate_map", "isolation_level")


class NotOurDatabase(RuntimeError):
    """env.py offered a connection that could not be replaced by one to a database of this run."""


class Walk:
    """Runs the history. Alembic asks `steps` for the revisions; between two of them the schema is read and reported."""

    def __init__(self, channel: Channel, targets: Targets, journal: Journal, notes: Notes, *, stepwise: bool, look: str
    ) -> None:
        self.channel = channel
        self.targets = targets
        self.journal = journal
        self.notes = notes
        self.stepwise = stepwise
        self.look = look
        self.catalog = CATALOGS[targets.backend]()
        self.configured = False
        self.metadata: Any = None
        self.options: dict[str, Any] = {}
        self.version_tables: list[tuple[str | None, str]] = []
        self.running: str | None = None
        self.failed = False
        self._started = 0.0

    def install(self) -> None:
        """Patch EnvironmentContext.configure: every keyword is kept, the connection must be ours."""
        from alembic.runtime.environment import EnvironmentContext

        real = EnvironmentContext.configure
        walk = self

        @functools.wraps(real)
        def configure(context: Any, connection: Any = None, **options: Any) -> None:
            if connection is not None:
                connection = walk.proven(connection)
                walk.configured = True
                if walk.stepwise:
                    options["transaction_per_migration"] = True
            walk.options = {name: value for name, value in options.items() if name != "target_metadata"}
            if options.get("target_metadata") is not None:
                walk.metadata = options["target_metadata"]
            real(context, connection=connection, **options)
            migration = context.get_context()
            walk.version_tables.append((migration.version_table_schema, migration.version_table))

        EnvironmentContext.configure = configure  # type: ignore[method-assign]

    def run(self, config: Any, destination: str, *, down: bool = False) -> None:
        """Run env.py up or down to the destination. Raises what env.py raises; a failed revision was reported before."""
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        script = ScriptDirectory.from_config(config)
        plan = script._downgrade_revs if down else script._upgrade_revs
        self.running, self.failed = None, False

        def steps(heads: Any, context: Any) -> Iterator[Any]:
            planned = list(plan(destination, heads))
            for number, step in enumerate(planned, 1):
                self._before(step)
                yield step
                self._after(step, context, look=self.look == "each" or number == len(planned))

        with EnvironmentContext(config, script, fn=steps, destination_rev=destination):
            script.run_env()

    def proven(self, connection: Connection) -> Connection:
        """Give a connection that is proved to be on a target.

        The question opens a transaction. Left open, MigrationContext would take it for the caller's and never
        commit, so it is rolled back. A connection elsewhere (SQLite in memory) is replaced.
        """
        was_open = connection.in_transaction()
        row = connection.exec_driver_sql(IDENTITY[connection.dialect.name]).fetchone()
        identity = str(row[2] if row is not None and connection.dialect.name == "sqlite" else row[0] if row else "")
        if not was_open and connection.in_transaction():
            connection.rollback()
        if identity and self.targets.named(identity) is not None:
            return connection
        if not is_private(connection.engine.url):
            raise NotOurDatabase(
                f"env.py is connected to {identity or 'a database in memory'}, which parity did not create"
            )
        self.notes.add(
            "connection-replaced", "env.py connects to SQLite in memory; a file of this run was used instead"
        )
        from sqlalchemy import create_engine

        options = {k: v for k, v in connection.get_execution_options().items() if k in KEPT_OPTIONS}
        return create_engine(self.targets.primary).connect().execution_options(**options)

    def _before(self, step: Any) -> None:
        revision = step.revision
        self.running = revision.revision
        self.journal.start(revision.module.__file__)
        self.channel.send("started", revision=self.running)
        real = step.migration_fn

        @functools.wraps(real)  # Alembic logs the function's name
        def watched(**keywords: Any) -> Any:
            try:
                return real(**keywords)
            except BaseException as error:
                self.report_failure(error)
                raise

        step.migration_fn = watched
        self._started = time.perf_counter()

    def _after(self, step: Any, context: Any, *, look: bool) -> None:
        seconds = time.perf_counter() - self._started
        entries = self.journal.stop()
        if self.stepwise:
            getattr(context.impl, "memo", {}).clear()
        facts = self._look(context.connection) if look else None
        self.channel.send("applied", revision=step.revision.revision, seconds=seconds, journal=entries, facts=facts)
        self.running = None

    def _look(self, connection: Connection) -> dict[str, Any]:
        """Read what changed, and leave the connection as it was. One long transaction hides which tables changed."""
        was_open = connection.in_transaction()
        if was_open:
            self.catalog = CATALOGS[self.targets.backend]()
        facts = self.catalog.read(functools.partial(_rows, connection), frozenset(self.version_tables))
        facts["whole"] = was_open
        if not was_open:
            with contextlib.suppress(Exception):
                connection.rollback()
        return facts

    def report_failure(self, error: BaseException) -> None:
        """Report the running revision as failed, once."""
        if self.running is None or self.failed:
            return
        self.failed = True
        cause = getattr(error, "orig", None) or error
        line = self.journal.line_of(error.__traceback__)
        entries = self.journal.stop()
        self.channel.send(
            "failed",
            revision=self.running,
            seconds=time.perf_counter() - self._started,
            journal=entries,
            type=type(cause).__name__,
            message=str(cause).strip() or type(cause).__name__,
            statement=str(getattr(error, "statement", None) or "") or None,
            line=line,
        )


def _rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(sql)]
