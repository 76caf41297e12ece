"""Which words of a text are names of its persons, judged from every place where they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.people.clues import Clue
from pipeline.people.lexicon import Lexicon
from pipeline.people.runs import Run

__all__ = ["Sighting", "known_names"]

_ENOUGH = 0.5  # the mean of the best places of a word from which it is a name
_LEAST_MEAN = 0.0  # the mean of all its places below which it is none
_BEST = 3  # places that count for it
_SURE = 2.4  # evidence of one place that settles a word for the whole text
_LEAST_SURE = -2.6  # weight below which no evidence makes a word a name elsewhere
_LEAST_BESIDE = -1.1  # the same for words beside the surname
_SHARE = 0.25  # of its places in which a place or a common word must surely be a name, to be one in all
_BESIDE = 1.5  # evidence of a known name beside it in a list
_JOINT = re.compile(r"['’]?[sS]?\)?(?:,\s+(?:and\s+)?|\s+(?:and|or|&)\s+)", re.IGNORECASE)
_LONGEST_JOINT = 12
_MODEL_SAYS = 1.0  # what it adds to a word that a language model saw a person in it; where it saw something else says little


@dataclass(frozen=True, slots=True)
class Sighting:
    """A run, and what speaks for it where it stands."""

    run: Run
    clue: Clue
    is_seen: bool = False
    """Whether a language model saw a person there."""

    @property
    def is_sure(self) -> bool:
        """Tell whether the place alone settles that a person is named in it."""
        return self.clue.evidence >= _SURE and max(name.weight for name in self.run.names) > _LEAST_SURE


def known_names(text: str, sightings: Sequence[Sighting], lexicon: Lexicon) -> frozenset[str]:
    """Return the words that are names of persons in this text."""
    known = _known(sightings, lexicon)
    listed = [_listed(text, before, each, after, known, lexicon) for before, each, after in _with_neighbours(sightings)]
    return known | _known(listed, lexicon)


def _with_neighbours(sightings: Sequence[Sighting]) -> Iterator[tuple[Sighting | None, Sighting, Sighting | None]]:
    return zip([None, *sightings], sightings, [*sightings[1:], None], strict=False)


def _listed(
    text: str, before: Sighting | None, each: Sighting, after: Sighting | None, known: frozenset[str], lexicon: Lexicon
) -> Sighting:
    """Return a sighting with what it says that a known name stands before or behind it in one list."""
    word = each.run.names[-1].word
    if word in known or (word not in lexicon.surnames and word not in lexicon.first_names):
        return each
    is_listed = (before is not None and _is_known(before, known) and _in_list(text, before, each)) or (
        after is not None and _is_known(after, known) and _in_list(text, each, after)
    )
    return replace(each, clue=replace(each.clue, evidence=each.clue.evidence + _BESIDE)) if is_listed else each


def _is_known(each: Sighting, known: frozenset[str]) -> bool:
    return each.run.names[-1].word in known


def _in_list(text: str, left: Sighting, right: Sighting) -> bool:
    return right.run.start - left.run.end <= _LONGEST_JOINT and _JOINT.fullmatch(text, left.run.end, right.run.start) is not None


def _known(sightings: Sequence[Sighting], lexicon: Lexicon) -> frozenset[str]:
    places: defaultdict[str, list[float]] = defaultdict(list)
    seen: set[str] = set()
    sure: Counter[str] = Counter()
    doubtful: set[str] = set()
    for each in sightings:
        names, evidence = each.run.names, each.clue.evidence
        for name in names:
            if name.word in lexicon.places:
                doubtful.add(name.word)
            places[name.word].append(name.weight + (evidence if name is names[-1] else max(evidence, 0.0)))
        if each.is_seen:
            seen.update(name.word for name in names)
        if each.is_sure:
            sure.update(name.word for name in names if name.weight > _LEAST_BESIDE or name is names[-1])
    settled = {word for word, count in sure.items() if word not in doubtful or count >= _SHARE * len(places[word])}
    return frozenset(settled | {word for word, values in places.items() if _is_name(values, _MODEL_SAYS if word in seen else 0.0)})


def _is_name(values: list[float], more: float) -> bool:
    """Tell whether a word with these values at its places is a name; ``more`` is what a model adds to them all."""
    best = sorted(values)[-_BEST:]
    return sum(best) / len(best) + more >= _ENOUGH and sum(values) / len(values) + more > _LEAST_MEAN
