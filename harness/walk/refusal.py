"""A side that did not reach its first revision is no finding: the check could not run, and this says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.errors import ParityError, ProjectError, WalkError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Side, Walked
    from harness.project import Project

MISSING_VARIABLE = re.compile(r"\AKeyError: '(\w+)'\Z")
PLACE = re.compile(r"^(\S.*):\d+, in ", re.MULTILINE)
LAST_LINES = 10


def raise_if_nothing_ran(walked: Mapping[Side, Walked], project: Project, python: str) -> None:
    """Raise ProjectError or WalkError for the first side without a revision; `python` is what ran the migrations."""
    idle = [one for one in walked.values() if not one.steps and one.broken is not None]
    if not idle:
        return
    broken = dict(idle[0].broken or {})
    same = [one.backend for one in idle if (one.broken or {}).get("message") == broken["message"]]
    raise _refusal(broken, " and ".join(same), project, python)


def _refusal(broken: Mapping[str, str], backends: str, project: Project, python: str) -> ParityError:
    message, where, details = broken["message"], broken["where"], broken["traceback"]
    if broken["stage"] == "prepare":
        return ProjectError(
            f"The interpreter {python} cannot run the migrations",
            why=message,
            next_step="Install the project's requirements there, or name its own interpreter: --python PATH.",
        )
    if broken["stage"] == "load":
        return ProjectError(
            "The Flask application cannot be loaded",
            why=message.removeprefix("CannotLoad: "),
            next_step=_variable(broken)
            or "Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app.",
            details=details,
        )
    if broken["stage"] == "gone":
        said = "\n".join(broken["output"].splitlines()[-LAST_LINES:])
        return WalkError(
            f"The migrations on {backends} ended before the first revision",
            why=f"{message}; it printed nothing" if not said else f"{message}; its last lines:\n{said}",
            next_step="Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.",
        )
    places = PLACE.findall(where)
    return ProjectError(
        f"{places[-1] if places else _env_py(project)} fails on {backends} before the first revision",
        why="\n".join([message, *where.splitlines()]),
        next_step=_variable(broken) or "Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.",
        details=details,
    )


def _variable(broken: Mapping[str, str]) -> str | None:
    """Name the setting when an environment variable is missing."""
    lines = broken["message"].removeprefix("CannotLoad: ").splitlines()
    missing = MISSING_VARIABLE.match(lines[0].partition(": ")[2] if broken["stage"] == "load" else broken["message"])
    if missing is None or "environ" not in broken["message"] + broken["where"]:
        return None
    return f'Give the variable to the check: env = {{ {missing[1]} = "..." }} in [tool.migration-parity].'


def _env_py(project: Project) -> str:
    path = project.script_location / "env.py"
    return str(path.relative_to(project.root) if path.is_relative_to(project.root) else path)
