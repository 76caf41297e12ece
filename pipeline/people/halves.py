"""No half of a name stays: mentions grown over the particles, pieces and syllables beside them that are words of no name by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model import Span
from pipeline.people.lexicon import fold_name
from pipeline.people.mention import Mention
from pipeline.people.titles import TITLES
from pipeline.people.words import Weights

__all__ = ["grown"]

_PARTICLES = re.compile(
    r"(?<![^\W_])(?:(?:[dD]e|[vV]an|[vV]on|[aA]bd|[aA]bu|[bB]in|[iI]bn)\s+)?"
    r"(?:(?:[vV][ao]n|[dD]e[rnlsm]?|della|[dD][iuao]s?|[lL]a|[lL]e|[eE]l|[aA]l|bin|ibn|zu[rm]?|abd|[sS]te?\.?|['’]t)\s+|(?:[dl]|ap)['’]|"
    r"(?:[aA][lnrsdz]|[eEuU][lr])-)\Z"
)
_ENGLISH = frozenset({"do"})  # particles that are ordinary words as well
_REACH = 20  # characters before a name
_TORN = re.compile(r"-[^\S\r\n]*\r?\n[^\S\r\n]*([^\W\d_a-z]{2,})(?![^\W_])")
_TORN_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_a-z]{2,})-[^\S\r\n]*\r?\n[^\S\r\n]*\Z")
_TORN_REACH = 40
_NEXT_WORD = re.compile(r"[ ]|[ \t]*\r?\n")
_SYLLABLE = re.compile(r"(?:[ ]|[ \t]*\r?\n)([^\W\d_a-z][a-z]{1,4})(?![^\W_'’])")
_SYLLABLES = re.compile(r"(?<![^\W_])(?:[^\W\d_a-z][a-z]{1,5}[ -]){1,3}[^\W\d_a-z][a-z]{1,5}\Z")
_HYPHENED = re.compile(r"-([^\W\d_]{2,5})(?![^\W_'’])")
_HYPHENED_AFTER = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W\d_]{1,4} [^\W\d_a-z][^\W\d_]{1,4}\Z")  # a surname and half a name of China
_ONE = re.compile(r"(?<![^\W_])[^\W\d_a-z][a-z]{1,4}(?![^\W_])")
_SYLLABLES_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_a-z][a-z]{1,4})[ ]([^\W\d_a-z][a-z]{1,4})[ ]\Z")


def grown(text: str, mentions: Iterable[Mention], weights: Weights) -> Iterator[Mention]:
    """Yield the mentions, each with what belongs to it."""
    ordered = sorted(mentions, key=lambda each: (each.span.start, -each.span.end))
    for number, each in enumerate(ordered):
        start, end = each.span.start, each.span.end
        if start == each.name.start:
            start = _start(text, start, weights)
        following = ordered[number + 1].span.start if number + 1 < len(ordered) else len(text)
        end = _end(text, each.name.start, end, following, weights)
        if (start, end) == (each.span.start, each.span.end):
            yield each
        else:
            first = start if start < each.span.start else each.name.start
            yield replace(each, span=Span(start, end), name=Span(first, end))


def _start(text: str, start: int, weights: Weights) -> int:
    """Return where a name begins with the small particles before it, the piece that a line's end tore off, or its first syllables."""
    before = _PARTICLES.search(text, max(0, start - _REACH), start)
    if before and before.group().strip().lower() not in _ENGLISH:
        return before.start()
    torn = _TORN_BEFORE.search(text, max(0, start - _TORN_REACH), start)
    if torn:
        return torn.start()
    first = _SYLLABLES_BEFORE.search(text, max(0, start - _REACH), start) if _ONE.match(text, start) else None
    is_first = first and fold_name(first.group(1)) in weights.lexicon.surnames
    return first.start() if first and is_first and all(_may_be_syllable(word, weights) for word in first.groups()) else start


def _end(text: str, start: int, end: int, following: int, weights: Weights) -> int:
    """Return where a name ends with the piece behind a line's end, or with the short word that is its last syllable."""
    if text[start:end].isupper() and (torn := _TORN.match(text, end, end + _TORN_REACH)):
        return torn.end()
    name = text[start:end]
    if (half := _HYPHENED.match(text, end)) and half.group(1)[0].isupper() == name.isupper() and _HYPHENED_AFTER.search(name):
        return half.end()
    after = _SYLLABLE.match(text, end)
    if not after or not _may_be_syllable(after.group(1), weights):
        return end
    is_between = _NEXT_WORD.fullmatch(text, after.end(), following) is not None and _ONE.match(text, following) is not None
    if (text[end : end + 1] == " " and _SYLLABLES.search(name)) or (
        is_between and (last := name.rpartition(" ")[2]) and _ONE.fullmatch(last)
    ):
        return after.end()
    return end


def _may_be_syllable(word: str, weights: Weights) -> bool:
    """Tell whether a short word may be a part of a name as East Asia writes it: no place, no office, none of a calendar."""
    folded = fold_name(word)
    lexicon = weights.lexicon
    return folded not in lexicon.jargon and folded not in lexicon.places and folded not in TITLES
