"""What the logs tell of rulings and referrals: all of it in the internal log, the role alone in the public one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest

from pipeline.audit import check, internal_log, public_log
from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Claim, Decision, Draft, Release, RuleSet, Ruling, Span, Version
from pipeline.statement import ReleasePolicy

Json = dict[str, object]
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
RULES = RuleSet((), Action.RELEASE, (), "c" * 64)
KEY = b"k" * 32
RUN = {"at": "2026-11-24T12:34:56+00:00", "host": "reading-room", "python": "3.11"}


def facts(events: list[Json], kind: str) -> list[Json]:
    found = [event["data"] for event in events if event["type"] == f"declass.{kind}"]
    assert all(isinstance(each, dict) for each in found)
    return found  # type: ignore[return-value]


def ruling(word: str, action: Action, **changes: object) -> Ruling:
    start = TEXT.index(word)
    digest = hashlib.sha256(word.encode()).hexdigest()
    made: Json = {
        "source": RECORD.source.sha256,
        "span": Span(start, start + len(word)),
        "digest": digest,
        "versions": tuple(Version),
        "action": action,
        "reason": "A reason.",
        "by": "Q. Roe, Records",
        "at": dt.date(2026, 11, 24),
        "place": "r.yaml:6",
        "codes": ("(b)(6)",) if action is Action.REDACT else (),
        "owner": "CIA" if action is Action.REFER else None,
    }
    return Ruling(**{**made, **changes})  # type: ignore[arg-type]


def claimed(*claims: Claim) -> tuple[Decision, ...]:
    """Return decisions in which the first withheld word is claimed so."""
    return tuple(replace(each, claims=claims) if each.span.start == FIRST else each for each in DECISIONS)


def roles(decisions: tuple[Decision, ...], *rulings: Ruling) -> tuple[object, object]:
    release = Release(Draft(Version.RELEASED, b"pdf", b"txt", (1, 1, 2)), ("streams",))
    log = public_log(release, RECORD, decisions, RULES, policy=POLICY, case_key=KEY, tools={}, rulings=rulings)
    text = log.to_bytes().decode()
    assert not any(word in text for word in ("Roe", "Poe", "A reason", "r.yaml", "ruling"))
    first = facts([json.loads(line) for line in text.splitlines()], "passage")[0]
    return first["decided_by_role"], first["second_review"]


SPOT = Span(FIRST, FIRST + 9)
RULED = Claim(SPOT, Action.REDACT, "ruling 1", ("(b)(6)",), ("(b)(6)",), reason="ruling")
HELD = Claim(SPOT, Action.REFER, "law-3", owner="DOE", reason="owner-marking")


@pytest.mark.parametrize(
    ("claims", "second", "told"),
    [
        ((CLAIM,), None, ("rule", "none")),
        ((RULED,), None, ("reviewer", "none")),
        ((RULED,), "A. Poe, State", ("reviewer", "concurred")),
        ((CLAIM, RULED), "A. Poe, State", ("reviewer", "concurred")),
        ((CLAIM, HELD), None, ("rule", "none")),
    ],
)
def test_the_public_log_tells_in_what_role_it_was_decided_and_never_by_whom(
    claims: tuple[Claim, ...], second: str | None, told: tuple[str, str]
) -> None:
    assert roles(claimed(*claims), ruling("zebrafish", Action.REDACT, second=second)) == told


def referred(*claims: Claim) -> tuple[Decision, ...]:
    return tuple(
        replace(each, action=Action.REFER, codes=(), owners=("DOE",), claims=claims) if each.span.start == FIRST else each
        for each in DECISIONS
    )


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (("owner-marking",), "law"),
        (("not-released-by-law", "portion-marked", "unread", "default"), "law"),
        (("owner-marking", "rule"), "rule"),
        (("guide-needed",), "rule"),
    ],
)
def test_what_nobody_but_the_law_holds_is_decided_by_law(reasons: tuple[str, ...], told: str) -> None:
    claims = tuple(Claim(SPOT, Action.REFER, "x", owner="DOE", reason=reason) for reason in reasons)
    assert roles(referred(*claims)) == (told, "none")


def test_a_ruling_that_waits_for_a_guide_was_decided_by_a_reviewer() -> None:
    claim = Claim(SPOT, Action.REFER, "ruling 1", authority=("50X1-HUM",), owner="originating agency", reason="guide-needed")
    assert roles(referred(claim), ruling("zebrafish", Action.REDACT)) == ("reviewer", "none")


def events_of(decisions: tuple[Decision, ...], *rulings: Ruling, rules: RuleSet = RULES, marking: str | None = None) -> list[Json]:
    both = dict.fromkeys(Version, decisions)
    log = internal_log(RECORD, (), both, rules, policy=POLICY, case_key=KEY, run=RUN, rulings=rulings, marking=marking)
    check(log.to_bytes())
    return [json.loads(line) for line in log.to_bytes().splitlines()]


def test_the_internal_log_holds_all_of_a_ruling_and_what_it_decided() -> None:
    made = ruling("zebrafish", Action.REDACT, second="A. Poe, State", guide="G", settled=(("DOE", "its letter"),))
    other = ruling("owner", Action.REFER, versions=(Version.RELEASED,))
    first, second = facts(events_of(claimed(RULED), made, other), "ruling")
    assert first == {
        "ruling": "ruling 1",
        "place": "r.yaml:6",
        "start": FIRST,
        "end": FIRST + 9,
        "digest": hashlib.sha256(b"zebrafish").hexdigest(),
        "versions": ["redacted", "released"],
        "action": "redact",
        "codes": ["(b)(6)"],
        "owner": None,
        "guide": "G",
        "reason": "A reason.",
        "by": "Q. Roe, Records",
        "at": "2026-11-24",
        "second": "A. Poe, State",
        "settled": {"DOE": "its letter"},
        "passages": ["redacted W0001", "released W0001"],
    }
    assert (second["ruling"], second["owner"], second["versions"], second["passages"]) == ("ruling 2", "CIA", ["released"], [])


def test_each_referred_passage_of_the_released_version_has_its_tab() -> None:
    held = Claim(SPOT, Action.REFER, "h", authority=("1.4(c)",), owner="DOE", reason="rule")
    first, second = facts(events_of(referred(held, CLAIM), rules=replace(RULES, agency="CIA"), marking="SECRET"), "referral")
    assert first == {
        "tab": 1,
        "passage": "R0001",
        "record": "memo",
        "record_date": "1962-11-07",
        "marking": "SECRET",
        "pages": [1],
        "referred_to": ["DOE"],
        "originating_agency": "CIA",
        "authority": ["1.4(c)"],
        "reasons": ["rule"],
        "requested": "declassification determination",
        "as_of": "2026-11-24",
        "next_onset": "2037-12-31",
    }
    assert (second["tab"], second["passage"], second["referred_to"]) == (2, "R0002", ["CIA"])


@pytest.mark.parametrize(("as_of", "onset"), [("1987-12-30", "1987-12-31"), ("1987-12-31", "2012-12-31"), ("2037-12-31", None)])
def test_a_tab_tells_the_next_onset(as_of: str, onset: str | None) -> None:
    policy = replace(POLICY, as_of=dt.date.fromisoformat(as_of))
    log = internal_log(RECORD, (), {Version.RELEASED: DECISIONS}, RULES, policy=policy, case_key=KEY, run=RUN)
    events = [json.loads(line) for line in log.to_bytes().splitlines()]
    assert facts(events, "referral")[0]["next_onset"] == onset
