"""`alembic upgrade heads` of a real project, by the project's own means, as its description says (as JSON).

Runs in the project's interpreter, as a process of its own: `python plain_corpus.py FILE DATABASE_URL`, where the second
word names the variable that holds the URL (SQLAlchemy's, with its driver). The code in the file is run as it stands.
"""

# ruff: noqa: PLC0415 - nothing of the project is imported before its variables are set

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

ASYNC = {"postgresql+psycopg2": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}


def main(file: str, variable: str) -> None:
    """Set what the project reads, prepare its database, and migrate it."""
    document = json.loads(Path(file).read_text("utf-8"))
    told = document.get("url", {})
    url = os.environ[variable]
    scheme, _, rest = url.partition("://")
    values = {"url": url, "plain_url": f"{scheme.partition('+')[0]}://{rest}", "work": str(Path.cwd())}
    values["async_url"] = f"{ASYNC[scheme]}://{rest}"
    os.environ.update({name: text.format(**values) for name, text in told.get("env", {}).items()})
    if "prepare" in told:
        from sqlalchemy import create_engine

        engine = create_engine(url)
        exec(told["prepare"], {"engine": engine})  # noqa: S102 - the project's own way to begin, from its description
        engine.dispose()
    if "boot" in told:
        scope: dict[str, Any] = {"url": url}
        exec(told["boot"], scope)  # noqa: S102 - as above
        upgrade_with_flask(scope["app"], place(document["alembic"]["script_location"]))
    else:
        upgrade(document["alembic"], values)


def place(text: str) -> Path:
    """Give the path of package:path."""
    package, _, path = text.partition(":")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(package)
    return Path(spec.submodule_search_locations[0]) / path


def upgrade(told: dict[str, Any], values: dict[str, str]) -> None:
    """Migrate with Alembic alone."""
    from alembic import command
    from alembic.config import Config

    config = Config(str(place(told["ini"]))) if "ini" in told else Config()
    config.set_main_option("script_location", str(place(told["script_location"])))
    for name, text in told.get("options", {}).items():
        config.set_main_option(name, text.format(**values).replace("%", "%%"))
    command.upgrade(config, "heads")


def upgrade_with_flask(app: Any, directory: Path) -> None:  # noqa: ANN401 - the project's Flask, not ours
    """Migrate with Flask-Migrate."""
    import flask_migrate

    with app.app_context():
        flask_migrate.upgrade(directory=str(directory), revision="heads")


if __name__ == "__main__":
    main(*sys.argv[1:])
