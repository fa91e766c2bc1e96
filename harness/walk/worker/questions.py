"""What the parent may ask when the walk is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import evaluate, spell
from .drift import compare_models
from .inspection import inspect_schema
from .naming import describe_models, render_names

if TYPE_CHECKING:
    from .environment import Walk


def answer(request: dict[str, Any], walk: Walk) -> Any:
    """Give the answer to one question: about the models, about names, or about the database that was walked."""
    question = request["ask"]
    found = walk.metadata
    metadatas = list(found) if isinstance(found, list | tuple) else [found] if found is not None else []
    if question == "models":
        return describe_models(metadatas)
    if question == "names":
        return render_names(metadatas[0], request["wanted"])
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    with create_engine(walk.targets.primary, poolclass=NullPool).connect() as connection:
        if question == "drift":
            return compare_models(connection, found, walk.options)
        if question == "inspect":
            return inspect_schema(connection)
        ask = {"spell": spell, "evaluate": evaluate}[question]
        return [ask(connection, one) for one in request["questions"]]
