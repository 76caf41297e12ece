"""Logs: what a chain proves, what it finds, what a commitment opens, and what each log holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit import Head, Log, check, commit, internal_log, passage_salt, public_log, read_events, show
from pipeline.audit.commitment import rule_file_commitment
from pipeline.cli import main
from pipeline.errors import AuditError
from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Claim, Decision, Draft, Finding, Release, RuleFile, RuleSet, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.report import audit_verdict
from pipeline.statement import ReleasePolicy

Json = dict[str, object]
GENESIS = "0" * 64


def whole_log() -> bytes:
    log = Log("memo/released", "2026-11-24T00:00:00Z")
    log.append("declass.opened", {"version": "released", "title": "Größe", "list": [1, None, True]})
    log.append("declass.passage", {"passage": "W0001", "codes": ["(b)(6)"]})
    log.append("declass.passage", {"passage": "W0002", "codes": []})
    log.append("declass.status", {"verdict": "released-in-part"})
    log.close({"files": {}})
    return log.to_bytes()


LOG = whole_log()
LINES = LOG.splitlines(keepends=True)


def compact(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rehashed(event: Json) -> bytes:
    """Return an event with its own hash made right, as a forger would."""
    bare = {key: value for key, value in event.items() if key != "hash"}
    return compact({**bare, "hash": hashlib.sha256(b"declass-audit/1\n" + compact(bare)).hexdigest()}) + b"\n"


def problem(data: bytes) -> str:
    with pytest.raises(AuditError) as caught:
        check(data)
    assert caught.value.exit_code == 6
    return str(caught.value)


# --- the chain ---


def test_a_whole_log_has_a_head() -> None:
    assert check(LOG) == Head(5, json.loads(LINES[-1])["hash"])


def test_append_and_close_return_the_hash_that_the_next_event_holds() -> None:
    log = Log("s", "t")
    first = log.append("declass.opened", {"a": 1})
    last = log.close({"b": 2})
    events = read_events(log.to_bytes())
    assert [event["prev"] for event in events] == [GENESIS, first]
    assert [event["hash"] for event in events] == [first, last]
    assert [event["seq"] for event in events] == [1, 2]
    assert [event["id"] for event in events] == ["s/000001", "s/000002"]
    assert events[1]["data"] == {"b": 2, "events": 2}
    assert check(log.to_bytes()) == Head(2, last)


def test_a_hash_is_of_the_schema_a_line_feed_and_the_event_without_it() -> None:
    for line in LINES:
        assert rehashed(json.loads(line)) == line


@pytest.mark.parametrize("number", range(1, 6))
def test_an_edited_line_is_found(number: int) -> None:
    event = json.loads(LINES[number - 1])
    event["data"]["note"] = "edited"
    changed = [*LINES]
    changed[number - 1] = compact(event) + b"\n"
    assert problem(b"".join(changed)) == f"line {number} does not match its hash, so it was edited"


@pytest.mark.parametrize("number", range(1, 5))
def test_an_edited_line_with_its_hash_made_right_is_found_at_the_next(number: int) -> None:
    event = json.loads(LINES[number - 1])
    event["data"]["note"] = "edited"
    changed = [*LINES]
    changed[number - 1] = rehashed(event)
    assert problem(b"".join(changed)).startswith(f"line {number + 1} does not follow the line before it")


@pytest.mark.parametrize("number", range(1, 5))
def test_a_deleted_line_is_found(number: int) -> None:
    changed = LINES[: number - 1] + LINES[number:]
    assert problem(b"".join(changed)) == f"line {number} does not follow the line before it: an event was removed, added or moved"


@pytest.mark.parametrize("number", range(1, 5))
def test_two_lines_that_changed_places_are_found(number: int) -> None:
    changed = [*LINES]
    changed[number - 1], changed[number] = changed[number], changed[number - 1]
    assert problem(b"".join(changed)).startswith(f"line {number} does not follow the line before it")


@pytest.mark.parametrize("number", range(5))
def test_a_log_cut_after_any_line_is_found(number: int) -> None:
    assert problem(b"".join(LINES[:number])) == f"the log does not close after line {number}: its end was cut off"


@pytest.mark.parametrize("number", range(1, 6))
def test_an_inserted_line_is_found(number: int) -> None:
    copied = [*LINES[:number], *LINES[number - 1 :]]
    assert problem(b"".join(copied)).startswith(f"line {number + 1} does not follow the line before it")


def test_a_line_forged_onto_the_end_is_found() -> None:
    last = json.loads(LINES[-1])
    forged = rehashed({**last, "seq": 6, "prev": last["hash"], "data": {"events": 5}})
    assert problem(LOG + forged) == "the log does not close after line 6: its end was cut off"
    other = rehashed({**last, "seq": 6, "prev": last["hash"], "data": {"events": 6}, "type": "declass.status"})
    assert problem(LOG + other) == "the log does not close after line 6: its end was cut off"
    bare = rehashed({**last, "seq": 6, "prev": last["hash"], "data": [6]})
    assert problem(LOG + bare) == "the log does not close after line 6: its end was cut off"


def test_a_wrong_number_in_a_right_chain_is_found() -> None:
    first = json.loads(LINES[0])
    assert problem(rehashed({**first, "seq": 2})).startswith("line 1 does not follow the line before it")
    assert problem(rehashed({**first, "prev": "1" * 64})).startswith("line 1 does not follow the line before it")


@pytest.mark.parametrize(
    ("rewrite", "number"),
    [
        (lambda data: data.replace(b'"seq":1,', b'"seq": 1,'), 1),
        (lambda data: data.replace(b'"seq":2,', b'"seq":2 ,'), 2),
        (lambda data: data.replace("ö".encode(), b"\\u00f6"), 1),
        (lambda data: data.replace(b"\n", b"\r\n"), 1),
        (lambda data: data.replace(b"W0001", b"\\u00570001"), 2),
        (lambda data: b" " + data, 1),
        (lambda data: data.replace(b'{"data"', b'{"seq":9,"data"', 1), 1),
    ],
)
def test_a_rewrite_of_the_same_values_in_another_form_is_found(rewrite: Callable[[bytes], bytes], number: int) -> None:
    told = problem(rewrite(LOG))
    assert told == f"line {number} is not in canonical form, so it was edited; restore the log from its archive copy"


def test_a_byte_order_mark_is_found() -> None:
    assert problem(b"\xef\xbb\xbf" + LOG).startswith("line 1 is no")


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80, 0xFF, 0x07])
def test_a_flipped_byte_anywhere_is_found(flip: int) -> None:
    unnoticed = []
    for at in range(len(LOG)):
        data = LOG[:at] + bytes([LOG[at] ^ flip]) + LOG[at + 1 :]
        try:
            check(data)
        except AuditError:
            continue
        unnoticed.append(at)
    assert unnoticed == []


def test_a_byte_added_or_taken_anywhere_is_found() -> None:
    unnoticed = []
    for at in range(len(LOG) + 1):
        for data in (LOG[:at] + b"\n" + LOG[at:], LOG[:at] + b" " + LOG[at:], LOG[:at] + b"\r" + LOG[at:], LOG[:at] + LOG[at + 1 :]):
            try:
                check(data)
            except AuditError:
                continue
            if data != LOG:
                unnoticed.append((at, data[at : at + 1]))
    assert unnoticed == []


@pytest.mark.parametrize(
    "data",
    [
        b"\n",
        b"[]\n",
        b"7\n",
        b"{}\n",
        b"text\n",
        b"\xff\xfe\n",
        b"\x00" * 100,
        b"[" * 200_000,
        LINES[0].replace(b"declass-audit/1", b"declass-audit/2"),
        LINES[0].replace(b'"type"', b'"kind"'),
        LINES[0].replace(b'"seq":1,', b""),
        LINES[0].replace(b"released", b"\\ud800"),
        b'{"a":"' + b"x" * (8 * 2**20) + b'"}\n',
    ],
    ids=lambda data: repr(data[:24]),
)
def test_a_line_that_is_no_event_is_refused_by_its_number(data: bytes) -> None:
    told = "line 1 is no event of declass-audit/1; restore the log from its archive copy"
    assert problem(data) == told
    with pytest.raises(AuditError) as caught:
        read_events(data)
    assert str(caught.value) == told


def test_a_line_is_let_in_up_to_its_limit_and_no_further() -> None:
    log = Log("s", "t")
    bare = len(json.dumps("")) - 2
    log.append("declass.opened", {"a": "x"})
    size = len(log.to_bytes()) - 1 - 1 - bare
    for room, is_in in ((8 * 2**20 - size, True), (8 * 2**20 - size + 1, False)):
        log = Log("s", "t")
        log.append("declass.opened", {"a": "x" * room})
        if is_in:
            assert len(read_events(log.to_bytes())) == 1
        else:
            with pytest.raises(AuditError, match="line 1 is no event"):
                read_events(log.to_bytes())


def test_an_empty_file_is_a_broken_log() -> None:
    assert problem(b"") == "the log does not close after line 0: its end was cut off"
    assert read_events(b"") == []


# --- commitments ---

SPAN = Span(3, 9)


def salt(**other: object) -> bytes:
    given: dict[str, object] = {"case_key": b"k" * 32, "record_id": "memo", "version": Version.RELEASED, "span": SPAN, "text": "secret"}
    return passage_salt(**{**given, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"case_key": b"j" * 32},
        {"record_id": "memo-2"},
        {"version": Version.REDACTED},
        {"span": Span(3, 10)},
        {"span": Span(2, 9)},
        {"text": "secre"},
    ],
)
def test_a_salt_is_that_of_one_passage_of_one_version_of_one_record_under_one_key(other: dict[str, object]) -> None:
    assert salt(**other) != salt()
    assert len(salt(**other)) == 32


def test_a_salt_comes_again_from_the_same_key() -> None:
    assert salt() == salt()
    assert commit(salt(), "secret") == hmac.new(salt(), b"secret", hashlib.sha256).hexdigest()


def test_parts_of_a_salt_cannot_be_shifted_into_each_other() -> None:
    assert passage_salt(b"k", "a", Version.RELEASED, SPAN, "x") != passage_salt(b"k", "areleased", Version.RELEASED, SPAN, "x")
    assert rule_file_commitment(b"k", "ab", "c") != rule_file_commitment(b"k", "a", "bc")
    assert rule_file_commitment(b"k", "a", "b") != rule_file_commitment(b"j", "a", "b")


# --- what the logs hold ---

TEXT = "Memorandum on ships\n\nNovember 7, 1962\n\nThe zebrafish met the zebrafish and an owner.\n"
RECORD = replace(ingest(TEXT.encode(), name="memo.txt", readers={"text/plain": read_text}), id="memo")
POLICY = ReleasePolicy(dt.date(2026, 11, 24), case="F-7", approved_by="A. Reviewer, State", first_review=dt.date(1962, 11, 8))
FIRST, SECOND = TEXT.index("zebrafish"), TEXT.rindex("zebrafish")
CLAIM = Claim(Span(FIRST, FIRST + 9), Action.REDACT, "rule-name", ("(b)(6)",), ("(b)(6)",), reason="rule")


def settle() -> tuple[Decision, ...]:
    cuts = [0, FIRST, FIRST + 9, SECOND, SECOND + 9, TEXT.index("owner"), TEXT.index(".\n"), len(TEXT)]
    keep, gone, held = Action.RELEASE, Action.REDACT, Action.REFER
    found = []
    for start, end, action in zip(cuts, cuts[1:], [keep, gone, keep, gone, keep, held, keep], strict=False):
        codes = ("(b)(6)",) if action is gone else ()
        owners = ("CIA",) if action is held else ()
        claims = (CLAIM,) if start == FIRST else ()
        found.append(Decision(Span(start, end), action, codes, owners, claims, "rule"))
    return tuple(found)


DECISIONS = settle()
RULES = RuleSet((), Action.RELEASE, (RuleFile("ours.yaml", "a" * 64, True), RuleFile("secret-rules.yaml", "b" * 64, False)), "c" * 64)
KEY = b"k" * 32
RUN = {"at": "2026-11-24T12:34:56+00:00", "host": "reading-room", "python": "3.11"}


def public(version: Version = Version.RELEASED, policy: ReleasePolicy = POLICY, record_id: str = "memo") -> list[Json]:
    release = Release(Draft(version, b"pdf", b"txt", (1, 1, 2)), ("streams",))
    log = public_log(release, replace(RECORD, id=record_id), DECISIONS, RULES, policy=policy, case_key=KEY, tools={"declass": "0.1.0"})
    check(log.to_bytes())
    return [json.loads(line) for line in log.to_bytes().splitlines()]


def internal() -> list[Json]:
    finding = Finding(Span(FIRST, FIRST + 9), "term", "terms", 1.0, "a term", rule="rule-name")
    other = Finding(Span(0, 4), "banner", "markings", 1.0, "a banner")
    log = internal_log(
        RECORD,
        (finding, finding, other),
        dict.fromkeys(Version, DECISIONS),
        RULES,
        policy=POLICY,
        case_key=KEY,
        run=RUN,
    )
    check(log.to_bytes())
    return [json.loads(line) for line in log.to_bytes().splitlines()]


def facts(events: list[Json], kind: str) -> list[Json]:
    found = [event["data"] for event in events if event["type"] == f"declass.{kind}"]
    assert all(isinstance(each, dict) for each in found)
    return found  # type: ignore[return-value]


def test_a_public_log_opens_tells_its_choices_and_closes() -> None:
    events = public()
    kinds = [str(event["type"]) for event in events]
    assert kinds == [f"declass.{kind}" for kind in ("opened", "choice", *("passage",) * 3, "status", "closed")]
    assert {event["time"] for event in events} == {"2026-11-24T00:00:00Z"}
    assert {event["subject"] for event in events} == {"memo/released"}
    assert facts(events, "choice") == [{"choice": "amount", "value": "bucket"}]
    assert facts(events, "closed") == [
        {
            "events": 7,
            "files": {
                "released.pdf": hashlib.sha256(b"pdf").hexdigest(),
                "released.txt": hashlib.sha256(b"txt").hexdigest(),
            },
            "probes": ["streams"],
        }
    ]
    assert facts(events, "status")[0]["approved"] is True
    assert facts(public(policy=replace(POLICY, approved_by=None)), "status")[0]["approved"] is False


def test_a_public_passage_tells_its_reason_and_nothing_of_its_words() -> None:
    events = public()
    first, _, held = facts(events, "passage")
    assert {key: value for key, value in first.items() if key != "commitment"} == {
        "passage": "W0001",
        "page": 1,
        "decision": "withheld",
        "codes": ["(b)(6)"],
        "basis": first["basis"],
        "owners": [],
        "class": first["class"],
        "harm": ["privacy"],
        "amount": "one word or less",
        "decided_by_role": "rule",
        "second_review": "none",
    }
    assert (held["passage"], held["page"], held["decision"], held["owners"]) == ("R0001", 2, "referred", ["CIA"])
    for secret in ("zebrafish", "owner.", "rule-name", "secret-rules", "a" * 63 + "b", "b" * 64, "Reviewer", "reading-room", "12:34"):
        assert secret not in compact(events).decode()
    assert facts(events, "opened")[0]["shipped_packs"] == ["a" * 64]
    assert facts(events, "opened")[0]["private_rules"] == {
        "alg": "HMAC-SHA256",
        "values": [rule_file_commitment(KEY, "secret-rules.yaml", "b" * 64)],
    }


def test_no_amount_is_a_choice_with_a_reason() -> None:
    choice = facts(public(policy=replace(POLICY, amount=AmountPolicy.NONE)), "choice")
    assert choice == [{"choice": "amount", "value": "none", "reason": "amount-would-reveal"}]


def test_a_log_that_does_not_place_every_blank_is_refused() -> None:
    release = Release(Draft(Version.RELEASED, b"", b"", (1,)), ("streams",))
    with pytest.raises(ValueError, match="zip"):
        public_log(release, RECORD, DECISIONS, RULES, policy=POLICY, case_key=KEY, tools={})


def test_a_commitment_is_opened_with_the_salt_in_the_internal_log() -> None:
    opened = {(each["version"], each["passage"]): each for each in facts(internal(), "passage")}
    assert len(opened) == 6
    for version in Version:
        for passage in facts(public(version), "passage"):
            told = opened[version.value, passage["passage"]]
            again = hmac.new(bytes.fromhex(str(told["salt"])), str(told["text"]).encode(), hashlib.sha256).hexdigest()
            assert passage["commitment"] == {"alg": "HMAC-SHA256", "value": again}
            assert told["commitment"] == again


def test_salts_and_commitments_differ_by_passage_version_and_record() -> None:
    salts = {each["salt"] for each in facts(internal(), "passage")}
    assert len(salts) == 6
    seen = [
        compact(passage["commitment"])
        for record_id in ("memo", "memo-2")
        for version in Version
        for passage in facts(public(version, record_id=record_id), "passage")
    ]
    assert len(set(seen)) == len(seen) == 12


def test_the_internal_log_holds_what_the_public_one_leaves_out() -> None:
    events = internal()
    assert facts(events, "ingested")[0] == {
        "name": "memo.txt",
        "media_type": "text/plain",
        "encoding": "utf-8",
        "remarks": [],
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "bytes": len(TEXT),
        "pages": 1,
        "characters": len(TEXT),
        "date": "1962-11-07",
        "date_certainty": "heading",
        "run": RUN,
    }
    assert facts(events, "detected") == [{"findings": {"terms:rule-name": 2, "markings:banner": 1}}]
    options = facts(events, "options")[0]
    assert options["approved_by"] == "A. Reviewer, State"
    assert options["first_review"] == "1962-11-08"
    assert options["as_of"] == "2026-11-24"
    assert facts(events, "rules")[0]["digest"] == "c" * 64
    first = facts(events, "passage")[0]
    assert (first["text"], first["start"], first["end"], first["words"]) == ("zebrafish", FIRST, FIRST + 9, 1)
    assert first["claims"] == [
        {
            "rule": "rule-name",
            "action": "redact",
            "start": FIRST,
            "end": FIRST + 9,
            "codes": ["(b)(6)"],
            "authority": ["(b)(6)"],
            "owner": None,
            "reason": "rule",
            "guide": None,
        }
    ]
    assert {event["time"] for event in events} == {RUN["at"]}
    assert facts(events, "closed") == [{"events": 12, "versions": ["redacted", "released"]}]


def test_an_undated_record_is_told_as_such_in_the_internal_log() -> None:
    log = internal_log(replace(RECORD, date=None), (), {}, RULES, policy=ReleasePolicy(dt.date(2026, 11, 24)), case_key=KEY, run=RUN)
    events = [json.loads(line) for line in log.to_bytes().splitlines()]
    assert (facts(events, "ingested")[0]["date"], facts(events, "ingested")[0]["date_certainty"]) == (None, "none")
    assert facts(events, "options")[0]["first_review"] is None


# --- as a person reads it ---


def test_show_prints_every_event_with_its_facts() -> None:
    text = show(LOG)
    assert text.splitlines()[0] == "memo/released, 2026-11-24T00:00:00Z, 5 events"
    for number, kind in enumerate(("opened", "passage", "passage", "status", "closed"), start=1):
        assert f"\n{number:>4}  {kind}\n" in text
    for words in (
        "title            Größe",
        "passage          W0001",
        "passage          W0002",
        "verdict          released-in-part",
        "list",
    ):
        assert words in text
    assert "1; none; yes" in text
    assert text.endswith("\n")


def test_show_prints_every_event_of_both_logs_of_a_run() -> None:
    for events in (public(), internal()):
        text = show(b"".join(compact(event) + b"\n" for event in events))
        kinds = [line.split()[1] for line in text.splitlines()[2:] if line[:4].strip().isdigit()]
        assert [f"declass.{kind}" for kind in kinds] == [event["type"] for event in events]


def test_show_says_that_a_log_is_empty_and_refuses_what_is_none() -> None:
    assert show(b"") == "an empty log\n"
    with pytest.raises(AuditError, match="line 1 is no event"):
        show(b"text\n")


def test_show_keeps_each_fact_on_its_line_and_sends_no_control_to_the_terminal() -> None:
    log = Log("memo", "now")
    log.append("declass.passage", {"text": "one\ntwo \x1b[2J three", "flag": False, "none": None, "digest": "f" * 65, "empty": {}, "n": 0})
    shown = show(log.to_bytes())
    assert "\x1b" not in shown
    assert "one[U+000A]two [U+001B][2J three" in shown
    assert "flag             no" in shown
    assert f"{'f' * 16}..." in shown
    assert "f" * 17 not in shown
    assert "empty            none" in shown
    assert "n                0" in shown
    assert len(shown.splitlines()) == 8


# --- verdicts and the command ---


def neighbours(folder: Path) -> Path:
    """Write a log and the two files it is about, and return the log's path."""
    log = Log("memo/released", "2026-11-24T00:00:00Z")
    log.append("declass.opened", {})
    log.close({"files": {name: hashlib.sha256(name.encode()).hexdigest() for name in ("released.pdf", "released.txt")}})
    for name in ("released.pdf", "released.txt"):
        (folder / name).write_bytes(name.encode())
    path = folder / "released.audit.jsonl"
    path.write_bytes(log.to_bytes())
    return path


def test_a_verdict_tells_what_is_proved() -> None:
    head = check(LOG)
    assert audit_verdict("x", LOG, {}) == {
        "path": "x",
        "ok": True,
        "proved": [f"5 events, none edited, removed, added or moved; head {head.hash}"],
        "problems": [],
    }


def test_audit_verify_proves_a_log_and_the_files_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = neighbours(tmp_path)
    assert main(["audit", "verify", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == f"{path}: whole"
    assert "  proved: released.pdf is the file that was verified" in out
    assert "  proved: released.txt is the file that was verified" in out


def swap(folder: Path) -> None:
    pdf, txt = folder / "released.pdf", folder / "released.txt"
    first, second = pdf.read_bytes(), txt.read_bytes()
    pdf.write_bytes(second)
    txt.write_bytes(first)


@pytest.mark.parametrize(
    ("tamper", "problems"),
    [
        (swap, ["released.pdf is not the file that this log is about", "released.txt is not the file that this log is about"]),
        (lambda folder: (folder / "released.pdf").write_bytes(b"edited"), ["released.pdf is not the file that this log is about"]),
        (lambda folder: (folder / "released.txt").unlink(), ["released.txt is not beside the log, so it could not be compared"]),
    ],
)
def test_neighbours_that_were_swapped_edited_or_removed_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tamper: Callable[[Path], object], problems: list[str]
) -> None:
    path = neighbours(tmp_path)
    tamper(tmp_path)
    assert main(["audit", "verify", "--json", str(path)]) == 6
    verdict = json.loads(capsys.readouterr().out)
    assert set(verdict) == {"path", "ok", "proved", "problems"}
    assert (verdict["path"], verdict["ok"], verdict["problems"]) == (str(path), False, problems)
    assert verdict["proved"]
    assert main(["audit", "verify", str(path)]) == 6
    out = capsys.readouterr().out
    assert out.startswith(f"{path}: BROKEN\n")
    assert all(f"  problem: {each}\n" in out for each in problems)


def test_json_gives_one_verdict_a_line_for_every_file_and_a_bad_one_stops_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, empty, missing, folder = neighbours(tmp_path), tmp_path / "empty.jsonl", tmp_path / "missing.jsonl", tmp_path / "folder"
    empty.write_bytes(b"")
    folder.mkdir()
    names = [str(missing), str(empty), str(folder), str(good)]
    assert main(["audit", "verify", "--json", *names]) == 6
    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [verdict["path"] for verdict in verdicts] == names
    assert [verdict["ok"] for verdict in verdicts] == [False, False, False, True]
    assert verdicts[0]["problems"] == [f"{missing}: cannot be read (No such file or directory); check the path"]
    assert verdicts[1]["problems"] == ["the log does not close after line 0: its end was cut off"]
    assert verdicts[2]["problems"] == [f"{folder}: cannot be read (Is a directory); check the path"]
    assert all(verdict["proved"] == [] for verdict in verdicts[:3])


@pytest.mark.parametrize(("names", "code"), [(["good"], 0), (["missing", "good"], 3), (["good", "empty", "missing"], 6)])
def test_the_worst_verdict_is_the_exit_code(tmp_path: Path, names: list[str], code: int) -> None:
    paths = {"good": neighbours(tmp_path), "empty": tmp_path / "e", "missing": tmp_path / "m"}
    paths["empty"].write_bytes(b"")
    assert main(["audit", "verify", *(str(paths[name]) for name in names)]) == code


def test_audit_show_prints_logs_and_refuses_what_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = neighbours(tmp_path)
    assert main(["audit", "show", str(path), str(path)]) == 0
    assert capsys.readouterr().out == show(path.read_bytes()) * 2
    path.write_bytes(b"text\n")
    assert main(["audit", "show", str(path)]) == 6
    assert "line 1 is no event of declass-audit/1" in capsys.readouterr().err
    assert main(["audit", "show", str(tmp_path / "missing")]) == 3


@pytest.mark.parametrize("files", [None, [], "released.pdf"])
def test_a_log_whose_closing_names_no_files_in_our_form_proves_none(files: str | list[str] | None) -> None:
    log = Log("memo", "now")
    log.close({"files": files})
    assert len(audit_verdict("x", log.to_bytes(), {})["proved"]) == 1
