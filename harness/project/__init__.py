"""From a directory to a project: its Alembic history, its configuration, its Flask app. Nothing is imported or run."""

from __future__ import annotations

from harness.project.discovery import Hints, Project, discover
from harness.project.history import History, read_history
from harness.project.target import check_baseline, check_rows, check_since, check_target
from harness.project.url_names import url_names

__all__ = [
    "Hints",
    "History",
    "Project",
    "check_baseline",
    "check_rows",
    "check_since",
    "check_target",
    "discover",
    "read_history",
    "url_names",
]
