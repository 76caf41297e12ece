"""Who of a record's persons is an official of its time, and what is known of births and deaths."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pytest

from pipeline.errors import RulesError
from pipeline.model import Official, Register, Span, Subject
from pipeline.people import Mention, fold_name
from pipeline.people.births import births
from pipeline.people.given import Agreement, agreement, forms
from pipeline.people.officials import Officials, official_mentions
from pipeline.people.subjects import Deceased, subjects, subjects_of_births
from pipeline.people.titles import PARTICLES, TITLES
from pipeline.rulebook import shipped_officials
from pipeline.rules.officials import read_officials

REGISTER = Register(
    (
        Official("Harlan P. Quillfeather", "Secretary of State", 1961, 1969),
        Official("Orson V. Tidewell", "Director of Central Intelligence", 1950, 1953, ("Bedell Tidewell",), ("general",)),
        Official("Orson V. Tidewell", "Ambassador to Utopia", 1955, 1957),
        Official("Gideon Marsh", "Deputy Secretary of Defense", 1961, 1964),
        Official("Adela R. Marsh", "Secretary of Labor", 1960, 1965, is_woman=True),
        Official("Chou En-lai", "Premier of Utopia", 1949, 1976, ("Chou",)),
        Official("Augustin Couve de Merle", "Foreign Minister of Utopia", 1958, 1968, ("Couve de Merle", "Couve")),
        Official("J. Elmo Grover", "Director of the Bureau", 1924, 1972),
        Official("Lewis Brown", "Ambassador to Arcadia", 1959, 1963),
        Official("Isaac T. Vandermolen", "Chairman of the Commission", 1960),
    ),
    frozenset({"brown"}),
)
OFFICIALS = Officials(REGISTER)


def mention(text: str, within: str, *, after: int = 0) -> Mention:
    """Return ``text`` of a record as the reading of names hands it out."""
    start = within.index(text, after)
    words = [word for word in map(fold_name, re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)) if word not in PARTICLES]
    titles = []
    while len(words) > 1 and words[0] in TITLES:
        titles.append(words.pop(0))
    name = within.rindex(re.findall(r"\S+", text)[len(titles)], start, start + len(text))
    return Mention(Span(start, start + len(text)), Span(name, start + len(text)), words[-1], tuple(words[:-1]), tuple(titles))


def mentions(*names: str) -> list[Mention]:
    text = "; ".join(names)
    return [mention(name, text, after=sum(len(each) + 2 for each in names[:number])) for number, name in enumerate(names)]


def kept(names: Sequence[str], year: int | None, officials: Officials = OFFICIALS) -> list[str]:
    found = official_mentions(mentions(*names), dt.date(year, 6, 1) if year else None, officials)
    return [name for number, name in enumerate(names) if number in found]


@pytest.mark.parametrize(
    ("name", "year", "is_kept"),
    [
        ("Harlan Quillfeather", 1962, True),
        ("H. P. Quillfeather", 1962, True),
        ("Secretary Quillfeather", 1962, True),
        ("Mr. Quillfeather", 1962, True),
        ("Quillfeather", 1962, True),
        ("Quillfeather", 1961, True),
        ("Quillfeather", 1969, True),
        ("Quillfeather", 1960, False),
        ("Harlan Quillfeather", 1960, False),
        ("Secretary Quillfeather", 1960, False),
        ("Quillfeather", 1970, False),
        ("Mr. Quillfeather", 1970, False),
        ("Secretary Quillfeather", 1970, True),
        ("Harlan Quillfeather", 1970, True),
        ("H. P. Quillfeather", 1970, False),
        ("Quillfeather", None, False),
        ("Secretary Harlan P. Quillfeather", None, False),
        ("Mrs. Quillfeather", 1962, False),
        ("Miss Quillfeather", 1962, False),
        ("Miss Harlan Quillfeather", 1962, False),
        ("Sergeant Harlan Quillfeather", 1962, False),
        ("Ambassador Harlan Quillfeather", 1962, True),
        ("Sergeant Quillfeather", 1962, False),
        ("Dr. Quillfeather", 1962, False),
        ("Ambassador Quillfeather", 1962, False),
        ("Thomas Quillfeather", 1962, False),
        ("Harlan X. Quillfeather", 1962, False),
        ("H. Quillfeather", 1962, False),
        ("P. Quillfeather", 1962, False),
        ("General Tidewell", 1951, True),
        ("Gen. Tidewell", 1951, True),
        ("Major General Tidewell", 1951, True),
        ("General Tidewell", 1954, False),
        ("Director Tidewell", 1954, True),
        ("Ambassador Tidewell", 1956, True),
        ("Bedell Tidewell", 1951, True),
        ("Tidewell", 1954, False),
        ("Chou", 1962, True),
        ("Premier Chou", 1962, True),
        ("Couve", 1962, True),
        ("Elmo Grover", 1962, True),
        ("J. Elmo Grover", 1962, True),
        ("J. E. Grover", 1962, True),
        ("John Grover", 1962, False),
        ("Mrs. Marsh", 1962, True),
        ("Mr. Marsh", 1962, True),
        ("Secretary Marsh", 1962, True),
        ("Adela Marsh", 1962, True),
        ("Vandermolen", 1994, True),
    ],
)
def test_office_years_name_and_title_must_agree(name: str, year: int | None, is_kept: bool) -> None:
    assert (kept([name], year) == [name]) is is_kept


def test_a_namesake_makes_the_surname_alone_doubtful() -> None:
    names = ["Harlan Quillfeather", "Quillfeather", "Mr. Quillfeather", "Secretary Quillfeather", "Thomas Quillfeather"]
    assert kept(names, 1962) == ["Harlan Quillfeather"]
    assert kept(names[:-1], 1962) == names[:-1]


def test_a_wife_makes_the_bare_surname_doubtful_and_not_the_office() -> None:
    names = ["Secretary Quillfeather", "Mr. Quillfeather", "Mrs. Quillfeather", "Quillfeather"]
    assert kept(names, 1962) == ["Secretary Quillfeather", "Mr. Quillfeather"]


def test_a_namesake_of_another_rank_makes_mister_doubtful() -> None:
    assert kept(["Secretary Quillfeather", "Sergeant Quillfeather", "Mr. Quillfeather", "Quillfeather"], 1962) == ["Secretary Quillfeather"]


def test_two_officials_of_one_surname_are_no_namesakes() -> None:
    names = ["Gideon Marsh", "Adela Marsh", "Marsh"]
    assert kept(names, 1962) == names


def test_a_frequent_surname_tells_an_official_only_beside_one_that_is_sure() -> None:
    assert kept(["Brown", "Mr. Brown"], 1962) == []
    assert kept(["Brown", "Mr. Brown", "Ambassador Brown"], 1962) == ["Brown", "Mr. Brown", "Ambassador Brown"]
    assert kept(["Brown", "Ambassador Brown"], 1970) == []
    assert kept(["Brown", "Ambassador Brown", "Lewis Brown"], 1970) == ["Ambassador Brown", "Lewis Brown"]


def test_who_was_no_official_yet_is_a_namesake_of_none() -> None:
    assert kept(["Harlan Quillfeather", "Quillfeather"], 1955) == []


@pytest.mark.parametrize(
    ("given", "own", "expected"),
    [
        ("john", "john foster", Agreement.SPELLED),
        ("john f", "john foster", Agreement.SPELLED),
        ("j f", "john foster", Agreement.INITIALS),
        ("j", "john foster", Agreement.PART),
        ("jack", "john", Agreement.SPELLED),
        ("john q", "john foster", Agreement.NONE),
        ("foster", "john foster", Agreement.NONE),
        ("edgar", "j edgar", Agreement.SPELLED),
        ("george w", "george h w", Agreement.NONE),
        ("", "john", Agreement.NONE),
    ],
)
def test_first_names_agree_from_their_beginning(given: str, own: str, expected: Agreement) -> None:
    assert agreement(given.split(), own.split()) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Chou En-lai", {(("chou",), "en"), (("chou",), "enlai")}),
        ("David Ben-Gurion", {(("david",), "gurion"), (("david",), "bengurion"), (("david", "ben"), "gurion"), (("ben",), "gurion")}),
        ("Anwar al-Sadat", {(("anwar",), "sadat"), (("anwar",), "alsadat")}),
        ("Charles de Gaulle", {(("charles",), "gaulle")}),
        ("Seán T. O'Kelly Jr.", {(("sean", "t"), "okelly")}),
        ("Ben Pell", {((), "pell"), (("ben",), "pell")}),
        ("David Ormsby-Gore", {(("david", "ormsby"), "gore"), (("david",), "ormsbygore"), (("ormsby",), "gore")}),
        ("--", set()),
    ],
)
def test_names_are_taken_apart_as_a_text_is(name: str, expected: set[tuple[tuple[str, ...], str]]) -> None:
    assert {tuple(form) for form in forms(name)} == expected


DAY = dt.date(1962, 11, 7)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("was born 4 March 1931", "1931-03-04"),
        ("born in Matanzas on 4 March 1931", "1931-03-04"),
        ("born in 1898", "1898-12-31"),
        ("born in February 1898", "1898-02-28"),
        ("born in the 1890s", "1899-12-31"),
        ("born in 1898 or 1901", "1901-12-31"),
        ("born 1898/99", "1899-12-31"),
        ("born about 1898", "1908-12-31"),
        ("(b. 1901)", "1901-12-31"),
        ("DOB 12/3/21", "1921-12-03"),
        ("DOB: 3/12/21", "1921-12-03"),
        ("DOB 25/12/99", "1899-12-25"),
        ("DPOB: 12 June 1929, Havana", "1929-06-12"),
        ("date and place of birth: 12 June 1929", "1929-06-12"),
        ("(1889-1954)", "1889-12-31"),
        ("age 47", "1915-11-07"),
        ("47 years old", "1915-11-07"),
        ("a 47-year-old clerk", "1915-11-07"),
        ("born after 1898", None),
        ("born on 4 March 1831", None),
        ("children under age 12", None),
        ("will be 60 years old", None),
        ("ages 20 to 30", None),
        ("the idea was born of need in 1931", None),
        ("he was born there. In 1931 he left", None),
        ("in 1931", None),
    ],
)
def test_a_birth_is_the_latest_day_that_the_words_allow(text: str, latest: str | None) -> None:
    assert [str(birth.latest) for birth in births(text, DAY)] == ([latest] if latest else [])


def test_without_the_date_of_the_record_no_age_tells_a_birth_and_two_digits_are_of_this_century() -> None:
    assert births("age 47", None) == births("Born; DOB", DAY) == ()
    assert [str(birth.latest) for birth in births("DOB 12/3/21", None)] == ["2021-12-03"]


def known(text: str, *names: str, day: dt.date | None = DAY, deceased: Sequence[str] = ()) -> dict[str, Subject | None]:
    at, found = 0, []
    for name in names:
        found.append(mention(name, text, after=at))
        at = found[-1].span.end
    return dict(zip(names, subjects(text, found, day, OFFICIALS, Deceased(deceased)), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Ilya Stavnik was born in 1898.",
        "Ilya Stavnik, a clerk from Odessa, was born in 1898.",
        "Ilya Stavnik (b. 1898) came.",
        "Ilya Stavnik, born in 1898, came.",
        "Ilya Stavnik (1898-1954) wrote it.",
        "Name: Ilya Stavnik\nDOB: 31 December 1898",
        "1. Ilya Stavnik, DOB 31 December 1898\n2. Mary Jones, DOB 4 May 1950",
    ],
)
def test_a_birth_belongs_to_the_person_it_stands_behind(text: str) -> None:
    assert known(text, "Ilya Stavnik") == {"Ilya Stavnik": Subject(born=dt.date(1898, 12, 31))}


@pytest.mark.parametrize(
    "text",
    [
        "Ilya Stavnik, whose father was born in 1850, came.",
        "Ilya Stavnik met a man born in 1850.",
        "Ilya Stavnik came. The clerk was born in 1850.",
        "The clerk was born in 1850. Ilya Stavnik came.",
        "Ilya Stavnik and the consul, age 90, came.",
        "Ilya Stavnik's wife, born in 1850, came.",
    ],
)
def test_a_birth_in_doubt_belongs_to_nobody(text: str) -> None:
    assert known(text, "Ilya Stavnik") == {"Ilya Stavnik": None}


def test_a_label_under_two_names_belongs_to_nobody() -> None:
    found = known("Names: Ilya Stavnik, Mary Jones\nDOB: 4 May 1850", "Ilya Stavnik", "Mary Jones")
    assert set(found.values()) == {None}


def test_a_birth_goes_to_every_place_of_the_person_and_stops_at_a_namesake() -> None:
    text = "Ilya Stavnik, born in 1898, came. Stavnik spoke."
    assert known(text, "Ilya Stavnik", "Stavnik") == dict.fromkeys(["Ilya Stavnik", "Stavnik"], Subject(born=dt.date(1898, 12, 31)))
    text = "Ilya Stavnik, born in 1898, came with Anna Stavnik. Stavnik spoke."
    found = known(text, "Ilya Stavnik", "Anna Stavnik", "Stavnik. "[:7])
    assert [found["Anna Stavnik"], found["Stavnik"]] == [None, None]
    assert found["Ilya Stavnik"] == Subject(born=dt.date(1898, 12, 31))


def test_two_ranks_of_one_surname_are_two_persons() -> None:
    text = "Captain Stavnik, born in 1898, came. Colonel Stavnik spoke to Stavnik."
    found = known(text, "Captain Stavnik", "Colonel Stavnik", "Stavnik")
    assert list(found.values()) == [Subject(born=dt.date(1898, 12, 31)), None, None]


def test_mentions_may_be_given_in_any_order() -> None:
    text = "Ilya Stavnik, born in 1898, came. Anna Karmin spoke."
    found = [mention("Anna Karmin", text), mention("Ilya Stavnik", text)]
    assert subjects(text, found, DAY, OFFICIALS, Deceased()) == (None, Subject(born=dt.date(1898, 12, 31)))


def test_of_two_births_of_one_person_the_later_counts() -> None:
    text = "Ilya Stavnik, born in 1898, came. Stavnik, born in 1899, spoke."
    assert known(text, "Ilya Stavnik", "Stavnik")["Ilya Stavnik"] == Subject(born=dt.date(1899, 12, 31))


@pytest.mark.parametrize(
    ("names", "listed", "dead"),
    [
        (["Ilya Stavnik", "Stavnik"], "Ilya Stavnik", ["Ilya Stavnik", "Stavnik"]),
        (["Stavnik"], "Ilya Stavnik", []),
        (["I. Stavnik"], "Ilya Stavnik", []),
        (["Ilya P. Stavnik"], "Ilya Stavnik", []),
        (["Ilya Stavnik"], "Ilya P. Stavnik", []),
        (["Ilya Stavnik", "Anna Stavnik", "Mr. Stavnik"], "Ilya Stavnik", ["Ilya Stavnik"]),
        (["Ilya Stavnik", "Mr. Stavnik", "Mrs. Stavnik"], "Ilya Stavnik", ["Ilya Stavnik"]),
        (["Mrs. Ilya Stavnik"], "Ilya Stavnik", []),
    ],
)
def test_the_deceased_are_known_by_their_full_names(names: list[str], listed: str, dead: list[str]) -> None:
    found = known(" / ".join(names), *names, deceased=[listed])
    assert [name for name, subject in found.items() if subject and subject.is_deceased] == dead


def test_a_date_of_birth_is_its_own_witness_and_a_place_is_of_the_date_beside_it() -> None:
    text = "DPOB: 12 June 1889, Havana. Offices in Madrid."
    spans = [Span(6, 18), Span(20, 26)]
    assert [text[each.start : each.end] for each in spans] == ["12 June 1889", "Havana"]
    assert subjects_of_births(text, spans, DAY) == (Subject(born=dt.date(1889, 6, 12)),) * 2
    assert subjects_of_births("He lives in Havana.", [Span(12, 18)], DAY) == (None,)
    two = "Born 1870, DOB 4 May 1950, and in Havana."
    assert subjects_of_births(two, [Span(two.index("Havana"), two.index("."))], DAY) == (None,)


def test_a_first_name_that_is_a_particle_too_is_a_first_name() -> None:
    text = "Secretary Quillfeather saw Ben Quillfeather."
    found = known(text, "Secretary Quillfeather", "Ben Quillfeather")
    assert [bool(each) for each in found.values()] == [False, False]  # a namesake, beside whom the surname alone is doubtful
    assert known(text, "Secretary Quillfeather") == known(text, "Secretary Quillfeather", deceased=["Ben Quillfeather"])
    assert known("Ben Stavnik", "Ben Stavnik", deceased=["Ben Stavnik"]) == {"Ben Stavnik": Subject(is_deceased=True)}
    assert known("Stavnik", "Stavnik", deceased=["Ben Stavnik"]) == {"Stavnik": None}


def test_what_an_official_was_is_told_with_the_years() -> None:
    found = known("Secretary Quillfeather and Vandermolen", "Secretary Quillfeather", "Vandermolen")
    assert [each and each.office for each in found.values()] == ["Secretary of State, 1961-1969", "Chairman of the Commission, since 1960"]


KEYS = "name, office, since, until, also, titles, is_woman"
WRONG = """format: 1
frequent: [brown]
officials:
  - {name: A. Pell, office: Envoy, since: 1950, until: 1949}
  - {name: --, office: Envoy, since: 1950}
  - {name: B. Pell, office: Envoy, since: soon}
  - {name: C. Pell, ofice: Envoy, since: 1950}
  - {name: D. Pell, office: Envoy, since: 1950, titles: [generl]}
  - {name: E. Pell, office: Envoy, since: 1950}
  - {name: E. Pell, office: Envoy, since: 1950}
"""


def test_every_fault_of_a_list_is_told_with_its_line() -> None:
    with pytest.raises(RulesError) as raised:
        read_officials("mine.yaml", WRONG.encode())
    assert [(fault.line, fault.what) for fault in raised.value.places] == [
        (4, "the office ends before 1950, when it began; expected that year or a later one"),
        (5, "a name without letters is never found; expected first names and a surname"),
        (6, "'since' of the official is 'soon'; expected a year of four digits"),
        (7, f"unknown key 'ofice' in the official (did you mean 'office'?); expected one of {KEYS}"),
        (8, "'generl' is no title before a name (did you mean 'general'?); expected such as general, dr, sir"),
        (10, "this official stands twice in the same office and years; expected him once"),
    ]


@pytest.mark.parametrize("text", ["", "format: 2\nofficials: []\n", "format: 1\n", "format: 1\nofficials: []\n"])
def test_a_list_that_holds_nobody_is_refused(text: str) -> None:
    with pytest.raises(RulesError):
        read_officials("mine.yaml", text.encode())


def test_the_list_that_ships_is_read_in_full_and_covers_its_time() -> None:
    file, register = shipped_officials()
    assert file.name == "officials.yaml"
    assert len(register.officials) >= 600
    assert all(each.until is not None and 1900 <= each.since <= each.until for each in register.officials)
    offices = {each.office for each in register.officials}
    for office in ("President of the United States", "Secretary of State", "Secretary of Defense", "Director of Central Intelligence"):
        assert office in offices
        years = {year for each in register.officials if each.office == office for year in range(each.since, (each.until or 0) + 1)}
        assert set(range(1948, 1993)) <= years, office


@pytest.mark.parametrize(
    ("name", "year", "is_kept"),
    [
        ("Mr. Rusk", 1962, True),
        ("Rusk", 1962, True),
        ("Secretary Rusk", 1962, True),
        ("Miss Rusk", 1962, False),
        ("Chou", 1962, True),
        ("de Gaulle", 1962, True),
        ("Premier Khrushchev", 1962, True),
        ("Smith", 1951, False),
        ("General Bedell Smith", 1951, True),
        ("Acheson", 1975, False),
    ],
)
def test_the_list_that_ships_tells_officials_of_their_time(name: str, year: int, is_kept: bool) -> None:
    assert (kept([name], year, Officials(shipped_officials()[1])) == [name]) is is_kept
