"""Whom a list of officials and a presumption of death keep readable: more of either never withholds more, less never releases more."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pipeline.decide import decide
from pipeline.model import (
    Action,
    Certainty,
    Finding,
    Match,
    MatchKind,
    Official,
    Page,
    PrivacyEnds,
    Record,
    RecordDate,
    Register,
    Rule,
    RuleSet,
    Scope,
    Source,
    Span,
    Version,
)
from pipeline.people import Mention
from pipeline.people.officials import Officials
from pipeline.people.subjects import Deceased, subjects

FIRST = st.sampled_from(["Dean", "Anna", "Thomas", "D. P.", "T.", ""])
SURNAMES = st.sampled_from(["Pell", "Brown"])
TITLES = st.sampled_from(["Secretary", "Mr.", "Mrs.", "General", "Sergeant", "Dr.", ""])
YEARS = st.integers(1950, 1970)
BIRTHS = st.sampled_from(["", ", born in 1850,", " (b. 1861)", ", age 99,", ", whose father was born in 1800,", ", born about 1862,"])
AS_OF = dt.date(1965, 6, 1)

NAMED = st.tuples(TITLES, FIRST, SURNAMES, BIRTHS)
OFFICIAL = st.builds(
    lambda first, surname, office, since, length, titles, is_woman: Official(
        f"{first} {surname}", office, since, since + length, titles=titles, is_woman=is_woman
    ),
    FIRST.filter(bool),
    SURNAMES,
    st.sampled_from(["Secretary of State", "Director of the Bureau"]),
    YEARS,
    st.integers(0, 10),
    st.sampled_from([(), ("general",), ("dr",)]),
    st.booleans(),
)
LISTED = st.lists(st.sampled_from(["Dean Pell", "Anna Brown", "Thomas Pell"]), max_size=2)


def text_of(named: list[tuple[str, str, str, str]]) -> tuple[str, list[Mention]]:
    """Return a text with these persons in it, and its mentions."""
    text, mentions = "", []
    for title, first, surname, birth in named:
        start = len(text) + len("It said that ")
        called = " ".join(word for word in (title, first, surname) if word)
        name = start + len(called) - len(f"{first} {surname}".strip())
        mentions.append(
            Mention(
                Span(start, start + len(called)),
                Span(name, start + len(called)),
                surname.lower(),
                tuple(first.lower().replace(".", "").split()),
                tuple(title.lower().removesuffix(".").split()),
            )
        )
        text += f"It said that {called}{birth} came.\n"
    return text, mentions


def shown(
    named: list[tuple[str, str, str, str]], year: int | None, officials: list[Official], years: int | None, deceased: list[str]
) -> list[bool]:
    """Return of each mention whether it stays readable under a rule on all persons."""
    text, mentions = text_of(named)
    date = RecordDate(dt.date(year, 6, 1), Certainty.STATED) if year else None
    record = Record("r", Source("r.txt", "text/plain", "0" * 64, len(text), "utf-8"), date, text, (Page(1, Span(0, len(text)), ()),), ())
    register = Register(tuple(officials), frozenset({"brown"}))
    known = subjects(text, mentions, record.origin, Officials(register), Deceased(deceased))
    found = tuple(
        Finding(each.span, "entity", "entities", 1.0, "a person", rule="names", subject=subject)
        for each, subject in zip(mentions, known, strict=True)
    )
    rule = Rule("names", Match(MatchKind.ENTITY, ("PERSON",)), Scope.SPAN, Action.REDACT, ("(b)(6)",), "Names.", "rules.yaml:1")
    rules = RuleSet((rule,), Action.RELEASE, (), "0" * 64, officials=register, privacy_ends=PrivacyEnds(years, tuple(deceased)))
    decisions = decide(record, found, rules, version=Version.RELEASED, as_of=AS_OF, is_stated_unclassified=True)
    held = [each.span for each in decisions if each.action is Action.REDACT]
    return [not any(span.overlaps(each.span) for span in held) for each in mentions]


@given(st.lists(NAMED, min_size=1, max_size=5), st.none() | YEARS, st.lists(OFFICIAL, max_size=3), OFFICIAL)
def test_one_official_more_never_withholds_more(
    named: list[tuple[str, str, str, str]], year: int | None, officials: list[Official], more: Official
) -> None:
    before, after = shown(named, year, officials, None, []), shown(named, year, [*officials, more], None, [])
    assert all(was <= now for was, now in zip(before, after, strict=True))


@given(st.lists(NAMED, min_size=1, max_size=5), st.none() | YEARS, st.integers(1, 120), st.integers(1, 120))
def test_a_longer_presumption_never_releases_more_and_none_releases_nobody(
    named: list[tuple[str, str, str, str]], year: int | None, one: int, other: int
) -> None:
    short, long = shown(named, year, [], min(one, other), []), shown(named, year, [], max(one, other), [])
    assert all(later <= sooner for later, sooner in zip(long, short, strict=True))
    assert not any(shown(named, year, [], None, []))


@given(st.lists(NAMED, min_size=1, max_size=5), YEARS, LISTED, LISTED)
def test_one_name_more_on_the_list_of_the_deceased_never_withholds_more(
    named: list[tuple[str, str, str, str]], year: int, deceased: list[str], more: list[str]
) -> None:
    before, after = shown(named, year, [], None, deceased), shown(named, year, [], None, [*deceased, *more])
    assert all(was <= now for was, now in zip(before, after, strict=True))


@given(st.lists(NAMED, min_size=1, max_size=5), st.lists(OFFICIAL, max_size=3))
def test_without_a_certain_date_nobody_is_an_official(named: list[tuple[str, str, str, str]], officials: list[Official]) -> None:
    assert not any(shown(named, None, officials, None, []))
