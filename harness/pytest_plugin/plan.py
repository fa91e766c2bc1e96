"""What a check will judge, read from the files alone: nothing is started, and nothing of the project runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.project import discover, read_history
from harness.pytest_plugin import options
from harness.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

    from harness.config import Settings
    from harness.model import Revision, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The revisions and the rules that have items. `location` is that of the history, relative to `root`."""

    root: Path
    location: Path
    settings: Settings
    revisions: tuple[Revision, ...]
    rules: tuple[Rule, ...]


PLAN = pytest.StashKey[Plan]()


def plan_of(config: pytest.Config) -> Plan:
    """Give the plan of this run. Raises ParityError for a project that cannot be found or read."""
    if PLAN not in config.stash:
        directory = options.project_directory(config)
        settings = options.settings(config, directory)
        project = discover(directory, settings.hints())
        location = project.script_location
        inside = location.is_relative_to(project.root)
        config.stash[PLAN] = Plan(
            root=project.root,
            location=location.relative_to(project.root) if inside else location,
            settings=settings,
            revisions=read_history(project).revisions,
            rules=tuple(all_rules().values()),
        )
    return config.stash[PLAN]
