"""Places that may not be read or written, and disks that are full: what is said, and that nothing is lost."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import SAME, write_project
from tests.cli.running import Ended, contents, limited, settled, without_power

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[..., Ended]

LET_READ = "  next: Let the user who runs the check read it.\n"
ANOTHER_FILE = "  next: Name a file in a directory that exists and that you may write to: --output-file PATH.\n"
HTML = ("--format", "html", "--output-file", "report.html")
SMALL = 40_000
CANNOT_BE_READ = {
    "alembic.ini": f"DIR/alembic.ini cannot be read\n  why: Permission denied\n{LET_READ}",
    "migrations": f"DIR/migrations/env.py cannot be read\n  why: Permission denied\n{LET_READ}",
    "migrations/env.py": f"DIR/migrations/env.py cannot be read\n  why: Permission denied\n{LET_READ}",
    "migrations/versions": f"DIR/migrations/versions cannot be read\n  why: Permission denied\n{LET_READ}",
    "migrations/versions/0001_step.py": (
        "The revision migrations/versions/0001_step.py cannot be read\n"
        "  why: Permission denied\n"
        "  next: Mend or remove the file.\n"
    ),
    "pyproject.toml": f"pyproject.toml cannot be read\n  why: Permission denied\n{LET_READ}",
    "parity-accepted.toml": (f"parity-accepted.toml cannot be read\n  why: Permission denied\n{LET_READ}"),
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Give a project with every file that a check reads; afterwards it may be removed again."""
    directory = write_project(tmp_path / "shop", SAME)
    (directory / "pyproject.toml").write_text("")
    (directory / "parity-accepted.toml").write_text("")
    yield directory
    for path in (directory, *directory.rglob("*")):
        path.chmod(0o755)


def said(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


@pytest.mark.parametrize("name", CANNOT_BE_READ)
def test_no_permission_to_read(check: Check, project: Path, name: str) -> None:
    """The place is named; a directory of revisions that cannot be read is not an empty one."""
    (project / name).chmod(0)
    assert said(check(project, before=without_power), project) == f"parity: {CANNOT_BE_READ[name]}"


def test_file_of_others_beside_the_history(check: Check, project: Path) -> None:
    """What is only searched for names of variables may stay unread."""
    (project / "vault.py").write_text("KEY = 1\n")
    (project / "vault.py").chmod(0)
    ended = check(project, "--quiet", before=without_power)

    assert (ended.status, ended.err) == (0, "")


def test_project_that_may_not_be_written(check: Check, project: Path) -> None:
    """A check writes nothing there."""
    before = contents(project)
    for path in (project, *project.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    ended = check(project, "--quiet", before=without_power)

    assert (ended.status, ended.err) == (0, "")
    assert contents(project) == before


def test_report_where_nothing_may_be_written(check: Check, project: Path) -> None:
    """It is refused before anything is started."""
    project.chmod(0o555)
    assert said(check(project, "--output-file", "report.txt", before=without_power), project) == (
        "parity: The report cannot be written to report.txt\n  why: permission denied\n" + ANOTHER_FILE
    )


def test_report_on_a_full_disk(check: Check, project: Path) -> None:
    """The reason is the system's."""
    assert said(check(project, "--output-file", "/dev/full"), project) == (
        "parity: The report cannot be written to /dev/full\n  why: No space left on device\n" + ANOTHER_FILE
    )


def test_report_that_does_not_fit(check: Check, project: Path) -> None:
    """The one of before stays whole, and nothing lies beside it."""
    (project / "report.html").write_text("the one of before")
    before = contents(project)

    assert said(check(project, *HTML, before=limited(SMALL)), project) == (
        "parity: The report cannot be written to report.html\n  why: File too large\n" + ANOTHER_FILE
    )
    assert contents(project) == before


def test_report_in_the_place_of_another(check: Check, project: Path) -> None:
    """Its mode stays."""
    (project / "report.html").write_text("the one of before")
    (project / "report.html").chmod(0o604)
    ended = check(project, *HTML)

    assert (ended.status, ended.err) == (0, "")
    assert (project / "report.html").read_text().startswith("<!DOCTYPE html>")
    assert stat.S_IMODE((project / "report.html").stat().st_mode) == 0o604


def test_report_that_is_new(check: Check, project: Path) -> None:
    """Its mode is what the umask of the user gives."""
    check(project, *HTML, before=partial(os.umask, 0o027))

    assert stat.S_IMODE((project / "report.html").stat().st_mode) == 0o640


@pytest.mark.parametrize("way", [Path.symlink_to, Path.hardlink_to])
def test_report_by_another_name(check: Check, project: Path, way: Callable[[Path, Path], None]) -> None:
    """A file with two names keeps both."""
    (project / "real.html").touch()
    way(project / "report.html", project / "real.html")
    check(project, *HTML)

    assert (project / "real.html").read_text().startswith("<!DOCTYPE html>")
    assert (project / "report.html").samefile(project / "real.html")


def test_report_on_standard_output_by_its_path(check: Check, project: Path) -> None:
    """It is no file that could be replaced."""
    ended = check(project, "--format", "junit", "--output-file", "/dev/stdout")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("<?xml")
    assert ended.out.endswith("The report is in /dev/stdout.\n")


def test_report_into_a_pipe(check: Check, project: Path) -> None:
    """Whoever reads there gets it."""
    os.mkfifo(project / "report.html")
    with ThreadPoolExecutor(1) as threads:
        read = threads.submit((project / "report.html").read_text)
        check(project, *HTML)

        assert read.result(timeout=60).startswith("<!DOCTYPE html>")
    assert (project / "report.html").is_fifo()


def test_disk_that_is_full_from_the_start(check: Check, project: Path) -> None:
    """Not even the owner's name can be written down."""
    text = said(check(project, before=limited(0)), project)

    assert text.startswith("parity: No temporary directory can be made in /")
    assert text.endswith("\n  why: File too large\n  next: Name a directory that you can write to in TMPDIR.\n")


def test_disk_that_is_full_at_the_first_table(check: Check, project: Path) -> None:
    """SQLite's own words are told, and nothing is left behind."""
    first, why, *_rest = said(check(project, before=limited(4096)), project).splitlines()

    assert first == "parity: migrations/env.py fails on sqlite before the first revision"
    assert why == "  why: OperationalError: (sqlite3.OperationalError) disk I/O error"
