"""Names of persons taken apart as a text's are, and how far the first names of two of them agree."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.people.lexicon import fold_name
from pipeline.people.titles import PARTICLES, SUFFIXES

__all__ = ["GIVEN_PARTICLES", "Agreement", "Form", "agreement", "forms", "plain"]

GIVEN_PARTICLES = frozenset({"al", "ben", "van"})
"""Particles that are first names as well: Ben Smith is not any Smith, and Ben Bella is a surname."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’])*")
_MARKS = re.compile(r"['’-]")
# Ted and Al stand for several names, and are left to what a list says beside a name.
_SHORT_FORMS = dict(
    pair.split(":")
    for pair in (
        "bert:albert alex:alexander alec:alexander andy:andrew tony:anthony art:arthur ben:benjamin chuck:charles charlie:charles "
        "chris:christian clem:clement dan:daniel dave:david don:donald doug:douglas ed:edward ned:edward eddie:edward gene:eugene "
        "fred:frederick jerry:gerald hal:harold hank:henry harry:henry herb:herbert jim:james jimmy:james jake:jacob jack:john "
        "johnny:john joe:joseph ken:kenneth larry:lawrence len:leonard mike:michael nick:nicholas pat:patrick pete:peter phil:philip "
        "ray:raymond dick:richard rick:richard bob:robert bobby:robert rob:robert ron:ronald sam:samuel steve:stephen tom:thomas "
        "walt:walter bill:william will:william abe:abraham betty:elizabeth liz:elizabeth kate:katherine kathy:katherine "
        "peggy:margaret maggie:margaret sue:susan"
    ).split()
)


class Form(NamedTuple):
    """A name as it may stand: first names and initials in order, and the word that a text is searched by."""

    first: tuple[str, ...]
    surname: str


class Agreement(enum.IntEnum):
    """How far the first names that a text gives are those of a person."""

    NONE = 0
    PART = 1
    INITIALS = 2
    SPELLED = 3


def plain(word: str) -> str:
    """Return a folded word without apostrophes and hyphens."""
    return _MARKS.sub("", word)


def forms(name: str) -> tuple[Form, ...]:
    """Return the forms in which the reading of a text may hand out ``name``; none where it holds no word.

    Of parts that hyphens join, one that begins small belongs to the part before it (Chou En-lai), or to none; some readings
    leave it out and some write all parts as one word, so both forms are returned.
    """
    apart: list[str] = []
    whole: list[str] = []
    for piece in name.split():
        parts = [part for part in piece.split("-") if _WORD.search(part)]
        apart += [part for number, part in enumerate(parts) if part[0].isupper() or (number == 0 and len(parts) == 1)]
        whole.append(piece)
    alone = [part for part in (whole[-1:] or [""])[0].split("-") if part[:1].isupper()]  # a double surname, as Ormsby-Gore
    given = _folded(apart, PARTICLES - GIVEN_PARTICLES)
    begun = [given[-2:]] if len(given) > 1 and given[-2] in GIVEN_PARTICLES else []
    doubled = [each for each in (_folded(alone, PARTICLES),) if len(each) > 1]
    found = [_folded(apart, PARTICLES), _folded(whole, PARTICLES), given, *begun, *doubled]
    return tuple(dict.fromkeys(Form(tuple(words[:-1]), words[-1]) for words in found if words))


def _folded(words: Sequence[str], left_out: frozenset[str]) -> list[str]:
    """Return words as texts are searched for them, without suffixes and the particles that are left out."""
    own = [plain(fold_name("".join(_WORD.findall(word)))) for word in words]
    return [word for word in own if word and word not in SUFFIXES and (len(word) == 1 or word not in left_out)]


def agreement(given: Sequence[str], own: Sequence[str]) -> Agreement:
    """Return how far ``given``, first names and initials of a text, are the person's ``own``.

    They begin where his begin (or with his second, where his first is known as an initial alone) and go on word by word;
    an initial agrees with any name it begins. SPELLED: a first name stands there in full; INITIALS: all of his, as initials.
    """
    starts = (0, 1) if len(own) > 1 and len(own[0]) == 1 else (0,)
    return max(_agreement(given, own[start:], is_whole=start == 0) for start in starts)


def _agreement(given: Sequence[str], own: Sequence[str], *, is_whole: bool) -> Agreement:
    if not given or len(given) > len(own) or not all(map(_is_same, given, own)):
        return Agreement.NONE
    if any(len(one) > 1 and len(other) > 1 for one, other in zip(given, own, strict=False)):
        return Agreement.SPELLED
    return Agreement.INITIALS if is_whole and len(given) == len(own) else Agreement.PART


def _is_same(one: str, other: str) -> bool:
    one, other = plain(one), plain(other)
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return _SHORT_FORMS.get(one, one) == _SHORT_FORMS.get(other, other)
