"""Where a text names persons: each word judged from all its places, then every place of each name given out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick
from ahocorasick_rs import MatchKind as Overlap

from pipeline.model import Span
from pipeline.people.aliases import code_names, initials_after, nicknames
from pipeline.people.clues import Clue, clue_of, is_date
from pipeline.people.echoes import Echoes
from pipeline.people.halves import grown
from pipeline.people.lexicon import fold_name
from pipeline.people.mention import Mention
from pipeline.people.roster import Sighting, known_names
from pipeline.people.runs import Run, runs
from pipeline.people.setting import Setting
from pipeline.people.unhidden import Unhidden
from pipeline.people.words import Kind, Token, Weights, led_words, tokens

__all__ = ["read_people"]

_LEAST_WITHIN = -1.1  # weight of a word that stands in a name beside a known one
_HOPELESS = -2.6  # weight at or below which only a title is asked about
_FIRST_AFTER = re.compile(r",?[^\S\r\n\f]+[A-Z]\.(?:[ -]?[A-Z]\.){0,2}")
_WORD = re.compile(r"[^\W_]+")
_NO_CLUE = Clue(0.0, "words of names")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W\d_]*")
_MODEL = 0.85  # how sure a name is that a model alone saw, as Presidio takes it
_SAID = 0.95  # how sure a name is that the text calls one


def read_people(text: str, weights: Weights, *, known: frozenset[str] = frozenset(), seen: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """Return every place where ``text`` names a person, in order; none overlaps another.

    ``known`` are folded words that are names for certain, ``seen`` the persons that a language model saw, in order.
    """
    shown = Unhidden(text)
    found = _read(shown.text, weights, known, [inside for span in seen if (inside := shown.within(span))])
    return tuple(replace(each, span=shown.outside(each.span), name=shown.outside(each.name)) for each in found)


def _read(text: str, weights: Weights, known: frozenset[str], seen: Sequence[Span]) -> Iterator[Mention]:
    setting = Setting(text)
    sightings = list(_sightings(text, weights, setting, seen, known))
    names = known_names(text, sightings, weights.lexicon) | known
    found = [*_mentions(text, sightings, names), *_seen(text, seen, weights)]
    found += _said(text, [each.run for each in sightings], [each.name for each in found])
    yield from _apart(grown(text, [*found, *_echoes(text, names, weights)], weights))


def _echoes(text: str, names: frozenset[str], weights: Weights) -> Iterator[Mention]:
    """Yield the names where they stand in a form that is no word with a capital."""
    for each in Echoes(names, weights.lexicon).find(text):
        yield Mention(each.span, each.span, each.name, why="a name found elsewhere", confidence=_SAID)


def _sightings(text: str, weights: Weights, setting: Setting, seen: Sequence[Span], known: frozenset[str]) -> Iterator[Sighting]:
    persons = _Overlaps(seen)
    previous: tuple[Run, Clue] | None = None
    for run in runs(text, tokens(text, weights, led_words(text, weights) | known)):
        is_hopeless = not run.titles and all(name.weight <= _HOPELESS for name in run.names)
        clue = _NO_CLUE if is_hopeless else clue_of(text, run, setting, weights.lexicon, previous)
        previous = run, clue
        yield Sighting(run, clue, persons.any(run.words[0].start, run.end))


class _Overlaps:
    """Tells whether any of many spans, in order and apart, touches a place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._starts = spans, [span.start for span in spans]

    def any(self, start: int, end: int) -> bool:
        number = bisect_right(self._starts, end - 1) - 1
        return number >= 0 and self._spans[number].end > start


def _mentions(text: str, sightings: Iterable[Sighting], names: frozenset[str]) -> Iterator[Mention]:
    for each in sightings:
        run = each.run
        if (each.is_sure or any(word.word in names for word in run.names)) and not is_date(text, run):
            kept = [word for word in run.names if word.word in names or word.weight > _LEAST_WITHIN]
            yield _mention(text, run, kept or run.names[-1:], each.clue)


def _mention(text: str, run: Run, kept: Sequence[Token], clue: Clue) -> Mention:
    """Return a mention of the words ``kept`` of a run, with what belongs to them."""
    words = run.words
    first, last = words.index(kept[0]), words.index(kept[-1])
    while first > 0 and words[first - 1].kind in {Kind.INITIAL, Kind.PARTICLE}:
        first -= 1
    while last + 1 < len(words) and words[last + 1].kind is Kind.SUFFIX:
        last += 1
    titles = run.titles if first == 0 else ()
    end = words[last].end
    if last + 1 == len(words) and not words[last].is_possessive and (after := _FIRST_AFTER.match(text, end)):
        end = after.end()
    name = Span(words[first].start, end)
    own = [word for word in words[first : last + 1] if word.kind in {Kind.NAME, Kind.INITIAL}]
    start = (titles[0] if titles else words[first]).start
    first_names, title_words = tuple(word.word for word in own[:-1]), tuple(title.word for title in titles)
    return Mention(Span(start, end), name, own[-1].word, first_names, title_words, clue.why)


def _said(text: str, found: Sequence[Run], names: Sequence[Span]) -> Iterator[Mention]:
    """Yield every place of the code names and nicknames that the text introduces, and of initials that it gives behind a name."""
    said = {text[span.start : span.end]: "initials given behind a name" for _, span in initials_after(text, found)}
    said |= {text[span.start : span.end]: "a nickname within a name" for span in nicknames(text, names)}
    said |= {text[span.start : span.end]: "an alias or a code name" for span in code_names(text)}
    written = sorted(said)
    places = AhoCorasick(written, matchkind=Overlap.Standard).find_matches_as_indexes(text, overlapping=True) if written else ()
    for number, start, end in places:
        words = tuple(map(fold_name, _WORD.findall(written[number])))
        if words and not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield Mention(Span(start, end), Span(start, end), words[-1], words[:-1], why=said[written[number]], confidence=_SAID)


def _seen(text: str, seen: Sequence[Span], weights: Weights) -> Iterator[Mention]:
    """Yield what a language model saw as a person, where any word of it may be part of a name, and is no place."""
    for span in seen:
        words = _CAPITALISED.findall(text, span.start, span.end)
        in_capitals = text[span.start : span.end].isupper()
        if any(weights.of(fold_name(word), in_capitals=in_capitals)[1] > _LEAST_WITHIN for word in words if len(word) > 1):
            folded = tuple(map(fold_name, words))
            yield Mention(span, span, folded[-1], folded[:-1], why="a language model", confidence=_MODEL)


def _apart(found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield mentions in order: of those that overlap the first, grown over what the others hold beyond it."""
    last: Mention | None = None
    for each in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if last is None or each.span.start >= last.span.end:
            if last:
                yield last
            last = each
        elif each.span.end > last.span.end:
            last = replace(last, span=Span(last.span.start, each.span.end), name=Span(last.name.start, each.span.end))
    if last:
        yield last
