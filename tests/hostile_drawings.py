"""PDFs that show words without saying them: drawings, masks, clips, annotations, and fonts whose maps lie."""

from __future__ import annotations

from collections.abc import Callable

from hostile_pdfs import MEMO_PAGE, SECRET, attack, beside, courier, document, form, hides, shows, typed, with_resources
from pikepdf import Array, Dictionary, Name, Object, Pdf

__all__ = ["mapped"]

# "NO" in squares of a grid, row by row.
_GRID = ("#   #  ### ", "##  # #   #", "# # # #   #", "#  ## #   #", "#   #  ### ")


def pixels(size: float, x: float = 72, y: float = 600, times: int = 1) -> list[tuple[float, float]]:
    found = []
    for again in range(times):
        found += [
            (x + again * 13 * size + column * size, y - row * size)
            for row, line in enumerate(_GRID)
            for column, sign in enumerate(line)
            if sign == "#"
        ]
    return found


# --- words drawn ---


@hides("an image or a drawing that may hold words")
def letters_of_small_squares() -> bytes:
    return beside(" ".join(f"{x:.2f} {y:.2f} 1.4 1.4 re f" for x, y in pixels(1.4, times=8)))


@hides("an image or a drawing that may hold words")
def letters_of_many_squares_in_one_path() -> bytes:
    return beside(" ".join(f"{x:.2f} {y:.2f} 3 3 re" for x, y in pixels(3, times=8)) + " f")


@hides("drawing")
def letters_of_long_strokes() -> bytes:
    """HELL, 40 points high, of lines longer than a short stroke."""
    h = "{0} 600 m {0} 640 l S {1} 600 m {1} 640 l S {0} 620 m {1} 620 l S"
    e = "{0} 600 m {0} 640 l S {0} 600 m {1} 600 l S {0} 620 m {1} 620 l S {0} 640 m {1} 640 l S"
    low = "{0} 600 m {0} 640 l S {0} 600 m {1} 600 l S"
    return beside(" ".join(shape.format(72 + 30 * at, 92 + 30 * at) for at, shape in enumerate((h, e, low, low))))


@hides("an image or a drawing that may hold words")
def handwriting_of_short_slants() -> bytes:
    """An S of segments so short that none leans as far as a rule may."""
    points = [(300 + 8 * (1 - (at / 40 - 1) ** 2) * (1 if at < 40 else -1), 600 - at * 0.4) for at in range(80)]
    steps = " ".join(f"{x:.2f} {y:.2f} l" for x, y in points[1:])
    return beside(f"2 w {points[0][0]:.2f} {points[0][1]:.2f} m {steps} S")


@hides("an image or a drawing that may hold words")
def letters_of_dashes() -> bytes:
    """A picture, row by row, of long lines whose dashes are its pixels."""
    rows = []
    for row, line in enumerate(_GRID):
        cells = "".join("1" if sign == "#" else "0" for sign in line * 3)
        runs: list[int] = []
        last = "1"
        for cell in cells:
            if cell == last and runs:
                runs[-1] += 2
            elif cell == last:
                runs.append(2)
            else:
                runs += [0, 2] if not runs else [2]
                last = cell
        rows.append(f"[{' '.join(map(str, runs))}] 0 d 72 {600 - 2 * row} m {72 + 2 * len(cells)} {600 - 2 * row} l S")
    return beside("2 w " + " ".join(rows) + " [] 0 d")


@hides("an image or a drawing that may hold words")
def letters_cut_by_a_clip_of_curves() -> bytes:
    ring = "100 600 m 120 600 120 620 100 620 c 80 620 80 600 100 600 c 100 603 m 116 603 116 617 100 617 c 84 617 84 603 100 603 c"
    bars = " ".join(f"72 {590 + 3 * at} 90 2.9 re f" for at in range(20))
    return beside(f"q {ring} W* n {bars} Q")


def _mask(content: str) -> Callable[[Pdf], Object]:
    def make(made: Pdf) -> Object:
        group = form(made, content, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))

    return make


@attack("a mask that holds text")
def words_cut_by_a_soft_mask() -> bytes:
    """The words stand in the mask alone; a box painted through it shows them."""
    content = MEMO_PAGE + " q /G1 gs 70 590 120 24 re f Q"
    return with_resources(content, "ExtGState", G1=_mask(typed(SECRET, before="1 g", font="/F3 14")))


@hides("too small")
def font_from_the_graphics_state() -> bytes:
    content = MEMO_PAGE + " q BT /F1 11 Tf /G1 gs 72 600 Td (zebrafish) Tj ET Q"
    return with_resources(content, "ExtGState", G1=lambda made: Dictionary(Font=Array([made.pages[0].obj.Resources.Font.F2, 0.1])))


def _dot(x: float, y: float, radius: float) -> str:
    k = 0.5523 * radius
    return (
        f"{x + radius} {y} m {x + radius} {y + k} {x + k} {y + radius} {x} {y + radius} c "
        f"{x - k} {y + radius} {x - radius} {y + k} {x - radius} {y} c {x - radius} {y - k} {x - k} {y - radius} {x} {y - radius} c "
        f"{x + k} {y - radius} {x + radius} {y - k} {x + radius} {y} c f"
    )


@hides("an image or a drawing that may hold words")
def letters_of_dots() -> bytes:
    """As a needle printer sets them; each dot is as round as a bullet."""
    return beside(" ".join(_dot(x, y, 1.4) for x, y in pixels(3, times=6)))


@hides("drawing")
def handwriting_of_curves_that_end_near_their_start() -> bytes:
    """Each curve's ends lie 4 points apart on a level, as those of a disc might; what is between goes where it likes."""
    loops = " ".join(f"{80 + 20 * at} 600 m {80 + 20 * at + 40} 660 {80 + 20 * at - 40} 540 {84 + 20 * at} 600 c S" for at in range(12))
    return beside("1.5 w " + loops)


@shows("")
def green_bar() -> bytes:
    return beside("0 0.8 0 rg 72 590 90 12 re f")


@shows("")
def dark_grey_bar() -> bytes:
    return beside("0.35 g 72 590 90 12 re f")


@shows("")
def bar_of_stripes() -> bytes:
    return beside(" ".join(f"72 {590 + 1.5 * at} 90 1 re f" for at in range(8)))


@shows("The spy was and he fled.")
def low_bar_in_a_line_of_text() -> bytes:
    """A redaction as low as the letters of its line: 4.8 points."""
    return beside(typed("The spy was            and he fled.", font="/F1 7") + " 0 g 120 599.3 50 4.8 re f")


@shows("zebrafish")
def words_struck_out() -> bytes:
    return beside(typed("zebrafish") + " 0.7 w 72 603.5 m 132 603.5 l S")


# --- annotations that call themselves signatures ---


def _signature(subtype: str, **keys: Callable[[Pdf], object]) -> bytes:
    def edit(made: Pdf) -> None:
        made_up = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(subtype), FT=Name.Sig, T="s", Rect=Array([72, 500, 272, 600]))
        )
        for key, value in keys.items():
            made_up[f"/{key}"] = value(made)
        made.pages[0].obj.Annots = Array([made_up])
        made.Root.AcroForm = Dictionary(SigFlags=1, Fields=Array([made_up]))

    return document(MEMO_PAGE, edit=edit)


@shows("zebrafish")
def a_signature_seen_by_its_state() -> bytes:
    shown = lambda made: Dictionary(N=Dictionary(On=form(made, typed(SECRET, x=10, y=50), BBox=Array([0, 0, 200, 100]))))  # noqa: E731
    return _signature("/Widget", AP=shown, AS=lambda _: Name.On)


@shows("")
def handwriting_that_calls_itself_a_signature() -> bytes:
    ink = [float(each) for at in range(20) for each in (80 + 8 * at, 520 + 30 * (at % 2))]
    return _signature("/Ink", InkList=lambda _: Array([Array(ink)]), C=lambda _: Array([0, 0, 0]), BS=lambda _: Dictionary(W=2))


@shows("zebrafish")
def a_note_that_calls_itself_a_signature() -> bytes:
    return _signature("/FreeText", Contents=lambda _: SECRET, DA=lambda _: "/Helv 12 Tf 0 g")


# --- fonts whose maps lie ---


def mapped(content: str, cmap: str) -> bytes:
    """Return a page whose F1 has the given lines in its ToUnicode."""

    def edit(made: Pdf) -> None:
        whole = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {cmap} endcmap"
        font = courier(ToUnicode=made.make_stream(whole.encode()))
        made.pages[0].obj.Resources.Font.F1 = made.make_indirect(font)

    return document(content, edit=edit)


def _pairs(pairs: dict[str, str]) -> str:
    lines = " ".join(f"<{ord(code):02x}> <{target.encode('utf-16-be').hex()}>" for code, target in pairs.items())
    return f"{len(pairs)} beginbfchar {lines} endbfchar"


WORD = MEMO_PAGE + typed("The XQX swam.")


@hides("its font does not tell all of its letters")
def a_map_that_says_other_letters() -> bytes:
    """Courier shows Q; its map says K, and every reader believes it."""
    return mapped(WORD, _pairs({"Q": "K", "X": "Y"}))


@hides("its font does not tell all of its letters")
def a_map_that_says_blanks() -> bytes:
    return mapped(WORD, _pairs({"Q": " ", "X": "\u3000"}))


@hides("its font does not tell all of its letters")
def a_map_that_says_zero_width() -> bytes:
    return mapped(WORD, _pairs({"Q": "\u200b", "X": "\u2060"}))


@hides("its font does not tell all of its letters")
def a_map_that_says_combining_marks() -> bytes:
    return mapped(WORD, _pairs({"Q": "\u0338", "X": "\u0305"}))


@hides("its font does not tell all of its letters")
def a_map_that_turns_the_direction() -> bytes:
    return mapped(WORD, _pairs({"X": "\u202e", "Q": "\u202c"}))


@shows("The XQX swam.")
def a_map_that_says_nothing() -> bytes:
    return mapped(WORD, "2 beginbfchar <51> <> <58> <> endbfchar")


@hides("the readers do not agree on its letters")
def a_map_that_says_zero() -> bytes:
    return mapped(WORD, _pairs({"Q": "\0", "X": "\0"}))


@hides("the readers do not agree on its letters")
def a_map_that_says_control_characters() -> bytes:
    return mapped(WORD, _pairs({"Q": "\x08", "X": "\x07"}))


@hides("its font does not tell all of its letters")
def a_map_that_says_tags() -> bytes:
    return mapped(WORD, _pairs({"Q": "\U000e0041", "X": "\U000e0042"}))


@hides("the readers do not agree on its letters")
def a_map_of_the_private_area() -> bytes:
    return mapped(WORD, _pairs({"Q": "\ue000", "X": "\uf8ff"}))


@hides("the readers do not agree on its letters")
def a_map_of_half_surrogates() -> bytes:
    return mapped(WORD, "2 beginbfchar <51> <dbff> <58> <fffd> endbfchar")


@hides("its font does not tell all of its letters")
def a_map_that_says_a_sentence_for_a_letter() -> bytes:
    return mapped(WORD, _pairs({"Q": "the zebrafish "}))


@hides("does not tell|do not agree")
def an_encoding_that_swaps_a_sign() -> bytes:
    return mapped(MEMO_PAGE + typed("Paid 1,500 to him."), _pairs({",": "."}))
