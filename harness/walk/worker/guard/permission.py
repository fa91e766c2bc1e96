"""What may be reached: databases of this run, and what the project has allowed. Everything else is refused."""

from __future__ import annotations

import os
import re
import socket
from typing import TYPE_CHECKING, Any

from .addresses import POSTGRESQL_PORT, is_number, place_of, reaches, server_of, socket_path, sqlite_file, text_of
from .forbidden import refusal
from .programs import clients_in, clients_in_text, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.walk.worker.guard.forbidden import Forbidden
    from harness.walk.worker.notes import Notes
    from harness.walk.worker.targets import Targets

OF_MULTIPROCESSING = re.compile(r"/pymp-[^/]*/[^/]*\Z")
"""The sockets between parent and child, which multiprocessing makes in a directory of its own."""
SYSTEM_LOGS = frozenset({"/dev/log", "/var/run/syslog", "/run/systemd/journal/socket", "/run/systemd/journal/dev-log"})


class Permission:
    """Every check returns when a place may be reached, and raises Forbidden when it may not."""

    def __init__(self, targets: Targets, notes: Notes, allow_network: Sequence[str]) -> None:
        self._targets = targets
        self._notes = notes
        self._allowed = [place for entry in allow_network if (place := place_of(entry))]
        self._paths = SYSTEM_LOGS | {entry for entry in allow_network if "/" in entry}

    def refused(self, kind: str, place: str) -> Forbidden:
        """Record an attempt and give what is raised for it."""
        where = self._notes.caller()
        self._notes.add("connection-refused", f"{kind} {place}", place=where)
        return refusal(kind, place, where)

    def servers(self) -> Iterator[tuple[str, int, str | None]]:
        """Give host, port and database of every target on a server."""
        return (server_of(target) for target in self._targets.made if target.get_backend_name() != "sqlite")

    def ports(self) -> set[int]:
        """Give every TCP port that may be reached, on whatever host."""
        return {port for host, port, _ in self.servers() if not host.startswith("/")} | {
            port for _, port in self._allowed
        }

    def check_server(self, backend: str, host: str, port: str | int, database: str | None) -> str:
        """Give the host of the target that a driver asks for."""
        for own, own_port, own_database in self.servers():
            same = backend == self._targets.backend and str(port) == str(own_port) and database == own_database
            if same and reaches(host, own):
                return own
        raise self.refused(backend, f"{host or 'local socket'}:{port}/{database or ''}")

    def check_libpq(self, parameters: Mapping[str, Any]) -> dict[str, str]:
        """Give the parameters of libpq that have to be said, so that no variable and no file can say them.

        libpq fills what a connection string leaves out from PG* variables, then from a service file; PGHOSTADDR even
        overrides a host (PostgreSQL documentation, "Parameter Key Words" and "Environment Variables").
        """
        if parameters.get("service"):
            raise self.refused("postgresql", f"service {parameters['service']}")
        address = str(parameters.get("hostaddr") or "")
        host = str(parameters.get("host") or address or os.environ.get("PGHOST", ""))
        port = str(parameters.get("port") or os.environ.get("PGPORT") or POSTGRESQL_PORT)
        database = str(parameters.get("dbname") or os.environ.get("PGDATABASE", ""))
        if address:
            self.check_server("postgresql", address, port, database)
        own = self.check_server("postgresql", host, port, database)
        return {"host": own, "hostaddr": address, "port": port, "dbname": database}

    def check_sqlite(self, database: Any) -> None:
        """Let memory and the run's own files pass."""
        path = sqlite_file(text_of(database))
        if path is None:
            return
        own = [target.database or "" for target in self._targets.made if target.get_backend_name() == "sqlite"]
        if not any(os.path.realpath(path) == os.path.realpath(one) for one in own):
            raise self.refused("sqlite", path)

    def check_socket(self, link: Any, address: Any) -> None:
        """Let a socket reach a target's server and what is allowed; it does not show which database is asked for."""
        if isinstance(address, tuple) and link.family in {socket.AF_INET, socket.AF_INET6}:
            host, port = text_of(address[0]), int(address[1])
            if not self._is_open(host, port):
                raise self.refused("udp" if link.type == socket.SOCK_DGRAM else "tcp", _joined(host, port))
        elif address is not None:
            path = text_of(address)
            if not self._is_open_path(path):
                raise self.refused("socket", path.replace("\0", "@"))

    def check_lookup(self, host: Any, port: Any = None) -> None:
        """Let numbers, this machine's own names and those of open places be looked up."""
        name = text_of(host or "").lower()
        known = {own.lower() for own, _, _ in self.servers()} | {own for own, _ in self._allowed}
        if not name or is_number(name) or name in known | {"localhost", socket.gethostname().lower()}:
            return
        raise self.refused("host", f"{name}:{text_of(port)}" if port else name)

    def check_program(self, executable: Any, arguments: Any) -> None:
        """Refuse a database client; other programs are recorded."""
        if isinstance(arguments, str | bytes | os.PathLike):
            text = text_of(arguments)
            words, clients = text.split(), set(clients_in_text(text))
        else:
            words = [text_of(word) for word in arguments or ()]
            clients = set(clients_in(words))
        program = name_of(text_of(executable)) if executable else name_of(words[0]) if words else ""
        clients |= set(clients_in([program, *words[1:]]))
        if clients:
            raise self.refused("program", min(clients))
        self._notes.add("program-started", program)

    def _is_open(self, host: str, port: int) -> bool:
        places = [*((own, own_port) for own, own_port, _ in self.servers()), *self._allowed]
        return any(port == own_port and reaches(host, own) for own, own_port in places)

    def _is_open_path(self, path: str) -> bool:
        own = {socket_path(host, port) for host, port, _ in self.servers() if host.startswith("/")}
        return path in self._paths | own or OF_MULTIPROCESSING.search(path) is not None


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
