"""What the settings say about how one backend's migrations are run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.project import Project

WORK = "{work}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """How the project is run on one backend. The worker fills the placeholders of `env`, `x` and `files`.

    `files` are written into a directory of this run. `setup_sql` are statements, or names of .sql files, for the empty
    database; `baseline` is a .sql file or `module:attribute` that makes the tables from before the history, which is
    then stamped with `baseline_revision`. `runner` is `module:function`, called with the URL and the revision instead
    of Alembic.
    """

    app: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    x: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    setup_sql: tuple[str, ...] = ()
    baseline: str | None = None
    baseline_revision: str | None = None
    runner: str | None = None

    @property
    def needs_directory(self) -> bool:
        """Whether files are written, or the directory for them is named."""
        return bool(self.files) or any(WORK in text for text in (*self.env.values(), *self.x))

    def task(self, project: Project) -> dict[str, Any]:
        """Give what the worker is told."""
        return {
            "apps": [self.app] if self.app else list(project.apps),
            "env": dict(self.env),
            "x": list(self.x),
            "files": dict(self.files),
            "setup_sql": list(self.setup_sql),
            "baseline": self.baseline,
            "baseline_revision": self.baseline_revision,
            "runner": self.runner,
            "needs_directory": self.needs_directory,
        }
