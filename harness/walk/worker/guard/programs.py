"""Which database clients a command would start, also through a shell or another program."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLIENTS = frozenset(
    (
        *("psql", "pgcli", "pgbench", "pg_basebackup", "pg_dump", "pg_dumpall", "pg_isready", "pg_restore"),
        *("createdb", "createuser", "dropdb", "dropuser", "clusterdb", "reindexdb", "vacuumdb"),
        *("mysql", "mysqladmin", "mysqldump", "mycli", "mariadb", "mariadb-admin", "mariadb-dump"),
        *("sqlite3", "litecli", "sqlcipher", "duckdb", "isql", "sqlcmd", "sqlplus", "usql"),
        *("mongo", "mongosh", "redis-cli", "nc", "ncat", "netcat", "socat", "telnet", "alembic", "flask"),
    )
)
SHELLS = frozenset(("ash", "bash", "dash", "fish", "ksh", "sh", "zsh"))
LAUNCHERS = frozenset(
    (
        *("env", "sudo", "doas", "su", "runuser", "nice", "ionice", "nohup", "setsid", "stdbuf", "timeout", "time"),
        *("xargs", "parallel", "find", "watch", "script", "unbuffer", "strace", "busybox", "flock"),
        *("chroot", "unshare", "nsenter", "docker", "docker-compose", "nerdctl", "podman", "kubectl", "ssh"),
        *("builtin", "command", "eval", "exec", "if", "elif", "then", "else", "while", "until", "do", "{", "!"),
    )
)
STARTS_ANOTHER = re.compile(r"[ \t]*\$\(|`|\n")
SEPARATOR = re.compile(r"[;|&()<>]+")
BASH_NETWORK = re.compile(r"/dev/(tcp|udp)/")


def name_of(program: str) -> str:
    """Give the name of a program without its directory."""
    return program.rpartition("/")[2].removesuffix(".exe")


def clients_in(words: Sequence[str]) -> Iterator[str]:
    """Give the database clients that a command of these words starts."""
    if not words:
        return
    name = name_of(words[0])
    if name in CLIENTS:
        yield name
    elif name in SHELLS:
        for word in words[1:]:
            yield from clients_in_text(word)
    elif name in LAUNCHERS or "=" in words[0]:
        for position, word in enumerate(words[1:], 1):
            yield from clients_in_text(word) if re.search(r"\s", word) else clients_in(words[position:])
    elif name.startswith("python") and "-m" in words[:-1]:
        yield from clients_in([words[words.index("-m") + 1]])


def clients_in_text(command: str) -> Iterator[str]:
    """Give the database clients that a shell would start for this text."""
    if BASH_NETWORK.search(command):
        yield "/dev/tcp"
    text = STARTS_ANOTHER.sub(";", command)
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";|&()<>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:  # a quote that is not closed: any word may be a command
        words = [part for word in re.split(r"[\s;|&()<>'\"]+", text) for part in (word, ";")]
    yield from _clients_in_segments(words)


def _clients_in_segments(words: list[str]) -> Iterator[str]:
    segment: list[str] = []
    for word in [*words, ";"]:
        if SEPARATOR.fullmatch(word):
            yield from clients_in(segment)
            segment = []
        elif ";" in word:  # a command in the place of a part of a quoted word
            yield from clients_in_text(word)
        else:
            segment.append(word)
