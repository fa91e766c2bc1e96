"""Refuse every connection that is not to a database of this run: default deny, in layers that do not need each other.

They are SQLAlchemy's engines, the drivers, the interpreter's audit events, and the kernel where it offers it. What is
guaranteed and what remains possible: docs/explanation/safety.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .addresses import POSTGRESQL_PORT
from .attachments import watch_attachments
from .audit import install_audit
from .drivers import GATED_DIALECTS, install_gates
from .forbidden import Forbidden
from .kernel import close_tcp
from .permission import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.walk.worker.notes import Notes
    from harness.walk.worker.targets import Targets

__all__ = ["Forbidden", "Guard"]


class Guard:
    """Hangs the checks where connections are made, for as long as the process lasts."""

    def __init__(self, targets: Targets, notes: Notes, allow_network: Sequence[str]) -> None:
        self._permission = Permission(targets, notes, allow_network)
        self._notes = notes

    def install(self) -> None:
        """Install every layer; to be called before any code of the project runs."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "do_connect", self._on_connect)
        install_gates(self._permission)
        watch_attachments(self._permission)
        install_audit(self._permission)
        if close_tcp(self._permission.ports()):
            self._notes.add("kernel-guard", "Landlock")

    def _on_connect(self, dialect: Any, _record: Any, arguments: Sequence[Any], options: dict[str, Any]) -> None:
        """Look at what an engine is about to hand to its driver."""
        if dialect.name == "sqlite":
            self._permission.check_sqlite(arguments[0] if arguments else options.get("database", ""))
        elif dialect.driver in GATED_DIALECTS:
            return  # it may hand over a whole connection string, which only the driver can read
        elif arguments:
            raise self._permission.refused(dialect.name, "by a connection string")
        else:
            database = options.get("database") or options.get("dbname") or options.get("db")
            port = options.get("port") or POSTGRESQL_PORT
            self._permission.check_server(dialect.name, str(options.get("host") or ""), port, database)
