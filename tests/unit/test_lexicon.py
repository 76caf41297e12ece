from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import RulesError
from pipeline.people.lexicon import FILES, Lexicon, fold_name, read_lexicon
from pipeline.rulebook import shipped_lexicon, shipped_rules

PEOPLE = shipped_rules() / "people"
GOOD = {
    "first-names.txt": b"# source\nanna\njean pierre\n",
    "surnames.txt": b"# source\n# licence\nde la cruz\t0\no'neill\t2041\n",
    "words.txt": b"the\t10\n",
    "places.txt": b"soviet union\nzaire\n",
    "offices-and-jargon.txt": b"embtel\n",
}

PLAIN = "a folded entry, and the end of the line"
NUMBERED = "a folded entry, a tab and a number, and the end of the line"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return shipped_lexicon()


def test_a_lexicon_is_read() -> None:
    read = read_lexicon(GOOD)
    assert read.first_names == {"anna", "jean pierre"}
    assert read.surnames == {"de la cruz": 0, "o'neill": 2041}
    assert read.words == {"the": 10}
    assert read.places == {"soviet union", "zaire"}
    assert read.jargon == {"embtel"}


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("words.txt", b"# source\nthe\t10\nand\n", f"words.txt:3:1: is no entry; expected {NUMBERED}"),
        ("words.txt", b"the\tten\n", f"words.txt:1:1: is no entry; expected {NUMBERED}"),
        ("words.txt", b"a\t1\tb\n2\n", f"words.txt:1:1: is no entry; expected {NUMBERED}"),
        ("places.txt", b"zaire\nZaire\n", f"places.txt:2:1: is no entry; expected {PLAIN}"),
        ("places.txt", "zürich\n".encode(), f"places.txt:1:1: is no entry; expected {PLAIN}"),
        ("places.txt", b"zaire ", f"places.txt:1:1: is no entry; expected {PLAIN}"),
        ("places.txt", b"zaire\n# late\n", f"places.txt:2:1: is no entry; expected {PLAIN}"),
        ("places.txt", b"zaire\n\n", f"places.txt:2:1: is no entry; expected {PLAIN}"),
        ("places.txt", b"zaire\r\n", f"places.txt:1:1: is no entry; expected {PLAIN}"),
        ("places.txt", b"# source\n", "places.txt: holds no entry; expected one a line"),
        ("places.txt", b"", "places.txt: holds no entry; expected one a line"),
        ("surnames.txt", b"# source\nroe\t1\npoe\t2\nroe\t3\n", "surnames.txt:4:1: says an entry again; expected each once"),
    ],
)
def test_a_malformed_line_is_told_with_its_place(name: str, data: bytes, fault: str) -> None:
    with pytest.raises(RulesError) as raised:
        read_lexicon(GOOD | {name: data})
    assert raised.value.faults == (fault,)


def test_every_faulty_file_is_told_at_once() -> None:
    with pytest.raises(RulesError) as raised:
        read_lexicon(GOOD | {"words.txt": b"the\n", "places.txt": b""})
    assert [fault.partition(":")[0] for fault in raised.value.faults] == ["words.txt", "places.txt"]
    with pytest.raises(RulesError, match=re.escape("places.txt: missing; expected a list there")):
        read_lexicon({name: data for name, data in GOOD.items() if name != "places.txt"})


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("SMITH", "smith"),
        ("O’Neill", "o'neill"),
        ("Müller", "muller"),
        ("Léopoldville", "leopoldville"),
        ("Wałęsa", "walesa"),
        ("Åse Bjørn-Strøm", "ase bjorn-strom"),
        ("Strauß", "strauss"),
        ("İnönü", "inonu"),
        ("Ðà Nẵng", "da nang"),
        ("Иванов", "иванов"),
        ("", ""),
    ],
)
def test_names_fold_to_plain_small_letters(written: str, folded: str) -> None:
    assert fold_name(written) == folded


def test_folding_twice_changes_nothing_more() -> None:
    for name in ("Łódź", "Đỗ", "Straße", "Ch‘en", "Æthelred"):
        assert fold_name(fold_name(name)) == fold_name(name)
        assert fold_name(name).isascii()


def test_names_of_many_languages_are_known(lexicon: Lexicon) -> None:
    for name in "john anna jean hans giovanni miguel jose ivan nikolai mohammad menachem kwame bjorn istvan wojciech".split():
        assert name in lexicon.first_names, name
    for name in "smith muller dubois rossi fernandez ivanov chou nguyen kim tanaka hussein hansen nagy kowalski yilmaz".split():
        assert name in lexicon.surnames, name
    assert lexicon.surnames["smith"] == 1
    assert lexicon.surnames["johnson"] == 2


def test_words_have_their_level(lexicon: Lexicon) -> None:
    assert lexicon.words["the"] == 10
    assert lexicon.words["colour"] <= 35
    assert lexicon.words["color"] <= 35
    assert set(lexicon.words.values()) == {10, 20, 35, 40, 50, 55, 60, 70}
    assert not lexicon.words.keys() & {"kennedy", "eisenhower", "moscow"}, "names and places are no ordinary words"


def test_places_are_those_of_their_time_and_of_ours(lexicon: Lexicon) -> None:
    assert lexicon.places >= {
        *("soviet union", "formosa", "ceylon", "upper volta", "zaire", "persia", "leningrad", "saigon", "peking", "leopoldville", "bombay"),
        *("batavia", "danzig", "stalingrad", "tehran", "teheran", "cairo", "sinai", "ruhr", "suez", "whitehall", "texas", "vietnamese"),
    }


@pytest.mark.parametrize(
    "name",
    ["jackson", "lincoln", "hamilton", "charlotte", "nancy", "david", "ho chi minh", "vladimir", "hassan", "shevchenko", "christian"],
)
def test_a_city_that_many_persons_are_called_after_is_no_place(lexicon: Lexicon, name: str) -> None:
    assert name not in lexicon.places


def test_no_word_of_offices_is_borne_by_many_persons(lexicon: Lexicon) -> None:
    borne = {word for word in lexicon.jargon if 0 < lexicon.surnames.get(word, 0) <= 2_500}
    assert borne == set()
    assert lexicon.jargon >= {"embassy", "government", "deptel", "embtel", "niact", "cincpac", "nato", "politburo", "pravda"}
    assert not any(" " in word for word in lexicon.jargon), "a word is asked for by itself"


def test_a_common_word_is_a_first_name_only_where_many_bear_it(lexicon: Lexicon) -> None:
    assert not lexicon.first_names & {"the", "an", "my", "so", "over", "press", "north"}
    assert lexicon.first_names >= {"mark", "will", "grant"}


def test_all_is_folded_and_sorted_and_tells_its_source() -> None:
    for name in FILES:
        lines = (PEOPLE / name).read_text(encoding="ascii").splitlines()
        assert lines[0].startswith("# "), name
        entries = [line.partition("\t")[0] for line in lines[1:]]
        assert entries == sorted(set(entries)), name


def test_the_page_of_the_lexicon_counts_what_there_is_and_tells_how_it_is_made() -> None:
    page = (PEOPLE / "README.md").read_text(encoding="utf-8")
    counts = {name: int(count.replace(",", "")) for name, count in re.findall(r"^\| `([\w-]+\.txt)` \| ([\d,]+) \|", page, re.MULTILINE)}
    assert counts == {name: (PEOPLE / name).read_bytes().count(b"\n") - 1 for name in FILES}
    maker = (PEOPLE / "make.py").read_text(encoding="utf-8")
    assert "python rules/people/make.py FOLDER" in page
    for package in re.findall(r'^(?:CENSUS|FAKER|GEONAMES|SCOWL) = "([^"]+)"', maker, re.MULTILINE):
        assert package in page
    assert all(licence in page for licence in ("public domain", "MIT", "CC BY 4.0", "Copyright 2000-2011 by Kevin Atkinson"))


def test_the_lists_by_hand_are_in_what_is_made(lexicon: Lexicon) -> None:
    def entries(name: str) -> set[str]:
        lines = Path(PEOPLE, "by-hand", name).read_text(encoding="utf-8").splitlines()
        return {fold_name(entry.strip()) for line in lines if not line.startswith("#") for entry in line.split(",")}

    assert entries("offices-and-jargon.txt") == lexicon.jargon
    assert entries("places.txt") <= lexicon.places
    assert entries("surnames.txt") <= lexicon.surnames.keys()
    assert entries("first-names.txt") <= lexicon.first_names
