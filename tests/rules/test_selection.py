"""Which rules count, and how much."""

from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.model import Finding, Selection, Severity, Unchecked
from harness.rules import all_rules, check_selection, selected

RULES = all_rules()


def finding(rule: str, severity: Severity = "warning", healed_in: str | None = None) -> Finding:
    """Give a finding of a rule."""
    return Finding(rule=rule, severity=severity, kind="fk", message="It differs.", fix="Mend it.", healed_in=healed_in)


def kept(selection: Selection, *findings: Finding) -> list[tuple[str, str]]:
    """Give the rules and severities of the findings that count."""
    return [(item.rule, item.severity) for item in selected(findings, selection, RULES)[0]]


def test_all_rules_count_by_themselves() -> None:
    """Nothing is left out, and nothing is said of it."""
    found = (finding("type-differs"), finding("models-drift"))

    assert selected(found, Selection(), RULES) == (found, tuple(RULES), ())


def test_what_is_left_out_is_counted() -> None:
    """A rule that is silent on purpose is told, with what it would have said."""
    found = (finding("models-drift"), finding("models-drift"), finding("type-differs"))

    findings, judging, left_out = selected(found, Selection(ignore=("models-drift",)), RULES)

    assert ([item.rule for item in findings], "models-drift" in judging) == (["type-differs"], False)
    why = "left out by the settings (select, ignore), with models-drift (2 findings)"
    assert left_out == (Unchecked(what="1 rule", why=why),)


def test_patterns() -> None:
    """A pattern stands for all rules whose names it fits."""
    found = (finding("name-too-long"), finding("name-not-by-convention"), finding("type-differs"))

    assert kept(Selection(select=("name-*",), ignore=("name-too-long",)), *found) == [
        ("name-not-by-convention", "warning")
    ]


def test_what_did_not_run_is_always_told() -> None:
    """A selection never turns a check that did not run into a pass."""
    assert kept(Selection(select=("type-differs",)), finding("migration-error", "error")) == [
        ("migration-error", "error")
    ]


def test_severity_of_the_settings() -> None:
    """It counts for what stands; what a later revision mended stays a note."""
    selection = Selection(severity={"unnamed-constraint": "error"})
    found = (finding("unnamed-constraint"), finding("unnamed-constraint", "note", healed_in="0002"))

    assert kept(selection, *found) == [("unnamed-constraint", "error"), ("unnamed-constraint", "note")]


@pytest.mark.parametrize(
    ("selection", "what", "next_step"),
    [
        (
            Selection(ignore=("model-drift",)),
            "The setting ignore names a rule that does not exist: 'model-drift'",
            "Did you mean 'models-drift'?",
        ),
        (
            Selection(select=("xyz*",)),
            "The setting select names a rule that does not exist: 'xyz*'",
            "List them: parity rule.",
        ),
        (
            Selection(severity={"type-difers": "note"}),
            "The setting severity names a rule that does not exist: 'type-difers'",
            "Did you mean 'type-differs'?",
        ),
        (
            Selection(ignore=("migration-*",)),
            "The rule migration-error can neither be left out nor weigh less",
            "Take migration-error out of ignore and severity.",
        ),
    ],
)
def test_selection_that_makes_no_sense(selection: Selection, what: str, next_step: str) -> None:
    """It is refused before anything has run."""
    with pytest.raises(UsageError) as raised:
        check_selection(selection, RULES)

    assert (raised.value.what, raised.value.next_step) == (what, next_step)
