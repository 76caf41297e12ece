"""The measures of accuracy: what each counts, on documents made by hand and engines that find what the test says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.accuracy import command, pace, people, sets, spans
from benchmarks.accuracy.engines import Engine, Found, ours, record_of
from benchmarks.accuracy.people import Reading, Tally
from benchmarks.accuracy.sets import Document, MissingDataError, Tag
from benchmarks.accuracy.spans import Score

NAME = "persName"


def document(text: str, *names: str, volume: str = "v", kind: str = NAME) -> Document:
    """Return a document in which the first place of each of ``names`` is tagged."""
    tags = tuple(Tag(text.index(name), text.index(name) + len(name), kind) for name in names)
    return Document(text[:20], text, tags, volume)


def finds(*parts: str, kind: str = "PERSON") -> Engine:
    """Return an engine that finds the first place of each of ``parts``, whatever its case."""

    def find(text: str) -> Sequence[Found]:
        low = text.lower()
        return [Found(low.index(part.lower()), low.index(part.lower()) + len(part), kind) for part in parts if part.lower() in low]

    return find


def count(these: Document | Sequence[Document], engine: Engine, *, capitals: bool = False) -> Tally:
    every = [these] if isinstance(these, Document) else list(these)
    total = Tally()
    for each in people.measure(every, engine, people.told_by_tags(every), capitals=capitals).values():
        total.add(each)
    return total


def test_a_name_is_readable_by_one_letter() -> None:
    memo = document("They told Orlando Vask of it.", "Orlando Vask")
    assert count(memo, finds("Orlando Vask")).recall == 1
    assert count(memo, finds("Orlando Vas")).recall == 0
    assert count(memo, finds("Orlando Vas")).readable == {"Orlando Vask": 1}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("General Vask", "Vask"),
        ("O. P. Vask", "Vask"),
        ("Orlando de Vask", "Orlando"),
        ("Vask, Jr.", "Vask"),
        ("Colonel O.P. Vask III", "Vask"),
    ],
)
def test_titles_initials_particles_and_suffixes_may_stay(name: str, part: str) -> None:
    memo = document(f"They told {name} of it.", name)
    found = finds(part, "Vask")
    assert count(memo, found).recall == 1
    assert count(memo, finds("told")).recall == 0


@pytest.mark.parametrize("name", ["King", "Colonel King", "J.C. King"])
def test_a_title_that_is_the_only_name_in_a_tag_is_one(name: str) -> None:
    memo = document(f"They told {name} of it.", name)
    assert count(memo, finds("told")).recall == 0
    assert count(memo, finds(name)).recall == 1


def test_a_tag_of_initials_or_titles_alone_is_no_name() -> None:
    assert count(document("They told J.C. and the President of it.", "J.C.", "President"), finds("told")).names == 0


def test_other_words_are_lost_and_titles_before_a_name_are_not() -> None:
    memo = document("They told the Secretary of State Vask’s aide.", "Vask")
    counts = count(memo, finds("the Secretary of State Vask’s aide"))
    assert counts.lost == {"the": 1, "aide": 1}
    assert counts.words == 4  # They told the aide
    assert counts.lost_share == 0.5


def test_a_title_with_a_comma_before_the_name_is_another_word() -> None:
    assert count(document("Mr. President, Vask said.", "Vask"), finds("Mr. President", "Vask")).lost == {"Mr": 1, "President": 1}


def test_a_title_that_stands_before_no_name_is_lost() -> None:
    counts = count(document("Vask saw the General. The Secretary left.", "Vask"), finds("Vask", "General", "Secretary"))
    assert counts.lost == {"General": 1, "Secretary": 1}


def test_documents_without_a_tag_tell_nothing() -> None:
    assert count(document("Vask saw the general."), finds("Vask")) == Tally()


def test_findings_of_other_types_are_no_persons() -> None:
    assert count(document("They told Vask.", "Vask"), finds("Vask", kind="LOCATION")).recall == 0


def test_in_capitals_the_offsets_stay_and_tags_still_tell() -> None:
    memo = document("In Straße 4 they told Vask.", "Vask")
    assert people.in_capitals(memo.text) == "IN STRAßE 4 THEY TOLD VASK."
    assert count(memo, finds("Vask"), capitals=True).recall == 1


def test_an_untagged_name_is_told_by_a_tag_elsewhere_in_the_volume() -> None:
    these = [document("They told Vask.", "Vask"), document("He, Orlo, saw Vask and a friend.", "Orlo")]
    counts = count(these, finds("Vask", "Orlo", "friend"))
    assert counts.excused == {Reading.TAGGED_IN_VOLUME: 1}
    assert counts.lost == {"friend": 1}
    assert counts.lost_unexcused > counts.lost_share


def test_an_untagged_name_is_told_by_a_tag_in_another_volume() -> None:
    these = [document("They told Vask.", "Vask", volume="w"), document("He, Orlo, saw Vask.", "Orlo")]
    assert count(these, finds("Vask", "Orlo")).excused == {Reading.TAGGED_IN_SAMPLE: 1}


def test_a_word_that_is_seldom_a_name_tells_nothing() -> None:
    these = [document("They told Colonel The.", "The"), document("Orlo met him. The " + "the " * 20 + "end.", "Orlo")]
    counts = count(these, finds("Orlo", "The the"))
    assert not counts.excused.total()
    assert counts.lost["The"] == 1


def test_small_letters_are_no_name() -> None:
    these = [document("They told Mask.", "Mask"), document("Orlo wore a mask.", "Orlo")]
    assert count(these, finds("Mask", "Orlo")).lost == {"mask": 1}


@pytest.mark.parametrize(
    ("text", "found", "reading"),
    [
        ("Orlo met Mr. Peter Vask there.", "Peter Vask", Reading.AFTER_HONORIFIC),
        ("Orlo met Gen. van Vask there.", "Vask", Reading.AFTER_HONORIFIC),
        ("Orlo met Peter F. Vask there.", "Vask", Reading.AFTER_INITIAL),
        ("Orlo met P. F. Vask there.", "Vask", Reading.AFTER_INITIAL),
        ("Orlo met us.\nPARTICIPANTS\nPeter Vask, Director\nThe talk began.", "Peter Vask", Reading.PRESENT),
        ("Orlo met us.\nPeter Vask\n", "Peter Vask", Reading.SIGNATURE),
        ("Orlo met us.\nVask", "Vask", Reading.SIGNATURE),
    ],
)
def test_an_untagged_name_is_told_by_what_stands_beside_it(text: str, found: str, reading: Reading) -> None:
    counts = count(document(text, "Orlo"), finds("Orlo", found))
    assert set(+counts.excused) == {reading}
    assert not counts.lost


def test_a_surname_told_once_is_told_in_the_whole_document() -> None:
    counts = count(document("Vask, says Orlo. Mr. Vask left.", "Orlo"), finds("Vask"))
    assert +counts.excused == {Reading.NAMED_SO_BEFORE: 1}


@pytest.mark.parametrize("text", ["the General Assembly", "a General Plan to plan", "the U.S. Embassy", "Annex A. Note", "Mr. Secretary"])
def test_what_only_looks_like_a_name_is_lost(text: str) -> None:
    counts = count(document(f"Orlo came to {text} then.", "Orlo"), finds("Orlo", text))
    assert not counts.excused.total()
    assert counts.lost


def test_the_readings_never_look_at_what_was_found() -> None:
    memo = document("Orlo met Mr. Vask there.", "Orlo")
    assert count(memo, finds("Orlo")).excused_words == count(memo, finds("Vask", "there")).excused_words


def test_scores_count_touch_full_cover_and_exact_bounds_apart() -> None:
    text = "Call 555 0101 or 555 0202 or 12."
    memo = document(text, "555 0101", "555 0202", kind="TEL")

    def find(_: str) -> list[Found]:
        return [Found(5, 13, "PHONE"), Found(17, 20, "PHONE"), Found(29, 31, "PHONE"), Found(0, 4, "OTHER")]

    score = spans.scores([memo], find, {"TEL": "PHONE"})["PHONE"]
    assert score == Score(tags=2, touched=2, covered=1, found=3, right=2, strict=1)
    assert (score.recall, score.full) == (1, 0.5)
    assert score.precision == pytest.approx(2 / 3)
    assert score.f1 == pytest.approx(0.8)
    assert spans.micro([score, score]).tags == 4


def test_findings_that_overlap_are_one() -> None:
    memo = document("Mail a@b.example now.", "a@b.example", kind="MAIL")
    score = spans.scores([memo], lambda _: [Found(5, 16, "MAIL"), Found(7, 16, "MAIL")], {"MAIL": "MAIL"})["MAIL"]
    assert (score.found, score.strict) == (1, 1)


def test_of_no_tags_and_no_findings_the_score_is_whole() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (1, 1, 1)
    assert Score(tags=1, found=1).f1 == 0


def case() -> Document:
    """Return a court case with one person named twice, one number, and a city that need not be masked."""
    text = "Mr Peter Vask lodged no. 123/45. Vask lives in Oslo."
    places = [("Mr Peter Vask", "PERSON", "DIRECT", "p"), ("123/45", "CODE", "DIRECT", "c"), ("Vask lives", "PERSON", "QUASI", "p")]
    tags = [Tag(text.index(part), text.index(part) + len(part.removesuffix(" lives")), *rest) for part, *rest in places]
    return Document("case", text, (*tags, Tag(47, 51, "LOC", "NO_MASK", "o")))


def test_a_direct_identifier_is_masked_only_with_all_its_mentions() -> None:
    once = spans.direct([case()], finds("Peter Vask", "123/45"))
    assert (once.recall, once.mention_recall) == (0.5, 1)
    assert once.readable == {"PERSON Vask": 1}
    whole = spans.direct([case()], lambda _: [Found(3, 13, "PERSON"), Found(25, 31, "ANYTHING"), Found(33, 37, "PERSON")])
    assert whole.recall == 1


def test_a_number_is_masked_only_to_its_last_digit() -> None:
    assert spans.direct([case()], finds("123/4")).masked["CODE"] == 0
    assert spans.direct([case()], finds("123/45")).masked["CODE"] == 1


def test_identifiers_in_prose_are_counted_by_pages_and_names_are_none() -> None:
    prose = document("word " * 799 + "1234.")
    found, rate = spans.false_identifiers([prose], finds("1234", kind="US_PASSPORT"))
    assert (found, rate) == ({"US_PASSPORT '1234'": 1}, 10)
    assert spans.false_identifiers([prose], finds("1234", kind="PERSON")) == ({}, 0)


def test_ours_finds_what_a_rule_on_the_entity_finds() -> None:
    engine = ours(["EMAIL_ADDRESS"])
    assert engine is not None
    assert engine("Write to a.vask@office.example now.") == [Found(9, 30, "EMAIL_ADDRESS")]


def test_a_text_that_the_door_changes_is_not_measured() -> None:
    with pytest.raises(ValueError, match="the door changes"):
        record_of("\ufeffone")


def test_the_pace_is_measured_of_each_pass_in_turn() -> None:
    ran: list[str] = []

    def slow() -> int:
        ran.append("a")
        return sum(range(10**5))

    rates = pace.pace(["one two three"], {"a": slow, "b": lambda: ran.append("b")}, 2)
    assert ran == ["a", "b"] * 3
    assert 0 < rates["a"] < rates["b"]


def test_the_halves_are_apart_and_the_same_every_time() -> None:
    these = [Document(f"v/d{number}", "", ()) for number in range(100)]
    dealt = sets.halves(these)
    assert {each.id for each in dealt["tuning"]}.isdisjoint({each.id for each in dealt["testing"]})
    assert sum(map(len, dealt.values())) == 100
    assert all(30 < len(half) < 70 for half in dealt.values())
    assert sets.halves(these) == dealt


def test_without_the_sets_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--data", str(tmp_path / "none")]) == 2
    assert command.main(["--data", str(tmp_path), "--set", "tab"]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert "no folder" in told.err
    assert "no file" in told.err


def test_the_folder_is_given_or_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECLASS_DATA", str(tmp_path))
    assert sets.data_folder(None) == tmp_path
    monkeypatch.setenv("DECLASS_DATA", str(tmp_path / "none"))
    with pytest.raises(MissingDataError, match="DECLASS_DATA"):
        sets.data_folder(None)


def test_the_command_measures_a_set_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ner").mkdir()
    row = {"id": "s1", "text": "Write to a.vask@office.example now.", "entities": [[9, 30, "EMAIL_ADDRESS"]]}
    (tmp_path / "ner" / "presidio_synth.jsonl").write_text(json.dumps(row), "utf-8")
    case_row = {"start": 9, "end": 15, "type": "PERSON", "identifier": "DIRECT", "entity_id": "e"}
    (tmp_path / "ner" / "tab_echr.jsonl").write_text(json.dumps({"id": "t1", "text": "Write to Mr Vask.", "entities": [case_row]}), "utf-8")
    assert sets.read_set(tmp_path, "tab")[0].tags == (Tag(9, 15, "PERSON", "DIRECT", "e"),)
    assert command.main(["--data", str(tmp_path), "--engine", "declass", "--set", "synthetic", "--json"]) == 2  # no FRUS
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["set"] for row in rows] == ["synthetic, identifiers", "synthetic, EMAIL_ADDRESS"]
    assert all(row["figures"]["F1, exact bounds"] == 1 for row in rows)
    assert command.main(["--data", str(tmp_path), "--engine", "declass", "--set", "tab", "--worst"]) == 0
    assert "tab, direct identifiers: declass without a model: recall" in capsys.readouterr().out


@pytest.mark.skipif(not sets.BESIDE.is_dir(), reason="../shared/data is not beside this checkout")
def test_the_documents_of_frus_are_read_with_tags_that_stand_where_they_say() -> None:
    documents = sets.read_frus(sets.BESIDE)
    assert len(documents) > 1000
    tagged = [each.text[tag.start : tag.end] for each in documents for tag in each.tags if tag.type == NAME]
    assert sum(name[0].isupper() for name in tagged) > 0.99 * len(tagged)
