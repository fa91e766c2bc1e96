"""The second server, and three walks over the same attempts: with the guard alone, with everything, with nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness import pipeline
from harness.config import Settings
from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND
from harness.databases.postgresql.server import PostgresqlServer
from tests.guard.production import Production, digest, let_workers, published_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docker import DockerClient

    from harness.databases import Server
    from harness.databases.postgresql.address import Address
    from harness.model import Finding, Report

ESCAPES = Path(__file__).parent / "escapes"
LAWFUL = Path(__file__).parent / "lawful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A walk over a project, and what it did elsewhere: `contacts` is what the second server has logged meanwhile."""

    project: Path
    report: Report
    contacts: dict[str, str]
    file_changed: bool

    def refusals(self) -> list[Finding]:
        """Give what the report says of refused connections."""
        return [finding for finding in self.report.findings if finding.rule == "connection-refused"]

    def refused_files(self) -> set[str]:
        """Give the files of the project that were refused something."""
        found = {finding.file or "" for finding in self.refusals()}
        return found | {one.file or "" for finding in self.refusals() for one in finding.objects}


@pytest.fixture(scope="session")
def production(docker: DockerClient) -> Iterator[Production]:
    """Give the server that nobody may contact."""
    with BACKEND.start(ServerSettings(postgres="container")) as server:
        assert isinstance(server, PostgresqlServer)
        watched = Production(server=server, docker=docker)
        watched.listen()
        yield watched


@pytest.fixture(scope="session")
def visit(
    production: Production, container_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Visit]:
    """Give a function that lets a project make its attempts."""
    assert isinstance(container_server, PostgresqlServer)

    def walk(
        attempts: Path,
        *,
        address: Address = container_server.address,
        allow_network: tuple[str, ...] = (),
        **layers: bool,
    ) -> Visit:
        settings = Settings(postgres=address.url("postgres"), allow_network=allow_network)
        project = production.project(tmp_path_factory.mktemp("project"), attempts)
        digest_before, contacts_before = digest(project), production.contacts()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}")
            let_workers(patch, **layers)
            report = pipeline.check(project, settings)
        return Visit(
            project=project,
            report=report,
            contacts=dict(production.contacts().items() - contacts_before.items()),
            file_changed=digest(project) != digest_before,
        )

    return walk


@pytest.fixture(scope="session")
def guarded(visit: Callable[..., Visit]) -> Visit:
    """Give the walk with the guard alone: engines are not led to the run's databases."""
    return visit(ESCAPES, guard=True, interception=False)


@pytest.fixture(scope="session")
def checked(visit: Callable[..., Visit]) -> Visit:
    """Give the walk as every user has it."""
    return visit(ESCAPES)


@pytest.fixture(scope="session")
def unguarded(visit: Callable[..., Visit]) -> Visit:
    """Give the walk with neither."""
    return visit(ESCAPES, guard=False, interception=False)


@pytest.fixture(scope="session")
def lawful(visit: Callable[..., Visit], container_server: Server, docker: DockerClient) -> Visit:
    """Give the walk over what is no attempt to get elsewhere; the target is named by a host that is no number."""
    assert isinstance(container_server, PostgresqlServer)
    port = published_port(docker, container_server)
    return visit(LAWFUL, address=replace(container_server.address, host="localhost", port=port))
