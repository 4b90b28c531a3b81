"""A figure with its range."""

from __future__ import annotations


class Ranged(float):
    """The central figure, with `low` and `high` over the cases of the range: a number like any other."""

    low: float
    high: float

    def __new__(cls, central: float, low: float, high: float) -> Ranged:
        figure = super().__new__(cls, central)
        figure.low = low
        figure.high = high
        return figure

    def __repr__(self) -> str:
        return f"{float(self)!r} ({self.low!r} to {self.high!r})"

    def __reduce__(self) -> tuple[type, tuple[float, float, float]]:
        return (Ranged, (float(self), self.low, self.high))
