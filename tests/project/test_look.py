"""What the text of a revision says, without running it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from harness.model import Look, Span
from harness.project.look import look_at


def look(body: str) -> Look:
    """Look at an upgrade() with this body, whose first line is line 2."""
    return look_at_text("def upgrade():\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    "))


def look_at_text(text: str) -> Look:
    """Look at a revision."""
    return look_at(ast.parse(text), text.encode())


@pytest.mark.parametrize(
    "test",
    [
        "op.get_bind().dialect.name == 'postgresql'",
        "op.get_context().dialect.name != 'sqlite'",
        "not op.get_bind().engine.name == 'sqlite'",
        "context.get_context().dialect.name in ('postgresql', 'mysql')",
        "bind.dialect.name not in {'sqlite'}",
        "bind.dialect.name == 'postgresql' and bind.dialect.name != 'mysql'",
    ],
)
def test_branch_of_one_backend_is_found(test: str) -> None:
    """A test of the dialect is read whichever way it is written."""
    found = look(f"if {test}:\n    op.execute('VACUUM')")

    assert found.branches == (Span(first=3, last=3, line=2, backends=("postgresql",)),)


def test_name_of_the_dialect_may_have_a_name() -> None:
    """Both branches are found, each with its backend."""
    found = look("""
        dialect = op.get_bind().dialect.name
        if dialect == "sqlite":
            op.execute("one")
        else:
            op.execute("other")
    """)

    assert found.branches == (
        Span(first=4, last=4, line=3, backends=("sqlite",)),
        Span(first=6, last=6, line=3, backends=("postgresql",)),
    )


def test_branch_of_another_backend_runs_nowhere() -> None:
    """Neither of the two databases takes it."""
    found = look("""
        if bind.dialect.name == "sqlite":
            pass
        elif bind.dialect.name == "postgresql":
            pass
        else:
            op.execute("one")
            op.execute("two")
    """)

    assert found.branches == (
        Span(first=4, last=8, line=2, backends=("postgresql",)),
        Span(first=7, last=8, line=4, backends=()),
    )


def test_what_comes_after_a_return_runs_on_the_other_one() -> None:
    """An early return is a test of all that follows."""
    found = look("""
        if bind.dialect.name != "postgresql":
            return
        op.execute("one")
    """)

    assert found.branches == (Span(first=4, last=4, line=2, backends=("postgresql",)),)


def test_other_tests_say_nothing() -> None:
    """What depends on something else may run on both."""
    assert look("if has_table('items'):\n    op.drop_table('items')") == Look()


def test_both_of_two_backends_say_nothing() -> None:
    """A branch that both take is none."""
    assert look("if bind.dialect.name in ('sqlite', 'postgresql'):\n    op.drop_table('items')") == Look()


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param("try:\n    op.drop_table('a')\nexcept Exception:\n    pass", 4, id="pass"),
        pytest.param("try:\n    op.drop_table('a')\nexcept:\n    print('gone')", 4, id="print"),
        pytest.param("with contextlib.suppress(Exception):\n    op.drop_table('a')", 2, id="suppress"),
    ],
)
def test_caught_exception_is_found(body: str, line: int) -> None:
    """A handler that goes on hides what failed."""
    assert look(body).caught == (Span(first=3, last=3, line=line),)


def test_exception_that_is_raised_again_is_not_hidden() -> None:
    """A handler may say more, and raise."""
    assert look("try:\n    op.drop_table('a')\nexcept Exception as error:\n    raise Failed from error") == Look()


def test_downgrade_is_not_looked_at() -> None:
    """Only the way forward is compared."""
    text = "def downgrade():\n    if bind.dialect.name == 'sqlite':\n        op.drop_table('items')"

    assert look_at_text(text) == Look()
