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
