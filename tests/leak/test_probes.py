"""Each probe finds what only it can find; every way a word may hide in a file is found by one at least.

The drafts come from ``leaks.py``, which builds them by script from a clean one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the builder lies beside its test, in no package

import leaks

from pipeline.audit import public_log
from pipeline.errors import LeakError
from pipeline.model import Action, Draft, Release, RuleSet, Version
from pipeline.render import render
from pipeline.statement import ReleasePolicy, make_statement
from pipeline.verify import PROBES, Expected, expect, verify, verify_folder

SECRET = leaks.SECRET
CLEAN, EXPECTED = leaks.clean()
RECORD, HOLES = leaks.record_of(leaks.TEXT)
DECISIONS = leaks.decisions_of(RECORD, HOLES)
ALONE = [pytest.param(probe, leak, id=f"{probe}: {name}") for probe, cases in leaks.ALONE.items() for name, leak in cases.items()]
ANYWHERE = [pytest.param(leak, id=name) for name, leak in leaks.ANYWHERE.items()]
RULES = RuleSet((), Action.RELEASE, (), "0" * 64)
KEY = b"k" * 32
TOOLS = {"declass": "0.1.0", "pypdf": "7.1.0", "reportlab": "4.4.9.post1"}


def test_the_clean_draft_passes_every_probe_and_becomes_a_release() -> None:
    assert leaks.red(CLEAN, EXPECTED) == {}
    release = verify(CLEAN, RECORD, DECISIONS, policy=leaks.POLICY)
    assert release == Release(CLEAN, ("pypdf text", "pdfium text", "streams", "strings", "metadata", "text file"))


def test_the_builder_of_leaks_changes_nothing_by_itself() -> None:
    assert leaks.edited(lambda _: None)(CLEAN) == CLEAN


@pytest.mark.parametrize(("probe", "leak"), ALONE)
def test_one_probe_alone_finds_what_only_it_can_find(probe: str, leak: leaks.Leak) -> None:
    found = leaks.red(leak(CLEAN), EXPECTED)
    assert set(found) == {probe}
    assert found[probe].startswith(f"LeakError: leak check '{probe}', ")
    assert found[probe].endswith("; nothing was written")
    assert SECRET not in found[probe].casefold()


def test_every_probe_has_its_own_leaks() -> None:
    assert set(leaks.ALONE) == set(PROBES)


@pytest.mark.parametrize("leak", ANYWHERE)
def test_a_hidden_word_turns_a_probe_red_and_makes_no_release(leak: leaks.Leak) -> None:
    draft = leak(CLEAN)
    found = leaks.red(draft, EXPECTED)
    assert found
    assert all(message.startswith("LeakError: leak check") and SECRET not in message.casefold() for message in found.values())
    with pytest.raises(LeakError, match="nothing was written"):
        verify(draft, RECORD, DECISIONS, policy=leaks.POLICY)


MESSAGES = [
    ("pypdf text", "a word under what a box says", "page 1: it reads otherwise than what was released"),
    ("pdfium text", "a word that a box says", "page 1: it reads otherwise than what was released"),
    ("text file", "a word in the record", "page 1: it reads otherwise than what was released"),
    ("text file", "a page of its own", "page 2: it reads otherwise than what was released"),
    ("text file", "cut off at its end", "page 1: released words are missing from it"),
    ("text file", "other bytes", "the file: it is not UTF-8"),
    ("streams", "a comment in content", "its content holds something that no writer of ours wrote"),
    ("streams", "an unknown operator", "its content holds something that no writer of ours wrote"),
    ("streams", "words said over nothing", "its content holds something that no writer of ours wrote"),
    ("streams", "a string that is not shown", "its content holds a string that is not shown"),
    ("streams", "a string at the end of content", "its content holds a string that is not shown"),
    ("streams", "a stream that no page uses", "a stream that no page uses"),
    ("streams", "bytes after the end of a stream's data", "its stream holds more than what was compressed"),
    ("streams", "a character map of a word", "its character map holds something beyond released letters"),
    ("streams", "a font program that holds a word", "the font program holds a withheld word"),
    ("strings", "a key in a dictionary within", "it holds a key that no writer of ours wrote"),
    ("strings", "an unknown key", "it holds a key that no writer of ours wrote"),
    ("strings", "an unknown name", "it holds a name that no writer of ours wrote"),
    ("strings", "another language", "it holds a string that no writer of ours wrote"),
    ("strings", "bytes between objects", "there are bytes in it or after it that no writer of ours wrote"),
    ("strings", "a comment in an object", "there are bytes in it or after it that no writer of ours wrote"),
    ("strings", "a comment at the head", "it holds an older revision, a comment or bytes that no writer of ours wrote"),
    ("strings", "bytes after the end", "it holds an older revision, a comment or bytes that no writer of ours wrote"),
    ("metadata", "another subject", "document properties: a property says something that was not released"),
]


@pytest.mark.parametrize(("probe", "name", "what"), MESSAGES, ids=[f"{probe}: {name}" for probe, name, _ in MESSAGES])
def test_a_leak_is_told_by_its_probe_and_its_place(probe: str, name: str, what: str) -> None:
    with pytest.raises(LeakError) as caught:
        PROBES[probe](leaks.ALONE[probe][name](CLEAN), EXPECTED)
    assert f"{what}; nothing was written" in str(caught.value)
    assert (caught.value.probe, caught.value.exit_code) == (probe, 5)
    assert re.fullmatch(r"(page|object) [0-9]+|the file|document properties", caught.value.place)
    assert caught.value.place in str(caught.value)


@pytest.mark.parametrize(
    ("leak", "probe", "what"),
    [
        ("no PDF at all", "pypdf text", "the PDF: it cannot be read back (PdfReadError)"),
        ("no PDF at all", "pdfium text", "the PDF: it cannot be read back (PdfiumError)"),
        ("no PDF at all", "streams", "the PDF: it cannot be read back (PdfReadError)"),
        ("no PDF at all", "strings", "the PDF: it cannot be read back (PdfReadError)"),
        ("no PDF at all", "metadata", "the PDF: it cannot be read back (PdfReadError)"),
        ("no properties", "metadata", "the PDF: it cannot be read back (KeyError)"),
        ("properties that are none", "metadata", "document properties: a property says something that was not released"),
        ("a second content stream", "streams", "the PDF: its pages cannot be read back (AttributeError)"),
        ("XMP", "metadata", "XMP: there is metadata that no writer of ours wrote"),
        ("a stream cut short", "streams", "its stream holds more than what was compressed"),
        ("another file's pages", "pypdf text", "page 1: it reads otherwise than what was released"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_told_as_such(leak: str, probe: str, what: str) -> None:
    with pytest.raises(LeakError) as caught:
        PROBES[probe](leaks.ANYWHERE[leak](CLEAN), EXPECTED)
    assert str(caught.value).startswith(f"leak check '{probe}', ")
    assert f" {what}; nothing was written" in str(caught.value)
    assert re.fullmatch(r"(page|object) [0-9]+|the PDF|XMP|document properties", caught.value.place)


def test_properties_that_are_no_dictionary_are_refused() -> None:
    def edit(pdf: leaks.Pdf) -> None:
        number = pdf.find(b"/Author")
        pdf.objects[number] = b"%d 0 obj\n[ 1 ]\nendobj\n" % number

    draft = leaks.edited(edit)(CLEAN)
    with pytest.raises(LeakError, match=r"^leak check 'metadata', document properties: they are no dictionary; nothing was written$"):
        PROBES["metadata"](draft, EXPECTED)
    assert "streams" not in leaks.red(draft, EXPECTED)


def test_a_stream_that_is_not_compressed_is_refused() -> None:
    def edit(pdf: leaks.Pdf) -> None:
        number = pdf.add_stream(b"")
        pdf.objects[number] = b"%d 0 obj\n<<\n/Length 4\n>>\nstream\nabcdendstream\nendobj\n" % number

    with pytest.raises(LeakError, match="its stream cannot be inflated"):
        PROBES["streams"](leaks.edited(edit)(CLEAN), EXPECTED)


def test_pages_are_compared_to_the_last() -> None:
    longer, expected = leaks.clean(leaks.TEXT + "\n\f\nPage two.\n\f\nPage three.\n")
    assert leaks.red(longer, expected) == {}
    assert set(leaks.red(dataclasses.replace(longer, pdf=CLEAN.pdf), expected)) >= {"pypdf text", "pdfium text"}
    for probe, cut in (("text file", longer.text.rindex(b"\f")), ("text file", len(longer.text) - 5)):
        found = leaks.red(dataclasses.replace(longer, text=longer.text[:cut]), expected)
        assert set(found) == {probe}
        assert "released words are missing from it" in found[probe]


def test_pages_missing_from_the_pdf_are_noticed() -> None:
    def edit(pdf: leaks.Pdf) -> None:
        number = pdf.find(b"/Kids")
        pdf.put(number, b"/Count 2", b"/Count 1")
        body = pdf.objects[number]
        start, end = body.index(b"["), body.index(b"]")
        pdf.objects[number] = body[:start] + b"[ 2 0 R ]" + body[end + 1 :]
        content = pdf.content()
        pdf.set_data(content, pdf.data(content).replace(b"(Page 1 of 2)", b"(Page 1 of 1)"))

    found = leaks.red(leaks.edited(edit)(CLEAN), EXPECTED)
    for probe in ("pypdf text", "pdfium text"):
        assert found[probe] == f"LeakError: leak check '{probe}', page 1: released words are missing from it; nothing was written"


@pytest.mark.parametrize("probe", ["pypdf text", "pdfium text"])
@pytest.mark.parametrize("words", ["(PROPOSED FOR RELEASE)", "(RECORD DATE)", "(Page 1 of 2)", "(SECRET)", "(W0001)", "(carried)"])
def test_words_round_the_record_are_compared_too(probe: str, words: str) -> None:
    def edit(pdf: leaks.Pdf) -> None:
        number = pdf.content()
        pdf.set_data(number, pdf.data(number).replace(words.encode(), b"(Castro)", 1))

    draft = leaks.edited(edit)(CLEAN)
    is_changed = draft != CLEAN
    is_in_a_box = words == "(W0001)" and probe == "pdfium text"
    assert (probe in leaks.red(draft, EXPECTED)) is (is_changed and not is_in_a_box)


# --- what must not be taken for a leak ---


@pytest.mark.parametrize(
    "marked",
    [
        "100% of ships\n\n⟦zebra⟧\n",
        "Ships (7 0 obj) \\ here; %%EOF endobj\n\n⟦zebra⟧\n",
        "Memo\n\n⟦zebra⟧ and\n\n" + "-" * 78 + "\n\nEnd.\n",
        "Memo\n\n⟦zebra⟧ and\n\n" + "-" * 90 + "\n\nEnd.\n",
        "Résumé of ships\n\ncafe\u0301 ⟦zebra⟧ in Ω \u2126\n",
        "Memo a\u0301\u0301 on x\u0301\n\nà\u0323 and \u0301 ⟦zebra⟧\u0301 e\u0301\n",
        "שלום on ships\n\n⟦zebra⟧ شسيبل then 12 and ١٢.\n\fشسيبل\n",
        "Memo\n\nof ﬁve ﬂights, ﬀ ﬃ ﬄ ﬅ ﬆ ⟦zebra⟧\n",
        "Memo\n\nПосол сообщил ⟦zebra⟧ и 中文 and שלום\n",
        "Memo\r\n\r\nwith\ttabs ⟦zebra⟧ and soft\u00adhyphens, exam-\r\nples, ½ of No. 1\n",
        "Memo\n\n/Span <</ActualText <FEFF0041>>> BDC (x) Tj EMC ⟦zebra⟧\n",
        "Memo\n\n" + "".join(map(chr, range(0x400, 0x500))) + " ⟦zebra⟧\n",
        "⟦zebra⟧",
        "Memo on nothing\n\nNo blank at all.\n",
        "Memo\n\n⟦zebra⟧ one\n\f\n⟦zebra⟧ two\f⟦zebra\f\n\nzebra⟧\n",
    ],
)
def test_odd_but_released_text_passes_every_probe(marked: str) -> None:
    assert leaks.red(*leaks.clean(marked)) == {}


@pytest.mark.parametrize("action", [Action.REDACT, Action.REFER])
def test_what_a_release_adds_may_hold_letters_beyond_ascii(action: Action) -> None:
    policy = ReleasePolicy(dt.date(2026, 11, 24), approved_by="José Núñez, Büro – X", case="Ä-7")
    draft, expected = leaks.clean(leaks.TEXT, policy, action)
    assert leaks.red(draft, expected) == {}


@pytest.mark.parametrize("code", ["(b)(3) 42 U.S.C. § 2162", "1.4(c)", "25X1"])
def test_codes_with_a_section_sign_pass(code: str) -> None:
    settled = tuple(dataclasses.replace(each, codes=(code,) if each.codes else ()) for each in DECISIONS)
    draft = render(RECORD, settled, leaks.POLICY, version=Version.REDACTED)
    assert verify(draft, RECORD, settled, policy=leaks.POLICY).draft is draft


def test_a_short_withheld_word_is_not_sought_in_fonts_where_it_stands_by_chance() -> None:
    draft, expected = leaks.clean("Memo\n\nIt was ⟦glyf⟧ and ⟦fish one⟧.\n")
    assert leaks.red(draft, expected) == {}
    for words, is_found in (("secre", False), ("secret", True)):
        draft, expected = leaks.clean(f"Memo\n\nIt was ⟦{words}⟧.\n")
        leak = leaks.in_a_font(words.encode())
        assert ("streams" in leaks.red(leak(draft), expected)) is is_found


def test_operators_that_draw_are_allowed_from_the_first_to_the_last() -> None:
    assert leaks.red(leaks.drawn("q 0 0 0 1 k Q\n")(CLEAN), EXPECTED) == {}


# --- decisions and statement ---


def test_decisions_that_leave_a_gap_are_found_by_the_partition_alone() -> None:
    with pytest.raises(LeakError, match=r"^leak check 'decisions', offset \d+: the decisions do not cover the record exactly once"):
        verify(CLEAN, RECORD, DECISIONS[1:], policy=leaks.POLICY)
    assert leaks.red(CLEAN, EXPECTED) == {}


def test_a_statement_that_names_a_withheld_word_is_found_by_the_statement_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = dataclasses.replace(make_statement(RECORD, DECISIONS, Version.RELEASED, leaks.POLICY), title=f"On {SECRET}")
    monkeypatch.setattr("pipeline.verify.expected.make_statement", lambda *_: statement)
    with pytest.raises(LeakError, match=r"^leak check 'statement', title: ") as caught:
        verify(CLEAN, RECORD, DECISIONS, policy=leaks.POLICY)
    assert SECRET not in str(caught.value)


def test_no_probes_make_no_release() -> None:
    with pytest.raises(LeakError, match=r"leak check 'none', the draft: no probe was given, so nothing was checked"):
        verify(CLEAN, RECORD, DECISIONS, {}, policy=leaks.POLICY)


def test_verify_runs_the_probes_it_is_given_and_names_them() -> None:
    seen: list[tuple[Draft, Expected]] = []
    release = verify(CLEAN, RECORD, iter(DECISIONS), {"one": lambda *args: seen.append(args)}, policy=leaks.POLICY)
    assert release.probes == ("one",)
    assert seen == [(CLEAN, EXPECTED)]


# --- the folder ---


def folder(record_id: str = "record") -> tuple[dict[str, bytes], dict[Version, Release], dict[Version, Expected]]:
    """Return the files of a record's public folder, the releases they come from and what is expected of them."""
    record = dataclasses.replace(RECORD, id=record_id)
    files: dict[str, bytes] = {}
    releases, expected, versions = {}, {}, {}
    for version in Version:
        draft = render(record, DECISIONS, leaks.POLICY, version=version)
        releases[version] = verify(draft, record, DECISIONS, policy=leaks.POLICY)
        expected[version] = expect(record, DECISIONS, version, leaks.POLICY)
        log = public_log(releases[version], record, DECISIONS, RULES, policy=leaks.POLICY, case_key=KEY, tools=TOOLS)
        own = {f"{version}.pdf": draft.pdf, f"{version}.txt": draft.text, f"{version}.audit.jsonl": log.to_bytes()}
        statement = expected[version].statement
        files |= own
        versions[version.value] = {
            "verdict": statement.verdict,
            "withheld": statement.withheld,
            "referred": statement.referred,
            "codes": ["1.4(c)"],
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in own.items()},
        }
    manifest = {"record": record_id, "case": None, "as_of": "2026-11-24", "tools": TOOLS, "versions": versions}
    files["manifest.json"] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    return files, releases, expected


FOLDER = folder()


def told(files: dict[str, bytes], name: str = "record") -> tuple[str, str] | None:
    try:
        verify_folder(name, files, FOLDER[1], FOLDER[2])
    except LeakError as error:
        return error.probe, error.place
    return None


def test_a_clean_folder_may_be_published() -> None:
    assert told(FOLDER[0]) is None


@pytest.mark.parametrize(
    ("change", "name", "message"),
    [
        ({"released.pdf": b""}, "record", "'files', released.pdf: what lies on disk is not what was verified"),
        ({"other": b""}, "record", "'file names', record: the folder holds a file that no stage of ours wrote, or lacks one"),
        (
            {},
            SECRET,
            "'file names', the record's folder: its name holds a withheld word; rename the file that came in",
        ),
    ],
)
def test_what_is_wrong_with_a_folder_is_told_with_the_remedy(change: dict[str, bytes], name: str, message: str) -> None:
    with pytest.raises(LeakError) as caught:
        verify_folder(name, FOLDER[0] | change, FOLDER[1], FOLDER[2])
    assert str(caught.value) == f"leak check {message}; nothing was written"


@pytest.mark.parametrize("name", ["redacted.pdf", "redacted.txt", "released.pdf", "released.txt"])
def test_a_file_that_is_not_what_was_verified_is_found_on_disk(name: str) -> None:
    assert told({**FOLDER[0], name: FOLDER[0][name] + b"\n"}) == ("files", name)


@pytest.mark.parametrize("version", ["redacted", "released"])
def test_a_word_in_a_public_log_is_found_there(version: str) -> None:
    name = f"{version}.audit.jsonl"
    changed = FOLDER[0][name].replace(b'"title":"Memorandum on ships"', f'"title":"{SECRET}"'.encode())
    assert told({**FOLDER[0], name: changed}) == ("public log", "line 1")


def test_a_word_in_the_manifest_is_found_there() -> None:
    changed = FOLDER[0]["manifest.json"].replace(b'"case": null', f'"case": "{SECRET}"'.encode())
    assert told({**FOLDER[0], "manifest.json": changed}) == ("public log", "manifest")


@pytest.mark.parametrize("name", [f"{SECRET}.txt", ".hidden", "redacted.pdf~"])
def test_a_file_that_no_stage_wrote_is_found_by_its_name(name: str) -> None:
    assert told({**FOLDER[0], name: b""}) == ("file names", "record")


@pytest.mark.parametrize("name", sorted(FOLDER[0]))
def test_a_file_that_is_missing_is_noticed(name: str) -> None:
    assert told({key: data for key, data in FOLDER[0].items() if key != name}) == ("file names", "record")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (f"on-{SECRET}", "the record's folder"),
        ("on-owner-matters", "the record's folder"),
        (f"{SECRET.upper()}", "the record's folder"),
        ("on-ship", None),
        ("of-the-x", None),
        ("on-zebra", None),
    ],
)
def test_a_withheld_word_in_the_folders_name_is_found_if_it_is_long_enough_and_nowhere_released(name: str, place: str | None) -> None:
    files, _, _ = folder(name.lower())
    assert told(files, name) == (("file names", place) if place else None)


@pytest.mark.parametrize(("word", "place"), [("fox", "files"), ("foxe", "file names")])
def test_words_of_four_letters_count_in_names_and_shorter_ones_do_not(word: str, place: str) -> None:
    record, holes = leaks.record_of(f"Memo\n\nIt was the ⟦{word}⟧.\n")
    settled = leaks.decisions_of(record, holes)
    expected = {version: expect(record, settled, version, leaks.POLICY) for version in Version}
    with pytest.raises(LeakError) as caught:
        verify_folder(f"a-{word}", FOLDER[0] | {"redacted.txt": b""}, FOLDER[1], expected)
    assert caught.value.probe == place
