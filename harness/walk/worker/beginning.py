"""What a worker does before it has a task."""

from __future__ import annotations

import contextlib
import sys

from .channel import Channel
from .fingerprint import surroundings
from .forking import become
from .libraries import leave_no_bytecode, load_libraries


def begin() -> tuple[Channel, str]:
    """Load the libraries; give the channel to the parent, and the surroundings as they were at first.

    The arguments of the process are the descriptors of the workers that it is to fork; without any it is one itself.
    """
    ends = [int(argument) for argument in sys.argv[1:]]
    del sys.argv[1:]
    given = surroundings()
    channel = None if ends else Channel()
    with contextlib.suppress(Exception):  # what is wrong with the libraries is told when they are needed
        load_libraries()
    leave_no_bytecode()
    if channel is None:
        become(ends)
        channel = Channel()
    return channel, given
