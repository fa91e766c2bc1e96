"""What is known of a kind of database, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpelling:
    """A way to spell a type: a pattern for the whole text, in capitals, with groups `length`, `scale` and `zone`."""

    pattern: str
    family: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """The facts of a backend that judging needs. There is one for each, so it is compared, and remembered, by identity.

    `types` are tried in order. `name_bytes` is the longest name that the server keeps (None: any length).
    `has_zones` and `has_names_for_all` say what a difference can be blamed on.
    """

    types: tuple[TypeSpelling, ...]
    name_bytes: int | None = None
    has_zones: bool = True
    names_every_constraint: bool = True
