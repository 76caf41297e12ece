"""The forms in which a record may give the name of a person whom a rule names."""

from __future__ import annotations

__all__ = ["strong_forms", "surname_of"]

_TITLES = (
    "Mr Mrs Miss Ms Messrs Dr Prof Professor Rev Sir Lord Lady Gen General Col Colonel Maj Major Capt Captain Lt Lieutenant Adm Admiral "
    "Sgt Sergeant Ambassador Amb Minister Secretary Senator Sen Congressman Representative Governor Gov President Premier Director "
    "Judge Justice Consul Comrade Agent Señor Herr Monsieur Chairman Chancellor"
).split()
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _words(name: str) -> list[str]:
    """Return the words of a name in spoken order: what stands before a comma is the surname."""
    last, comma, first = name.partition(",")
    words = f"{first} {last}".split() if comma and first.strip().casefold().rstrip(".") not in _SUFFIXES else name.replace(",", " ").split()
    return [word for word in words if word.casefold().rstrip(".") not in _SUFFIXES] or words


def surname_of(name: str) -> str:
    """Return the surname of a name written as ``Ann B. Smith`` or ``Smith, Ann B.``."""
    return _words(name)[-1]


def strong_forms(name: str) -> tuple[str, ...]:
    """Return the forms that by themselves mean the person: whole, with initials, surname first, and after a title."""
    *first, last = _words(name)
    if not first:
        return (last,)
    initials = [word[0] for word in first]
    forms = [
        " ".join([*first, last]),
        f"{first[0]} {last}",
        f"{last} {' '.join(first)}",
        f"{last} {first[0]}",
        " ".join([*initials, last]),
        f"{initials[0]} {last}",
        " ".join([first[0], *initials[1:], last]),
        *(f"{title} {last}" for title in _TITLES),
        *(f"{title} {' '.join([*first, last])}" for title in _TITLES),
    ]
    return tuple(dict.fromkeys(forms))
