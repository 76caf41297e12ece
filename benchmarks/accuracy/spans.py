"""Entities by their tags: how many are found, how many findings are right, and which direct identifiers stay readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.accuracy.engines import Engine, Found
from benchmarks.accuracy.people import TITLES, cover, words
from benchmarks.accuracy.sets import Document, Tag

__all__ = ["Direct", "Score", "direct", "false_identifiers", "is_identifier", "micro", "scores"]

_WORDS_A_PAGE = 400
_DIRECT, _NO_MASK = "DIRECT", "NO_MASK"
_NO_IDENTIFIERS = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP", "DATE_TIME"})


@dataclass(slots=True)
class Score:
    """Counts of one type: tags, those touched by a finding of that type, those covered in full; findings, those that touch such a tag.

    Findings of one type that touch each other are one finding. ``strict`` counts the findings that stand exactly where a tag does.
    """

    tags: int = 0
    touched: int = 0
    covered: int = 0
    found: int = 0
    right: int = 0
    strict: int = 0

    def add(self, other: Score) -> None:
        """Take in the counts of another."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float:
        """Return the share of findings that touch a tag of their type."""
        return _share(self.right, self.found)

    @property
    def recall(self) -> float:
        """Return the share of tags that a finding of their type touches."""
        return _share(self.touched, self.tags)

    @property
    def full(self) -> float:
        """Return the share of tags whose every word, titles apart, findings of their type cover."""
        return _share(self.covered, self.tags)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, where a touch is enough."""
        return _harmonic(self.precision, self.recall)

    @property
    def f1_full(self) -> float:
        """Return the harmonic mean of precision and full cover: an identifier that is covered in part is not found."""
        return _harmonic(self.precision, self.full)

    @property
    def f1_strict(self) -> float:
        """Return the harmonic mean where a finding must stand exactly where the tag does."""
        return _harmonic(_share(self.strict, self.found), _share(self.strict, self.tags))


@dataclass(slots=True)
class Direct:
    """Direct identifiers of court cases, by type: whole persons or numbers (``entities``), and their single mentions."""

    entities: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    masked_mentions: Counter[str] = field(default_factory=Counter)
    readable: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Return the share of entities of which every mention is covered."""
        return _share(self.masked.total(), self.entities.total())

    @property
    def mention_recall(self) -> float:
        """Return the share of direct mentions that are covered."""
        return _share(self.masked_mentions.total(), self.mentions.total())


def _share(part: int, of: int) -> float:
    return part / of if of else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def is_identifier(entity: str) -> bool:
    """Tell whether an entity of Presidio's is a number, an address or the like: neither a name nor a date alone."""
    return entity not in _NO_IDENTIFIERS


def _merged(found: Iterable[Found]) -> list[tuple[int, int]]:
    """Return the places of findings, those that overlap as one."""
    places: list[tuple[int, int]] = []
    for start, end in sorted((each.start, each.end) for each in found):
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def _is_covered(text: str, tag: Tag, covered: bytearray) -> bool:
    """Tell whether every word of a tag is covered, the titles of persons apart; of a tag without words, every character."""
    inside = [word for word in words(text, tag.start, tag.end) if word.text.lower() not in TITLES]
    numbers = [at for at in range(tag.start, tag.end) if text[at].isdigit()]
    return all(all(covered[word.start : word.end]) for word in inside) and all(covered[at] for at in numbers)


def _score(document: Document, tags: Sequence[Tag], found: Sequence[Found]) -> Score:
    places = _merged(found)
    covered = cover(document.text, places)
    tagged = cover(document.text, ((tag.start, tag.end) for tag in tags))
    exact = {(tag.start, tag.end) for tag in tags}
    return Score(
        tags=len(tags),
        touched=sum(any(covered[tag.start : tag.end]) for tag in tags),
        covered=sum(_is_covered(document.text, tag, covered) for tag in tags),
        found=len(places),
        right=sum(any(tagged[start:end]) for start, end in places),
        strict=sum(place in exact for place in places),
    )


def scores(documents: Iterable[Document], engine: Engine, types: Mapping[str, str]) -> dict[str, Score]:
    """Return the counts by type; ``types`` gives for a tag's type the entity that the engine should call it."""
    total = {entity: Score() for entity in types.values()}
    for document in documents:
        found = engine(document.text)
        for entity, score in total.items():
            tags = [tag for tag in document.tags if types.get(tag.type) == entity]
            score.add(_score(document, tags, [each for each in found if each.type == entity]))
    return total


def micro(by_type: Iterable[Score]) -> Score:
    """Return the counts over all types."""
    total = Score()
    for score in by_type:
        total.add(score)
    return total


def direct(documents: Iterable[Document], engine: Engine) -> Direct:
    """Return which direct identifiers are masked, by findings of whatever type.

    As the Text Anonymization Benchmark defines it (Pilán and others, 2022): an entity counts as masked only if all its mentions in
    the document are. Its mentions are those that the annotator of the document would mask; a mention is masked if each of its
    words is covered, titles such as "Mr" apart. An entity is direct if one of its mentions is.
    """
    counts = Direct()
    for document in documents:
        covered = cover(document.text, ((each.start, each.end) for each in engine(document.text)))
        entities: dict[str, list[Tag]] = {}
        for tag in document.tags:
            if tag.identifier != _NO_MASK:
                entities.setdefault(tag.entity, []).append(tag)
        for tags in entities.values():
            _count(counts, document.text, tags, lambda tag, text=document.text, by=covered: _is_covered(text, tag, by))  # type: ignore[misc]
    return counts


def _count(counts: Direct, text: str, tags: Sequence[Tag], is_masked: Callable[[Tag], bool]) -> None:
    mentions = [tag for tag in tags if tag.identifier == _DIRECT]
    if not mentions:
        return
    kind = mentions[0].type
    counts.entities[kind] += 1
    counts.masked[kind] += all(map(is_masked, tags))
    counts.mentions[kind] += len(mentions)
    counts.masked_mentions[kind] += sum(map(is_masked, mentions))
    counts.readable.update(f"{tag.type} {text[tag.start : tag.end]}" for tag in tags if not is_masked(tag))


def false_identifiers(documents: Iterable[Document], engine: Engine) -> tuple[Counter[str], float]:
    """Return what is taken for an identifier in prose that holds hardly any, and how many that is in 20 pages of 400 words.

    Each finding counts as false, a true telephone number among them too: an upper bound, to be read by eye.
    """
    found, pages = Counter[str](), 0.0
    for document in documents:
        pages += len(document.text.split()) / _WORDS_A_PAGE
        found.update(f"{each.type} {document.text[each.start : each.end]!r}" for each in engine(document.text) if is_identifier(each.type))
    return found, 20 * found.total() / pages if pages else 0.0
