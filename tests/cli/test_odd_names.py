"""Names and texts that could do harm: each report shows them, and none obeys them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.cli.projects import SAME, write_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Ended

    Check = Callable[..., Ended]

NAMES = (
    "it's",
    'a"b',
    "new\nline",
    "tab\there",
    "\U0001f600",
    "100%",
    "%(x)s",
    "%s",
    ":bind",
    "a.b",
    "a b",
    "a\\b",
    "<script>alert(1)</script>",
    "</script>",
    "]]>",
    "`|*_#",
    "::error::x",
    "\x1b[2J",
    "{url}",
    "--",
    "select",
    "\u202egnirts",
    "é" * 20,
)
SHOWN = ("100%", "a b", "{url}", "select")
SAME_NAMES = "for name in {!r}:\n    op.create_table(name, sa.Column(name, sa.Integer(), primary_key=True))"
ODD_COLUMNS = """\
if op.get_bind().dialect.name == "postgresql":
    for name in {!r}:
        op.add_column(name, sa.Column("x" + name, sa.Integer()))"""
COMMANDS = ("::error::x", "::error ::x")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a history with tables of odd names, each with a column that only production has."""
    return write_project(tmp_path, SAME, SAME_NAMES.format(NAMES), ODD_COLUMNS.format(NAMES))


def test_history_with_odd_names_on_both_sides(check: Check, tmp_path: Path) -> None:
    """They are no difference."""
    ended = check(write_project(tmp_path, SAME_NAMES.format(NAMES)), "--quiet")

    assert (ended.status, ended.err) == (0, "")


def test_json(check: Check, project: Path) -> None:
    """Every name stands there as it is."""
    ended = check(project, "--format", "json")

    assert (ended.status, ended.err) == (1, "")
    findings = json.loads(ended.out)["findings"]
    assert {item["table"] for finding in findings for item in (finding["objects"] or [finding])} == set(NAMES)


def test_html(check: Check, project: Path) -> None:
    """No name is markup: the page has the scripts that it always has."""
    plain = check(write_project(project / "plain", SAME), "--format", "html").out
    ended = check(project, "--format", "html")

    assert (ended.status, ended.err) == (1, "")
    assert ended.out.count("<script") == plain.count("<script")
    assert ended.out.count("</script") == plain.count("</script")
    assert [name for name in SHOWN if name not in ended.out] == []


@pytest.mark.parametrize("name", ["junit", "sarif"])
def test_structured(check: Check, project: Path, name: str) -> None:
    """It can be parsed, and holds a result for each."""
    ended = check(project, "--format", name)

    assert (ended.status, ended.err) == (1, "")
    if name == "junit":
        text = " ".join(ET.fromstring(ended.out).itertext())  # noqa: S314 - made by the command itself
    else:
        text = json.dumps(json.loads(ended.out), ensure_ascii=False)
    assert all(name in text for name in SHOWN)


@pytest.mark.parametrize("name", ["text", "markdown", "github"])
def test_shown_in_a_terminal(check: Check, project: Path, name: str) -> None:
    """No escape sequence and no order of letters gets through, and a name begins no command of its own."""
    ended = check(project, "--format", name)

    assert (ended.status, ended.err) == (1, "")
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out
    assert not [line for line in ended.out.splitlines() if line.startswith(COMMANDS)]


@pytest.mark.parametrize("name", ["text", "json", "html", "junit", "sarif", "markdown", "github"])
def test_error_with_letters_that_nothing_can_hold(check: Check, tmp_path: Path, name: str) -> None:
    """Half a letter, a NUL and an escape sequence in the text of an error."""
    directory = write_project(tmp_path, SAME, 'raise RuntimeError("\\ud800\\x00\\x1b[2J gone")')
    ended = check(directory, "--format", name)

    assert (ended.status, ended.err) == (1, "")
    assert "\x1b" not in ended.out
    assert "\x00" not in ended.out
    assert "[2J gone" in ended.out.replace("\\[", "[")
