"""What the settings say about running the history, and the task that a worker gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.walk.wiring import Wiring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from harness.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkOptions:
    """How to run the history. `wirings` are by backend; `timeout` is how many seconds a worker may be silent."""

    python: str
    target: str = "heads"
    wirings: Mapping[str, Wiring] = field(default_factory=dict)
    allow_network: tuple[str, ...] = ()
    timeout: float = 600.0

    @property
    def lowest(self) -> str:
        """How far down a walk goes: to the revision at which a baseline stands, else to base."""
        return next((wiring.baseline_revision for wiring in self.wirings.values() if wiring.baseline_revision), "base")


def task_of(  # noqa: PLR0913 - all that a task says
    project: Project, options: WalkOptions, backend: str, *, url_names: Sequence[str], stepwise: bool, look: str
) -> dict[str, Any]:
    """Give a worker's task as plain data.

    `url_names` are the variables in which the project expects a database URL. `stepwise` commits each revision by
    itself. `look` says when the schema is read: after "each" revision, after the "last" one, or never, when only the
    "models" are wanted.
    """
    return {
        "root": str(project.root),
        "import_root": str(project.import_root),
        "directory": str(project.directory),
        "kind": project.kind,
        "script_location": str(project.script_location),
        "ini": _text(project.ini),
        "ini_section": project.ini_section,
        "toml": _text(project.toml),
        "url_names": list(url_names),
        "allow_network": list(options.allow_network),
        "timeout": options.timeout,
        "target": options.target,
        "stepwise": stepwise,
        "look": look,
        **options.wirings.get(backend, Wiring()).task(project),
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
