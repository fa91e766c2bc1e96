"""Settings: [tool.migration-parity] of the project's pyproject.toml, under the options of the command line."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from harness.config.accepted import USUAL, read_accepted
from harness.config.shapes import TABLE, misshapen, read
from harness.config.toml import read_toml
from harness.databases import ServerSettings
from harness.errors import UsageError
from harness.model import Judging, Selection, Severity
from harness.project import Hints
from harness.walk import Wiring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; each field is a key of the table, with a dash for an underscore where one likes.

    `app` to `runner` say how the project is wired (harness.walk.Wiring), `backends.NAME` says it for one backend.
    `populate`, `rows` and `probes` say whether rows go in, which ones, and what is tried.
    `select`, `ignore` and `severity` say which rules count, and how much (harness.model.Selection); `since` which
    revisions, and `accepted` names the file of what the project lives with.
    `postgres` and `image` choose the server, and `keep_server` lets it stay; `cache` says whether the next check starts
    where this one ends. `python` is the project's interpreter.
    `target` is what to upgrade to, and `timeout` how many seconds a revision may take.
    """

    app: str | None = None
    config: str | None = None
    ini_section: str = "alembic"
    script_location: str | None = None
    x: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    setup_sql: tuple[str, ...] = ()
    baseline: str | None = None
    baseline_revision: str | None = None
    runner: str | None = None
    backends: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    allow_network: tuple[str, ...] = ()
    postgres: str = "auto"
    image: str = "postgres:17"
    start_timeout: float = 60.0
    timeout: float = 600.0
    keep_server: bool = False
    cache: str | None = None
    python: str | None = None
    target: str = "heads"
    strict: bool = False
    downgrade: bool = False
    populate: bool = True
    rows: tuple[Mapping[str, Any], ...] = ()
    probes: tuple[Mapping[str, Any], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    accepted: str = USUAL
    since: str | None = None

    def hints(self) -> Hints:
        """Give what discovery may use."""
        return Hints(
            script_location=self.script_location,
            config=self.config,
            ini_section=self.ini_section,
            app=self.app,
            python=self.python,
        )

    def wiring(self, backend: str) -> Wiring:
        """Give how the project is run on a backend: its own table over the settings for both."""
        own = self.backends.get(backend, {})
        return Wiring(
            app=own.get("app", self.app),
            env={**self.env, **own.get("env", {})},
            x=(*self.x, *own.get("x", ())),
            files={**self.files, **own.get("files", {})},
            setup_sql=(*self.setup_sql, *own.get("setup_sql", ())),
            baseline=own.get("baseline", self.baseline),
            baseline_revision=self.baseline_revision,
            runner=self.runner,
        )

    def selection(self) -> Selection:
        """Give which rules count, and how much."""
        return Selection(select=self.select, ignore=self.ignore, severity=self.severity)

    def judging(self, directory: Path) -> Judging:
        """Give how findings count today in the project of a directory. Raises as `read_accepted` does."""
        return Judging(
            today=datetime.now(timezone.utc).date(),
            selection=self.selection(),
            acceptances=read_accepted(directory / self.accepted, wanted=self.accepted != USUAL),
            since=self.since,
        )

    def servers(self, copies: Path | None = None) -> ServerSettings:
        """Give what the servers need. `copies` is where SQLite keeps copies for later runs."""
        return ServerSettings(
            postgres=self.postgres,
            image=self.image,
            start_timeout=self.start_timeout,
            keep=self.keep_server,
            copies=copies,
        )

    def wants_cache(self, environment: Mapping[str, str]) -> bool:
        """Tell whether to start where an earlier check ended: by the setting, else with a kept server outside of CI.

        To verify it is to check with it and without: one walk by itself goes from base. Raises UsageError where it is
        asked for, and the server would be gone with what it keeps.
        """
        stays = self.postgres not in {"auto", "container", "embedded"} or self.keep_server
        if self.cache in {"on", "verify"} and (not stays or self.postgres == "embedded"):
            raise UsageError(
                "The cache needs a PostgreSQL server that stays",
                why="this one would be removed when the check ends, and with it what it keeps",
                next_step="Leave it for the next runs (--keep-server), or do without: --no-cache.",
            )
        return self.keep_server and not environment.get("CI") if self.cache is None else self.cache == "on"


def load_settings(directory: Path, options: Mapping[str, Any] | None = None, file: Path | None = None) -> Settings:
    """Give the settings of a project; `options` are those of the command line that were given, by field name.

    `file` holds the table in place of the project's pyproject.toml. Raises UsageError for a file that is not TOML, an
    unknown key, and a value of the wrong type; and for a given file that is not there, or has no such table.
    """
    return replace(_from_file(directory / "pyproject.toml", file), **dict(options or {}))


def _from_file(usual: Path, given: Path | None) -> Settings:
    path = given or usual
    if given is None and not path.is_file():
        return Settings()
    _text, document = read_toml(path, missing="Name a file that is there.")
    table = document.get("tool", {}).get("migration-parity", {} if given is None else None)
    if table is None:
        raise UsageError(
            f"{path} holds no settings",
            why=f"it has no table [{TABLE}]",
            next_step=f"Write them below [{TABLE}], as in a pyproject.toml.",
        )
    if not isinstance(table, dict):
        raise misshapen(f"[{TABLE}]", "a table", table, path.name)
    return Settings(**read(table, TABLE, frozenset(item.name for item in fields(Settings)), path.name))
