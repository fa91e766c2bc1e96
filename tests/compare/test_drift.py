"""How the models differ from a database: what of Alembic's comparison is taken, and in which order."""

from __future__ import annotations

from harness.compare.drift import drift_divergences, settled
from harness.model import Difference, Divergence, Drift, ModelObject, Models
from tests.compare.schemas import column, primary_key, snapshot, step, table


def unique(name: str, *columns: str) -> ModelObject:
    """Give a unique constraint of the models."""
    return ModelObject(kind="uq", columns=columns, names={"sqlite": name, "postgresql": name})


def missing(name: str, *columns: str) -> Drift:
    """Give a unique constraint that a database lacks."""
    return Drift(what="missing", kind="uq", table="items", name=name, columns=columns)


def test_name_that_the_models_claim_twice_settles_nothing() -> None:
    """Alembic looks at one of two objects of one name, and which one is chance."""
    models = Models(objects={"items": (unique("uq_items_a", "a"), unique("uq_items_a", "a", "b"))})

    assert settled((missing("uq_items_a", "a", "b"), missing("uq_items_c", "c")), models) == (
        missing("uq_items_c", "c"),
    )


def test_order_is_that_of_the_names() -> None:
    """Alembic gives what it finds in the order of sets."""
    one, other = missing("uq_items_a", "a"), missing("uq_items_b", "b")

    assert settled((other, one), Models()) == settled((one, other), Models()) == (one, other)


STEPS = [
    (step("0001", snapshot(table("items", column("state")))), step("0001", snapshot(table("items", column("state")))))
]


def told(
    dev: tuple[Drift, ...] | None, prod: tuple[Drift, ...] | None
) -> list[tuple[str | None, str | None, str | None]]:
    """Give of each divergence which side has it, and what both have."""
    found = drift_divergences(dev, prod, (), STEPS, {})
    return [(item.difference.missing_on, item.difference.dev, item.difference.prod) for item in found]


def longer(database: str, models: str) -> Drift:
    """Give a type that is another one in the models."""
    return Drift(
        what="differs", kind="type", table="items", name="state", column="state", database=database, models=models
    )


def test_length_of_a_text_on_sqlite_alone() -> None:
    """SQLite does not enforce it, and production has the enum."""
    drift = longer("VARCHAR(8)", "VARCHAR(9)")

    assert told((drift,), ()) == []
    assert told((drift,), (drift,)) == [(None, "VARCHAR(8)", "VARCHAR(8)")]
    assert told((longer("VARCHAR(8)", "DATE"),), ()) == [("dev", "VARCHAR(8)", "as the models say")]


def test_side_that_could_not_be_compared() -> None:
    """Nothing is said of it."""
    assert told((missing("uq", "state"),), None) == [("dev", "not there", "not compared")]


def index(what: str, name: str, *columns: str) -> Drift:
    """Give an index that is missing or too much."""
    return Drift(what=what, kind="ix", table="items", name=name, columns=columns)


def test_index_that_alembic_does_not_see_whole_on_sqlite() -> None:
    """The databases are alike, so that production's word holds for both: a descending key, an expression."""
    descending, expression = index("missing", "ix_a", "a"), index("extra", "ix_lower")

    assert told((descending,), ()) == []
    assert told((), (expression,)) == [(None, "there", "there")]


def test_index_on_other_columns_is_told_once() -> None:
    """Alembic removes it and adds it again."""
    both = (index("extra", "ix_a", "a"), index("missing", "ix_a", "b"))

    assert told(both, both) == [(None, "on (a)", "on (a)")]


def test_index_on_an_expression_is_called_one() -> None:
    """Alembic gives its columns, and it has none."""
    both = (index("extra", "ix_a"), index("missing", "ix_a", "a"))

    assert told(both, both) == [(None, "on (an expression)", "on (an expression)")]


def key(what: str, *columns: str) -> Drift:
    """Give a primary key that is another one in the models."""
    return Drift(what=what, kind="pk", table="items", name="pk_items", columns=columns)


def test_primary_key_beside_what_differs_in_its_column() -> None:
    """Whether a column numbers itself is one thing; that a side has no key, or not its column, tells of the key."""
    numbering = Difference(aspect="differs", kind="identity", table="items", name="id", column="id")
    lacking = Difference(aspect="missing", kind="pk", table="items", name="pk_items", columns=("id",))
    drift = (key("differs", "id"),)

    found = [
        list(drift_divergences(drift, drift, [Divergence(difference=known, revision="0001")], STEPS, {}))
        for known in (numbering, lacking)
    ]

    assert [len(one) for one in found] == [1, 0]


def test_primary_key_is_that_of_the_step_that_changed_it() -> None:
    """Whatever its name was before."""
    columns = (column("id"), column("sku"))
    made, without = (snapshot(table("items", *columns, *keys)) for keys in ((primary_key("id", name="items_key"),), ()))
    steps = [(step(name, schema), step(name, schema)) for name, schema in (("0001", made), ("0002", without))]
    drift = (key("missing", "id"),)

    assert [item.revision for item in drift_divergences(drift, drift, (), steps, {})] == ["0002"]
