"""A long odd word in a withheld passage is nowhere but in the internal folder, whether the run passes or fails.

The word is sought as written, in other cases, in two-byte letters, in hex and base 64, and in every stream of
a PDF, inflated: in all files, on the console, in exceptions, in the log records of libraries and in the repr
of every value that passes between the stages.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import io
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.cli import main
from pipeline.errors import AuditError, DeclassError, InputError, LeakError, RulesError
from pipeline.flow import Job, Outcome, detectors_for, open_rules, process
from pipeline.ingest import ingest, readers_for
from pipeline.model import AuditEvent, Version
from pipeline.passages import passages, pieces
from pipeline.statement import ReleasePolicy, make_statement
from pipeline.verify import expect

CANARY = "Quorvexilandrumtosk"
RULES = """format: 1
default: release
rules:
  - {id: p, match: {terms: [flightdeck]}, scope: paragraph, action: redact, authority: ["(b)(6)"], rationale: Ships.}
  - {id: h, match: {terms: [harbourside]}, scope: sentence, action: refer, owner: DOE, rationale: Ports.}
"""
TEXT = f"""SECRET

Memorandum of Conversation

November 7, 1962

The ship was seen on time. The weather was good.

On the flightdeck stood {CANARY}, and {CANARY.upper()} again, with
{CANARY[:9]}-
{CANARY[9:]} beside him.

It was calm. At harbourside {CANARY} waited. Nobody came.

SECRET
"""


def forms() -> tuple[bytes, ...]:
    """Return the word as a careless writer could have written it."""
    found = []
    for word in (CANARY, CANARY.lower(), CANARY.upper(), CANARY[9:], CANARY[::-1]):
        encoded = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("utf-32-le")]
        found += encoded
        found += [each.hex().encode() for each in encoded] + [each.hex().upper().encode() for each in encoded]
        # Base 64 depends on where in a group of three the word begins; its own first and last signs do not count.
        found += [base64.b64encode(b"x" * lead + word.encode())[4 if lead else 0 : -4] for lead in range(3)]
        found.append("".join(f"\\{ord(char):03o}" for char in word).encode())
    return tuple(found)


FORMS = forms()
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def holds_canary(data: bytes) -> bool:
    """Tell whether bytes hold the word in any form, also in a compressed stream."""
    layers = [data]
    for packed in _STREAM.findall(data):
        inflate = zlib.decompressobj()
        try:
            layers += [inflate.decompress(packed), inflate.unused_data]
        except zlib.error:
            layers.append(packed)
    return any(form in layer for layer in layers for form in FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_the_search_finds_the_word_in_each_of_its_forms(form: bytes) -> None:
    assert holds_canary(b"x" + form + b"x")
    assert holds_canary(b"stream\n" + zlib.compress(b"x" + form) + b"endstream")
    assert not holds_canary(b"stream\n" + zlib.compress(b"x") + b"endstream")


@dataclasses.dataclass(frozen=True)
class Place:
    """A computer of its own: where the source lies, and where all else may be written."""

    root: Path
    source: Path
    out: Path

    def files(self) -> Iterator[Path]:
        """Yield every file that is neither the source nor internal."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and path != self.source and (self.out / "internal") not in path.parents:
                yield path

    def leaks(self) -> list[str]:
        """Return the files whose name or content holds the word."""
        return [
            str(path) for path in self.files() if holds_canary(path.read_bytes()) or holds_canary(str(path.relative_to(self.root)).encode())
        ]

    def run(self, *arguments: str) -> int:
        return main(["run", str(self.source), "--rules", str(self.root / "rules.yaml"), "--out", str(self.out), *arguments])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name in ("home", "tmp", "work"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(tmp_path / "work")
    (tmp_path / "rules.yaml").write_text(RULES)
    source = tmp_path / "memo.txt"
    source.write_text(TEXT)
    return Place(tmp_path, source, tmp_path / "out")


def said(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> bytes:
    """Return all that went to the console or to a library's log."""
    out, err = capfd.readouterr()
    return "\n".join([out, err, caplog.text, *(str(record.__dict__) for record in caplog.records)]).encode()


# --- a run that passes ---


@pytest.mark.parametrize(
    "options",
    [[], ["--json"], ["--amount", "exact"], ["--amount", "none"], ["--as-of", "1963-01-01"], ["--status", "unclassified"]],
    ids=lambda options: " ".join(options) or "plain",
)
def test_a_passing_run_keeps_the_word_in_the_internal_folder(
    place: Place, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, options: list[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    assert place.run(*options) == 0
    assert place.leaks() == []
    assert not holds_canary(said(capfd, caplog))
    assert CANARY in (place.out / "internal" / "memo" / "audit.jsonl").read_text()
    assert {path.name for path in place.out.iterdir()} == {"memo", "internal"}
    assert [path for name in ("home", "tmp", "work") for path in (place.root / name).iterdir()] == []
    assert len(list(place.files())) == 8


def test_the_logs_that_are_shown_and_verified_do_not_tell_the_word(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    assert place.run() == 0
    logs = [str(place.out / "memo" / f"{version}.audit.jsonl") for version in Version]
    assert main(["audit", "verify", *logs]) == 0
    assert main(["audit", "verify", "--json", *logs]) == 0
    assert main(["audit", "show", *logs]) == 0
    out, err = capfd.readouterr()
    assert "W0001" in out
    assert not holds_canary((out + err).encode())


def test_a_telling_file_name_is_in_no_public_place(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    (place.root / "rules.yaml").write_text(RULES.replace("[flightdeck]", f"[flightdeck, {CANARY}]"))
    telling = place.root / f"{CANARY}.txt"
    place.source.rename(telling)
    (place.root / f"{CANARY}.pdf").write_bytes(b"%PDF-1.7")
    names = [str(telling), str(telling.with_suffix(".pdf")), str(place.root / f"x-{CANARY}"), str(telling)]
    assert main(["run", *names, "--rules", str(place.root / "rules.yaml"), "--out", str(place.out)]) == 3
    out, err = capfd.readouterr()
    assert not holds_canary((out + err).encode())
    assert "file 1 -> " in out
    assert "file 2: the PDF is damaged" in err
    assert "file 3: there is no such file" in err
    assert {path.name for path in place.out.iterdir()} == {"record", "record-4", "internal"}
    assert [path for path in place.out.rglob("*") if holds_canary(path.name.encode())] == []
    assert [path for path in place.files() if place.out in path.parents and holds_canary(path.read_bytes())] == []


# --- runs that fail, stage by stage ---

STAGES: Mapping[str, tuple[str, DeclassError]] = {
    "ingest": ("pipeline.flow.ingest", InputError("the file cannot be read; check it")),
    "detect": ("pipeline.flow.detect", RulesError("rules.yaml:4: a pattern ran out of time")),
    "decide": ("pipeline.flow.decide", RulesError("rules.yaml:4: a chain without an end")),
    "render": ("pipeline.flow.render", DeclassError("a page cannot be written")),
    "verify": ("pipeline.flow.verify", LeakError("streams", "object 4", "a stream that no page uses")),
    "audit, public": ("pipeline.flow.public_log", AuditError("the log cannot be written")),
    "audit, internal": ("pipeline.flow.internal_log", AuditError("the log cannot be written")),
    "store": ("pipeline.batch.stage", InputError("the disk is full")),
    "store, before the public folder": ("pipeline.store._public", InputError("the disk is full")),
    "store, after the public folder": ("pipeline.store._internal", InputError("the disk is full")),
    "store, last look": ("pipeline.store.verify_folder", LeakError("files", "released.pdf", "what lies on disk is not what was verified")),
    "store, moving": ("pipeline.store.carry_out", InputError("the disk is full")),
}
FOREIGN = (RuntimeError(CANARY), ValueError(CANARY, TEXT), KeyError(CANARY), UnicodeDecodeError("utf-8", TEXT.encode(), 0, 1, CANARY))


def poison(monkeypatch: pytest.MonkeyPatch, where: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(where, fail)


def check_failed(place: Place, console: bytes) -> None:
    assert place.leaks() == []
    assert not holds_canary(console)
    assert [path for path in place.out.iterdir() if path.name != "internal"] == []
    assert not (place.out / "internal").exists() or list((place.out / "internal").iterdir()) == []
    assert [path for name in ("home", "tmp", "work") for path in (place.root / name).iterdir()] == []


@pytest.mark.parametrize("error", FOREIGN, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_breaks_over_the_word_does_not_tell_it(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    stage: str,
    error: Exception,
) -> None:
    caplog.set_level(logging.DEBUG)
    poison(monkeypatch, STAGES[stage][0], error)
    assert place.run("--json") == 1
    console = said(capfd, caplog)
    assert f"an unforeseen {type(error).__name__}; nothing was written; please report it".encode() in console
    check_failed(place, console)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_refuses_leaves_nothing_and_gives_its_own_exit_code(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, stage: str
) -> None:
    where, error = STAGES[stage]
    poison(monkeypatch, where, error)
    assert place.run() == error.exit_code
    console = said(capfd, caplog)
    assert str(error).encode() in console
    check_failed(place, console)


@pytest.mark.parametrize(
    "where", ["pipeline.batch.detect", "pipeline.batch.ingest", "pipeline.cli.run.open_rules", "pipeline.cli.run.detectors_for"]
)
def test_what_breaks_before_the_first_record_does_not_tell_the_word(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], where: str
) -> None:
    poison(monkeypatch, where, RuntimeError(CANARY))
    assert place.run() == 1
    out, err = capfd.readouterr()
    assert (out, err) == ("", "declass: an unforeseen RuntimeError; nothing more was written; please report it\n")
    assert not place.out.exists()


def test_a_leak_gives_exit_code_5_names_probe_and_place_and_writes_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.modules["pipeline.render.render"], "write_text", lambda *_: TEXT.encode())
    assert place.run() == 5
    out, err = capfd.readouterr()
    assert out == ""
    assert err == (f"{place.source}: leak check 'text file', page 1: it reads otherwise than what was released; nothing was written\n")
    check_failed(place, err.encode())


@pytest.mark.parametrize("stem", ["536221457", "file-536-22-1457-b", "53622-1457"])
def test_a_withheld_number_in_the_folders_name_gives_exit_code_5(place: Place, stem: str, capfd: pytest.CaptureFixture[str]) -> None:
    named = place.root / f"{stem}.txt"
    named.write_text("UNCLASSIFIED\n\nMemorandum, November 7, 1962\n\nHis SSN 536-22-1457 is known.\n\nUNCLASSIFIED\n")
    code = main(["run", str(named), "--rules", str(place.root / "rules.yaml"), "--out", str(place.out)])
    told = capfd.readouterr()
    if code == 0:  # the name was hidden before anything was written
        assert [path.name for path in place.out.iterdir() if path.name != "internal"] == ["record"]
    else:
        assert code == 5
        assert re.search("its name holds a withheld (?:word|number); rename the file that came in", told.err)
        assert [path for path in place.out.rglob("*") if path.is_file()] == []
    assert "536221457" not in told.out + told.err
    assert "1457" not in told.out + told.err


def test_a_withheld_word_in_the_folders_name_gives_exit_code_5_and_writes_nothing(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    named = place.root / f"on-{CANARY}.txt"
    place.source.rename(named)
    assert main(["run", str(named), "--rules", str(place.root / "rules.yaml"), "--out", str(place.out)]) == 5
    out, err = capfd.readouterr()
    assert out == ""
    assert "leak check 'file names', the record's folder: its name holds a withheld word; rename the file that came in" in err
    assert [path for path in place.out.rglob("*") if path.is_file()] == []


# --- values ---


def outcome_of(place: Place) -> Outcome:
    rules = open_rules(place.root / "rules.yaml")
    job = Job(rules, detectors_for(rules), ReleasePolicy(dt.date(2026, 11, 24)), b"k" * 32, {"at": "2026-11-24T00:00:00+00:00"})
    return process(TEXT.encode(), name="memo.txt", record_id="memo", job=job)


def values(outcome: Outcome) -> Iterator[object]:
    """Yield every value that passes between the stages, and what is computed from them on the way."""
    record = outcome.record
    yield from (outcome, record, record.source, record.pages, record.blocks, record.date, *outcome.findings, outcome.internal)
    yield from (finding.marking for finding in outcome.findings)
    for version in Version:
        decisions = outcome.decisions[version]
        yield from (*decisions, outcome.releases[version], outcome.releases[version].draft, outcome.logs[version])
        yield from outcome.logs[version].events
        yield from (passages(record, decisions), pieces(record, decisions))
        yield make_statement(record, decisions, version, outcome.policy)
        yield expect(record, decisions, version, outcome.policy)


def test_no_value_shows_the_word(place: Place) -> None:
    outcome = outcome_of(place)
    assert CANARY in outcome.record.text
    seen = [value for value in values(outcome) if holds_canary(repr(value).encode()) or holds_canary(str(value).encode())]
    assert [type(value).__name__ for value in seen] == []


def test_no_event_of_the_internal_log_shows_the_word(place: Place) -> None:
    events: list[AuditEvent] = outcome_of(place).internal.events
    assert [event.type for event in events if holds_canary(repr(event).encode())] == []


def test_no_exception_shows_the_word(place: Place) -> None:
    outcome = outcome_of(place)
    record, decisions = outcome.record, outcome.decisions[Version.RELEASED]
    caught: list[Exception] = []
    for wrong in (decisions[1:], decisions[:-1], ()):
        with pytest.raises((LeakError, ValueError)) as error:
            expect(record, wrong, Version.RELEASED, outcome.policy)
        caught.append(error.value)
    for change in ({"text": ""}, {"pages": ()}):
        with pytest.raises(ValueError, match="a record needs text and pages") as refused:
            dataclasses.replace(record, **change)
        caught.append(refused.value)
    assert not any(holds_canary((repr(each) + str(each)).encode()) for each in caught)


# --- where the word may stand ---

HEAD = "SECRET\n\nMemorandum on ships\n\nNovember 7, 1962\n\n"
BODY = f"{HEAD}The weather was bad.\n\nThe flightdeck saw {CANARY} at noon.\n\nSECRET\n"
PLACES = {
    "a paragraph": BODY,
    "a referred sentence": BODY.replace("flightdeck", "harbourside"),
    "the whole heading": BODY.replace("Memorandum on ships", f"{CANARY} on the flightdeck"),
    "a label": BODY.replace("Memorandum on ships", f"FROM: Mr. {CANARY}, flightdeck\nTO: The Secretary"),
    "the line of the date": BODY.replace("November 7", f"Flightdeck, {CANARY}, November 7"),
    "across two pages": f"{HEAD}It was calm.\n\nThe flightdeck\n\f{CANARY} flightdeck.\n",
    "one letter a line": BODY.replace(CANARY, "\n".join(CANARY)),
    "a record of no date": f"Memorandum\n\nIt was {CANARY}.\n",
    "a young record": BODY.replace("1962", "2019").replace("flightdeck", "deck"),
}


def read(pdf: bytes) -> bytes:
    """Return what a reader makes of a PDF, without white space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages)).encode()


@pytest.mark.parametrize("where", PLACES)
def test_the_word_is_in_no_public_file_wherever_it_stood(place: Place, capfd: pytest.CaptureFixture[str], where: str) -> None:
    place.source.write_text(PLACES[where])
    assert place.run("--as-of", "2026-11-24") == 0
    assert place.leaks() == []
    for version in Version:
        assert not holds_canary(read((place.out / "memo" / f"{version}.pdf").read_bytes()))
        assert not holds_canary(re.sub(rb"\s+", b"", (place.out / "memo" / f"{version}.txt").read_bytes()))
    assert not holds_canary("".join(capfd.readouterr()).encode())


def test_a_process_of_its_own_leaves_the_word_in_no_other_file(place: Place) -> None:
    command = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
    options = ["run", "memo.txt", "--rules", "rules.yaml", "--out", "out"]
    done = subprocess.run([*command, *options], cwd=place.root, capture_output=True, check=False)
    assert done.returncode == 0
    assert not holds_canary(done.stdout + done.stderr)
    assert place.leaks() == []


# --- names and refusals ---

NAMES = (f"{CANARY}.txt", f"memo.{CANARY}", f"{CANARY[:9]}\u00ad{CANARY[9:]}.txt", f"a\u200b{CANARY}.txt", f"a\u200b\u2060{CANARY}_b.txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_holds_the_word_is_shown_nowhere_though_it_be_parted_by_signs_that_show_nothing(
    place: Place, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    (place.root / "rules.yaml").write_text(RULES.replace("[flightdeck]", f"[flightdeck, {CANARY}]"))
    telling = place.source.rename(place.root / name)
    assert main(["run", str(telling), "--rules", str(place.root / "rules.yaml"), "--out", str(place.out)]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("file 1 -> ")
    assert not holds_canary((out + err).encode())
    assert {path.name for path in place.out.iterdir()} == {"record", "internal"}
    assert not any(holds_canary(path.read_bytes()) for path in (place.out / "record").iterdir())


def test_a_name_that_no_rule_knows_but_that_holds_a_withheld_word_is_told_by_its_place(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    plain = place.root / "plain.txt"
    plain.write_text("Memorandum\n\nNovember 7, 1962\n\nNothing.\n")
    telling = place.source.rename(place.root / f"on-{CANARY}.txt")
    arguments = [str(plain), str(telling), "--rules", str(place.root / "rules.yaml"), "--out", str(place.out), "--json"]
    assert main(["run", *arguments]) == 5
    out, err = capfd.readouterr()
    assert err == (
        "file 2: leak check 'file names', the record's folder: its name holds a withheld word; "
        "rename the file that came in; nothing was written\n"
    )
    assert not holds_canary((out + err).encode())
    assert {path.name for path in place.out.iterdir()} == {"plain", "internal"}


REFUSED = {
    "a PDF": b"%PDF-1.7 " + CANARY.encode(),
    "a binary file": CANARY.encode() + b"\x00",
    "a web page": f"<html><body>{CANARY}</body></html>".encode(),
    "an encoding that cannot be told": CANARY.encode() + bytes(range(0x80, 0xA0)),
    "half of a pair of letters": b"\xff\xfe" + CANARY.encode("utf-16-le") + b"\x00\xd8",
    "an odd count of bytes": b"\xff\xfe" + CANARY.encode("utf-16-le") + b"\x00",
}


@pytest.mark.parametrize("case", REFUSED)
def test_no_refusal_quotes_the_record(place: Place, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, case: str) -> None:
    caplog.set_level(logging.DEBUG)
    place.source.write_bytes(REFUSED[case])
    assert place.run() == 3
    check_failed(place, said(capfd, caplog))


@pytest.mark.parametrize("case", REFUSED)
def test_no_traceback_of_a_refusal_quotes_the_record(place: Place, case: str) -> None:
    with pytest.raises(InputError) as caught:
        ingest(REFUSED[case], name="memo.txt", readers=readers_for())
    assert not holds_canary("".join(traceback.format_exception(caught.value)).encode())
    assert place.source.exists()


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "store, moving"])  # that is never interrupted
def test_a_run_that_is_interrupted_at_any_stage_leaves_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], stage: str
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(60)

    monkeypatch.setattr(STAGES[stage][0], interrupt)
    assert place.run() == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "the run was stopped while this was at work; nothing was written; run it again" in err
    check_failed(place, err.encode())
