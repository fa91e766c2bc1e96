"""The databases of this run, and which of them stands for which database of the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import URL

DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}
PRIVATE = ("", ":memory:")

Key = tuple[Any, ...]


def key_of(url: URL) -> Key:
    """Give what identifies a database whatever driver, user or options the URL names."""
    backend = url.get_backend_name()
    backend = "postgresql" if backend == "postgres" else backend
    if backend == "sqlite":
        database = (url.database or "").removeprefix("file:").split("?")[0]
        return (backend, database if database in PRIVATE else os.path.abspath(database))
    host = url.query.get("host") or url.host or ""
    port = url.query.get("port") or url.port or DEFAULT_PORTS.get(backend, 0)
    return (backend, str(host).lower(), int(str(port)), url.database)


def is_private(url: URL) -> bool:
    """Tell whether the URL names a SQLite database in the memory of this process."""
    return url.get_backend_name() == "sqlite" and key_of(url)[1] in PRIVATE


class Targets:
    """The first database of the project that is asked for gets the run's first; each other one gets its own.

    `primary` is the one on which the history runs: the run's first, until env.py connects to another one.
    """

    def __init__(self, url: str, more: Callable[[], str]) -> None:
        from sqlalchemy.engine import make_url

        self._parse = make_url
        self.primary = make_url(url)
        self.made: list[URL] = [self.primary]
        self.by_source: dict[Key, URL] = {}
        self._more = more

    @property
    def backend(self) -> str:
        """The backend of every target."""
        return self.primary.get_backend_name()

    def find(self, url: URL) -> URL | None:
        """Give the target that the URL already names, with its right credentials; else None."""
        return next((target for target in self.made if key_of(target) == key_of(url)), None)

    def for_source(self, url: URL) -> URL:
        """Give the target that stands for a database of the project."""
        target = self.find(url)
        if target is not None:
            self.by_source.setdefault(key_of(target), target)
            return target
        key = key_of(url)
        if key not in self.by_source:
            unused = not self.by_source
            self.by_source[key] = self.primary if unused else self._allocate()
        return self.by_source[key]

    def adopt(self, url: URL) -> URL:
        """Let the run's first database stand for this one, which the project itself names its main database."""
        return self.by_source.setdefault(key_of(url), self.find(url) or self.made[0])

    def beside(self, url: URL, name: str) -> URL:
        """Give the target for a database that the project has under this name beside its main one.

        It is never the run's first, also where a variable that was set to that one gave its URL.
        """
        known = self.find(url)
        if known is not None and known != self.made[0]:
            return known
        key = ("beside", name) if known is not None or is_private(url) else key_of(url)
        if key not in self.by_source:
            self.by_source[key] = self._allocate()
        return self.by_source[key]

    def named(self, identity: str) -> URL | None:
        """Give the target whose live connection would answer with this identity (database name or file path)."""
        for target in self.made:
            database = target.database or ""
            if identity in (database, os.path.realpath(database)) or os.path.realpath(identity) == os.path.realpath(
                database
            ):
                return target
        return None

    def _allocate(self) -> URL:
        url = self._parse(self._more())
        self.made.append(url)
        return url
