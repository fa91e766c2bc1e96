"""A PostgreSQL server in a container, made for one run.

It keeps its files in memory and syncs nothing, is published on the loopback address, and is removed by a
watchdog when this process is killed. testcontainers' own reaper is not used: it needs another image, and in
some connection modes it leaks without a word (testcontainers-python issue #1114).
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, cast

from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import testcontainers_config
from typing_extensions import override

from harness.databases._lifetime.watchdog import certainly
from harness.databases.postgresql import engine
from harness.databases.postgresql.address import Address
from harness.databases.postgresql.administration import wait_for_answer
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases import Server, ServerSettings
    from harness.databases.postgresql.administration import Answer

# A tmpfs above a volume of the image does nothing, and images up to 17 and from 18 declare different volumes.
USER = "parity"
_DATA = "/pgdata"
COMMAND = ("postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
_STEP = 0.02


@contextmanager
def running(settings: ServerSettings) -> Iterator[Server]:
    """Start a container and give its server; the container is gone in the end.

    Raises engine.ContainerUnavailableError before anything is started, ServerError when the server dies or
    does not answer.
    """
    with closing(engine.connect()) as client:
        engine.have_image(client, testcontainers_config.hub_image_name_prefix + settings.image)
        engine.sweep(client)
    run = f"parity_{os.urandom(10).hex()}"
    with (
        certainly(engine.remove, os.environ.get("DOCKER_HOST", ""), run),
        closing(created(settings, run, engine.labels())) as container,
    ):
        container.launch()
        yield container.server()


class ThrowAwayPostgres(PostgresContainer):
    """The container: how it is made, and how it is waited for.

    `run` is the name of the container, of its cluster, and the beginning of the names of its databases.
    """

    def __init__(self, settings: ServerSettings, run: str, labels: dict[str, str]) -> None:
        super().__init__(
            settings.image,
            username=USER,
            password=os.urandom(24).hex(),
            dbname="postgres",
            driver=None,
            labels=labels,
        )
        self._seconds = settings.start_timeout
        self._run = run
        self._answer: tuple[Address, Answer] | None = None
        self.with_name(run).with_command([*COMMAND, "-c", f"cluster_name={run}"])
        self.with_env("PGDATA", _DATA).with_tmpfs_mount(_DATA).with_env("POSTGRES_INITDB_ARGS", "--no-sync")
        # Docker's default is every interface; the port of a remote engine can be reached in no other way.
        interface = "127.0.0.1" if self._is_local() else "0.0.0.0"  # noqa: S104 - of a remote engine only
        self.ports = {"5432/tcp": cast("Any", (interface, None))}

    def launch(self) -> None:
        """Start the container and wait until its server answers. Raises ServerError when it does not."""
        before = testcontainers_config.ryuk_disabled
        testcontainers_config.ryuk_disabled = True
        try:
            self.start()
        except engine.ENGINE_ERRORS as error:
            raise _cannot_start(self.image, error) from error
        finally:
            testcontainers_config.ryuk_disabled = before

    def close(self) -> None:
        """Let go of the connection to the engine."""
        self.get_docker_client().client.close()

    @override
    def _connect(self) -> None:
        """Wait by connecting: testcontainers runs psql in the container, and only once a second."""
        address = self._address()
        try:
            answer = wait_for_answer(address, self._run, seconds=self._seconds, step=_STEP, died=self.death)
        except ChildProcessError as error:
            raise self._no_answer("did not start", str(error)) from None
        except TimeoutError as error:
            why = f"{error}; {engine.last_lines(self.get_wrapped_container())}"
            raise self._no_answer(f"did not start within {self._seconds:g} s", why) from None
        self._answer = address, answer

    def server(self) -> Server:
        """Give the server, which has answered."""
        assert self._answer is not None  # noqa: S101 - start() ends with _connect()
        address, answer = self._answer
        return PostgresqlServer(
            address=address,
            version=answer.version,
            number=answer.number,
            description=f"container {self.image}{answer.oddity}",
            run=self._run,
            diagnose=self.death,
        )

    def death(self) -> str | None:
        """Tell how the container ended, with the last lines of its log; None while it runs."""
        return engine.death(self.get_wrapped_container())

    def _no_answer(self, what: str, why: str) -> ServerError:
        return ServerError(
            f"The PostgreSQL server in a container of {self.image} {what}",
            why=why,
            next_step=f"Look at the lines above, or use another server: {engine.OTHER_SERVER}",
        )

    def _is_local(self) -> bool:
        return self.get_docker_client().host() in engine.LOCAL_HOSTS

    def _address(self) -> Address:
        """Give the published port: on the loopback address, unless the engine is remote."""
        port = engine.published_port(self.get_wrapped_container())
        if port is None:
            raise self._no_answer("did not start", self.death() or "its port was not published")
        host = "127.0.0.1" if self._is_local() else self.get_docker_client().host()
        return Address(host=host, port=port, user=self.username, password=self.password)


def created(settings: ServerSettings, name: str, labels: dict[str, str]) -> ThrowAwayPostgres:
    """Give a container that is not started yet. Raises ServerError."""
    try:
        return ThrowAwayPostgres(settings, name, labels)
    except engine.ENGINE_ERRORS as error:
        raise _cannot_start(settings.image, error) from error


def _cannot_start(image: str, error: BaseException) -> ServerError:
    return ServerError(
        f"A container of {image} cannot be started",
        why=engine.root(error),
        next_step=f"See whether this works: docker run --rm {image}",
    )
