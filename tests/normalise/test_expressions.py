"""What an expression says by itself. The texts are those that a migration writes for SQLite."""

from __future__ import annotations

import pytest

from harness.normalise.expressions import (
    columns_of,
    for_production,
    is_boolean_check,
    labels_of,
    strangers_in,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("active = 1", "active = TRUE"),
        ("1 = active", "TRUE = active"),
        ("active == 0", "active = FALSE"),
        ("active <> 0 AND n = 1", "active <> FALSE AND n = 1"),
        ('"Active" = 1', '"Active" = TRUE'),
        ("active IS 1", "active IS TRUE"),
        ("active IS NOT 0", "NOT active IS FALSE"),
        ("active IN (0, 1)", "active IN (FALSE, TRUE)"),
        ("CASE WHEN active THEN n > 1 ELSE 1 END", "CASE WHEN active THEN n > 1 ELSE TRUE END"),
        ("active OR 0", "active OR FALSE"),
        ("ifnull(n, 0) > 1", "COALESCE(n, 0) > 1"),
        ("[order] > 0", '"order" > 0'),
        ("name COLLATE NOCASE", "LOWER(name)"),
        ('name IN ("a", "it\'s")', "name IN ('a', 'it''s')"),
        ("CAST(n AS NUMERIC(5, 2)) > 1 AND active = 1", "CAST(n AS DECIMAL(5, 2)) > 1 AND active = TRUE"),
        ("json_extract(name, '$.k') = 'a' AND active = 1", None),
        ("CAST(strftime('%Y', name) AS INTEGER) > 1999", None),
        ("n = 1", None),
        ("active IS NULL", None),
        ("active = 2", None),
        ("n +", None),
    ],
)
def test_spelling_for_production(text: str, expected: str | None) -> None:
    """A boolean column is compared with true and false there; None means that the text is good as it is."""
    assert for_production(text, ["active", "Active"], ["active", "Active", "n", "name", "order"]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mood IN ('a', 'b')", ("mood", ("a", "b"))),
        ("(\"Mood\" IN ('it''s'))", ("Mood", ("it's",))),
        ("n IN (0, 1)", ("n", ("0", "1"))),
        ("mood NOT IN ('a')", None),
        ("mood IN ('a') OR n = 1", None),
        ("mood IN (other)", None),
        ("mood IN (SELECT 1)", None),
        ("lower(mood) IN ('a')", None),
        ("mood IN (", None),
    ],
)
def test_labels_of_a_check(text: str, expected: tuple[str, tuple[str, ...]] | None) -> None:
    """The check that SQLAlchemy makes for an Enum names one column and its labels."""
    assert labels_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("active IN (0, 1)", True),
        ('"Active" IN (1, 0)', True),
        ("active IN (0)", False),
        ("active IN ('a', 'b')", False),
        ("n IN (0, 1)", False),
    ],
)
def test_check_of_a_boolean(text: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """The check that SQLAlchemy makes for a Boolean says on SQLite what the type says on PostgreSQL."""
    assert is_boolean_check(text, ["active"]) is expected


def test_columns_of_an_expression() -> None:
    """They come in the order of the table, and a text is no column."""
    assert columns_of("lower(B) > 'c' AND \"a b\" > a", "sqlite", ["a", "b", "c", "a b"]) == ("a", "b", "a b")


def test_columns_of_an_expression_that_is_not_understood() -> None:
    """Nothing is guessed."""
    assert columns_of("a > (", "sqlite", ["a"]) == ()


def test_quoted_names_that_no_column_has() -> None:
    """SQLite takes them for texts, and says nothing."""
    assert strangers_in('"maxGuests" > 0 AND "Beds" > floor AND beds < "max"', ["beds", "floor"]) == (
        "maxGuests",
        "max",
    )
    assert strangers_in("a > (", ["a"]) == ()
