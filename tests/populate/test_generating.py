from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.model import Constraint, Unchecked
from harness.populate import generate
from tests.populate.histories import FACTS, column, foreign_key, table, walked, with_renamed


def text(offer: dict[str, Any]) -> str:
    """Give the statement of an offered row."""
    return f"{offer['into']} {offer['values']}"


def statements(side: str, *histories: object, revision: str = "0001") -> list[str]:
    """Give the statements that one side is offered after a revision."""
    dev, prod = walked(*histories)  # type: ignore[arg-type] # histories
    return [text(offer) for offer in generate(dev, prod, FACTS).offers["dev" if side == "dev" else "prod"][revision]]


def test_each_database_gets_its_own_spelling() -> None:
    """A truth value is a number on SQLite, and a truth value on PostgreSQL."""
    history = [table("flags", column("enabled", "BOOLEAN"))]

    assert statements("dev", history)[0] == 'INSERT INTO "flags" ("id", "enabled") VALUES (1002, 1)'
    assert statements("prod", history)[0] == 'INSERT INTO "flags" ("id", "enabled") VALUES (1002, true)'


def test_third_row_shows_null() -> None:
    """What may be NULL is NULL in one of the rows."""
    history = [table("notes", column("text", "VARCHAR(5)"))]

    assert statements("dev", history) == [
        'INSERT INTO "notes" ("id", "text") VALUES (1002, \'Zoë 0\')',
        'INSERT INTO "notes" ("id", "text") VALUES (1003, \'straß\')',
        'INSERT INTO "notes" ("id", "text") VALUES (1004, NULL)',
    ]


def test_tame_rows_are_full() -> None:
    """Rows of the second try leave nothing NULL."""
    dev, prod = walked([table("notes", column("text", "TEXT"))])

    rows = [text(offer) for offer in generate(dev, prod, FACTS, tame=True).offers["dev"]["0001"]]

    assert not any("NULL" in row for row in rows)


def test_row_fits_what_comes_later() -> None:
    """A column that a later revision requires, and whose type becomes a number, holds numbers from the beginning."""
    before = table("items", column("amount", "VARCHAR(20)"))
    after = with_renamed(before, amount="INTEGER")
    after = replace(after, columns=(after.columns[0], replace(after.columns[1], nullable=False)))

    rows = statements("dev", [before], [after])

    assert [row.rpartition("VALUES ")[2] for row in rows] == ["(1002, '1')", "(1003, '2')", "(1004, '3')"]


@pytest.mark.parametrize(
    ("now", "later", "value"),
    [
        ("DATE", "TIMESTAMP", "'2024-02-29'"),
        ("VARCHAR(30)", "DATE", "'2024-02-29'"),
        ("VARCHAR(30)", "TIMESTAMP", "'2024-02-29 12:34:56'"),
        ("TIMESTAMP", "DATE", "'2024-02-29 12:34:56.000000'"),
        ("TIMESTAMP", "INTEGER", "'2024-02-29 12:34:56.000000'"),
        ("DATE", "VARCHAR(30)", "'2024-02-29'"),
        ("TIME", "TIMESTAMP", "'12:34:56.000000'"),
    ],
)
def test_row_fits_the_present_type_before_all_others(now: str, later: str, value: str) -> None:
    """What the column takes only later on, it must not hold now."""
    before = table("items", column("at", now, nullable=False))

    row = statements("dev", [before], [with_renamed(before, at=later)])[0]

    assert row.removeprefix('INSERT INTO "items" ("id", "at") VALUES ') == f"(1002, {value})"


def test_row_fits_all_types_that_a_text_becomes() -> None:
    """A day can become a moment."""
    before = table("items", column("at", "VARCHAR(30)"))

    row = statements("dev", [before], [with_renamed(before, at="DATE")], [with_renamed(before, at="TIMESTAMP")])[0]

    assert row == 'INSERT INTO "items" ("id", "at") VALUES (1002, \'2024-02-29\')'


def test_row_fits_every_later_revision() -> None:
    """What is required in the middle of a history only, counts as well as what is required at its end."""
    loose = table("items", column("amount", "INTEGER"), column("code", "TEXT"))
    strict = replace(loose, columns=(loose.columns[0], replace(loose.columns[1], nullable=False), loose.columns[2]))
    other = replace(loose, columns=(*loose.columns[:2], replace(loose.columns[2], nullable=False)))

    rows = statements("dev", [loose], [strict], [other])

    assert not any("NULL" in row for row in rows)
    assert any("NULL" in row for row in statements("dev", [loose], [strict], [strict]))


def test_parents_come_first() -> None:
    """A row refers to one that is there before it, whatever the names of the tables are."""
    books = table(
        "books", column("shelf_id", "INTEGER", nullable=False), constraints=[foreign_key("shelf_id", "shelves")]
    )

    rows = statements("dev", [books, table("shelves")])

    assert rows[0] == 'INSERT INTO "shelves" ("id") VALUES (1002)'
    assert rows[3] == 'INSERT INTO "books" ("id", "shelf_id") VALUES (1005, 1002)'


def test_cycle_is_broken_at_a_key_that_may_be_null() -> None:
    """Two tables that refer to each other get rows when one of the keys may be NULL."""
    people = table(
        "people", column("team_id", "INTEGER", nullable=False), constraints=[foreign_key("team_id", "teams")]
    )
    teams = table("teams", column("head_id", "INTEGER"), constraints=[foreign_key("head_id", "people")])

    rows = statements("dev", [people, teams])

    assert rows[0] == 'INSERT INTO "teams" ("id", "head_id") VALUES (1002, NULL)'
    assert rows[3] == 'INSERT INTO "people" ("id", "team_id") VALUES (1005, 1002)'


def test_check_is_fulfilled() -> None:
    """Values are taken from the check where the usual ones do not pass it."""
    check = Constraint(kind="ck", name="ck_size", expression="size IN ('S', 'L')")

    rows = statements("dev", [table("shirts", column("size", "VARCHAR(3)", nullable=False), constraints=[check])])

    assert rows[0] == 'INSERT INTO "shirts" ("id", "size") VALUES (1002, \'S\')'


def test_table_without_rows_is_told() -> None:
    """A type of which no value is known leaves the table empty, and says so."""
    dev, prod = walked([table("places", column("area", "polygon", nullable=False))])

    made = generate(dev, prod, FACTS)

    why = "no value is known for places.area (other)"
    assert made.without == (Unchecked(what="rows of places", why=why),)


def test_equal_histories_get_equal_rows() -> None:
    """Nothing is random: what was found once is found again."""
    history = [table("notes", column("text", "TEXT"), column("made_at", "TIMESTAMP"), column("token", "UUID"))]

    assert statements("prod", history) == statements("prod", history)


def test_rows_may_begin_later() -> None:
    """After a revision that fails over rows, the tables are filled from there on."""
    dev, prod = walked([table("notes")], [table("notes"), table("tags")])

    offers = generate(dev, prod, FACTS, begin_after="0002").offers["dev"]

    assert "0001" not in offers
    assert {offer["table"] for offer in offers["0002"]} == {"notes", "tags"}
