"""JUnit's XML."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

from harness.reports.junit import render
from tests.reports.examples import BROKEN, CASCADE, LENGTHS, report

RULES = {"constraint-differs": "A constraint differs.", "table-missing": "A table is missing."}


def read(text: str) -> ET.Element:
    """Give what a reader of the file gets."""
    return ET.fromstring(text)  # noqa: S314 - our own output


def test_case_for_each_revision_and_backend() -> None:
    """A revision that failed is a failure with its message; one that passed has its time."""
    root = read(render(report(BROKEN)))

    suite = root.find("testsuite[@name='parity.postgresql']")
    assert suite is not None
    assert suite.attrib == {
        "name": "parity.postgresql",
        "time": "0.5000",
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
    }
    assert [(case.get("name"), case.get("time")) for case in suite] == [("0001", "0.5000"), ("0002", "0.0000")]
    assert suite.findtext("testcase[@name='0002']/failure") == "Revision 0002 fails on prod: UndefinedTable: no table"


def test_case_for_each_rule() -> None:
    """A rule with an error fails, one without findings passes."""
    root = read(render(dataclasses.replace(report(CASCADE), rules=RULES)))

    suite = root.find("testsuite[@name='parity.rules']")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert suite.findtext("testcase[@name='constraint-differs']/failure") == (
        "migrations/versions/0002_books.py:17: error: fk_books_author_id_authors of books differs.\n"
        "dev (sqlite): FOREIGN KEY (author_id) REFERENCES authors (id)\n"
        "prod (postgresql): FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE\n"
        "fix: Make it alike on both databases:\n"
        '    batch_op.drop_constraint("fk_books_author_id_authors")\n'
        "and create it again."
    )


def test_notes_fail_nothing() -> None:
    """They are the output of a case that passes."""
    root = read(render(report(LENGTHS)))

    case = root.find("testsuite[@name='parity.rules']/testcase")
    assert case is not None
    assert case.find("failure") is None
    assert (case.findtext("system-out") or "").startswith("note: SQLite does not enforce the length of a text")


def test_not_run_is_no_pass() -> None:
    """A rule that judged nothing is skipped."""
    nothing = dataclasses.replace(report(verdict="not-run"), databases={}, revisions=(), rules=RULES)

    root = read(render(nothing))

    assert [case.find("skipped") is not None for case in root.iter("testcase")] == [True, True]


def test_letters_that_xml_cannot_hold_are_escaped() -> None:
    """A control character in a message leaves the file readable."""
    text = render(report(dataclasses.replace(CASCADE, message="a\x00b\x1b]]>")))

    assert "a\\x00b\\x1b]]>" in (read(text).findtext(".//testcase[@name='constraint-differs']/failure") or "")
