"""The interpreter's audit events (PEP 578): every socket, SQLite file and program, whichever library asks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from .permission import Permission


def install_audit(permission: Permission) -> None:
    """Watch for as long as the process lasts, forked children included. Most events are none of ours: one look-up."""
    checks: dict[str, Callable[..., object]] = {
        "sqlite3.connect": permission.check_sqlite,
        "socket.connect": permission.check_socket,
        "socket.sendto": permission.check_socket,
        "socket.sendmsg": permission.check_socket,
        "socket.getaddrinfo": lambda host, port, *_: permission.check_lookup(host, port),
        "socket.gethostbyname": permission.check_lookup,
        "socket.gethostbyaddr": permission.check_lookup,
        "subprocess.Popen": lambda executable, arguments, *_: permission.check_program(executable, arguments),
        "os.system": lambda command: permission.check_program(None, command),
        "os.exec": lambda path, arguments, _: permission.check_program(path, arguments),
        "os.posix_spawn": lambda path, arguments, _: permission.check_program(path, arguments),
    }
    find = checks.get

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        check = find(event)
        if check is not None:
            check(*arguments)

    sys.addaudithook(hook)
    _watch_multiprocessing(permission)


def _watch_multiprocessing(permission: Permission) -> None:
    """Watch the one way to start a program that raises no audit event: the interpreter's own children."""
    try:
        import _posixsubprocess
    except ImportError:
        return
    real = _posixsubprocess.fork_exec

    def fork_exec(arguments: Any, *rest: Any) -> Any:
        permission.check_program(None, arguments)
        return real(arguments, *rest)

    _posixsubprocess.fork_exec = fork_exec
