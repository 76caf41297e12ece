"""Operators read by one expression: the same as the parser's, or left to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Object, Pdf, String, parse_content_stream

from pipeline.content.plain import read_steps
from pipeline.content.streams import Parsed

NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(-9999, 9999, places=3).map(lambda each: f"{each:f}"),
    st.sampled_from([".5", "-.25", "+3", "4.", "-0"]),
)
STRINGS = st.one_of(
    st.text("abcXYZ 0123456789<>[]{}/%'\"\n\t", max_size=8).map(lambda each: f"({each})"),
    st.binary(max_size=6).map(lambda each: f"<{each.hex()}>"),
    st.sampled_from([r"(a\)b)", r"(\101\\)", r"(line\n)"]),
)
ARRAYS = st.lists(st.one_of(NUMBERS, STRINGS), max_size=6).map(lambda each: "[" + " ".join(each) + "]")
OPERATORS = st.one_of(
    st.tuples(st.lists(NUMBERS, max_size=6).map(" ".join), st.sampled_from("Tm Td cm re m l c w g rg Tc Tz T* BT ET q Q f W n".split())),
    st.tuples(STRINGS, st.sampled_from(["Tj", "'"])),
    st.tuples(ARRAYS, st.sampled_from(["TJ", "TJ"])),
    st.tuples(NUMBERS.map(lambda each: f"/F1 {each}"), st.just("Tf")),
    st.sampled_from([("/P <</MCID 0>>", "BDC"), ("/Span <</ActualText (a)b)>>".replace(")b", ""), "BDC"), ("", "EMC"), ("/G0", "gs")]),
)
CONTENTS = st.lists(OPERATORS.map(" ".join), max_size=12).map("\n".join)


def _plainly(operand: Object | object) -> object:
    if isinstance(operand, String):
        return bytes(operand)
    return [_plainly(each) for each in operand.as_list()] if isinstance(operand, Array) else float(operand)  # type: ignore[arg-type]


@given(CONTENTS)
def test_one_expression_reads_what_the_parser_reads(content: str) -> None:
    with Pdf.new() as pdf:
        parsed = parse_content_stream(pdf.make_stream(content.encode()))
        steps = read_steps(content.encode())
        assert steps is not None
        assert [name for name, _ in steps] == [str(each.operator) for each in parsed]
        for (_, operands), each in zip(steps, parsed, strict=True):
            assert operands is None or list(operands) == [_plainly(one) for one in each.operands]


@pytest.mark.parametrize(
    "content",
    [
        "q % a comment\nQ",
        "BI /W 1 /H 1 /BPC 8 /CS /G ID a EI",
        "((nested) string) Tj",
        "(torn Tj",
        "<4x> Tj",
        "1 2",
        "true gs",
        "q foo Q",
        "q \xff Q",
        "<</A 1 Q",
    ],
)
def test_what_an_expression_cannot_tell_without_doubt_is_left_to_the_parser(content: str) -> None:
    assert read_steps(content.encode("latin-1")) is None


def test_the_parser_is_asked_only_for_content_that_is_written_anew() -> None:
    with Pdf.new() as pdf:
        content = Parsed().page(pdf.make_stream(b"BT /F1 9 Tf (a) Tj ET"))
        assert content.steps is not None
        assert len(content.instructions) == len(content.steps)
        assert [str(each.operator) for each in content.instructions] == ["BT", "Tf", "Tj", "ET"]
        assert str(content.instructions[2].operator) == "Tj"
