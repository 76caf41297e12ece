"""One string as a marking: parsed into its meaning, and written out again.

marking = portion | banner | stack | stamp
portion = "(" modern ")" | "(" stack in abbreviations ")" | "(" level "-" initials ")"
banner  = modern
stamp   = stack, damaged
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.markings.build import Builder, kind_of
from pipeline.markings.damage import SPACED, close_up, mended
from pipeline.markings.faults import Faults
from pipeline.markings.modern import read_modern
from pipeline.markings.stack import Element, capitals, read_stack
from pipeline.markings.vocabulary import CLASSIFIED_LEVELS, Vocabulary, words_of
from pipeline.model import Category, Marking, Problem

__all__ = ["MAX_MARKING", "Reading", "is_closed", "parse", "parse_stamp"]

MAX_MARKING = 400  # characters; no marking is longer, and nobody waits for one
_ORNAMENT = " \t.*_=#>►|~-–—"
_EXACT, _SPACED, _MENDED, _A_LETTER = 1.0, 0.98, 0.9, 0.2
_LEAST = 0.5
_PLAIN_SIGNS = str.maketrans("–—‘’“”", "--''''")  # typographic signs of a print
_OF_OWNERS = frozenset({Category.AEA, Category.NATO, Category.COUNTRY, Category.FGI})  # mark a portion without a level, too
_FEW_DIGITS = 2  # of a SIGMA or copy number; a longer one may say anything
_WORD = re.compile(r"[A-Z0-9@$!|]+")
_TOP_LIKE = re.compile(r"(?<![A-Z0-9])(?:T[0QCU]P|[IFY1][O0]P|TO[RFB])(?=\s+SECRET)")  # too short to be mended without its fellow
_RULED = re.compile(r"(?:\s+/+|/{3,})\s*$")  # strokes that close a line: SECRET ///
# A classifier's initials after a level in words: (Confidential - ABC).
_INITIALS = re.compile(r"(?<=[A-Za-z]{4})\s*[-–]\s*[A-Z]{2,4}\)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a string was read as: the marking, its problems (offsets into the string), how sure (0 to 1), and from what.

    ``elements`` are those of a stack, with their places; ``read_as`` the text as it was mended, None where nothing was.
    """

    marking: Marking
    problems: tuple[Problem, ...] = ()
    confidence: float = _EXACT
    elements: tuple[Element, ...] = ()
    read_as: str | None = None


def parse(text: str, vocabulary: Vocabulary) -> Reading | None:
    """Read ``text``, the whole of it, as a marking in good condition; None where any word belongs to no marking.

    Letters may be small or capital, and letter-spaced words are closed up. What is wrong with a marking that can be read
    is told in ``problems``.
    """
    if len(text) > MAX_MARKING:
        return None
    start, end = _bare(text)
    bare = text[start:end]
    inner = _inside(bare)
    if inner is not None:
        first, last = inner
        initials = _INITIALS.search(bare)
        reading = _portion(text, bare[first:last], start + first, vocabulary)
        if initials and (reading is None or reading.marking.kind != "portion"):  # tried last: FRD in (SECRET - FRD) is nobody's name
            reading = _portion(text, bare[first : initials.start()], start + first, vocabulary) or reading
        return reading
    if "//" in bare:
        return _modern(text, bare, start, vocabulary, is_portion=False)
    return _stack(text, bare, start, vocabulary, is_portion=False)


def _bare(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip(_ORNAMENT + "\n\r\f"))
    end = len(_RULED.sub("", text).rstrip(_ORNAMENT + "\n\r\f"))
    return (start, end) if start < end else (0, 0)


def _inside(text: str) -> tuple[int, int] | None:
    """Return where the inside of one pair of parentheses stands that holds all of ``text``, or None."""
    if len(text) > len("()") and text[0] == "(" and text[-1] == ")" and not re.search(r"[()]", text[1:-1]):
        return 1, len(text) - 1
    return None


def _portion(text: str, inner: str, base: int, vocabulary: Vocabulary) -> Reading | None:
    reading = _modern(text, inner, base, vocabulary, is_portion=True) if "//" in inner else None
    reading = reading or _stack(text, inner, base, vocabulary, is_portion=True)
    if reading is None and "//" not in inner:  # (EYES ONLY) under a level is no portion mark
        return _stack(text, inner, base, vocabulary, is_portion=False)
    return reading


def _modern(text: str, bare: str, base: int, vocabulary: Vocabulary, *, is_portion: bool) -> Reading | None:
    faults = Faults(base)
    marking = read_modern(bare, vocabulary, faults, is_portion=is_portion, source=text)
    return None if marking is None else Reading(marking, faults.problems())


def _stack(text: str, bare: str, base: int, vocabulary: Vocabulary, *, is_portion: bool) -> Reading | None:
    elements = read_stack(bare, vocabulary, is_portion=is_portion)
    kind = kind_of(elements) if elements else None
    if elements is None or kind is None:
        return None
    if is_portion:
        if kind != "banner" or not _can_be_portion(elements):
            return None
        kind = "portion"
    marking = _marking(elements, kind, text)
    confidence = _SPACED if SPACED.search(bare) else _EXACT
    return Reading(marking, _problems(elements, base), confidence, tuple(_moved(elements, base)))


def _can_be_portion(elements: tuple[Element, ...]) -> bool:
    return any(each.level or each.category in _OF_OWNERS for each in elements)


def _marking(elements: tuple[Element, ...], kind: str, text: str) -> Marking:
    builder = Builder()
    for each in elements:
        if kind != "checkbox" or each.category not in {Category.LEVEL, Category.CAVEAT}:
            builder.take(each)
    return builder.marking(kind, text)


def _moved(elements: tuple[Element, ...], base: int) -> list[Element]:
    return [Element(each.category, each.name, each.start + base, each.end + base, each.token, each.level, each.owner) for each in elements]


def _problems(elements: tuple[Element, ...], base: int) -> tuple[Problem, ...]:
    """Return what is wrong with a stack: words nobody knows, and words whose time has passed."""
    faults = Faults(base)
    for each in elements:
        token = each.token
        if each.category is None:
            faults.add("unknown-token", each.start, each.end, what=each.name)
        elif token is not None and token.successor is not None and token.category is Category.INSTRUCTION:
            faults.add("obsolete-instruction", each.start, each.end, what=token.name, how=token.successor, rule=token.source)
        elif token is not None and token.successor is not None:
            faults.add("obsolete-marking", each.start, each.end, what=token.name, how=token.successor, rule=token.source)
    return faults.problems()


def is_closed(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether every word of ``text`` is a word of markings, or a number of two digits: nothing of the record can stand there.

    Code words after a separator, systems nobody published, addressees and qualifiers are read as part of a marking, and are
    none.
    """
    words = words_of(close_up(capitals(text)))
    return text.translate(_PLAIN_SIGNS).isascii() and all(
        word in vocabulary.all_words or (word.isdigit() and len(word) <= _FEW_DIGITS) for word in words
    )


# --- damage ---


def parse_stamp(text: str, vocabulary: Vocabulary) -> Reading | None:
    """Read ``text`` as a marking, a damaged one too: letters taken for others, lost, or set apart.

    Only for what stands where a stamp stands: by itself. A level is mended for sure words only, and nothing is ever mended
    into UNCLASSIFIED. The confidence falls with every letter mended.
    """
    reading = parse(text, vocabulary)
    is_whole = reading is not None and all(each.category is not None for each in reading.elements)
    if is_whole or len(text) > MAX_MARKING or "//" in text:
        return reading
    upper = capitals(text)
    return _mended(text, upper, vocabulary) or _rejoined(text, upper, vocabulary) or reading


def _mended(text: str, upper: str, vocabulary: Vocabulary) -> Reading | None:
    """Mend the words that are no words of the vocabulary, each by itself."""
    pieces: list[str] = []
    at, total = 0, 0.0
    for match in _WORD.finditer(upper):
        word = match.group()
        mend = (
            None
            if word in vocabulary.known_words
            else mended(word, vocabulary.level_words) or mended(word, vocabulary.control_words, is_control=True)
        )
        pieces += [upper[at : match.start()], mend[0] if mend else word]
        total += mend[1] if mend else 0.0
        at = match.end()
    read_as, top = _TOP_LIKE.subn("TOP", "".join([*pieces, upper[at:]]))
    total += top * _A_LETTER
    return _reread(text, read_as, total, vocabulary) if total else None


def _rejoined(text: str, upper: str, vocabulary: Vocabulary) -> Reading | None:
    """Read a level whose letters stand apart in uneven groups: ``SE CRET``."""
    letters = re.sub(r"[^A-Z]", "", upper)
    for level in vocabulary.levels:
        if level in CLASSIFIED_LEVELS and letters == level.replace(" ", "") and " " in upper.strip(_ORNAMENT):
            return _reread(text, level, _A_LETTER, vocabulary)
    return None


def _reread(text: str, read_as: str, cost: float, vocabulary: Vocabulary) -> Reading | None:
    reading = parse(read_as, vocabulary)
    if reading is None or any(each.category is None for each in reading.elements):
        return None
    if reading.marking.level not in CLASSIFIED_LEVELS and reading.marking.kind not in {"checkbox", "banner", "copy-control", "channel"}:
        return None
    marking = _marking(reading.elements, reading.marking.kind, text)
    confidence = max(_LEAST, round(_MENDED - _A_LETTER * cost, 2))
    return Reading(marking, (), confidence, (), " ".join(read_as.split()))
