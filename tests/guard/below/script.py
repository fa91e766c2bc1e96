"""A script that starts a client."""

from __future__ import annotations

import subprocess
from pathlib import Path


def attempt(production: dict[str, str]) -> None:
    """Run it by its own name."""
    script = Path(production["file"]).with_name(f"load_{production['backend']}")
    url = "postgresql://{user}:{password}@127.0.0.1:{published}/script".format(**production)
    script.write_text(f"#!/bin/sh\nexec psql '{url}'\n", encoding="utf-8")
    script.chmod(0o755)
    subprocess.run([str(script)], check=True)
