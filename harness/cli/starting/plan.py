"""Everything that `parity init` would do, worked out before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.cli.starting.change import Change, text_of
from harness.cli.starting.pipelines import pipeline_of
from harness.cli.starting.pytest_ini import pytest_of
from harness.cli.starting.settings import FILE, settings_of
from harness.config import load_settings
from harness.project import discover

if TYPE_CHECKING:
    from pathlib import Path

    from harness.cli.starting.change import Kept


def plan(directory: Path, ci: str | None) -> list[Change | Kept]:
    """Give what would be written for the project in a directory, in this order, and what stays as it is.

    Raises ProjectError where there is no project, and UsageError for settings that cannot be read.
    """
    project = discover(directory, load_settings(directory).hints())
    for_pytest = pytest_of(project.root)
    path = project.root / FILE
    text = for_pytest.text if isinstance(for_pytest, Change) and for_pytest.path == path else text_of(path)
    return [for_pytest, settings_of(project, text), pipeline_of(project, ci)]
