"""When two names are one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import registry

from harness.compare.names import cut, is_cut, same_name, shortened

LIMIT = 63


def name_on_postgresql(table: str, column: str) -> str:
    """Give the name that SQLAlchemy writes for a unique constraint of a naming convention."""
    metadata = sa.MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})
    (constraint,) = (
        item
        for item in sa.Table(table, metadata, sa.Column(column, sa.Integer, unique=True)).constraints
        if isinstance(item, sa.UniqueConstraint)
    )
    return str(registry.load("postgresql")().identifier_preparer.format_constraint(constraint))


@pytest.mark.parametrize("length", [40, 54, 55, 56, 57, 58, 59, 60, 80, 200])
def test_shortened_as_sqlalchemy_shortens(length: int) -> None:
    """Up to 63 characters the name stays; beyond, both give the same 60."""
    column = "c" * length

    assert shortened(f"uq_tab_{column}", LIMIT) == name_on_postgresql("tab", column)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x" * 63, "x" * 63),
        ("x" * 64, "x" * 63),
        ("ä" * 32, "ä" * 31),
        ("x" + "ä" * 31, "x" + "ä" * 31),
        ("x" * 61 + "€", "x" * 61),
        ("x" * 60 + "€", "x" * 60 + "€"),
        ("x" * 60 + "😀", "x" * 60),
    ],
)
def test_cut_by_bytes(name: str, expected: str) -> None:
    """PostgreSQL keeps 63 bytes, and no half character."""
    assert cut(name, LIMIT) == expected


LONG = "uq_a_table_with_a_long_name_and_a_column_with_one_that_is_longer_still"


@pytest.mark.parametrize(
    ("dev", "prod", "same"),
    [
        ("uq_a", "uq_a", True),
        ("uq_a", "uq_b", False),
        ("uq_a", "UQ_A", False),
        (LONG, shortened(LONG, LIMIT), True),
        (LONG, cut(LONG, LIMIT), False),
        (shortened(LONG, LIMIT), LONG, False),
        (None, None, True),
        (None, "t_a_key", False),
        ("uq_a", None, False),
    ],
)
def test_same_name(dev: str | None, prod: str | None, same: bool) -> None:  # noqa: FBT001 - a table of cases
    """Only the name that SQLAlchemy itself shortens for production is the same under another text."""
    assert same_name(dev, prod, LIMIT) is same


@pytest.mark.parametrize(
    ("dev", "prod", "expected"),
    [
        (LONG, cut(LONG, LIMIT), True),
        (LONG, shortened(LONG, LIMIT), False),
        ("uq_a", "uq_a", False),
        ("ä" * 40, "ä" * 31, True),
        (None, "uq_a", False),
    ],
)
def test_is_cut(dev: str | None, prod: str | None, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A cut name is what PostgreSQL left of a longer one."""
    assert is_cut(dev, prod, LIMIT) is expected


def test_database_without_a_limit() -> None:
    """Where names may have any length, none is shortened or cut."""
    assert not same_name(LONG, shortened(LONG, LIMIT), None)
    assert not is_cut(LONG, cut(LONG, LIMIT), None)
