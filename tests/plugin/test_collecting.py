"""What `--parity` adds to a suite, before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness import pipeline
from harness.pytest_plugin.backends import BACKENDS
from harness.rules import all_rules

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

REVISIONS = [f"parity::{backend}::{revision}" for backend in ("sqlite", "postgresql") for revision in ("0001", "0002")]
RULES = [f"parity::rule::{name}" for name in all_rules()]

WATCHFUL = """
    import sys

    def watch(event, arguments):
        if event in {"subprocess.Popen", "os.fork", "os.posix_spawn", "socket.connect"}:
            raise RuntimeError(f"{event} {arguments}")

    sys.addaudithook(watch)
"""


def test_items(suite: Suite) -> None:
    """There is one item for each revision on each backend, and one for each rule."""
    assert suite.ids("--parity") == [*REVISIONS, *RULES]


def test_backends_are_those_of_the_check() -> None:
    """The plugin names the backends without loading the pipeline."""
    assert tuple(pipeline.BACKENDS.values()) == BACKENDS


def test_without_being_asked(suite: Suite) -> None:
    """An installed plugin adds nothing by itself."""
    suite.write("test_own.py", "def test_own(): pass")

    assert suite.ids() == ["test_own.py::test_own"]


def test_items_come_after_the_tests(suite: Suite) -> None:
    """The tests of the suite run first."""
    suite.write("test_own.py", "def test_own(): pass")

    assert suite.ids("--parity") == ["test_own.py::test_own", *REVISIONS, *RULES]


def test_asked_in_the_ini_file(suite: Suite) -> None:
    """`parity_enabled` does what the option does."""
    suite.write("pytest.ini", "[pytest]\nparity_enabled = true\n")

    assert suite.ids() == [*REVISIONS, *RULES]


def test_asked_in_pyproject(suite: Suite) -> None:
    """The table of pytest in pyproject.toml is an ini file as well."""
    suite.path.joinpath("pytest.ini").unlink()
    suite.write("pyproject.toml", "[tool.pytest.ini_options]\nparity_enabled = true\n")

    assert suite.ids() == [*REVISIONS, *RULES]


def test_collecting_starts_nothing(suite: Suite) -> None:
    """The revisions are read from their files: no process is started, and no connection made."""
    suite.write("conftest.py", WATCHFUL)

    assert suite.ids("--parity") == [*REVISIONS, *RULES]


def test_running_starts_something(suite: Suite) -> None:
    """The watch of the test before would see it."""
    suite.write("conftest.py", WATCHFUL)

    suite.run("parity::sqlite::0001").stdout.fnmatch_lines(["*RuntimeError: subprocess.Popen (*"])


@pytest.mark.parametrize(
    ("argument", "chosen"),
    [
        pytest.param("parity::sqlite::0001", REVISIONS[:1], id="item"),
        pytest.param("parity::sqlite", REVISIONS[:2], id="backend"),
        pytest.param("parity::rule", RULES, id="rules"),
        pytest.param("parity", [*REVISIONS, *RULES], id="all"),
    ],
)
def test_chosen_by_id(suite: Suite, argument: str, chosen: list[str]) -> None:
    """An id asks for its items and no others; the option is not needed."""
    suite.write("test_own.py", "def test_own(): pass")

    assert suite.ids(argument) == chosen


def test_chosen_beside_a_file(suite: Suite) -> None:
    """Ids and files can be given together."""
    suite.write("test_own.py", "def test_own(): pass")

    assert suite.ids("test_own.py", "parity::sqlite::0002") == ["test_own.py::test_own", "parity::sqlite::0002"]


def test_chosen_from_a_subdirectory(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are taken as pytest prints them: as seen from where it was started."""
    suite.path.joinpath("tests").mkdir()
    monkeypatch.chdir(suite.path / "tests")

    assert suite.ids("../parity::sqlite::0001", "--rootdir", str(suite.path)) == ["parity::sqlite::0001"]


def test_unknown_id(suite: Suite) -> None:
    """An id that no item has is an error of usage."""
    result = suite.run("parity::sqlite::0001", "parity::sqlite::0003")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines == ["ERROR: not found: parity::sqlite::0003", ""]


def test_directory_of_that_name(suite: Suite) -> None:
    """A directory `parity` of the project is what its name means."""
    suite.write("parity/test_own.py", "def test_own(): pass")

    assert suite.ids("parity") == ["parity/test_own.py::test_own"]
    assert suite.ids("parity::sqlite::0001") == ["parity::sqlite::0001"]


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        pytest.param("0001", [REVISIONS[0], REVISIONS[2]], id="revision"),
        pytest.param("sqlite and 0002", [REVISIONS[1]], id="backend and revision"),
        pytest.param("unique-missing", ["parity::rule::unique-missing"], id="rule"),
        pytest.param("parity and not rule", REVISIONS, id="all but the rules"),
    ],
)
def test_chosen_by_keyword(suite: Suite, expression: str, chosen: list[str]) -> None:
    """`-k` knows backends, revisions and rules."""
    suite.write("test_own.py", "def test_own(): pass")

    assert suite.ids("--parity", "-k", expression) == chosen


def test_chosen_by_marker(suite: Suite) -> None:
    """The marker `parity` is on our items and on the tests that use our databases."""
    suite.write("test_own.py", "def test_own(): pass\ndef test_stored(parity_engine): pass")

    assert suite.ids("--parity", "-m", "not parity") == ["test_own.py::test_own"]


def test_marker_is_registered(suite: Suite) -> None:
    """`--markers` explains it."""
    suite.run("--markers").stdout.fnmatch_lines(
        ["@pytest.mark.parity: needs the check of migration-parity: its own items, and tests that use its databases"]
    )


def test_project_elsewhere(suite: Suite) -> None:
    """`--parity-project` counts from where pytest is started."""
    suite.write_project("shop")
    suite.revise("0003", "more", "pass", directory="shop")

    assert "parity::sqlite::0003" in suite.ids("--parity", "--parity-project", "shop")


def test_project_elsewhere_in_the_ini_file(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """`parity_project` counts from the rootdir."""
    suite.write_project("shop")
    suite.revise("0003", "more", "pass", directory="shop")
    suite.write("pytest.ini", "[pytest]\nparity_project = shop\n")
    monkeypatch.chdir(suite.path / "migrations")

    assert "parity::sqlite::0003" in suite.ids("--parity")


def test_header(suite: Suite) -> None:
    """The header says what will be checked, and shows no password."""
    result = suite.run("--parity", "--collect-only", "--parity-postgres", "postgresql://me:secret@db.example/x")

    result.stdout.fnmatch_lines(
        ["parity: 2 revisions of migrations, on sqlite and postgresql (a server given by its URL)"]
    )
    result.stdout.no_fnmatch_line("*secret*")


def test_no_history(suite: Suite) -> None:
    """A project without migrations is an error of collection, told without a traceback."""
    suite.path.joinpath("empty").mkdir()
    result = suite.run("--parity", "--parity-project", "empty")

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        [
            "parity: *o migration history in *empty",
            "*= ERRORS =*",
            "*_ ERROR collecting parity _*",
            "*o migration history in *empty",
            "  why: *",
            "  next: *",
            "*= short test summary info =*",
            "ERROR parity",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_fixtures_out_of_sight(suite: Suite) -> None:
    """An override that our items cannot see would have them check something else, and is refused."""
    suite.write("tests/conftest.py", "import pytest\n\n@pytest.fixture(scope='session')\ndef parity_settings(): ...")
    result = suite.run("--parity")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[0] == (
        "ERROR: the items of --parity do not see the fixture parity_settings of tests/conftest.py:"
        f" move it to {suite.path}/conftest.py"
    )
