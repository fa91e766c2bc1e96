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
INNER = "\x1f"
"""Stands for the beginning of a command inside another one; no shell text holds it."""
BEGINS_INNER = re.compile(r"\$\(|`")
PUNCTUATION = f";|&()<>{INNER}"
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
    text = BEGINS_INNER.sub(INNER, command).replace("\n", ";")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=PUNCTUATION)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:  # a quote that is not closed: any word may be a command
        words = [part for word in re.split(rf"[\s'\"{PUNCTUATION}]+", text) for part in (word, ";")]
    yield from _clients_in_commands(words)


def _clients_in_commands(words: list[str]) -> Iterator[str]:
    """Look at what stands where a command stands; a redirection is followed by a file."""
    command: list[str] = []
    is_file = False
    for word in [*words, ";"]:
        is_redirection = set(word) <= set("<>&|") and not set(word).isdisjoint("<>")
        if not word.strip(PUNCTUATION) and not is_redirection:
            yield from clients_in(command)
            command = []
        elif INNER in word:
            for inner in word.split(INNER)[1:]:
                yield from clients_in_text(inner)
        elif not is_redirection and not is_file:
            command.append(word)
        is_file = is_redirection
