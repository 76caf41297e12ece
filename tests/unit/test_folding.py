"""Folded copies of a text, and their way back to its own offsets."""

from __future__ import annotations

import pytest

from pipeline.folding import Gap, fold_stream, has_lookalikes, is_ignorable, reading_copy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("U-2 Flights", "u2flights"),
        ("Besançon", "besancon"),
        ("Besanc\u0327on", "besancon"),
        ("Straße", "strasse"),
        ("ＣＡＳＴＲＯ", "castro"),
        ("ﬁles", "files"),
        ("x²", "x2"),
        ("cas\u00adtro", "castro"),
        ("cas\u200b\u2060\ufefftro", "castro"),
        ("cas\u3164\u115f\uffa0tro", "castro"),
        ("C\u0430stro", "c\u0430stro"),
        ("-- . --", ""),
    ],
)
def test_the_stream_keeps_letters_and_digits_alone(text: str, expected: str) -> None:
    assert fold_stream(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u0421\u0430st\u0433o", "castro"),
        ("\u041a\u0435nn\u0435d\u0443", "kennedy"),
        ("\u043a\u0435nn\u0435d\u0443", "kennedy"),
        ("\u0422\u0442\u041c\u043c\u041d\u043d\u0412\u0432", "ttmmhhbb"),
        ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03a5", "abezhlkmnoptxy"),
        ("\u03ba\u03b5\u03bd", "kev"),
        ("M1ss1le", "mlsslle"),
        ("r0ck", "rock"),
    ],
)
def test_with_look_alikes_letters_of_other_scripts_become_the_latin_ones(text: str, expected: str) -> None:
    assert fold_stream(text, lookalikes=True).text == expected


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("ab", (Gap.OTHER, Gap.NONE)),
        ("a b", (Gap.OTHER, Gap.SPACE)),
        ("a-b", (Gap.OTHER, Gap.HYPHEN)),
        ("a\u2014b", (Gap.OTHER, Gap.HYPHEN)),
        ("a.b", (Gap.OTHER, Gap.DOT)),
        ("a\nb", (Gap.OTHER, Gap.BREAK)),
        ("a\fb", (Gap.OTHER, Gap.BREAK)),
        ("a-\r\n b", (Gap.OTHER, Gap.HYPHEN | Gap.BREAK | Gap.SPACE)),
        ("a*b", (Gap.OTHER, Gap.OTHER)),
        ("a\u00adb", (Gap.OTHER, Gap.NONE)),
        ("ﬁ", (Gap.OTHER, Gap.NONE)),
    ],
)
def test_the_stream_knows_what_lay_between_two_letters(text: str, gaps: tuple[int, ...]) -> None:
    assert fold_stream(text).gaps == gaps


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("The U-2 flew", "u2", "U-2"),
        ("The Ca\u00adst\u200bro case", "castro", "Ca\u00adst\u200bro"),
        ("ab ﬁles", "files", "ﬁles"),
        ("low-\n  level", "lowlevel", "low-\n  level"),
    ],
)
def test_a_place_in_the_stream_leads_back_to_the_text(text: str, word: str, original: str) -> None:
    folded = fold_stream(text)
    start = folded.text.index(word)
    span = folded.span(start, start + len(word))
    assert text[span.start : span.end] == original


@pytest.mark.parametrize(
    ("char", "expected"), [("\u00ad", True), ("\u200d", True), ("\u0301", True), ("\u3164", True), ("a", False), (" ", False)]
)
def test_characters_that_show_nothing_are_ignorable(char: str, expected: bool) -> None:
    assert is_ignorable(char) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", False),
        ("Besançon – “quoted”", False),
        ("C\u0430stro", True),
        ("ＣＡＳＴＲＯ", True),
        ("\u03a4", True),
    ],
)
def test_a_text_tells_whether_it_holds_look_alikes(text: str, expected: bool) -> None:
    assert has_lookalikes(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two  spaces\tand a tab", "two spaces and a tab"),
        ("two\nlines\r\nand\fpages", "two lines and pages"),
        ("“quoted” ‘words’ – and — dashes−", "\"quoted\" 'words' - and - dashes-"),
        ("cas\u00adtro\u200b", "castro"),
        ("C\u0430stro", "Castro"),
        ("ＣＡＳＴＲＯ", "CASTRO"),
        ("Besançon", "Besançon"),
        ("Besanc\u0327on", "Besançon"),
        ("low-\nlevel", "low-level"),
        ("low-\r\n   level", "low-level"),
        ("low- level", "low- level"),
        ("U-\n2 flights", "U-2 flights"),
        ("a dash -\nthen more", "a dash - then more"),
        ("KEPT Case", "KEPT Case"),
        ("an accent\n´alone", "an accent ´alone"),
    ],
)
def test_the_reading_copy_reads_as_a_person_does(text: str, expected: str) -> None:
    assert reading_copy(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reconnais-\nsance", "reconnaissance"),
        ("low-level", "low-level"),
        ("1962-\n1963", "1962-1963"),
        ("a dash -\nthen more", "a dash - then more"),
    ],
)
def test_the_other_reading_copy_closes_words_up_without_their_hyphen(text: str, expected: str) -> None:
    assert reading_copy(text, undo_hyphens=True).text == expected


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        ("The low-\n  level flight", "low-level flight", "low-\n  level flight"),
        ("see  the\n“Castro” case", '"Castro"', "“Castro”"),
        ("a Besanc\u0327on b", "Besançon", "Besanc\u0327on"),
    ],
)
def test_a_place_in_the_reading_copy_leads_back_to_the_text(text: str, words: str, original: str) -> None:
    copy = reading_copy(text)
    start = copy.text.index(words)
    span = copy.span(start, start + len(words))
    assert text[span.start : span.end] == original
