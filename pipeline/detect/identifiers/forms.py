"""Forms: the ways an identifier is written, each an expression with what must or must not stand around it.

A form is sought in one pass of its expression. What stands around a hit is read only there, in a window of fixed
length, so that the time is that of the text's length and no more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import regex
from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.detect.identifiers.columns import cells_beneath
from pipeline.detect.prefixes import folded
from pipeline.errors import RulesError

__all__ = ["BREAK", "GAP", "IGNORE", "JOIN", "SPACE", "TIMEOUT_SECONDS", "Form", "Readied", "Sought", "digits", "find_forms"]

TIMEOUT_SECONDS = 20.0  # a form and text; a million characters take about a twentieth of a second
WINDOW = 90  # characters read before and after a hit, for its label

SPACE = r"[^\S\n]"  # white space within a line
BREAK = r"(?:[^\S\n]{0,8}\n?[^\S\n]{0,16})"  # white space that may cross one line's end
JOIN = r"(?:[^\S\n]?[-‐‑–—.]" + BREAK + r"|[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,16})"  # between two groups of a number
GAP = r"(?:\s|[^\w\s.;!?$£]|[^\W\d]|(?<=\b(?:no|nos|nr|num|s|u|tel|acct|mr|mrs|dr|lic|reg)(?=\.))\.)"  # between a label and its number
IGNORE = regex.IGNORECASE | regex.VERSION0

_REVERSE = regex.REVERSE  # matches up to the end of a window, read backwards from there
_DIGITS = re.compile("[0-9]+")
_RUN = re.compile(r"[0-9]+|[^\W\d_]+|\s+|.", re.DOTALL)
_FEWEST_OF_SERIES = 5  # digits; a shorter number beside another may count anything
_LINK = (
    r"(?:[ ]?\([^()\n\d]{1,24}\))?(?:\s{0,3}[,;/&]\s{0,3}(?:(?:and|or|AND|OR|and her|and his)\s{1,3})?|"
    r"\s{1,3}(?:and|or|AND|OR|&|to|TO)\s{1,3})(?:(?:nos?|Nos?|NOS?)\.?\s{1,3})?"
)
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
    column: str = ""
    """Given it, the label at the head of a table's column, beneath which cells of this shape stand; it begins with a cue."""
    has_series: bool = False
    """Whether others of the same picture may follow, joined by commas or ``and``: one label stands before them all."""
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


_DASHES = "\u2010\u2011\u2012\u2013\u2015\u2212\ufe58\ufe63"
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = (
    dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _SPACES), " ")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # the full-width forms of ASCII
    | {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966) for digit in range(10)}  # Arabic, Persian, Devanagari
)
_LONG_DASH = re.compile("(?<=[0-9])\u2014(?=[0-9])")  # elsewhere it parts sentences


def _plain(text: str) -> str:
    return text if text.isascii() else _LONG_DASH.sub("-", text.translate(_PLAIN))


class Readied:
    """A text ready to be searched for the forms of many identifiers: what they share is worked out once."""

    def __init__(self, text: str) -> None:
        """Take the text: dashes, spaces and digits of other kinds are read as the plain ones, sign for sign."""
        self.text = _plain(text)

    @cached_property
    def small(self) -> str:
        """The text in small letters."""
        return folded(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where a number may begin."""
        return _number_starts(self.text)


def find_forms(readied: Readied, forms: Iterable[Form], timeout: float = TIMEOUT_SECONDS) -> tuple[Sought, ...]:
    """Return what ``forms`` meet in a text: of those that overlap the whole that they cover, in order.

    Raises RulesError where a form takes over ``timeout`` seconds: a form passed over is a miss that nobody sees.
    """
    found: list[Sought] = []
    for form in forms:
        try:
            found += _met(readied, form, timeout)
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


def _met(readied: Readied, form: Form, timeout: float) -> Iterator[Sought]:
    text = readied.text
    pattern = _compiled(form.shape, regex.VERSION0 if form.is_exact else IGNORE)
    if form.column:
        yield from _beneath(readied, form, pattern, timeout)
        return
    has_part = "part" in pattern.groupindex
    for match in _matches(readied, form, pattern, timeout):
        first, last = match.span()
        if form.lead:
            lead = _ends(form.lead, text, first, is_exact=form.is_exact)
            if lead is None:
                continue
            first = lead
        start, end = match.span("part") if has_part else (first, last)
        if start < end and _stands(text, start, end, form) and form.accepts(text[start:end]):
            yield Sought(start, end, form)
            if form.has_series:
                yield from _series(text, start, end, form)


def _beneath(readied: Readied, form: Form, shape: regex.Pattern[str], timeout: float) -> Iterator[Sought]:
    """Yield the cells of tables beneath a heading. Raises TimeoutError."""
    for heading in _matches(readied, form, _compiled(form.column, IGNORE), timeout):
        for start, end in cells_beneath(readied.text, heading.start(), heading.end(), shape):
            if form.accepts(readied.text[start:end]):
                yield Sought(start, end, form)


def _series(text: str, start: int, end: int, form: Form) -> Iterator[Sought]:
    """Yield what follows of the same picture, joined by a comma or a word: ``536-22-1457, 536-22-1458 and 536-22-1459``."""
    if len(digits(text[start:end])) < _FEWEST_OF_SERIES:
        return
    picture = _compiled(_LINK + "(?P<part>" + _picture(text[start:end]) + r")(?![\w%])(?![-./]\d)(?!,\d)", regex.VERSION0)
    while (match := picture.match(text, end)) and form.accepts(match["part"]):
        start, end = match.span("part")
        yield Sought(start, end, form)


def _picture(written: str) -> str:
    """Return an expression for what is written alike: as many digits in each group, letters for letters."""

    def of(run: re.Match[str]) -> str:
        signs = run[0]
        if signs[0].isdigit():
            return r"[0-9]{1,2}" if len(signs) <= len("12") else f"[0-9]{{{len(signs)}}}"
        if signs[0].isalpha():
            return "[A-Z]" if len(signs) == 1 else r"[^\W\d_]{2,9}"
        return r"\s{1,3}" if signs[0].isspace() else re.escape(signs)

    return _RUN.sub(of, written)


def _matches(readied: Readied, form: Form, pattern: regex.Pattern[str], timeout: float) -> Iterator[regex.Match[str]]:
    """Yield the matches of one form, tried where one can begin. Raises TimeoutError."""
    text = readied.text
    if form.is_anywhere:
        yield from pattern.finditer(text, timeout=timeout)
        return
    if form.cues:
        starts = sorted({hit[1] for hit in _automaton(form.cues).find_matches_as_indexes(readied.small, overlapping=True)})
    else:
        starts = readied.starts
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
