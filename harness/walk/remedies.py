"""What helps when env.py or the application cannot be run: the one setting that gives it what it lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.project import Project

ASKS_FOR_A_URL = re.compile(r"ur[li]|dsn|^db$", re.IGNORECASE)
ANYTHING = "..."
TABLE = "in [tool.migration-parity]"
X_ARGUMENT = re.compile(r"(?<!\S)-x[ =]['\"]?(\w+)=")
KEY = re.compile(r"\bKeyError: '(\w+)'$", re.MULTILINE)
VARIABLES = (
    re.compile(r"[Ee]nvironment variable ['\"]?(\w+)['\"]? (?:is )?not set"),  # environs, and many by hand
    re.compile(
        r"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+) (?:is|was|must be|has to be) (?:not |un)?(?:set|defined|given|provided)"
    ),
    re.compile(r"UndefinedValueError: (\w+) not found"),  # decouple
    re.compile(r"validation errors? for \w+\n(\w+)\n +Field required"),  # pydantic
)


def setting_for(broken: Mapping[str, str], project: Project) -> str | None:
    """Name the setting that would help, by the error's text and place; None when none is known to."""
    told, where = broken["message"], broken["where"]
    if "EOFError" in told:
        return "Let it ask only when somebody can answer: sys.stdin.isatty(). The check gives it no input."
    argument = X_ARGUMENT.search(told)
    key = KEY.search(told)
    variable = next((match for pattern in VARIABLES if (match := pattern.search(told))), None)
    if key is not None and "environ" in told + where:
        variable = key
    if variable is not None:
        name = variable[1].upper() if "Field required" in told else variable[1]
        example = _example(name)
        first = "Set the variable, or give it to the check" if example == ANYTHING else "Give the variable to the check"
        return f'{first}: env = {{ {name} = "{example}" }} {TABLE}.'
    if argument is None and (key is None or broken["stage"] != "walk"):
        return None
    if argument is None and "attributes" in where.rpartition("\n")[2]:
        return f'Name a function that migrates as the application does: runner = "package.module:function" {TABLE}.'
    asked = argument or key
    if asked and (argument or "get_x_argument" in (project.script_location / "env.py").read_text("utf-8", "replace")):
        return f'Give the argument to the check: x = ["{asked[1]}={_example(asked[1])}"] {TABLE}.'
    return None


def _example(name: str) -> str:
    """Give the placeholder of the database's URL for a name that asks for one."""
    return "{url}" if ASKS_FOR_A_URL.search(name) else ANYTHING
