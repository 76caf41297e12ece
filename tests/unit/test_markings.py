"""The language of markings: banners, stacks and portion marks, and whose they are."""

from __future__ import annotations

import pytest
from wordbook import VOCABULARY

from pipeline.markings import CLASSIFIED_LEVELS, format_marking, parse
from pipeline.model import Marking


def read(text: str) -> Marking | None:
    """Return what ``text`` is read as, by the vocabulary that ships."""
    reading = parse(text, VOCABULARY)
    return reading.marking if reading else None


def words(marking: Marking | None) -> tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return level, legacy words, dissemination words, systems and owners of a marking."""
    assert marking is not None
    return marking.level, marking.legacy, marking.dissem, marking.sci, marking.owners


def test_the_levels_that_are_classified_are_the_first_four() -> None:
    assert set(VOCABULARY.levels[:4]) == CLASSIFIED_LEVELS


@pytest.mark.parametrize("level", VOCABULARY.levels)
@pytest.mark.parametrize("form", ["{}", "  {}  ", "{}.", "- {} -", "*{}*", "[{}]", "--{}--"])
def test_a_level_alone_is_a_banner_in_whatever_ornament(level: str, form: str) -> None:
    marking = read(form.format(level))
    assert marking is not None
    assert (marking.kind, marking.level) == ("banner", level)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Secret", "SECRET"),
        ("Top Secret", "TOP SECRET"),
        ("S-E-C-R-E-T", "SECRET"),
        ("S E C R E T", "SECRET"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("TOP-SECRET", "TOP SECRET"),
        ("C-O-N-F-I-D-E-N-T-I-A-L", "CONFIDENTIAL"),
    ],
)
def test_letter_spaced_and_capitalised_levels_are_read(line: str, level: str) -> None:
    assert words(read(line))[0] == level


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TOP SECRET//SI//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("SI",), ())),
        ("TOP SECRET//SI/TK//ORCON/NOFORN", ("TOP SECRET", (), ("ORCON", "NOFORN"), ("SI", "TK"), ())),
        ("TOP SECRET//SI-G ABCD//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("SI-G ABCD",), ())),
        ("TOP SECRET//XYZ/TK//NOFORN", ("TOP SECRET", (), ("NOFORN",), ("XYZ", "TK"), ())),
        ("SECRET//REL TO USA, GBR", ("SECRET", (), (), (), ())),
        ("UNCLASSIFIED//FOUO", ("UNCLASSIFIED", (), ("FOUO",), (), ())),
        ("SECRET/NO FOREIGN DISSEM/CONTROLLED DISSEM", ("SECRET", ("NO FOREIGN DISSEM", "CONTROLLED DISSEM"), (), (), ())),
        ("SECRET-NO FOREIGN DISSEM", ("SECRET", ("NO FOREIGN DISSEM",), (), (), ())),
        ("SECRET NO FOREIGN DISSEM", ("SECRET", ("NO FOREIGN DISSEM",), (), (), ())),
        ("SECRET/RYBAT", ("SECRET", ("RYBAT",), (), (), ())),
        ("TOP SECRET - SENSITIVE", ("TOP SECRET", ("SENSITIVE",), (), (), ())),
        ("TOP SECRET; EYES ONLY", ("TOP SECRET", ("EYES ONLY",), (), (), ())),
        ("TOP SECRET DINAR", ("TOP SECRET", ("DINAR",), (), (), ())),
        ("SECRET//RD", ("SECRET", (), (), (), ("DOE",))),
        ("SECRET//FRD//NOFORN", ("SECRET", (), ("NOFORN",), (), ("DOE",))),
        ("SECRET RESTRICTED DATA", ("SECRET", (), (), (), ("DOE",))),
        ("SECRET/RESTRICTED DATA", ("SECRET", (), (), (), ("DOE",))),
        ("RESTRICTED DATA", (None, (), (), (), ("DOE",))),
        ("FORMERLY RESTRICTED DATA", (None, (), (), (), ("DOE",))),
        ("COSMIC TOP SECRET", ("TOP SECRET", (), (), (), ("NATO",))),
        ("NATO SECRET", ("SECRET", (), (), (), ("NATO",))),
        ("//NATO SECRET", ("SECRET", (), (), (), ("NATO",))),
        ("//NATO SECRET//NOFORN", ("SECRET", (), ("NOFORN",), (), ("NATO",))),
        ("//DEU SECRET", ("SECRET", (), (), (), ("foreign government",))),
        ("//JOINT SECRET CAN GBR USA", ("SECRET", (), (), (), ("foreign government",))),
        ("SECRET//FGI GBR//NOFORN", ("SECRET", (), ("NOFORN",), (), ("foreign government",))),
        ("ATOMAL", (None, (), (), (), ("NATO",))),
    ],
)
def test_a_banner_is_read_into_its_level_controls_and_owners(
    line: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
) -> None:
    assert words(read(line)) == expected


@pytest.mark.parametrize(
    ("line", "level", "owner"),
    [
        ("SECRET RESTRICTED DATA - CNWDI", "SECRET", "DOE"),
        ("SECRET (RESTRICTED DATA)", "SECRET", "DOE"),
        ("SECRET [RESTRICTED DATA]", "SECRET", "DOE"),
        ("S-E-C-R-E-T R-E-S-T-R-I-C-T-E-D D-A-T-A", "SECRET", "DOE"),
        ("S E C R E T   R E S T R I C T E D   D A T A", "SECRET", "DOE"),
        ("SECRET//RD-SG 14", "SECRET", "DOE"),
        ("SECRET//FRD-SIGMA 14 18//REL TO USA, ACGU", "SECRET", "DOE"),
        ("SECRET//RD-CNWDI-SIGMA 14//NOFORN", "SECRET", "DOE"),
        ("SECRET SIGMA 14", "SECRET", "DOE"),
        ("UNCLASSIFIED//UCNI", "UNCLASSIFIED", "DOE"),
        ("UNCLASSIFIED//DCNI", "UNCLASSIFIED", "DOD"),
        ("SRD", "SECRET", "DOE"),
        ("TSRD", "TOP SECRET", "DOE"),
        ("SFRD", "SECRET", "DOE"),
        ("CRD", "CONFIDENTIAL", "DOE"),
        ("COSMIC TOP SECRET ATOMAL", "TOP SECRET", "NATO"),
        ("COSMIC TOP SECRET - ATOMAL", "TOP SECRET", "NATO"),
        ("NATO SECRET ATOMAL", "SECRET", "NATO"),
        ("NATO SECRET - NOFORN", "SECRET", "NATO"),
        ("NATO CONFIDENTIAL", "CONFIDENTIAL", "NATO"),
        ("NATO RESTRICTED", "RESTRICTED", "NATO"),
        ("NATO UNCLASSIFIED", "UNCLASSIFIED", "NATO"),
        ("N-A-T-O S-E-C-R-E-T", "SECRET", "NATO"),
        ("N.A.T.O. SECRET", "SECRET", "NATO"),
        ("SECRET NATO", "SECRET", "NATO"),
        ("SECRET/NATO", "SECRET", "NATO"),
        ("SECRET//NATO", "SECRET", "NATO"),
        ("SECRET - NATO EYES ONLY", "SECRET", "NATO"),
        ("SECRET//NATO SECRET", "SECRET", "NATO"),
        ("SECRET//COSMIC TOP SECRET", "TOP SECRET", "NATO"),
        ("SECRET//RD NOFORN", "SECRET", "DOE"),
        ("SECRET//RD-CNWDI NOFORN", "SECRET", "DOE"),
        ("SECRET//SIGMA 14", "SECRET", "DOE"),
        ("UNCLASSIFIED/UCNI", "UNCLASSIFIED", "DOE"),
        ("UNCLASSIFIED; DCNI//NOFORN", "UNCLASSIFIED", "DOD"),
        ("SECRET FGI", "SECRET", "foreign government"),
        ("SECRET - FGI GBR", "SECRET", "foreign government"),
        ("SECRET/FGI//NOFORN", "SECRET", "foreign government"),
        ("SECRET//FGI NOFORN", "SECRET", "foreign government"),
        ("SECRET//UK EYES ONLY", "SECRET", "foreign government"),
        ("//COSMIC TOP SECRET//BOHEMIA", "TOP SECRET", "NATO"),
        ("//NATO SECRET//ATOMAL//ORCON", "SECRET", "NATO"),
        ("UK SECRET", "SECRET", "foreign government"),
        ("UK TOP SECRET", "TOP SECRET", "foreign government"),
        ("U.K. SECRET", "SECRET", "foreign government"),
        ("BRITISH CONFIDENTIAL", "CONFIDENTIAL", "foreign government"),
        ("CANADIAN RESTRICTED", "RESTRICTED", "foreign government"),
        ("UK SECRET/NOFORN", "SECRET", "foreign government"),
        ("SECRET UK EYES ONLY", "SECRET", "foreign government"),
    ],
)
def test_a_banner_of_an_owner_is_known_in_every_form_it_was_typed(line: str, level: str, owner: str) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.level, marking.owners) == (level, (owner,))


@pytest.mark.parametrize(
    ("line", "level", "dissem", "owners"),
    [
        ("TOP SECRET//HCS-P JJJ-P DDDD//ORCON/NOFORN", "TOP SECRET", ("ORCON", "NOFORN"), ()),
        ("TOP SECRET//123/SI-G ABCD DEFG-MMM AACD//ORCON/NOFORN", "TOP SECRET", ("ORCON", "NOFORN"), ()),
        ("SECRET//SAR-ABC-DEF 123/SDA-121//NOFORN", "SECRET", ("NOFORN",), ()),
        ("SECRET//SAR-ABC-DEF 123//RD//NOFORN", "SECRET", ("NOFORN",), ("DOE",)),
        ("TOP SECRET//UK/US EYES ONLY", "TOP SECRET", ("UK/US EYES ONLY",), ()),
        ("TOP SECRET//USA/GBR EYES ONLY//X", "TOP SECRET", ("USA/GBR EYES ONLY",), ()),
        ("SECRET//20301231", "SECRET", (), ()),
        ("SECRET//TOO MANY WORDS", "SECRET", (), ()),
        ("SECRET//25X1-HUMAN", "SECRET", (), ()),
    ],
)
def test_a_category_that_nobody_published_hides_neither_the_level_nor_the_rest(
    line: str, level: str, dissem: tuple[str, ...], owners: tuple[str, ...]
) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.level, marking.dissem, marking.owners) == (level, dissem, owners)
    portion = read(f"({line})")
    assert portion is not None
    assert (portion.level, portion.dissem, portion.owners) == (level, dissem, owners)


@pytest.mark.parametrize(
    "line",
    [
        *("", " ", "the secret ballot", "Secret Service", "SECRET SERVICE", "SECRETARIAT", "Secretary of State", "SECRETARY"),
        *("Confidential funds", "restricted area", "Restricted movement of ships", "Top secretaries met", "UNCLASSIFIEDS"),
        *("The record is SECRET", "SECRET BALLOT", "Confidential informant", "NATO", "NATO SECRETARY GENERAL", "BRITISH SECRETARY"),
        *("UK", "NATO UNCLASSIFIEDS", "SECRET NATO MEETING", "SIGMA", "UK EYES", "FGI GBR", "//", "SECRET " * 60),
    ],
)
def test_a_line_of_any_other_word_is_no_marking(line: str) -> None:
    assert read(line) is None


def test_a_forms_list_of_levels_is_no_level() -> None:
    marking = read("SECRET CONFIDENTIAL UNCLASSIFIED")
    assert marking is not None
    assert (marking.kind, marking.level) == ("checkbox", None)


@pytest.mark.parametrize("line", ["PRIORITY", "NIACT", "FLASH", "OPERATIONAL IMMEDIATE"])
def test_how_fast_a_cable_went_is_no_control(line: str) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.kind, marking.level, marking.precedence, marking.is_bare) == ("precedence", None, (line,), True)


@pytest.mark.parametrize("line", ["Top Secret; [codeword not declassified]", "TOP SECRET/[WITHHELD]"])
def test_a_code_word_that_an_editor_withheld_is_read_and_written(line: str) -> None:
    marking = read(line)
    assert marking is not None
    assert (marking.level, marking.legacy) == ("TOP SECRET", ("[WITHHELD]",))
    assert format_marking(marking, VOCABULARY) == "TOP SECRET/[WITHHELD]"


@pytest.mark.parametrize("line", ["//XX", "//DEU"])
def test_a_foreign_head_without_a_level_has_none(line: str) -> None:
    reading = parse(line, VOCABULARY)
    assert reading is not None
    assert (reading.marking.level, {each.code for each in reading.problems} & {"missing-level"}) == (None, {"missing-level"})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SECRET//SI-G ABCD DEFG//NOFORN", {"sci": ("SI-G ABCD DEFG",), "dissem": ("NOFORN",)}),
        ("SECRET//SAR-ABC-DEF 123/SDA-121//NOFORN", {"sap": ("ABC-DEF 123", "SDA-121"), "dissem": ("NOFORN",)}),
        ("SECRET//RD-CNWDI-SIGMA 14 18", {"aea": ("RD-CNWDI", "RD-SIGMA 14", "RD-SIGMA 18")}),
        ("SECRET RESTRICTED DATA - CNWDI", {"aea": ("RD", "RD-CNWDI")}),
        ("SECRET SIGMA 14", {"aea": ("RD-SIGMA 14",)}),
        ("SECRET FRD SIGMA 14", {"aea": ("FRD-SIGMA 14",)}),
        ("DOD UCNI SIGMA 14", {"aea": ("DOD UCNI", "RD-SIGMA 14")}),  # once an exception
        ("UNCLASSIFIED//DCNI", {"aea": ("DOD UCNI",)}),
        ("SECRET//FGI GBR JPN NATO//REL TO USA, GBR, JPN, NATO", {"fgi": ("GBR", "JPN", "NATO"), "rel_to": ("USA", "GBR", "JPN", "NATO")}),
        ("SECRET//FGI//NOFORN", {"fgi": ("FGI",), "dissem": ("NOFORN",)}),
        ("SECRET/FGI GBR", {"fgi": ("GBR",)}),
        ("SECRET//DISPLAY ONLY AFG", {"display_only": ("AFG",)}),
        ("(S//REL)", {"dissem": ("REL TO",)}),
        ("SECRET//NOFORN//LES", {"dissem": ("NOFORN",), "non_ic": ("LES",)}),
        ("CUI//SP-CTI/PRVCY//NOCON", {"non_ic": ("SP-CTI", "PRVCY"), "dissem": ("NOCON",)}),
        ("//JOINT SECRET CAN GBR USA", {"non_us": ("CAN", "GBR", "USA")}),
        ("//NATO SECRET//ATOMAL", {"non_us": ("NATO", "ATOMAL")}),
        ("(//FGI S)", {"non_us": ("FGI",)}),
        ("UK SECRET", {"non_us": ("GBR",)}),
        ("SECRET NATO", {"non_us": ("NATO",)}),
        ("TOP SECRET DINAR HANDLE VIA COMINT CHANNELS ONLY", {"legacy": ("DINAR", "HANDLE VIA COMINT CHANNELS ONLY")}),
    ],
)
def test_each_word_goes_to_the_list_of_its_category(line: str, expected: dict[str, tuple[str, ...]]) -> None:
    marking = read(line)
    lists = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy", "precedence")
    assert {name: getattr(marking, name) for name in lists if getattr(marking, name)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(U)", ("UNCLASSIFIED", (), (), (), ())),
        ("(C)", ("CONFIDENTIAL", (), (), (), ())),
        ("(S)", ("SECRET", (), (), (), ())),
        ("(TS)", ("TOP SECRET", (), (), (), ())),
        ("(TOP SECRET)", ("TOP SECRET", (), (), (), ())),
        ("(SECRET)", ("SECRET", (), (), (), ())),
        ("(TS//NF)", ("TOP SECRET", (), ("NOFORN",), (), ())),
        ("(TS//SI//NF)", ("TOP SECRET", (), ("NOFORN",), ("SI",), ())),
        ("(S/NF)", ("SECRET", (), ("NOFORN",), (), ())),
        ("(S-NF)", ("SECRET", (), ("NOFORN",), (), ())),
        ("(U//FOUO)", ("UNCLASSIFIED", (), ("FOUO",), (), ())),
        ("(S//RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(S//FRD)", ("SECRET", (), (), (), ("DOE",))),
        ("(//NS)", ("SECRET", (), (), (), ("NATO",))),
        ("(//CTS)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(//GBR S)", ("SECRET", (), (), (), ("foreign government",))),
        ("(SRD)", ("SECRET", (), (), (), ("DOE",))),
        ("(CFRD)", ("CONFIDENTIAL", (), (), (), ("DOE",))),
        ("(RD)", (None, (), (), (), ("DOE",))),
        ("(FRD)", (None, (), (), (), ("DOE",))),
        ("(TFNI)", (None, (), (), (), ("DOE",))),
        ("(RESTRICTED DATA)", (None, (), (), (), ("DOE",))),
        ("(SECRET RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(SECRET RESTRICTED DATA)", ("SECRET", (), (), (), ("DOE",))),
        ("(S, RD)", ("SECRET", (), (), (), ("DOE",))),
        ("(S//FRD-SG 14 18//REL)", ("SECRET", (), ("REL TO",), (), ("DOE",))),
        ("(//CTS//BOHEMIA)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(NS)", ("SECRET", (), (), (), ("NATO",))),
        ("(CTS)", ("TOP SECRET", (), (), (), ("NATO",))),
        ("(NATO SECRET)", ("SECRET", (), (), (), ("NATO",))),
        ("(UK SECRET)", ("SECRET", (), (), (), ("foreign government",))),
        ("(SECRET - FRD)", ("SECRET", (), (), (), ("DOE",))),
        ("(SECRET-TFNI)", ("SECRET", (), (), (), ("DOE",))),
        ("(SECRET - NATO)", ("SECRET", (), (), (), ("NATO",))),
        ("(Secret - FGI)", ("SECRET", (), (), (), ("foreign government",))),
        ("(TS/UK EYES ONLY)", ("TOP SECRET", (), (), (), ("foreign government",))),
        ("(Confidential - MMP)", ("CONFIDENTIAL", (), (), (), ())),
        ("(//FGI)", (None, (), (), (), ("foreign government",))),
        ("(TOP SECRET NOFORN)", ("TOP SECRET", (), ("NOFORN",), (), ())),
        ("(S//REL TO USA, GBR)", ("SECRET", (), (), (), ())),
    ],
)
def test_a_portion_mark_is_read_into_the_words_of_a_banner(
    text: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
) -> None:
    marking = read(text)
    assert words(marking) == expected
    assert marking is not None
    assert marking.kind == "portion"


@pytest.mark.parametrize(
    "text", ["(A)", "(B)", "(D)", "(US)", "(SEATO)", "(CIA)", "(NATO)", "(S AND T)", "(TSAR)", "(C-130)", "(U-2)", "()", "(//)"]
)
def test_an_ordinary_parenthesis_is_no_portion_mark(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["(EYES ONLY)", "(PRIORITY)"])
def test_words_of_handling_in_parentheses_mark_no_portion(text: str) -> None:
    marking = read(text)
    assert marking is not None
    assert (marking.kind == "portion", marking.level) == (False, None)
