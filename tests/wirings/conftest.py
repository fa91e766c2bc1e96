"""Each project of tests/projects is checked once, with production in its environment; the tests look at the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from harness.project import discover, read_history
from tests.wirings.expected import NAMES
from tests.wirings.surroundings import Production, fingerprints, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.databases import Server
    from harness.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A checked project: its revisions, the report, its files before and after, and how often production was met."""

    name: str
    revisions: frozenset[str]
    report: Report
    before: Mapping[str, str]
    after: Mapping[str, str]
    contacts: int


@pytest.fixture(scope="session")
def postgres_url(container_server: Server) -> str:
    """Give the URL of the server that all tests share."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address.url("postgres")


@pytest.fixture(scope="session")
def production() -> Iterator[Production]:
    """Give the production that nobody may contact."""
    production = Production()
    yield production
    production.close()


@pytest.fixture(scope="module", params=NAMES)
def outcome(
    request: pytest.FixtureRequest, postgres_url: str, production: Production, tmp_path_factory: pytest.TempPathFactory
) -> Outcome:
    """Check a project in an environment that names production."""
    root = set_up(request.param, tmp_path_factory.mktemp("projects"), production)
    settings = load_settings(root, {"postgres": postgres_url})
    before, contacts = fingerprints(root), production.contacts
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", production.url)
        environment.setenv("PGHOST", "127.0.0.1")
        environment.setenv("PGPORT", str(production.port))
        report = check(root, settings)
    return Outcome(
        name=request.param,
        revisions=frozenset(revision.id for revision in read_history(discover(root, settings.hints())).revisions),
        report=report,
        before=before,
        after=fingerprints(root),
        contacts=production.contacts - contacts,
    )
