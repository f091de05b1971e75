"""Numbers as the pages show them."""

from __future__ import annotations

__all__ = ["per_second", "shown"]

SECONDS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def shown(value: float, unit: str) -> str:
    """A value with its unit, three digits of it."""
    if unit == "seconds":
        for size, name in SECONDS:
            if value >= size or size == SECONDS[-1][0]:
                return f"{_digits(value / size)} {name}"
    if unit == "bytes":
        return f"{_digits(value / 2**20)} MiB"
    return _digits(value)


def per_second(seconds: float) -> str:
    """How many such operations a second has."""
    rate = 1 / seconds
    if rate >= 1e6:
        return f"{_digits(rate / 1e6)} M"
    if rate >= 1e3:
        return f"{_digits(rate / 1e3)} k"
    return _digits(rate)


def _digits(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"
