"""Fonts made to stop, to flood or to mislead whoever reads them: none raises, each takes bounded time, what is told stays whole."""

from __future__ import annotations

import struct
import time

import pikepdf
import pytest
from fonts_made import Made, chars, true_type
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object

from pipeline.content.fonts import read_font
from pipeline.content.fonts.letters import UNTOLD

LARGE = "its maps are larger than any font needs"
MAPLESS = "nothing tells where its codes begin and end"
SECONDS = 5  # on a slow machine; most take a hundredth


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.mark.parametrize(
    "part",
    [
        "1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange",
        "5 beginbfrange " + "<0000> <FFFF> <0000> <0001> <FFFF> <0000> " * 4 + "endbfrange",
    ],
)
def test_ranges_without_end_are_refused(made: Made, part: str) -> None:
    started = time.monotonic()
    assert read_font(made.composite(ToUnicode=made.told(part))).fault == LARGE
    assert time.monotonic() - started < SECONDS


def test_a_map_that_unpacks_without_end_is_refused(made: Made) -> None:
    assert read_font(made.composite(ToUnicode=made.stream(b" " * 2_000_000))).fault == LARGE


def test_cids_without_end_are_refused(made: Made) -> None:
    told = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange"
    assert read_font(made.composite(made.stream(told))).fault == LARGE


def test_a_map_that_uses_itself_is_refused(made: Made) -> None:
    stream = made.stream(b"1 begincodespacerange <00> <FF> endcodespacerange")
    stream["/UseCMap"] = stream
    assert read_font(made.composite(stream)).fault == MAPLESS


@pytest.mark.parametrize(
    "told", [b"", b"1 begincodespacerange <> <FF> endcodespacerange", b"1 begincodespacerange <0000000000> <FFFFFFFFFF> endcodespacerange"]
)
def test_a_map_without_codes_or_of_codes_too_long_is_refused(made: Made, told: bytes) -> None:
    assert read_font(made.composite(made.stream(told))).fault == MAPLESS


def test_widths_without_end_are_refused(made: Made) -> None:
    found = Array([part for _ in range(20) for part in (0, 60_000, 500)])
    assert read_font(made.composite(ToUnicode=made.told(chars(x0001="A")), W=found)).fault == "it has no widths of its letters"


def test_junk_in_a_map_tells_nothing(made: Made) -> None:
    told = made.told("2 beginbfrange [<41>] <42> <0041> << 12 <44> [ [ ] ] /x endbfrange 1 beginbfchar /A <0041> endbfchar")
    assert read_font(made.composite(ToUnicode=told)).texts(b"\0\x41\0\x43") == [UNTOLD, UNTOLD]


@pytest.mark.parametrize("last", [0xFFFFFFFF, 100_000])
def test_a_program_whose_cmap_claims_all_of_unicode_a_thousand_times_is_no_evidence(made: Made, last: int) -> None:
    program = true_type({0x41: "A"})
    groups = b"".join(struct.pack(">LLL", 0, last, 1) for _ in range(1000))
    table = struct.pack(">HHHHLHHLLL", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, 1000) + groups
    at = program.index(b"cmap")
    directed = program[: at + 8] + struct.pack(">LL", len(program), len(table)) + program[at + 16 :] + table
    started = time.monotonic()
    font = read_font(made.composite(FontDescriptor=made.described("FontFile2", directed), ToUnicode=made.told(chars(x0001="X"))))
    assert font.texts(b"\0\1") == ["X"]
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("key", ["FontFile", "FontFile2", "FontFile3"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\1\0\0\xff\xff", b"OTTO\0\1" + b"\xff" * 40, b"\1\0\4\1\xff\xff\xff\xff", b"/Encoding 256 array dup 99999 /A put"]
)
def test_torn_programs_say_nothing_and_raise_nothing(made: Made, key: str, data: bytes) -> None:
    font = read_font(made.simple(base="Made", FontDescriptor=made.described(key, data, 4)))
    assert font.texts(b"A") == [UNTOLD]
    assert font.fault is not None


NAMES = ["/Identity-H", "/WinAnsiEncoding", "/Type0", "/A", "/90ms-RKSJ-H", "/Identity-V"]
INNER = ["/W", "/DW", "/Differences", "/BaseEncoding", "/Flags", "/FontFile2", "/Ordering"]
VALUES = st.recursive(
    st.one_of(st.integers(-(2**31), 2**31), st.booleans(), st.none(), st.sampled_from(NAMES), st.binary(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(st.sampled_from(INNER), inner, max_size=4)),
    max_leaves=12,
)
KEYS = [
    *("/BaseFont", "/Encoding", "/ToUnicode", "/Widths", "/FirstChar", "/FontDescriptor"),
    *("/DescendantFonts", "/FontMatrix", "/CharProcs", "/FontBBox"),
]


def as_object(value: object) -> object:
    """Return a value of a PDF; text is a name, for a drawn name of pikepdf cannot be shown by hypothesis."""
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, bytes):
        return pikepdf.String(value)
    if isinstance(value, list):
        return Array([as_object(each) for each in value])
    if isinstance(value, dict):
        return Dictionary({key: as_object(each) for key, each in value.items() if each is not None})
    return value


@given(
    st.sampled_from(["/Type1", "/TrueType", "/Type3", "/MMType1", "/Type0", "/Odd"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8),
    st.binary(max_size=40),
)
def test_no_dictionary_makes_reading_raise_and_its_codes_are_the_whole_string(kind: str, keys: dict[str, object], shown: bytes) -> None:
    given_font = as_object({**keys, "/Subtype": kind})
    assert isinstance(given_font, Object)
    font = read_font(given_font)
    assert b"".join(font.split(shown)) == shown
    assert len(font.split(shown)) == len(font.texts(shown)) == len(font.advances(shown))
    font.blank()


SPACES = st.lists(st.integers(1, 4).flatmap(lambda size: st.tuples(*[st.binary(min_size=size, max_size=size)] * 2)), min_size=1, max_size=5)


@given(SPACES, st.binary(max_size=40))
def test_spaces_of_codes_however_they_lie_part_a_string_wholly(spaces: list[tuple[bytes, bytes]], shown: bytes) -> None:
    made = Made()
    pairs = " ".join(f"<{low.hex()}> <{high.hex()}>" for low, high in spaces)
    stream = made.stream(f"{len(spaces)} begincodespacerange {pairs} endcodespacerange".encode())
    font = read_font(made.composite(stream, ToUnicode=made.told(chars(x41="A"))))
    assert font.fault is None
    assert b"".join(font.split(shown)) == shown
    assert all(font.split(shown))
    assert len(font.texts(shown)) == len(font.split(shown))


@given(st.binary(max_size=300), st.sampled_from(["bfchar", "bfrange", "codespacerange", "cidrange"]))
def test_any_bytes_in_a_map_are_read_without_raising(inner: bytes, kind: str) -> None:
    made = Made()
    stream = made.stream(f"1 begin{kind} ".encode() + inner + f" end{kind}".encode())
    for font in (made.composite(ToUnicode=stream), made.composite(stream), made.simple(ToUnicode=stream)):
        read = read_font(font)
        assert b"".join(read.split(b"ABC")) == b"ABC"
