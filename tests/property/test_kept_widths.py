"""What the width of a withheld name could tell: pages that differ in one name alone give one release.

Names of one word and names of several are told apart, by the class of size that a blank says; within a class all must be the same:
content, bars, letters' places, fonts, numbers of objects, text and public log.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from width_pages import FACES, NAMES, PLACES, SETTINGS, page_with_name, saved
from wordbook import with_words

from pipeline.flow import Job, detectors_for, process
from pipeline.model import Version
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy

SAMPLED = 3  # names of each class of size that are tried at each place
SMALLEST_CLASS = 20  # of 200 names
RULES = f"""format: 1
default: release
rules:
  - {{id: names, match: {{terms: {json.dumps(NAMES)}}}, action: redact, authority: ["(b)(6)"], rationale: A ground.}}
"""
ONE_WORD = tuple(name for name in NAMES if " " not in name)
SEVERAL = tuple(name for name in NAMES if " " in name)
LOWER, LONG, SHORT = "Ygyqoj", "Wimchokovwabolstawa", "Il"


@cache
def job() -> Job:
    """Return a run with one rule on all names, made once."""
    rules = with_words(
        load_rules(PurePosixPath("rules.yaml"), lambda _: RULES.replace("[", f'["{LOWER}", "{LONG}", "{SHORT}", ', 1).encode())
    )
    policy = ReleasePolicy(dt.date(2026, 11, 24), is_stated_unclassified=True)
    return Job(rules, detectors_for(rules), policy, b"k" * 32, {"at": "2026-11-24T00:00:00+00:00", "host": "test"})


def public(pdf: bytes) -> tuple[object, ...]:
    """Return all that is public of both versions, without commitments and chain digests."""
    outcome = process(pdf, name="a.pdf", record_id="a", job=job())
    found: list[object] = []
    for version in Version:
        draft = outcome.releases[version].draft
        found += [draft.pdf, draft.text]
        for line in outcome.logs[version].to_bytes().splitlines():
            event = json.loads(line)
            del event["hash"], event["prev"]
            event["data"].pop("commitment", None)
            found.append(json.dumps(event, sort_keys=True))
    return tuple(found)


def test_classes_of_names_are_large() -> None:
    assert len(set(NAMES)) == 200
    assert min(len(ONE_WORD), len(SEVERAL)) >= SMALLEST_CLASS
    assert {min(map(len, NAMES)), max(map(len, NAMES))} <= set(range(2, 25))


@pytest.mark.parametrize("names", [ONE_WORD, SEVERAL], ids=["one word", "several words"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_pages_that_differ_in_a_name_give_one_release(setting: str, face: str, names: tuple[str, ...]) -> None:
    order = list(FACES).index(face) + len(FACES) * list(SETTINGS).index(setting)
    place = PLACES[order % len(PLACES)]
    step = len(names) // SAMPLED
    groups: dict[object, list[str]] = defaultdict(list)
    for name in names[order % step :: step][:SAMPLED]:
        groups[public(page_with_name(FACES[face], SETTINGS[setting], place, name))].append(name)
    assert len(groups) == 1, f"{list(groups.values())}"


# Names that stand in other things than a line of the page's own content.

HELVETICA = FACES["helvetica"]
LETTERS = "".join(sorted({letter for name in NAMES for letter in name} | {chr(code) for code in range(32, 127)}))
OTHER = "\n".join(
    f"BT /F1 11 Tf 1 0 0 1 72 {600 - 14 * row} Tm {HELVETICA.coded(line)} Tj ET"
    for row, line in enumerate(
        ("The launch had waited for some hours without lights", "and the harbour master noted the hour of it.", "No answer came.")
    )
)


def _shown(text: str, x: float = 72.0, y: float = 700.0) -> str:
    return f"BT /F1 11 Tf 1 0 0 1 {x:.3f} {y} Tm {HELVETICA.coded(text)} Tj ET"


def in_plain_line(name: str) -> bytes:
    return saved(HELVETICA, f"{_shown(f'It was {name} who left.')} {OTHER}", LETTERS)


def two_names(name: str) -> bytes:
    return saved(HELVETICA, f"{_shown(f'It was {name} and then {name} who left.')} {OTHER}", LETTERS)


def underlined(name: str) -> bytes:
    x, wide = 72 + HELVETICA.wide("It was "), HELVETICA.wide(name)
    return saved(HELVETICA, f"{_shown(f'It was {name} who left.')} {x:.2f} 697 {wide:.2f} 0.6 re f {OTHER}", LETTERS)


def highlighted(name: str) -> bytes:
    x, wide = 72 + HELVETICA.wide("It was "), HELVETICA.wide(name)
    return saved(HELVETICA, f"q 1 1 0 rg {x:.2f} 697 {wide:.2f} 12 re f Q {_shown(f'It was {name} who left.')} {OTHER}", LETTERS)


def linked(name: str) -> bytes:
    x, wide = 72 + HELVETICA.wide("It was "), HELVETICA.wide(name)

    def link(pdf: Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
        box = Array([round(x, 2), 697, round(x + wide, 2), 709])
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))])

    return saved(HELVETICA, f"{_shown(f'It was {name} who left.')} {OTHER}", LETTERS, link)


def in_a_form(name: str) -> bytes:
    def form(pdf: Pdf) -> None:
        resources = pdf.pages[0].obj.Resources
        made = pdf.make_stream(_shown(f"It was {name} who left.").encode(), Resources=Dictionary(Font=resources.Font))
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
        resources.XObject = Dictionary(X1=made)

    return saved(HELVETICA, f"/X1 Do {OTHER}", LETTERS, form)


def rotated(name: str) -> bytes:
    return saved(
        HELVETICA,
        f"BT /F1 11 Tf 0.9659 0.2588 -0.2588 0.9659 90 640 Tm {HELVETICA.coded(f'It was {name} who left.')} Tj ET {OTHER}",
        LETTERS,
    )


def kerned_name(name: str) -> bytes:
    parts = " ".join(f"{HELVETICA.coded(letter)} {ord(letter) % 60}" for letter in name)
    return saved(
        HELVETICA,
        f"BT /F1 11 Tf 1 0 0 1 72 700 Tm [{HELVETICA.coded('It was ')} {parts} {HELVETICA.coded(' who left.')}] TJ ET {OTHER}",
        LETTERS,
    )


def letter_a_show(name: str) -> bytes:
    x, shown = 72.0, []
    for letter in f"It was {name} who left.":
        shown.append(_shown(letter, x) if letter != " " else "")
        x += HELVETICA.wide(letter)
    return saved(HELVETICA, f"{' '.join(shown)} {OTHER}", LETTERS)


def in_a_table(name: str) -> bytes:
    rows = [("Ship", "Master", "Port"), ("Aurora", name, "Odessa"), ("Belle", "unknown", "Varna"), ("Ceres", "unknown", "Sulina")]
    cells = (_shown(cell, 72 + 180 * column, 700 - 16 * row) for row, each in enumerate(rows) for column, cell in enumerate(each))
    return saved(HELVETICA, f"{' '.join(cells)} {OTHER}", LETTERS)


def indented_alone(name: str) -> bytes:
    return saved(HELVETICA, f"{_shown(f'It was {name} who left.', 101.3)} {OTHER}", LETTERS)


def drawn_font(name: str) -> bytes:
    """The name in a Type 3 font whose procedures draw boxes of the letters' own widths."""
    text = f"It was {name} who left."
    used = sorted(set(text.encode("cp1252")))

    def draw(pdf: Pdf) -> None:
        wide = {code: 300 + code * 3 for code in used}
        procedures = {
            f"/g{code}": pdf.make_stream(f"{wide[code]} 0 0 0 {wide[code]} 700 d1 0 0 {wide[code] - 60} {code * 5} re f".encode())
            for code in used
        }
        told = "".join(f"<{code:02x}> <{ord(bytes([code]).decode('cp1252')):04x}>\n" for code in used)
        pdf.pages[0].obj.Resources.Font.F3 = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, 0, 1200, 1300]),
                FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
                CharProcs=Dictionary(procedures),
                Encoding=Dictionary(Type=Name.Encoding, Differences=Array([part for code in used for part in (code, Name(f"/g{code}"))])),
                FirstChar=used[0],
                LastChar=used[-1],
                Widths=Array([wide.get(code, 0) for code in range(used[0], used[-1] + 1)]),
                Resources=Dictionary(),
                ToUnicode=pdf.make_stream(
                    f"1 begincodespacerange <00> <ff> endcodespacerange {len(used)} beginbfchar\n{told}endbfchar".encode()
                ),
            )
        )

    return saved(HELVETICA, f"BT /F3 11 Tf 1 0 0 1 72 700 Tm {HELVETICA.coded(text)} Tj ET {OTHER}", LETTERS, draw)


MAKERS = (
    in_plain_line,
    two_names,
    underlined,
    highlighted,
    linked,
    in_a_form,
    rotated,
    kerned_name,
    letter_a_show,
    in_a_table,
    indented_alone,
    drawn_font,
)
# A name that makes its line the longest by far shows: by a longer tick beside a slanted line, by a paragraph break of the text file.
ODD_WHEN_LONG = (two_names, rotated)


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_in_other_things_than_a_plain_line_gives_one_release(make: Callable[[str], bytes]) -> None:
    accented = next(name for name in ONE_WORD if not name.isascii())
    groups: dict[object, list[str]] = defaultdict(list)
    for name in (LOWER, SHORT, accented, *ONE_WORD[:2], *(() if make in ODD_WHEN_LONG else (LONG,))):
        groups[public(make(name))].append(name)
    assert len(groups) == 1, f"{list(groups.values())}"
