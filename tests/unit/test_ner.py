"""The language model: which folder is one, its digest, and what it sees; with the extra `ner`, and with a stand-in without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

import pipeline.ner.folder as folder_module
from pipeline.errors import RulesError, UsageError
from pipeline.model import ModelCard
from pipeline.ner import EXTRA, LanguageModel, digest_of_model, find_model, load_model

META = {"lang": "en", "name": "tiny", "version": "1.2", "pipeline": ["tok2vec", "tagger", "ner"]}
ORDINARY = frozenset({"met", "in", "and"})


def made(path: Path, **facts: object) -> Path:
    """Write a folder that is laid out as a model is."""
    (path / "ner").mkdir(parents=True)
    (path / "config.cfg").write_text("[nlp]\n")
    (path / "meta.json").write_text(json.dumps({**META, **facts}))
    (path / "ner" / "model").write_bytes(b"weights")
    return path


@pytest.mark.parametrize("inner", ["", "tiny-1.2", "tiny/tiny-1.2"])
def test_a_model_is_found_in_its_folder_its_package_and_an_unpacked_wheel(tmp_path: Path, inner: str) -> None:
    place = made(tmp_path / "m" / inner)
    found = find_model(tmp_path / "m")
    assert found is not None
    assert found.card == ModelCard("en_tiny", "1.2", digest_of_model(place))
    assert found.excluded == ("tagger",)


def test_the_digest_is_of_what_decides_and_of_nothing_else(tmp_path: Path) -> None:
    place = made(tmp_path / "m")
    before = digest_of_model(place)
    (place / "README.md").write_text("Read me.")
    assert digest_of_model(place) == before
    (place / "ner" / "model").write_bytes(b"other weights")
    assert digest_of_model(place) != before


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"pipeline": ["tagger"]}, "finds no names"),
        ({"name": "a secret name"}, "may not stand in a log"),
        ({"pipeline": None}, "cannot be read"),
    ],
)
def test_a_folder_that_holds_another_thing_is_refused(tmp_path: Path, facts: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        find_model(made(tmp_path / "m", **facts))


def test_no_folder_an_empty_one_and_one_of_two_models_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        find_model(tmp_path / "none")
    with pytest.raises(UsageError, match="holds no spaCy model"):
        find_model(tmp_path)
    made(tmp_path / "a")
    made(tmp_path / "b")
    with pytest.raises(UsageError, match="holds 2 spaCy models"):
        find_model(tmp_path)


def test_what_spacy_cannot_load_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="spaCy cannot load this model"):
        load_model(made(tmp_path / "m"), ORDINARY)


class StandIn:
    """Sees a person wherever `Hall` stands; fails where the text says so."""

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        yield

    def pipe(self, texts: Iterator[str]) -> Iterator[SimpleNamespace]:
        for text in texts:
            if "zebrafish" in text:
                raise KeyError(text)
            at = text.find("Hall")
            seen = [("PERSON", at, at + 4), ("MONEY", 0, 1)]
            ents = [SimpleNamespace(label_=label, start_char=start, end_char=end) for label, start, end in seen]
            yield SimpleNamespace(ents=ents if at >= 0 else [])


STAND_IN = LanguageModel(ModelCard("en_tiny", "1.2", "0" * 64), StandIn(), ORDINARY)


def test_places_are_those_of_the_text_and_other_labels_are_dropped() -> None:
    assert [tuple(each) for each in STAND_IN.find("One.\n\nHALL MET US.\n\n\fHe and Hall")] == [(6, 10, "PERSON"), (28, 32, "PERSON")]


def test_a_model_that_fails_fails_the_record_without_a_word_of_it() -> None:
    with pytest.raises(RulesError, match="gave up on characters 0 to 9") as caught:
        list(STAND_IN.find("zebrafish"))
    assert "zebrafish" not in str(caught.value)


# --- with the extra ---


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    pytest.importorskip(EXTRA, reason="the extra 'ner' is not installed")
    loaded = load_model(None, ORDINARY)
    assert loaded is not None
    return loaded


TEXT = "Yesterday John Whitfield walked with Mary Coleman from Berlin to the offices of the Ford Foundation."


def test_the_installed_model_is_the_pinned_one_and_sees_names_places_and_bodies(model: LanguageModel) -> None:
    seen = {(TEXT[each.start : each.end], each.label) for each in model.find(TEXT)}
    assert {("John Whitfield", "PERSON"), ("Mary Coleman", "PERSON"), ("Berlin", "LOCATION"), ("Yesterday", "DATE_TIME")} <= seen
    assert "ORGANIZATION" in {label for _, label in seen}


def test_another_model_under_that_name_is_refused(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_PINNED", "1" * 64)
    with pytest.raises(UsageError, match=f"not the one it should be .sha256 {model.card.sha256}"):
        find_model(None)


def test_names_in_capitals_and_over_the_end_of_a_line_are_seen(model: LanguageModel) -> None:
    text = "AFTER THAT DAY JOHN WHITFIELD MET MARY COLEMAN IN BERLIN.\n\n"
    text += "On the second day of that week the envoy met John\nWhitfield there."
    names = [text[each.start : each.end] for each in model.find(text) if each.label == "PERSON"]
    assert names == ["JOHN WHITFIELD", "MARY COLEMAN", "John\nWhitfield"]


def test_no_name_is_lost_in_a_line_that_never_ends(model: LanguageModel) -> None:
    text = "then John Whitfield met us and " * 600
    seen = [each for each in model.find(text) if each.label == "PERSON"]
    assert len(seen) == len(set(seen)) == text.count("John Whitfield")


def test_the_same_is_seen_twice_and_whatever_stands_before(model: LanguageModel) -> None:
    alone = list(model.find(TEXT))
    before = "It rained all night.\n\n" * 40
    behind = [each for each in model.find(before + TEXT) if each.start >= len(before)]
    assert alone == list(model.find(TEXT))
    assert [(each.start - len(before), each.end - len(before), each.label) for each in behind] == [tuple(each) for each in alone]


@pytest.mark.parametrize("unit", ["(", "_", "$", "\n", "\f\n", '"', "😀", "=-", " "])
def test_signs_and_empty_lines_cost_nothing(model: LanguageModel, unit: str) -> None:
    assert list(model.find(unit * (100_000 // len(unit)))) == []
