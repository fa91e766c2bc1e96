"""[tool.migration-parity] of pyproject.toml, and what is said when it is wrong."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings, load_settings
from harness.databases import ServerSettings
from harness.errors import UsageError
from harness.project import Hints

if TYPE_CHECKING:
    from pathlib import Path


def written(directory: Path, table: str) -> Path:
    """Write the settings of a project."""
    (directory / "pyproject.toml").write_text(f"[project]\nname = 'shop'\n[tool.migration-parity]\n{table}\n")
    return directory


def refusal(directory: Path, table: str) -> str:
    """Give the full text of the error with which settings are refused."""
    with pytest.raises(UsageError) as caught:
        load_settings(written(directory, table))
    return str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    """A project needs no configuration."""
    assert load_settings(tmp_path) == Settings()


def test_file_without_the_table(tmp_path: Path) -> None:
    """The file may be there for others."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")

    assert load_settings(tmp_path) == Settings()


def test_every_setting(tmp_path: Path) -> None:
    """Each key of the table is a field, written with dashes or with underscores."""
    settings = load_settings(
        written(
            tmp_path,
            'app = "shop:create_app"\nconfig = "db.ini"\nini-section = "store"\nscript_location = "db"\n'
            'x = ["tenant=a"]\nenv = {A = "1"}\nfiles = {"a.env" = "B=2"}\nsetup-sql = "SELECT 1"\n'
            'baseline = "schema.sql"\nbaseline-revision = "0001"\nrunner = "manage.py migrate"\n'
            'allow-network = ["localhost:6379", "/run/redis.sock"]\npostgres = "embedded"\nimage = "postgres:15"\n'
            'start-timeout = 5\ntimeout = 30\nsince = "0001"\nkeep-server = true\naccepted = "a.toml"\n'
            'cache = "verify"\n'
            'python = "bin/python"\ntarget = "0002"\nstrict = true\ndowngrade = true\n'
            'populate = false\nselect = ["name-*"]\nignore = ["name-too-long"]\n'
            'severity = {unnamed-constraint = "error"}\n[tool.migration-parity.backends.sqlite]\nenv = {C = "3"}\n'
            '[[tool.migration-parity.rows]]\nafter = "0001"\nstatements = ["SELECT 1"]\n'
            '[[tool.migration-parity.probes]]\nstatement = "SELECT 2"\n',
        )
    )

    assert settings == Settings(
        app="shop:create_app",
        config="db.ini",
        ini_section="store",
        script_location="db",
        x=("tenant=a",),
        env={"A": "1"},
        files={"a.env": "B=2"},
        setup_sql=("SELECT 1",),
        baseline="schema.sql",
        baseline_revision="0001",
        runner="manage.py migrate",
        backends={"sqlite": {"env": {"C": "3"}}},
        allow_network=("localhost:6379", "/run/redis.sock"),
        postgres="embedded",
        image="postgres:15",
        start_timeout=5,
        timeout=30,
        python="bin/python",
        target="0002",
        strict=True,
        downgrade=True,
        populate=False,
        rows=({"after": "0001", "statements": ["SELECT 1"]},),
        probes=({"statement": "SELECT 2"},),
        select=("name-*",),
        ignore=("name-too-long",),
        since="0001",
        keep_server=True,
        cache="verify",
        accepted="a.toml",
        severity={"unnamed-constraint": "error"},
    )
    untouched = [
        item.name for item in fields(Settings) if getattr(settings, item.name) == getattr(Settings(), item.name)
    ]
    assert untouched == []


def test_options_of_the_command_line_come_first(tmp_path: Path) -> None:
    """What was given there replaces what the file says."""
    written(tmp_path, 'postgres = "embedded"\ntarget = "0001"')

    settings = load_settings(tmp_path, {"postgres": "container"})

    assert (settings.postgres, settings.target) == ("container", "0001")


def test_what_other_stages_get() -> None:
    """Discovery and the servers each get their part."""
    settings = Settings(app="shop", config="db.ini", script_location="db", postgres="embedded", start_timeout=1.5)

    assert settings.hints() == Hints(script_location="db", config="db.ini", ini_section="alembic", app="shop")
    assert settings.servers() == ServerSettings(postgres="embedded", image="postgres:17", start_timeout=1.5)


KNOWN = ", ".join(sorted(item.name for item in fields(Settings)))


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("postgress", "Did you mean 'postgres'?"),
        ("allow-netwrk", "Did you mean 'allow_network'?"),
        ("Strict", "Did you mean 'strict'?"),
        ("databases_to_compare", "Remove it."),
    ],
)
def test_unknown_setting(tmp_path: Path, key: str, advice: str) -> None:
    """The nearest one is proposed."""
    assert refusal(tmp_path, f"{key} = 1") == (
        f"Unknown setting {key!r} in [tool.migration-parity] of pyproject.toml\n"
        f"  why: the settings are: {KNOWN}\n"
        f"  next: {advice}"
    )


def test_unknown_setting_of_a_backend(tmp_path: Path) -> None:
    """A backend's own table has fewer settings."""
    assert refusal(tmp_path, "[tool.migration-parity.backends.sqlite]\nenvs = {}") == (
        "Unknown setting 'envs' in [tool.migration-parity.backends.sqlite] of pyproject.toml\n"
        "  why: the settings are: app, baseline, env, files, setup_sql, x\n"
        "  next: Did you mean 'env'?"
    )


@pytest.mark.parametrize(
    ("table", "what", "given"),
    [
        ("app = 1", "The setting app must be a text", "1"),
        ('x = "tenant=a"', "The setting x must be a list of texts", "'tenant=a'"),
        ("x = [1]", "The setting x must be a list of texts", "[1]"),
        ("env = {A = 1}", "The setting env must be a table of texts", "{'A': 1}"),
        ("setup_sql = 1", "The setting setup_sql must be a text or a list of texts", "1"),
        ("start_timeout = 0", "The setting start_timeout must be a number of seconds", "0"),
        ("start_timeout = true", "The setting start_timeout must be a number of seconds", "True"),
        ('strict = "yes"', "The setting strict must be true or false", "'yes'"),
        (
            'allow_network = ["localhost"]',
            'The setting allow_network must be a list of "HOST:PORT" and of paths of Unix sockets',
            "['localhost']",
        ),
        (
            "backends = {mysql = {}}",
            "The setting backends must be tables named postgresql or sqlite",
            "{'mysql': {}}",
        ),
        (
            "backends = {sqlite = {env = {A = 1}}}",
            "The setting backends.sqlite.env must be a table of texts",
            "{'A': 1}",
        ),
    ],
)
def test_value_of_the_wrong_type(tmp_path: Path, table: str, what: str, given: str) -> None:
    """The error says what is wanted, and what the file has."""
    assert refusal(tmp_path, table) == (
        f"{what}\n  why: pyproject.toml gives {given}\n  next: Correct it in pyproject.toml."
    )


def test_settings_that_are_no_table(tmp_path: Path) -> None:
    """The name may be there as something else."""
    (tmp_path / "pyproject.toml").write_text("[tool]\nmigration-parity = 1\n")

    with pytest.raises(UsageError) as caught:
        load_settings(tmp_path)

    assert str(caught.value) == (
        "[tool.migration-parity] must be a table\n  why: pyproject.toml gives 1\n  next: Correct it in pyproject.toml."
    )


def test_file_that_is_not_toml(tmp_path: Path) -> None:
    """What the parser says is told."""
    (tmp_path / "pyproject.toml").write_text("[tool.migration-parity\n")

    with pytest.raises(UsageError) as caught:
        load_settings(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path / 'pyproject.toml'} cannot be read\n"
        "  why: Expected ']' at the end of a table declaration (at line 1, column 23)\n"
        "  next: Mend the file: it is not valid TOML."
    )


def test_settings_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    """A given file takes the place of the project's pyproject.toml: a project need not be changed."""
    written(tmp_path, "postgres = 'embedded'\nstrict = true")
    file = tmp_path / "billing.toml"
    file.write_text("[tool.migration-parity]\nscript_location = 'billing'\n")

    settings = load_settings(tmp_path, {"strict": False}, file)

    assert settings == Settings(script_location="billing")


def test_mistakes_in_a_given_file_name_it(tmp_path: Path) -> None:
    """The message says which file is to be corrected."""
    file = tmp_path / "billing.toml"
    file.write_text("[tool.migration-parity]\nstrikt = true\n")

    with pytest.raises(UsageError) as raised:
        load_settings(tmp_path, {}, file)

    assert raised.value.what == "Unknown setting 'strikt' in [tool.migration-parity] of billing.toml"
    assert raised.value.next_step == "Did you mean 'strict'?"


def test_given_file_must_be_there(tmp_path: Path) -> None:
    """Without a pyproject.toml there are simply no settings; a file that was named must exist."""
    with pytest.raises(UsageError) as raised:
        load_settings(tmp_path, {}, tmp_path / "billing.toml")

    assert str(raised.value) == (
        f"{tmp_path / 'billing.toml'} cannot be read\n"
        "  why: No such file or directory\n"
        "  next: Name a file that is there."
    )


def test_given_file_must_hold_settings(tmp_path: Path) -> None:
    """A file without the table would leave every setting as it is, unnoticed."""
    file = tmp_path / "billing.toml"
    file.write_text("script_location = 'billing'\n")

    with pytest.raises(UsageError) as raised:
        load_settings(tmp_path, {}, file)

    assert str(raised.value) == (
        f"{file} holds no settings\n"
        "  why: it has no table [tool.migration-parity]\n"
        "  next: Write them below [tool.migration-parity], as in a pyproject.toml."
    )
