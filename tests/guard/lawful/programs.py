"""Programs that are no database clients, also with the name of one among their words."""

from __future__ import annotations

import ctypes.util
import platform
import subprocess


def attempt(_production: dict[str, str]) -> None:
    """Ask the system what it is."""
    subprocess.run(["uname", "-a"], check=True)  # noqa: S607 - by PATH
    subprocess.run(["git", "--version"], check=True)  # noqa: S607 - by PATH
    subprocess.run("echo psql; true || false > /dev/null", shell=True, check=True)  # noqa: S602, S607 - by PATH
    subprocess.run(["env", "LC_ALL=C", "ls"], check=True)  # noqa: S607 - by PATH
    platform.platform()
    platform.processor()
    ctypes.util.find_library("c")
