"""What users pass, as the engine takes it. Whatever else comes is refused in words: InputError."""

from __future__ import annotations

import decimal
import math
import numbers
import os
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import date, datetime
from itertools import islice
from typing import Any, Optional, Union

from . import _engine
from ._errors import InputError

LONGEST_YEARS = 100.0
_LARGEST_WHOLE = 2**63 - 1
_LONGEST_LIST = 100_000
_LONGEST_TEXT = 10_000
LONGEST_FILE = 10_000_000


def described(value: Any) -> str:
    """What was found, short."""
    if value is None or isinstance(value, bool):
        return str(value)
    kind = type(value).__name__
    if isinstance(value, (str, bytes, numbers.Real, decimal.Decimal)):
        try:
            return f"{reprlib.repr(value)} ({kind})"
        except ValueError:  # a whole number of too many digits
            pass
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def unwrapped(value: Any) -> Any:
    """A scalar of numpy as Python's own."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 and not isinstance(value, (str, bytes)):
        # A day stays one: of nanoseconds item() makes a whole number.
        return value if getattr(value.dtype, "kind", "") == "M" else value.item()
    return value


def text(value: Any, what: str, example: str, longest: int = _LONGEST_TEXT) -> str:
    """Text that UTF-8 can hold, of a length that can be meant."""
    if not isinstance(value, str):
        raise InputError(f"{what}: text expected, found {described(value)}", hint=f"such as {example}")
    if len(value) > longest:
        raise InputError(f"{what}: a text of {len(value)} characters, at most {longest} are read", hint=f"such as {example}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InputError(f"{what}: {ascii(value)} is no valid text", hint=f"such as {example}") from None
    return str(value)


def optional_text(value: Any, what: str, example: str) -> Optional[str]:
    return None if value is None else text(value, what, example)


def path(value: Any, what: str, example: str) -> str:
    """A name or a path, as text."""
    try:
        name = os.fsdecode(value)
    except TypeError:
        raise InputError(f"{what}: a name or a path expected, found {described(value)}", hint=f"such as {example}") from None
    if not name or "\0" in name:
        raise InputError(f"{what}: {ascii(name)} names no file", hint=f"such as {example}")
    return text(name, what, example)


def day(value: Any, what: str) -> str:
    """A day as the engine reads it: text as it is, else of a date, datetime, Timestamp or datetime64."""
    if isinstance(value, str):
        return text(value, what, '"2026-01-24"')
    if type(value).__module__ == "numpy" and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        written = str(value.astype("datetime64[D]"))
        if written != "NaT" and getattr(value, "ndim", None) == 0:
            return written
    elif isinstance(value, datetime) and value == value:  # what is not a time equals nothing
        return value.date().isoformat()
    elif isinstance(value, date) and value == value:
        return value.isoformat()
    raise InputError(
        f"{what}: {described(value)} is not a date",
        hint='write "2026-01-24", or give a date, a datetime or a Timestamp',
    )


def number(value: Any, what: str, example: str) -> Union[int, float]:
    """A finite number that is no truth value."""
    value = unwrapped(value)
    if isinstance(value, (numbers.Real, decimal.Decimal)) and not isinstance(value, bool):
        whole = isinstance(value, numbers.Integral)
        if whole and abs(int(value)) <= _LARGEST_WHOLE:
            return int(value)
        try:
            finite = float(value)
        except (OverflowError, ValueError):
            finite = math.inf
        if math.isfinite(finite) and not whole:
            return finite
        raise InputError(f"{what}: {described(value)} is no number that can be meant", hint=f"such as {example}")
    raise InputError(f"{what}: a number expected, found {described(value)}", hint=f"such as {example}")


def years(value: Any, what: str) -> Optional[float]:
    """A length of time: a number of years, or text as the command line has it. None is for good."""
    if value is None:
        return None
    given = unwrapped(value)
    length: Optional[float]
    if isinstance(given, str):
        length = _engine.years(text(given, what, '2.5, "6m" or "1y"'))
    else:
        length = float(number(given, what, '2.5, "6m" or "1y"'))
    if length is None or not 0.0 < length <= LONGEST_YEARS:
        raise InputError(
            f"{what}: {described(given)} is not a length of time",
            hint=f'write 2.5, "6m" or "1y", up to {LONGEST_YEARS:g} years; None is for good',
        )
    return length


def plain(value: Any, what: str) -> Union[int, float, str]:
    """A value of a term, of numpy or not."""
    value = unwrapped(value)
    example = '25, 0.25 or "25%"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return text(value, what, example) if isinstance(value, str) else number(value, what, example)


def _iterated(value: Any, what: str, expected: str, hint: str) -> Iterator[Any]:
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, Mapping)):
        try:
            return iter(value)
        except TypeError:  # an array of no dimension says that it can
            pass
    raise InputError(f"{what}: {expected} expected, found {described(value)}", hint=hint)


def listed(value: Any, what: str, expected: str, hint: str) -> list[Any]:
    """All of it; what has no end is refused."""
    found = list(islice(_iterated(value, what, expected, hint), _LONGEST_LIST + 1))
    if len(found) > _LONGEST_LIST:
        raise InputError(f"{what}: more than {_LONGEST_LIST} entries", hint=hint)
    return found


def names(value: Any, what: str) -> list[str]:
    """One name or several; None: none."""
    if value is None:
        return []
    if isinstance(value, str):
        return [text(value, what, '"CAN"')]
    return [text(one, what, '"CAN"') for one in listed(value, what, "a name or a list of names", 'such as ["CAN", "USA"]')]


def items(value: Any, what: str) -> list[Any]:
    """One Measure, id or file, or several; None: none."""
    if value is None:
        return []
    if isinstance(value, (str, os.PathLike, Mapping)):
        return [value]
    hint = 'such as ["CACN-2026-DEAL", "USA on GBR: tariff 25% on goods"]'
    return listed(value, what, "an id, a Measure, or a list of them", hint)


def lines(value: Any, what: str) -> list[str]:
    """Ids, Measures in one line or files, as text."""
    found = []
    for one in items(value, what):
        if isinstance(one, Mapping):
            raise InputError(
                f"{what}: text expected, found {described(one)}",
                hint='an id, or a Measure in one line: "USA on GBR: tariff 25% on goods"',
            )
        found.append(path(one, what, '"CACN-2026-DEAL"') if isinstance(one, os.PathLike) else text(one, what, '"CACN-2026-DEAL"'))
    return found


def terms(value: Any, what: str = "terms") -> dict[str, Union[int, float, str]]:
    """Values by "ID.term"; None: none."""
    return {term: plain(one, f'{what}["{term}"]') for term, one in _table(value, what, '{"US-2026-CA-THREAT.rate": 50}')}


def _table(value: Any, what: str, example: str) -> list[tuple[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        raise InputError(f"{what}: a dict by \"ID.term\" expected, found {described(value)}", hint=f"such as {example}")
    return [(text(key, what, '"US-2026-CA-THREAT.rate"'), one) for key, one in value.items()]


def axes(value: Any, most: int) -> dict[str, list[Union[int, float, str]]]:
    """The terms of a sweep with their values. How many cases they come to is known before any value is listed."""
    example = '{"US-2026-CA-THREAT.rate": range(0, 101, 10)}'
    asked: dict[str, Iterator[Any]] = {}
    cases = 1
    for term, values in _table(value, "terms", example):
        if isinstance(values, str) or not isinstance(values, Iterable):
            values = [values]
        what = f'terms["{term}"]'
        if isinstance(values, Sized):
            try:
                size = len(values)
            except OverflowError:
                size = most + 1
            except TypeError:
                size = 1
        else:
            values = list(islice(_iterated(values, what, "a list of values", example), most + 1))
            size = len(values)
        if size == 0:
            raise InputError(f"{what}: there is no value", hint=f"such as {example}")
        cases *= size
        asked[term] = _iterated(values, what, "a list of values", example)
    if not asked:
        raise InputError("terms: there is no term to vary", hint=f"such as {example}")
    if cases > most:
        raise InputError(f"more than {most} cases", hint="take fewer values, or leeway sweep, which draws as many as wanted")
    return {term: [plain(one, f'terms["{term}"]') for one in values] for term, values in asked.items()}


def told(progress: Optional[Callable[[int, int], None]]) -> Optional[Callable[[int, int], None]]:
    """Something to call while it solves."""
    if progress is not None and not callable(progress):
        raise InputError(
            f"progress: a function expected, found {described(progress)}", hint="such as progress=lambda done, of: print(done, of)"
        )
    return progress
