"""`declass rules explain`: its sentences, letter for letter, and what it refuses."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.cli import main

Capture = pytest.CaptureFixture[str]

OLD = "SECRET\n\nMemorandum\n\nNovember 7, 1962\n\nThe falcon flew at noon. The weather was bad.\n\nA hawk came\nhome. It rested.\n"
YOUNG = OLD.replace("1962", "2015")
UNDATED = OLD.replace("November 7, 1962", "To the file")
FOREIGN = OLD + "\fЭто страница по-русски, и её никто не читал.\n"
HEAD = "format: 1\ndefault: release\n"
BIRD = """  - id: bird
    match: {terms: [falcon, falcons]}
    scope: sentence
    action: redact
    authority: [1.4(c), 25X1]
    rationale: How the bird is flown is a method.
"""
THEIRS = """  - id: theirs
    match: {terms: [falcon]}
    action: refer
    owner: CIA
    equity: true
    rationale: The CIA keeps the bird.
"""
SOURCE = """  - id: source
    match: {person: [Ann Smith]}
    scope: sentence
    action: redact
    authority: [1.4(c), 25X1, 50X1-HUM]
    guide: Guide of 2020
    rationale: Who told us.
"""
PUBLIC = """  - id: public
    match: {terms: [flew at noon]}
    scope: sentence
    action: release
    overrides: {rules: [bird], reason: It stood in the newspaper of the day.}
    rationale: It was published.
"""
OFFICE = """  - id: office
    match: {office: [Falcon], exact_case: true, near: {regex: noon, within: 3 words}, unless: {terms: [eagle], within: page}}
    action: release
    rationale: The office is public.
"""
WHEN = BIRD.replace("    scope", "    when: {since: 1970-01-01, until: 1980-12-31, custody: [donated], agency: [CIA]}\n    scope")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


def explained(capsys: Capture, text: str, rules: str, *arguments: str, head: str = HEAD) -> str:
    Path("memo.txt").write_text(text)
    Path("r.yaml").write_text(f"{head}rules:\n{rules}")
    assert main(["rules", "explain", "memo.txt", "--rules", "r.yaml", "--as-of", "2026-11-24", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


THE_RECORD = """memo.txt

The record
  Date: 7 November 1962, from its heading; it is certain.
  Age: as the order counts it, the record reached 25 years on 31 December 1987 and 50 years on 31
    December 2012; it will reach 75 years on 31 December 2037.
  Marking: SECRET, by its banner.
  The law: the record is past its 25 years (E.O. 13526 sec. 3.3(a)), so text that nothing claims is
    released.

"""
CASES = {
    "a code that lapsed": (
        OLD,
        BIRD,
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it.
  In the released version, judged on 24 November 2026, it is released: nothing withholds or refers
    it, and the law has released the record. What rule bird claimed has lapsed.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012. So it claims nothing.
""",
    ),
    "a hold of an owner": (
        OLD.replace("SECRET", "NATO SECRET"),
        BIRD,
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 43 to 67
  "The falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it. Withholding goes before a referral; that to NATO stays noted beside it.
  In the released version, judged on 24 November 2026, it is referred to NATO: a marking says that
    it is theirs. What rule bird claimed has lapsed.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012. So it claims nothing.

The law
  The marking "NATO SECRET" (page 1, line 1) says that NATO owns what stands under it. It is held
    for NATO at any age; no rule lifts that, only a decision of NATO that a ruling carries out.
""",
    ),
    "an equity that ended": (
        OLD,
        THEIRS,
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 42 to 48
  "falcon"

What comes of it
  In the redacted version, judged on 7 November 1962, it is referred to CIA: rule theirs keeps it
    for its owner.
  In the released version, judged on 24 November 2026, it is released: nothing withholds or refers
    it, and the law has released the record. What rule theirs claimed has lapsed.

Rule theirs (r.yaml:4) refers to CIA
  Its reason: The CIA keeps the bird.
  It looks for one term, and found "falcon" (page 1, line 7).
  It takes nothing but what it found.
  It is an equity of CIA: it holds until 31 December 1987, and after 25 years only beside a living
    claim of 25X, 50X or 75X.
  In the redacted version it holds.
  In the released version it does not hold.
""",
    ),
    "an equity beside a living exemption": (
        OLD.replace("The falcon", "Ann Smith said the falcon"),
        SOURCE + THEIRS,
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 57 to 63
  "falcon"

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule source
    withholds it. Withholding goes before a referral; that to CIA stays noted beside it.
  In the released version, judged on 24 November 2026, it is withheld under 50X1-HUM: rule source
    withholds it. Withholding goes before a referral; that to CIA stays noted beside it.

Rule source (r.yaml:4) withholds
  Its reason: Who told us.
  It looks for the name of one person, and found "Ann Smith" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use; then 50X1-HUM: Identity of
    a confidential human source.
  Its approved guide: Guide of 2020.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987; 50X1-HUM cannot be cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012; 50X1-HUM holds, until 31 December 2037.

Rule theirs (r.yaml:11) refers to CIA
  Its reason: The CIA keeps the bird.
  It looks for one term, and found "falcon" (page 1, line 7).
  It takes nothing but what it found.
  It is an equity of CIA: it holds until 31 December 1987, and after 25 years only beside a living
    claim of 25X, 50X or 75X.
  In the redacted version it holds.
  In the released version it holds.
""",
    ),
    "an override": (
        OLD,
        BIRD + PUBLIC,
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is released: rule public releases it, and
    nothing withholds or refers it. What rule bird claimed was lifted.
  In the released version, judged on 24 November 2026, it is released: rule public releases it, and
    nothing withholds or refers it. What rule bird claimed has lapsed.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  It is lifted here by rule public (r.yaml:10): It stood in the newspaper of the day.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012. So it claims nothing.

Rule public (r.yaml:10) releases
  Its reason: It was published.
  It looks for one term, and found "flew at noon" (page 1, line 7).
  It takes the whole sentence around what it found.
  It lifts what rule bird withholds there, never a referral or a marking: It stood in the newspaper
    of the day.
""",
    ),
    "a portion marked unclassified": (
        YOUNG.replace("The falcon", "(U) The falcon"),
        THEIRS.replace("falcon", "eagle"),
        ["--text", "falcon"],
        HEAD,
        """memo.txt

The record
  Date: 7 November 2015, from its heading; it is certain.
  Age: as the order counts it, the record will reach 25 years on 31 December 2040, 50 years on 31
    December 2065 and 75 years on 31 December 2090.
  Marking: SECRET, by its banner.
  The law: the record is younger than 25 years, and nothing says that all of it is unclassified: so
    no text of it is released without the originating agency.

The passage: page 1, line 7, offsets 38 to 87
  "(U) The falcon flew at noon. The weather was bad."

What comes of it
  In both versions, judged on 7 November 2015 and on 24 November 2026, it is released: nothing
    withholds or refers it, and its paragraph is marked unclassified (page 1, line 7).

No rule claims this passage.
""",
    ),
    "a portion marked higher": (
        YOUNG.replace("A hawk", "(S) A hawk"),
        BIRD,
        ["--text", "hawk", "--status", "unclassified"],
        HEAD,
        """memo.txt

The record
  Date: 7 November 2015, from its heading; it is certain.
  Age: as the order counts it, the record will reach 25 years on 31 December 2040, 50 years on 31
    December 2065 and 75 years on 31 December 2090.
  Marking: SECRET, by its banner.
  The law: an officer states that the record is unclassified, so text that nothing claims is
    released.

The passage: page 1, line 9, offsets 85 to 117
  "(S) A hawk came home. It rested."

What comes of it
  In both versions, judged on 7 November 2015 and on 24 November 2026, it is referred to the
    originating agency: its portion is marked as classified.

The law
  The portion is marked "(S)" (page 1, line 9), and nothing says that this was lifted. It is
    referred to the originating agency.
""",
    ),
    "an undated record": (
        UNDATED,
        BIRD,
        ["--text", "falcon"],
        HEAD,
        """memo.txt

The record
  Date: none was found. Without a certain date nothing lapses by age; --record-date DATE settles it.
  Marking: SECRET, by its banner.
  The law: the record has no date, and nothing says that all of it is unclassified: so no text of it
    is released without the originating agency.

The passage: page 1, line 7, offsets 33 to 57
  "The falcon flew at noon."

What comes of it
  In both versions, judged on 24 November 2026, it is withheld under 1.4(c): rule bird withholds it.
    Withholding goes before a referral; that to the originating agency stays noted beside it.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (24 November 2026): 1.4(c) holds, as long as the record has no certain
    date; 25X1 cannot be cited while the record has no certain date.
  In the released version (24 November 2026): 1.4(c) holds, as long as the record has no certain
    date; 25X1 cannot be cited while the record has no certain date.

The law
  The law has not released this record (see above), so its text is referred to the originating
    agency, whatever the rules release.
""",
    ),
    "a young record": (
        YOUNG,
        BIRD,
        ["--text", "weather"],
        HEAD,
        """memo.txt

The record
  Date: 7 November 2015, from its heading; it is certain.
  Age: as the order counts it, the record will reach 25 years on 31 December 2040, 50 years on 31
    December 2065 and 75 years on 31 December 2090.
  Marking: SECRET, by its banner.
  The law: the record is younger than 25 years, and nothing says that all of it is unclassified: so
    no text of it is released without the originating agency.

The passage: page 1, line 7, offsets 63 to 83
  "The weather was bad."

What comes of it
  In both versions, judged on 7 November 2015 and on 24 November 2026, it is referred to the
    originating agency: the law has not released the record.

The law
  The law has not released this record (see above), so its text is referred to the originating
    agency, whatever the rules release.
""",
    ),
    "a rule for other records": (
        OLD,
        WHEN,
        ["--text", "falcon"],
        HEAD + "release: {agency: State, custody: federal}\n",
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is released: nothing
    withholds or refers it, and the law has released the record. What rule bird would claim is for
    other records.

Rule bird (r.yaml:5) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  It matched, but it does not speak of this record: it is for donated records, and these are
    federal; it is for records of CIA, and these are of State; it is for records from 1 January 1970
    to 31 December 1980, and this one is of 7 November 1962.
""",
    ),
    "codes that cannot be true": (
        OLD,
        BIRD.replace("[1.4(c), 25X1]", "[P1, '(b)(5)']"),
        ["--text", "falcon"],
        HEAD + "release: {custody: presidential}\n",
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is referred to a reviewer:
    rule bird withholds it under a code that cannot be true of this record.

Rule bird (r.yaml:5) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is P1: National security classified information (44 U.S.C. 2204(a)(1)); then (b)(5):
    Privileged communication between or within agencies (5 U.S.C. 552(b)(5)).
  In the redacted version (7 November 1962): P1 is for records from 20 January 1981 on (44 U.S.C.
    2201), so here it is in doubt; (b)(5) does not apply to Presidential records (44 U.S.C.
    2204(c)(1)), so here it is in doubt.
  In the released version (24 November 2026): P1 is for records from 20 January 1981 on (44 U.S.C.
    2201), so here it is in doubt; (b)(5) does not apply to Presidential records (44 U.S.C.
    2204(c)(1)), so here it is in doubt.
""",
    ),
    "a code that needs a guide": (
        OLD,
        BIRD.replace("25X1", "25X1, 50X1-HUM"),
        ["--text", "falcon"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it.
  In the released version, judged on 24 November 2026, it is referred to the originating agency:
    rule bird withholds it under a code that needs an approved guide.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use; then 50X1-HUM: Identity of
    a confidential human source.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987; 50X1-HUM cannot be cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012; 50X1-HUM holds only under an approved guide, so the originating agency must
    decide.
""",
    ),
    "a rule that would release a part": (
        OLD.replace("falcon", "Falcon"),
        BIRD + OFFICE,
        ["--text", "flew"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 7, offsets 38 to 62
  "The Falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it. Withholding goes before release, by which rule office would free a part of it.
  In the released version, judged on 24 November 2026, it is released: nothing withholds or refers
    it, and the law has released the record. What rule bird claimed has lapsed.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "Falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012. So it claims nothing.

Rule office (r.yaml:10) releases
  Its reason: The office is public.
  It looks for one office, with the same capital letters, with an expression within 3 words, without
    one term on the same page, and found "Falcon" (page 1, line 7).
  It takes nothing but what it found.
""",
    ),
    "the default": (
        OLD,
        BIRD,
        ["--text", "rested"],
        HEAD.replace("release", "refer"),
        """memo.txt

The record
  Date: 7 November 1962, from its heading; it is certain.
  Age: as the order counts it, the record reached 25 years on 31 December 1987 and 50 years on 31
    December 2012; it will reach 75 years on 31 December 2037.
  Marking: SECRET, by its banner.
  The law: the record is past its 25 years (E.O. 13526 sec. 3.3(a)), but the rule set says 'default:
    refer': text that nothing claims waits for a reviewer.

The passage: page 1, line 9, offsets 85 to 113
  "A hawk came home. It rested."

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is referred to a reviewer:
    no rule names it, and the rule set leaves such text to a person.

The default of the rule set
  No rule and no marking claims this text, and the rule set says 'default: refer'. A reviewer must
    read it.
""",
    ),
    "a page nobody can read": (
        FOREIGN,
        BIRD,
        ["--text", "страница"],
        HEAD,
        THE_RECORD
        + """The passage: page 2, line 11, offsets 115 to 159
  "Это страница по-русски, и её никто не читал."

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is referred to a reviewer:
    no rule can judge it.

The law
  No rule can judge this (script not covered by the rules: Cyrillic). What is unread is not clean: a
    reviewer must read it.
""",
    ),
    "two passages, one of which nothing claims": (
        OLD,
        BIRD,
        ["--text", "noon. The  WEATHER"],
        HEAD,
        THE_RECORD
        + """Passage 1 of 2: page 1, line 7, offsets 38 to 62
  "The falcon flew at noon."

What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it.
  In the released version, judged on 24 November 2026, it is released: nothing withholds or refers
    it, and the law has released the record. What rule bird claimed has lapsed.

Rule bird (r.yaml:4) withholds
  Its reason: How the bird is flown is a method.
  It looks for any of 2 terms, and found "falcon" (page 1, line 7).
  It takes the whole sentence around what it found.
  Its ground is 1.4(c): Intelligence activities, sources or methods, or cryptology; then 25X1:
    Confidential human or other intelligence source, or a method in use.
  It cites no approved guide.
  In the redacted version (7 November 1962): 1.4(c) holds, until 31 December 1987; 25X1 cannot be
    cited before 31 December 1987.
  In the released version (24 November 2026): 1.4(c) lapsed on 31 December 1987; 25X1 lapsed on 31
    December 2012. So it claims nothing.

Passage 2 of 2: page 1, line 7, offsets 63 to 83
  "The weather was bad."

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is released: nothing
    withholds or refers it, and the law has released the record.

No rule claims this passage.
""",
    ),
    "a marking that is struck": (
        OLD,
        BIRD,
        ["--at", "0"],
        HEAD,
        THE_RECORD
        + """The passage: page 1, line 1, offsets 0 to 6
  "SECRET"

What comes of it
  In both versions, judged on 7 November 1962 and on 24 November 2026, it is released: it is a
    marking of the original, which stays readable and is shown as cancelled.

No rule claims this passage.
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_passage_is_explained_in_sentences(capsys: Capture, name: str) -> None:
    text, rules, arguments, head, expected = CASES[name]
    assert explained(capsys, text, rules, *arguments, head=head) == expected


# --- rulings ---

SENTENCE = "The falcon flew at noon."
RULED = {
    "a release": (
        OLD,
        "action: release",
        """What comes of it
  In the redacted version, judged on 7 November 1962, it is released: ruling 1 releases it, and
    nothing withholds or refers it. What rule bird claimed gave way to the ruling.
  In the released version, judged on 24 November 2026, it is released: ruling 1 releases it, and
    nothing withholds or refers it. What rule bird claimed has lapsed.

Ruling 1 (rulings.yaml:6) releases
  It was made by R. Roe, Records Division on 24 November 2026. The reason: Known since 1963.
  In the redacted version it releases.
  In the released version it releases.
""",
    ),
    "a release that an owner has not settled": (
        OLD.replace("SECRET", "NATO SECRET"),
        "action: release",
        """What comes of it
  In the redacted version, judged on 7 November 1962, it is referred to NATO: a marking says that it
    is theirs. A referral goes before release, by which ruling 1 would free it. What rule bird
    claimed gave way to the ruling.
  In the released version, judged on 24 November 2026, it is referred to NATO: a marking says that
    it is theirs. A referral goes before release, by which ruling 1 would free it. What rule bird
    claimed has lapsed.

Ruling 1 (rulings.yaml:6) releases
  It was made by R. Roe, Records Division on 24 November 2026. The reason: Known since 1963.
  In the redacted version it releases.
  In the released version it releases.
""",
    ),
    "a release that carries out an owner's decision": (
        OLD.replace("SECRET", "NATO SECRET"),
        "action: release, versions: [released], settled: {NATO: letter of 3 May 2026}",
        """What comes of it
  In the redacted version, judged on 7 November 1962, it is withheld under 1.4(c): rule bird
    withholds it. Withholding goes before a referral; that to NATO stays noted beside it.
  In the released version, judged on 24 November 2026, it is released: ruling 1 releases it, and
    nothing withholds or refers it. What rule bird claimed has lapsed.

Ruling 1 (rulings.yaml:6) releases
  It was made by R. Roe, Records Division on 24 November 2026. The reason: Known since 1963.
  It carries out what NATO decided: letter of 3 May 2026
  In the redacted version it says nothing.
  In the released version it releases.
""",
    ),
    "a redaction of the release alone": (
        OLD.replace("November 7, 1962", "November 7, 1990"),
        "action: redact, codes: ['(b)(6)'], versions: [released]",
        """What comes of it
  In the redacted version, judged on 7 November 1990, it is withheld under 1.4(c): rule bird
    withholds it.
  In the released version, judged on 24 November 2026, it is withheld under (b)(6): ruling 1
    withholds it. What rule bird claimed gave way to the ruling.

Ruling 1 (rulings.yaml:6) withholds under (b)(6)
  It was made by R. Roe, Records Division on 24 November 2026. The reason: Known since 1963.
  In the redacted version it says nothing.
  In the released version (b)(6) holds.
""",
    ),
    "codes that ended, or have not begun": (
        OLD,
        "action: redact, codes: [25X1], guide: Guide of 2020, second: 'A. Poe, Office'",
        """What comes of it
  In the redacted version, judged on 7 November 1962, it is referred to a reviewer: ruling 1
    withholds it under a code that cannot be true of this record. What rule bird claimed gave way to
    the ruling.
  In the released version, judged on 24 November 2026, it is released: nothing withholds or refers
    it, and the law has released the record. What rule bird claimed has lapsed.

Ruling 1 (rulings.yaml:6) withholds under 25X1
  It was made by R. Roe, Records Division on 24 November 2026; A. Poe, Office concurred. The reason:
    Known since 1963.
  Its approved guide: Guide of 2020.
  In the redacted version its code cannot be true of this record on that day, so a reviewer must
    decide.
  In the released version its codes have ended, and the rules decide.
""",
    ),
}


def ruled(capsys: Capture, text: str, entry: str, *arguments: str, rules: str = BIRD) -> str:
    """Return what is said of the sentence, on which a ruling is made."""
    at, source, digest = text.index(SENTENCE), sha256(text.encode()).hexdigest(), sha256(SENTENCE.encode()).hexdigest()
    head = f"format: 1\nsource: {source}\nby: 'R. Roe, Records Division'\nat: 2026-11-24\nrulings:\n"
    place = f"start: {at}, end: {at + len(SENTENCE)}, digest: {digest}"
    Path("rulings.yaml").write_text(f"{head}  - {{{place}, reason: Known since 1963., {entry}}}\n")
    return explained(capsys, text, rules, "--text", "falcon", "--rulings", "rulings.yaml", *arguments)


@pytest.mark.parametrize("name", RULED)
def test_a_ruling_is_told_with_what_it_does_to_rules_and_holds(capsys: Capture, name: str) -> None:
    text, entry, expected = RULED[name]
    said = ruled(capsys, text, entry)
    assert said[said.index("What comes") : said.index("\nRule bird")] == expected


def test_what_the_release_alone_withholds_waits_in_the_first_review(capsys: Capture) -> None:
    said = " ".join(ruled(capsys, OLD, "action: redact, codes: ['(b)(6)'], versions: [released]", rules=OFFICE).split())
    assert "referred to a reviewer: the released version withholds it, and a first review shows no more than that." in said
    assert "In the redacted version it waits for a reviewer, for the released version withholds it." in said


def test_a_program_is_told_of_rulings(capsys: Capture) -> None:
    said = ruled(capsys, OLD, "action: redact, codes: ['(b)(6)'], versions: [released]", "--json")
    (passage,) = json.loads(said)["passages"]
    assert [each["action"] for each in passage["versions"].values()] == ["redact", "redact"]
    assert passage["rulings"] == [
        {
            "name": "ruling 1",
            "place": "rulings.yaml:6",
            "action": "redact",
            "codes": ["(b)(6)"],
            "owner": None,
            "by": "R. Roe, Records Division",
            "at": "2026-11-24",
            "reason": "Known since 1963.",
            "settled": {},
            "versions": {"redacted": [], "released": ["redact"]},
        }
    ]


# --- for programs ---


def test_a_program_gets_one_object(capsys: Capture) -> None:
    found = json.loads(explained(capsys, OLD, BIRD, "--text", "falcon", "--json"))
    (passage,) = found.pop("passages")
    assert found == {
        "record": {
            "name": "memo.txt",
            "date": "1962-11-07",
            "date_certainty": "heading",
            "stage": "50X",
            "onsets": {"25": "1987-12-31", "50": "2012-12-31", "75": "2037-12-31"},
            "level": "SECRET",
            "basis": "banner",
            "law": "by-age",
        },
        "as_of": "2026-11-24",
        "days": {"redacted": "1962-11-07", "released": "2026-11-24"},
        "default": "release",
    }
    (rule,) = passage.pop("rules")
    assert passage == {
        "start": 38,
        "end": 62,
        "text": "The falcon flew at noon.",
        "page": 1,
        "line": 7,
        "asked": [{"start": 42, "end": 48, "text": "falcon"}],
        "versions": {
            "redacted": {"action": "redact", "codes": ["1.4(c)"], "owners": [], "struck": False, "decided_by": ["bird"]},
            "released": {"action": "release", "codes": [], "owners": [], "struck": False, "decided_by": []},
        },
        "rulings": [],
        "law": [],
    }
    assert (rule["id"], rule["place"], rule["found"]) == ("bird", "r.yaml:4", [{"start": 42, "end": 48, "text": "falcon"}])
    assert rule["versions"]["released"] == {
        "claims": [],
        "codes": [
            {"code": "1.4(c)", "state": "lapsed", "day": "1987-12-31", "why": None},
            {"code": "25X1", "state": "lapsed", "day": "2012-12-31", "why": None},
        ],
    }


def test_a_program_is_told_the_holds_of_the_law(capsys: Capture) -> None:
    (passage,) = json.loads(explained(capsys, OLD.replace("SECRET", "NATO SECRET"), BIRD, "--text", "hawk", "--json"))["passages"]
    assert passage["law"] == [
        {
            "reason": "owner-marking",
            "owner": "NATO",
            "found": [{"start": 0, "end": 11, "text": "NATO SECRET"}],
            "versions": ["redacted", "released"],
        }
    ]


# --- what it is shown with, and what it refuses ---


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("w50", '"[25 words] w25 ', ' w84 [15 words]"'), ("w0", '"w0 ', ' w59 [40 words]"'), ("w99.", '"[40 words] w40 ', ' w99."')],
)
def test_of_a_long_passage_the_words_around_what_was_asked_for_are_shown(capsys: Capture, asked: str, first: str, last: str) -> None:
    words = " ".join(f"w{number}" for number in range(100))
    shown = " ".join(explained(capsys, f"{OLD}\n{words}.\n", BIRD, "--text", asked).split())
    assert first in shown
    assert last in shown


def test_many_places_are_counted(capsys: Capture) -> None:
    said = explained(capsys, OLD.replace("flew", " ".join(["flew and the falcon"] * 8)), BIRD.replace("sentence", "page"), "--text", "hawk")
    assert 'and found "falcon" (page 1, line 7) in 9 places.' in " ".join(said.split())


def test_nothing_of_a_record_steers_the_terminal(capsys: Capture) -> None:
    said = explained(capsys, OLD.replace("hawk", "\x1bha\u202ewk"), BIRD, "--text", "came")
    assert all(char.isprintable() or char == "\n" for char in said)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["memo.txt", "--text", "zebra"],
            3,
            "declass: these words do not stand in the record; copy some of its own, with their punctuation, or name a place with --at\n",
        ),
        (["memo.txt", "--text", " "], 3, "declass: there are no words to look for; write some of the record's own\n"),
        (["memo.txt", "--at", "4000"], 3, "declass: offset 4000 lies beyond the text; its last character is 113\n"),
        (["none.txt", "--at", "1"], 3, "declass: none.txt: there is no such file; check the path\n"),
        ([".", "--at", "1"], 3, "declass: .: this is no regular file; name the record itself\n"),
    ],
)
def test_what_cannot_be_explained_is_told_with_its_remedy(capsys: Capture, arguments: list[str], code: int, said: str) -> None:
    Path("memo.txt").write_text(OLD)
    assert main(["rules", "explain", *arguments]) == code
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("arguments", [["memo.txt"], ["memo.txt", "--at", "-1"], ["memo.txt", "--at", "1", "--text", "a"], ["--text", "a"]])
def test_a_command_that_names_no_place_or_two_is_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["rules", "explain", *arguments])


def test_the_packs_that_ship_are_named_without_the_folder_of_the_program(capsys: Capture) -> None:
    Path("memo.txt").write_text(OLD.replace("The falcon", "Two U-2 planes"))
    assert main(["rules", "explain", "memo.txt", "--text", "U-2"]) == 0
    assert "(rules/packs/" in capsys.readouterr().out
