"""The URL decides here what is true everywhere else."""

import os

URL = os.environ.get("SHOP_DB_URL", "sqlite:///dev.db")
IS_SQLITE = URL.startswith("sqlite")
