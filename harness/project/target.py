"""Refuse a target that the history does not have, before anything is started."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from harness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    if target not in {"head", "heads"}:
        _check_known(history, target, "See `alembic history`, or check all: --target heads.")


def check_baseline(history: History, revision: str | None) -> None:
    """Raise UsageError for a `baseline_revision` that is none."""
    if revision is not None:
        _check_known(history, revision, "Correct baseline_revision in [tool.migration-parity]; see `alembic history`.")


def check_since(history: History, revision: str | None) -> None:
    """Raise UsageError for a `since` that is no revision's whole identifier."""
    if revision is not None and history.find(revision) is None:
        names = [item.id for item in history.revisions]
        near = difflib.get_close_matches(revision, names, n=1)
        raise UsageError(
            f"There is no revision {revision!r} to judge from",
            why=f"since takes the whole identifier of one of the {len(names)} revisions",
            next_step=f"Did you mean {near[0]!r}?" if near else "See `alembic history`.",
        )


def _check_known(history: History, name: str, next_step: str) -> None:
    names = [revision.id for revision in history.revisions]
    names += [label for revision in history.revisions for label in revision.labels]
    if NAME.match(name) and not any(known.startswith(name) for known in names):
        near = difflib.get_close_matches(name, names, n=1)
        raise UsageError(
            f"There is no revision {name!r}",
            why=f"none of the {len(history.revisions)} revisions has an identifier or a branch label that begins so",
            next_step=f"Did you mean {near[0]!r}?" if near else next_step,
        )


def check_rows(history: History, wanted: Iterable[tuple[str, str]]) -> None:
    """Raise UsageError for rows that belong after a revision that the history does not have.

    `wanted` are who asks, as a message says it, and the revision.
    """
    known = [revision.id for revision in history.revisions]
    for who, revision in wanted:
        if revision not in known:
            raise UsageError(
                f"{who} names a revision that the history does not have: {revision!r}",
                why=f"the last revisions are: {', '.join(known[-3:])}",
                next_step='Write the whole identifier of a revision, as it stands in its file: after = "...".',
            )
