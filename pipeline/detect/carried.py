"""Whether a marking carries the words that a rule asks for, by whichever of their forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.markings import Vocabulary
from pipeline.model import Marking

__all__ = ["Carried"]

_SIGNS = re.compile(r"[^A-Z0-9-]+")


class Carried:
    """Knows the forms of each word of markings: its name, its form in a portion, and its others."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the words of markings."""
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        for token in vocabulary.tokens:
            forms = {form.upper() for form in (token.name, token.portion, *token.also) if form}
            for form in forms:
                self._forms[form] |= forms

    def carries(self, marking: Marking, asked: tuple[str, ...], *, is_wide: bool) -> bool:
        """Tell whether ``marking`` carries each word that is ``asked``; in the wide sense, also where it only stands in its text."""
        if not asked:
            return True
        carried, text = set(_words(marking)), f" {_SIGNS.sub(' ', marking.text.upper())} "
        for word in asked:
            forms = {word, *self._forms.get(word, ())}
            if not forms & carried and not (is_wide and any(f" {_SIGNS.sub(' ', form)} " in text for form in forms)):
                return False
        return True


def _words(marking: Marking) -> Iterator[str]:
    """Yield every word of a marking in capitals: whole entries, and their parts."""
    lists = (marking.sci, marking.sap, marking.aea, marking.fgi, marking.non_us, marking.dissem, marking.rel_to, marking.display_only)
    for entry in (entry.upper() for each in (*lists, marking.non_ic, marking.legacy, marking.precedence, marking.owners) for entry in each):
        yield entry
        yield from re.split(r"[- ]", entry)
