"""Measures written in Python, as the text that the engine reads."""

from __future__ import annotations

import decimal
import json
import numbers
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any

from ._errors import InputError
from ._inputs import day, described, listed, number, text, unwrapped

_DEEPEST = 16  # no field of a Measure needs five


def toml(value: Any, field: str, depth: int = 0) -> str:
    """A value as TOML has it."""
    value = unwrapped(value)
    where = f"field `{field}`"
    if depth > _DEEPEST:
        raise InputError(f"{where}: lists or dicts in one another without end")
    if isinstance(value, str):
        # TOML takes this one escaped alone; JSON lets it be.
        return json.dumps(text(value, where, '"goods"'), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(number(value, where, "0.25"))
    if isinstance(value, (numbers.Real, decimal.Decimal)):
        return repr(float(value))
    if isinstance(value, date) or getattr(getattr(value, "dtype", None), "kind", "") == "M":
        return day(value, where)
    if isinstance(value, Mapping):
        rows = (f"{toml(text(k, where, 'rate'), field)} = {toml(v, field, depth + 1)}" for k, v in value.items())
        return "{ " + ", ".join(rows) + " }"
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray)):
        entries = listed(value, where, "a list", "a list has an end")
        if isinstance(value, Set):
            entries.sort(key=str)
        return "[" + ", ".join(toml(one, field, depth + 1) for one in entries) + "]"
    raise InputError(f"{where}: {described(value)} is no value of a Measure", hint="text, numbers, dates, lists and dicts are")


def table(measure: Mapping[str, Any]) -> tuple[str, str]:
    """The text of a Measure, and what stands for its file in errors. Without an id it is called by who does
    what to whom, as one written in one line is."""
    fields = {text(key, "add", '{"by": "USA", …}'): value for key, value in measure.items()}
    if "id" not in fields:
        on = fields.get("on", "*")
        if isinstance(on, Iterable) and not isinstance(on, (str, bytes, Mapping)):
            entries = listed(on, "field `on`", "a list", "a list has an end")
            fields["on"] = on = sorted(entries, key=str) if isinstance(on, Set) else entries
        words = [fields.get("by"), fields.get("instrument"), *(on if isinstance(on, list) else [on])]
        fields["id"] = "-".join(word for word in words if isinstance(word, str)).replace("*", "_")
    lines = "".join(f"{toml(key, key)} = {toml(value, key)}\n" for key, value in fields.items())
    return lines, f"measure {fields['id']}"


def option_texts(options: Mapping[str, Any]) -> dict[str, str]:
    """Choices of model as a scenario's [options] table has them; None is left out."""
    texts = {}
    for key, value in options.items():
        if value is not None:
            texts[text(key, "options", "horizon=1")] = text(value, key, "horizon=1") if isinstance(value, str) else toml(value, key)
    return texts
