"""Services that are no databases of the run: what the project hears, what the report says, and how they are allowed."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness import pipeline
from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ProjectError
from tests.guard.production import ENV, INI, REVISION, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.databases import Server
    from harness.model import Report
    from tests.guard.conftest import Visit

STRANGERS = Path(__file__).parent / "strangers"
pytestmark = pytest.mark.container


@pytest.fixture(scope="module")
def strangers(visit: Callable[..., Visit]) -> Visit:
    """Give a walk over a project that looks for services."""
    return visit(STRANGERS)


@contextmanager
def greeting(listening: socket.socket) -> Iterator[None]:
    """Have somebody greet all who connect."""

    def greet() -> None:
        with suppress(OSError):
            while True:
                with closing(listening.accept()[0]) as link:
                    link.sendall(b"hello")

    listening.listen()
    threading.Thread(target=greet, daemon=True).start()
    yield
    listening.shutdown(socket.SHUT_RDWR)


ALLOW = "If the project needs this service, set allow_network = [{}] in [tool.migration-parity]."


@pytest.mark.parametrize(
    ("name", "line", "place", "remedy"),
    [
        ("cache", 10, "tcp 192.0.2.1:6379", ALLOW.format('"192.0.2.1:6379"')),
        ("cache_by_name", 10, "host cache.example.com:6379", ALLOW.format('"cache.example.com:6379"')),
        ("name", 10, "host db.example.com", ALLOW.format('"db.example.com:PORT"')),
        ("statsd", 11, "udp 192.0.2.1:8125", ALLOW.format('"192.0.2.1:8125"')),
        ("mail", 11, "tcp [2001:db8::1]:25", ALLOW.format('"[2001:db8::1]:25"')),
        ("unix_socket", 11, "socket /run/shop/.s.PGSQL.5432", ALLOW.format('"/run/shop/.s.PGSQL.5432"')),
        (
            "other_driver",
            17,
            "database through pyodbc",
            "Take the address from Alembic's config or from the app's: parity puts its own database there.",
        ),
    ],
)
def test_project_hears_what_was_refused(name: str, line: int, place: str, remedy: str, strangers: Visit) -> None:
    """The exception says what, from which line of the project, and what to do."""
    kind = "ForbiddenLookup" if place.startswith("host ") else "Forbidden"

    assert outcomes(strangers.project, "postgresql")[name] == (
        f"{kind}: parity refused a connection to {place} (attempts/{name}.py:{line}): "
        f"it is not a database of this run. {remedy}"
    )


def test_report_notes_what_the_project_went_on_without(strangers: Visit) -> None:
    """A refusal that the project survived is a note, and the verdict stays."""
    cache = next(finding for finding in strangers.refusals() if finding.name == "192.0.2.1:6379")

    assert strangers.report.verdict == "parity"
    assert (cache.severity, cache.file, cache.line) == ("note", "attempts/cache.py", 10)
    assert cache.message == (
        "The project tried to reach 192.0.2.1:6379 on dev and prod: it was refused, and the migrations went on "
        "without it."
    )
    assert cache.fix == (
        'If the project needs it there, set allow_network = ["192.0.2.1:6379"] in [tool.migration-parity].'
    )


ASK = """\
import socket

def attempt(production):
    answers = []
    for family, address in {addresses}:
        with socket.socket(family) as link:
            link.connect(address)
            answers.append(link.recv(5).decode())
    with socket.create_connection(("localhost", {port}), timeout=5) as link:
        return [*answers, link.recv(5).decode()]
"""


def test_allowed_services_answer(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    """A service in allow_network is reached by number, by name, and by the path of its socket."""
    path = str(tmp_path / "socket")
    with socket.socket() as by_number, socket.socket(socket.AF_UNIX) as by_path:
        by_number.bind(("127.0.0.1", 0))
        by_path.bind(path)
        port = by_number.getsockname()[1]
        addresses = [(int(socket.AF_INET), ("127.0.0.1", port)), (int(socket.AF_UNIX), path)]
        (tmp_path / "attempts").mkdir()
        (tmp_path / "attempts" / "ask.py").write_text(ASK.format(addresses=addresses, port=port), encoding="utf-8")
        with greeting(by_number), greeting(by_path):
            visited = visit(tmp_path / "attempts", allow_network=(f"localhost:{port}", path))

    assert outcomes(visited.project, "sqlite")["ask"] == "returned ['hello', 'hello', 'hello']"
    assert outcomes(visited.project, "postgresql")["ask"] == "returned ['hello', 'hello', 'hello']"
    assert visited.refusals() == []


ENV_THAT_NEEDS_A_SERVICE = """\
import socket

socket.create_connection(("192.0.2.1", 6379))
"""
REVISION_THAT_NEEDS_A_SERVICE = """\
import socket

revision = "0001"
down_revision = None


def upgrade():
    socket.create_connection(("192.0.2.1", 6379))
"""
REVISION_THAT_ATTACHES = """\
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ATTACH DATABASE 'old.db' AS old")
"""


@pytest.fixture
def check(tmp_path: Path, container_server: Server) -> Callable[[str, str], Report]:
    """Give the check of a project with this env.py and this revision."""
    assert isinstance(container_server, PostgresqlServer)
    settings = Settings(postgres=container_server.address.url("postgres"))

    def run(env: str, revision: str) -> Report:
        (tmp_path / "alembic.ini").write_text(INI, encoding="utf-8")
        (tmp_path / "migrations" / "versions").mkdir(parents=True)
        (tmp_path / "migrations" / "versions" / "0001_items.py").write_text(revision, encoding="utf-8")
        (tmp_path / "migrations" / "env.py").write_text(env, encoding="utf-8")
        return pipeline.check(tmp_path, settings)

    return run


def test_env_py_that_cannot_do_without_is_told_what_to_set(check: Callable[[str, str], Report]) -> None:
    """Where the refusal ends env.py, the error's next step is the remedy, and nobody is told to run it by hand."""
    with pytest.raises(ProjectError) as raised:
        check(ENV_THAT_NEEDS_A_SERVICE, REVISION)

    assert raised.value.what == "migrations/env.py fails on sqlite and postgresql before the first revision"
    assert raised.value.next_step == (
        'If the project needs this service, set allow_network = ["192.0.2.1:6379"] in [tool.migration-parity].'
    )


def test_revision_that_cannot_do_without_is_an_error(check: Callable[[str, str], Report]) -> None:
    """Where the refusal ends a revision, it is the error: the one that knows the remedy."""
    report = check(ENV.format(first=""), REVISION_THAT_NEEDS_A_SERVICE)

    (refused,) = report.findings
    assert refused.rule == "connection-refused"
    assert (refused.severity, refused.revision, refused.line) == ("error", "0001", 8)
    assert refused.message == (
        "The project tried to reach 192.0.2.1:6379 on dev and prod: it was refused, and the migrations on dev and "
        "prod ended in revision 0001."
    )


def test_attached_file_that_ends_a_revision_is_an_error(check: Callable[[str, str], Report]) -> None:
    """SQLite says no more than "not authorized", so the rule says which file it was about."""
    report = check(ENV.format(first=""), REVISION_THAT_ATTACHES)

    (refused,) = report.findings
    assert refused.rule == "connection-refused"
    assert (refused.severity, refused.line, refused.dev, refused.prod) == ("error", 9, "refused", "not tried")
    assert refused.message == (
        "The project tried to reach the SQLite file old.db on dev: it was refused, and the migrations on dev ended "
        "in revision 0001."
    )
    assert refused.fix == (
        "Take the address from Alembic's config or from the app's configuration, which hold that of the check."
    )
