"""A side that did not reach its first revision is no finding: the check could not run, and this says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.errors import ParityError, ProjectError, WalkError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Side, Walked
    from harness.project import Project

MISSING_VARIABLE = re.compile(r"\bKeyError: '(\w+)'$", re.MULTILINE)
MISSING_MODULE = re.compile(r"\bModuleNotFoundError: No module named ")
WRONG_APP = re.compile(r"^(?:CannotLoad: )?(\w+)\S*: ModuleNotFoundError: No module named '\1\b", re.MULTILINE)
PLACE = re.compile(r"^(\S.*):\d+, in ", re.MULTILINE)
LAST_LINES = 10
NAME_THE_APP = "Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app."


def raise_if_nothing_ran(walked: Mapping[Side, Walked], project: Project, python: str) -> None:
    """Raise ProjectError or WalkError for the first side without a revision, and for a process that ended by itself.

    `python` is the interpreter that ran the migrations.
    """
    gone = [one for one in walked.values() if one.failed and one.broken is not None and one.broken["stage"] == "gone"]
    if gone:
        revision = gone[0].failed.revision if gone[0].failed else None
        names = " and ".join(one.backend for one in gone if one.failed and one.failed.revision == revision)
        raise _gone(gone[0].broken or {}, f"ended in revision {revision} on {names}", project)
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
            next_step=_remedy(broken, python) or NAME_THE_APP,
            details=details,
        )
    if broken["stage"] == "gone":
        return _gone(broken, f"ended before the first revision on {backends}", project)
    places = PLACE.findall(where)
    return ProjectError(
        f"{places[-1] if places else _env_py(project)} fails on {backends} before the first revision",
        why="\n".join([message, *where.splitlines()]),
        next_step=_remedy(broken, python) or _by_hand(project),
        details=details,
    )


def _gone(broken: Mapping[str, str], when: str, project: Project) -> WalkError:
    said = "\n".join(["its last lines:", *broken["output"].splitlines()[-LAST_LINES:]])
    return WalkError(
        f"The process that runs the migrations {when}",
        why=f"{broken['message']}; {said if broken['output'] else 'it printed nothing'}",
        next_step=_by_hand(project),
    )


def _by_hand(project: Project) -> str:
    upgrade = "flask db upgrade heads" if project.kind == "flask-migrate" else "alembic upgrade heads"
    return f"Run `{upgrade}` by hand; when that works, see `parity doctor`."


def _remedy(broken: Mapping[str, str], python: str) -> str | None:
    """Say what helps when a package or an environment variable is missing."""
    told = broken["message"]
    variable = MISSING_VARIABLE.search(told)
    if variable is not None and "environ" in told + broken["where"]:
        return f'Give the variable to the check: env = {{ {variable[1]} = "..." }} in [tool.migration-parity].'
    if MISSING_MODULE.search(told) and not WRONG_APP.search(told):
        return f"Install what is missing for {python}, or name the project's own interpreter: --python PATH."
    return None


def _env_py(project: Project) -> str:
    path = project.script_location / "env.py"
    return str(path.relative_to(project.root) if path.is_relative_to(project.root) else path)
