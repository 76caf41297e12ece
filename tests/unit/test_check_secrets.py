"""Secrets sought in every layer of a PDF: wherever one stands, it is found; what only pixels show is said to be unjudged."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from checked_pdfs import CODE, NAME, SECRETS, made, page_of, saved, text, updated
from pikepdf import Dictionary, Name, Pdf, String

from pipeline.verify.check import Kind, Report, check

SHARED = Path(__file__).parents[3] / "shared" / "data"
CASES, PDFS = SHARED / "leak-cases", SHARED / "pdfs"
ONLY_PIXELS = frozenset({"10_type0_no_tounicode.pdf", "12_scan_only.pdf", "27_thumb.pdf", "33_vector_outline.pdf"})


def sought(report: Report) -> int:
    """Return how many secrets were found at one place at least."""
    return max((each.count for each in report.findings if each.kind is Kind.SOUGHT), default=0)


def holding(change: object) -> bytes:
    """Return a PDF of one harmless page, changed by a function of the open PDF."""
    with Pdf.new() as pdf:
        page_of(pdf, text("Public"))
        change(pdf)  # type: ignore[operator]
        return saved(pdf)


def archive(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(name, data)
    return target.getvalue()


def attached(data: bytes) -> bytes:
    def attach(pdf: Pdf) -> None:
        pdf.attachments["file"] = data

    return holding(attach)


PLACES = {
    "the page": made(text(NAME)),
    "letter by letter": made("".join(text(char, x=72 + 9 * at) for at, char in enumerate(NAME) if char != " ")),
    "over a line end": made(text("Colonel Viktor Os-") + text("trakov", y=580)),
    "in another case": made(text(NAME.upper())),
    "a string of an object": holding(lambda pdf: pdf.Root.__setitem__("/Any", String(NAME))),
    "a name of an object": holding(lambda pdf: pdf.Root.__setitem__("/ZANZIBAR-7734", Name("/Any"))),
    "a stream nobody uses": holding(lambda pdf: pdf.Root.__setitem__("/Any", pdf.make_stream(NAME.encode("utf-16-le")))),
    "an attached text": attached(NAME.encode()),
    "an attached PDF": attached(made(text(NAME))),
    "an archive within an archive": attached(archive("inner.zip", archive("memo.txt", NAME.encode()))),
    "the name of a file in an archive": attached(archive(f"{CODE}.txt", b"")),
    "an earlier revision": updated(text(NAME), text("Public")),
    "bytes after the end": made(text("Public")) + NAME.encode(),
    "a comment": made(text("Public") + f"% {NAME}\n"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_found_wherever_it_stands(place: str) -> None:
    report = check(PLACES[place], secrets=SECRETS)
    assert sought(report) == 1
    assert not report.ok


def test_a_secret_in_codes_of_a_font_that_draws_them_nowhere_is_found() -> None:
    """A hidden appearance in codes of a Type 3 font, whose names of glyphs alone tell its letters."""
    codes = {char: at for at, char in enumerate(dict.fromkeys(NAME.replace(" ", "")), start=1)}

    def draw(pdf: Pdf) -> None:
        shape = pdf.make_stream(b"500 0 d0 0 0 400 700 re f")
        differences = [1, *(Name(f"/{char}") for char in codes)]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0])
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=differences)
        font.CharProcs = Dictionary({f"/{char}": shape for char in codes})
        font.FirstChar, font.LastChar, font.Widths = 1, len(codes), [500] * len(codes)
        pdf.Root["/Any"] = pdf.make_indirect(font)
        shown = "".join(f"\\{codes[char]:03o}" for char in NAME.replace(" ", ""))
        pdf.Root["/Form"] = pdf.make_stream(f"BT /F9 9 Tf ({shown}) Tj ET".encode())

    assert sought(check(holding(draw), secrets=SECRETS)) == 1


def test_the_name_of_the_file_is_searched() -> None:
    assert sought(check(made(text("Public")), name=f"{CODE}.pdf", secrets=SECRETS)) == 1


def test_a_file_without_secrets_holds_none() -> None:
    report = check(made(text("Public")), name="public.pdf", secrets=SECRETS)
    assert report.ok
    assert report.findings == ()


def test_no_secret_is_in_the_report() -> None:
    for pdf in PLACES.values():
        told = repr(check(pdf, secrets=SECRETS)).lower()
        assert not any(word in told for word in ("zanzibar", "7734", "viktor", "ostrakov"))


@pytest.mark.skipif(not CASES.exists(), reason="the leak cases lie beside the checkout")
@pytest.mark.parametrize("path", sorted(CASES.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_leak_case_is_found_or_said_to_be_unjudged(path: Path) -> None:
    secrets = json.loads((CASES / "manifest.json").read_text())["secrets"]
    report = check(path.read_bytes(), name=path.name, secrets=secrets)
    if path.name in ONLY_PIXELS:
        assert report.not_judged
    else:
        assert sought(report) == len(secrets)


def graded() -> list[tuple[str, bool]]:
    """Return the files of redactions that are known to be bad or good, and whether each is bad."""
    manifest = PDFS / "manifest.jsonl"
    rows = [json.loads(line) for line in manifest.read_text().splitlines()] if manifest.exists() else []
    return [(row["file"], not row["ground_truth"].startswith("OK")) for row in rows if row["category"] == "redaction-test"]


@pytest.mark.skipif(not PDFS.exists(), reason="the real PDFs lie beside the checkout")
@pytest.mark.parametrize(("name", "is_bad"), graded(), ids=str)
def test_bad_redactions_of_real_files_are_found_and_good_ones_are_not(name: str, is_bad: bool) -> None:
    (path,) = PDFS.rglob(name)
    assert check(path.read_bytes(), name=name).ok is not is_bad
