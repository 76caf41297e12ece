"""The door: what is let in and how it is read, what is refused and with which sentence."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import PurePath

import pytest

from pipeline.errors import InputError
from pipeline.ingest import DEFAULT_LIMITS, Limits, ingest, read_text
from pipeline.model import Record

READERS = {"text/plain": read_text}
CANNOT_TELL = "the encoding cannot be told, so letters might be misread; save the file as UTF-8"
PROSE = (
    "The Ambassador’s cable said that the “talks” at the café were, in Besançon’s view, naïve — and that the résumé of the "
    "Zürich meeting had been sent on November 7, 1962. He added that the Soviet side would reply within a week, that General "
    "de Gaulle had been told “à titre personnel,” and that £500 had been paid.\r\n\r\n"
)
RUSSIAN = "Посол сообщил, что переговоры о разоружении продолжаются и что ответ будет дан на следующей неделе. "


def read(untrusted: bytes, name: str = "record.txt", limits: Limits = DEFAULT_LIMITS) -> Record:
    """Return the record that the door makes of the bytes."""
    return ingest(untrusted, name=name, readers=READERS, limits=limits)


def refusal(untrusted: bytes, name: str = "record.txt", limits: Limits = DEFAULT_LIMITS) -> str:
    """Return the sentence with which the door refuses the bytes."""
    with pytest.raises(InputError) as caught:
        read(untrusted, name, limits)
    return str(caught.value)


# --- encodings ---


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(bom: bytes, encoding: str) -> None:
    record = read(bom + PROSE.encode(encoding))
    assert record.text == PROSE
    assert record.source.encoding == encoding


def test_ascii_is_utf_8() -> None:
    assert read(b"The falcon flew.").source.encoding == "utf-8"


@pytest.mark.parametrize("times", [1, 2, 10])
def test_english_text_of_windows_is_read_letter_by_letter(times: int) -> None:
    record = read((PROSE * times).encode("cp1252"))
    assert record.text == PROSE * times
    assert record.source.encoding == "cp1252"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a café",
            "he said “no”",
            "It’s",
            "Besançon",
            "Zürich – Bern",
            "It cost £5",
            "½ mile",
            "vis-à-vis",
            "Señor Núñez",
            "Søren",
            "See § 5",
            "It was 10°",
        ),
        *("“Talks” at Geneva – ‘new’ ones", "the Dvořák".replace("ř", "r") + " façade", "…and so on", "Škoda works"),
    ],
)
@pytest.mark.parametrize("around", ["", "The weather was bad and the falcon flew at noon to the east of the city where it was seen. "])
def test_a_single_letter_or_mark_of_windows_is_enough(text: str, around: str) -> None:
    record = read(f"{around}{text} {around}\n".encode("cp1252"))
    assert record.text == f"{around}{text} {around}\n"
    assert record.source.encoding == "cp1252"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The “talks” went on at the café — it’s said. " * 9, "mac_roman"),
        ("The talks went on at the café in Zürich and in Besançon with Señor Núñez. " * 9, "cp437"),
        ("Ambasador oświadczył, że rozmowy będą trwały jeszcze tydzień, a odpowiedź zostanie przesłana później. " * 9, "cp1250"),
        ("Le Président a déclaré que la France était prête à négocier dès que possible; c’est “à suivre”. " * 9, "cp1252"),
        (RUSSIAN * 9, "cp1251"),
        (RUSSIAN * 9, "koi8_r"),
        (RUSSIAN * 9, "cp866"),
    ],
)
def test_other_old_encodings_are_told_by_their_letters(text: str, encoding: str) -> None:
    record = read(text.encode(encoding))
    assert record.text == text
    assert record.source.encoding == encoding


@pytest.mark.parametrize(
    ("untrusted", "sentence"),
    [
        (RUSSIAN[:40].encode("cp1251"), CANNOT_TELL),
        (b"caf\x8f\x8d\x81e", CANNOT_TELL),
        (b"\x81\x8d\x8f\x90\x9d", CANNOT_TELL),
        (codecs.BOM_UTF8 + b"caf\xe9", "byte 6 is not valid utf-8, so letters might be misread; save the file as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "byte 4 is not valid utf-16-le, so letters might be misread; save the file as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", "byte 4 is not valid utf-16-le, so letters might be misread; save the file as UTF-8"),
    ],
)
def test_letters_that_might_be_misread_are_refused(untrusted: bytes, sentence: str) -> None:
    assert refusal(untrusted) == f"record.txt: {sentence}"


# --- text, pages and lines as they are in the source ---


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_stay_as_they_are_and_offsets_are_true(end: str) -> None:
    rows = ["A memorandum", "", "  The falcon flew.", "It was seen.", ""]
    record = read(end.join(rows).encode())
    assert record.text == end.join(rows)
    (page,) = record.pages
    spans = [line.span for line in page.lines if line.span]
    assert [record.text[span.start : span.end] for span in spans] == ["A memorandum", "The falcon flew.", "It was seen."]
    assert [record.text[word.span.start : word.span.end] for line in page.lines for word in line.words] == [
        *("A", "memorandum", "The", "falcon", "flew.", "It", "was", "seen."),
    ]
    blocks = [(record.text[block.span.start : block.span.end], block.is_heading) for block in record.blocks]
    assert blocks == [("A memorandum", True), (f"The falcon flew.{end}It was seen.", False)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_two_lines_are_no_heading_whatever_parts_them(end: str) -> None:
    assert [block.is_heading for block in read(f"TO: The President{end}FROM: The Secretary".encode()).blocks] == [False]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("One page.", ["One page."]),
        ("One.\fTwo.", ["One.", "Two."]),
        ("One.\fTwo.\f", ["One.", "Two.\f"]),
        ("One.\n\f\nTwo.\n\f\n", ["One.\n", "\nTwo.\n\f\n"]),
        ("\fTwo.", ["", "Two."]),
        ("One.\f\fThree.", ["One.", "", "Three."]),
        ("One.\f \fThree.", ["One.", " ", "Three."]),
    ],
)
def test_a_form_feed_ends_a_page_and_one_at_the_end_opens_none(text: str, pages: list[str]) -> None:
    record = read(text.encode())
    assert [page.number for page in record.pages] == list(range(1, len(pages) + 1))
    assert [record.text[page.span.start : page.span.end] if page.span else "" for page in record.pages] == pages


def test_the_record_knows_its_source() -> None:
    data = b"The falcon flew."
    record = read(data, "/some/where/Memo of 1962.txt")
    assert record.id == "Memo of 1962"
    assert record.source.name == PurePath("Memo of 1962.txt").name
    assert record.source.media_type == "text/plain"
    assert record.source.sha256 == hashlib.sha256(data).hexdigest()
    assert record.source.size == len(data)


def test_a_text_stays_out_of_what_a_record_prints_of_itself() -> None:
    assert "falcon" not in repr(read(b"The falcon flew."))


@pytest.mark.parametrize("name", ["record.txt", "record.text", "record.md", "record", "RECORD.TXT", "record.log"])
def test_plain_text_is_read_whatever_plain_name_it_has(name: str) -> None:
    assert read(b"The falcon flew.", name).text == "The falcon flew."


def test_prose_that_mentions_tags_and_a_few_control_characters_is_text() -> None:
    text = "He wrote <b>yes</b> and if a<b then c>d.\x07 Then " + "he left the room and " * 20 + "\x1a"
    assert read(text.encode()).text == text


# --- refusals ---

SAVE = "which cannot be read yet; save it as plain text (.txt) and run that"
BINARY = "this is a binary file, not text; save the record as plain text (.txt) and run that"
HTML = b"<!DOCTYPE html><html><body><p>The falcon flew.</p></body></html>"


@pytest.mark.parametrize(
    ("untrusted", "name", "sentence"),
    [
        (b"", "a.txt", "the file is empty; check that it was copied whole"),
        (b"  \n\t\r\n\f ", "a.txt", "the file holds white space only; check that it was copied whole"),
        (codecs.BOM_UTF8, "a.txt", "the file holds white space only; check that it was copied whole"),
        ("\u00a0\u2003\u2028".encode(), "a.txt", "the file holds white space only; check that it was copied whole"),
        (b"ab\x00cd", "a.txt", f"this is a binary file, {SAVE}"),
        (bytes(range(256)), "a.txt", f"this is a binary file, {SAVE}"),
        ("The falcon flew.".encode("utf-16-le"), "a.txt", f"this is a binary file, {SAVE}"),
        ("The falcon flew.".encode("utf-16-be"), "a.txt", f"this is a binary file, {SAVE}"),
        (codecs.BOM_UTF8 + b"ab\x00cd", "a.txt", BINARY),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\x00", "a.txt", BINARY),
        (b"\x01\x02\x03\x04 four control characters", "a.txt", BINARY),
        (HTML, "a.txt", f"this is a web page or XML, {SAVE}"),
        (b'<?xml version="1.0"?><a/>', "a.xml", f"this is a web page or XML, {SAVE}"),
        (b"<p>One</p><p>Two</p><br/>Three", "a.txt", f"this is a web page or XML, {SAVE}"),
        (b"%PDF-1.7\n...", "a.txt", f"this is a PDF, {SAVE}"),
        (b"%PDF-1.7\n...", "a.pdf", f"this is a PDF, {SAVE}"),
        (b"\n\n%PDF-1.7\n...", "a.txt", f"this is a PDF, {SAVE}"),
        (b"PK\x03\x04word/document.xml", "a.docx", f"this is a zip archive or an Office file, {SAVE}"),
        (b"PK\x05\x06", "a.zip", f"this is an empty zip archive, {SAVE}"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", f"this is an old Office or Outlook file, {SAVE}"),
        (b"{\\rtf1 The falcon flew.}", "a.txt", f"this is an RTF file, {SAVE}"),
        (b"\x1f\x8b\x08", "a.gz", f"this is a gzip archive, {SAVE}"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", f"this is a 7-Zip archive, {SAVE}"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", f"this is a PNG picture, {SAVE}"),
        (b"\xff\xd8\xff\xe0", "a.jpg", f"this is a JPEG picture, {SAVE}"),
        (b"GIF89a", "a.gif", f"this is a GIF picture, {SAVE}"),
        (b"II*\x00", "a.tif", f"this is a TIFF picture, {SAVE}"),
        (b"MM\x00*", "a.tif", f"this is a TIFF picture, {SAVE}"),
        (b"%!PS-Adobe", "a.ps", f"this is a PostScript file, {SAVE}"),
        (b"\x7fELF", "a", f"this is a program, {SAVE}"),
        (b"MZ\x90\x00", "a.exe", f"this is a program, {SAVE}"),
    ],
)
def test_what_is_no_plain_text_is_refused_by_what_it_is(untrusted: bytes, name: str, sentence: str) -> None:
    assert refusal(untrusted, name) == f"{name}: {sentence}"


@pytest.mark.parametrize(
    ("suffix", "claimed"),
    [
        (".pdf", "a PDF"),
        (".PDF", "a PDF"),
        (".doc", "a Word file"),
        (".docx", "a Word file"),
        (".rtf", "an RTF file"),
        (".odt", "an OpenDocument file"),
        (".htm", "a web page"),
        (".html", "a web page"),
        (".xml", "an XML file"),
        (".eml", "a mail message"),
        (".msg", "a mail message"),
    ],
)
def test_text_under_the_name_of_another_format_is_refused(suffix: str, claimed: str) -> None:
    name = f"record{suffix}"
    sentence = f"the name says {claimed} but this is plain text; check the file, or rename it to end in .txt"
    assert refusal(b"The falcon flew.", name) == f"{name}: {sentence}"


def test_a_file_over_the_limit_of_bytes_is_refused_before_it_is_read() -> None:
    limits = Limits(max_bytes=1_500)
    assert read(b"x" * 1_500, limits=limits).source.size == 1_500
    assert refusal(b"\x00" * 1_501, limits=limits) == "record.txt: the file is over the limit of 1,500 bytes; split the record into parts"


def test_a_record_over_the_limit_of_pages_is_refused() -> None:
    limits = Limits(max_pages=2)
    assert len(read(b"One.\fTwo.", limits=limits).pages) == 2
    assert refusal(b"One.\fTwo.\fThree.", limits=limits) == "record.txt: 3 pages are over the limit of 2; split the record into parts"


def test_a_format_without_a_reader_is_refused() -> None:
    with pytest.raises(InputError, match=r"^a\.txt: this is plain text, which cannot be read yet; save it as plain text"):
        ingest(b"The falcon flew.", name="a.txt", readers={})


def test_a_refusal_never_quotes_the_file() -> None:
    for untrusted in (b"falcon\x00", b"falcon\x8f\x8d\x81", b"<html>falcon", b"%PDF- falcon", codecs.BOM_UTF8 + b"falcon\xe9"):
        assert "falcon" not in refusal(untrusted)
