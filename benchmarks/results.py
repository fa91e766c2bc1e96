"""The figures of a run: what is kept as JSON, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Round = dict[str, float]
"""The seconds of each measure in one round, by its name (see measures.py)."""
BOTH = ("sqlite", "postgresql")
"""Plain Alembic on SQLite and then on PostgreSQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All rounds of a subject: seconds by measure; bytes by measure; seconds by phase, of one check more."""

    key: str
    name: str
    verdict: str
    rounds: list[Round]
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    phases: dict[str, float] = field(default_factory=dict)

    def figures(self, *measures: str) -> list[float]:
        """Give the seconds of a measure, or of several together, in each round; none where one was not taken."""
        return [sum(turn[name] for name in measures) for turn in self.rounds if set(measures) <= set(turn)]

    def ratio(self, measure: str, *, to: tuple[str, ...] = BOTH) -> float | None:
        """Give the median of a measure in times of that of others together; None where one is missing."""
        above, below = self.figures(measure), self.figures(*to)
        return median(above) / median(below) if above and below else None

    def ratios(self, measure: str, *, to: tuple[str, ...] = BOTH) -> list[float]:
        """Give the ratio of each round."""
        return [one / other for one, other in zip(self.figures(measure), self.figures(*to), strict=False)]

    def memory_ratio(self, kind: str) -> float | None:
        """Give the peak memory of the check in times of the larger of the two plain upgrades."""
        plain = [self.memory[one][kind] for one in BOTH if one in self.memory]
        return self.memory["check"][kind] / max(plain) if plain and "check" in self.memory else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another tool on a subject: the seconds of each round, on SQLite and on PostgreSQL."""

    subject: str
    tool: str
    rounds: list[Round]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A whole run: on what it was made, its results, other tools, and what was left out with its reason."""

    environment: dict[str, str]
    results: list[Result]
    peers: list[Peer] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def result(self, key: str) -> Result | None:
        """Give the result of a subject."""
        return next((one for one in self.results if one.key == key), None)


def to_json(published: Published) -> str:
    """Give the figures as text; `from_json` reads it."""
    return json.dumps(asdict(published), indent=1, ensure_ascii=False, default=str) + "\n"


def from_json(text: str) -> Published:
    """Read what `to_json` gave."""
    document: Mapping[str, Any] = json.loads(text)
    return Published(
        environment=document["environment"],
        results=[Result(**item) for item in document["results"]],
        peers=[Peer(**item) for item in document["peers"]],
        left_out=document["left_out"],
    )


def spread(figures: list[float], digits: str = ".2f", *, middle: float | None = None) -> str:
    """Give the median and, of several figures, the least and the greatest; "-" for none."""
    if not figures:
        return "-"
    text = format(median(figures) if middle is None else middle, digits)
    return text if len(figures) == 1 else f"{text} ({min(figures):{digits}}-{max(figures):{digits}})"


def growth(published: Published, of: Callable[[Result], list[float]], short: str, long: str) -> float | None:
    """Give the median of a figure of one subject in times of that of another; None where one is missing."""
    found = [published.result(key) for key in (long, short)]
    above, below = [of(one) if one else [] for one in found]
    return median(above) / median(below) if above and below else None
