"""Arrays with labels. Imported when the first is asked for, since xarray takes its time."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import numpy
import xarray

if TYPE_CHECKING:
    import pandas

    from . import _engine
    from .world import World


class Labelled(xarray.DataArray):
    """A DataArray that a label picks from by itself: `a["CAN"]`, `a["CAN", "C29"]`, along the axes in order.

    Its values are a read-only view of what the engine keeps, alive as long as the array is.
    """

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key in self._coords:
                return super().__getitem__(key)
            key = (key,)
        if isinstance(key, tuple) and any(isinstance(one, str) for one in key):
            key = tuple(self._place(axis, one) if isinstance(one, str) else one for axis, one in enumerate(key))
            if len(key) == self.ndim == len(self._coords) and all(isinstance(one, int) for one in key):
                return self._single(key)
        return super().__getitem__(key)

    def _single(self, place: tuple[int, ...]) -> Labelled:
        """One value with its labels. What xarray's own indexing gives, several times as fast."""
        value = xarray.Variable((), self.variable.values[place], self.variable.attrs)
        labels = {
            name: xarray.Variable((), numpy.asarray(self._index(name)[at]))
            for name, at in zip(self.dims, place)
        }
        return type(self)(value, labels, name=self.name, indexes={}, fastpath=True)

    def _index(self, axis: Any) -> pandas.Index:
        return self._indexes[axis].to_pandas_index()

    def _place(self, axis: int, label: str) -> int:
        if axis >= self.ndim:
            raise KeyError(f"\"{label}\": the array has {self.ndim} axes: {', '.join(map(str, self.dims))}")
        name = self.dims[axis]
        index = self._index(name)
        try:
            return int(index.get_loc(label))
        except KeyError:
            near = difflib.get_close_matches(label, [str(one) for one in index], 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise KeyError(f"no {name} \"{label}\" in {self.name}{hint}") from None


def coordinate(world: World, axis: str) -> xarray.IndexVariable:
    """The ids along an axis, made once a world."""
    known = world._coordinates
    if axis not in known:
        known[axis] = xarray.IndexVariable(axis, [id for id, _ in world._session.labels(axis)])
    return known[axis]


def labelled(world: World, values: Any, meaning: _engine.ArrayMeaning, **attributes: str) -> Labelled:
    """The values with their axes, unit and name, not copied."""
    return Labelled(
        values,
        coords={axis: coordinate(world, axis) for axis in meaning.axes},
        dims=meaning.axes,
        name=meaning.name,
        attrs={"units": meaning.unit, "long_name": meaning.text, **attributes},
    )
