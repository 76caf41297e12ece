"""The public log and the manifest, value by value: what each key may hold, and what it may not."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.audit import public_log
from pipeline.authority import RATIONALE_CLASSES
from pipeline.errors import LeakError
from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Decision, Draft, Release, RuleFile, RuleSet, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.statement import ReleasePolicy
from pipeline.verify import expect
from pipeline.verify.log import Folder, check_manifest, probe_log

Json = dict[str, object]
SECRET = "zebrafish"
TEXT = "Memorandum on ships\n\nNovember 7, 1962\n\nThe ship carried zebrafish to the owner of it.\n"
POLICY = ReleasePolicy(dt.date(2026, 11, 24), case="F-7", amount=AmountPolicy.BUCKET)
RECORD = replace(ingest(TEXT.encode(), name="a.txt", readers={"text/plain": read_text}), id="memo-1")
CUTS = [
    (0, Action.RELEASE),
    (TEXT.index(SECRET), Action.REDACT),
    (TEXT.index(" to the"), Action.RELEASE),
    (TEXT.index("owner"), Action.REFER),
]
DECISIONS = tuple(
    Decision(
        Span(start, end),
        action,
        ("1.4(c)", "25X1") if action is Action.REDACT else (),
        ("CIA",) if action is Action.REFER else (),
        (),
        "rule",
    )
    for (start, action), end in zip(CUTS, [at for at, _ in CUTS[1:]] + [len(TEXT)], strict=True)
)
EXPECTED = expect(RECORD, DECISIONS, Version.RELEASED, POLICY)
PDF, TXT = b"%PDF-", b"text"
DIGESTS = {"released.pdf": hashlib.sha256(PDF).hexdigest(), "released.txt": hashlib.sha256(TXT).hexdigest()}
FOLDER = Folder("memo-1", DIGESTS)
RULES = RuleSet((), Action.RELEASE, (RuleFile("a.yaml", "a" * 64, True), RuleFile("b.yaml", "b" * 64, False)), "0" * 64)
TOOLS = {"declass": "0.1.0"}
LOG = public_log(
    Release(Draft(Version.RELEASED, PDF, TXT, (1, 1)), ("pypdf text", "text file")),
    RECORD,
    DECISIONS,
    RULES,
    policy=POLICY,
    case_key=b"k" * 32,
    tools=TOOLS,
).to_bytes()
HEX = "0" * 64


def compact(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def event(facts: Mapping[str, object], **envelope: object) -> bytes:
    """Return one event of the log with these facts, chained to nothing."""
    whole: Json = {
        "data": dict(facts),
        "hash": HEX,
        "id": "memo-1/released/000001",
        "prev": HEX,
        "schema": "declass-audit/1",
        "seq": 1,
        "source": "declass",
        "specversion": "1.0",
        "subject": "memo-1/released",
        "time": "2026-11-24T00:00:00Z",
        "type": "declass.opened",
    }
    return compact({**whole, **envelope}) + b"\n"


def test_a_log_of_ours_may_be_published() -> None:
    assert LOG.count(b"\n") == 6
    probe_log(LOG, EXPECTED, FOLDER)
    probe_log(event({}), EXPECTED, FOLDER)


# key -> values that it may hold, values that it may not
ENVELOPE: Mapping[str, tuple[list[object], list[object]]] = {
    "hash": ([HEX, "0123456789abcdef" * 4], ["0" * 63, "0" * 65, "G" * 64, "A" * 64, SECRET, None, 0, [HEX]]),
    "prev": ([HEX], ["0" * 63, "0" * 65, SECRET, None]),
    "id": (
        ["memo-1/released/000001", "memo-1/released/999999"],
        [
            "memo-1/redacted/000001",
            f"{SECRET}/released/000001",
            "memo-1/released/1",
            "memo-1/released/0000001",
            "x memo-1/released/000001",
            1,
        ],
    ),
    "schema": (["declass-audit/1"], ["declass-audit/2", SECRET, None]),
    "seq": ([0, 1, 12], [-1, True, 1.0, "1", None]),
    "source": (["declass"], [SECRET, None, ["declass"]]),
    "specversion": (["1.0"], [1.0, "1.1", SECRET]),
    "subject": (["memo-1/released"], ["memo-1/redacted", f"{SECRET}/released", "memo-1", None]),
    "time": (["2026-11-24T00:00:00Z"], ["2026-11-24T00:00:01Z", "2026-11-25T00:00:00Z", "2026-11-24", SECRET, 0]),
    "type": (
        ["declass.opened", "declass.choice", "declass.passage", "declass.status", "declass.closed"],
        ["declass.other", SECRET, None, [], {}],
    ),
}
FACTS: Mapping[str, tuple[list[object], list[object]]] = {
    "amount": (["one word or less", "part of a line"], ["1-3 lines", "9", SECRET, "", None, 9]),
    "approved": ([True, False], [1, 0, "true", SECRET, None]),
    "as_of": (["2026-11-24"], ["2026-11-25", "1962-11-07", SECRET, None]),
    "basis": ([[], ["Intelligence activities, sources or methods, or cryptology"]], [SECRET, [SECRET], [None], [["x"]], None]),
    "case": (["F-7"], [SECRET, None, "F-8", ["F-7"]]),
    "choice": (["amount"], [SECRET, "nature", None, True]),
    "class": ([*sorted(RATIONALE_CLASSES)], [SECRET, None, [], {}]),
    "classification": ([EXPECTED.statement.classification], [SECRET, None, "DECLASSIFIED"]),
    "codes": (
        [[], ["(b)(1) 1.4(c)"], ["(b)(1) 25X1", "(b)(1) 1.4(c)"]],
        ["(b)(1) 1.4(c)", [SECRET], ["(b)(1) 1.4(a)"], ["1.4(c)"], [[]], None],
    ),
    "commitment": (
        [{"alg": "HMAC-SHA256", "value": HEX}, {"alg": "HMAC-SHA256", "values": [HEX, HEX]}],
        [
            None,
            HEX,
            [],
            {},
            {"value": HEX},
            {"alg": "SHA256", "value": HEX},
            {"alg": "HMAC-SHA256", "value": SECRET},
            {"alg": "HMAC-SHA256", "value": HEX[1:]},
            {"alg": "HMAC-SHA256", "value": None},
            {"alg": "HMAC-SHA256", "value": HEX, "text": SECRET},
            {"alg": "HMAC-SHA256", "values": SECRET},
            {"alg": "HMAC-SHA256", "values": [HEX, SECRET]},
            {"alg": "HMAC-SHA256", "value": SECRET, "values": [HEX]},
            {"alg": "HMAC-SHA256", "value": HEX, "values": [SECRET]},
        ],
    ),
    "date": (["1962-11-07"], [None, "1962-11-08", SECRET]),
    "decided_by_role": (["rule", "law", "reviewer"], [SECRET, "ruling 1", "A. Reviewer", None]),
    "decision": (["withheld", "referred"], [SECRET, "released", None]),
    "events": ([0, 7], [-1, "7", True, SECRET, None]),
    "files": (
        [{}, DIGESTS],
        [
            None,
            [],
            "released.pdf",
            {"released.pdf": HEX},
            {"released.pdf": DIGESTS["released.txt"]},
            {f"{SECRET}.pdf": HEX},
            {SECRET: None},
            {SECRET: DIGESTS["released.pdf"]},
        ],
    ),
    "harm": ([[], ["national-security"], ["privacy", "statute"]], [SECRET, [SECRET], [None], [[]], None]),
    "owners": ([[], ["CIA"]], ["CIA", ["NSA"], [SECRET], [None], None]),
    "page": ([0, 3], [-1, "3", 3.0, False, None, SECRET]),
    "passage": (["W0001", "R0001"], ["W0002", "W1", SECRET, "w0001", None, 1]),
    "private_rules": ([{"alg": "HMAC-SHA256", "values": []}], [{"alg": "HMAC-SHA256", "values": ["my-rules.yaml"]}, [], None]),
    "probes": ([[], ["pypdf text", "pdfium text", "streams", "strings", "metadata", "text file"]], ["streams", [SECRET], [[]], None]),
    "projected": ([False], [True, 0, None, SECRET]),
    "reason": (["amount-would-reveal"], [SECRET, None]),
    "referred": ([1], [0, 2, True, "1", None]),
    "second_review": (["none", "concurred"], [SECRET, True, None, "A. Reviewer"]),
    "shipped_packs": ([[], [HEX]], [HEX, [SECRET], [HEX[1:]], [None], None]),
    "title": (["Memorandum on ships"], [SECRET, None, "Memorandum", "memorandum on ships"]),
    "tools": (
        [
            {},
            {"declass": "0.1.0"},
            {"pypdf": "7"},
            {"pikepdf": "10.18.0"},
            {"reportlab": "4.4.9.post1"},
            {"pypdfium2": "5.0.0rc1"},
            {"presidio-analyzer": "2.2"},
            {"language-model": "none"},
            {"language-model": "not needed"},
            {"language-model": f"en_core_web_sm 3.8.0 sha256:{HEX}"},
        ],
        [
            None,
            [],
            {SECRET: "1"},
            {"pypdf": SECRET},
            {"pypdf": f"1.{SECRET}"},
            {"pypdf": None},
            {"pypdf": ""},
            {"pypdf": "1."},
            {"language-model": SECRET},
            {"language-model": f"{SECRET} none"},
            {"language-model": f"two names 3.8.0 sha256:{HEX}"},
            {"pypdf": "none"},
            {"pypdf": [1]},
        ],
    ),
    "value": (["none", "bucket", "exact"], [SECRET, "all", None, True]),
    "verdict": (["released-in-part"], ["released-in-full", SECRET, None]),
    "version": (["released"], ["redacted", SECRET, None]),
    "withheld": ([1], [0, 2, True, "1", 1.0, None]),
}
GOOD = [("envelope", key, value) for key, (good, _) in ENVELOPE.items() for value in good]
GOOD += [("facts", key, value) for key, (good, _) in FACTS.items() for value in good]
BAD = [("envelope", key, value) for key, (_, bad) in ENVELOPE.items() for value in bad]
BAD += [("facts", key, value) for key, (_, bad) in FACTS.items() for value in bad]


def event_with(where: str, key: str, value: object) -> bytes:
    return event({}, **{key: value}) if where == "envelope" else event({key: value})


@pytest.mark.parametrize(("where", "key", "value"), GOOD)
def test_each_key_allows_its_own_values(where: str, key: str, value: object) -> None:
    probe_log(event_with(where, key, value), EXPECTED, FOLDER)
    assert key in (ENVELOPE if where == "envelope" else FACTS)


@pytest.mark.parametrize(("where", "key", "value"), BAD)
def test_each_key_refuses_any_other_value(where: str, key: str, value: object) -> None:
    with pytest.raises(LeakError) as caught:
        probe_log(event({}) + event_with(where, key, value), EXPECTED, FOLDER)
    assert str(caught.value) == f"leak check 'public log', line 2: key '{key}' holds what a public log may not; nothing was written"
    assert (caught.value.probe, caught.value.place) == ("public log", "line 2")


@pytest.mark.parametrize(
    "line",
    [event({SECRET: None}), event({"text": SECRET}), event({"offset": 7}), event({}, **{SECRET: 1}), event({}, comment=SECRET)],
)
def test_a_key_that_is_not_on_the_list_is_refused_and_not_named(line: bytes) -> None:
    with pytest.raises(LeakError) as caught:
        probe_log(line, EXPECTED, FOLDER)
    assert "a key that is not on the allow-list holds what a public log may not" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_the_tables_above_name_every_key_of_a_log() -> None:
    for line in LOG.splitlines():
        parsed = json.loads(line)
        assert set(parsed.pop("data")) <= set(FACTS)
        assert set(parsed) == set(ENVELOPE)


EVENT = event({"title": "Memorandum on ships"})


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        (b"", "line 1", "it does not end as a log of ours"),
        (EVENT[:-1], "line 1", "it does not end as a log of ours"),
        (EVENT + b" ", "line 2", "it does not end as a log of ours"),
        (EVENT + SECRET.encode(), "line 2", "it does not end as a log of ours"),
        (EVENT + b"\n", "line 2", "it is no event in the form that we write"),
        (SECRET.encode() + b"\n", "line 1", "it is no event in the form that we write"),
        (b"[]\n", "line 1", "it is no event in the form that we write"),
        (b"7\n", "line 1", "it is no event in the form that we write"),
        (b"{}\n", "line 1", "it is no event in the form that we write"),
        (b'{"data":[]}\n', "line 1", "it is no event in the form that we write"),
        (b'{"data":"zebrafish"}\n', "line 1", "it is no event in the form that we write"),
        (b"\xff\n", "line 1", "it is no event in the form that we write"),
        (b"[" * 100_000 + b"\n", "line 1", "it is no event in the form that we write"),
        (EVENT.replace(b'"title":', b'"title":"zebrafish","title":'), "line 1", "it is no event in the form that we write"),
        (EVENT.replace(b'"seq":1', b'"seq": 1'), "line 1", "it is no event in the form that we write"),
        (
            EVENT.replace(b"{", b'{"type":"declass.opened",', 1).replace(b',"type":"declass.opened"}', b"}"),
            "line 1",
            "it is no event in the form that we write",
        ),
        (EVENT.replace(b'"seq":1', b'"seq":1e0'), "line 1", "it is no event in the form that we write"),
        (EVENT.replace(b"ships", b"\\u0073hips"), "line 1", "it is no event in the form that we write"),
        (EVENT.replace(b"ships", b"\\ud800"), "line 1", "it is no event in the form that we write"),
        (EVENT.replace(b"\n", b"\r\n"), "line 1", "it is no event in the form that we write"),
    ],
)
def test_a_log_in_any_other_form_is_refused_since_it_could_hide_a_value(data: bytes, place: str, what: str) -> None:
    with pytest.raises(LeakError) as caught:
        probe_log(data, EXPECTED, FOLDER)
    assert str(caught.value) == f"leak check 'public log', {place}: {what}; nothing was written"


def test_letters_beyond_ascii_stand_in_a_log_as_they_are() -> None:
    expected = expect(RECORD, DECISIONS, Version.RELEASED, replace(POLICY, case="Ä-7"))
    data = event({"case": "Ä-7"})
    probe_log(data, expected, FOLDER)
    with pytest.raises(LeakError, match="it is no event in the form that we write"):
        probe_log(data.replace("Ä".encode(), b"\\u00c4"), expected, FOLDER)


# --- without a date, blanks or codes ---

BARE = "Ships\n\nNothing else.\n"
BARE_RECORD = ingest(BARE.encode(), name="a.txt", readers={"text/plain": read_text})
BARE_EXPECTED = expect(
    BARE_RECORD, (Decision(Span(0, len(BARE)), Action.RELEASE, (), (), (), "rule"),), Version.REDACTED, ReleasePolicy(dt.date(2026, 11, 24))
)


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("date", None, "1962-11-07"),
        ("case", None, "F-7"),
        ("amount", None, "one word or less"),
        ("passage", None, "W0001"),
        ("codes", [], ["(b)(1) 1.4(c)"]),
        ("owners", [], ["CIA"]),
        ("basis", [], [""]),
        ("version", "redacted", "released"),
        ("withheld", 0, False),
        ("verdict", "released-in-full", "released-in-part"),
    ],
)
def test_a_record_without_blanks_allows_nothing_about_blanks(key: str, good: object, bad: object) -> None:
    own = {"id": "memo-1/redacted/000001", "subject": "memo-1/redacted"}
    if key not in {"amount", "passage"}:
        probe_log(event({key: good}, **own), BARE_EXPECTED, FOLDER)
    with pytest.raises(LeakError, match=f"key '{key}' holds"):
        probe_log(event({key: bad}, **own), BARE_EXPECTED, FOLDER)


# --- the manifest ---

MANIFEST: Json = {
    "record": "memo-1",
    "case": "F-7",
    "as_of": "2026-11-24",
    "tools": TOOLS,
    "versions": {
        "released": {"verdict": "released-in-part", "withheld": 1, "referred": 1, "codes": ["1.4(c)", "25X1"], "files": DIGESTS},
    },
}


def pretty(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def version_with(**facts: object) -> Json:
    versions = MANIFEST["versions"]
    assert isinstance(versions, dict)
    return {**MANIFEST, "versions": {"released": {**versions["released"], **facts}}}


def test_a_manifest_of_ours_may_be_published() -> None:
    check_manifest(pretty(MANIFEST), {"released": EXPECTED}, FOLDER)
    assert pretty(MANIFEST).endswith(b"}\n")


@pytest.mark.parametrize(
    ("manifest", "named"),
    [
        ({**MANIFEST, "record": "memo-2"}, "key 'record'"),
        ({**MANIFEST, "record": SECRET}, "key 'record'"),
        ({**MANIFEST, "case": SECRET}, "key 'case'"),
        ({**MANIFEST, "case": None}, "key 'case'"),
        ({**MANIFEST, "as_of": "2026-11-25"}, "key 'as_of'"),
        ({**MANIFEST, "tools": {SECRET: "1"}}, "key 'tools'"),
        ({**MANIFEST, "tools": {"pypdf": SECRET}}, "key 'tools'"),
        ({**MANIFEST, SECRET: 1}, "a key that is not on the allow-list"),
        (version_with(verdict="released-in-full"), "key 'verdict'"),
        (version_with(withheld=2), "key 'withheld'"),
        (version_with(referred=0), "key 'referred'"),
        (version_with(codes=[SECRET]), "key 'codes'"),
        (version_with(codes=["1.4(a)"]), "key 'codes'"),
        (version_with(codes=[None]), "key 'codes'"),
        (version_with(codes="1.4(c)"), "key 'codes'"),
        (version_with(files={"released.pdf": HEX}), "key 'files'"),
        (version_with(files={f"{SECRET}.pdf": HEX}), "key 'files'"),
        (version_with(**{SECRET: 1}), "a key that is not on the allow-list"),
    ],
)
def test_a_manifest_holds_nothing_that_was_not_released(manifest: Json, named: str) -> None:
    with pytest.raises(LeakError) as caught:
        check_manifest(pretty(manifest), {"released": EXPECTED}, FOLDER)
    assert str(caught.value) == f"leak check 'public log', manifest: {named} holds what a public log may not; nothing was written"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]\n",
        b"7\n",
        b"{}\n",
        SECRET.encode(),
        pretty({**MANIFEST, "versions": []}),
        pretty({**MANIFEST, "versions": {}}),
        pretty({**MANIFEST, "versions": {"redacted": {}}}),
        pretty({**MANIFEST, "versions": {"released": []}}),
        pretty({**MANIFEST, "versions": {"released": {}, SECRET: {}}}),
        compact(MANIFEST),
        pretty(MANIFEST).replace(b'"case": "F-7"', b'"case": "zebrafish",\n  "case": "F-7"'),
        pretty(MANIFEST) + b"\n",
        pretty(MANIFEST)[:-3],
    ],
)
def test_what_is_no_manifest_of_the_record_is_refused(data: bytes) -> None:
    with pytest.raises(LeakError) as caught:
        check_manifest(data, {"released": EXPECTED}, FOLDER)
    assert str(caught.value) == "leak check 'public log', manifest: it is not the manifest of this record; nothing was written"
