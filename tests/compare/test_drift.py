"""How the models differ from a database: what of Alembic's comparison is taken, and in which order."""

from __future__ import annotations

from harness.compare.drift import settled
from harness.model import Drift, ModelObject, Models


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
