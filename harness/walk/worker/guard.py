"""Refuse every connection that is not to a database of this run. Default deny: engines, drivers, sockets, programs."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .targets import PRIVATE, key_of

if TYPE_CHECKING:
    from .notes import Notes
    from .targets import Targets

CLIENT_PROGRAMS = frozenset(
    "psql pg_dump pg_dumpall pg_restore createdb dropdb pgbench vacuumdb mysql mysqldump mariadb sqlite3 alembic flask".split()
)
PAIR = re.compile(r"(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^'\s]*))")


class Forbidden(ConnectionRefusedError):
    """A connection elsewhere was tried.

    A ConnectionRefusedError, so that code which tolerates an absent cache or mail server goes on as it would.
    """


class Guard:
    """Knows the targets; every check returns or raises Forbidden."""

    def __init__(self, targets: Targets, notes: Notes, allow_network: list[str]) -> None:
        self.targets = targets
        self.notes = notes
        self.allowed = set(allow_network)
        self.quiet = False

    def install(self) -> None:
        """Hang the checks on SQLAlchemy, the drivers and the interpreter's audit events, for as long as the process lasts."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "do_connect", self._on_connect)
        with contextlib.suppress(ImportError):
            self._wrap_psycopg2()
        with contextlib.suppress(ImportError):
            self._wrap_psycopg()
        sys.addaudithook(self._on_audit)

    def refuse(self, what: str) -> None:
        """Record the attempt and raise."""
        self.notes.add("connection-refused", what)
        raise Forbidden(f"parity refused a connection to {what}: it is not a database of this run")

    def check_postgresql(self, host: object, port: object, database: object) -> None:
        """Let a connection to a PostgreSQL target pass."""
        for target in self.targets.made:
            if key_of(target) == ("postgresql", str(host or "").lower(), int(str(port or 5432)), database):
                return
        self.refuse(f"postgresql {host or 'local socket'}:{port or 5432}/{database or ''}")

    def check_dsn(self, dsn: str, keywords: dict[str, Any] | None = None) -> None:
        """Let a connection string pass whose host, port and database are a target's, after `keywords` override it."""
        if "://" in dsn:
            parts = urlsplit(dsn)
            values = {"host": parts.hostname, "port": parts.port, "dbname": unquote(parts.path.lstrip("/"))}
            values.update(dict(parse_qsl(parts.query)))
        else:
            values = {name: quoted or plain for name, quoted, plain in PAIR.findall(dsn)}
        values.update({name: value for name, value in (keywords or {}).items() if value is not None})
        if values.get("hostaddr") or values.get("service"):
            self.refuse(f"postgresql {values.get('hostaddr') or values.get('service')}")
        self.check_postgresql(values.get("host"), values.get("port"), values.get("dbname") or values.get("database"))

    def check_sqlite(self, database: str) -> None:
        """Let memory and the run's own files pass."""
        if database in PRIVATE or "mode=memory" in database or database.startswith("file::memory:"):
            return
        path = unquote(database[5:].split("?")[0]) if database.startswith("file:") else database
        if path.startswith("//"):
            path = "/" + path.lstrip("/").partition("/")[2] if not path.startswith("///") else path[2:]
        own = [target for target in self.targets.made if target.get_backend_name() == "sqlite"]
        if any(os.path.realpath(path) == os.path.realpath(target.database or "") for target in own):
            return
        self.refuse(f"sqlite {path}")

    def check_socket(self, address: Any) -> None:
        """Let TCP connections to the target's server and to `allow_network` pass; Unix sockets never reach a target."""
        if isinstance(address, tuple) and len(address) >= 2:
            host, port = address[0], address[1]
            if f"{host}:{port}" in self.allowed:
                return
            if any((target.host, target.port) == (host, port) for target in self.targets.made if target.host):
                return
            self.refuse(f"tcp {host}:{port}")
        elif isinstance(address, str | bytes) and os.fsdecode(address) not in self.allowed:
            self.refuse(f"socket {os.fsdecode(address)!r}")

    def check_program(self, executable: Any, arguments: Any) -> None:
        """Refuse database clients; other programs are named in the report."""
        words = [os.fsdecode(word) for word in (arguments or []) if isinstance(word, str | bytes | os.PathLike)]
        line = words if not isinstance(arguments, str) else arguments.split()
        program = (
            os.path.basename(os.fsdecode(executable)) if executable else (os.path.basename(line[0]) if line else "")
        )
        named = {os.path.basename(word) for part in line for word in part.split()[:1]} | {program}
        if program in {"sh", "bash", "dash", "zsh", "env"}:
            named |= {os.path.basename(word) for part in line for word in re.split(r"[\s;|&()]+", part)}
        if named & CLIENT_PROGRAMS:
            self.refuse(f"a database through the program {min(named & CLIENT_PROGRAMS)}")
        self.notes.add("program-started", program)

    def _on_connect(self, dialect: Any, _record: Any, arguments: Any, keywords: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            self.check_sqlite(str(arguments[0] if arguments else keywords.get("database", "")))
        elif arguments and isinstance(arguments[0], str):
            self.check_dsn(arguments[0], keywords)
        else:
            self.check_dsn("", keywords)

    def _on_audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.quiet:
            return
        if event == "sqlite3.connect":
            self.check_sqlite(os.fsdecode(arguments[0]) if not isinstance(arguments[0], str) else arguments[0])
        elif event == "socket.connect":
            self.check_socket(arguments[1])
        elif event == "subprocess.Popen":
            self.check_program(arguments[0], arguments[1])
        elif event in {"os.system", "os.exec", "os.posix_spawn", "os.spawn"}:
            command = arguments[0] if event == "os.system" else arguments[1 if event != "os.spawn" else 2]
            self.check_program(None, os.fsdecode(command) if isinstance(command, bytes) else command)

    def _wrap_psycopg2(self) -> None:
        """Both ways in: psycopg2.connect() calls _connect; the connection class itself can be called as well."""
        import psycopg2
        import psycopg2.extensions

        guard = self
        real = psycopg2._connect

        def connect(dsn: str | None = None, *arguments: Any, **keywords: Any) -> Any:
            guard.check_dsn(dsn or "", {n: keywords.get(n) for n in ("host", "hostaddr", "port", "dbname", "service")})
            return real(dsn, *arguments, **keywords)

        class GuardedConnection(psycopg2.extensions.connection):
            def __init__(self, dsn: str = "", *arguments: Any, **keywords: Any) -> None:
                guard.check_dsn(dsn)
                super().__init__(dsn, *arguments, **keywords)

        psycopg2._connect = connect
        psycopg2.extensions.connection = GuardedConnection
        psycopg2._psycopg.connection = GuardedConnection

    def _wrap_psycopg(self) -> None:
        import psycopg

        guard = self
        for connection_class in (psycopg.Connection, psycopg.AsyncConnection):
            real = connection_class._connect_gen.__func__

            def generate(cls: Any, conninfo: str = "", *, _real: Any = real, **keywords: Any) -> Any:
                guard.check_dsn(conninfo)
                return _real(cls, conninfo, **keywords)

            connection_class._connect_gen = classmethod(generate)
