"""Leeway: trade policy under threat, from Python (docs/python.md).

    import leeway as lw

    w = lw.World.default()
    sq = w.status_quo("2026-01-24")
    r = sq.solve(add=["CACN-2026-DEAL"])
    r.real_income["CAN"]

Everything is computed by the same engine as the command line `leeway`, and is the same to the bit.
"""

from __future__ import annotations

import os as _os

# A wheel carries the data folder; elsewhere the engine finds it as the command line does.
_share = _os.path.join(_os.path.dirname(__file__), "share")
if _os.path.isdir(_share):
    _os.environ.setdefault("LEEWAY_DATA", _share)

from ._engine import version as __version__
from ._errors import InputError, NotCertified
from .brief import Brief
from .comparison import Comparison, compare
from .outcome import Certificate, Outcome
from .room import Room
from .situation import Situation
from .sweep import Sweep
from .world import World

__all__ = [
    "Brief",
    "Certificate",
    "Comparison",
    "InputError",
    "NotCertified",
    "Outcome",
    "Room",
    "Situation",
    "Sweep",
    "World",
    "__version__",
    "compare",
]
