"""Refuse a target that the history does not have, before anything is started."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.project.history import History

NAME = re.compile(r"\w+\Z")


def check_target(history: History, target: str) -> None:
    """Raise UsageError for `head` where there are several, and for a plain name that no revision or label has.

    What is left to Alembic: `branch@head`, `revision+2` and the like.
    """
    if target == "head" and len(history.heads) > 1:
        raise UsageError(
            f"'head' names none of the {len(history.heads)} heads: {', '.join(history.heads)}",
            why="`upgrade head` fails on a history with several heads",
            next_step="Merge them (`alembic merge heads`), or check all of them: --target heads.",
        )
    names = [revision.id for revision in history.revisions]
    names += [label for revision in history.revisions for label in revision.labels]
    known = target in {"head", "heads"} or any(name.startswith(target) for name in names)
    if NAME.match(target) and not known:
        near = difflib.get_close_matches(target, names, n=1)
        raise UsageError(
            f"There is no revision {target!r}",
            why=f"none of the {len(history.revisions)} revisions has an identifier or a branch label that begins so",
            next_step=f"Did you mean {near[0]!r}?" if near else "See `alembic history`, or check all: --target heads.",
        )
