"""Why a passage falls: what claims it, how each chain stands in each version, what won, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordbook import with_words

from pipeline.chains import CodeState
from pipeline.decide.claims import applies
from pipeline.errors import InputError
from pipeline.explanation import Explanation, LawState, at_offset, explain, find_words, unmet
from pipeline.flow import detectors_for, open_rules, shipped_rules
from pipeline.model import Action, Record, RuleSet, Span, Version
from pipeline.trial import Setting, read_source, try_record, try_source

TODAY = dt.date(2026, 11, 24)
MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]
RED, REL = Version.REDACTED, Version.RELEASED

OLD = "SECRET\n\nMemorandum\n\nNovember 7, 1962\n\nThe falcon flew at noon. The weather was bad.\n\nA hawk came\nhome. It rested.\n"
YOUNG = OLD.replace("1962", "2015")
UNDATED = OLD.replace("November 7, 1962", "To the file")


def rule_set(*rules: str, head: str = "default: release") -> str:
    return "\n".join(["format: 1", head, "rules:", *(f"  - {{{rule}, rationale: A ground.}}" for rule in rules)]) + "\n"


BIRD = "id: bird, match: {terms: [falcon]}, scope: sentence, action: redact, authority: [1.4(c), 25X1]"


class Case:
    """A record under rules: explains its words."""

    def __init__(self, record: Record, rules: RuleSet, **options: object) -> None:
        self.rules = with_words(rules)
        setting = {"as_of": TODAY, **options}
        self.setting = Setting(self.rules, detectors_for(self.rules), **setting)  # type: ignore[arg-type]
        self.trial = try_record(record, self.setting)

    def of(self, words: str) -> Explanation:
        return explain(self.trial, self.setting, find_words(self.trial.record, words))

    def states(self, words: str, version: Version, rule: int = 0) -> list[tuple[str, CodeState, dt.date | None]]:
        return [(each.code, each.state, each.day) for each in self.of(words).passages[0].rules[rule].codes[version]]


@pytest.fixture
def case(make_record: MakeRecord, make_rules: MakeRules) -> Callable[..., Case]:
    def made(text: str, *rules: str, head: str = "default: release", **options: object) -> Case:
        return Case(make_record(text), make_rules(rule_set(*rules, head=head)), **options)

    return made


MakeCase = Callable[..., Case]

# --- where the words stand ---


def test_words_are_found_whatever_their_case_white_space_and_line_breaks(case: MakeCase) -> None:
    record = case(OLD, BIRD).trial.record
    (found,) = find_words(record, "a  HAWK came home.")
    assert record.text[found.start : found.end] == "A hawk came\nhome."
    assert len(find_words(record, "the")) == 2
    assert len(find_words(record, "eather")) == 1


def test_words_that_do_not_stand_there_and_places_beyond_the_text_are_told(case: MakeCase) -> None:
    record = case(OLD, BIRD).trial.record
    with pytest.raises(InputError, match="these words do not stand in the record; copy some") as told:
        find_words(record, "zebra crossing")
    assert "zebra" not in str(told.value)
    with pytest.raises(InputError, match=r"no words to look for; write some of the record's own"):
        find_words(record, " \n ")
    last = len(record.text) - 1
    assert at_offset(record, last).end == len(record.text)
    with pytest.raises(InputError, match=rf"offset {last + 1} lies beyond the text; its last character is {last}"):
        at_offset(record, last + 1)


# --- the passage ---


def test_the_passage_is_what_is_cut_and_not_the_words_alone(case: MakeCase) -> None:
    found = case(OLD, BIRD).of("flew")
    (passage,) = found.passages
    assert found.record.text[passage.span.start : passage.span.end] == "The falcon flew at noon."
    assert (passage.page, passage.line) == (1, 7)
    assert [found.record.text[each.start : each.end] for each in passage.asked] == ["flew"]


def test_words_over_two_passages_give_both_and_two_places_in_one_give_one(case: MakeCase) -> None:
    both = case(OLD, BIRD).of("noon. The weather")
    assert [each.verdicts[RED].action for each in both.passages] == [Action.REDACT, Action.RELEASE]
    once = case(OLD.replace("flew", "and the falcon flew"), BIRD).of("falcon")
    assert [len(each.asked) for each in once.passages] == [2]


def test_what_a_release_rule_cuts_out_of_a_withheld_passage_stays_one_passage(case: MakeCase) -> None:
    found = case(OLD, BIRD, "id: noon, match: {terms: [flew]}, action: release").of("falcon")
    (passage,) = found.passages
    assert found.record.text[passage.span.start : passage.span.end] == "The falcon flew at noon."
    assert [each.rule.id for each in passage.rules] == ["bird", "noon"]
    assert passage.verdicts[RED].decided_by == ("bird",)


def test_of_a_released_passage_what_releases_another_part_says_nothing(case: MakeCase) -> None:
    made = case(OLD, "id: home, match: {terms: [home]}, action: release")
    assert [each.rule.id for each in made.of("hawk came home").passages[0].rules] == ["home"]
    assert made.of("hawk").passages[0].rules == ()


def test_a_sentence_that_goes_on_over_a_page_is_explained_in_both_halves(case: MakeCase) -> None:
    made = case(OLD.replace("flew at noon", "flew\n\n- 2 -\n\fhome at noon"), BIRD)
    for words in ("falcon", "noon"):
        (passage,) = made.of(words).passages
        assert [(each.rule.id, len(each.findings)) for each in passage.rules] == [("bird", 1)]
        assert passage.verdicts[RED].decided_by == ("bird",)


# --- chains ---


def test_a_code_that_holds_one_that_lapsed_and_one_that_is_not_yet_citable(case: MakeCase) -> None:
    old = case(OLD, BIRD)
    assert old.states("falcon", RED) == [
        ("1.4(c)", CodeState.HOLDS, dt.date(1987, 12, 31)),
        ("25X1", CodeState.NOT_YET, dt.date(1987, 12, 31)),
    ]
    assert old.states("falcon", REL) == [
        ("1.4(c)", CodeState.LAPSED, dt.date(1987, 12, 31)),
        ("25X1", CodeState.LAPSED, dt.date(2012, 12, 31)),
    ]
    assert [old.of("falcon").days[each] for each in Version] == [dt.date(1962, 11, 7), TODAY]


def test_an_undated_record_lets_no_code_lapse_and_none_begin(case: MakeCase) -> None:
    assert case(UNDATED, BIRD).states("falcon", REL) == [("1.4(c)", CodeState.HOLDS, None), ("25X1", CodeState.NOT_YET, None)]


@pytest.mark.parametrize(
    ("chain", "head", "guide", "expected"),
    [
        ("[1.4(c), 25X1, 50X1-HUM]", "", "", ("50X1-HUM", CodeState.NO_GUIDE, None)),
        ("[1.4(c), 25X1, 50X1-HUM]", "", ", guide: G", ("50X1-HUM", CodeState.HOLDS, dt.date(2037, 12, 31))),
        (
            "[1.4(c), 25X1, 50X1-HUM]",
            "\nrelease: {agency: CIA, categories: [50X2-WMD]}",
            ", guide: G",
            ("50X1-HUM", CodeState.NOT_APPROVED, None),
        ),
        ("[1.4(c), '(b)(6)', 50X6]", "", ", guide: G", ("50X6", CodeState.TOO_LATE, dt.date(1987, 12, 31))),
        ("[1.4(c), 25X1, 75X]", "", "", ("75X", CodeState.NOT_YET, dt.date(2037, 12, 31))),
        ("[1.4(c), P1]", "", "", ("P1", CodeState.IN_DOUBT, None)),
        ("['(b)(5) deliberative process']", "", "", ("(b)(5) deliberative process", CodeState.LAPSED, dt.date(1987, 11, 7))),
        ("['(b)(6)']", "", "", ("(b)(6)", CodeState.HOLDS, None)),
    ],
)
def test_each_code_of_a_chain_is_told_apart(
    case: MakeCase, chain: str, head: str, guide: str, expected: tuple[str, CodeState, dt.date | None]
) -> None:
    rule = f"id: bird, match: {{terms: [falcon]}}, action: redact, authority: {chain}{guide}"
    assert case(OLD, rule, head=f"default: release{head}").states("falcon", REL)[-1] == expected


def test_a_code_before_a_later_one_that_may_be_cited_is_replaced(case: MakeCase) -> None:
    rule = "id: bird, match: {terms: [falcon]}, action: redact, authority: [1.4(c), 1.4(d)]"
    assert [each[1] for each in case(OLD, rule).states("falcon", RED)] == [CodeState.REPLACED, CodeState.HOLDS]


# --- rules that do nothing here ---


@pytest.mark.parametrize(
    ("when", "head", "text", "expected"),
    [
        ("{since: 1970-01-01}", "", OLD, ["date"]),
        ("{until: 1970-01-01}", "", OLD, []),
        ("{since: 1970-01-01}", "", UNDATED, []),
        ("{custody: [presidential]}", "\nrelease: {custody: federal}", OLD, ["custody"]),
        ("{agency: [CIA], until: 1950-01-01}", "\nrelease: {agency: State}", OLD, ["agency", "date"]),
    ],
)
def test_a_rule_that_matched_and_does_not_speak_of_the_record_says_why(
    case: MakeCase, when: str, head: str, text: str, expected: list[str]
) -> None:
    made = case(text, f"{BIRD}, when: {when}", head=f"default: release{head}")
    (passage,) = made.of("falcon").passages
    assert list(passage.rules[0].unmet) == expected
    assert bool(passage.rules[0].claims[RED]) is not bool(expected)


@pytest.mark.parametrize("action", ["redact, authority: [1.4(c)]", "release"])
@pytest.mark.parametrize("when", ["{since: 1970-01-01}", "{until: 1970-01-01}", "{custody: [donated]}", "{agency: [CIA]}"])
@pytest.mark.parametrize("text", [OLD, UNDATED])
def test_a_rule_speaks_of_a_record_exactly_where_nothing_is_unmet(case: MakeCase, action: str, when: str, text: str) -> None:
    rule = f"id: bird, match: {{terms: [falcon]}}, action: {action}, when: {when}"
    made = case(text, rule, head="default: release\nrelease: {custody: federal, agency: State}")
    (only,) = made.rules.rules
    assert applies(only, made.trial.record, made.rules) is not bool(unmet(only, made.trial.record, made.rules))


def test_a_rule_that_was_overridden_names_the_rule_that_did_it(case: MakeCase) -> None:
    lift = "id: public, match: {terms: [falcon]}, scope: sentence, action: release, overrides: {rules: [bird], reason: It was published.}"
    (passage,) = case(OLD, BIRD, lift).of("falcon").passages
    bird, public = passage.rules
    assert (bird.claims[RED], [each.id for each in bird.overridden]) == ((), ["public"])
    assert public.overridden == ()
    assert passage.verdicts[RED].action is Action.RELEASE


def test_an_equity_holds_until_the_onset_and_then_only_beside_a_living_exemption(case: MakeCase) -> None:
    equity = "id: theirs, match: {terms: [falcon]}, action: refer, owner: CIA, equity: true"
    (passage,) = case(OLD, equity).of("falcon").passages
    (rule,) = passage.rules
    assert rule.equity_until == dt.date(1987, 12, 31)
    assert [bool(rule.claims[each]) for each in Version] == [True, False]
    source = "id: source, match: {terms: [falcon]}, action: redact, authority: [1.4(c), 25X1, 50X1-HUM], guide: G"
    (passage,) = case(OLD, equity, source).of("falcon").passages
    assert [bool(each.claims[REL]) for each in passage.rules] == [True, True]


# --- the law ---


@pytest.mark.parametrize(
    ("text", "options", "law"),
    [
        (OLD, {}, LawState.BY_AGE),
        (YOUNG, {}, LawState.TOO_YOUNG),
        (UNDATED, {}, LawState.UNDATED),
        (UNDATED.replace("A hawk", "On May 3, 1961 a hawk"), {}, LawState.IN_DOUBT),
        (UNDATED, {"record_date": dt.date(1962, 11, 7)}, LawState.BY_AGE),
        (YOUNG, {"is_stated_unclassified": True}, LawState.STATED),
        (f"{YOUNG}\nSECRET\n".replace("SECRET", "UNCLASSIFIED"), {}, LawState.MARKED),
    ],
)
def test_the_record_tells_whether_the_law_has_released_it(case: MakeCase, text: str, options: dict[str, object], law: LawState) -> None:
    assert case(text, BIRD, **options).of("weather").standing.law is law


def test_holds_of_the_law_are_told_with_what_made_them(case: MakeCase) -> None:
    nato = case(OLD.replace("SECRET", "NATO SECRET"), BIRD).of("weather").passages[0]
    (hold,) = nato.law
    assert (hold.reason, hold.owner, [each.kind for each in hold.findings]) == ("owner-marking", "NATO", ["banner"])
    young = case(YOUNG, BIRD).of("weather").passages[0]
    assert [(each.reason, each.versions) for each in young.law] == [("not-released-by-law", (RED, REL))]
    portion = case(YOUNG.replace("A hawk", "(S) A hawk"), BIRD, is_stated_unclassified=True).of("hawk").passages[0]
    assert [(each.reason, len(each.findings)) for each in portion.law] == [("portion-marked", 1)]
    default = case(OLD, BIRD, head="default: refer").of("weather").passages[0]
    assert [each.reason for each in default.law] == ["default"]


def test_a_passage_that_nothing_claims_says_so(case: MakeCase) -> None:
    (passage,) = case(OLD, BIRD).of("weather").passages
    assert (passage.rules, passage.law) == ((), ())
    assert [passage.verdicts[each].action for each in Version] == [Action.RELEASE] * 2
    (heading,) = case(OLD, BIRD).of("SECRET").passages
    assert heading.verdicts[RED].is_struck


def test_what_an_unclassified_portion_frees_in_a_young_record_names_the_mark(case: MakeCase) -> None:
    (passage,) = case(YOUNG.replace("A hawk", "(U) A hawk"), BIRD).of("hawk").passages
    assert passage.verdicts[REL].action is Action.RELEASE
    assert [each.kind for each in passage.freed_by] == ["portion"]


# --- reading a source without rendering it ---


def test_a_source_is_read_and_decided_without_being_rendered(tmp_path: Path, case: MakeCase) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(OLD)
    setting = case(OLD, BIRD).setting
    trial = try_source(read_source(path, "memo.txt", 10**6), name="memo.txt", setting=setting)
    assert set(trial.decisions) == set(Version)
    for odd, told in (("none.txt", "there is no such file; check the path"), (".", "this is no regular file; name the record itself")):
        with pytest.raises(InputError, match=told):
            read_source(tmp_path / odd, odd, 10)


# --- all of it adds up ---

SEED = Path(__file__).parents[2] / "seeds" / "excomm-meeting-22.txt"
RULES = (
    BIRD,
    "id: hawk, match: {terms: [hawk, home]}, action: redact, authority: [1.4(d), '(b)(6)']",
    "id: page, match: {terms: [rested]}, scope: page, action: redact, authority: [1.4(a)]",
    "id: theirs, match: {terms: [weather]}, scope: line, action: refer, owner: CIA, equity: true",
    "id: waits, match: {terms: [noon]}, action: refer, owner: DOE, authority: [1.4(c)]",
    "id: source, match: {terms: [flew]}, scope: sentence, action: redact, authority: [1.4(c), 25X1, 50X1-HUM]",
    "id: public, match: {terms: [falcon, bad]}, action: release, overrides: {rules: all, reason: R.}",
    "id: office, match: {terms: [hawk came]}, scope: sentence, action: release",
)


def adds_up(found: Explanation) -> None:
    """Check that what is told of each rule follows from its codes, and what is told of each passage from its claims."""
    standing = {CodeState.HOLDS, CodeState.NO_GUIDE, CodeState.NOT_APPROVED}
    for passage in found.passages:
        for version, verdict in passage.verdicts.items():
            assert {claim.action for claim in verdict.claims} | {Action.RELEASE} >= {verdict.action}
            told = {claim.rule for each in passage.rules for claim in each.claims[version]}
            assert told | {claim.rule for claim in verdict.claims if claim.reason in {each.reason for each in passage.law}} == {
                claim.rule for claim in verdict.claims
            }
        for each in passage.rules:
            for version, codes in each.codes.items():
                claimed = {code for claim in each.claims[version] for code in claim.codes}
                states = {code.state for code in codes}
                if claimed:
                    assert claimed == {code.code for code in codes if code.state is CodeState.HOLDS}
                if each.rule.action is Action.REDACT and not each.claims[version]:
                    assert each.overridden or each.unmet or not standing & states
                if each.rule.action is Action.RELEASE:
                    assert each.claims[version] or each.unmet


def test_every_passage_of_the_seed_adds_up_under_the_packs_that_ship(make_record: MakeRecord) -> None:
    rules = open_rules(shipped_rules() / "default.yaml")
    for as_of in (dt.date(1970, 1, 1), dt.date(1990, 1, 1), TODAY):
        setting = Setting(rules, detectors_for(rules), as_of)
        trial = try_record(make_record(SEED.read_text()), setting)
        found = explain(trial, setting, [Span(0, len(trial.record.text))])
        adds_up(found)
        seen = "".join(trial.record.text[each.span.start : each.span.end] for each in found.passages)
        assert "".join(seen.split()) == "".join(trial.record.text.split())


@settings(max_examples=60)
@given(
    chosen=st.sets(st.sampled_from(RULES), min_size=1),
    words=st.lists(st.sampled_from([*OLD.split(), "(S)", "(U)", "\n\n", "NATO SECRET\n"]), min_size=8, max_size=40),
    year=st.sampled_from(["1962", "1990", "2015", ""]),
    as_of=st.dates(dt.date(2016, 1, 1), dt.date(2045, 1, 1)),
    default=st.sampled_from(["release", "refer"]),
)
def test_every_passage_of_any_record_adds_up(
    make_record: MakeRecord, make_rules: MakeRules, chosen: set[str], words: list[str], year: str, as_of: dt.date, default: str
) -> None:
    rules = with_words(make_rules(rule_set(*sorted(chosen), head=f"default: {default}")))
    record = make_record(f"SECRET\n\nMemorandum\n\nNovember 7, {year}\n\n{' '.join(words)}\n")
    setting = Setting(rules, detectors_for(rules), as_of)
    trial = try_record(record, setting)
    found = explain(trial, setting, [Span(0, len(record.text))])
    adds_up(found)
    seen = "".join(record.text[each.span.start : each.span.end] for each in found.passages)
    assert "".join(seen.split()) == "".join(record.text.split())
