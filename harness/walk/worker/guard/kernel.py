"""Linux refuses by itself what no hook sees: libraries in C, ctypes, and every program that the project starts.

Landlock (kernel documentation, "Landlock: unprivileged access control"; TCP since Linux 6.7) limits a process and its
children to a few TCP ports, on whatever host, and cannot be undone. It needs no privilege and no program.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
FIRST_WITH_TCP = 4
NET_PORT = 2
CONNECT_TCP = 1 << 1
SET_NO_NEW_PRIVILEGES = 38


def close_tcp(ports: Iterable[int]) -> bool:
    """Let this thread, those that it starts and every child connect to these TCP ports only; tell whether it holds."""
    if sys.platform != "linux":
        return False
    try:
        import ctypes
    except ImportError:  # an interpreter that was built without it
        return False
    library = ctypes.CDLL(None, use_errno=True)

    def call(number: int, *arguments: bytes | int | None) -> int:
        long = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
        return int(library.syscall(ctypes.c_long(number), *long))

    if call(CREATE_RULESET, None, 0, ASK_VERSION) < FIRST_WITH_TCP:
        return False
    rules = struct.pack("QQ", 0, CONNECT_TCP)  # struct landlock_ruleset_attr: nothing of files, of the network this
    ruleset = call(CREATE_RULESET, rules, len(rules), 0)
    if ruleset < 0:
        return False
    for port in ports:
        call(ADD_RULE, ruleset, NET_PORT, struct.pack("QQ", CONNECT_TCP, port), 0)
    library.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    closed = call(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return closed
