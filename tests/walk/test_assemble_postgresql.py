"""A PostgreSQL table from what the catalogs tell of it."""

from __future__ import annotations

import pytest

from harness.walk.assemble_postgresql import assemble_postgresql

KEY = "FOREIGN KEY (a, b) REFERENCES others(a, b) ON DELETE SET NULL"


@pytest.mark.parametrize(
    ("definition", "action"),
    [
        (KEY, "SET NULL"),
        (f"{KEY} (b)", "SET NULL (b)"),
        (f"{KEY} (b) DEFERRABLE INITIALLY DEFERRED NOT VALID", "SET NULL (b)"),
        (f"{KEY} (a, b)", "SET NULL"),
    ],
)
def test_columns_that_a_delete_sets(definition: str, action: str) -> None:
    """They are told where they are not the whole key; only the definition has them in every version."""
    key = ["fk", "f", ["a", "b"], "others", ["a", "b"], "n", "a", "s", False, False, True, definition, None]

    table, _trouble = assemble_postgresql("items", {"columns": [], "constraints": [key], "indexes": []})

    assert table.constraints[0].options == {"ondelete": action}


def columns(*, b_is_filled: bool) -> list[list[object]]:
    """Give the facts of two columns: a cannot be NULL, b perhaps."""
    return [[name, "integer", filled, None, "", "", None] for name, filled in (("a", True), ("b", b_is_filled))]


@pytest.mark.parametrize(("b_is_filled", "options"), [(True, {}), (False, {"match": "FULL"})])
def test_match_full_says_something_of_null_alone(b_is_filled: bool, options: dict[str, str]) -> None:  # noqa: FBT001 - a parameter
    """Without NULL it is MATCH SIMPLE."""
    key = ["fk", "f", ["a", "b"], "others", ["a", "b"], "a", "a", "f", False, False, True, f"{KEY} MATCH FULL", None]
    facts = {"columns": columns(b_is_filled=b_is_filled), "constraints": [key], "indexes": []}

    table, _trouble = assemble_postgresql("items", facts)

    assert table.constraints[0].options == options


@pytest.mark.parametrize(("b_is_filled", "options"), [(True, {}), (False, {"nulls not distinct": "yes"})])
def test_nulls_that_are_equal(b_is_filled: bool, options: dict[str, str]) -> None:  # noqa: FBT001 - a parameter
    """Where there can be none, nothing is said."""
    definition = "UNIQUE NULLS NOT DISTINCT (a, b)"
    unique = ["uq", "u", ["a", "b"], None, [], "", "", "", False, False, True, definition, None]
    index = ["ix", True, "btree", None, ["a", "b"], [0, 0], [], [], True, f"CREATE UNIQUE INDEX ix … {definition}"]
    facts = {"columns": columns(b_is_filled=b_is_filled), "constraints": [unique], "indexes": [index]}

    table, _trouble = assemble_postgresql("items", facts)

    assert table.constraints[0].options == table.indexes[0].options == options
