"""`parity check`: what it prints and where, and its exit status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import Ended, Running, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., Ended]

UNNAMED = 'op.create_table("items", sa.Column("sku", sa.String(20), unique=True))'
PARITY = """\
PARITY: sqlite N and postgresql N agree after each of 2 revisions
dev  sqlite N (file)
prod postgresql N (url HOST:PORT)

Compared 2 revisions; the last has 1 table, 2 columns, 1 constraint and 0 indexes.
Not checked:
  rows, and statements on them: they were turned off (--no-rows, or populate = false)
The migrations took N s on sqlite and N s on postgresql.
"""


def test_parity(check: Check, tmp_path: Path) -> None:
    """A history that is the same on both ends with 0, and nothing is written to standard error."""
    ended = check(write_project(tmp_path, SAME, "pass"))

    assert (ended.status, settled(ended.out, tmp_path), ended.err) == (0, PARITY, "")


def test_error_ends_with_1(check: Check, tmp_path: Path) -> None:
    """An error is told with its line, and fails the build."""
    ended = check(write_project(tmp_path, SAME, DIFFERENT))

    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith("DIVERGED: 1 error\n")
    assert "\nerror  nullable-differs\n  migrations/versions/0002_step.py:12\n" in ended.out


def test_warning_ends_with_0(check: Check, tmp_path: Path) -> None:
    """A warning is told, and fails nothing."""
    ended = check(write_project(tmp_path, UNNAMED))

    assert (ended.status, ended.out.splitlines()[0]) == (0, "DIVERGED: 1 warning")


def test_strict_warning_ends_with_1(check: Check, tmp_path: Path) -> None:
    """With --strict it does."""
    assert check(write_project(tmp_path, UNNAMED), "--strict").status == 1


def test_rule_that_is_left_out(check: Check, tmp_path: Path) -> None:
    """It fails nothing, and the report says so."""
    ended = check(write_project(tmp_path, SAME, DIFFERENT), "--ignore", "nullable-differs")

    assert ended.status == 0
    assert "  1 rule: left out by the settings (select, ignore), with nullable-differs (1 finding)\n" in ended.out


def test_history_that_cannot_be_loaded_ends_with_2(check: Check, tmp_path: Path) -> None:
    """The defect is a finding; nothing ran, so it is neither parity nor divergence."""
    directory = write_project(tmp_path, SAME)
    revision = directory / "migrations" / "versions" / "0001_step.py"
    revision.write_text(revision.read_text().replace("down_revision = None", "down_revision = '0000'"))
    ended = check(directory)

    assert (ended.status, ended.out.splitlines()[0]) == (2, "NOT RUN: 1 error")


def test_project_elsewhere(check: Check, tmp_path: Path) -> None:
    """The places can be opened from where the command was run."""
    write_project(tmp_path / "shop", SAME, DIFFERENT)
    ended = check(tmp_path, "shop")

    assert "\n  shop/migrations/versions/0002_step.py:12\n" in ended.out


def test_json(check: Check, tmp_path: Path) -> None:
    """JSON goes to standard output, and nothing else does."""
    ended = check(write_project(tmp_path, SAME, DIFFERENT), "--format", "json")
    report = json.loads(ended.out)

    assert ended.status == 1
    assert (report["version"], report["verdict"]) == (1, "diverged")
    assert [finding["rule"] for finding in report["findings"]] == ["nullable-differs"]


def test_quiet(check: Check, tmp_path: Path) -> None:
    """The verdict and a line for each finding, as compilers print them."""
    ended = check(write_project(tmp_path, SAME, DIFFERENT), "-q")
    verdict, line, gap = ended.out.splitlines()

    assert (verdict, gap) == ("DIVERGED: 1 error", "not checked: rows, and statements on them")
    assert line.startswith("migrations/versions/0002_step.py:12: error: nullable-differs: ")


def test_output_file(check: Check, tmp_path: Path) -> None:
    """The report goes to the file; standard output tells the verdict and where the report is."""
    ended = check(write_project(tmp_path, SAME, "pass"), "--format", "json", "--output-file", "report.json")

    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["verdict"] == "parity"
    assert settled(ended.out, tmp_path) == (
        "PARITY: sqlite N and postgresql N agree after each of 2 revisions\n"
        "not checked: rows, and statements on them\n"
        "The report is in report.json.\n"
    )


def test_several_reports(check: Check, tmp_path: Path) -> None:
    """A file belongs to the format before it, and one format may go to standard output."""
    files = ["--format", "junit", "--output-file", "junit.xml", "--format", "sarif", "--output-file", "parity.sarif"]
    ended = check(write_project(tmp_path, SAME, DIFFERENT), "--format", "github", *files)

    assert ended.out.startswith("::error file=migrations/versions/0002_step.py,line=12,title=nullable-differs::")
    assert (tmp_path / "junit.xml").read_text("utf-8").startswith('<?xml version="1.0" encoding="utf-8"?>')
    assert json.loads((tmp_path / "parity.sarif").read_text("utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize("format_name", ["text", "json"])
def test_output_that_is_not_utf_8(check: Check, tmp_path: Path, format_name: str) -> None:
    """A letter that the output cannot encode is escaped."""
    directory = write_project(tmp_path, SAME.replace("label", "größe 数"), DIFFERENT.replace("label", "größe 数"))
    ended = check(directory, "--format", format_name, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")

    assert ended.status == 1
    assert ended.out.isascii()
    assert "gr\\xf6\\xdfe \\u6570" in ended.out or json.loads(ended.out)["findings"][0]["column"] == "größe 数"


def test_reader_that_goes_away(tmp_path: Path, postgres: str) -> None:
    """`parity check | head -1` still ends with the status of the verdict, and without a traceback."""
    directory = write_project(tmp_path, SAME, DIFFERENT)
    running = Running(directory, "check", "--postgres", postgres)
    assert running.process.stdout is not None
    running.process.stdout.close()
    _, err = running.process.communicate()

    assert (running.process.returncode, err) == (1, b"")
