"""Pages that the rules cannot judge are unread ("Law of release" 8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.detect import ScriptDetector, detect
from pipeline.model import Record

MakeRecord = Callable[[str], Record]

ENGLISH = (
    "The Ambassador said that the talks on disarmament were going on and that a reply would be given next week. He added that the "
    "other side had asked for a delay, which was not refused."
)
CABLE = (
    "REF EMBTEL 2112 PARA 3. FONOFF OFFICIAL TOLD EMBOFF TODAY MOSCOW REPLY EXPECTED NEXT WEEK. SOV SIDE REQUESTS DELAY, NOT REPEAT NOT "
    "REFUSED. DEPT PLS ADVISE SOONEST. ACTION DEPT INFO PARIS LONDON BONN. WILL REPORT FURTHER DETAILS SEPTEL. KOHLER"
)
RUSSIAN = "Посол сообщил, что переговоры о разоружении продолжаются и что ответ будет дан на следующей неделе."
FRENCH = (
    "Le Président a déclaré que la France était prête à négocier, mais que les Soviétiques n’avaient pas répondu à la note du 7 "
    "novembre. Il a ajouté que, dans ce cas, une réunion des ministres serait utile pour tous et qu’elle pourrait se tenir à Paris."
)
SPANISH = (
    "El embajador dijo que las conversaciones sobre el desarme continúan y que la respuesta será dada en la próxima semana. No se "
    "sabe por qué los otros han pedido más tiempo, pero esta es la situación."
)
GERMAN = (
    "Der Botschafter sagte, dass die Gespräche über die Abrüstung andauern und dass eine Antwort in der nächsten Woche gegeben wird. "
    "Es ist nicht bekannt, warum sich die andere Seite mit dem Verzug einverstanden erklärt hat."
)


def unread(record: Record) -> list[tuple[int, str]]:
    """Return the number of each unread page and why it is."""
    starts = {page.span.start: page.number for page in record.pages if page.span}
    return [(starts[each.span.start], each.why) for each in detect(record, [ScriptDetector()])]


SCRIPT, LANGUAGE = "script not covered by the rules: ", "language not covered by the rules: "


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RUSSIAN, f"{SCRIPT}Cyrillic"),
        (RUSSIAN.upper(), f"{SCRIPT}Cyrillic"),
        ("Совершенно секретно", f"{SCRIPT}Cyrillic"),
        ("SECRET\n\n" + RUSSIAN, f"{SCRIPT}Cyrillic"),
        ("Ο πρέσβης είπε ότι οι συνομιλίες για τον αφοπλισμό συνεχίζονται.", f"{SCRIPT}Greek"),
        ("大使说，关于裁军的谈判正在继续，下周将作出答复。他补充说，对方要求推迟，但没有被拒绝。", f"{SCRIPT}Cjk"),
        ("قال السفير إن المحادثات حول نزع السلاح مستمرة وإن الرد سيعطى في الأسبوع القادم.", f"{SCRIPT}Arabic"),
        (FRENCH, f"{LANGUAGE}French"),
        (FRENCH.upper(), f"{LANGUAGE}French"),
        ("SECRET\n\n" + FRENCH, f"{LANGUAGE}French"),
        (SPANISH, f"{LANGUAGE}Spanish"),
        (GERMAN, f"{LANGUAGE}German"),
    ],
)
def test_a_page_in_another_script_or_language_is_unread(make_record: MakeRecord, text: str, why: str) -> None:
    assert unread(make_record(text)) == [(1, why)]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        CABLE,
        "SECRET",
        "Page 3",
        "1962 1963 1964 --- 17.5",
        f"{ENGLISH} The Soviet text begins: “{RUSSIAN[:40]}”",
        f"{ENGLISH} He spoke of the “force de frappe” and of “les affaires du monde,” as he called them.",
        "Mr. De la Torre, Mr. Van der Meer, Mr. Le Duc, Mr. El Sayed, Mr. Della Casa and Mr. Dos Santos met the others at noon.",
        "H₂SO₄ + α → β",
        "TO: PARIS\nINFO: BONN, LA PAZ, LES CAYES, EL PASO, LAS VEGAS, LOS ANGELES\nFROM: THE DEPARTMENT",
    ],
)
def test_english_is_read_also_in_capitals_and_with_foreign_words(make_record: MakeRecord, text: str) -> None:
    assert unread(make_record(text)) == []


def test_each_page_is_judged_by_itself(make_record: MakeRecord) -> None:
    record = make_record(f"{ENGLISH}\f{RUSSIAN}\f\f{FRENCH}\f{CABLE}\n")
    assert unread(record) == [(2, f"{SCRIPT}Cyrillic"), (4, f"{LANGUAGE}French")]


def test_the_finding_covers_its_whole_page(make_record: MakeRecord) -> None:
    record = make_record(f"{ENGLISH}\f\n{RUSSIAN}\n")
    (finding,) = detect(record, [ScriptDetector()])
    assert (finding.kind, finding.detector, finding.span) == ("unread", "scripts", record.pages[1].span)
