"""Many records: what each is called, how each ends, and that a bad one never stops the others."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from pipeline.batch import Named, Row, exit_code, name_inputs, run
from pipeline.errors import AuditError, DeclassError, InputError, LeakError, RulesError, UsageError
from pipeline.flow import Job, detectors_for, process
from pipeline.ingest import Limits
from pipeline.report import row_json, row_lines
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy

RULES_TEXT = """format: 1
default: release
rules:
  - {id: fish, match: {terms: [zebrafish, Castro]}, action: redact, authority: ["(b)(6)"], rationale: Fish.}
  - {id: hold, match: {terms: [falcon]}, action: refer, owner: DOE, rationale: Birds.}
  - {id: free, match: {terms: [sparrow]}, action: release, rationale: Birds.}
"""
RULES = load_rules(PurePosixPath("rules.yaml"), lambda _: RULES_TEXT.encode())
DETECTORS = detectors_for(RULES)
JOB = Job(RULES, DETECTORS, ReleasePolicy(dt.date(2026, 11, 24)), b"k" * 32, {"at": "2026-11-24T00:00:00+00:00"})
TEXT = "Memorandum\n\nNovember 7, 1962\n\nThe zebrafish swam.\n"


def named(*names: str) -> list[tuple[str, str]]:
    """Return the record id and what messages say for each path."""
    return [(each.record_id, each.shown) for each in name_inputs([Path(name) for name in names], RULES, DETECTORS)]


# --- names ---


@pytest.mark.parametrize(
    ("name", "record_id"),
    [
        ("memo.txt", "memo"),
        ("Memo No. 7 (final).txt", "memo-no-7-final"),
        ("excomm-meeting-22.txt", "excomm-meeting-22"),
        ("Résumé.txt", "resume"),
        ("Посол.txt", "record"),
        ("---.txt", "record"),
        (".hidden", "hidden"),
        ("archive.tar.txt", "archive-tar"),
        ("internal.txt", "internal-2"),
        ("INTERNAL", "internal-2"),
        ("a sparrow.txt", "a-sparrow"),
        ("a/b/c.txt", "c"),
        ("%PDF-1.4.txt", "pdf-1-4"),
        ("GIF87 history.txt", "gif87-history"),
        ("<html>.txt", "html"),
        ("{\\rtf.txt", "rtf"),
        ("bell\x07 and tab\t.txt", "bell-and-tab"),
        ("\x01\x02\x03.txt", "record"),
    ],
)
def test_a_record_is_called_by_the_slug_of_its_files_stem(name: str, record_id: str) -> None:
    assert [each for each, _ in named(name)] == [record_id]


def test_equal_names_are_numbered_in_the_order_given() -> None:
    ids = [record_id for record_id, _ in named("a/memo.txt", "b/memo.txt", "memo-2.txt", "Memo.txt", "c/memo.txt")]
    assert ids == ["memo", "memo-2", "memo-2-2", "memo-3", "memo-4"]
    assert len(set(ids)) == 5


@pytest.mark.parametrize(
    "name",
    [
        "zebrafish.txt",
        "Castro.txt",
        "fidel-castro.txt",
        "fidel_castro_1962.txt",
        "minutes.castro.txt",
        "letter+castro.txt",
        "CASTRO",
        "minutes.Castro",
        "falcon.txt",
        "cas-\ntro.txt",
        "Ｃastro.txt",
    ],
)
def test_a_telling_name_becomes_record_and_is_told_by_its_place(name: str) -> None:
    assert named("memo.txt", name) == [("memo", "memo.txt"), ("record", "file 2")]


def test_telling_names_are_numbered_too() -> None:
    assert named("castro.txt", "zebrafish.txt", "record.txt") == [
        ("record", "file 1"),
        ("record-2", "file 2"),
        ("record-3", "record.txt"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.txt", "a[U+000A]b.txt"),
        ("\x1b[2J.txt", "[U+001B][2J.txt"),
        (os.fsdecode(b"caf\xe9.txt"), "caf[U+DCE9].txt"),
        ("é.txt", "é.txt"),
    ],
)
def test_a_name_is_shown_as_one_printable_line(name: str, shown: str) -> None:
    assert named(name)[0][1] == shown
    assert shown.encode()


# --- one bad file ---


def rows_of(out: Path, paths: Sequence[Path], job: Job = JOB, *, replacing: bool = False) -> tuple[Row, ...]:
    return run(name_inputs(paths, RULES, DETECTORS), job, out, replace=replacing)


def test_a_bad_file_among_good_ones_stops_none(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.txt", "empty.txt", "missing.txt", "two.txt")]
    paths[0].write_text(TEXT)
    paths[1].write_text("")
    paths[3].write_text(TEXT)
    rows = rows_of(tmp_path / "out", paths)
    assert [row.code for row in rows] == [0, 3, 3, 0]
    assert [row.named.path for row in rows] == paths
    assert [row.message for row in rows] == [
        "",
        f"{paths[1]}: the file is empty; check that it was copied whole",
        f"{paths[2]}: there is no such file; check the path",
        "",
    ]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"one", "two", "internal"}
    assert exit_code(rows) == 3


ERRORS: list[tuple[Exception, int, str]] = [
    (InputError("the disk is full"), 3, "the disk is full"),
    (RulesError("rules.yaml:1: a fault"), 4, "rules.yaml:1: a fault"),
    (LeakError("streams", "object 4", "a stream"), 5, "leak check 'streams', object 4: a stream; nothing was written"),
    (AuditError("broken"), 6, "broken"),
    (UsageError("not so"), 2, "not so"),
    (DeclassError("odd"), 1, "odd"),
    (RuntimeError("zebrafish"), 1, "an unforeseen RuntimeError; nothing was written; please report it"),
    (ValueError("zebrafish"), 1, "an unforeseen ValueError; nothing was written; please report it"),
    (RecursionError("zebrafish"), 1, "an unforeseen RecursionError; nothing was written; please report it"),
    (MemoryError("zebrafish"), 1, "an unforeseen MemoryError; nothing was written; please report it"),
    (
        UnicodeDecodeError("utf-8", b"zebrafish", 0, 1, "zebrafish"),
        1,
        "an unforeseen UnicodeDecodeError; nothing was written; please report it",
    ),
]


@pytest.mark.parametrize(("error", "code", "message"), ERRORS, ids=[type(error).__name__ for error, _, _ in ERRORS])
def test_any_error_ends_its_own_record_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, message: str
) -> None:
    paths = [tmp_path / "leak", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(TEXT)

    def poisoned(untrusted: bytes, *, name: str, record_id: str, job: Job) -> object:
        if record_id == "leak":
            raise error
        return process(untrusted, name=name, record_id=record_id, job=job)

    monkeypatch.setattr("pipeline.batch.process", poisoned)
    monkeypatch.chdir(tmp_path)
    rows = rows_of(tmp_path / "out", [Path("leak"), Path("two.txt")])
    assert [row.code for row in rows] == [code, 0]
    assert rows[0].message == f"leak: {message}"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"two", "internal"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no such file; check the path"),
        (b"", "the file is empty; check that it was copied whole"),
        (b" \n", "the file holds white space only; check that it was copied whole"),
        (b"%PDF-1.7", "the PDF is damaged and cannot be repaired (no page can be found in it); get a whole copy, or print it to a new PDF"),
    ],
)
@pytest.mark.parametrize("name", ["zebrafish.txt", "zebrafish.castro", "minutes.castro"])
def test_a_refused_file_of_a_telling_name_is_told_by_its_place_alone(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    (row,) = rows_of(tmp_path / "out", [path])
    assert row.message == f"file 1: {sentence}"
    assert row.code == 3


def test_a_telling_name_whose_suffix_lies_is_told_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "zebrafish.pdf"
    path.write_text(TEXT)
    (row,) = rows_of(tmp_path / "out", [path])
    assert row.message == "file 1: the name says a PDF but this is plain text; check the file, or rename it to end in .txt"


def test_a_telling_name_is_in_no_row_message_folder_or_public_file(tmp_path: Path) -> None:
    path = tmp_path / "zebrafish.txt"
    path.write_text(TEXT)
    (row,) = rows_of(tmp_path / "out", [path])
    assert row.folder == tmp_path / "out" / "record"
    assert row_lines(row)[0] == f"file 1 -> {tmp_path / 'out' / 'record'}"
    assert "zebrafish" not in str(row_json(row)) + "".join(row_lines(row))
    assert all(b"zebrafish" not in each.read_bytes() for each in row.folder.iterdir())


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be read (Permission denied); check its rights"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read (Input/output error); check its rights"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "cannot be read (File name too long); check its rights"),
    ],
)
def test_a_file_that_the_system_refuses_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    real = Path.stat

    def refuse(each: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if each == path:
            raise error
        return real(each, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)
    (row,) = rows_of(tmp_path / "out", [path])
    assert (row.code, row.message) == (3, f"{path}: {told}")


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text(TEXT)
    rows = rows_of(tmp_path / "out", [tmp_path / "pipe", tmp_path / "folder", tmp_path / "file" / "below", tmp_path / ("n" * 300)])
    assert [row.message.partition(": ")[2] for row in rows] == [
        "this is no regular file; copy its content into one",
        "this is a folder; name the files in it",
        "there is no such file; check the path",
        "cannot be read (File name too long); check its rights",
    ]
    assert {row.code for row in rows} == {3}


@pytest.mark.parametrize(("limit", "code"), [(len(TEXT), 0), (len(TEXT) - 1, 3)])
def test_a_file_over_the_limit_is_refused_and_one_of_just_its_size_is_not(tmp_path: Path, limit: int, code: int) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    (row,) = rows_of(tmp_path / "out", [path], replace(JOB, limits=Limits(max_bytes=limit)))
    assert row.code == code
    if code:
        assert row.message == f"{path}: the file is over the limit of {limit} bytes; split the record into parts"


def test_an_existing_folder_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    out = tmp_path / "out"
    assert [row.code for row in rows_of(out, [path])] == [0]
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.batch.process", lambda *_, **__: pytest.fail("it was read"))
        (row,) = rows_of(out, [path])
    assert row.code == 3
    assert row.message == f"{path}: {out / 'memo'}: the folder is there already; use --replace to keep it aside, or another --out"
    assert [row.code for row in rows_of(out, [path], replacing=True)] == [0]
    assert (out / "memo.superseded-1").is_dir()


def test_the_same_file_twice_makes_two_records(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    rows = rows_of(tmp_path / "out", [path, path])
    assert [row.folder for row in rows] == [tmp_path / "out" / "memo", tmp_path / "out" / "memo-2"]


def test_an_interrupt_stops_the_run_and_leaves_what_was_done_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(TEXT)

    def interrupted(untrusted: bytes, *, name: str, record_id: str, job: Job) -> object:
        if record_id == "two":
            raise KeyboardInterrupt
        return process(untrusted, name=name, record_id=record_id, job=job)

    monkeypatch.setattr("pipeline.batch.process", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rows_of(tmp_path / "out", paths)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"one", "internal"}


# --- exit codes ---


def row(code: int) -> Row:
    return Row(Named(Path("a"), "a", "a"), code, "")


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], 0),
        ([0], 0),
        ([0, 2], 2),
        ([2, 3], 3),
        ([0, 2, 3, 4], 4),
        ([4, 6, 3], 6),
        ([6, 1, 4], 1),
        ([0, 1, 2, 3, 4, 5, 6], 5),
        ([6, 5, 1], 5),
        ([1, 6], 1),
        ([3, 0, 3], 3),
    ],
)
def test_a_batch_ends_with_the_first_that_occurs_in_the_promised_order(codes: list[int], code: int) -> None:
    assert exit_code([row(each) for each in codes]) == code


# --- rows ---


def test_a_row_for_programs_has_its_promised_keys(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    good, bad = rows_of(tmp_path / "out", [path, tmp_path / "missing.txt"])
    assert row_json(good) == {
        "file": str(path),
        "record": "memo",
        "ok": True,
        "exit": 0,
        "message": "",
        "folder": str(tmp_path / "out" / "memo"),
        "notes": list(good.notes),
        "versions": {name: {"verdict": "released-in-part", "withheld": 1, "referred": 0} for name in ("redacted", "released")},
    }
    assert row_json(bad) == {
        "file": str(tmp_path / "missing.txt"),
        "record": "missing",
        "ok": False,
        "exit": 3,
        "message": f"{tmp_path / 'missing.txt'}: there is no such file; check the path",
        "folder": None,
        "notes": [],
        "versions": {},
    }


def test_a_row_for_people_names_the_folder_both_verdicts_and_the_notes(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)
    (done,) = rows_of(tmp_path / "out", [path])
    assert row_lines(replace(done, notes=("read it",))) == [
        f"{path} -> {tmp_path / 'out' / 'memo'}",
        "  redacted  released-in-part  1 withheld, 0 referred",
        "  released  released-in-part  1 withheld, 0 referred",
        "  note: read it",
    ]
