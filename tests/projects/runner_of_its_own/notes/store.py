"""The application migrates by itself; env.py refuses everybody else."""

import pathlib

from alembic import command
from alembic.config import Config


def migrate(url, revision):
    config = Config()
    config.set_main_option("script_location", str(pathlib.Path(__file__).parent / "migrations"))
    config.attributes["store"] = {"url": url, "from": "notes"}
    command.upgrade(config, revision)
