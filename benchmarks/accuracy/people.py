"""Persons in Foreign Relations: which names would stay readable, and which other words would be lost.

Editors tagged the names of the persons in a volume's list, and few others. So a tag tells a name, but no tag tells little. What
readings of the text itself, never the findings under test, take for an untagged name counts neither way; see ``Reading``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.accuracy.engines import Engine
from benchmarks.accuracy.sets import Document, Tag

__all__ = ["TITLES", "Reading", "Tally", "Told", "cover", "in_capitals", "measure", "name_words", "tally", "told_by_tags", "words"]

_NAME, _PERSON = "persName", "PERSON"
_WORD = re.compile(r"\w*[^\W\d_]\w*")
_SHORTEST = 3  # letters of a word that may tell an untagged name: "Ho" and "Do" are too often something else
_IN_VOLUME, _IN_SAMPLE = 0.1, 0.5  # of a word's places, in tags: "The" and "Washington" are names too, but seldom
_LONGEST_RUN = 4  # words of a name after an honorific
_HONORIFICS = frozenset(
    "mr mrs ms miss messrs mme mlle mister dr prof gen lt col maj capt cdr cmdr adm brig sgt sen rep gov amb hon "
    "general colonel major captain commander admiral marshal senator congressman ambassador sir lord lady dame madame".split()
)
TITLES = _HONORIFICS | frozenset(
    "president vice prime minister premier chancellor king queen prince princess emperor shah sheikh emir sultan pope archbishop bishop "
    "cardinal monsignor father reverend rev secretary under deputy assistant acting special state defense treasury foreign chairman "
    "director counselor counsellor consul charge governor mayor judge justice attorney chief lieutenant brigadier vice rear field air "
    "sergeant private doctor professor representative fonmin primin pres sec secy min dep asst secgen depsec undersecretary comrade "
    "señor senor signor herr frau monsieur don u dato tunku".split()
)
_ALSO_SURNAMES = frozenset({"king", "field", "bishop", "pope", "judge", "marshal", "le", "ben"})  # where a tag holds no other name
_ALWAYS_NAMED = frozenset({"mr", "mrs", "ms", "miss", "messrs", "dr", "sir", "mme", "mlle", "lady"})  # "Mr. Stone", but "General Plan"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "s"})  # "s" of the possessive
_PARTICLES = frozenset("al el bin ben ibn de del della der des di da dos du la le van von ter y".split())
_WITHIN_TITLES = frozenset({"of", "for", "the", "and", "affairs", "staff"})
_AFTER_TITLE, _BEFORE_SUFFIX = re.compile(r"\.?\s{0,2}"), re.compile(r"[\s.,’']{0,3}")
# "General Assembly" is nobody
_NO_NAMES = frozenset(
    "assembly staff headquarters counsel order orders agreement electric services elections conference accounting board command committee "
    "motors war powers debate the in on at to of and for he it i we this that if as but monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december".split()
)
_BY_INITIAL = re.compile(
    r"(?<![\w.])(?!(?:Appendix|Annex|Article|Chapter|Enclosure|Paragraph|Part|Section|Tab|Net|The) )"
    r"(?:[A-Z][a-z’'-]+\w* (?!U\. ?[SNK]\.)[A-Z]\. ?|(?![APUHD]\. ?[MSNKEC]\.)[A-Z]\. ?[A-Z]\. ?)(?:[A-Z]\. ?)*[A-Z][a-z][\w’'-]*"
)
_RUN_GAP = re.compile(r"[.’'-]?\s?")
_PRESENT = re.compile(r"\s*(?:participants|present|also present|in attendance|attendees|those present)\W*", re.IGNORECASE)
_NAMED_LINE = re.compile(r"\s*(?:the\s+)?[^\n,;(]{2,60}?(?=[,;(]|\s*$)", re.IGNORECASE)


class Reading(StrEnum):
    """How a word is told for a part of a name that no editor tagged."""

    TAGGED_IN_VOLUME = "tagged elsewhere in the volume"
    """It begins with a capital, and in the same volume one in ten of the same word, or more, stands in a tag as a name word."""
    TAGGED_IN_SAMPLE = "tagged in another volume"
    """The same, of one in two in the whole sample."""
    AFTER_HONORIFIC = "after an honorific"
    """It stands in a run of at most four capitalised words directly after Mr., Dr., Gen., Ambassador and the like."""
    AFTER_INITIAL = "beside an initial"
    """It stands in a run such as "George F. Kennan" or "J. E. Hoover"; U.S., U.N. and the like are no initials."""
    NAMED_SO_BEFORE = "named with an honorific or an initial in the document"
    """It is the last word of such a run somewhere in the same document, and begins with a capital here; no ordinary word."""
    PRESENT = "in a list of those present"
    """It stands before the first comma of a line under PARTICIPANTS or PRESENT, in a run of capitalised words; no ordinary word."""
    SIGNATURE = "signature"
    """It stands in the last line, which is nothing but one to four capitalised words or initials; no ordinary word.

    A word is ordinary that stands in small letters anywhere in the sample.
    """


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits with at least one letter: half-open offsets, and what is written there."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Tally:
    """Counts over documents. ``lost`` and ``words`` leave out what is excused; ``excused`` counts the covered ones of ``excused_words``."""

    names: int = 0
    readable: Counter[str] = field(default_factory=Counter)
    words: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    excused: Counter[Reading] = field(default_factory=Counter)
    excused_words: Counter[Reading] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Return the share of tagged names of which no letter stays readable; 1 of none."""
        return 1 - self.readable.total() / self.names if self.names else 1.0

    @property
    def lost_share(self) -> float:
        """Return the share of other words that would be lost."""
        return self.lost.total() / self.words if self.words else 0.0

    @property
    def lost_unexcused(self) -> float:
        """Return the same with every word that a reading excuses counted as an ordinary one."""
        every = self.words + self.excused_words.total()
        return (self.lost.total() + self.excused.total()) / every if every else 0.0

    def add(self, other: Tally) -> None:
        """Take in the counts of another."""
        self.names += other.names
        self.words += other.words
        self.excused_words.update(other.excused_words)
        self.readable.update(other.readable)
        self.lost.update(other.lost)
        self.excused.update(other.excused)


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of a part of ``text``."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(match.start(), match.end(), match.group())


def name_words(text: str, tag: Tag) -> tuple[Word, ...]:
    """Return the words of a tag that name somebody: with a capital, and neither title, particle, initial, Jr. nor a number."""
    apart = TITLES | _PARTICLES | _SUFFIXES
    inside = [word for word in words(text, tag.start, tag.end) if len(word.text) > 1 and _has_capital(word)]
    named = tuple(word for word in inside if word.text.lower() not in apart)
    return named or tuple(word for word in inside[-1:] if word.text.lower() in _ALSO_SURNAMES)


def telling_words(documents: Iterable[Document], share: float) -> frozenset[str]:
    """Return, in small letters, the words of three letters or more of which a share or more stands in tags as name words."""
    tagged, everywhere = Counter[str](), Counter[str]()
    for document in documents:
        everywhere.update(word.text.lower() for word in words(document.text))
        for tag in _names(document):
            tagged.update(word.text.lower() for word in name_words(document.text, tag) if len(word.text) >= _SHORTEST)
    return frozenset(word for word, count in tagged.items() if count >= share * everywhere[word])


@dataclass(frozen=True, slots=True)
class Told:
    """What the sample tells of untagged words: which are names, in a volume and everywhere, and which stand in small letters too."""

    volumes: Mapping[str, frozenset[str]]
    sample: frozenset[str]
    ordinary: frozenset[str]


def told_by_tags(documents: Sequence[Document]) -> Told:
    """Return what the tags and the words of the documents tell."""
    by_volume: dict[str, list[Document]] = {}
    for document in documents:
        by_volume.setdefault(document.volume, []).append(document)
    return Told(
        {volume: telling_words(them, _IN_VOLUME) for volume, them in by_volume.items()},
        telling_words(documents, _IN_SAMPLE),
        frozenset(word.text for document in documents for word in words(document.text) if not _has_capital(word)),
    )


def in_capitals(text: str) -> str:
    """Return ``text`` in capitals with every offset kept: a letter whose capital is longer stays as it is."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def cover(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Return one byte a character, 1 where a span covers it."""
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def measure(documents: Sequence[Document], engine: Engine, told: Told, *, capitals: bool = False) -> dict[str, Tally]:
    """Return the counts by volume. Documents without one tagged name are passed over: their editors told nothing."""
    by_volume: dict[str, Tally] = {}
    for document in documents:
        if not any(_names(document)):
            continue
        found = engine(in_capitals(document.text) if capitals else document.text)
        covered = cover(document.text, ((each.start, each.end) for each in found if each.type == _PERSON))
        by_volume.setdefault(document.volume, Tally()).add(tally(document, covered, told))
    return by_volume


def tally(document: Document, covered: bytearray, told: Told) -> Tally:
    """Return the counts of one document.

    A name is readable if any letter of any of its name words is outside every finding; a tag without a name word ("J.C.") is no
    name. A word is lost if any of its characters is covered, and it stands in no tag, no title directly before one and no
    suffix directly after one.
    """
    text, counts = document.text, Tally()
    for tag in _names(document):
        if named := name_words(text, tag):
            counts.names += 1
            if any(not all(covered[word.start : word.end]) for word in named):
                counts.readable[text[tag.start : tag.end]] += 1
    every = tuple(words(text))
    tagged = cover(text, ((tag.start, tag.end) for tag in _names(document)))
    inside = {index for index, word in enumerate(every) if any(tagged[word.start : word.end])}
    untagged = {index: reading for index, reading in _untagged(document, every, told) if index not in inside}
    about = _about(text, every, inside | untagged.keys())
    for index, word in enumerate(every):
        is_covered = any(covered[word.start : word.end])
        if reading := untagged.get(index):
            counts.excused_words[reading] += 1
            counts.excused[reading] += is_covered
        elif index not in inside | about:
            counts.words += 1
            counts.lost[word.text] += is_covered
    counts.lost = +counts.lost  # words that were never lost are no entries
    return counts


def _names(document: Document) -> Iterator[Tag]:
    return (tag for tag in document.tags if tag.type == _NAME)


def _has_capital(word: Word) -> bool:
    return word.text != word.text.lower()


def _about(text: str, every: Sequence[Word], named: Iterable[int]) -> set[int]:
    """Return which words stand in the titles directly before the words of names, or in the suffixes directly after them."""
    about: set[int] = set()
    for index in sorted(named):
        about |= _beside(text, every, index, step=-1, allowed=TITLES, gap=_AFTER_TITLE)
        about |= _beside(text, every, index, step=1, allowed=_SUFFIXES, gap=_BEFORE_SUFFIX)
    return about


def _beside(text: str, every: Sequence[Word], index: int, *, step: int, allowed: frozenset[str], gap: re.Pattern[str]) -> set[int]:
    """Return the neighbours of a word that are of its title or its suffix; "of" and the like only between words of titles."""
    about: set[int] = set()
    waiting: list[int] = []
    while 0 <= index + step < len(every):
        left, right = sorted((every[index], every[index + step]), key=lambda word: word.start)
        word = every[index + step].text.lower()
        if not gap.fullmatch(text, left.end, right.start) or word not in allowed | _WITHIN_TITLES:
            break
        index += step
        waiting.append(index)
        if word in allowed:
            about.update(waiting)
    return about


def _untagged(document: Document, every: Sequence[Word], told: Told) -> Iterator[tuple[int, Reading]]:
    """Yield which words a reading takes for parts of untagged names; of two readings of a word the later is the surer."""
    text = document.text
    titled, initialled = tuple(_runs_after_honorifics(text, every, told.ordinary)), tuple(_runs_by_initials(text, every))
    last = {every[run[-1]].text.lower() for run in (*titled, *initialled) if len(every[run[-1]].text) >= _SHORTEST}
    yield from _by_word(every, told.sample, Reading.TAGGED_IN_SAMPLE)
    yield from _by_word(every, last - told.ordinary, Reading.NAMED_SO_BEFORE)
    for reading, parts in ((Reading.PRESENT, _present(text)), (Reading.SIGNATURE, _signature(text))):
        inside = cover(text, parts)
        likely = (index for index, word in enumerate(every) if inside[word.start] and _may_name(word))
        yield from ((index, reading) for index in likely if every[index].text.lower() not in told.ordinary)
    for reading, runs in ((Reading.AFTER_INITIAL, initialled), (Reading.AFTER_HONORIFIC, titled)):
        yield from ((index, reading) for run in runs for index in run)
    yield from _by_word(every, told.volumes.get(document.volume, frozenset()), Reading.TAGGED_IN_VOLUME)


def _by_word(every: Sequence[Word], told: AbstractSet[str], reading: Reading) -> Iterator[tuple[int, Reading]]:
    return ((index, reading) for index, word in enumerate(every) if _has_capital(word) and word.text.lower() in told)


def _runs_by_initials(text: str, every: Sequence[Word]) -> Iterator[list[int]]:
    places = [(match.start(), match.end()) for match in _BY_INITIAL.finditer(text)]
    inside = cover(text, places)
    at = {word.start: index for index, word in enumerate(every) if inside[word.start]}
    for start, end in places:
        if run := [at[word.start] for word in words(text, start, end) if word.start in at and _may_name(word)]:
            yield run


def _may_name(word: Word) -> bool:
    return _has_capital(word) and word.text.lower() not in TITLES | _WITHIN_TITLES | _NO_NAMES


def _runs_after_honorifics(text: str, every: Sequence[Word], ordinary: AbstractSet[str]) -> Iterator[range]:
    """Yield the runs of words after an honorific; after those that are ordinary words themselves no ordinary word is a name."""
    for index, word in enumerate(every):
        if word.text.lower() not in _HONORIFICS or not word.text[0].isupper():
            continue
        end = index + 1
        while end < len(every) and end - index <= _LONGEST_RUN and _RUN_GAP.fullmatch(text, every[end - 1].end, every[end].start):
            following = every[end].text.lower()
            if not _may_name(every[end]) and following not in _PARTICLES:
                break
            if following in ordinary and following not in _PARTICLES and word.text.lower() not in _ALWAYS_NAMED:
                break
            end += 1
        if end > index + 1:
            yield range(index + 1, end)


def _present(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of lines under a heading of those present that stand before the first comma, to the first line of prose."""
    at, is_list = 0, False
    for line in text.splitlines(keepends=True):
        named = _NAMED_LINE.match(line)
        if _PRESENT.fullmatch(line):
            is_list = True
        elif is_list and named and _is_name(named.group()):
            yield at + named.start(), at + named.end()
        elif is_list and len(line) > _PROSE:
            is_list = False
        at += len(line)


_PROSE = 120  # characters: a longer line is no entry of a list


def _is_name(part: str) -> bool:
    """Tell whether every word of a part of a line could be of a name with its title, and there are few of them."""
    these = tuple(words(part))
    return 0 < len(these) <= _LONGEST_RUN + 2 and all(
        word.text[0].isupper() or word.text.lower() in _PARTICLES | _WITHIN_TITLES for word in these
    )


def _signature(text: str) -> Iterator[tuple[int, int]]:
    stripped = text.rstrip()
    start = stripped.rfind("\n") + 1
    these = tuple(words(stripped, start))
    if 0 < len(these) <= _LONGEST_RUN and all(_may_name(word) for word in these):
        yield start, len(stripped)
