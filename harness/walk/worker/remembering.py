"""Tell the parent what this walk depends on, so that a later one may start where it ends."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

from .fingerprint import fingerprint
from .opened import Opened
from .scopes import rows_of
from .sources import digest_of_source

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from .channel import Channel
    from .notes import Notes
    from .parts import Part


class Outdated(BaseException):
    """The walk began after revisions that may have been walked otherwise; no `except Exception` of env.py stops it."""


class Remembering:
    """Asks the parent, once, whether the walk may go on from where it begins."""

    def __init__(self, channel: Channel, spec: dict[str, Any], notes: Notes, surroundings: str) -> None:
        self._channel = channel
        self._spec = spec
        self._notes = notes
        self._surroundings = surroundings
        self._opened = Opened(spec["root"])
        self._told = False

    def install(self) -> None:
        """Begin to listen to what is opened; to be called before any code of the project runs."""
        self._opened.install()

    def tell(self, connection: Connection, part: Part, env_py: str) -> None:
        """Send the fingerprints when env.py has configured the first migration. Raises Outdated."""
        if self._told:
            return
        self._told = True
        opened = [file for file in self._opened.files(sources=False) if self._notes.owns(file)]
        was_open = connection.in_transaction()
        prints = {
            name: fingerprint(
                self._notes,
                env_py=env_py,
                imports=modules,
                opened=opened,
                options=part.options,
                metadata=part.metadata,
                query=functools.partial(rows_of, connection),
                backend=connection.dialect.name,
            )
            | {"the environment": self._surroundings}
            for name, modules in self._spec["remember"].items()
        }
        if not was_open:
            with contextlib.suppress(Exception):
                connection.connection.rollback()
        self._opened.forget()
        if not self._channel.ask("fingerprint", prints=prints)["go"]:
            raise Outdated

    def opened(self) -> dict[str, str]:
        """Give the files of the project that were opened since, each with a digest of what it holds now."""
        files = self._opened.files(sources=True)
        return {file: digest_of_source(file) for file in files if self._notes.owns(file)}
