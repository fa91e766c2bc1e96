"""One cause is one finding, and what a later revision mended is a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rules import all_rules, judge
from tests.rules.comparisons import FIRST, compared, found, only, since

if TYPE_CHECKING:
    from harness.model import Divergence


def lacking(name: str, line: int | None = 21, healed_in: str | None = None) -> Divergence:
    """Give a column that development lacks."""
    return since(
        line,
        healed_in=healed_in,
        aspect="missing",
        kind="column",
        name=name,
        column=name,
        prod="text",
        missing_on="dev",
    )


def test_difference_that_was_mended_is_a_note() -> None:
    """The note says which revision mended it, and that nothing is left to do."""
    finding = only("column-missing", compared(lacking("label", healed_in="0002")))

    assert finding.severity == "note"
    assert finding.healed_in == "0002"
    assert finding.message == ("The column items.label is missing on dev; prod has it as text. Revision 0002 mends it.")
    assert finding.fix == "Nothing is left to do: from revision 0002 on the databases agree on it."


def test_what_stands_and_what_was_mended_are_apart() -> None:
    """Of two differences of one line, only the one that still stands is an error."""
    findings = found("column-missing", compared(lacking("one"), lacking("two", healed_in="0002")))

    assert [(finding.column, finding.severity) for finding in findings] == [("one", "error"), ("two", "note")]


def test_differences_mended_by_two_revisions_are_two_notes() -> None:
    """A note names the revision that mended all of it."""
    findings = found("column-missing", compared(lacking("one", healed_in="0002"), lacking("two", healed_in="0003")))

    assert [finding.healed_in for finding in findings] == ["0002", "0003"]


def test_two_lines_are_two_causes() -> None:
    """What two operations left out is two findings."""
    findings = found("column-missing", compared(lacking("one", 21), lacking("two", 22)))

    assert [(finding.file, finding.line) for finding in findings] == [(FIRST.file, 21), (FIRST.file, 22)]
    assert [finding.objects for finding in findings] == [(), ()]


def test_errors_come_first() -> None:
    """Findings are ordered by severity, then by revision and line."""
    slow = since(21, aspect="missing", kind="ix", name="ix_items_sku", prod="INDEX (sku)", missing_on="dev")

    findings = judge(compared(lacking("late", 30), slow, lacking("early", 22), lacking("mended", 1, "0002")))

    assert [(finding.severity, finding.line) for finding in findings] == [
        ("error", 22),
        ("error", 30),
        ("warning", 21),
        ("note", 1),
    ]


def test_comparison_without_a_difference_has_no_finding() -> None:
    """No rule speaks of databases that agree."""
    assert {name: found(name, compared()) for name in all_rules()} == dict.fromkeys(all_rules(), ())
