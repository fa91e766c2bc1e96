"""Annotations for GitHub Actions."""

from __future__ import annotations

import dataclasses

from harness.model import Display, Unchecked
from harness.reports.github import render
from tests.reports.examples import BROKEN, CASCADE, LENGTHS, UNNAMED, report


def test_annotations() -> None:
    """Each error and warning stands on its line; the verdict is what people read in the log."""
    assert render(report(CASCADE, UNNAMED, LENGTHS)) == (
        "::error file=migrations/versions/0002_books.py,line=17,title=constraint-differs::"
        "fk_books_author_id_authors of books differs.%0AFix: Make it alike on both databases:%0A"
        '    batch_op.drop_constraint("fk_books_author_id_authors")%0Aand create it again.\n'
        "::warning file=migrations/versions/0001_users.py,line=16,title=unnamed-constraint::"
        "2 constraints have no name on dev.%0AFix: Give MetaData a naming_convention.\n"
        "DIVERGED: 1 error, 1 warning, 1 note\n"
    )


def test_place_is_seen_from_the_repository() -> None:
    """GitHub finds a file from the directory in which the step runs."""
    lines = render(report(BROKEN), Display(directory="/home/ann")).splitlines()

    assert lines[0].startswith("::error file=shop/migrations/versions/0002_books.py,line=12,")


def test_finding_of_the_whole_project_has_no_place() -> None:
    """An annotation without a file belongs to the run."""
    whole = dataclasses.replace(UNNAMED, file=None, line=None)

    assert render(report(whole)).startswith("::warning title=unnamed-constraint::2 constraints")


def test_gaps_are_warnings() -> None:
    """What was not checked is told where people look."""
    gap = Unchecked(what="1 of 2 revisions", why="revision 0002 fails")

    assert render(report(verdict="parity", not_checked=(gap,))).splitlines()[0] == (
        "::warning title=not checked::1 of 2 revisions: revision 0002 fails"
    )


def test_hostile_texts_give_no_command() -> None:
    """A line break in a name would begin a command of its own."""
    hostile = dataclasses.replace(CASCADE, file="a,b:c\n::error::.py", message="50%\n::add-mask::x", fix="\r")

    assert render(report(hostile)).splitlines() == [
        (
            "::error file=a%2Cb%3Ac\\n%3A%3Aerror%3A%3A.py,line=17,title=constraint-differs::"
            "50%25%0A::add-mask::x%0AFix: %0D"
        ),
        "DIVERGED: 1 error",
    ]
