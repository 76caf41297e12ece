"""Markings that are right, made from the vocabulary by chance: each obeys the levels, requirements and exclusions of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import TypeVar

from wordbook import VOCABULARY

from pipeline.markings.checks import system_order
from pipeline.markings.damage import mended
from pipeline.markings.units import country_order
from pipeline.model import Category, Marking, Token

T = TypeVar("T")
COUNTRIES = ("AFG", "AUS", "CAN", "DEU", "FRA", "GBR", "IRQ", "ISR", "JPN", "KOR", "NOR", "NZL", "TUR")
GROUPS = ("ACGU", "FVEY", "ISAF", "NATO", "TEYE")
US_LEVELS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED")
FOREIGN = "foreign government"
LEGACY = (Category.CAVEAT, Category.CODE_WORD, Category.CHANNEL, Category.SLUG)
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_SUSPECTS = tuple(form for form in VOCABULARY.modern if len(form) >= len("NOFOR") and " " not in form)


def tokens(*categories: Category) -> list[Token]:
    return [token for token in VOCABULARY.tokens if token.category in categories]


def some(chance: Random, words: Sequence[T], most: int) -> list[T]:
    return chance.sample(words, chance.randint(0, min(most, len(words))))


def identifier(chance: Random, least: int, most: int) -> str:
    """Return letters, or digits, or both."""
    signs = chance.choice((_LETTERS, _LETTERS, _DIGITS, _LETTERS + _DIGITS))
    return "".join(chance.choice(signs) for _ in range(chance.randint(least, most)))


def identifiers(chance: Random, least: int, most: int, count: int) -> list[str]:
    """Return identifiers in their order, no two of one place in it."""
    found = {system_order(word): word for word in (identifier(chance, least, most) for _ in range(count))}
    return [found[key] for key in sorted(found)]


def countries(chance: Random, least: int, most: int, *, without: Iterable[str] = ()) -> list[str]:
    names = [name for name in (*COUNTRIES, *GROUPS) if name not in set(without)]
    return sorted(chance.sample(names, chance.randint(least, most)), key=country_order)


COMPARTMENT = "COMPARTMENT"  # what a system requires that never stands alone


@dataclass
class Made:
    """A marking in the making: words are taken only where the level and the words before them allow it."""

    chance: Random
    level: str
    dissem: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def may(self, token: Token, *, has_subs: bool = False) -> bool:
        """Tell whether a word may be taken; what it requires is taken with it."""
        levels = token.sub_levels if has_subs and token.sub_levels else token.levels
        required = token.sub_requires if has_subs and token.sub_requires else token.requires
        if (levels and self.level not in levels) or token.name in self.excluded or set(token.excludes) & (self.dissem | self.taken):
            return False
        if not all(name in self.dissem or self.take(name) for name in required if name != COMPARTMENT):
            return False
        self.excluded |= set(token.excludes)
        self.taken.add(token.name)
        return True

    def take(self, name: str) -> bool:
        token = VOCABULARY.modern[name].token
        if name not in self.dissem and not self.may(token):
            return False
        self.dissem.add(name)
        return True


# --- the categories ---


def is_free(name: str) -> bool:
    """Tell whether a word may be a system that nobody published: it is no other word of markings, and near none."""
    head = name.partition("-")[0]
    words = (
        VOCABULARY.modern,
        VOCABULARY.groups,
        VOCABULARY.systems,
        VOCABULARY.level_forms,
        VOCABULARY.nato_forms,
        VOCABULARY.instructions,
    )
    is_instruction = head[:1] == "X" or head[:2] == "SG" or head[1:3] in {"0X", "5X"} or head in {"FGI", "SAR", "RD", "FRD", "REL", "SG"}
    return not (
        is_instruction
        or any(head in each for each in words)
        or mended(name, _SUSPECTS)
        or head in {*VOCABULARY.countries, *VOCABULARY.phrases}
    )


def systems(made: Made) -> list[str]:
    """Return SCI systems, published and not, with compartments and sub-compartments."""
    chance = made.chance
    found: dict[str, str] = {}
    if made.level == "UNCLASSIFIED":
        return []
    for token in some(chance, tokens(Category.SCI), 3):
        head, _, compartment = token.name.partition("-")
        subs = identifiers(chance, 1, 6, chance.randint(0, 2)) if compartment else []
        own = [identifier(chance, 3, 3)] if COMPARTMENT in token.requires else []
        if head not in found and made.may(token, has_subs=bool(subs or own)):
            found[head] = " ".join(["-".join([token.name, *own]), *subs])
    if chance.random() < 0.4:
        head = identifier(chance, 2, 5)
        name = "-".join(
            [
                head,
                *(
                    " ".join([each, *identifiers(chance, 1, 6, chance.randint(0, 2))])
                    for each in identifiers(chance, 1, 5, chance.randint(0, 2))
                ),
            ]
        )
        if head not in found and is_free(name) and is_free(head):
            found[head] = name
    return sorted(found.values(), key=system_order)


def programs(made: Made) -> list[str]:
    chance = made.chance
    if not made.may(*tokens(Category.SAP)) or chance.random() < 0.6:
        return []
    found = []
    for name in [*identifiers(chance, 2, 4, chance.randint(1, 2)), *chance.sample(["BUTTERED POPCORN"], chance.randint(0, 1))]:
        compartments = [
            " ".join([each, *identifiers(chance, 1, 3, chance.randint(0, 2))]) for each in identifiers(chance, 1, 3, chance.randint(0, 2))
        ]
        found.append("-".join([name, *compartments]))
    return sorted({system_order(each): each for each in found}.values(), key=system_order)


def atomic(made: Made) -> tuple[list[str], list[str]]:
    """Return Atomic Energy Act units with their subsets, and whose they are."""
    chance = made.chance
    found: list[str] = []
    taken = [token for token in tokens(Category.AEA) if token.name != "RD-CNWDI" and chance.random() < 0.15 and made.may(token)]
    for token in taken:
        names = []
        if token.name == "RD" and chance.random() < 0.4 and made.may(VOCABULARY.modern["RD-CNWDI"].token):
            names.append("RD-CNWDI")
        if token.name in {"RD", "FRD"}:
            numbers = sorted(chance.sample(sorted(map(int, token.members)), chance.choice((0, 0, 1, 2))))
            numbers = numbers if made.may(token, has_subs=True) else []
            names += [f"{token.name}-SIGMA {number}" for number in numbers]
        found += names or [token.name]
    return found, [token.owner for token in taken if token.owner]


def disclosed(made: Made, *, is_portion: bool) -> tuple[list[str], list[str]]:
    """Return a REL TO list and a DISPLAY ONLY list; a portion may say REL alone."""
    chance = made.chance
    rel_to: list[str] = []
    display: list[str] = []
    if chance.random() < 0.35 and made.may(VOCABULARY.modern["REL TO"].token):
        if "REL TO" not in made.excluded and is_portion and chance.random() < 0.4:
            made.dissem.add("REL TO")
        elif "REL TO" not in made.excluded:
            rel_to = ["USA", *countries(chance, 1, 4)]
    if chance.random() < 0.15 and "DISPLAY ONLY" not in made.excluded:
        display = countries(chance, 1, 3, without=rel_to)
    return rel_to, display


def dissemination(made: Made, *, is_portion: bool) -> tuple[list[str], list[str], list[str]]:
    """Return the controls in the order of the Register, and the lists of countries."""
    names = [token.name for token in tokens(Category.DISSEM) if token.name not in {"REL TO", "DISPLAY ONLY", "EYES ONLY"}]
    for name in some(made.chance, names, 3):
        made.take(name)
    rel_to, display = disclosed(made, is_portion=is_portion) if not {"NOFORN", "RELIDO"} & made.dissem else ([], [])
    if not made.dissem and not rel_to and not display and made.chance.random() < 0.1 and made.may(VOCABULARY.modern["EYES ONLY"].token):
        return ["USA/" + "/".join(made.chance.sample(COUNTRIES, 2)) + " EYES ONLY"], [], []
    return sorted(made.dissem, key=lambda name: VOCABULARY.rank[name]), rel_to, display


# --- markings ---


def head(chance: Random) -> tuple[str, list[str], list[str]]:
    """Return a level, the owners that stand beside it, and whose hold they make."""
    kind = chance.random()
    if kind < 0.65:
        return chance.choice(US_LEVELS), [], []
    if kind < 0.8:
        token = chance.choice(tokens(Category.NATO))
        return token.level or "", ["NATO", *sorted(some(chance, [each.name for each in tokens(Category.NATO_CONTROL)], 2))], ["NATO"]
    level = chance.choice((*US_LEVELS, "RESTRICTED") if kind < 0.9 else US_LEVELS)
    if kind < 0.9:
        return level, chance.choice((["FGI"], countries(chance, 1, 3, without=["NATO"]))), [FOREIGN]
    return level, sorted(["USA", *countries(chance, 1, 3)], key=country_order), [FOREIGN]


def modern(chance: Random, kind: str) -> Marking:
    """Return a marking of today, a banner or a portion mark."""
    if chance.random() < 0.1:
        return controlled(chance, kind)
    level, non_us, owners = head(chance)
    made = Made(chance, level)
    is_joint = "USA" in non_us
    if is_joint:  # a joint marking is released to all its owners
        made.dissem.add("REL TO")
        made.excluded |= {"NOFORN", "RELIDO", "DISPLAY ONLY"}
    sci, sap = systems(made), programs(made)
    aea, atomic_owners = atomic(made)
    fgi = chance.choice((["FGI"], countries(chance, 1, 3))) if not non_us and chance.random() < 0.2 else []
    non_ic = [token.name for token in tokens(Category.NON_IC) if chance.random() < 0.08 and made.may(token)]
    dissem, rel_to, display = dissemination(made, is_portion=kind == "portion")
    if is_joint:
        dissem = [name for name in dissem if name != "REL TO"]
        rel_to = ["USA", *(name for name in non_us if name != "USA")]
    lists = {"sci": sci, "sap": sap, "aea": aea, "fgi": fgi, "non_us": non_us, "dissem": dissem, "rel_to": rel_to}
    lists |= {
        "display_only": display,
        "non_ic": non_ic,
        "owners": list(dict.fromkeys([*owners, *atomic_owners, *([FOREIGN] if fgi else [])])),
    }
    return Marking(kind, level, "", **{name: tuple(words) for name, words in lists.items()})


def controlled(chance: Random, kind: str) -> Marking:
    """Return a marking of controlled unclassified information: Specified categories stand first."""
    names = sorted(token.name for token in tokens(Category.CUI))
    specified, basic = (sorted(some(chance, names, 2)) for _ in range(2))
    categories = [*(f"SP-{name}" for name in specified), *(name for name in basic if name not in specified)]
    dissem = some(chance, [token.name for token in tokens(Category.CUI_DISSEM)], 2)
    tokens_of = [VOCABULARY.cui[name.removeprefix("SP-")].token for name in categories]
    owners = dict.fromkeys(token.owner for token in tokens_of if token.owner)
    return Marking(kind, "CUI", "", non_ic=tuple(categories), dissem=tuple(dissem), owners=tuple(owners))


def stacked(chance: Random) -> Marking:
    """Return a level with caveats, code words, channels and slugs of old, and with how fast it went."""
    found = some(chance, [token for token in tokens(*LEGACY) if token.owner is None], 3)
    names = tuple(dict.fromkeys(token.name for token in found))
    if any(" ".join(pair) in VOCABULARY.rank for pair in pairwise(names)):  # HARVAN and DOUBLE PLUS are HARVAN DOUBLE PLUS
        names = names[:1]
    speed = tuple(token.name for token in some(chance, tokens(Category.PRECEDENCE), 1))
    return Marking("banner", chance.choice(VOCABULARY.levels), "", legacy=names, precedence=speed)


def marking(chance: Random) -> Marking:
    """Return any marking that is right."""
    kind = chance.choice(("banner", "banner", "portion", "stack"))
    return stacked(chance) if kind == "stack" else modern(chance, kind)
