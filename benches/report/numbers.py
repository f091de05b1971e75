"""Numbers as the pages show them."""

from __future__ import annotations

__all__ = ["per_second", "shown", "times"]

SECONDS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
BYTES = ((2**20, "MiB"), (2**10, "KiB"), (1, "B"))


def shown(value: float, unit: str) -> str:
    """A value with its unit, three digits of it."""
    scale = {"seconds": SECONDS, "bytes": BYTES}.get(unit)
    if scale is None:
        return _digits(value)
    for size, name in scale:
        if abs(value) >= size or size == scale[-1][0]:
            return f"{_digits(value / size)} {name}"
    raise AssertionError("the last size always fits")


def per_second(seconds: float) -> str:
    """How many such operations a second has."""
    rate = 1 / seconds
    if rate >= 1e6:
        return f"{_digits(rate / 1e6)} M"
    if rate >= 1e3:
        return f"{_digits(rate / 1e3)} k"
    return _digits(rate)


def times(ratio: float) -> str:
    """How many times as much."""
    return f"{_digits(ratio)} times"


def _digits(value: float) -> str:
    magnitude = abs(value)
    if magnitude >= 1000:
        return f"{value:,.0f}"
    if magnitude >= 100:
        return f"{value:.0f}"
    if magnitude >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"
