"""The language of markings: what is right is read back as it was written; each fault of writing is told by its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marking_makers import marking
from wordbook import VOCABULARY

from pipeline.markings import CLASSIFIED_LEVELS, Reading, format_marking, parse
from pipeline.model import Category, Marking, Token

SEED, COUNT, MUTATED, LEAST = 13526, 10_000, 3_000, 30
OBSOLETE = {"obsolete-marking"}
LISTS = ("sci", "sap", "aea", "dissem", "non_ic")
Mutation = Callable[[Marking, Random], str | None]


@cache
def corpus() -> tuple[Marking, ...]:
    """Return the same ten thousand markings at every run."""
    chance = Random(SEED)  # noqa: S311  # not for secrets
    return tuple(marking(chance) for _ in range(COUNT))


def written(made: Marking) -> str:
    return format_marking(made, VOCABULARY)


def read(text: str) -> Reading:
    reading = parse(text, VOCABULARY)
    assert reading is not None, text
    return reading


def codes(text: str) -> set[str]:
    return {each.code for each in read(text).problems}


def assert_is_read_back(made: Marking) -> None:
    text = written(made)
    reading = read(text)
    assert replace(reading.marking, text="") == made, text
    assert codes(text) <= OBSOLETE, (text, reading.problems)
    assert reading.marking.text == text


def test_ten_thousand_markings_that_are_right_are_read_back_without_a_problem() -> None:
    for made in corpus():
        assert_is_read_back(made)


@given(st.randoms(use_true_random=False))
def test_whatever_is_right_is_read_back_as_it_was_written(chance: Random) -> None:
    assert_is_read_back(marking(chance))


@given(st.randoms(use_true_random=False))
def test_writing_a_marking_twice_changes_nothing(chance: Random) -> None:
    text = written(marking(chance))
    assert written(read(text).marking) == text


# --- one fault each ---


def inside(text: str) -> str:
    return text[1:-1] if text.startswith("(") else text


def again(text: str, parts: list[str]) -> str:
    """Return parts joined by double slashes, in parentheses where ``text`` is."""
    return f"({'//'.join(parts)})" if text.startswith("(") else "//".join(parts)


def split(made: Marking) -> tuple[str, list[str], int]:
    """Return a marking as written, its parts between double slashes, and which of them is the first category."""
    text = written(made)
    parts = inside(text).split("//")
    return text, parts, 2 if made.non_us else 1


def is_published(made: Marking) -> bool:
    """Tell whether all SCI systems are: others can only stand first."""
    return all(name.split("-")[0].split()[0] in VOCABULARY.systems for name in made.sci)


def is_eyes_only(made: Marking) -> bool:
    return any(name.endswith("EYES ONLY") for name in made.dissem)


def swap(words: tuple[str, ...], chance: Random) -> tuple[str, ...] | None:
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    return (*words[:at], words[at + 1], words[at], *words[at + 2 :])


def categories_swapped(made: Marking, chance: Random) -> str | None:
    text, parts, first = split(made)
    if len(parts) < first + 2 or not is_published(made):
        return None
    at = chance.randrange(first, len(parts) - 1)
    parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return again(text, parts)


def controls_swapped(made: Marking, chance: Random) -> str | None:
    name = chance.choice(LISTS)
    if (name == "dissem" and (made.rel_to or made.display_only)) or made.level == "CUI" or name == "aea":
        return None
    words = swap(getattr(made, name), chance)
    return written(replace(made, **{name: words})) if words else None  # type: ignore[arg-type]


def usa_later(made: Marking, _: Random) -> str | None:
    return written(replace(made, rel_to=(*made.rel_to[1:], "USA"))) if made.rel_to else None


def usa_dropped(made: Marking, _: Random) -> str | None:
    return written(replace(made, rel_to=made.rel_to[1:])) if made.rel_to else None


def level_dropped(made: Marking, _: Random) -> str | None:
    text, parts, first = split(made)
    has_level = len(parts) > 1 and any(word in VOCABULARY.level_forms for word in parts[1].replace("/", " ").split())  # a sub-compartment C
    return again(text, parts[1:]) if len(parts) > 2 and first == 1 and not has_level else None


def level_of_another_kind(made: Marking, _: Random) -> str | None:
    """Abbreviate the level of a banner, spell that of a portion mark out."""
    text, parts, first = split(made)
    token = VOCABULARY.level_forms[made.level or ""].token
    if first != 1 or token.name == token.portion or len(parts) == 1:
        return None
    return again(text, [token.name if made.kind == "portion" else token.portion, *parts[1:]])


def forms(made: Marking) -> list[tuple[str, str]]:
    """Return how controls are written here, and how in the other kind of marking."""
    tokens = [VOCABULARY.modern[name].token for name in (*made.dissem, *made.non_ic) if name in VOCABULARY.modern]
    pairs = [(token.portion, token.name) if made.kind == "portion" else (token.name, token.portion) for token in tokens]
    return [pair for pair in pairs if pair[0] != pair[1]]


def control_of_another_kind(made: Marking, chance: Random) -> str | None:
    """Abbreviate a control of a banner, spell one of a portion mark out."""
    pairs = forms(made) if made.level != "CUI" else []
    if not pairs:
        return None
    own, other = chance.choice(pairs)
    text, parts, first = split(made)
    changed = ["/".join(other if unit == own else unit for unit in part.split("/")) for part in parts[first:]]
    return again(text, [*parts[:first], *changed])


def noforn_added(made: Marking, _: Random) -> str | None:
    return written(replace(made, dissem=("NOFORN", *made.dissem))) if made.rel_to else None


def taken(made: Marking) -> list[Token]:
    """Return what the vocabulary says of the systems and controls that are taken."""
    heads = [VOCABULARY.systems.get(name) for name in made.sci]
    return [token for token in heads if token] + [VOCABULARY.modern[name].token for name in made.non_ic if name in VOCABULARY.modern]


def requirement_dropped(made: Marking, chance: Random) -> str | None:
    required = {name for token in taken(made) for name in token.requires if made.level != "CUI"}
    if not required:
        return None
    dropped = chance.choice(sorted(required))
    shorter = replace(made, dissem=tuple(name for name in made.dissem if name != dropped))
    text = written(shorter)
    return text if "//" in text else None


def level_not_allowed(made: Marking, chance: Random) -> str | None:
    tokens = [VOCABULARY.modern[name].token for name in (*made.dissem, *made.non_ic) if name in VOCABULARY.modern] + taken(made)
    levels = {
        level for token in tokens if token.levels for level in (*sorted(CLASSIFIED_LEVELS), "UNCLASSIFIED") if level not in token.levels
    }
    if not levels or made.non_us or made.level == "CUI":
        return None
    return written(replace(made, level=chance.choice(sorted(levels))))


def control_doubled(made: Marking, chance: Random) -> str | None:
    name = chance.choice(("sci", "sap", "dissem", "non_ic", "rel_to", "fgi"))
    words: tuple[str, ...] = getattr(made, name)
    if not words or name in {"rel_to", "fgi"} or is_eyes_only(made):
        return None
    return written(replace(made, **{name: (words[0], *words)}))  # type: ignore[arg-type]


def slash_lost(made: Marking, chance: Random) -> str | None:
    text, parts, first = split(made)
    if len(parts) < first + 2 or made.sap or is_eyes_only(made):
        return None
    at = chance.randrange(first, len(parts) - 1)
    return again(text, [*parts[:at], f"{parts[at]}/{parts[at + 1]}", *parts[at + 2 :]])


def slash_doubled(made: Marking, _: Random) -> str | None:
    text, parts, first = split(made)
    ready = [at for at in range(first, len(parts)) if "/" in parts[at] and not parts[at].startswith("SAR-")]
    if not ready or not is_published(made) or is_eyes_only(made):
        return None
    parts[ready[-1]] = parts[ready[-1]].replace("/", "//", 1)
    return again(text, parts)


def blanks_around(made: Marking, chance: Random) -> str | None:
    text, parts, first = split(made)
    if len(parts) <= first:
        return None
    gap = chance.choice(("// ", " //", " // "))
    return again(text, ["//".join(parts[:first]) + gap + "//".join(parts[first:])])


def sar_repeated(made: Marking, _: Random) -> str | None:
    text, parts, _first = split(made)
    if len(made.sap) < 2:
        return None
    return again(text, [part.replace("/", "/SAR-") if part.startswith("SAR-") else part for part in parts])


def slashes_lost_before_owners(made: Marking, _: Random) -> str | None:
    text, parts, first = split(made)
    return again(text, parts[1:]) if first == 2 and len(parts) > 2 else None


def instruction_appended(made: Marking, chance: Random) -> str | None:
    text, parts, _first = split(made)
    return again(text, [*parts, chance.choice(("20301231", "X1", "25X1", "50X1-HUM", "MR"))])


def nonsense_added(made: Marking, chance: Random) -> str | None:
    text, parts, first = split(made)
    if len(parts) <= first or is_eyes_only(made) or parts[-1].startswith("SAR-"):
        return None
    return again(text, [*parts[:-1], f"{parts[-1]}/{chance.choice(('QZXWVKJY', 'XQJZKVWP', 'ZZQQXXJJ'))}"])


MUTATIONS: dict[str, tuple[Mutation, set[str]]] = {
    "categories swapped": (categories_swapped, {"category-order"}),
    "controls swapped": (controls_swapped, {"list-order"}),
    "USA not first": (usa_later, {"usa-first"}),
    "USA dropped": (usa_dropped, {"usa-missing"}),
    "level dropped": (level_dropped, {"missing-level"}),
    "level of another kind": (level_of_another_kind, {"abbreviated-level", "spelled-out-level"}),
    "control of another kind": (control_of_another_kind, {"abbreviated-control", "spelled-out-control"}),
    "NOFORN added to REL TO": (noforn_added, {"conflict"}),
    "requirement dropped": (requirement_dropped, {"requires"}),
    "level not allowed": (level_not_allowed, {"level-not-allowed"}),
    "control doubled": (control_doubled, {"duplicate"}),
    "a slash lost": (slash_lost, {"separator"}),
    "a slash doubled": (slash_doubled, {"separator"}),
    "blanks around": (blanks_around, {"spacing"}),
    "SAR- repeated": (sar_repeated, {"repeated-sar"}),
    "// lost before the owners": (slashes_lost_before_owners, {"foreign-start"}),
    "an instruction appended": (instruction_appended, {"declassification-in-banner"}),
    "nonsense added": (nonsense_added, {"unknown-token"}),
}


def is_modern(made: Marking) -> bool:
    return not (made.legacy or made.precedence) and made.level in {*CLASSIFIED_LEVELS, "UNCLASSIFIED", "CUI"}


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_fault_of_writing_is_told_by_its_code(name: str) -> None:
    mutate, expected = MUTATIONS[name]
    chance, tried = Random(name), 0  # noqa: S311
    for made in corpus()[:MUTATED]:
        text = mutate(made, chance) if is_modern(made) else None
        if text is not None:
            tried += 1
            assert codes(text) & expected, (text, sorted(codes(text)))
    assert tried >= LEAST


@pytest.mark.parametrize("name", MUTATIONS)
def test_no_fault_of_writing_loses_a_hold_or_lowers_the_level(name: str) -> None:
    mutate, _ = MUTATIONS[name]
    chance = Random(name)  # noqa: S311
    for made in corpus()[-MUTATED:]:
        text = mutate(made, chance) if is_modern(made) else None
        if text is not None:
            found = read(text).marking
            assert set(made.owners) <= set(found.owners), text
            assert name in {"level dropped", "level not allowed"} or found.level == made.level, text


def test_every_category_of_the_vocabulary_that_a_marking_may_hold_is_made() -> None:
    found = corpus()
    names = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy", "precedence", "owners")
    assert {name for name in names if any(getattr(each, name) for each in found)} == set(names)
    made = {word for each in found for word in (*each.dissem, *each.non_ic, *each.aea)}
    wanted = {token.name for token in VOCABULARY.tokens if token.category in {Category.DISSEM, Category.NON_IC, Category.AEA}}
    assert wanted - made <= {"DISPLAY ONLY", "EYES ONLY"}
