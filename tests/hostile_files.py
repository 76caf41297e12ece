"""PDFs whose structure attacks the readers: bombs, loops, lies of the file's own tables, and things the catalog carries."""

from __future__ import annotations

import re
import zlib

import pikepdf
from hostile_pdfs import MEMO_PAGE, SECRET, attack, beside, document, form, hides, shows, typed, with_resources
from pikepdf import Array, Dictionary, Name, Object, Pdf

__all__ = ["objects", "raw"]

TOO_LARGE = "unpacks to more than|over the limit|beyond the limit"
HUGE = "1" + "0" * 37 + ".5"
PLAIN = document(MEMO_PAGE)


def raw(*bodies: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Return a PDF of these objects, numbered from 1, with a right table."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer <</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, len(made))


def objects(content: bytes, keys: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """Return a page of F1 Courier with this content stream as it is; ``keys`` go to the stream, ``page`` to the page."""
    return raw(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Count 1 /Kids [3 0 R]>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> " + page + b">>",
        b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), keys, content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding>>",
        *more,
    )


def stream(data: bytes, keys: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), keys, data)


MEMO_STREAM = MEMO_PAGE.encode()
FLATE = b"/Filter /FlateDecode"


# --- bombs ---


@attack(TOO_LARGE)
def a_gigabyte_of_blanks() -> bytes:
    engine = zlib.compressobj(9)
    data = b"".join(engine.compress(b" " * 2**20) for _ in range(1024)) + engine.flush()
    return objects(data, FLATE)


@attack(TOO_LARGE)
def a_bomb_in_hex() -> bytes:
    return objects(zlib.compress(b" " * 400_000_000, 9).hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]")


@attack(TOO_LARGE)
def a_bomb_of_run_lengths() -> bytes:
    inner = b"\x81\x20" * 2_600_000 + b"\x80"
    outer = zlib.compress(inner, 9)
    return objects(outer, b"/Filter [/FlateDecode /RunLengthDecode]")


@attack(TOO_LARGE)
def a_bomb_of_run_lengths_alone() -> bytes:
    return objects(b"\x81\x20" * 3_000_000 + b"\x80", b"/Filter /RunLengthDecode")


@attack(TOO_LARGE)
def a_bomb_behind_encryption() -> bytes:
    data = zlib.compress(b" " * 400_000_000, 9)

    def edit(made: Pdf) -> None:
        torn = made.make_stream(b"")
        torn.write(data, filter=Name.FlateDecode)
        made.pages[0].obj.Contents = torn

    return document(MEMO_PAGE, edit=edit, encryption=pikepdf.Encryption(owner="x", user="", R=6), recompress_flate=False)


@attack(TOO_LARGE)
def a_bomb_whose_stream_word_is_followed_by_a_blank() -> bytes:
    return objects(zlib.compress(b" " * 400_000_000, 9), FLATE).replace(b">>\nstream\n", b">>\nstream \n", 1)


@attack(TOO_LARGE)
def operators_without_end() -> bytes:
    return objects(zlib.compress(b"q Q " * 10_000_000, 9), FLATE)


@attack(TOO_LARGE)
def operators_just_under_the_limit() -> bytes:
    return objects(zlib.compress(MEMO_STREAM + b" q Q" * 2_400_000, 9), FLATE)


@attack(TOO_LARGE)
def many_operators_of_text() -> bytes:
    return objects(zlib.compress(MEMO_STREAM + b" BT /F1 9 Tf 72 99 Td ( ) Tj ET" * 250_000, 9), FLATE)


@attack(TOO_LARGE + "|damaged")
def a_predictor_of_two_billion_columns() -> bytes:
    return objects(zlib.compress(MEMO_STREAM, 9), b"/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 2000000000>>")


@attack(TOO_LARGE + "|nested|repeats|more operators than")
def a_billion_laughs_of_forms() -> bytes:
    def edit(made: Pdf) -> None:
        inner = form(made, "q Q")
        for _ in range(10):
            outer = form(made, "/X1 Do " * 10)
            outer.Resources = Dictionary(XObject=Dictionary(X1=inner))
            inner = outer
        made.pages[0].obj.Resources.XObject = Dictionary(X1=inner)

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


@attack("nested|loop")
def forms_within_forms() -> bytes:
    def edit(made: Pdf) -> None:
        inner = form(made, typed(SECRET))
        for _ in range(15):
            outer = form(made, "/X1 Do")
            outer.Resources = Dictionary(XObject=Dictionary(X1=inner))
            inner = outer
        made.pages[0].obj.Resources.XObject = Dictionary(X1=inner)

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


@attack("nested|loop")
def two_forms_that_draw_each_other() -> bytes:
    def edit(made: Pdf) -> None:
        one, two = made.make_indirect(form(made, "/X2 Do")), made.make_indirect(form(made, "/X1 Do"))
        one.Resources = two.Resources = made.make_indirect(Dictionary(XObject=Dictionary(X1=one, X2=two)))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=one)

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


@attack("its maps are larger than any font needs")
def a_map_of_endless_ranges() -> bytes:
    cmap = zlib.compress(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 9 beginbfrange " + b"<0000> <ffff> <0041>\n" * 5000 + b" endbfrange", 9
    )
    return _with_map(cmap)


@attack("its maps are larger than any font needs")
def a_map_of_sections_never_ended() -> bytes:
    return _with_map(zlib.compress(b"beginbfchar " * 300_000, 9))


@attack("cannot be counted|over the limit|damaged|beyond")
def a_map_of_blanks_in_a_code() -> bytes:
    return _with_map(zlib.compress(b"beginbfchar <" + b" " * 200_000 + b" endbfchar", 9))


def _with_map(cmap: bytes) -> bytes:
    made = objects(MEMO_STREAM, b"", b"", stream(cmap, FLATE))
    return made.replace(b"/WinAnsiEncoding>>", b"/WinAnsiEncoding /ToUnicode 6 0 R>>").replace(b"startxref", b"startxref ", 1)


@attack("over the limit|damaged|beyond")
def stream_words_without_number() -> bytes:
    """20 MB of the word alone, each followed by what could be deflated data."""
    return objects(MEMO_STREAM) + b"stream\nx " * 2_200_000


@attack("objects, over the limit|damaged")
def a_million_objects() -> bytes:
    return PLAIN.replace(b"\nxref", b"\n" + b"".join(b"%d 0 obj 1 endobj\n" % n for n in range(20, 600_020)) + b"xref", 1)


@attack("pages are over the limit")
def a_hundred_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 20_003))
    one = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>"
    return raw(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 20000 /Kids [%s]>>" % kids, *[one] * 20_000)


@attack("nests its objects|damaged|different numbers|third reader")
def a_deep_tree_of_pages() -> bytes:
    deep = 3000
    nodes = [
        b"<</Type /Pages /Count 1 /Kids [%d 0 R] %s>>" % (n + 1, b"/Parent %d 0 R" % (n - 1) if n > 2 else b"") for n in range(2, deep)
    ]
    last = b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources <</Font <</F1 %d 0 R>>>>>>"
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding>>"
    return raw(b"<</Type /Catalog /Pages 2 0 R>>", *nodes, last % (deep - 1, deep + 1, deep + 2), stream(MEMO_STREAM), font)


@attack("nests its objects|damaged|has no pages")
def deep_dictionaries() -> bytes:
    return objects(MEMO_STREAM, b"", b"/X " + b"<</A " * 100_000 + b"1" + b">>" * 100_000)


@attack("nests its objects|damaged|no reader knows|content")
def deep_arrays_in_content() -> bytes:
    return objects(MEMO_STREAM + b" " + b"[" * 100_000 + b"]" * 100_000 + b" TJ")


@attack("no size|larger than any paper")
def a_page_as_wide_as_a_country() -> bytes:
    return PLAIN.replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 1000000000 0.01 ]")


@attack("larger than any paper|letters that its fonts do not tell|do not agree")
def a_page_of_ten_million_points() -> bytes:
    return PLAIN.replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 10000000 10000000 ]")


@attack("text placed beyond any page")
def a_sign_set_a_billion_points_away() -> bytes:
    """A soft hyphen, which no reader expects to show, at the far end of a line: its gap would be written in blanks."""
    cmap = b"1 beginbfchar <51> <00ad> endbfchar"
    made = objects(MEMO_STREAM + b" BT /F1 9 Tf 200 678 Td (Q) Tj 1 0 0 1 900000000.5 678 Tm (Q) Tj ET", b"", b"", stream(cmap))
    return made.replace(b"/WinAnsiEncoding>>", b"/WinAnsiEncoding /ToUnicode 6 0 R>>")


@attack("text placed beyond any page")
def text_at_infinity() -> bytes:
    return beside(f"BT /F1 9 Tf {HUGE} 0 0 {HUGE} {HUGE} {HUGE} Tm (zebrafish) Tj ET")


@attack("damaged|cannot be read|readers")
def text_of_a_size_beyond_numbers() -> bytes:
    return beside("BT /F1 " + "9" * 400 + " Tf 72 600 Td (zebrafish) Tj ET")


# --- lies of the file's own structure ---


@shows("zebrafish")
def count_says_one_of_two() -> bytes:
    return re.sub(rb"/Count 2", b"/Count 1", document(MEMO_PAGE, typed(SECRET)))


@attack("damaged")
def content_that_is_not_in_the_file() -> bytes:
    return re.sub(rb"/Contents [0-9]+ 0 R", b"/Contents 99 0 R", document(MEMO_PAGE, MEMO_PAGE), count=1)


@attack("loop|damaged|nests")
def pages_in_a_loop() -> bytes:
    return raw(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [2 0 R]>>")


@attack("has no pages|damaged")
def no_pages() -> bytes:
    return raw(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 0 /Kids []>>")


@attack("damaged and cannot be repaired")
def header_only() -> bytes:
    return b"%PDF-1.7\n"


def _catalog(**keys: object) -> bytes:
    def edit(made: Pdf) -> None:
        for key, value in keys.items():
            made.Root[f"/{key}"] = value(made) if callable(value) else value

    return document(MEMO_PAGE, edit=edit)


@shows("")
def a_portfolio() -> bytes:
    return _catalog(Collection=Dictionary(View=Name.D))


@shows("")
def a_file_of_the_page() -> bytes:
    def edit(made: Pdf) -> None:
        made.pages[0].obj.AF = Array([pikepdf.AttachedFileSpec(made, SECRET.encode(), filename="x.txt").obj])

    return document(MEMO_PAGE, edit=edit)


@shows("")
def a_script_of_the_names() -> bytes:
    return _catalog(Names=Dictionary(JavaScript=Dictionary(Names=Array(["x", Dictionary(S=Name.JavaScript, JS="app.alert(1)")]))))


@shows("")
def a_script_on_opening() -> bytes:
    return _catalog(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


@shows("")
def a_script_after_going_somewhere() -> bytes:
    return _catalog(OpenAction=Dictionary(S=Name.GoTo, D="x", Next=Dictionary(S=Name.JavaScript, JS="app.alert(1)")))


@shows("")
def a_script_of_the_page() -> bytes:
    return document(MEMO_PAGE, edit=lambda made: made.pages[0].obj.__setitem__("/AA", Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))))


@shows("")
def a_static_xfa_form() -> bytes:
    return _catalog(AcroForm=lambda made: Dictionary(Fields=Array([]), XFA=Array(["template", made.make_stream(b"<template/>")])))


@attack("encrypted; put its password")
def encrypted_attachments_only() -> bytes:
    made = document(MEMO_PAGE, encryption=pikepdf.Encryption(owner="x", user="y", R=6))
    return made.replace(b"/StmF /StdCF", b"/StmF /Identity").replace(b"/StrF /StdCF", b"/StrF /Identity")


def _unused(_: Pdf) -> Object:
    return Dictionary()


@hides("an image or a drawing that may hold words")
def a_pattern_by_the_older_operator() -> bytes:
    return with_resources(MEMO_PAGE + " /Pattern cs /P1 sc 72 500 90 4 re f", "Pattern", P1=_unused)
