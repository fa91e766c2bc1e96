"""Which constraints and indexes of two tables belong together, and how they differ."""

from __future__ import annotations

import pytest

from harness.compare.constraints import constraint_differences, index_differences, index_text, text_of
from harness.model import Constraint, Index
from tests.compare.schemas import LIMIT, check, foreign_key, index, primary_key, told, unique

LONG = "uq_a_table_with_a_long_name_and_a_column_with_one_that_is_longer_still"

Told = list[tuple[str, str, str | None, str | None, str | None]]


def compared(dev: list[Constraint], prod: list[Constraint]) -> Told:
    """Compare the constraints of one kind."""
    return told(*constraint_differences("items", dev, prod, LIMIT))


def compared_indexes(dev: list[Index], prod: list[Index]) -> Told:
    """Compare indexes."""
    return told(*index_differences("items", dev, prod, LIMIT))


def test_two_unique_constraints_on_the_same_columns() -> None:
    """Names decide between equals, whatever the order."""
    dev = [unique("a", name="one"), unique("a", name="two")]

    assert compared(dev, dev[::-1]) == []


def test_one_of_two_unique_constraints_on_the_same_columns() -> None:
    """The one that is missing is the one by that name."""
    assert compared([unique("a", name="two")], [unique("a", name="one"), unique("a", name="two")]) == [
        ("missing", "uq", "one", None, "UNIQUE (a)")
    ]


def test_swapped_names() -> None:
    """What a constraint does decides before its name: the names are what differs."""
    dev = [unique("a", name="uq_1"), unique("b", name="uq_2")]
    prod = [unique("a", name="uq_2"), unique("b", name="uq_1")]

    assert compared(dev, prod) == [
        ("name-differs", "uq", "uq_2", "uq_1", "uq_2"),
        ("name-differs", "uq", "uq_1", "uq_2", "uq_1"),
    ]


def test_several_without_a_name() -> None:
    """Constraints without a name pair by what they do, each with one."""
    dev = [unique("a"), unique("a"), unique("b")]
    prod = [unique("b", name="t_b_key"), unique("a", name="t_a_key"), unique("a", name="t_a_key1")]

    assert compared(dev, prod) == [
        ("unnamed", "uq", "t_a_key", None, "t_a_key"),
        ("unnamed", "uq", "t_a_key1", None, "t_a_key1"),
        ("unnamed", "uq", "t_b_key", None, "t_b_key"),
    ]


def test_more_without_a_name_on_one_side() -> None:
    """What is left over is missing."""
    assert compared([unique("a")], [unique("a", name="t_a_key"), unique("a", name="t_a_key1")]) == [
        ("unnamed", "uq", "t_a_key", None, "t_a_key"),
        ("missing", "uq", "t_a_key1", None, "UNIQUE (a)"),
    ]


def test_second_one_without_a_name() -> None:
    """It does nothing that the first one does not: a batch that adds a unique column makes two on SQLite."""
    assert compared([unique("a", name="uq_a"), unique("a")], [unique("a", name="uq_a")]) == []
    assert compared([unique("a"), unique("a")], [unique("a", name="t_a_key")]) == [
        ("unnamed", "uq", "t_a_key", None, "t_a_key"),
    ]


def test_other_columns_under_one_name() -> None:
    """One name stands for one constraint that is not alike."""
    assert compared([unique("a", name="uq")], [unique("a", "b", name="uq")]) == [
        ("differs", "uq", "uq", "UNIQUE (a)", "UNIQUE (a, b)")
    ]


def test_name_and_deed_differ() -> None:
    """A constraint that differs in both ways is told in both ways: mending one leaves the other."""
    dev, prod = foreign_key("a", "p", name="fk_1"), foreign_key("a", "p", name="fk_2", ondelete="CASCADE")

    assert compared([dev], [prod]) == [
        (
            *("differs", "fk", "fk_2"),
            *("FOREIGN KEY (a) REFERENCES p (id)", "FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE"),
        ),
        ("name-differs", "fk", "fk_2", "fk_1", "fk_2"),
    ]


def test_two_named_checks_on_one_column() -> None:
    """They are two checks, and each is missing on a side."""
    assert compared([check(("a",), "a > 1", name="ck_1")], [check(("a",), "a < 9", name="ck_2")]) == [
        ("missing", "ck", "ck_1", "CHECK (a > 1)", None),
        ("missing", "ck", "ck_2", None, "CHECK (a < 9)"),
    ]


def test_check_without_a_name() -> None:
    """It pairs with the check that PostgreSQL named, in whatever order the columns come."""
    assert compared([check(("a", "b"), "a > b")], [check(("b", "a"), "a >= b", name="t_check")]) == [
        ("differs", "ck", "t_check", "CHECK (a > b)", "CHECK (a >= b)"),
        ("unnamed", "ck", "t_check", None, "t_check"),
    ]


def test_check_that_could_not_be_read() -> None:
    """What is not known is no difference."""
    dev = Constraint(kind="ck", name="ck", columns=("a",), expression="a GLOB 'x'", meaning="unknown: syntax error")

    assert compared([dev], [check(("a",), "a ~ 'x'", name="ck")]) == []


def test_primary_keys_are_one_pair() -> None:
    """A table has one primary key, whatever its name and columns."""
    assert compared([primary_key("a", name="pk_1")], [primary_key("a", "b", name="pk_2")]) == [
        ("differs", "pk", "pk_2", "PRIMARY KEY (a)", "PRIMARY KEY (a, b)"),
        ("name-differs", "pk", "pk_2", "pk_1", "pk_2"),
    ]


def test_name_that_production_cut() -> None:
    """A long name that PostgreSQL cut is told apart from one that SQLAlchemy shortened."""
    assert compared([unique("a", name=LONG)], [unique("a", name=LONG[:63])]) == [
        ("cut", "truncation", LONG[:63], LONG, LONG[:63])
    ]


@pytest.mark.parametrize("option", ["ondelete", "onupdate", "deferrable", "initially", "match"])
def test_option_of_a_foreign_key(option: str) -> None:
    """Every option of a key makes it another one."""
    dev, prod = foreign_key("a", "p", name="fk"), foreign_key("a", "p", name="fk", **{option: "yes"})

    assert [item[:3] for item in compared([dev], [prod])] == [("differs", "fk", "fk")]


def test_constraint_that_is_not_validated() -> None:
    """NOT VALID is about the rows that are there, not about the schema."""
    dev, prod = foreign_key("a", "p", name="fk"), foreign_key("a", "p", name="fk", **{"not valid": "yes"})

    assert compared([dev], [prod]) == []


@pytest.mark.parametrize(
    ("dev", "prod", "texts"),
    [
        (index("a", name="ix"), index("a DESC", name="ix"), ("INDEX (a)", "INDEX (a DESC)")),
        (index("a", name="ix"), index("a", name="ix", unique_too=True), ("INDEX (a)", "UNIQUE INDEX (a)")),
        (index("a", "b", name="ix"), index("b", "a", name="ix"), ("INDEX (a, b)", "INDEX (b, a)")),
        (index("a", name="ix"), index("a", name="ix", predicate="a > 0"), ("INDEX (a)", "INDEX (a) WHERE a > 0")),
        (
            index("a", name="ix", predicate="a > 1"),
            index("a", name="ix", predicate="a > 0"),
            ("INDEX (a) WHERE a > 1", "INDEX (a) WHERE a > 0"),
        ),
    ],
)
def test_index_under_one_name(dev: Index, prod: Index, texts: tuple[str, str]) -> None:
    """Order, uniqueness, columns and condition make an index."""
    assert compared_indexes([dev], [prod]) == [("differs", "ix", "ix", *texts)]


@pytest.mark.parametrize("option", ["method", "include", "operator class", "nulls", "invalid"])
def test_option_of_an_index_that_only_makes_it_quicker(option: str) -> None:
    """What answers a query as before is no difference."""
    prod = Index(name="ix", keys=("a",), columns=("a",), meaning=("a",), options={option: "x"})

    assert compared_indexes([index("a", name="ix")], [prod]) == []


def test_index_under_two_names() -> None:
    """The same index under another name is one index."""
    assert compared_indexes([index("a", name="ix_1")], [index("a", name="ix_2")]) == [
        ("name-differs", "ix", "ix_2", "ix_1", "ix_2")
    ]


def test_two_equal_indexes_and_one() -> None:
    """The one that is missing is the one by that name."""
    both = [index("a", name="ix_1"), index("a", name="ix_2")]

    assert compared_indexes(both[1:], both) == [("missing", "ix", "ix_1", None, "INDEX (a)")]


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (primary_key("a", "b"), "PRIMARY KEY (a, b)"),
        (unique("a", **{"nulls not distinct": "yes"}), "UNIQUE (a) NULLS NOT DISTINCT"),
        (unique("a", **{"on conflict": "IGNORE"}), "UNIQUE (a) ON CONFLICT IGNORE"),
        (
            foreign_key("a", "p", ondelete="SET NULL", onupdate="CASCADE", deferrable="yes", initially="DEFERRED"),
            "FOREIGN KEY (a) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED ON DELETE SET NULL ON UPDATE CASCADE",
        ),
        (check(("a",), "((a > 0))"), "CHECK (a > 0)"),
        (
            Constraint(kind="ck", name="ex", expression="EXCLUDE USING gist (a WITH =)", options={"exclude": "yes"}),
            "EXCLUDE USING gist (a WITH =)",
        ),
    ],
)
def test_text_of_a_constraint(constraint: Constraint, expected: str) -> None:
    """A constraint is spelled as in SQL, without its name."""
    assert text_of(constraint) == expected


def test_text_of_an_index() -> None:
    """An index is spelled as in SQL, without its name and table."""
    assert index_text(index("a", "b DESC", name="ix", unique_too=True, predicate="(a > 0)")) == (
        "UNIQUE INDEX (a, b DESC) WHERE a > 0"
    )
