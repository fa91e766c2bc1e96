"""Put in the generated rows that both databases take: try, tell the parent, keep what it says."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from .reading import try_statement
from .scopes import begin_at_once, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy.engine import Connection

    Offers = list[dict[str, Any]]


def place(connection: Connection, offers: Offers, agree: Callable[..., Any]) -> tuple[dict[str, int], dict[str, str]]:
    """Give how many rows of each table were kept, and the objection to others; `agree` asks the parent."""
    if not offers:
        return {}, {}
    scope = begin_at_once(connection)
    errors: list[str | None] = [None] * len(offers)
    one_by_one = not together(connection, _statements(offers))
    if one_by_one:
        scope.rollback()
        scope = begin_at_once(connection)
        errors = [_offered(connection, offer) for offer in offers]
    taken = [error is None for error in errors]
    keep = agree(taken=taken)["keep"]
    if keep != taken:
        one_by_one = True
        scope.rollback()
        scope = begin_at_once(connection)
        for offer in itertools.compress(offers, keep):
            _offered(connection, offer)
    for number in _numbers(itertools.compress(offers, keep)) if one_by_one else ():
        try_statement(connection, f"SELECT {number}")
    scope.commit()
    return _told(offers, keep, errors)


def together(connection: Connection, statements: Iterable[str]) -> bool:
    """Run statements without a savepoint for each; tell whether all were taken.

    psycopg2 hands a text to the server as it is, so that many statements go in one message (PostgreSQL documentation,
    55.2.2.1 "Multiple Statements in a Simple Query").
    """
    texts = list(statements)
    if texts and connection.dialect.driver == "psycopg2":
        texts = [";\n".join(texts)]
    try:
        for sql in texts:
            run(connection, sql)
    except Exception:  # noqa: BLE001 - each is tried by itself then
        return False
    return True


def _numbers(offers: Iterable[dict[str, Any]]) -> list[str]:
    """Give what lets the sequences of the tables follow their rows."""
    return list(dict.fromkeys(offer["after"] for offer in offers if offer["after"]))


def _statements(offers: Offers) -> Iterator[str]:
    """Give the fewest statements: one for rows of a table that follow each other."""
    for (into, defaults), rows in itertools.groupby(offers, key=lambda offer: (offer["into"], offer["values"] is None)):
        if defaults:
            yield from (into for _row in rows)
        else:
            yield f"{into} {', '.join(row['values'] for row in rows)}"
    numbers = _numbers(offers)
    if numbers:
        yield f"SELECT {', '.join(numbers)}"


def _offered(connection: Connection, offer: dict[str, Any]) -> str | None:
    error = try_statement(connection, " ".join(filter(None, (offer["into"], offer["values"]))))["error"]
    return None if error is None else str(error)


def _told(offers: Offers, keep: list[bool], errors: list[str | None]) -> tuple[dict[str, int], dict[str, str]]:
    placed: dict[str, int] = {}
    refused: dict[str, str] = {}
    for offer, wanted, error in zip(offers, keep, errors, strict=True):
        if wanted:
            placed[offer["table"]] = placed.get(offer["table"], 0) + 1
        elif error is not None:
            refused.setdefault(offer["table"], error)
    return placed, refused
