"""Each project of tests/projects is checked once, with production in its environment; the tests look at the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ParityError
from harness.pipeline import check
from harness.project import discover, read_history
from tests.guard.production import Production as Watched
from tests.guard.production import let_workers
from tests.wirings.expected import NAMES
from tests.wirings.surroundings import Production, fingerprints, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docker import DockerClient

    from harness.databases import Server
    from harness.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A checked project: its revisions, the report, its files before and after, and how often production was met."""

    name: str
    revisions: frozenset[str]
    checked: Report | None
    error: ParityError | None
    before: Mapping[str, str]
    after: Mapping[str, str]
    contacts: int

    @property
    def report(self) -> Report:
        """The report of a check that ran."""
        if self.error is not None:
            raise self.error
        assert self.checked is not None
        return self.checked


@pytest.fixture(scope="session")
def postgres_url(container_server: Server) -> str:
    """Give the URL of the server that all tests share."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address.url("postgres")


@pytest.fixture(scope="session")
def production(docker: DockerClient) -> Iterator[Production]:
    """Give the production that nobody may contact."""
    with BACKEND.start(ServerSettings(postgres="container")) as server:
        assert isinstance(server, PostgresqlServer)
        production = Production(watched=Watched(server=server, docker=docker))
        production.make()
        yield production


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is around every project: the server on which it is checked, production, and a place for its files."""

    postgres_url: str
    production: Production
    directories: pytest.TempPathFactory

    def check(self, name: str, **layers: bool) -> Outcome:
        """Check a project in an environment that names production; `layers` are what the workers do without."""
        production = self.production
        root = set_up(name, self.directories.mktemp("projects"), production)
        settings = load_settings(root, {"postgres": self.postgres_url})
        before, contacts = fingerprints(root), production.contacts
        report, error = None, None
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DATABASE_URL", production.url)
            environment.setenv("PGHOST", "127.0.0.1")
            environment.setenv("PGPORT", str(production.port))
            if layers:
                let_workers(environment, **layers)
            try:
                report = check(root, settings)
            except ParityError as raised:
                error = raised
        return Outcome(
            name=name,
            revisions=frozenset(revision.id for revision in read_history(discover(root, settings.hints())).revisions),
            checked=report,
            error=error,
            before=before,
            after=fingerprints(root),
            contacts=production.contacts - contacts,
        )


@pytest.fixture(scope="session")
def surroundings(postgres_url: str, production: Production, tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """Give what is around every project."""
    return Surroundings(postgres_url=postgres_url, production=production, directories=tmp_path_factory)


@pytest.fixture(scope="module", params=NAMES)
def outcome(request: pytest.FixtureRequest, surroundings: Surroundings) -> Outcome:
    """Check a project as every user does."""
    return surroundings.check(request.param)
