"""What the parent may ask when the walk is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import evaluate, spell
from .drift import compare_models
from .inspection import inspect_schema
from .made import made_by_models
from .naming import describe_models, render_names
from .own_connection import with_connection
from .trials import try_all

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from .environment import Walk
    from .steering import Steering


def answer(request: dict[str, Any], walk: Walk, steering: Steering) -> Any:
    """Give the answer to one question: about the models, about names, or about the database that was walked."""
    question = request["ask"]
    part = walk.parts.asked_for(request.get("part", 0))
    found = part.metadata
    metadatas = list(found) if isinstance(found, list | tuple) else [found] if found is not None else []
    if question == "models":
        return describe_models(metadatas)
    if question == "names":
        return render_names(metadatas[0], request["wanted"])

    def ask(connection: Connection) -> Any:
        if question == "drift":
            return compare_models(connection, found, part.options)
        if question == "try":
            return try_all(connection, request["scripts"])
        if question == "made":
            return made_by_models(connection, metadatas, part.options)
        if question == "inspect":
            return inspect_schema(connection)
        ask_one = {"spell": spell, "evaluate": evaluate}[question]
        return [ask_one(connection, one) for one in request["questions"]]

    return with_connection(steering, part.target, ask)
