"""Settings: [tool.migration-parity] of the project's pyproject.toml, under the options of the command line."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from harness.databases import ServerSettings
from harness.errors import UsageError
from harness.project import Hints

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = "tool.migration-parity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; each field is a key of the table, with a dash for an underscore where one likes.

    `app` to `x` say how the project is wired, `env` sets variables for both backends and `backends.NAME.env` for one.
    `postgres` and `image` choose the server. `python` is the project's interpreter. `target` is what to upgrade to.
    """

    app: str | None = None
    config: str | None = None
    ini_section: str = "alembic"
    script_location: str | None = None
    x: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    backends: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    allow_network: tuple[str, ...] = ()
    postgres: str = "auto"
    image: str = "postgres:17"
    start_timeout: float = 60.0
    python: str | None = None
    target: str = "heads"
    strict: bool = False
    downgrade: bool = False

    def hints(self) -> Hints:
        """Give what discovery may use."""
        return Hints(
            script_location=self.script_location, config=self.config, ini_section=self.ini_section, app=self.app
        )

    def servers(self) -> ServerSettings:
        """Give what the servers need."""
        return ServerSettings(postgres=self.postgres, image=self.image, start_timeout=self.start_timeout)


TEXT, TEXTS, TABLE_OF_TEXTS = "a text", "a list of texts", "a table of texts"
SHAPES = {
    "x": TEXTS,
    "allow_network": TEXTS,
    "env": TABLE_OF_TEXTS,
    "backends": "a table for each backend",
    "start_timeout": "a number of seconds",
    "strict": "true or false",
    "downgrade": "true or false",
}


def load_settings(directory: Path, options: Mapping[str, Any] | None = None) -> Settings:
    """Give the settings of a project; `options` are those of the command line that were given, by field name.

    Raises UsageError for a file that is not TOML, an unknown key, and a value of the wrong type.
    """
    return replace(_from_file(directory / "pyproject.toml"), **dict(options or {}))


def _from_file(path: Path) -> Settings:
    if not path.is_file():
        return Settings()
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read", why=str(error), next_step="mend the file: it is not valid TOML"
        ) from error
    table = document.get("tool", {}).get("migration-parity", {})
    known = {item.name for item in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise _unknown(key, known, path)
        values[name] = _checked(name, value)
    return Settings(**values)


def _unknown(key: str, known: set[str], path: Path) -> UsageError:
    near = difflib.get_close_matches(key, known, n=1)
    return UsageError(
        f"unknown setting {key!r} in [{TABLE}] of {path.name}",
        why=f"the settings are: {', '.join(sorted(known))}",
        next_step=f"did you mean {near[0]!r}?" if near else "remove it",
    )


def _checked(name: str, value: Any) -> Any:
    shape = SHAPES.get(name, TEXT)
    fits = {
        TEXT: isinstance(value, str),
        TEXTS: isinstance(value, list) and all(isinstance(item, str) for item in value),
        TABLE_OF_TEXTS: isinstance(value, dict) and all(isinstance(item, str) for item in value.values()),
        "a table for each backend": isinstance(value, dict)
        and all(isinstance(item, dict) and set(item) <= {"env"} for item in value.values()),
        "a number of seconds": isinstance(value, int | float) and not isinstance(value, bool) and value > 0,
        "true or false": isinstance(value, bool),
    }[shape]
    if not fits:
        raise UsageError(
            f"the setting {name} must be {shape}",
            why=f"[{TABLE}] gives {value!r}",
            next_step=f"correct {name} in pyproject.toml",
        )
    return tuple(value) if isinstance(value, list) else value
