"""Plain values of a PDF, copied by kind: what is no number, no known name and no truth value does not come along."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

__all__ = ["as_array", "as_dictionary", "copy_plain", "entry", "number", "numbers", "take_names", "take_numbers", "word"]

_DIGITS = 6  # after the point: a millionth of a unit is below what any device draws


def number(value: object) -> int | Decimal | None:
    """Return a number as it is written in a new file, or None for what is no number; a source's idle digits are gone."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return value
    exact = Decimal(value)
    if not exact.is_finite():
        return None
    short = round(exact, _DIGITS)
    return int(short) if short == short.to_integral_value() else short.normalize()


def word(name: object) -> str:
    """Return a name as text, with its slash; one of bytes that are no UTF-8 as it is escaped in a file; nothing for what is no name."""
    if not isinstance(name, Name):
        return ""
    try:
        return str(name)
    except UnicodeDecodeError:
        return name.unparse().decode("ascii")


def entry(holder: object, key: str | Name) -> Any:  # noqa: ANN401  # numbers and truth values come as Python's own
    """Return an entry of a dictionary or of a stream's dictionary, or None; a holder of another kind has none."""
    if not isinstance(holder, Dictionary | Stream):
        return None
    return holder.get(key)


def as_dictionary(value: object) -> Dictionary | None:
    """Return ``value`` where it is a dictionary, else None."""
    return value if isinstance(value, Dictionary) else None


def as_array(value: object) -> Array | None:
    """Return ``value`` where it is an array, else None."""
    return value if isinstance(value, Array) else None


def numbers(value: object, most: int | None = None) -> Array | None:
    """Return an array of numbers alone as a new array, cut to ``most`` entries; None where it is anything else."""
    if not isinstance(value, Array):
        return None
    copied = [number(each) for each in value]
    return None if None in copied else Array(copied[:most])


def copy_plain(value: object) -> object | None:
    """Return a number, a truth value or an array of numbers as a new value; None for all else."""
    if isinstance(value, bool):
        return value
    return numbers(value) if isinstance(value, Array) else number(value)


def take_numbers(old: Object, new: Object, keys: Iterable[str]) -> None:
    """Copy the entries under ``keys`` that are numbers, truth values or arrays of numbers."""
    for key in keys:
        copied = copy_plain(entry(old, key))
        if copied is not None:
            new[key] = copied


def take_names(old: Object, new: Object, known: Iterable[tuple[str, Collection[str]]]) -> None:
    """Copy the entries that are names out of their list: (key, names that it may be)."""
    for key, names in known:
        found = entry(old, key)
        if isinstance(found, Name) and word(found) in names:
            new[key] = Name(word(found))
