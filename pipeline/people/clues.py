"""What gives a name away where it stands: the title before it, the list it is in, the word after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.people.lexicon import Lexicon, fold_name
from pipeline.people.runs import Run
from pipeline.people.setting import Setting
from pipeline.people.titles import PLURALS, SAYING, SPOKEN_TO, TITLES, WEAK_TITLES
from pipeline.people.words import Kind

__all__ = ["Clue", "clue_of", "is_date"]

_WORDS = "words of names"
_BEFORE = re.compile(r"([^\W\d_]+)[\s]*\Z")
_AFTER = re.compile(r"\s*([^\W\d_]+)")
_REACH = 30  # characters read on either side
_OFFICE_BEFORE = re.compile(
    r"\b(?:secretary|minister|director|chief|chairman|head|president|commander|ambassador|advis[eo]r|assistant|counselor|delegate)"
    r"\s+(?:of|for|to)\s+(?:the\s+)?(?:[^\W\d_][\w.’'&-]*[^\S\n]+(?:(?:of|for|and|the)[^\S\n]+)*){1,6}\Z",
    re.IGNORECASE,
)
_OFFICE_REACH = 90
_OFFICE = re.compile(
    r"\b(?:secretary|minister|ambassador|director|chief|president|representative|advis[eo]r|embassy|agency|department|officer|commander|"
    r"division|bureau|affairs|staff|delegat\w+|chairman|mission|consul\w*|charg[eé]|counselor|council|assistant|attach[eé]|administrator)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:\balias|\ba\.?\s?k\.?\s?a\.?|\bpseudonym|\b(?:true|real|cover|code|nick) ?-?names?(?:d)?|\bcryptonym|\bsurnamed?|\bnamed|"
    r"\bnom de guerre)"
    r"(?:\s+(?:of|is|was|for))?[\s,:(]*[\"“‘']?\Z",
    re.IGNORECASE,
)
_CALLED_REACH = 32
_NEXT_OF_LIST = re.compile(r"['’]?[sS]?\s*(?:,\s*(?:and\s+)?|\s(?:and|or|&)\s+)", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_a-z][^\W\d_]+) \Z")
_CAPITALISED = frozenset(
    "west east north south day law justice rich powers house".split()
)  # surnames that government prose writes with a capital
_NATION = re.compile(r"(?:U\.\s?S|U\.\s?K|U\.\s?N)\.")
_CLOSED = re.compile(r"\s?\)")
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_DAY_BEFORE = re.compile(
    r"(?:[0-9]|\b(?:in|of|until|since|by|during|early|late|mid|last|next|this|from|to|and|through|before|after))[\s-]*\Z", re.IGNORECASE
)
_DAY_AFTER = re.compile(r"[\s,.]*(?:[0-9]|(?:and|or|to|meeting|session)\b)")
_DATED_BEFORE = re.compile(r"(?:[0-9]|\b(?:in|of|until|since|during|early|late|mid|last|next))[\s-]*\Z", re.IGNORECASE)
_DATED_AFTER = re.compile(r"[\s,.]*[0-9]")
_SENTENCE = re.compile(r"(?:\A|[.?!:;\"“”)\n]\s*|[0-9]\s+)\Z")
_WORDS_OF_PLACE = frozenset({"in", "near", "throughout", "at"})
_SMALL_TITLES = frozenset("ambassador colonel captain comrade minister senator secretary agent premier lieutenant sergeant messrs".split())
_RARE = 60
_FREQUENT = 1_000  # rank of a surname that many bear
_TALK = re.compile(
    r"\b(?:talk(?:ed|s)?|conversations?|spoke|met|meetings?|lunch(?:eon)?|dinner|discuss(?:ed|ions?)|interviews?|agree[ds]?)\s+with\s+\Z",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"\s\(([^\W\d_][\w. -]{0,24})\)")
_MOST_INITIALS = 4  # letters of a country shortened, as USSR
_ACTS = frozenset(
    "has had was is would will could did does made came went called wants wanted raised ended took gave then also himself who".split()
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much each clue says, in the measure of the weights of words; set by hand on half of the open records, measured on the rest."""

    title: float = 4.0
    weak_title: float = 2.2
    weak_title_and_surname: float = 3.4
    small_title: float = 1.2
    office: float = 2.2
    listed: float = 2.5
    addressed: float = 2.0
    signed: float = 2.0
    signed_surname: float = 3.4
    alone: float = 0.8
    called: float = 4.0
    initials: float = 2.5
    first_name: float = 1.8
    both_names: float = 2.6
    says: float = 1.0
    possessive: float = 0.3
    parenthesis: float = 1.0
    office_parenthesis: float = 3.4
    country: float = 1.5
    date: float = -6.0
    dear: float = 3.0
    spoken_to: float = 1.2
    acts: float = 0.4
    capital: float = 1.2
    frequent: float = 0.9
    article: float = -2.0
    article_and_surname: float = -0.6
    within: float = -0.7
    sentence: float = -1.2


_MEASURE = _Measure()


@dataclass(frozen=True, slots=True)
class Clue:
    """``evidence`` for a name where it stands, and the strongest reason in fixed words.

    ``title`` is what a title said of it, which goes on over the names of a list.
    """

    evidence: float
    why: str
    title: float = 0.0


def clue_of(text: str, run: Run, setting: Setting, lexicon: Lexicon, previous: tuple[Run, Clue] | None) -> Clue:
    """Return what speaks for ``run``; ``previous`` is the run before it with its own clue, None for the first."""
    title = _title(text, run, lexicon, previous)
    found = [(title, "a title before it")] if title else []
    found += _of_words(text, run, setting, lexicon)
    if title >= _MEASURE.title or len(run.words) > 1 or run.words[0].word not in lexicon.places:  # a place heads a line as well
        found += _of_place(text, run, setting, lexicon, has_title=bool(title))
    found += _of_neighbours(text, run, lexicon)
    why = max(found, default=(0.0, _WORDS))[1]
    return Clue(sum(value for value, _ in found), why, title)


def _title(text: str, run: Run, lexicon: Lexicon, previous: tuple[Run, Clue] | None) -> float:
    if run.titles:
        is_strong = any(title.word not in WEAK_TITLES or title.has_dot for title in run.titles)
        is_frequent = 0 < lexicon.surnames.get(run.names[-1].word, 0) <= _FREQUENT
        return _MEASURE.title if is_strong else _MEASURE.weak_title_and_surname if is_frequent else _MEASURE.weak_title
    if previous and previous[1].title and (goes_on := _NEXT_OF_LIST.fullmatch(text, previous[0].end, run.start)):
        before = previous[0]
        is_plural = not before.titles or any(title.word in PLURALS for title in before.titles)
        return previous[1].title if goes_on and is_plural else 0.0
    return 0.0


def _of_words(text: str, run: Run, setting: Setting, lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    """Yield what the words of the name say of each other; the letter of a paragraph before an ordinary word is no initial."""
    words, names = run.words, run.names
    is_led = words[0].kind is Kind.INITIAL and words[0].has_dot and not _is_nation(text, run)
    if is_led and words[1].word in lexicon.words and not run.titles and setting.opens_line(words[0].start):
        is_led = False
    if is_led or any(word.kind is Kind.INITIAL and word.has_dot for word in words[1:-1]):
        yield _MEASURE.initials, "initials beside it"
    if len(names) > 1 and names[0].word in lexicon.first_names:
        if lexicon.words.get(names[0].word, _RARE) >= _RARE and names[0].weight > 0:
            yield _MEASURE.first_name, "a first name before it"
        elif _are_both_names(run, lexicon) and not _opens_sentence(text, names[0].start):
            yield _MEASURE.both_names, "a first name before it"
    if any(name.is_possessive for name in names):
        yield _MEASURE.possessive, _WORDS


def _are_both_names(run: Run, lexicon: Lexicon) -> bool:
    """Tell whether two ordinary words with capitals of their own are a first name and a surname, and neither a place: Dick Helms."""
    first, last = run.names[0], run.names[-1]
    return not (first.in_capitals or first.is_place or last.is_place) and last.word in lexicon.surnames


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE.search(text, max(0, start - _REACH), start) is not None


def _compound(text: str, start: int) -> bool:
    """Tell whether a word with a capital stands directly before, with which this one makes a name of something, as in Labor Day."""
    before = _CAPITAL_BEFORE.search(text, max(0, start - _REACH), start)
    return before is not None and fold_name(before.group(1)) not in TITLES and not _opens_sentence(text, before.start(1))


def _is_nation(text: str, run: Run) -> bool:
    """Tell whether the first initials are those of a state, as in U.S.-Israeli."""
    return _NATION.match(text, run.words[0].start) is not None


def _of_capital(text: str, run: Run, lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    """Yield what the capital of an ordinary word says: little where a sentence begins, and more within it."""
    first = run.words[0]
    if first.word not in lexicon.words:
        return
    if _opens_sentence(text, first.start):
        yield _MEASURE.sentence, _WORDS
    elif first.word in lexicon.surnames and len(run.words) == 1 and first.word not in _CAPITALISED and not _compound(text, first.start):
        yield _MEASURE.capital, "a capital within a sentence"
        if 0 < lexicon.surnames[first.word] <= _FREQUENT:
            yield _MEASURE.frequent, "a capital within a sentence"


def _of_place(text: str, run: Run, setting: Setting, lexicon: Lexicon, *, has_title: bool) -> Iterator[tuple[float, str]]:
    """Yield what the line says of the name in it."""
    start, end = run.words[0].start, run.end
    if setting.is_listed(start, run.start):
        yield _MEASURE.listed, "a list of persons"
    elif setting.is_addressed(start):
        yield _MEASURE.addressed, "a line that says from whom or to whom"
    elif setting.is_signature(run.start, end):
        yield _MEASURE.signed_surname if run.names[-1].word in lexicon.surnames else _MEASURE.signed, "a signature"
    elif setting.is_alone(run.start, end):
        yield _MEASURE.alone, "a line of its own"
    elif not has_title and not run.words[0].in_capitals:
        yield from _of_capital(text, run, lexicon)


def _of_neighbours(text: str, run: Run, lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    """Yield what the words on either side say."""
    start, end = run.start, run.end
    if text[start - 1 : start] == "(" and _CLOSED.match(text, end):
        is_office = _OFFICE.search(text, max(0, start - _OFFICE_REACH), start) is not None
        yield _MEASURE.office_parenthesis if is_office else _MEASURE.parenthesis, "parentheses behind an office"
    if _CALLED.search(text, max(0, start - _CALLED_REACH), start):
        yield _MEASURE.called, "an alias or a code name"
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before:
        yield from _of_word_before(text, run, fold_name(before.group(1)), lexicon)
    if not run.titles and _OFFICE_BEFORE.search(text, max(0, start - _OFFICE_REACH), start):
        yield _MEASURE.office, "an office before it"
    if run.names[-1].word in _MONTHS and (_DAY_BEFORE.search(text, max(0, start - _REACH), start) or _DAY_AFTER.match(text, end)):
        yield _MEASURE.date, _WORDS
    if (country := _COUNTRY.match(text, end, end + _REACH)) and _is_country(country.group(1), lexicon):
        yield _MEASURE.country, "a country in parentheses behind it"
    if after := _AFTER.match(text, end, end + _REACH):
        yield from _of_word_after(fold_name(after.group(1)))


def _of_word_before(text: str, run: Run, word: str, lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    if word == "the":
        is_listed = run.names[-1].word in lexicon.surnames or run.names[-1].word in lexicon.first_names
        yield _MEASURE.article_and_surname if is_listed else _MEASURE.article, _WORDS
    elif word == "dear":
        yield _MEASURE.dear, "a salutation"
    elif word in SPOKEN_TO or (word == "with" and _TALK.search(text, max(0, run.start - _REACH), run.start)):
        yield _MEASURE.spoken_to, "a word of speech before it"
    elif word in _WORDS_OF_PLACE:
        yield _MEASURE.within, _WORDS
    elif word in _SMALL_TITLES:
        yield _MEASURE.small_title, "a title before it"


def _of_word_after(word: str) -> Iterator[tuple[float, str]]:
    if word in SAYING:
        yield _MEASURE.says, "a word of saying behind it"
    elif word in _ACTS:
        yield _MEASURE.acts, "a verb behind it"


def is_date(text: str, run: Run) -> bool:
    """Tell whether a run is the month of a date, although a person of that name may be in the text: in May 1961, 4 May."""
    if run.titles or len(run.words) > 1 or run.words[0].word not in _MONTHS:
        return False
    start = run.start
    return _DATED_AFTER.match(text, run.end) is not None or _DATED_BEFORE.search(text, max(0, start - _REACH), start) is not None


def _is_country(written: str, lexicon: Lexicon) -> bool:
    folded = fold_name(written.replace(".", "")).strip()
    return folded in lexicon.places or (len(folded) <= _MOST_INITIALS and written.isupper())
