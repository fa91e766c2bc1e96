"""When two names are one: the cut that SQLAlchemy and PostgreSQL make in a long one."""

from __future__ import annotations

import hashlib

HASH_ROOM = 8
DIGITS = 4


def shortened(name: str, limit: int) -> str:
    """Give a convention's name as SQLAlchemy shortens it (`IdentifierPreparer._truncate_and_render`)."""
    if len(name) <= limit:
        return name
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return f"{name[: limit - HASH_ROOM]}_{digest[-DIGITS:]}"


def cut(name: str, limit: int) -> str:
    """Give the name as PostgreSQL cuts it: by bytes, never inside a character ("Identifiers and Key Words")."""
    return name.encode()[:limit].decode("utf-8", "ignore")


def same_name(dev: str | None, prod: str | None, limit: int | None) -> bool:
    """Tell whether the names are equal, or the production one is the development one as SQLAlchemy shortens it."""
    if dev == prod:
        return True
    return bool(dev and prod and limit) and shortened(dev or "", limit or 0) == prod


def is_cut(dev: str | None, prod: str | None, limit: int | None) -> bool:
    """Tell whether the production name is what PostgreSQL left of the development one."""
    return bool(dev and prod and limit) and dev != prod and cut(dev or "", limit or 0) == prod
