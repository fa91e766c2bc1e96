"""Whether a check that started where an earlier one ended says what a whole one says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.cache.entries import headers
from harness.cache.place import directory_for
from harness.errors import WalkError

if TYPE_CHECKING:
    from harness.model import Report
    from harness.project import Project

SAID = ("verdict", "findings", "compared", "not_checked", "accepted", "heads")


def raise_if_untrue(cached: Report, whole: Report, project: Project) -> None:
    """Remove the project's entries and raise WalkError when the reports differ in more than seconds.

    The tables' texts are left out: SQLAlchemy's batch mode writes constraints in an order that changes by itself.
    """
    differing = [name for name in SAID if getattr(cached, name) != getattr(whole, name)]
    if [(line.id, line.status) for line in cached.revisions] != [(line.id, line.status) for line in whole.revisions]:
        differing.append("revisions")
    if not differing:
        return
    for path, _header in headers(directory_for(project)):
        path.unlink(missing_ok=True)
    raise WalkError(
        "The check that started from the cache says something else than the whole one",
        why=f"they differ in: {', '.join(differing)}",
        next_step="What was kept is removed. Do without it (--no-cache), and report this with the history.",
    )
