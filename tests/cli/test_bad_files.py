"""Files of a project that are broken, odd or missing: what is said, how the check ends; they stay as they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import SAME, write_project, write_revision
from tests.cli.running import Ended, contents, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., Ended]

ODD = "migrations/versions/0002_step.py"
START = b'revision = "0002"\ndown_revision = "0001"\n'
PASSING = START + b"\n\ndef upgrade():\n    pass\n"
MEND = "  next: Mend the file; `alembic history` fails on it as well.\n"
REMOVE = "  next: Mend or remove the file.\n"
AS_TEXT = (
    "  why: the history is read without running it, so that it must stand there as a plain text\n"
    '  next: Write it out, as in revision = "...", or move the file out of the versions.\n'
)
AS_ALEMBIC = "  next: Mend the file; `alembic current` must be able to read it as well.\n"
NO_TOML = "  next: Mend the file: it is not valid TOML.\n"
BY_HAND = (
    "  next: Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.\n"
    "  The whole traceback: --verbose\n"
)
FAILS = "parity: migrations/env.py fails on sqlite and postgresql before the first revision\n"
INVALID = {
    "latin-1 bytes": (
        b'"""caf\xe9"""\n' + PASSING,
        f"parity: The revision {ODD}:1 is not valid Python\n"
        "  why: (unicode error) 'utf-8' codec can't decode byte 0xe9 in position 3: unexpected end of data\n" + MEND,
    ),
    "an encoding that is none": (
        b"# coding: nonsense\n" + PASSING,
        f"parity: The revision {ODD} is not valid Python\n  why: unknown encoding: nonsense\n" + MEND,
    ),
    "an open parenthesis": (
        PASSING + b"x = (\n",
        f"parity: The revision {ODD}:7 is not valid Python\n  why: '(' was never closed\n" + MEND,
    ),
    "nothing": (b"", f"parity: The revision {ODD} does not say what its revision is\n" + AS_TEXT),
    "an identifier that is computed": (
        PASSING.replace(b'"0002"', b'"00" + "02"'),
        f"parity: The revision {ODD} does not say what its revision is\n" + AS_TEXT,
    ),
    "an identifier that is a number": (
        PASSING.replace(b'"0002"', b"2"),
        f"parity: The revision {ODD} does not say what its revision is\n" + AS_TEXT,
    ),
    "an identifier that is no literal": (
        PASSING.replace(b'"0002"', b"{[]: 1}"),
        f"parity: The revision {ODD} does not say what its revision is\n" + AS_TEXT,
    ),
    "no upgrade": (
        START,
        FAILS + "  why: AttributeError: module '0002_step_py' has no attribute 'upgrade'\n"
        "    migrations/env.py:8, in <module>\n      context.run_migrations()\n" + BY_HAND,
    ),
    "a latin-1 file that says so": (b'# coding: latin-1\n"""caf\xe9"""\n' + PASSING, None),
    "a byte order mark": (b"\xef\xbb\xbf" + PASSING, None),
    "line ends of Windows": (PASSING.replace(b"\n", b"\r\n"), None),
    "five megabytes": (PASSING + b"TEXT = '''" + b"x" * 5_000_000 + b"'''\n", None),
}
INI = b"[alembic]\nscript_location = migrations\n"
CONFIGURATIONS = {
    "no section": (INI.partition(b"\n")[2], "File contains no section headers. file: 'DIR/alembic.ini', line: 1 "),
    "a byte order mark": (b"\xef\xbb\xbf" + INI, "File contains no section headers. file: 'DIR/alembic.ini', line: 1 "),
    "latin-1 bytes": (b"# caf\xe9\n" + INI, "'utf-8' codec can't decode byte 0xe9 in position 5: invalid continuation"),
    "an option twice": (INI + b"script_location = x\n", "While reading from 'DIR/alembic.ini' [line  3]: option "),
    "a percent sign": (INI.replace(b"= m", b"= %(m)s"), "Bad value substitution: option 'script_location' in section "),
}


def said(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


@pytest.mark.parametrize("case", INVALID)
def test_revision_with(check: Check, tmp_path: Path, case: str) -> None:
    """What Python reads is checked; of the rest the file is named, and the line where there is one."""
    text, told = INVALID[case]
    (write_project(tmp_path, SAME) / ODD).write_bytes(text)
    before = contents(tmp_path)
    ended = check(tmp_path, "--quiet")

    assert contents(tmp_path) == before
    if told is not None:
        assert said(ended, tmp_path) == told
    else:
        assert (ended.status, ended.err) == (0, "")
        assert ended.out.endswith(" agree after each of 2 revisions\nnot checked: rows, and statements on them\n")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.mkdir(), "it is no file"),
        (os.mkfifo, "it is no file"),
        (lambda path: path.symlink_to("nowhere.py"), "No such file or directory"),
    ],
    ids=["directory", "pipe", "broken link"],
)
def test_revision_that_is_no_file(check: Check, tmp_path: Path, make: Callable[[Path], None], why: str) -> None:
    """It is told at once, and not waited for."""
    make(write_project(tmp_path, SAME) / ODD)
    assert said(check(tmp_path), tmp_path) == f"parity: The revision {ODD} cannot be read\n  why: {why}\n{REMOVE}"


def test_files_beside_the_history_that_cannot_be_read(check: Check, tmp_path: Path) -> None:
    """The source is searched for variables: an editor's lock and a pipe are no source."""
    directory = write_project(tmp_path, SAME, env="import os")
    (directory / ".#shop.py").symlink_to("me@machine.1234")
    os.mkfifo(directory / "shop.py")
    os.mkfifo(directory / ".env")
    ended = check(directory, "--quiet")

    assert (ended.status, ended.err) == (0, "")


@pytest.mark.parametrize(
    ("revisions", "told"),
    [
        ((("0001", "0002"), ("0002", "0001")), "these revisions follow each other in a circle: 0001, 0002"),
        ((("0001", None), ("0002", "0002")), "these revisions follow each other in a circle: 0002"),
        (
            (("0001", None), ("0002", "0009")),
            "migrations/versions/0002_step.py comes after revision 0009, which does not exist",
        ),
    ],
    ids=["circle", "itself", "missing"],
)
def test_history_that_is_none(
    check: Check, tmp_path: Path, revisions: tuple[tuple[str, str | None], ...], told: str
) -> None:
    """It is a finding, and not a pass: no revision ran."""
    write_project(tmp_path)
    for revision, parent in revisions:
        write_revision(tmp_path, revision, parent, "pass")
    ended = check(tmp_path, "--quiet")
    lines = ended.out.splitlines()

    assert (ended.status, ended.err, lines[-1]) == (2, "", "not checked: every revision")
    assert lines[0].startswith("NOT RUN: ")
    assert f": error: broken-history: The history is broken: {told}." in lines[1]


def test_identifier_of_two_files(check: Check, tmp_path: Path) -> None:
    """Both are named."""
    directory = write_project(tmp_path, SAME)
    (directory / ODD).write_bytes(PASSING.replace(b'"0002"', b'"0001"').replace(b'= "0001"\n\n', b"= None\n\n"))
    ended = check(directory, "--quiet")

    assert (ended.status, ended.out) == (
        2,
        (
            "NOT RUN: 1 error\n"
            "migrations/versions/0001_step.py: error: broken-history: The history is broken: revision 0001 exists"
            " twice: migrations/versions/0001_step.py and migrations/versions/0002_step.py.\n"
            "not checked: every revision\n"
        ),
    )


@pytest.mark.parametrize("is_there", [True, False])
def test_history_without_revisions(check: Check, tmp_path: Path, *, is_there: bool) -> None:
    """Nothing to check is never a pass."""
    directory = write_project(tmp_path)
    if not is_there:
        (directory / "migrations" / "versions").rmdir()
    assert said(check(directory), tmp_path) == (
        "parity: The history has no revision\n"
        "  why: no revision file in DIR/migrations/versions\n"
        "  next: Make the first one (`alembic revision --autogenerate` or `flask db migrate`),"
        " or correct version_locations.\n"
    )


@pytest.mark.parametrize("case", CONFIGURATIONS)
def test_alembic_ini_with(check: Check, tmp_path: Path, case: str) -> None:
    """What the parser objects to is told."""
    text, why = CONFIGURATIONS[case]
    (write_project(tmp_path, SAME) / "alembic.ini").write_bytes(text)
    first, second, last = said(check(tmp_path), tmp_path).splitlines(keepends=True)

    assert (first, last) == ("parity: DIR/alembic.ini cannot be read\n", AS_ALEMBIC)
    assert second.startswith(f"  why: {why}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"# caf\xe9\n", "'utf-8' codec can't decode byte 0xe9 in position 5: invalid continuation byte"),
        (b"\xef\xbb\xbf[tool.x]\n", "Invalid statement (at line 1, column 1)"),
    ],
    ids=["latin-1 bytes", "a byte order mark"],
)
def test_pyproject_with(check: Check, tmp_path: Path, text: bytes, why: str) -> None:
    """TOML is UTF-8, without a mark."""
    (write_project(tmp_path, SAME) / "pyproject.toml").write_bytes(text)
    assert said(check(tmp_path), tmp_path) == f"parity: pyproject.toml cannot be read\n  why: {why}\n{NO_TOML}"


def test_env_py_with_a_syntax_error(check: Check, tmp_path: Path) -> None:
    """The parser's words say where."""
    assert said(check(write_project(tmp_path, SAME, env="def (:")), tmp_path) == (
        FAILS + "  why: SyntaxError: invalid syntax (env.py, line 3)\n" + BY_HAND
    )


def test_env_py_that_does_nothing(check: Check, tmp_path: Path) -> None:
    """No revision ran: that is no pass."""
    directory = write_project(tmp_path, SAME)
    (directory / "migrations" / "env.py").write_text("")
    ended = check(directory, "--quiet")

    assert (ended.status, ended.out, ended.err) == (
        2,
        "NOT RUN\nnot checked: rows, and statements on them, 1 of 1 revisions\n",
        "",
    )


def test_env_py_that_is_missing(check: Check, tmp_path: Path) -> None:
    """A directory of that name is none."""
    env = write_project(tmp_path, SAME) / "migrations" / "env.py"
    env.unlink()
    env.mkdir()
    assert said(check(tmp_path), tmp_path) == (
        "parity: DIR/migrations has no env.py\n"
        "  why: an Alembic script location holds env.py and its revisions (found by: script_location in alembic.ini)\n"
        "  next: Correct script_location, or make the directory with `alembic init`.\n"
    )
