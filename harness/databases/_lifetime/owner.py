"""Name a process so that no other can be mistaken for it, and tell whether it is gone.

Containers, directories and databases carry the name of their owner. A later run removes what a dead owner
left, and nothing else: an owner on another host, from before the last boot or in another pid namespace is
never judged.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path


def this_process() -> str:
    """Give the name of this process."""
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    """Give the name of a process of this machine: host/boot/pid namespace/pid/start time."""
    return f"{_place()}/{pid}/{start_time(pid)}"


def is_gone(owner: str) -> bool:
    """Tell whether the process of that name has certainly ended. False in every doubt."""
    match owner.rsplit("/", 2):
        case [place, pid, started] if sys.platform != "win32" and place == _place() and pid.isdecimal():
            return start_time(int(pid)) != started
        case _:
            return False


def start_time(pid: int) -> str | None:
    """Give when a process was started, in a unit of the system's own; None when it has ended."""
    if sys.platform == "linux":
        started = _from_proc(pid)
    elif sys.platform == "win32":
        started = "unknown"
    else:
        started = _from_ps(pid)
    return started


def _from_proc(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # proc_pid_stat(5): the name in parentheses may hold any character; field 3 is the state, 22 the start.
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in "ZX" else fields[18]


def _from_ps(pid: int) -> str | None:
    state, _, started = _output_of("ps", "-o", "stat=,lstart=", "-p", str(pid)).partition("-")
    return None if not state or state.startswith("Z") else started


@cache
def _place() -> str:
    if sys.platform == "linux":
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = re.sub(r"\D", "", str(Path("/proc/self/ns/pid").readlink()))
        place = f"{os.uname().nodename}/{boot}/{namespace}"
    elif sys.platform == "win32":
        place = "unknown"
    else:
        place = f"{os.uname().nodename}/{_output_of('sysctl', '-n', 'kern.boottime')}"
    return place


def _output_of(*command: str) -> str:
    """Give what a command prints, as words joined by "-"; "" when it fails."""
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    result = subprocess.run(  # noqa: S603 - fixed commands of the system
        command, capture_output=True, text=True, check=False, env=environment
    )
    return "-".join(re.findall(r"\w+", result.stdout)) if result.returncode == 0 else ""
