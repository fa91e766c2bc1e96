"""What a project has accepted, and what is older than it wants to judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from harness.model import Acceptance, Comparison, Judging, RowWalk, Scope, Unchecked
from harness.rules import all_rules, settle, stale
from tests.rules.comparisons import FIRST, SECOND, compared, since, walked

TODAY = date(2026, 11, 23)
RULES = all_rules()


def differs(column: str, **more: Any) -> Any:  # noqa: ANN401 - what since() takes and gives
    """Give a column whose types differ."""
    return since(aspect="differs", kind="type", name=column, column=column, dev="TEXT", prod="uuid", **more)


def unnamed(column: str) -> Any:  # noqa: ANN401 - as differs
    """Give a unique constraint without a name on dev."""
    return since(aspect="unnamed", kind="uq", name=f"items_{column}_key", columns=(column,), prod=f"items_{column}_key")


def entry(
    rule: str = "type-differs",
    *,
    reason: str = "Old.",
    expires: date | None = None,
    **fields: Any,  # noqa: ANN401 - fields of an object
) -> Acceptance:
    """Give an entry of the file."""
    return Acceptance(rules=(rule,), reason=reason, file="accepted.toml", line=3, fields=fields, expires=expires)


def judged(comparison: Comparison, *entries: Acceptance, after: str | None = None) -> tuple[list[str], list[str]]:
    """Give the messages that are left, and the columns or names that were accepted."""
    found = settle(comparison, Judging(today=TODAY, acceptances=entries, since=after))
    return [item.message for item in found.findings], [item.item.name or "" for item in found.accepted]


def problems(comparison: Comparison, *entries: Acceptance) -> tuple[list[str], tuple[Unchecked, ...]]:
    """Give what is wrong with the acceptances, and what is not known of them."""
    judging = Judging(today=TODAY, acceptances=entries)
    wrong, unknown = stale([settle(comparison, judging)], [comparison], judging, RULES)
    return [text for _acceptance, text in wrong], unknown


def finished(*divergences: Any) -> Comparison:  # noqa: ANN401 - divergences
    """Give a comparison of a history of one revision, which ran."""
    return compared(*divergences, revisions=(FIRST,))


def test_accepted_object_counts_no_more() -> None:
    """The other one is still found."""
    comparison = finished(differs("a"), differs("b", line=22))

    assert judged(comparison, entry(table="items", column="a")) == (
        ["The column items.b is TEXT on dev and uuid on prod."],
        ["a"],
    )


def test_finding_about_several_objects_is_told_of_those_that_are_left() -> None:
    """The message counts them anew."""
    comparison = finished(unnamed("a"), unnamed("b"), unnamed("c"))

    left, accepted = judged(comparison, entry("unnamed-constraint", name="items_b_key"))

    assert left == ["2 constraints have no name on dev; prod calls them items_a_key of items and items_c_key of items."]
    assert accepted == ["items_b_key"]


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"column": "a", "dev": "TEXT", "prod": "uuid"}, True),
        ({"column": "a", "dev": "TEXT", "prod": "integer"}, False),
        ({"column": "a", "dev": "TEXT"}, False),
        ({"column": "a", "dev": "uuid", "prod": "TEXT"}, False),
        ({"column": "a", "table": "others"}, False),
        ({"table": "items"}, True),
    ],
)
def test_entry_fits_exactly(fields: dict[str, Any], fits: bool) -> None:  # noqa: FBT001 - what is expected
    """Who names what one side has means what the other has as well: the direction counts."""
    assert judged(finished(differs("a")), entry(**fields))[1] == (["a"] if fits else [])


def test_comment_accepts_what_its_lines_made() -> None:
    """And nothing else of the same revision."""
    scope = Scope(revision="0001", file=FIRST.file, first=20, last=21)
    comment = Acceptance(rules=("type-differs",), reason="Old.", file=FIRST.file, line=20, scope=scope)
    first = replace(FIRST, accepts=(comment,))

    comparison = compared(differs("a"), differs("b", line=22), revisions=(first,))

    assert judged(comparison)[1] == ["a"]


def test_comment_for_a_whole_revision() -> None:
    """It speaks for what has no line as well."""
    scope = Scope(revision="0001", file=FIRST.file, first=1, last=1, whole=True)
    comment = Acceptance(rules=("type-differs",), reason="Old.", file=FIRST.file, line=1, scope=scope)

    comparison = compared(differs("a", line=None), revisions=(replace(FIRST, accepts=(comment,)),))

    assert judged(comparison)[1] == ["a"]


@pytest.mark.parametrize(
    ("acceptance", "wrong"),
    [
        (entry(column="z"), "which does not occur"),
        (entry("type-difers", column="a"), "which is no rule"),
        (entry("migration-error", table="items"), "which nobody can accept: a revision did not run as it should"),
        (entry(column="a", reason=""), "without a reason"),
        (entry(column="a", expires=date(2026, 11, 22)), "which expired on 2026-11-22"),
    ],
)
def test_acceptance_without_effect_is_told(acceptance: Acceptance, wrong: str) -> None:
    """And what it would have accepted is found."""
    comparison = finished(differs("a"))

    assert problems(comparison, acceptance) == ([wrong], ())
    assert judged(comparison, acceptance)[1] == []


def test_last_day_counts() -> None:
    """An entry expires at its end."""
    assert judged(finished(differs("a")), entry(column="a", expires=TODAY))[1] == ["a"]


def test_what_was_not_reached_may_still_occur() -> None:
    """Where not every revision ran, nobody knows."""
    what = "whether 1 accepted difference still occurs"
    assert problems(compared(), entry(column="z")) == (
        [],
        (Unchecked(what=what, why="this check did not go where they were seen"),),
    )


def test_rule_about_rows_is_judged_only_with_rows() -> None:
    """Without the walk with rows nothing says whether they are still lost."""
    comparison = finished()
    with_rows = replace(comparison, row_walks=(RowWalk(dev=walked("dev"), prod=walked("prod"), own=False),))

    assert problems(comparison, entry("rows-lost", table="items"))[0] == []
    assert problems(with_rows, entry("rows-lost", table="items"))[0] == ["which does not occur"]


def test_older_differences_are_left_out_and_counted() -> None:
    """Only what revisions after that one brought is judged."""
    newer = replace(differs("b"), revision=SECOND.id, file=SECOND.file)
    comparison = compared(differs("a"), newer)

    found = settle(comparison, Judging(today=TODAY, since="0001"))

    assert [item.message for item in found.findings] == ["The column items.b is TEXT on dev and uuid on prod."]
    assert found.older == 1


def test_rule_names_the_acceptance_that_has_no_effect() -> None:
    """Its message says where it stands, of what it speaks, and what is wrong."""
    comparison = replace(finished(), stale=((entry(table="items", column="a"), "which does not occur"),))

    (found,) = RULES["acceptance-not-valid"].check(comparison)

    assert found.message == "The entry in accepted.toml:3 accepts type-differs of items.a, which does not occur."
    assert found.fix == (
        "Delete the entry, or correct it: a rule that `parity rule` lists, and the reason why it is accepted."
    )
    assert (found.file, found.line, found.revision) == ("accepted.toml", 3, None)
