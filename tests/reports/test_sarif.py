"""SARIF for code scanning."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from harness.model import Display, Finding, Report, Unchecked, fingerprint
from harness.reports.sarif import render
from tests.reports.examples import CASCADE, UNNAMED, report


def run_of(told: Report, display: Display | None = None) -> dict[str, Any]:
    """Give the run of a report."""
    run: dict[str, Any] = json.loads(render(told, display or Display()))["runs"][0]
    return run


def place(uri: str, line: int) -> dict[str, Any]:
    """Give a place in the repository."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "PROJECT"},
            "region": {"startLine": line},
        }
    }


def test_result() -> None:
    """A finding is a result at its line, with what both sides have."""
    told = dataclasses.replace(report(CASCADE), rules={"constraint-differs": "A constraint differs."})

    assert run_of(told)["results"] == [
        {
            "ruleId": "constraint-differs",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "fk_books_author_id_authors of books differs.\n"
                "dev (sqlite): FOREIGN KEY (author_id) REFERENCES authors (id)\n"
                "prod (postgresql): FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE\n"
                'Fix: Make it alike on both databases:\n    batch_op.drop_constraint("fk_books_author_id_authors")\n'
                "and create it again."
            },
            "partialFingerprints": {"parity/v1": fingerprint(CASCADE)},
            "locations": [place("migrations/versions/0002_books.py", 17)],
        }
    ]


def test_objects_are_related_places() -> None:
    """What a finding sums up is linked from it."""
    (result,) = run_of(report(UNNAMED))["results"]

    assert [item["message"]["text"] for item in result["relatedLocations"]] == [
        "unique constraint users (email)",
        "foreign key books (author_id)",
    ]
    assert result["relatedLocations"][1] == {
        "id": 2,
        "message": {"text": "foreign key books (author_id)"},
        **place("migrations/versions/0002_books.py", 9),
    }


def test_paths_are_uris() -> None:
    """A blank or a percent sign in a path is spelled out."""
    odd = dataclasses.replace(CASCADE, file="a b/100%.py")

    assert run_of(report(odd))["results"][0]["locations"] == [place("a%20b/100%25.py", 17)]


def test_run_that_compared_nothing_is_not_successful() -> None:
    """No result is no pass there, and gaps are told."""
    gap = Unchecked(what="every revision", why="the history cannot be loaded")

    assert run_of(report(verdict="not-run", not_checked=(gap,)))["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "not checked: every revision: the history cannot be loaded"},
                }
            ],
        }
    ]


def test_fingerprint_stays_when_lines_and_words_change() -> None:
    """A finding is followed from run to run, and another object is another finding."""

    def changed(**what: Any) -> Finding:  # noqa: ANN401 - the fields of a finding
        return dataclasses.replace(CASCADE, **what)

    own = fingerprint(CASCADE)
    assert fingerprint(changed(line=99, message="other", fix="other", dev="other spelling")) == own
    assert len({own, fingerprint(changed(table="pages")), fingerprint(changed(rule="fk")), fingerprint(UNNAMED)}) == 4
