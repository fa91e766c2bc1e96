"""Every way round that a project has, against a second server that logs and a file whose hash is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guard.conftest import ESCAPES
from tests.guard.production import outcomes, tables

if TYPE_CHECKING:
    from tests.guard.conftest import Visit
    from tests.guard.production import Production

NAMES = sorted(path.stem for path in ESCAPES.glob("*.py"))
OF_A_CHILD = {"forked_child", "psql_by_os_exec"}
pytestmark = pytest.mark.container


@pytest.mark.parametrize("visited", ["guarded", "checked"])
def test_nobody_contacted_production(visited: str, request: pytest.FixtureRequest) -> None:
    """The second server has logged no connection, on either backend."""
    visit: Visit = request.getfixturevalue(visited)

    assert visit.contacts == {}


@pytest.mark.parametrize("visited", ["guarded", "checked"])
def test_the_file_of_the_developer_is_unchanged(visited: str, request: pytest.FixtureRequest) -> None:
    """The SQLite file has the hash that it had."""
    visit: Visit = request.getfixturevalue(visited)

    assert not visit.file_changed


@pytest.mark.parametrize("visited", ["guarded", "checked"])
def test_the_migrations_ran(visited: str, request: pytest.FixtureRequest) -> None:
    """What an env.py survives does not keep the history from being checked."""
    visit: Visit = request.getfixturevalue(visited)

    assert visit.report.compared["revisions"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_escape_is_refused(name: str, guarded: Visit) -> None:
    """The report names the file of the project that tried."""
    assert f"attempts/{name}.py" in guarded.refused_files()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_A_CHILD])
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_project_hears_of_it(name: str, backend: str, guarded: Visit) -> None:
    """The attempt ends in an exception, of the guard or of what stands between."""
    assert not outcomes(guarded.project, backend)[name].startswith("returned")


@pytest.mark.parametrize("name", NAMES)
def test_escape_connects_without_the_guard(name: str, unguarded: Visit, production: Production) -> None:
    """Without the guard each attempt reaches what it aims at: the tests above can fail."""
    reached = production.asked_for() | tables(unguarded.project)

    assert name in reached, outcomes(unguarded.project, "postgresql")[name]
