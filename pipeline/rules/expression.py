"""Checks the regular expression of a rule as detection will run it."""

from __future__ import annotations

import regex

from pipeline.rules.fields import Fields
from pipeline.rules.nodes import Scalar

__all__ = ["check_expression"]

# A text in which an expression that finds places and no text (a word's edge, what lies ahead) gives itself away.
_PROBE = "".join(map(chr, range(0x20, 0x7F))) + "\nTwo U-2 flights.\n"
_PROBE_SECONDS = 1.0
# Runs of one sign, and of short words, in which an expression with a repetition inside another never comes to an end.
_RUN = 48
_RUN_SIGNS = "aA0 .-"
_MOST_SIGNS = 12  # of those that the expression itself names


def check_expression(inner: Fields, written: str, *, is_exact: bool) -> None:
    """Compile an expression as detection will, and see that it finds text."""
    try:
        pattern = regex.compile(written, regex.MULTILINE | (0 if is_exact else regex.IGNORECASE))
    except RecursionError:
        inner.fault("regex", "the expression is nested too deep; expected fewer brackets inside each other")
        return
    except (regex.error, ValueError, OverflowError, MemoryError) as error:
        why = error.msg if isinstance(error, regex.error) else str(error)
        what = f"not a regular expression ({why}); expected one that compiles"
        _fault_inside(inner, written, error.pos if isinstance(error, regex.error) else None, what)
        return
    try:
        for _ in pattern.finditer(_runs(written), timeout=_PROBE_SECONDS):
            pass
        found = [match.group() for match in pattern.finditer(_PROBE, timeout=_PROBE_SECONDS)]
        matches_nothing = pattern.fullmatch("", timeout=_PROBE_SECONDS) is not None
    except TimeoutError:
        inner.fault("regex", "the expression takes over a second for one line; expected one without nested repetition")
        return
    if matches_nothing or (found and not any(found)):
        inner.fault("regex", "the expression matches an empty text; expected one that needs at least a character")


def _runs(written: str) -> str:
    """Return long runs of the signs that an expression may repeat, a line each."""
    named = list(dict.fromkeys(char for char in written if char.isalnum()))[:_MOST_SIGNS]
    signs = dict.fromkeys([*_RUN_SIGNS, *named])
    return "\n".join([*(sign * _RUN for sign in signs), "ab " * _RUN, "a, b. " * _RUN, ""])


def _fault_inside(inner: Fields, written: str, at: int | None, what: str) -> None:
    """Note a fault at the character of an expression, where it stands in the file as it is meant."""
    node = inner.get("regex")
    if not isinstance(node, Scalar) or at is None:
        inner.fault("regex", what)
        return
    start, end, text = node.start, node.end, inner.faults.source.text
    quote = len(text[start:end]) - len(text[start:end].lstrip("'\""))
    first = start + min(quote, 1)
    if not text.startswith(written, first):  # escapes, doubled quotes, a text of several lines
        inner.fault("regex", what)
        return
    place = first + min(at, len(written) - 1)
    inner.faults.at(place, place + 1, what)
