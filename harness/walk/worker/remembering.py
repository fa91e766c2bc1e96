"""Tell the parent what this walk depends on, so that a later one may start where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asking import Asking
from .fingerprint import fingerprint, session_of
from .opened import Opened
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
        self._session: list[Any] = []
        self._left = False

    def install(self) -> None:
        """Begin to listen to what is opened; to be called before any code of the project runs."""
        self._opened.install()

    def tell(self, connection: Connection, part: Part, env_py: str) -> None:
        """Send the fingerprints when env.py has configured the first migration. Raises Outdated."""
        if self._told:
            return
        self._told = True
        opened = [file for file in self._opened.files(sources=False) if self._notes.owns(file)]
        with Asking(connection) as query:
            self._session = session_of(query, connection.dialect.name)
            prints = {
                name: fingerprint(
                    self._notes,
                    env_py=env_py,
                    imports=modules,
                    opened=opened,
                    options=part.options,
                    metadata=part.metadata,
                    session=self._session,
                )
                | {"the environment": self._surroundings}
                for name, modules in self._spec["remember"].items()
            }
        self._opened.forget()
        if not self._channel.ask("fingerprint", prints=prints)["go"]:
            raise Outdated

    def look_again(self, connection: Connection) -> None:
        """Look at the session when the last revision has run."""
        with Asking(connection) as query:
            self._left = session_of(query, connection.dialect.name) != self._session

    def at_the_end(self) -> dict[str, Any]:
        """Give what a later walk must know of this one.

        `opened` are the files of the project that were opened since, each with a digest of what it holds now. `left`
        tells whether a revision left the session otherwise than it found it, for a walk that begins after it has
        another one.
        """
        files = self._opened.files(sources=True)
        return {
            "opened": {file: digest_of_source(file) for file in files if self._notes.owns(file)},
            "left": self._left,
        }
