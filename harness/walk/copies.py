"""Copies of kept databases, made while the workers still load."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from harness.databases import Database, Server
    from harness.model import Side

Wanted = tuple["Server", str]
"""A server, and the name under which it keeps what is to be copied."""


class Copies:
    """What was ordered and not taken is dropped in the end."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._ordered: dict[str, tuple[Server, Future[Database]]] = {}

    def order(self, wanted: Mapping[Side, Wanted]) -> None:
        """Begin to make copies that will probably be wanted."""
        self._pool = self._pool or ThreadPoolExecutor(max(len(wanted), 1))
        for server, template in wanted.values():
            self._ordered[f"{server.backend} {template}"] = server, self._pool.submit(server.create, template)

    def take(self, wanted: Mapping[Side, Wanted]) -> dict[Side, Database]:
        """Give a copy for each side; none when one is gone, as another check may have removed it."""
        copies: dict[Side, Database] = {}
        try:
            for side, (server, template) in wanted.items():
                _server, ordered = self._ordered.pop(f"{server.backend} {template}", (server, None))
                copies[side] = ordered.result() if ordered is not None else server.create(template)
        except ServerError:
            for side, database in copies.items():
                wanted[side][0].drop(database)
            return {}
        return copies

    def close(self) -> None:
        """Drop what was not taken."""
        for server, ordered in self._ordered.values():
            with suppress(ServerError):
                server.drop(ordered.result())
        self._ordered.clear()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
