"""Read the text of a SQLite CREATE TABLE or CREATE INDEX: what no PRAGMA tells (SQLite documentation, "CREATE TABLE").

The text is cut into words by sqlglot's tokenizer, so that strings, comments and four kinds of quotes cannot mislead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sqlglot import TokenType
from sqlglot.dialects.sqlite import SQLite

from harness.walk.sqlite_text import ConstraintText, TableText

STARTS_TABLE_CONSTRAINT = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})
STARTS_COLUMN_CONSTRAINT = STARTS_TABLE_CONSTRAINT - {"FOREIGN"} | frozenset(
    {"NOT", "NULL", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"}
)
LENGTHS = {"DEFERRABLE": 1, "INITIALLY": 2, "AUTOINCREMENT": 1, "MATCH": 2, "ASC": 1, "DESC": 1}
KINDS = {"PRIMARY": "pk", "UNIQUE": "uq", "CHECK": "ck", "FOREIGN": "fk", "REFERENCES": "fk"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: `upper` is None for quoted names and strings, which are never keywords."""

    text: str
    upper: str | None
    start: int
    end: int


@lru_cache(maxsize=4096)
def read_table(sql: str) -> TableText:
    """Read a CREATE TABLE. Raises sqlglot's TokenError for text that it cannot cut into words."""
    words = _words(sql)
    opening = next((number for number, word in enumerate(words) if word.upper == "("), None)
    if opening is None:
        return TableText()
    closing = _closing(words, opening)
    reader = _Reader(sql)
    for item in _split(words[opening + 1 : closing]):
        if item[0].upper in STARTS_TABLE_CONSTRAINT:
            reader.constraints_of(item, None)
        else:
            reader.column(item)
    tail = [word.upper for word in words[closing + 1 :]]
    options = {name: "yes" for name in ("STRICT", "WITHOUT") if name in tail}
    return TableText(
        constraints=tuple(reader.constraints),
        collations=reader.collations,
        computed=reader.computed,
        on_null=reader.on_null,
        autoincrement=reader.autoincrement,
        options={"without rowid" if name == "WITHOUT" else "strict": value for name, value in options.items()},
    )


@lru_cache(maxsize=4096)
def read_index(sql: str) -> tuple[tuple[str, ...], str | None]:
    """Read a CREATE INDEX: its keys as written, without COLLATE, ASC and DESC, and its condition."""
    words = _words(sql)
    on = next(number for number, word in enumerate(words) if word.upper == "ON")
    opening = next(number for number, word in enumerate(words) if number > on and word.upper == "(")
    closing = _closing(words, opening)
    keys = []
    for item in _split(words[opening + 1 : closing]):
        end = len(item)
        while end > 1 and item[end - 1].upper in {"ASC", "DESC"}:
            end -= 1
        if end > 2 and item[end - 2].upper == "COLLATE":  # noqa: PLR2004 - a key, COLLATE and its name
            end -= 2
        keys.append(item[0].text if end == 1 else sql[item[0].start : item[end - 1].end])
    where = next((word for word in words[closing + 1 :] if word.upper == "WHERE"), None)
    return tuple(keys), sql[where.end :].strip().rstrip(";") if where else None


def _words(sql: str) -> list[Word]:
    words: list[Word] = []
    for token in SQLite().tokenize(sql):
        start, end = token.start, token.end + 1
        if token.token_type in {TokenType.IDENTIFIER, TokenType.STRING}:
            words.append(Word(token.text, None, start, end))
            continue
        # The tokenizer joins PRIMARY KEY and the like into one token.
        position = start
        for part in sql[start:end].split():
            position = sql.index(part, position)
            words.append(Word(part, part.upper(), position, position + len(part)))
            position += len(part)
    return words


def _closing(words: list[Word], opening: int) -> int:
    depth = 0
    for number in range(opening, len(words)):
        depth += {"(": 1, ")": -1}.get(words[number].upper or "", 0)
        if depth == 0:
            return number
    return len(words) - 1


def _collations(words: list[Word]) -> list[str]:
    """Give the collations that keys name beside the columns' own: with NOCASE a constraint refuses more."""
    named = (word.text.upper() for before, word in pairwise(words) if before.upper == "COLLATE")
    return [name for name in named if name != "BINARY"]


def _split(words: list[Word]) -> list[list[Word]]:
    items: list[list[Word]] = [[]]
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word.upper or "", 0)
        if word.upper == "," and depth == 0:
            items.append([])
        else:
            items[-1].append(word)
    return [item for item in items if item]


class _Reader:
    """Reads the items between the outer parentheses."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.constraints: list[ConstraintText] = []
        self.collations: dict[str, str] = {}
        self.computed: dict[str, str] = {}
        self.on_null: dict[str, str] = {}
        self.autoincrement = False

    def column(self, item: list[Word]) -> None:
        start = next((n for n, word in enumerate(item) if n and word.upper in STARTS_COLUMN_CONSTRAINT), len(item))
        self.constraints_of(item[start:], item[0].text)

    def constraints_of(self, words: list[Word], column: str | None) -> None:
        """Read a chain of constraints; `column` is the one that they belong to, None for the table's."""
        number, name = 0, None
        while number < len(words):
            keyword = words[number].upper
            if keyword == "CONSTRAINT":
                name, number = words[number + 1].text, number + 2
                continue
            if keyword == "COLLATE" and column is not None:
                self.collations[column] = words[number + 1].text
            elif keyword == "AUTOINCREMENT":
                self.autoincrement = True
            elif keyword == "CONFLICT" and column is not None:
                self.on_null[column] = words[number + 1].upper or ""
            elif keyword in {"AS", "CHECK"} and number + 1 < len(words) and words[number + 1].upper == "(":
                number = self._expression(words, number, column, name)
                name = None
                continue
            elif keyword == "DEFAULT":
                number, name = self._after_default(words, number), None
                continue
            elif keyword in {"PRIMARY", "UNIQUE", "FOREIGN", "REFERENCES"}:
                number = self._key(words, number, column, name)
                name = None
                continue
            number, name = number + 1, None

    def _expression(self, words: list[Word], number: int, column: str | None, name: str | None) -> int:
        closing = _closing(words, number + 1)
        text = self.sql[words[number + 1].end : words[closing].start].strip()
        if words[number].upper == "AS" and column is not None:
            self.computed[column] = text
        elif words[number].upper == "CHECK":
            self.constraints.append(ConstraintText(kind="ck", name=name, expression=text))
        return closing + 1

    def _after_default(self, words: list[Word], number: int) -> int:
        if number + 1 < len(words) and words[number + 1].upper == "(":
            return _closing(words, number + 1) + 1
        signed = number + 1 < len(words) and words[number + 1].upper in {"+", "-"}
        return number + (3 if signed else 2)

    def _key(self, words: list[Word], number: int, column: str | None, name: str | None) -> int:
        """Read PRIMARY KEY, UNIQUE, FOREIGN KEY or REFERENCES with the options behind it."""
        keyword = words[number].upper or ""
        columns: tuple[str, ...] = (column,) if column is not None else ()
        items: list[list[Word]] = []
        number += 2 if keyword in {"PRIMARY", "FOREIGN"} else 1
        if column is None and number < len(words) and words[number].upper == "(":
            closing = _closing(words, number)
            items = _split(words[number + 1 : closing])
            columns = tuple(item[0].text for item in items)
            self.autoincrement |= any(word.upper == "AUTOINCREMENT" for item in items for word in item)
            number = closing + 1
        collations = [name for item in items for name in _collations(item)]
        options = {"collate": ", ".join(collations)} if collations else {}
        if keyword == "FOREIGN" and number < len(words) and words[number].upper == "REFERENCES":
            number += 1
        if keyword in {"FOREIGN", "REFERENCES"}:
            number += 1
            if number < len(words) and words[number].upper == "(":
                number = _closing(words, number) + 1
        number = self._options(words, number, options)
        self.constraints.append(
            ConstraintText(kind=KINDS[keyword], name=name, columns=columns, options=options, inline=column is not None)
        )
        return number

    def _options(self, words: list[Word], number: int, options: dict[str, str]) -> int:
        while number < len(words):
            length = self._option([word.upper for word in words[number : number + 3]], options)
            if not length:
                break
            number += length
        if options.get("initially") == "IMMEDIATE" or "deferrable" not in options:
            options.pop("initially", None)
        return number

    def _option(self, upper: list[str | None], options: dict[str, str]) -> int:
        """Read one option and give the number of its words; 0 where no option stands. PRAGMA tells the actions."""
        if upper[:2] == ["ON", "CONFLICT"]:
            options["on conflict"] = upper[2] or ""
            return 3
        if upper[0] == "ON":
            return 4 if upper[2:] and upper[2] in {"SET", "NO"} else 3
        if upper[:2] == ["NOT", "DEFERRABLE"]:
            return 2
        if upper[0] == "DEFERRABLE":
            options["deferrable"] = "yes"
        elif upper[0] == "INITIALLY":
            options["initially"] = upper[1] or ""
        elif upper[0] == "AUTOINCREMENT":
            self.autoincrement = True
        return LENGTHS.get(upper[0] or "", 0)
