"""How the settings say how a project is run, for both databases and for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import Settings, load_settings
from harness.errors import UsageError
from harness.walk import Wiring

if TYPE_CHECKING:
    from pathlib import Path


def settings_of(directory: Path, text: str) -> Settings:
    """Read settings from a pyproject.toml with this text below [tool.migration-parity]."""
    (directory / "pyproject.toml").write_text(f"[tool.migration-parity]\n{text}", encoding="utf-8")
    return load_settings(directory)


def test_table_of_a_backend_goes_over_the_settings_for_both(tmp_path: Path) -> None:
    """Variables and files are added or replaced, arguments and statements added, the app and the baseline replaced."""
    settings = settings_of(
        tmp_path,
        """
        app = "shop"
        x = ["region=north"]
        baseline = "first.sql"
        env = { TITLE = "Shop", STORE = "{url}" }
        setup_sql = "SELECT 1"

        [tool.migration-parity.backends.postgresql]
        app = "shop:production()"
        x = ["tenant=one"]
        baseline = "shop.first:metadata"
        env = { STORE = "{plain_url}" }
        files = { "shop.cfg" = "url={url}" }
        setup_sql = ["CREATE SCHEMA shop", "extensions.sql"]
        """,
    )

    assert settings.wiring("sqlite") == Wiring(
        app="shop",
        x=("region=north",),
        baseline="first.sql",
        env={"TITLE": "Shop", "STORE": "{url}"},
        setup_sql=("SELECT 1",),
    )
    assert settings.wiring("postgresql") == Wiring(
        app="shop:production()",
        x=("region=north", "tenant=one"),
        baseline="shop.first:metadata",
        env={"TITLE": "Shop", "STORE": "{plain_url}"},
        files={"shop.cfg": "url={url}"},
        setup_sql=("SELECT 1", "CREATE SCHEMA shop", "extensions.sql"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "[tool.migration-parity.backends.postgres]\nenv = {}\n",
            "The setting backends must be tables named postgresql or sqlite\n"
            "  why: pyproject.toml gives {'postgres': {'env': {}}}\n"
            "  next: Correct it in pyproject.toml.",
            id="unknown backend",
        ),
        pytest.param(
            "[tool.migration-parity.backends.sqlite]\nsetup-sqls = ''\n",
            "Unknown setting 'setup-sqls' in [tool.migration-parity.backends.sqlite] of pyproject.toml\n"
            "  why: the settings are: app, baseline, env, files, setup_sql, x\n"
            "  next: Did you mean 'setup_sql'?",
            id="unknown setting of a backend",
        ),
        pytest.param(
            "[tool.migration-parity.backends.sqlite]\nenv = { PORT = 1 }\n",
            "The setting backends.sqlite.env must be a table of texts\n"
            "  why: pyproject.toml gives {'PORT': 1}\n"
            "  next: Correct it in pyproject.toml.",
            id="number as a variable",
        ),
        pytest.param(
            "setup_sql = [1]\n",
            "The setting setup_sql must be a text or a list of texts\n"
            "  why: pyproject.toml gives [1]\n"
            "  next: Correct it in pyproject.toml.",
            id="number as a statement",
        ),
    ],
)
def test_setting_of_the_wrong_shape_is_refused(text: str, message: str, tmp_path: Path) -> None:
    """The error names the table, and the nearest setting or the shape that is meant."""
    with pytest.raises(UsageError) as raised:
        settings_of(tmp_path, text)

    assert str(raised.value) == message
