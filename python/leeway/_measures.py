"""Measures written in Python, as the text that the engine reads."""

from __future__ import annotations

import json
import numbers
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Union

from ._errors import InputError


def toml(value: Any, field: str) -> str:
    """A value as TOML has it."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml(str(k), field)} = {toml(v, field)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(toml(one, field) for one in value) + "]"
    raise InputError(
        f"field `{field}`: a {type(value).__name__} is no value of a Measure",
        hint="text, numbers, dates, lists and dicts are",
    )


def plain(value: Any) -> Union[int, float, str]:
    """A value of a term, of numpy or not."""
    if isinstance(value, (str, bool)):
        return value if isinstance(value, str) else toml(value, "")
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    raise InputError(f"a {type(value).__name__} is no value of a term", hint='a number, or text such as "50%"')


def table(measure: Mapping[str, Any]) -> tuple[str, str]:
    """The text of a Measure, and what stands for its file in errors. Without an id it is called by who does
    what to whom, as one written in one line is."""
    fields = dict(measure)
    if "id" not in fields:
        on = fields.get("on", "*")
        targets = [on] if isinstance(on, str) else [str(one) for one in on]
        words = [str(fields.get("by", "")), str(fields.get("instrument", "")), *targets]
        fields["id"] = "-".join(words).replace("*", "_")
    text = "".join(f"{toml(str(key), str(key))} = {toml(value, str(key))}\n" for key, value in fields.items())
    return text, f"measure {fields['id']}"


def option_texts(options: Mapping[str, Any]) -> dict[str, str]:
    """Choices of model as a scenario's [options] table has them; None is left out."""
    texts = {}
    for key, value in options.items():
        if value is not None:
            texts[key] = value if isinstance(value, str) else toml(value, key)
    return texts
