"""Stacks of words: markings as they were typed from the 1940s to the 1990s.

stack     = [lead] element (separator element)* [qualifier]
element   = level | owner-level | fgi | atomic | caveat | code-word | channel | slug | precedence | copy-control | instruction
            | caption | withheld
owner-level = owners level | owners "EYES ONLY" | level owners | "JOINT" level owner*        in a portion mark a level's letters: DEU-C
owners    = ["US" separator] owner (separator (owner | "US"))*       owner is a state or an alliance of states
fgi       = ("FGI" | "FOREIGN GOVERNMENT INFORMATION") owner* level | level "FGI" owner* | "FGI"
separator = "-" | "--" | "/" | ";" | "," | ":" | "AND" | SP | nothing but a bracket
channel   = "HANDLE VIA" name ("-" name)* ("CHANNEL" | "SYSTEM") ["S"] ["ONLY" | "JOINTLY"]
atomic    = "RESTRICTED DATA" | "RD" | ("TS" | "S" | "C") "RD" | "SIGMA" number+
copies    = "COPY" ["NO."] number ["OF" number ["COPIES"]] ["SERIES" letter]
withheld  = "[" ... "not declassified" "]"
qualifier = "(" ("WHEN" | "WITH" | "UPON") ... ")"; after a caveat also ("FOR" | "VIA" | "EXCEPT") ... up to a separator
unknown   = any words between strong separators (; / , and a dash set off by blanks), after an element that is known
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.markings.damage import SPACED, close_up
from pipeline.markings.vocabulary import Form, Vocabulary
from pipeline.model import Category, Token

__all__ = ["Element", "capitals", "read_opening", "read_stack"]

WITHHELD = "[WITHHELD]"
FOREIGN_OWNER, NATO, FGI = "foreign government", "NATO", "FGI"
_WORD = re.compile(r"[A-Z0-9](?:[A-Z0-9&'’]|\.(?=[A-Z0-9]))*")
_SIGNS = re.compile(r"[.'’]")
_STRONG = re.compile(r"[;/,:\n—]|--|\s[-–]\s?|[\])(\[]")
_SEPARATOR = re.compile(r"[;/,:]")  # never within a phrase
_NOTE = re.compile(r"\[WITHHELD\]|\[[^\]\n]*(?:NOT DECLASSIFIED|CODE ?WORDS?)[^\]\n]*\]")
_QUALIFIER = re.compile(r"\bWITH [A-Z ]{0,30}(?:ATTACHMENT|ENCLOSURE)S?\b|\((?:[A-Z ]{0,24}\b(?:WHEN|UPON|WITH|IF|NOT)\b)[^)\n]*\)?")
_CHANNEL = re.compile(r"HANDLE\s+VIA\s+(?:[A-Z]+[\s\-–/,&]+){1,6}?(?:CHANNELS?|SYSTEMS?)(?:\s+(?:ONLY|JOINTLY))*\b")
_COPIES = re.compile(
    r"(?:THIS\s+DOCUMENT\s+CONSISTS\s+OF\s*[0-9_]+\s*PAGES?[.,;:]?\s*)?"
    r"(?:(?:COPY|CY(?!\s*19[0-9]{2}\b)|COPIES)\s*(?:NO\.?\s*|NUMBER\s*|#\s*)?[:.]?\s*[0-9_]+(?:\s*(?:,|OF|/)\s*[0-9_]+)*(?:\s*(?:COPIES|CYS?))?|"
    r"NO\.?\s*[0-9_]+\s+OF\s+[0-9_]+\s+COPIES|COPY\s+NO\.?|"
    r"SERIES\s+[A-Z0-9])(?![A-Z0-9])"
)
_SIGMA = re.compile(r"(?:SIGMA|SG)[ -]+(?P<numbers>[0-9]{1,2}(?:[ ,]+[0-9]{1,2})*)(?![A-Z0-9])")
_OWNERS = re.compile(r"(?:\s+[A-Z]{3,4}(?![A-Z0-9]))+")
_FOREIGN = re.compile(r"FGI(?: [A-Z]{3,4}(?![A-Z0-9]))*(?![A-Z0-9])")
_LAND = r"(?:[A-Z]{2,4}|CANADA|AUSTRALIA)"
_RELEASE = re.compile(rf"REL(?:EASABLE)?\s+TO\s+{_LAND}(?:(?:,\s*|\s+AND\s+){_LAND})*(?![A-Z0-9])")
_EYES = re.compile(r"[A-Z]{2,4}(?:/[A-Z]{2,4})+ EYES ONLY(?![A-Z0-9])")
_FOR_EYES = re.compile(r"FOR (?:THE )?EYES OF [A-Z ]{2,60}?\bONLY(?![A-Z0-9])")
_CLASSIFIER = re.compile(r"(?:CL\.?\s*BY|CLBY)\s*:?\s*[0-9]{0,7}")
_JOINED = re.compile(r"(?P<level>TS|S|C)(?P<unit>F?RD)(?![A-Z0-9])")
_AFTER_CAVEAT = frozenset({"FOR", "VIA", "EXCEPT", "TO"})
_FILLERS = frozenset({"AND", "&", "AS"})
_LOOSE = frozenset({Category.SLUG, Category.INSTRUCTION})  # typed with any sign between their words
_EYES_NAME = "EYES ONLY"
_EYES_ONLY = tuple(_EYES_NAME.split())
_JOINT = "JOINT"
_FOREIGN_WORDS = ("FOREIGN", "GOVERNMENT", "INFORMATION")
_HEADS = frozenset({_JOINT, NATO, FGI, _FOREIGN_WORDS[0]})  # with which productions of owners begin
_OURS = frozenset({"US", "USA"})
_LONGEST_NAME = 3  # words: UNITED ARAB EMIRATES
_HANDLE_AS = ("HANDLE", "AS")
_ADDRESSED = frozenset({Category.CAVEAT, Category.DISSEM, Category.NON_IC})
_QUALIFIED = frozenset({*_ADDRESSED, Category.PRECEDENCE, Category.SLUG})


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a stack: what it is (None for words nobody knows), the name that is reported, where it stands."""

    category: Category | None
    name: str
    start: int
    end: int
    token: Token | None = None
    level: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    is_parted: bool  # by a strong separator from the word before


def capitals(text: str) -> str:
    """Return ``text`` in capitals and of the same length."""
    upper = text.upper()
    return upper if len(upper) == len(text) else "".join(each.upper() if len(each.upper()) == 1 else each for each in text)


def _spaced_ends(text: str) -> dict[int, int]:
    """Return by the end of each letter-spaced word, closed up, where its last letter stands."""
    return {match.start() + sum(map(str.isalpha, match.group())): match.end() for match in SPACED.finditer(text)}


class _Reader:
    """Reads one stack from left to right."""

    def __init__(self, text: str, vocabulary: Vocabulary, *, is_portion: bool, is_after_level: bool = False) -> None:
        self.vocabulary, self.is_portion, self.is_after_level = vocabulary, is_portion, is_after_level
        self.text = close_up(capitals(text))
        self.ends = _spaced_ends(text)
        self.notes = {match.start(): match.end() for match in _NOTE.finditer(self.text)}
        self.skipped = {match.start(): match.end() for match in _QUALIFIER.finditer(self.text)}
        self.words = list(self._split())
        self.elements: list[Element] = []

    def _passed(self, start: int, end: int) -> int | None:
        """Return where a note or a qualifier begins up to ``end``, or None."""
        return next((place for place in range(start, end + 1) if place in self.notes or place in self.skipped), None)

    def _split(self) -> Iterator[_Word]:
        """Yield the words, a withheld one as one word; qualifiers are passed over."""
        at = 0
        while match := _WORD.search(self.text, at):
            gap = self.text[at : match.start()]
            opening = self._passed(at, match.start()) if self.notes or self.skipped else None
            if opening is not None:
                end = self.notes.get(opening) or self.skipped[opening]
                if opening in self.notes:
                    yield _Word(WITHHELD, opening, end, is_parted=True)
                at = end
                continue
            word = match.group()
            end = self.ends.get(match.end(), match.end())
            is_parted = gap != " " and _STRONG.search(gap) is not None
            yield _Word(word if word.isalnum() else _SIGNS.sub("", word), match.start(), end, is_parted=is_parted)
            at = end

    def read(self, *, is_opening: bool = False) -> tuple[Element, ...] | None:
        """Return the elements, or None where this is no stack of markings; an opening ends at the first word nobody knows."""
        at = 0
        is_parted = False  # by a separator before a filler
        while at < len(self.words):
            word = self.words[at]
            is_parted = word.is_parted or is_parted
            if self.elements and (word.text in _FILLERS or self._is_said(at, _HANDLE_AS)):
                at += 1
                continue
            element = self._element(at)
            if element is None:
                after = self._unknown(at, is_parted=is_parted)
                if after is None or is_opening:
                    return tuple(self.elements) if is_opening else None
                at = after
            else:
                self.elements.append(element)
                at = self._after(element, at)
            is_parted = False
        return tuple(self.elements)

    def _after(self, element: Element, at: int) -> int:
        """Return the index of the next word after an element, and after what qualifies it."""
        while at < len(self.words) and self.words[at].start < element.end:
            at += 1
        if element.category in _ADDRESSED and at < len(self.words):
            word = self.words[at]
            if word.text in _AFTER_CAVEAT and not word.is_parted:
                at = self._next_part(at)
        return at

    def _next_part(self, at: int) -> int:
        at += 1
        while at < len(self.words) and not self.words[at].is_parted:
            at += 1
        return at

    def _unknown(self, at: int, *, is_parted: bool) -> int | None:
        """Pass over words that nobody knows, up to the next strong separator; None where they are no part of a marking.

        They are part of one where a separator stands before them, or where they go on after a control that one set off.
        """
        known = [each for each in self.elements if each.category is not None and each.category is not Category.LEAD]
        is_qualified = bool(known) and known[-1].category in _QUALIFIED and any(word.is_parted for word in self.words[:at])
        if self.is_portion or not known or not (is_parted or is_qualified):
            return None
        after = self._next_part(at)
        start, end = self.words[at].start, self.words[after - 1].end
        if self._is_said(after - len(_EYES_ONLY), _EYES_ONLY):  # BUNDY EYES ONLY
            self.elements.append(Element(Category.CAVEAT, _EYES_NAME, start, end))
            return after
        self.elements.append(Element(None, " ".join(self.text[start:end].split()), start, end))
        return after

    def _element(self, at: int) -> Element | None:
        word = self.words[at]
        if word.text == WITHHELD:
            return Element(Category.CAVEAT, WITHHELD, word.start, word.end)
        element = self._owned(at) or self._production(word) or self._phrase(at) or self._of_nations(word)
        return element or (self._short(word) if self.is_portion else None)

    def _owned(self, at: int) -> Element | None:
        """Read a level of other states, before or after them: ``UK SECRET``, ``(DEU-C)``, ``TOP SECRET UK``, ``BRITISH EYES ONLY``."""
        first = self.words[at]
        if first.text in _HEADS:
            return {_JOINT: self._joint, NATO: self._of_nato, FGI: self._foreign, _FOREIGN_WORDS[0]: self._foreign}[first.text](at)
        lands, after = self._lands(at)
        is_ours = first.text in _OURS or not first.is_parted
        if not lands or (is_ours and _EYES.match(self.text, first.start)):  # UK/US EYES ONLY names readers, no owners
            return None
        name, token = " ".join(each.name for each in lands), lands[0] if len(lands) == 1 else None
        owner = lands[0].owner or FOREIGN_OWNER
        if self._is_said(after, _EYES_ONLY):
            end = self.words[after + 1].end
            return Element(Category.COUNTRY, f"{name} {_EYES_NAME}", first.start, end, lands[0], owner=owner)
        level = None if self._is_ended(after) else self._level(after)
        if level is not None:
            return Element(Category.COUNTRY, name, first.start, level.end, token, level=level.level, owner=owner)
        if self._has_level() and (self._is_set_off(at, after) or self._is_last(after)):
            return Element(Category.COUNTRY, name, first.start, self.words[after - 1].end, token, owner=owner)
        return None

    def _has_level(self) -> bool:
        return self.is_after_level or any(each.level for each in self.elements)

    def _is_set_off(self, at: int, after: int) -> bool:
        """Tell whether separators stand before and after these words: ``SECRET - UK``."""
        return self.words[at].is_parted and (after == len(self.words) or self.words[after].is_parted)

    def _is_last(self, after: int) -> bool:
        """Tell whether nothing but words of markings follows: ``TOP SECRET UK``, ``SECRET UK NOFORN``."""
        return after == len(self.words) or self._phrase(after) is not None

    def _is_ended(self, after: int) -> bool:
        """Tell whether a full stop that is no abbreviation's ends these words: ``POL CYP. SECRET`` is a file's code."""
        last = self.words[after - 1]
        return self.text.startswith(". ", last.end) and "." not in self.text[last.start : last.end]

    def _level(self, at: int) -> Element | None:
        """Read a level, in a portion mark its letters too."""
        if at >= len(self.words):
            return None
        found = self._phrase(at) or (self._short(self.words[at]) if self.is_portion else None)
        return found if found is not None and found.category is Category.LEVEL else None

    def _lands(self, at: int) -> tuple[list[Token], int]:
        """Read the states that stand side by side, ours among them: ``UK``, ``US/UK``, ``GBR CAN``; return the index after them."""
        start, lands = at, list[Token]()
        while at < len(self.words):
            state = self._state(at)
            if state is not None:
                lands.append(state[0])
                at = state[1]
            elif self.words[at].text in _OURS:
                at += 1
            else:
                break
        return lands, at if lands else start

    def _joint(self, at: int) -> Element | None:
        """Read a joint level without its slashes: ``JOINT SECRET CAN GBR USA``."""
        level = self._level(at + 1)
        if level is None:
            return None
        owners = _OWNERS.match(self.text, level.end)
        end = owners.end() if owners else level.end
        names = owners.group().split() if owners else [_JOINT]
        return Element(Category.COUNTRY, " ".join(names), self.words[at].start, end, level=level.level, owner=FOREIGN_OWNER)

    def _of_nato(self, at: int) -> Element | None:
        """Read a level of NATO's that its own vocabulary does not hold: ``(NATO-S)``, ``NATO TOP SECRET``."""
        start = self.words[at].start
        if self._is_said(at + 1, _EYES_ONLY):
            return Element(Category.NATO, NATO, start, self.words[at + 2].end, owner=NATO)
        level = self._level(at + 1) if self._phrase(at) is None else None
        return Element(Category.NATO, NATO, start, level.end, level=level.level, owner=NATO) if level else None

    def _foreign(self, at: int) -> Element | None:
        """Read foreign government information: with a level after it, under one before it, or alone in a portion mark."""
        length = 1 if self.words[at].text == FGI else len(_FOREIGN_WORDS)
        if length > 1 and not self._is_said(at, _FOREIGN_WORDS):
            return None
        lands, after = self._lands(at + length)
        name, start = " ".join([FGI, *(each.name for each in lands)]), self.words[at].start
        level = self._level(after)
        if level is not None:
            return Element(Category.FGI, name, start, level.end, level=level.level, owner=FOREIGN_OWNER)
        match = _FOREIGN.match(self.text, start) if self._has_level() else None  # under a level any trigraph may follow
        if match is not None:
            return Element(Category.FGI, match.group(), start, match.end(), owner=FOREIGN_OWNER)
        is_whole = self.is_portion and after == len(self.words)
        return Element(Category.FGI, name, start, self.words[after - 1].end, owner=FOREIGN_OWNER) if is_whole else None

    def _of_nations(self, word: _Word) -> Element | None:
        """Read whose information stands under a level: ``SECRET NATO``."""
        is_natos = word.text == NATO and self._has_level()
        return Element(Category.NATO, NATO, word.start, word.end, owner=NATO) if is_natos else None

    def _state(self, at: int) -> tuple[Token, int] | None:
        """Read a state by any of its names; a name in full counts only before a level (``CANADA SECRET``), not under one."""
        if self.words[at].text not in self.vocabulary.openers:
            return None
        forms = self.vocabulary.countries if self._has_level() else self.vocabulary.states
        for length in range(_LONGEST_NAME, 0, -1):
            words = [word.text for word in self.words[at : at + length]]
            token = forms.get(" ".join(words)) if len(words) == length else None
            if token is not None:
                return token, at + length
        return None

    def _is_said(self, at: int, words: tuple[str, ...]) -> bool:
        return tuple(word.text for word in self.words[at : at + len(words)]) == words

    def _production(self, word: _Word) -> Element | None:
        """Read what is no fixed phrase: channels, copies, SIGMA numbers, lists of countries."""
        text, start = self.text, word.start
        if match := _CHANNEL.match(text, start):
            name = re.sub(r"\s*[–-]\s*", "-", " ".join(match.group().split()))
            return Element(Category.CHANNEL, name, start, match.end())
        if match := _COPIES.match(text, start):
            return Element(Category.COPY_CONTROL, " ".join(match.group().split()), start, match.end())
        if match := _SIGMA.match(text, start):
            units = [each.name.split("-")[0] for each in self.elements if each.category is Category.AEA]
            unit = next((each for each in units if each in {"RD", "FRD"}), "RD")  # other units have no such numbers
            numbers = re.findall(r"[0-9]+", match["numbers"])
            names = " ".join(f"{unit}-SIGMA {number}" for number in numbers)
            return Element(Category.AEA, names, start, match.end(), owner=self._owner_of("RD"))
        if match := _FOR_EYES.match(text, start):
            return Element(Category.CAVEAT, _EYES_NAME, start, match.end())
        if (match := _EYES.match(text, start)) and word.text not in self.vocabulary.level_forms:
            return Element(Category.DISSEM, match.group(), start, match.end())
        if match := _RELEASE.match(text, start):
            return Element(Category.DISSEM, " ".join(match.group().split()), start, match.end())
        if match := _CLASSIFIER.match(text, start):
            return Element(Category.INSTRUCTION, "CL BY", start, max(match.end(), word.end))
        if self.is_portion and word.text == "TSC":
            return Element(Category.CODE_WORD, "CODEWORD", start, word.end, level="TOP SECRET")
        if match := _JOINED.match(text, start):
            level = self.vocabulary.level_forms[match["level"]].token.name
            return Element(Category.AEA, match["unit"], start, match.end(), level=level, owner=self._owner_of(match["unit"]))
        return None

    def _owner_of(self, name: str) -> str | None:
        form = self.vocabulary.modern.get(name)
        return form.token.owner if form else None

    def _phrase(self, at: int) -> Element | None:
        """Read the longest phrase of the vocabulary that begins here."""
        first = self.words[at]
        for words, token in self.vocabulary.phrases.get(first.text, ()):
            if self._is_said(at, words) and (token.category in _LOOSE or self._is_whole(at, len(words))):
                return self._named(token, first.start, self.words[at + len(words) - 1].end)
        joined = self.vocabulary.joined.get(first.text)
        return self._named(joined, first.start, first.end) if joined else None

    def _is_whole(self, at: int, length: int) -> bool:
        """Tell whether no separator stands within a phrase; a line break or a dash may."""
        inside = pairwise(self.words[at : at + length])
        return not any(_SEPARATOR.search(self.text, one.end, other.start) for one, other in inside)

    def _short(self, word: _Word) -> Element | None:
        """Read an abbreviation of a portion mark."""
        forms = (
            self.vocabulary.level_forms.get(word.text),
            self.vocabulary.nato_forms.get(word.text),
            self.vocabulary.modern.get(word.text),
        )
        form: Form | None = next((each for each in forms if each is not None and each.is_portion), None)
        return self._named(form.token, word.start, word.end) if form else None

    def _named(self, token: Token, start: int, end: int) -> Element:
        level = token.name if token.category is Category.LEVEL else token.level
        return Element(token.category, token.name, start, end, token, level=level, owner=token.owner)


def read_stack(text: str, vocabulary: Vocabulary, *, is_portion: bool = False, is_after_level: bool = False) -> tuple[Element, ...] | None:
    """Read a stack of words; None where a word of it belongs to no marking. Offsets are into ``text``."""
    return _Reader(text, vocabulary, is_portion=is_portion, is_after_level=is_after_level).read() or None


def read_opening(text: str, vocabulary: Vocabulary) -> tuple[Element, ...]:
    """Read the elements with which ``text`` begins, up to the first word that is none; empty where it begins with none."""
    return _Reader(text, vocabulary, is_portion=False).read(is_opening=True) or ()
