"""Comments in revisions that accept differences."""

from __future__ import annotations

import ast
import textwrap

from harness.model import Acceptance, Scope
from harness.project.comments import acceptances_of

FILE = "versions/0001.py"


def read(source: str) -> tuple[Acceptance, ...]:
    """Read the comments of a revision."""
    text = textwrap.dedent(source).lstrip("\n")
    return acceptances_of(text.encode(), ast.parse(text), "0001", FILE)


def lines(source: str) -> tuple[int, int, bool]:
    """Give the lines for which the only comment speaks, and whether it speaks for all."""
    (found,) = read(source)
    assert found.scope is not None
    return found.scope.first, found.scope.last, found.scope.whole


def test_comment_names_rules_and_a_reason() -> None:
    """Several rules stand between the brackets."""
    (found,) = read("""
        def upgrade():
            op.drop_table("items")  # parity: ignore[type-differs, rows-lost]  Nobody has any.
    """)

    assert (found.rules, found.reason, found.where) == (
        ("type-differs", "rows-lost"),
        "Nobody has any.",
        "versions/0001.py:2",
    )
    assert found.scope == Scope(revision="0001", file=FILE, first=2, last=2)


def test_comment_without_rules_is_read_all_the_same() -> None:
    """The rule acceptance-not-valid says what is wrong with it."""
    (found,) = read("x = 1  # parity: ignore")

    assert (found.rules, found.reason) == ((), "")


def test_comment_in_a_call_speaks_for_all_of_it() -> None:
    """Whatever line of it made the difference."""
    assert lines("""
        def upgrade():
            op.create_table(
                "items",
                sa.Column("price", sa.Float()),  # parity: ignore[type-differs] Test data only.
            )
    """) == (2, 5, False)


def test_comment_above_a_statement_speaks_for_it() -> None:
    """It may be the first of several lines of comment."""
    assert lines("""
        def upgrade():
            op.drop_table("a")
            # parity: ignore[type-differs] Test data only,
            # as the wiki says.
            op.drop_table("b")
            op.drop_table("c")
    """) == (3, 5, False)


def test_comment_at_a_block_speaks_for_all_inside() -> None:
    """The batch is one operation, whose end makes the tables anew."""
    assert lines("""
        def upgrade():
            with op.batch_alter_table("items") as batch_op:  # parity: ignore[check-missing] Checked elsewhere.
                batch_op.drop_column("a")
                batch_op.drop_column("b")
            op.drop_table("c")
    """) == (2, 4, False)


def test_comment_outside_of_functions_speaks_for_the_revision() -> None:
    """Also for what has no line of its own."""
    assert lines("""
        # parity: ignore[models-drift] The models follow in the next release.
        revision = "0001"

        def upgrade():
            pass
    """) == (1, 2, True)


def test_text_in_a_string_is_no_comment() -> None:
    """Only comments are read."""
    assert read('message = "# parity: ignore[type-differs] no"') == ()
