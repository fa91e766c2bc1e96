"""Tell an error of the project's code: its text, where in the project it was raised, and the whole traceback."""

from __future__ import annotations

import os
import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from .notes import Notes

MOST_PLACES = 3
MOST_TRACEBACK = 6000
CHANGING = re.compile(r" at 0x[0-9a-f]+(?=>)| *\(Background on this error at: \S+\)")
"""What a text of an exception holds that is another one in each run, or with each version of SQLAlchemy."""


def whereabouts(notes: Notes, statement: str | None) -> dict[str, Any]:
    """Give where the main thread is in the project's own files, and the statement that a database has not answered."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    frames = [one for one in traceback.extract_stack(frame) if notes.owns(one.filename)]
    return {
        "where": "\n".join(_line(one, notes.root) for one in frames[-MOST_PLACES:]),
        "statement": statement,
    }


def describe_error(error: BaseException, notes: Notes) -> dict[str, str]:
    """Give the error as an event holds it; `where` are the last frames of the project's own files, innermost last."""
    error = _real_cause(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if notes.owns(frame.filename)]
    return {
        "message": CHANGING.sub("", f"{type(error).__name__}: {error}"),
        "where": "\n".join(_line(frame, notes.root) for frame in frames[-MOST_PLACES:]),
        "traceback": "".join(traceback.format_exception(error))[-MOST_TRACEBACK:],
    }


def describe_failure(error: BaseException, connection: Connection | None) -> dict[str, Any]:
    """Give what the database said, as far as it was one, and the statement to which it said it.

    With a `connection`, the driver itself was asked, and SQLAlchemy has not seen whether the connection was lost.
    """
    cause = getattr(error, "orig", None) or error
    return {
        "type": type(cause).__name__,
        "message": CHANGING.sub("", str(cause)).strip() or type(cause).__name__,
        "statement": str(getattr(error, "statement", None) or "") or None,
        "disconnected": bool(getattr(error, "connection_invalidated", False))
        or (connection is not None and _is_lost(connection, error)),
    }


def _is_lost(connection: Connection, error: BaseException) -> bool:
    if connection.closed or connection.invalidated:
        return True
    dialect: Any = connection.dialect
    return bool(dialect.is_disconnect(error, connection.connection.dbapi_connection, None))


def _line(frame: traceback.FrameSummary, root: str) -> str:
    place = f"{os.path.relpath(frame.filename, root)}:{frame.lineno}, in {frame.name}"
    return f"{place}\n  {frame.line}" if frame.line else place


def _real_cause(error: BaseException) -> BaseException:
    """Flask puts the whole traceback of an ImportError into the text of its own exception, and hides the first one."""
    hidden = error.__context__
    if type(error).__name__ == "NoAppException" and isinstance(hidden, ImportError):
        return hidden
    return error
