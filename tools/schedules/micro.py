"""Rounding to millionths so that parts add up to their total exactly."""


def split(total, parts):
    """Millionths of each part, by largest remainder, adding up to round(total * 1e6)."""
    goal = int(round(total * 1e6))
    weight = sum(parts.values())
    if goal <= 0 or weight <= 0:
        return {k: 0 for k in parts}
    exact = {k: goal * x / weight for k, x in parts.items()}
    out = {k: int(x) for k, x in exact.items()}
    left = goal - sum(out.values())
    for k in sorted(parts, key=lambda k: (-(exact[k] - out[k]), k))[:left]:
        out[k] += 1
    return out


def text(millionths):
    """Decimal text of a rate, shortest form."""
    sign = "-" if millionths < 0 else ""
    whole, part = divmod(abs(millionths), 1000000)
    digits = f"{part:06d}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
