"""A marked password in the URL of the server: it is found nowhere, and nobody else can read what a run leaves."""

from __future__ import annotations

import stat
import textwrap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from harness.reports import all_formats
from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import Running, parity
from tests.databases.kinds import content, directories, soon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases.postgresql.address import Address

ROLE = "parity_tests_marked"
PASSWORD = "s3cr3t/mark'ed%"  # noqa: S105 - what is looked for
MARK = "s3cr3t"
URL_OF = "str(op.get_bind().engine.url.render_as_string(hide_password=False))"
ON_POSTGRESQL = 'if op.get_bind().dialect.name == "postgresql":\n'
WAITING = f"""\
import os, pathlib
{ON_POSTGRESQL}    pathlib.Path(os.environ["TOLD"]).write_text({URL_OF})
    op.execute("SELECT pg_sleep(600)")"""
ENOUGH = 12
TELLING = {
    "an error": f"raise RuntimeError({URL_OF})",
    "a statement": f"""op.execute("DO $$BEGIN RAISE '%', '" + {URL_OF}.replace(":", chr(92) + ":") + "'; END$$")""",
    "a default": f'op.add_column("items", sa.Column("url", sa.String(300), server_default={URL_OF}))',
    "its last words": f"import os\nprint({URL_OF}, flush=True)\nos._exit(3)",
    "where it hangs": f"import time\nprint({URL_OF}, flush=True)\ntime.sleep(9999)",
}


def readable_by_all(place: Path) -> list[Path]:
    """Give the files below a directory that any user can read, and the directories that any user can list."""
    mode = place.stat(follow_symlinks=False).st_mode
    found = [place] if mode & stat.S_IROTH and not stat.S_ISLNK(mode) else []
    if stat.S_ISDIR(mode) and mode & stat.S_IXOTH:
        found += [path for inner in place.iterdir() for path in readable_by_all(inner)]
    return found


@pytest.fixture(scope="module")
def marked(maintenance: Address) -> Iterator[str]:
    """Give the URL of a role with a marked password that may make databases."""
    with closing(maintenance.connect("tests")) as server, server.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
        yield f"postgresql://{ROLE}:{quote(PASSWORD, safe='')}@{maintenance.host}:{maintenance.port}/postgres"
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.mark.parametrize("name", sorted(all_formats()))
def test_no_report_holds_it(tmp_path: Path, marked: str, name: str) -> None:
    """Whatever the format, and however much is told."""
    directory = write_project(tmp_path, SAME, DIFFERENT)
    ended = parity(directory, "check", "--postgres", marked, "--format", name, "--verbose")

    assert (ended.status, MARK in ended.out, MARK in ended.err) == (1, False, False)


@pytest.mark.parametrize("way", TELLING)
def test_project_that_tells_it(tmp_path: Path, marked: str, way: str) -> None:
    """The project knows its own URL, and may put it into an error, the schema or a log."""
    directory = write_project(tmp_path, SAME, ON_POSTGRESQL + textwrap.indent(TELLING[way], "    "))
    ended = parity(directory, "check", "--postgres", marked, "--format", "json", "--verbose", "--timeout", "4")

    assert ended.status in {1, 2}
    assert ":***@" in ended.out + ended.err or way == "where it hangs"
    assert MARK not in ended.out + ended.err


def test_wrong_password(tmp_path: Path, marked: str) -> None:
    """A server that refuses it is told without it."""
    ended = parity(write_project(tmp_path, SAME), "check", "--verbose", "--postgres", marked.replace("mark", "wrong"))

    assert (ended.status, MARK in ended.err) == (2, False)


@pytest.mark.parametrize("kind", ["marked", pytest.param("container", marks=pytest.mark.container), "embedded"])
def test_while_it_runs(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    """No process but the command itself has it among its arguments, and the run's files are the user's alone."""
    told = tmp_path / "told"
    if kind == "container":
        request.getfixturevalue("docker")
    postgres = request.getfixturevalue("marked") if kind == "marked" else kind
    running = Running(write_project(tmp_path, SAME, WAITING), "check", "--postgres", postgres, TOLD=str(told))
    assert soon(lambda: b"/parity_" in content(told))
    secret = urlsplit(told.read_text()).password or ""
    processes = list(Path("/proc").glob("[0-9]*"))
    if kind == "marked":  # other tests have the same password
        processes = [path for path in processes if str(told).encode() in content(path / "environ")]
    holding = {path.name for path in processes if secret.encode() in content(path / "cmdline")}
    readable = {path.name for place in directories(running.process.pid) for path in readable_by_all(Path(place))}
    running.process.terminate()
    running.end()

    assert len(secret) > ENOUGH
    assert len(processes) > 1
    assert holding == ({str(running.process.pid)} if kind == "marked" else set())
    assert readable <= {"owner"}  # which says whose the directory is
    assert running.leaves_nothing()
