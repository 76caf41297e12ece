"""Forms: the ways an identifier is written, each an expression with what must or must not stand around it.

A form is sought in one pass of its expression. What stands around a hit is read only there, in a window of fixed
length, so that the time is that of the text's length and no more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import regex
from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.detect.prefixes import folded
from pipeline.errors import RulesError

__all__ = ["BREAK", "GAP", "IGNORE", "JOIN", "SPACE", "TIMEOUT_SECONDS", "Form", "Sought", "digits", "find_forms"]

TIMEOUT_SECONDS = 20.0  # a form and text; a million characters take about a twentieth of a second
WINDOW = 90  # characters read before and after a hit, for its label

SPACE = r"[^\S\n]"  # white space within a line
BREAK = r"(?:[^\S\n]{0,8}\n?[^\S\n]{0,16})"  # white space that may cross one line's end
JOIN = r"(?:[^\S\n]?[-‐‑–—.]" + BREAK + r"|[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,16})"  # between two groups of a number
GAP = r"(?:\s|[^\w.;!?$£]|[^\W\d]|(?<=\b(?:no|nos|nr|num|s|u|tel|acct|mr|mrs|dr|lic|reg)(?=\.))\.)"  # between a label and its number
IGNORE = regex.IGNORECASE | regex.VERSION0

_REVERSE = regex.REVERSE  # matches up to the end of a window, read backwards from there
_DIGITS = re.compile("[0-9]+")
_LETTERS = regex.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,3}[-–#. ]{0,2}", _REVERSE)
_MOST_LETTERS = 5  # with the marks between them and the number


def _anything(_written: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an identifier.

    ``lead`` is a part of it that ends where ``shape`` begins, for what a number tells first. ``shape`` matches it; a group
    named ``part`` in it is what is reported, where that is less than the whole. ``before`` must match up to the first
    character reported, ``after`` from behind the last one (one of the two is enough), ``unless`` must not match up to the
    first and ``but_not`` not from behind the last one. ``cues`` are small letters with which every match begins: given them,
    a text without them is read at the speed of an automaton. ``accepts`` judges what is reported, by its checksum or structure.
    """

    name: str
    score: float
    shape: str
    lead: str = ""
    before: str = ""
    after: str = ""
    unless: str = ""
    but_not: str = ""
    cues: tuple[str, ...] = ()
    accepts: Callable[[str], bool] = _anything
    is_exact: bool = False
    """Whether capitals and small letters differ."""
    is_anywhere: bool = False
    """Whether a match may begin elsewhere than where a number does."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Where a form was met: half-open offsets into the text, in code points."""

    start: int
    end: int
    form: Form


@cache
def _compiled(expression: str, flags: int) -> regex.Pattern[str]:
    return regex.compile(expression, flags)


@cache
def _automaton(cues: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(list(cues), matchkind=Overlap.Standard)


def find_forms(text: str, forms: Iterable[Form], timeout: float = TIMEOUT_SECONDS) -> tuple[Sought, ...]:
    """Return what ``forms`` meet in ``text``: of those that overlap the whole that they cover, in order.

    Raises RulesError where a form takes over ``timeout`` seconds: a form passed over is a miss that nobody sees.
    """
    wanted = tuple(forms)
    small = folded(text) if any(form.cues for form in wanted) else text
    starts = _number_starts(text) if any(not form.cues and not form.is_anywhere for form in wanted) else []
    found: list[Sought] = []
    for form in wanted:
        try:
            found += _met(text, small, starts, form, timeout)
        except TimeoutError:
            raise RulesError(f"the search for {form.name} ran over {timeout:g} seconds; expected a text without endless lines") from None
    return _longest(found)


def _number_starts(text: str) -> list[int]:
    """Return where a number may begin, in order: at its first digit, at a bracket, a plus or up to three letters before it."""
    places: list[int] = []
    for match in _DIGITS.finditer(text):
        start = match.start()
        if start and text[start - 1] in "(+":
            places.append(start - 1)
        elif start and (letters := _LETTERS.match(text, max(0, start - _MOST_LETTERS), start)):
            places.append(letters.start())
        places.append(start)
    return places


def _longest(found: list[Sought]) -> tuple[Sought, ...]:
    kept: list[Sought] = []
    for each in sorted(found, key=lambda sought: (sought.start, -sought.end, -sought.form.score)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
        elif each.end > kept[-1].end:  # the two are one passage
            kept[-1] = Sought(kept[-1].start, each.end, kept[-1].form)
    return tuple(kept)


def _met(text: str, small: str, starts: list[int], form: Form, timeout: float) -> Iterator[Sought]:
    pattern = _compiled(form.shape, regex.VERSION0 if form.is_exact else IGNORE)
    has_part = "part" in pattern.groupindex
    for match in _matches(text, small, starts, form, pattern, timeout):
        first, last = match.span()
        if form.lead:
            lead = _ends(form.lead, text, first, is_exact=form.is_exact)
            if lead is None:
                continue
            first = lead
        start, end = match.span("part") if has_part else (first, last)
        if start < end and _stands(text, start, end, form) and form.accepts(text[start:end]):
            yield Sought(start, end, form)


def _matches(
    text: str, small: str, starts: list[int], form: Form, pattern: regex.Pattern[str], timeout: float
) -> Iterator[regex.Match[str]]:
    """Yield the matches of one form, tried where one can begin. Raises TimeoutError."""
    if form.is_anywhere:
        yield from pattern.finditer(text, timeout=timeout)
        return
    if form.cues:
        starts = sorted({hit[1] for hit in _automaton(form.cues).find_matches_as_indexes(small, overlapping=True)})
    until, done = time.monotonic() + timeout, 0
    for start in starts:
        if start < done:
            continue
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if match := pattern.match(text, start, timeout=left):
            done = match.end()
            yield match


def _stands(text: str, start: int, end: int, form: Form) -> bool:
    """Tell whether what must stand around a hit does, and what must not does not."""
    if form.before and _ends(form.before, text, start) is not None:
        stands = True
    elif form.after:
        stands = _begins(form.after, text, end)
    else:
        stands = not form.before
    return (
        stands
        and not (form.unless and _ends(form.unless, text, start) is not None)
        and not (form.but_not and _begins(form.but_not, text, end))
    )


def _ends(expression: str, text: str, start: int, *, is_exact: bool = False) -> int | None:
    """Return where a match begins that ends at ``start``; None where there is none."""
    flags = (regex.VERSION0 if is_exact else IGNORE) | _REVERSE
    match = _compiled(expression, flags).match(text, max(0, start - WINDOW), start)
    return match.start() if match else None


def _begins(expression: str, text: str, end: int) -> bool:
    return _compiled(expression, IGNORE).match(text, end, min(len(text), end + WINDOW)) is not None


def digits(written: str) -> str:
    """Return the digits of ``written``."""
    return "".join(each for each in written if each in "0123456789")
