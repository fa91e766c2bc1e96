"""A side that did not reach its first revision is no finding: the check could not run, and this says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.errors import ParityError, ProjectError, WalkError
from harness.walk.remedies import setting_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Side, Walked
    from harness.project import Project

MISSING_MODULE = re.compile(r"\bModuleNotFoundError: (?:No module named |no .*driver for )")
WRONG_APP = re.compile(r"^(?:CannotLoad: )?(\w+)\S*: ModuleNotFoundError: No module named '\1\b", re.MULTILINE)
PLACE = re.compile(r"^(\S.*):\d+, in ", re.MULTILINE)
REFUSED_CONNECTION = re.compile(r"parity refused a connection to .+: it is not a database of this run\. (.+)")
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
            next_step=_remedy(broken, project, python) or NAME_THE_APP,
            details=details,
        )
    if broken["stage"] == "gone":
        return _gone(broken, f"ended before the first revision on {backends}", project)
    if broken["stage"] == "setup":
        what, _colon, cause = message.removeprefix("SetupFailed: ").partition(": ")
        return ProjectError(
            f"{what} on {backends}",
            why="\n".join([cause, *where.splitlines()]),
            next_step="Correct it in [tool.migration-parity]: it runs on a new database, before the first revision.",
            details=details,
        )
    places = PLACE.findall(where)
    return ProjectError(
        f"{places[-1] if places else _env_py(project)} fails on {backends} before the first revision",
        why="\n".join([message, *where.splitlines()]),
        next_step=_remedy(broken, project, python) or _by_hand(project),
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


def _remedy(broken: Mapping[str, str], project: Project, python: str) -> str | None:
    """Say what helps against a refused connection, and when a package or an environment variable is missing."""
    told = broken["message"]
    refused = REFUSED_CONNECTION.search(f"{told}\n{broken['traceback']}")
    if refused is not None:
        return refused[1]
    setting = setting_for(broken, project)
    if setting is not None:
        return setting
    if MISSING_MODULE.search(told) and not WRONG_APP.search(told):
        return f"Install what is missing for {python}, or name the project's own interpreter: --python PATH."
    return None


def _env_py(project: Project) -> str:
    path = project.script_location / "env.py"
    return str(path.relative_to(project.root) if path.is_relative_to(project.root) else path)
