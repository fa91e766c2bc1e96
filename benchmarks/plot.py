"""The plot of the phases, as SVG: the share that each has of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.phases import PHASES

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.results import Published

COLOURS = ("#9aa5b1", "#5b7083", "#1f77b4", "#17becf", "#8fd6e8", "#9467bd", "#2ca02c", "#ff7f0e", "#d0d5da")
SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "parity", "font.family": "sans-serif", "font.size": 9}
INCHES_WIDE, INCHES_FOR_A_BAR, INCHES_AROUND = 8.0, 0.42, 1.2


def plot(published: Published, path: Path) -> None:
    """Draw the phases of every subject that was clocked. The same figures give the same file.

    Needs matplotlib (the extra `bench`).
    """
    import matplotlib as mpl  # noqa: PLC0415 - of the extra `bench`
    from matplotlib.figure import Figure  # noqa: PLC0415 - of the extra `bench`

    clocked = [one for one in reversed(published.results) if one.phases]
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(INCHES_WIDE, INCHES_AROUND + INCHES_FOR_A_BAR * len(clocked)), layout="constrained")
        axes = figure.add_subplot()
        totals = [sum(one.phases.values()) for one in clocked]
        names = [f"{one.name}\n{total:.1f} s" for one, total in zip(clocked, totals, strict=True)]
        left = [0.0] * len(clocked)
        for phase, colour in zip(PHASES, COLOURS, strict=True):
            shares = [100 * one.phases.get(phase, 0.0) / total for one, total in zip(clocked, totals, strict=True)]
            axes.barh(names, shares, left=left, color=colour, label=phase, height=0.7)
            left = [begun + share for begun, share in zip(left, shares, strict=True)]
        axes.set_xlim(0, 100)
        axes.set_xlabel("share of a check, in per cent")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        figure.legend(loc="outside upper center", ncols=len(PHASES), frameon=False, columnspacing=0.9, handlelength=1.2)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
