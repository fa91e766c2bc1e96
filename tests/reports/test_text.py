"""The report as people read it."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from harness.model import DatabaseLine, Display, Finding, FindingObject, Unchecked, Witness
from harness.reports.text import render
from tests.reports.examples import BROKEN, CASCADE, LENGTHS, MENDED, SQUARE, UNNAMED, report

NARROW = Display(width=50)
COLOUR = Display(colour=True)


def test_parity_says_how_much_was_compared() -> None:
    """A pass is worth what was compared."""
    assert render(report(verdict="parity")) == (
        "PARITY: sqlite 3.40.1 and postgresql 17.2 agree after each of 2 revisions\n"
        "dev  sqlite 3.40.1 (file)\n"
        "prod postgresql 17.2 (container postgres:17)\n"
        "\n"
        "Compared 2 revisions; the last has 2 tables, 7 columns, 4 constraints and 1 index.\n"
        "The migrations took 0.50 s on sqlite and 0.50 s on postgresql.\n"
    )


def test_finding_is_told_with_both_sides_and_its_fix() -> None:
    """The place can be opened, the sides stand beside each other, the code of the fix can be copied."""
    assert render(report(CASCADE)) == (
        "DIVERGED: 1 error\n"
        "dev  sqlite 3.40.1 (file)\n"
        "prod postgresql 17.2 (container postgres:17)\n"
        "\n"
        "error  constraint-differs\n"
        "  migrations/versions/0002_books.py:17\n"
        "  fk_books_author_id_authors of books differs.\n"
        "    dev (sqlite)                                    prod (postgresql)\n"
        "    FOREIGN KEY (author_id) REFERENCES authors      FOREIGN KEY (author_id) REFERENCES authors (id)\n"
        "    (id)                                            ON DELETE CASCADE\n"
        "  fix: Make it alike on both databases:\n"
        '           batch_op.drop_constraint("fk_books_author_id_authors")\n'
        "       and create it again.\n"
        "\n"
        "Compared 2 revisions; the last has 2 tables, 7 columns, 4 constraints and 1 index.\n"
        "The migrations took 0.50 s on sqlite and 0.50 s on postgresql.\n"
        "What a rule means: parity rule constraint-differs\n"
    )


def test_narrow_display_has_the_sides_one_under_the_other() -> None:
    """Fifty columns have no room for two texts; a path is never broken."""
    assert _entry(render(report(CASCADE), NARROW)) == (
        "error  constraint-differs\n"
        "  migrations/versions/0002_books.py:17\n"
        "  fk_books_author_id_authors of books differs.\n"
        "    dev (sqlite)\n"
        "      FOREIGN KEY (author_id) REFERENCES authors\n"
        "      (id)\n"
        "    prod (postgresql)\n"
        "      FOREIGN KEY (author_id) REFERENCES authors\n"
        "      (id) ON DELETE CASCADE\n"
        "  fix: Make it alike on both databases:\n"
        '           batch_op.drop_constraint("fk_books_author_id_authors")\n'
        "       and create it again."
    )


@pytest.mark.parametrize("width", [1, 8, 20, 40, 71, 72, 120])
def test_every_width_shows_every_word(width: int) -> None:
    """Whatever the width, nothing is cut off."""
    text = "".join(render(report(CASCADE, UNNAMED, BROKEN), Display(width=width)).split())
    whole = [CASCADE.message, UNNAMED.message, BROKEN.fix, "migrations/versions/0002_books.py:17"]
    words = [*str(CASCADE.prod).split(), "books_author_id_fkey"]

    assert [part for part in (*whole, *words) if "".join(part.split()) not in text] == []


def test_objects_of_a_finding_stand_by_file() -> None:
    """A finding that sums up lists what it sums up."""
    assert _entry(render(report(UNNAMED))) == (
        "warning  unnamed-constraint\n"
        "  2 constraints have no name on dev.\n"
        "  migrations/versions/0001_users.py:16\n"
        "    line   object                            dev    prod\n"
        "    16     unique constraint users (email)   none   users_email_key\n"
        "  migrations/versions/0002_books.py:9\n"
        "    line   object                          dev    prod\n"
        "    9      foreign key books (author_id)   none   books_author_id_fkey\n"
        "  fix: Give MetaData a naming_convention."
    )


def test_objects_on_a_narrow_display() -> None:
    """The sides of each object stand one under the other."""
    assert _entry(render(report(UNNAMED), NARROW)) == (
        "warning  unnamed-constraint\n"
        "  2 constraints have no name on dev.\n"
        "  migrations/versions/0001_users.py:16\n"
        "    line 16: unique constraint users (email)\n"
        "      dev  none\n"
        "      prod users_email_key\n"
        "  migrations/versions/0002_books.py:9\n"
        "    line 9: foreign key books (author_id)\n"
        "      dev  none\n"
        "      prod books_author_id_fkey\n"
        "  fix: Give MetaData a naming_convention."
    )


def test_expected_name_stands_beside_the_others() -> None:
    """Where the models say a third thing, it is told."""
    objects = tuple(dataclasses.replace(item, expected="uq_users_email") for item in UNNAMED.objects[:1])

    assert "    dev (sqlite)   prod (postgresql)   expected\n    a              a                   b\n" in render(
        report(dataclasses.replace(CASCADE, dev="a", prod="a", expected="b"))
    )
    assert "    line   object                            dev    prod              expected\n" in render(
        report(dataclasses.replace(UNNAMED, objects=objects))
    )
    assert "      expected uq_users_email\n" in render(report(dataclasses.replace(UNNAMED, objects=objects)), NARROW)


def test_many_objects_are_cut_and_counted() -> None:
    """Ten are shown, and how to see the others."""
    text = render(report(_with_objects(48)))

    assert text.count("foreign key t") == 10
    assert "  and 38 more (all of them: parity check --verbose, or --format json)\n" in text


def test_full_detail_shows_all_objects() -> None:
    """With --verbose nothing is left out."""
    text = render(report(_with_objects(48)), Display(detail="full"))

    assert text.count("foreign key t") == 48
    assert "more" not in text


def test_failed_migration_shows_its_statement_once() -> None:
    """The database's words stand in the message, and are not repeated."""
    assert _entry(render(report(BROKEN))) == (
        "error  migration-error\n"
        "  migrations/versions/0002_books.py:12\n"
        "  Revision 0002 fails on prod: UndefinedTable: no table\n"
        "  statement: DROP TABLE pages\n"
        "    dev (sqlite)   prod (postgresql)\n"
        "    passes         fails\n"
        "  fix: Create the table first."
    )


def test_long_text_is_cut_and_counted() -> None:
    """A definition of forty lines buries what stands below it."""
    view = "\n".join(f"line {number}" for number in range(1, 41))
    text = render(report(dataclasses.replace(CASCADE, dev=None, prod=view)))

    assert "    none           line 1\n" in text
    assert "                   line 12\n                   (28 more lines: parity check --verbose)\n" in text


def test_mended_differences_are_short() -> None:
    """What a later revision mended is told in two lines, and is no divergence."""
    assert render(report(MENDED, verdict="parity")) == (
        "PARITY: sqlite 3.40.1 and postgresql 17.2 agree after the last of 2 revisions, with 1 note\n"
        "dev  sqlite 3.40.1 (file)\n"
        "prod postgresql 17.2 (container postgres:17)\n"
        "\n"
        "Differences that a later revision mended:\n"
        "  migrations/versions/0001_users.py:21  nullable-differs\n"
        "    books.title: NULL allowed on dev, NOT NULL on prod. Revision 0002 mends it.\n"
        "\n"
        "Compared 2 revisions; the last has 2 tables, 7 columns, 4 constraints and 1 index.\n"
        "The migrations took 0.50 s on sqlite and 0.50 s on postgresql.\n"
        "What a rule means: parity rule nullable-differs\n"
    )


def test_many_mended_differences_are_cut_and_counted() -> None:
    """A long history has many of them."""
    text = render(report(*[MENDED] * 12))

    assert text.count("0001_users.py:21  nullable-differs\n") == 10
    assert "  and 2 more: parity check --verbose\n" in text


def test_how_databases_behave_is_short() -> None:
    """What is true of nearly every project is told in two lines, below the findings."""
    assert render(report(LENGTHS, CASCADE)).split("\n\n")[2] == (
        "How the databases behave, whatever the schema says (statements and lines: --verbose):\n"
        "  SQLite does not enforce the length of a text: users.email.\n"
        "    Where it matters, add a CHECK on both."
    )


def test_how_databases_behave_is_told_in_full() -> None:
    """With --verbose there are the statement and what each side did with it."""
    assert _entry(render(report(LENGTHS), Display(detail="full"))) == (
        "note  engine-behaviour\n"
        "  SQLite does not enforce the length of a text: users.email.\n"
        "  statement: UPDATE users SET email = 'xxx'\n"
        "    dev (sqlite)   prod (postgresql)\n"
        "    accepted       refused: value too long\n"
        "  fix: Where it matters, add a CHECK on both."
    )


def test_note_without_sides_or_place() -> None:
    """A note of the whole project has only words."""
    assert _entry(render(report(SQUARE, verdict="parity"))) == (
        "note  enum-differs\n  Enums are types on prod and checks on dev.\n  fix: Nothing: both refuse the same values."
    )


def test_provisional_verdict_says_so() -> None:
    """Another server than the one that was asked for is named in the verdict and under the server."""
    prod = DatabaseLine(
        backend="postgresql", version="18.6", server="embedded 18.6", provisional="it is another major version"
    )

    assert render(report(verdict="parity", prod=prod)).splitlines()[:4] == [
        "PARITY (provisional): sqlite 3.40.1 and postgresql 18.6 agree after each of 2 revisions",
        "dev  sqlite 3.40.1 (file)",
        "prod postgresql 18.6 (embedded 18.6)",
        "     provisional: it is another major version",
    ]


def test_what_was_not_checked_is_told() -> None:
    """Nothing is left out without a word."""
    missing = Unchecked(what="1 of 2 revisions", why="revision 0002 fails")

    assert "\nNot checked:\n  1 of 2 revisions: revision 0002 fails\n" in render(report(BROKEN, not_checked=(missing,)))


def test_nothing_ran() -> None:
    """A history that cannot be loaded is no pass."""
    nothing = dataclasses.replace(report(verdict="not-run"), databases={}, revisions=(), compared={"revisions": 0})

    assert render(nothing) == "NOT RUN\n\nCompared nothing: no revision was reached on both databases.\n"


def test_verdict_is_repeated_below_many_findings() -> None:
    """After a long list the verdict is out of sight."""
    lines = render(report(*[CASCADE] * 4)).splitlines()

    assert (lines[0], lines[-1]) == ("DIVERGED: 4 errors", "DIVERGED: 4 errors")


def test_quiet_is_the_verdict_and_a_line_for_each_finding() -> None:
    """A line holds place, severity, rule and message, as compilers print them."""
    missing = Unchecked(what="1 of 2 revisions", why="revision 0002 fails")
    quiet = Display(detail="quiet")

    assert render(report(CASCADE, MENDED, not_checked=(missing,)), quiet) == (
        "DIVERGED: 1 error, 1 note\n"
        "migrations/versions/0002_books.py:17: error: constraint-differs:"
        " fk_books_author_id_authors of books differs.\n"
        "not checked: 1 of 2 revisions\n"
    )


def test_quiet_is_one_line_also_where_a_name_is_more() -> None:
    """The rest of the message is not cut off, and its second line is none of the report."""
    finding = dataclasses.replace(CASCADE, message="fk of new\nline: differs\there.", rule="x")

    assert render(report(finding), Display(detail="quiet")).splitlines()[1:] == [
        "migrations/versions/0002_books.py:17: error: x: fk of new\\nline: differs\\there."
    ]


def test_quiet_says_why_a_verdict_is_provisional() -> None:
    """The one who reads the log need not run the check again to learn it."""
    prod = DatabaseLine(
        backend="postgresql", version="18.6", server="embedded 18.6", provisional="it is another major version"
    )

    assert render(report(verdict="parity", prod=prod), Display(detail="quiet")).splitlines()[1:] == [
        "provisional: it is another major version"
    ]


def test_long_text_in_a_statement_is_cut() -> None:
    """A text that is one letter too long for its column would fill the screen; --verbose has it whole."""
    sql = "UPDATE users SET email = 'LONG' WHERE id = 'it''s'".replace("LONG", "x" * 256)
    finding = dataclasses.replace(CASCADE, witness=Witness(sql=sql, dev="accepted", prod="refused: too long"))

    assert (
        "  statement: UPDATE users SET email = 'xxxxxxxxxxxxxxxxxxxx...' (256 letters) WHERE id = 'it''s'\n"
    ) in render(report(finding))
    assert "'xxxxxxxxxxxxxxxxxxxx...'" not in render(report(finding), Display(detail="full"))


@pytest.mark.parametrize(
    ("directory", "place"),
    [
        ("/home/ann/shop", "migrations/versions/0002_books.py:17"),
        ("/home/ann", "shop/migrations/versions/0002_books.py:17"),
        ("/srv", "/home/ann/shop/migrations/versions/0002_books.py:17"),
    ],
)
def test_place_can_be_opened_from_where_the_reader_stands(directory: str, place: str) -> None:
    """A path below the reader's directory is relative to it, another one absolute."""
    assert f"\n  {place}\n" in render(report(CASCADE), Display(directory=directory))


def test_colours_mark_the_severity_and_what_differs() -> None:
    """Colours are added; the words stay."""
    text = render(report(CASCADE), COLOUR)

    assert text.startswith("\x1b[1;31mDIVERGED: 1 error\x1b[0m\n")
    assert "\x1b[1;35mON DELETE CASCADE\x1b[0m" in text


def test_without_colours_there_is_no_escape_sequence() -> None:
    """Logs stay readable."""
    assert "\x1b" not in render(report(CASCADE, UNNAMED, BROKEN, MENDED))


@pytest.mark.parametrize("display", [Display(), COLOUR])
def test_hostile_names_are_shown_and_not_obeyed(display: Display) -> None:
    """Escape sequences, rich's markup, marks that turn the direction, and line breaks in names are only text."""
    hostile = dataclasses.replace(
        UNNAMED,
        message="[red]\x1b[2J[/red] :boom: \u202egnp",
        file="a\nb\x07.py",
        objects=(dataclasses.replace(UNNAMED.objects[0], table="[link=x]\x9b", file="a\nb\x07.py"),),
    )
    text = render(report(hostile), display)

    assert "[red]\\x1b[2J[/red] :boom: \\u202egnp" in text
    assert "a\\nb\\x07.py:16" in text
    assert "unique constraint [link=x]\\x9b (email)" in text


def test_ascii_display_gets_ascii() -> None:
    """Where letters beyond ASCII cannot be shown, they are escaped."""
    text = render(report(dataclasses.replace(CASCADE, message="größe → 数")), Display(unicode=False))

    assert text.isascii()
    assert "gr\\xf6\\xdfe \\u2192 \\u6570" in text


def test_wide_letters_keep_the_columns() -> None:
    """A letter of two columns counts two."""
    text = render(report(dataclasses.replace(CASCADE, dev="数数", prod="x")))

    assert "    dev (sqlite)   prod (postgresql)\n    数数           x\n" in text


def test_rich_is_loaded_only_to_render() -> None:
    """Finding the formats costs nothing; rendering text loads rich."""
    code = (
        "import sys; from harness.reports import all_formats; found = all_formats();"
        "assert 'rich' not in sys.modules, sorted(found); print(*sorted(found))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"json", "text"} <= set(result.stdout.split())


def _entry(text: str) -> str:
    """Give the first finding of a text."""
    return text.split("\n\n")[1]


def _with_objects(number: int) -> Finding:
    objects = [FindingObject(table=f"t{count}", kind="fk", name=None, columns=("a",)) for count in range(number)]
    return dataclasses.replace(UNNAMED, objects=tuple(objects))
