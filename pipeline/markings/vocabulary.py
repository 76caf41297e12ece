"""The tokens of a vocabulary, ready to be looked up: by their written forms, and as phrases of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.model import Category, Token

__all__ = ["CLASSIFIED_LEVELS", "Form", "Vocabulary", "words_of"]

CLASSIFIED_LEVELS = frozenset({"TOP SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED"})
MODERN = (Category.DISSEM, Category.NON_IC, Category.AEA, Category.CUI, Category.CUI_DISSEM, Category.NATO_CONTROL)
STACKED = (
    *(Category.LEVEL, Category.NATO, Category.CAVEAT, Category.CHANNEL, Category.CODE_WORD, Category.AEA, Category.NATO_CONTROL),
    *(Category.DISSEM, Category.NON_IC, Category.PRECEDENCE, Category.SLUG, Category.COPY_CONTROL, Category.CAPTION),
    *(Category.LEAD, Category.INSTRUCTION, Category.SCI, Category.FGI),
)
_WORD = re.compile(r"[A-Z0-9](?:[A-Z0-9&'’]|\.(?=[A-Z0-9]))*")
_SHORTEST_JOINED = 6  # letters; a shorter phrase without its spaces may be any word
_MODERN_YEAR = 2003  # since when controlled unclassified information has a marking of its own
_SHORTEST_CONTROL = 4  # letters of a control's word that damage leaves recognisable
_PRODUCTION_WORDS = ("HANDLE", "COPY", "CY", "COPIES", "SERIES", "JOINT", "NATO")  # with which productions of the grammar begin
# Words of productions that no token holds.
_GRAMMAR_WORDS = (
    *(
        "AND",
        "FGI",
        "HANDLE",
        "VIA",
        "CHANNEL",
        "CHANNELS",
        "SYSTEM",
        "SYSTEMS",
        "CONTROL",
        "JOINTLY",
        "COPY",
        "COPIES",
        "NO",
        "OF",
        "SERIES",
    ),
    *("JOINT", "SG", "SIGMA", "USA", "SRD", "TSRD", "CRD", "SFRD", "TSFRD", "CFRD"),
)
_UNMENDABLE = ("UNCLASSIFIED", "CUI")  # damage never makes a record public
_AFTER_OWNERS = ("EYES", "US", "USA")  # what may follow an owner beside a level and another owner
_OURS = ("US", "USA")  # may stand before an owner who shares a marking with the United States
_SHORTEST_FORM = 3  # letters of a form other than the name that opens a stack of words


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a phrase in capitals, whatever separates them, without full stops and apostrophes."""
    return tuple(re.sub(r"[.'’]", "", word) for word in _WORD.findall(text.upper()))


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of a token: in full as it is reported, as in a portion mark, or another."""

    token: Token
    is_name: bool
    is_portion: bool


def _forms(token: Token) -> Iterator[tuple[str, Form]]:
    yield token.name, Form(token, is_name=True, is_portion=token.portion == token.name)
    if token.portion != token.name:
        yield token.portion, Form(token, is_name=False, is_portion=True)
    yield from ((other, Form(token, is_name=False, is_portion=False)) for other in token.also)


def _is_of_today(token: Token) -> bool:
    """Tell whether a level is too young for a stack of words: CONTROLLED alone was none in 1962."""
    return token.category is Category.LEVEL and (token.since or 0) >= _MODERN_YEAR


def _first(pairs: Iterable[tuple[str, Form]]) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for text, form in pairs:
        found.setdefault(text, form)
    return found


class Vocabulary:
    """The tokens of all vocabulary files, in order: the order within a category is the Register's.

    Raises ValueError without levels: no marking could be read, and none would be found.
    """

    def __init__(self, tokens: Iterable[Token]) -> None:
        """Index the tokens by their written forms."""
        self.tokens = tuple(tokens)
        if not any(token.category is Category.LEVEL for token in self.tokens):
            msg = "a vocabulary needs levels; expected levels.yaml among its files"
            raise ValueError(msg)
        self.levels = tuple(token.name for token in self._of(Category.LEVEL))
        self.modern = self._forms(*MODERN)
        self.cui = self._forms(Category.CUI, Category.CUI_DISSEM)
        self.level_forms = self._forms(Category.LEVEL)
        self.nato_forms = self._forms(Category.NATO)
        self.systems = self._named(Category.SCI)
        self.countries = self._named(Category.COUNTRY)
        self.instructions = self._named(Category.INSTRUCTION)
        self.groups = {token.name: token for token in self._of(Category.GROUP)}
        self.states = self._states()
        self.places = frozenset({*self.groups, *self.countries})
        self.rank = {token.name: at for at, token in enumerate(self.tokens)}
        self.phrases = self._phrases()
        self.joined = self._joined()
        self.seconds = self._seconds()
        self.first_words = frozenset({*self.phrases, *_PRODUCTION_WORDS})
        self.openers = self.first_words | self.seconds.keys()
        self.level_words = tuple(sorted({word for level in self.levels if level not in _UNMENDABLE for word in level.split()}))
        self.known_words = frozenset({*self.level_words, *self._control_words(), *self.phrases, *self.seconds})
        self.all_words = frozenset(
            {word for token in self.tokens for form in (token.name, token.portion, *token.also) for word in words_of(form)}
            | {*_GRAMMAR_WORDS}
        )
        self.control_words = tuple(sorted(self._control_words() - set(_UNMENDABLE)))

    def _forms(self, *categories: Category) -> Mapping[str, Form]:
        return _first(pair for category in categories for token in self._of(category) for pair in _forms(token))

    def _named(self, category: Category) -> Mapping[str, Token]:
        return {form: token for token in self._of(category) for form in (token.name, *token.also)}

    def _of(self, category: Category) -> list[Token]:
        return [token for token in self.tokens if token.category is category]

    def _phrases(self) -> dict[str, tuple[tuple[tuple[str, ...], Token], ...]]:
        """Return the phrases of a stack by their first word, the longest first; a caveat goes before its modern namesake."""
        found: dict[tuple[str, ...], Token] = {}
        for category in STACKED:
            for token in self._of(category):
                short = (token.portion,) if category is Category.AEA else ()
                for form in (token.name, *(short if _is_of_today(token) else (*short, *token.also))):
                    words = words_of(form)
                    if words and (form == token.name or len("".join(words)) >= _SHORTEST_FORM):
                        found.setdefault(words, token)
        by_first: dict[str, list[tuple[tuple[str, ...], Token]]] = {}
        for words, token in found.items():
            by_first.setdefault(words[0], []).append((words, token))
        return {first: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for first, pairs in by_first.items()}

    def _joined(self) -> dict[str, Token]:
        """Return the phrases of several words by their letters alone: T O P S E C R E T is typed so."""
        pairs = [(words, token) for each in self.phrases.values() for words, token in each if len(words) > 1]
        return {"".join(words): token for words, token in pairs if len("".join(words)) >= _SHORTEST_JOINED}

    def _states(self) -> Mapping[str, Token]:
        """Return the states by all their names, those in full too, and the groups of states that are no owner's of their own."""
        full = {token.meaning.rstrip(".").upper(): token for token in self._of(Category.COUNTRY) if token.meaning}
        groups = {name: token for name, token in self.groups.items() if token.owner is None}
        return {**full, **groups, **self.countries}

    def _seconds(self) -> Mapping[str, frozenset[str] | None]:
        """Return, for each word that opens a phrase, the words that may follow it; None where it may stand alone."""
        owners = self._seconds_of_owners()
        phrases = {
            first: None
            if first in _PRODUCTION_WORDS or any(len(words) == 1 for words, _ in pairs)
            else owners.get(first, frozenset()) | {words[1] for words, _ in pairs}
            for first, pairs in self.phrases.items()
        }
        return {**owners, **phrases}

    def _seconds_of_owners(self) -> Mapping[str, frozenset[str]]:
        """Return, for each word that opens the name of a state, the words that may follow it: of the name, a level, another owner."""
        names = [words_of(form) for form in self.states]
        firsts = {words[0] for words in names}
        levels = {word for level in self.levels for word in (level.split()[0], level.replace(" ", ""), level[0])}  # also T O P, TOPSECRET
        after = frozenset({*levels, *firsts, *_AFTER_OWNERS})
        found = {words[0]: after for words in names}
        for words in names:
            if len(words) > 1:
                found[words[0]] |= {words[1]}
        return {**found, **dict.fromkeys(_OURS, frozenset(firsts))}

    def _control_words(self) -> set[str]:
        tokens = [(words, token) for pairs in self.phrases.values() for words, token in pairs if token.category is not Category.PRECEDENCE]
        return {word for words, _ in tokens for word in words if len(word) >= _SHORTEST_CONTROL}

    def level_rank(self, level: str | None) -> int:
        """Return how high a level is: 0 for none at all, more for a higher one."""
        return len(self.levels) - self.levels.index(level) if level in self.levels else 0
