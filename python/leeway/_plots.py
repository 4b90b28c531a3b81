"""Charts that a paper can print: black on white, no title, percent on the axes. matplotlib loads here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import matplotlib.pyplot as plt
from matplotlib.ticker import PercentFormatter

if TYPE_CHECKING:
    import matplotlib.axes

    from .room import Room
    from .sweep import Sweep

# The width of a column of a journal, inches; text as small as its captions.
WIDTH = 3.5
HEIGHT = 2.6
PRINT = {"font.size": 8, "axes.linewidth": 0.6, "lines.linewidth": 1.2, "savefig.bbox": "tight", "pdf.fonttype": 42}


def axes(ax: Optional[matplotlib.axes.Axes]) -> matplotlib.axes.Axes:
    """Those given, else of a new figure of a column's width."""
    if ax is None:
        with plt.rc_context(PRINT):
            ax = plt.subplots(figsize=(WIDTH, HEIGHT), constrained_layout=True)[1]
    ax.spines["top"].set_visible(False)
    ax.spines["right"].set_visible(False)
    return ax


def room_plot(room: Room, ax: Optional[matplotlib.axes.Axes], style: dict[str, Any]) -> matplotlib.axes.Axes:
    frontier = room.frontier
    by_rate = bool(frontier["rate"].notna().all()) and len(frontier) > 0
    announced = room._engine.threat_rate if by_rate else 1.0
    ax = axes(ax)
    ax.plot(frontier["rate" if by_rate else "scale"], frontier["p_star"], **{"color": "black", **style})
    p_star = room.p_star
    ax.errorbar(
        [announced],
        [float(p_star)],
        yerr=[[float(p_star) - p_star.low], [p_star.high - float(p_star)]],
        fmt="o",
        color="black",
        markersize=3,
        capsize=2,
        elinewidth=0.8,
    )
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    ax.set_xlabel("duty threatened" if by_rate else "size of the threat, as announced = 100%")
    ax.set_ylabel("p*, largest probability at which it pays")
    ax.set_xlim(left=0)
    ax.set_ylim(bottom=0)
    return ax
