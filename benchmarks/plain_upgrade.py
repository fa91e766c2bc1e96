"""`alembic upgrade heads` on the database whose URL is in an environment variable.

The command itself has no option for a URL. This runs in the project's directory, as a process of its own:
`python plain_upgrade.py DATABASE_URL`.
"""

from __future__ import annotations

import os
import sys

from alembic import command
from alembic.config import Config

config = Config("alembic.ini")
config.set_main_option("sqlalchemy.url", os.environ[sys.argv[1]].replace("%", "%%"))
command.upgrade(config, "heads")
