"""Down and up again with --downgrade, where the wiring decides how far and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.pipeline import check
from tests.wirings.surroundings import set_up

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Report
    from tests.wirings.surroundings import Production

pytestmark = pytest.mark.container

DOWNGRADES = {"downgrade-fails", "downgrade-not-restored"}


def walk_down(name: str, directory: Path, production: Production, postgres_url: str) -> Report:
    """Check a project of tests/projects with --downgrade."""
    root = set_up(name, directory, production)
    return check(root, load_settings(root, {"postgres": postgres_url, "downgrade": True}))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("attributes_engine", id="env.py needs an engine"),
        pytest.param("flask_migrate_current", id="engines keep their connections"),
        pytest.param("baseline_from_models", id="tables from before the history stay"),
        pytest.param("baseline_from_sql", id="down to the baseline's revision"),
        pytest.param("flask_migrate_multidb", id="several databases"),
        pytest.param("schema_for_each_tenant", id="several schemas"),
        pytest.param("x_argument", id="env.py needs an argument"),
    ],
)
def test_every_downgrade_restores_what_was_there(
    name: str, tmp_path: Path, production: Production, postgres_url: str
) -> None:
    """No downgrade is blamed for what another part, or the settings, have made."""
    report = walk_down(name, tmp_path, production, postgres_url)

    assert [item.message for item in report.findings if item.rule in DOWNGRADES] == []
    assert [item.what for item in report.not_checked if "downgrade" in item.what] == []


def test_runner_that_only_upgrades_is_told(tmp_path: Path, production: Production, postgres_url: str) -> None:
    """What a runner of the project cannot do is named among what was not checked."""
    report = walk_down("runner_of_its_own", tmp_path, production, postgres_url)

    why = "the setting runner names a function that only upgrades"
    told = [(item.what, item.why) for item in report.not_checked]
    assert told == [("the downgrades on dev", why), ("the downgrades on prod", why)]
