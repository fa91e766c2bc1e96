"""Values that no two runs give alike: moments from a clock, texts from a random source."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, time, timedelta, timezone

RUN = timedelta(hours=26)
"""A moment this near to the check comes from a clock; the two clocks may stand in different time zones."""

APART = timedelta(minutes=1)
"""Both sides come to a statement within this time, whatever it adds to the clock's moment."""

ROUNDED = timedelta(microseconds=1)
"""What rounding makes of one moment: two clocks are further apart."""

EPOCHS = (1, 1000, 1_000_000, 1_000_000_000)
FRACTION = re.compile(r"\.(\d+)")
TOKEN = re.compile(r"[A-Za-z0-9+/._-]+={0,2}")
HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
UUID = re.compile(r"[0-9A-Fa-f]{8}(-?)(?:[0-9A-Fa-f]{4}\1){3}[0-9A-Fa-f]{12}")
WITH_TIME = frozenset({1, 6, 7})
"""The versions of UUIDs that are made of a clock's moment, so that two of them begin or end alike."""

SEPARATORS = re.compile(r"([^A-Za-z0-9+/._-]+)"), re.compile(r"([^A-Za-z0-9]+)")
LONG, SHORT = 16, 8
PART = re.compile(f"[A-Za-z0-9]{{{LONG},}}")


def near_epoch(text: str, now: datetime) -> bool:
    """Tell whether a number counts the seconds (or parts of them) from 1970 to about now."""
    seconds = now.replace(tzinfo=timezone.utc).timestamp()
    try:
        return any(abs(float(text) / unit - seconds) < RUN.total_seconds() for unit in EPOCHS)
    except ValueError:
        return False


def from_clocks(one: str, other: str, now: datetime) -> bool:
    """Tell whether both texts are moments near to now, or moments whose fractions show that a clock was read twice.

    Milliseconds show nothing: a database may round to them.
    """
    if _near(one, now) and _near(other, now):
        return True
    moments = _moment(one), _moment(other)
    if moments[0] is None or moments[1] is None or moments[0].microsecond == moments[1].microsecond:
        return False
    exact = all(moment is not None and moment.microsecond % 1000 for moment in moments)
    return exact and ROUNDED < abs(moments[0] - moments[1]) < APART


def from_random_source(one: str, other: str, *, least: int = SHORT) -> bool:
    """Tell whether two texts differ in nothing but random tokens of at least so many characters.

    A long part that both have says that nothing random made the rest, as where two hashes have one salt.
    """
    if one.casefold() == other.casefold() or _long_parts(one) & _long_parts(other):
        return False
    start = _beginning(one, other)
    rests = one[start:], other[start:]
    if _tokens(one, other, least) or _tokens(*rests, least):
        return True
    cut = ([separators.split(rest) for rest in rests] for separators in SEPARATORS)
    return any(_tokens_in(left, right, least) for left, right in cut)


def _near(text: str, now: datetime) -> bool:
    try:
        if len(text) == len("2024-01-01"):
            return abs(date.fromisoformat(text) - now.date()) <= RUN
        if re.match(r"\d\d:\d\d", text):
            return time.fromisoformat(text).hour in {now.hour, (now - timedelta(hours=1)).hour}
    except ValueError:
        return False
    moment = _moment(text)
    return moment is not None and abs(moment - now) <= RUN


def _moment(text: str) -> datetime | None:
    """Read a moment as one of UTC, without its zone."""
    whole = FRACTION.sub(lambda match: f".{match[1][:6]:0<6}", text.replace(" ", "T").replace("Z", "+00:00"), count=1)
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError:
        return None
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment


def _long_parts(text: str) -> set[str]:
    return {part for part in PART.findall(text) if _digits(part) and not part.isdigit()}


def _beginning(one: str, other: str) -> int:
    """Give where two texts begin to differ, as the place behind a separator."""
    places = (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    place = next(places, min(len(one), len(other)))
    while place and one[place - 1].isalnum():
        place -= 1
    return place


def _tokens_in(one: list[str], other: list[str], least: int) -> bool:
    """Tell whether texts that are cut into parts and separators have equal ones, but for tokens."""
    return len(one) == len(other) and all(
        left == right or _tokens(left, right, least) for left, right in zip(one, other, strict=True)
    )


def _tokens(one: str, other: str, least: int) -> bool:
    """Tell two tokens of one shape that have hardly more in common than chance gives; never words or numbers."""
    length = len(one)
    if length != len(other) or length < least or not (TOKEN.fullmatch(one) and TOKEN.fullmatch(other)):
        return False
    alike = sum(left == right for left, right in zip(one.casefold(), other.casefold(), strict=True))
    if _uuid_of_a_moment(one) and _uuid_of_a_moment(other):
        return alike < length
    if _hexadecimal(one, other):
        return alike <= (length // 2 if length >= LONG else 3 * length // 8)
    return length >= LONG and alike <= length // 2 and _digits(one + other) > 0 and _mixed(one) and _mixed(other)


def _uuid_of_a_moment(text: str) -> bool:
    return UUID.fullmatch(text) is not None and uuid.UUID(text).version in WITH_TIME


def _hexadecimal(one: str, other: str) -> bool:
    """Tell hexadecimal tokens of one case by their digits and letters: a number has no letters, a word no digits."""
    if not HEXADECIMAL.fullmatch(one + other):
        return False
    letters = sum(character.isalpha() for character in one + other)
    return _digits(one) > 0 and _digits(other) > 0 and letters >= len(one) // 4


def _mixed(text: str) -> bool:
    """Tell a token in base64, or of letters and digits: by its cases, or by its digits where it is no path."""
    cases = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if not _digits(text):
        return 4 * min(cases) >= len(text)
    return 6 * min(cases) >= len(text) or (sum(cases) > 0 and not re.search("[+/.]", text))


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
