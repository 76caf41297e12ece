"""Many records: what each is called, how each ends, and that a bad one never stops the others."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from wordbook import with_words

from pipeline import batch
from pipeline.batch import Named, Row, exit_code, name_inputs, run
from pipeline.errors import AuditError, DeclassError, InputError, LeakError, RulesError, UsageError
from pipeline.flow import Job, Outcome, detectors_for, process
from pipeline.ingest import Limits
from pipeline.inputs import Found
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
RULES = with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: RULES_TEXT.encode()))
DETECTORS = detectors_for(RULES)
JOB = Job(RULES, DETECTORS, ReleasePolicy(dt.date(2026, 11, 24)), b"k" * 32, {"at": "2026-11-24T00:00:00+00:00"})
TEXT = "Memorandum\n\nNovember 7, 1962\n\nThe zebrafish swam.\n"


def named(*names: str) -> list[tuple[str, str]]:
    """Return the record id and what messages say for each path."""
    return [(each.record_id, each.shown) for each in name_inputs([Found(Path(name)) for name in names], RULES, DETECTORS)]


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
    return tuple(run(name_inputs([Found(path) for path in paths], RULES, DETECTORS), job, out, replacing=replacing))


@pytest.fixture(params=["apart", "here"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do each record in a process of its own as ever, and in this one: what a record does is the same."""

    def here(tasks: Sequence[tuple[int, Named]], work: Callable[[tuple[int, Named]], Row], **_: object) -> Iterator[tuple[int, Row]]:
        return enumerate(map(work, tasks))

    if request.param == "here":
        monkeypatch.setattr("pipeline.batch.each_apart", here)


@pytest.mark.usefixtures("way")
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


ERRORS: list[tuple[BaseException, int, str]] = [
    (InputError("the disk is full"), 3, "the disk is full"),
    (RulesError("rules.yaml:1: a fault"), 4, "rules.yaml:1: a fault"),
    (LeakError("streams", "object 4", "a stream"), 5, "leak check 'streams', object 4: a stream; nothing was written"),
    (AuditError("broken"), 6, "broken"),
    (UsageError("not so"), 2, "not so"),
    (DeclassError("odd"), 1, "odd"),
    (RuntimeError("zebrafish"), 1, "an unforeseen RuntimeError; nothing was written; please report it"),
    (ValueError("zebrafish"), 1, "an unforeseen ValueError; nothing was written; please report it"),
    (RecursionError("zebrafish"), 1, "an unforeseen RecursionError; nothing was written; please report it"),
    (
        MemoryError("zebrafish"),
        3,
        "needs more than its memory limit of 1536 MiB; nothing was written; allow more with --memory-limit, or split the record",
    ),
    (
        SystemExit("zebrafish"),
        1,
        "the reader or writer crashed (exit code 1); nothing was written; try a larger --memory-limit, and report it if it crashes again",
    ),
    (
        UnicodeDecodeError("utf-8", b"zebrafish", 0, 1, "zebrafish"),
        1,
        "an unforeseen UnicodeDecodeError; nothing was written; please report it",
    ),
]


def test_a_want_of_memory_is_no_row_but_for_the_process_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object, **__: object) -> Row:
        raise MemoryError

    monkeypatch.setattr("pipeline.batch._stage", greedy)
    with pytest.raises(MemoryError):
        batch._in_child(1, Named(tmp_path, "a", "a"), JOB, tmp_path, tmp_path, replacing=False)


@pytest.mark.parametrize(("error", "code", "message"), ERRORS, ids=[type(error).__name__ for error, _, _ in ERRORS])
def test_any_error_ends_its_own_record_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
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
@pytest.mark.usefixtures("way")
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


@pytest.mark.usefixtures("way")
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "file").write_text(TEXT)
    rows = rows_of(
        tmp_path / "out", [tmp_path / "pipe", tmp_path / "folder", tmp_path / "file" / "below", tmp_path / ("n" * 300), tmp_path / "broken"]
    )
    assert [row.message.partition(": ")[2] for row in rows] == [
        "this is no regular file; copy its content into one",
        "this is no regular file; copy its content into one",
        "there is no such file; check the path",
        "cannot be read (File name too long); check its rights",
        "this link leads nowhere; name the file itself",
    ]
    assert {row.code for row in rows} == {3}


def test_a_pipe_that_takes_a_files_place_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regular = (tmp_path / "file").write_text(TEXT) and (tmp_path / "file").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "stat", lambda _, **__: regular)
    with pytest.raises(InputError) as caught:
        batch._stage(Named(tmp_path / "pipe", "pipe", "pipe"), JOB, tmp_path, tmp_path, replacing=True)
    assert str(caught.value) == "pipe: the file is empty; check that it was copied whole"


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


def test_a_record_that_the_disk_will_move_neither_forth_nor_back_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(TEXT)
    out = tmp_path / "out"
    assert [row.code for row in rows_of(out, paths)] == [0, 0]
    real, calls = Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) >= 3:
            raise OSError(errno.EIO, "Input/output error")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        rows = rows_of(out, paths[:1], replacing=True)
    (row,) = rows
    told = f"{out}: cannot be written (Input/output error) while one was moved into place; the next run here finishes that"
    assert (row.code, row.message) == (3, f"{paths[0]}: {told}")
    next(out.glob(".incomplete-*")).rename(out / ".incomplete-another")  # the next run has another number
    assert [row.code for row in rows_of(out, paths[1:], replacing=True)] == [0]
    for base in (out, out / "internal"):
        names = {"one", "one.superseded-1", "two", "two.superseded-1"}
        assert {path.name for path in base.iterdir() if path.name[0] != "." and path.name != "internal"} == names


def test_what_a_refused_record_wrote_is_gone_before_the_next_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in paths:
        path.write_text(TEXT)

    def staged(outcome: Outcome, folder: Path, *, case_key: bytes) -> None:
        assert case_key
        assert [path.name for path in folder.iterdir()] == []
        (folder / outcome.record.id).mkdir()
        raise LeakError("file names", "the record's folder", "its name holds a withheld word")

    monkeypatch.setattr("pipeline.batch.stage", staged)
    rows = rows_of(tmp_path / "out", paths)
    assert [(row.code, row.named.shown, row.named.record_id) for row in rows] == [(5, "file 1", "record"), (5, "file 2", "record")]


@pytest.mark.parametrize("jobs", [1, 3])
def test_rows_come_in_the_order_given_whoever_is_done_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("slow", "b", "c", "d")]
    for path in paths:
        path.write_text(TEXT)

    def slowly(untrusted: bytes, *, name: str, record_id: str, job: Job) -> object:
        time.sleep(0.8 if record_id == "slow" else 0)
        return process(untrusted, name=name, record_id=record_id, job=job)

    monkeypatch.setattr("pipeline.batch.process", slowly)
    ended: list[int] = []
    named_files = name_inputs([Found(path) for path in paths], RULES, DETECTORS)
    rows = tuple(run(named_files, JOB, tmp_path / "out", replacing=False, jobs=jobs, tick=ended.append))
    assert [row.named.path for row in rows] == paths
    assert {row.code for row in rows} == {0}
    assert ended == sorted(ended)
    assert ended[0] == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_asked_to_stop_tells_what_was_done_out_of_turn_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("hang", "b", "c", "d")]
    for path in paths:
        path.write_text(TEXT)

    def hanging(untrusted: bytes, *, name: str, record_id: str, job: Job) -> object:
        if record_id in {"hang", "c"}:
            time.sleep(60)
        return process(untrusted, name=name, record_id=record_id, job=job)

    def stop(ended: int) -> None:
        if ended == jobs - 1:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("pipeline.batch.process", hanging)
    named_files = name_inputs([Found(path) for path in paths], RULES, DETECTORS)
    rows = tuple(run(named_files, JOB, tmp_path / "out", replacing=False, jobs=jobs, tick=stop))
    told = "the run was stopped while this was at work; nothing was written; run it again"
    ends = {row.named.record_id: row.message.partition(": ")[2] for row in rows}
    assert ends == ({"hang": told} if jobs == 1 else {"hang": told, "b": "", "c": told})
    assert {path.name for path in (tmp_path / "out").iterdir()} == ({"b", "internal"} if jobs == 2 else set())


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("SECRET\n\nMemorandum\nNovember 7, 1962\n\n(TS) Words.\n\nSECRET\n", "SECRET"),
        ("SECRET\n\nMemorandum\nNovember 7, 1962\n\nWords.\n\x0cTOP SECRET\n\nWords.\n", "TOP SECRET"),
        ("Memorandum\nNovember 7, 1962\n\n(U) Words.\n\n(S) More words.\n", "SECRET"),
        ("UNCLASSIFIED\n\nMemorandum\nNovember 7, 1962\n\nWords.\n\nUNCLASSIFIED\n", "UNCLASSIFIED"),
        ("Memorandum\nNovember 7, 1962\n\nWords.\n", None),
    ],
)
@pytest.mark.usefixtures("way")
def test_a_row_tells_the_highest_marking_of_the_record_as_a_whole(tmp_path: Path, text: str, marking: str | None) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(text)
    (row,) = rows_of(tmp_path / "out", [path])
    assert (row.code, row.marking) == (0, marking)


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


def test_a_move_that_breaks_as_nobody_foresaw_ends_its_own_record_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(TEXT)

    def broken(*_: object, **__: object) -> Path:
        raise RuntimeError("zebrafish")

    monkeypatch.setattr("pipeline.batch.place", broken)
    rows = rows_of(tmp_path / "out", [path, path])
    assert [row.message for row in rows] == [f"{path}: an unforeseen RuntimeError; nothing was written; please report it"] * 2
    assert list((tmp_path / "out").iterdir()) == []


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
        "marking": None,
        "date": "1962-11-07",
        "date_certainty": "heading",
        "rules": f"rules.yaml {RULES.digest[:8]}",
        "owners": [],
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
        "marking": None,
        "date": None,
        "date_certainty": None,
        "rules": None,
        "owners": [],
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
