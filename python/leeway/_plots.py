"""Charts that a paper can print: black on white, no title, percent on the axes. matplotlib loads here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import matplotlib.pyplot as plt
from matplotlib.ticker import PercentFormatter

from ._errors import InputError
from ._inputs import described

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
    if ax is not None and not hasattr(ax, "errorbar"):
        raise InputError(f"ax: axes of matplotlib expected, found {described(ax)}", hint="such as plt.subplots()[1]")
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


def sweep_plot(
    sweep: Sweep, variable: str, economies: list[str], ax: Optional[matplotlib.axes.Axes]
) -> matplotlib.axes.Axes:
    if len(sweep.axes) != 1:
        raise InputError(f"a sweep of {len(sweep.axes)} terms is no line", hint='sweep["real_income"] is an array')
    term, values = next(iter(sweep.axes.items()))
    frame = sweep.to_frame(variables=variable, economies=economies or None)
    if not economies:
        frame = frame[frame["economy"].isin(list(sweep.world.economies))]
        largest = abs(frame[variable]).groupby(frame["economy"], observed=True).max()
        economies = list(largest.sort_values(ascending=False).index[:5])
    ax = axes(ax)
    styles = ["-", "--", "-.", ":", (0, (5, 1))]
    for at, id in enumerate(economies):
        line = frame[frame["economy"] == sweep.world._session.known_id(id)]
        ax.plot(values, line[variable], color="black", linestyle=styles[at % len(styles)], label=id)
    ax.axhline(0.0, color="grey", linewidth=0.5)
    ax.set_xlabel(term)
    ax.set_ylabel(f"{variable.replace('_', ' ')}, {frame.attrs['units'][variable]}")
    ax.legend(frameon=False, fontsize=ax.xaxis.label.get_size())
    return ax
