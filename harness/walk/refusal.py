"""A side that did not reach its first revision is no finding: the check could not run, and this says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.errors import ParityError, ProjectError, ServerError, WalkError
from harness.walk.remedies import setting_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.model import Side, Walked
    from harness.project import Project

MISSING_MODULE = re.compile(r"\bModuleNotFoundError: (?:No module named |no .*driver for )")
WRONG_APP = re.compile(r"^(?:CannotLoad: )?(\w+)\S*: ModuleNotFoundError: No module named '\1\b", re.MULTILINE)
PLACE = re.compile(r"^(\S.*):\d+, in ", re.MULTILINE)
REFUSED_CONNECTION = re.compile(r"parity refused a connection to .+: it is not a database of this run\. (.+)")
FULL = re.compile("DiskFull|No space left on device|database or disk is full")
LAST_LINES = 10
LOST = {"gone": "ended", "garbled": "was ended", "silent": "did not get on"}
MOST_OF_A_LINE = 300
LONGER = "Look at what it waits for; when it only needs longer: --timeout SECONDS."
NEW_DATABASE = "it runs on a new database, before the first revision"
NAME_THE_APP = "Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app."


def raise_if_nothing_ran(walked: Mapping[Side, Walked], project: Project, python: str) -> None:
    """Raise ProjectError or WalkError for the first side without a revision.

    `python` is the interpreter that ran the migrations.
    """
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
    if broken["stage"] == "setup":
        what, _colon, cause = message.removeprefix("SetupFailed: ").partition(": ")
        is_runner = "The setting runner" in what
        runs = "it is imported as the project's modules are" if is_runner else NEW_DATABASE
        return ProjectError(
            what if is_runner else f"{what} on {backends}",
            why="\n".join([cause, *where.splitlines()]),
            next_step=f"Correct it in [tool.migration-parity]: {runs}.",
            details=details,
        )
    places = PLACE.findall(where)
    return ProjectError(
        f"{places[-1] if places else _env_py(project)} fails on {backends} before the first revision",
        why="\n".join([message, *where.splitlines()]),
        next_step=_remedy(broken, project, python) or _by_hand(project),
        details=details,
    )


def raise_if_gone(walked: Iterable[Walked], project: Project, how: str = "") -> None:
    """Raise WalkError for a process that ended by itself or had to be ended: it can answer nothing.

    `how` tells the walk from the first one: "with rows". Raises ServerError when the server failed, not the revision.
    """
    walked = tuple(walked)
    _raise_if_server_failed(walked, how)
    _raise_if_not_read(walked, how)
    gone = [one for one in walked if one.broken is not None and one.broken["stage"] in LOST]
    if not gone:
        return
    when = _when(gone[0])
    broken = dict(gone[0].broken or {})
    names = " and ".join(one.backend for one in gone if _when(one) == when)
    lines = [line[:MOST_OF_A_LINE] for line in broken["output"].splitlines()[-LAST_LINES:]]
    said = "\n".join(["its last lines:", *lines] if lines else ["it printed nothing"])
    at = "\n".join(["at:", *broken["where"].splitlines(), ""]) if broken["where"] else ""
    raise WalkError(
        f"The process that runs the migrations {LOST[broken['stage']]} {when}{how and ' '}{how} on {names}",
        why=f"{broken['message']}; {at}{said}",
        next_step=LONGER if broken["stage"] == "silent" else _by_hand(project),
    )


def _raise_if_server_failed(walked: Iterable[Walked], how: str) -> None:
    """Raise ServerError for a database without room, or a connection that ended in a revision."""
    for one in walked:
        failure = one.failed.failure if one.failed is not None else None
        if failure is None:
            continue
        when = f"{_when(one)}{how and ' '}{how}"
        why = f"{failure.type}: {failure.message}".splitlines()[0]
        if failure.statement and FULL.search(why):
            raise ServerError(
                f"The disk of the {one.backend} database is full {when}",
                why=why,
                next_step="Make room where the server keeps its files, or name another server: --postgres URL.",
            )
        if failure.disconnected:
            raise ServerError(
                f"The connection to the {one.backend} database was lost {when}",
                why=why,
                next_step="Run again; when it repeats, look at the server's log.",
            )


def _raise_if_not_read(walked: Iterable[Walked], how: str) -> None:
    """Raise WalkError for a schema or rows that the worker could not read: that is no fault of the revision."""
    for one in walked:
        if one.broken is not None and one.broken["stage"] == "look":
            raise WalkError(
                f"The {one.backend} database could not be read {_when(one)}{how and ' '}{how}",
                why=one.broken["message"],
                next_step="Run it with --verbose, and report it with the output of `parity doctor`.",
                details=one.broken["traceback"],
            )


def _when(walked: Walked) -> str:
    if walked.failed is not None:
        return f"in revision {walked.failed.revision}"
    return f"after revision {walked.steps[-1].revision}" if walked.steps else "before the first revision"


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
