"""Types by meaning: which family a spelled type belongs to, and which families are the same thing on two databases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.model import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Facts

INTEGERS = ("smallint", "integer", "bigint")
TEXTS = frozenset({"varchar", "char", "text"})
UUID_DIGITS, UUID_TEXT = 32, 36

# SQLite has no such type, and SQLAlchemy stores it so: (family on SQLite, family on PostgreSQL).
STORED_AS = frozenset(
    {
        ("timestamp", "interval"),
        ("json", "array"),
        ("varchar", "enum"),
        ("text", "enum"),
        ("text", "uuid"),
        ("varchar", "citext"),
        ("char", "citext"),
        ("text", "citext"),
    }
)
# SQLite knows no such word, and makes a number of each text that looks like one ("Datatypes In SQLite", 3.1).
TURNED_TO_NUMBERS = frozenset({"money", "ltree", "name"})
COLLATION = re.compile(r" COLLATE .*")
NEEDLESS_SPACE = re.compile(r" (?=[(),])|(?<=[(,]) ")


@lru_cache(maxsize=4096)
def type_of(spelled: str, facts: Facts) -> Type:
    """Give the meaning of a type as its database spells it; family "other" with its name when nothing fits."""
    text = NEEDLESS_SPACE.sub("", COLLATION.sub("", " ".join(spelled.upper().split())))
    for spelling in facts.types:
        match = re.fullmatch(spelling.pattern, text)
        if match:
            groups: Mapping[str, str | None] = match.groupdict()
            length, scale = groups.get("length"), groups.get("scale")
            return Type(
                family=spelling.family,
                length=int(length) if length else None,
                scale=int(scale) if scale else 0 if length and spelling.family == "numeric" else None,
                zone=bool(groups.get("zone")),
                name=spelled if spelling.family in {"other", "array"} else None,
            )
    return Type(family="other", name=spelled)


def same_type(dev: Type, prod: Type) -> bool:
    """Tell whether a type of a database without many types (SQLite) means what the other's does.

    An integer may be narrower on the development side: SQLite stores 64 bits whatever the name, and a key must be
    INTEGER there to number itself.
    """
    if dev.family in INTEGERS and prod.family in INTEGERS:
        return INTEGERS.index(dev.family) <= INTEGERS.index(prod.family)
    if dev.family in {"varchar", "char"} and prod.family == "uuid":
        return dev.length is None or dev.length in {UUID_DIGITS, UUID_TEXT} or dev.length > UUID_TEXT
    if (dev.family, prod.family) in STORED_AS:
        return True
    if dev.family == "other" or prod.family == "other":
        names = {(dev.name or "").lower(), (prod.name or "").lower()}
        return dev.family == prod.family and len(names) == 1 and not names & TURNED_TO_NUMBERS
    return _limits(dev) == _limits(prod)


def _limits(kind: Type) -> tuple[str, int | None, int | None]:
    """Give what a type limits; a VARCHAR without a length takes what TEXT does."""
    family = "text" if kind.family == "varchar" and kind.length is None else kind.family
    return (family, kind.length, kind.scale)
