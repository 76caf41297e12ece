"""PDFs of the second attack: what the first one's mending left open."""

from __future__ import annotations

from honest_pdfs import honest
from hostile_pdfs import MEMO, MEMO_PAGE, attack, document, form, typed
from pikepdf import Array, Dictionary, Name, Pdf

__all__ = ["indeed_by_an_escaped_name", "indeed_by_the_properties_of_a_form"]

_INDEED = "\n".join([*MEMO, "", "INDEED"])
_HALF = b"q Q " * 900_000


@honest(_INDEED)
def indeed_by_the_properties_of_a_form() -> bytes:
    """The spoken word, DENIED, stands in the resources of a form and in no content."""

    def edit(made: Pdf) -> None:
        drawn = form(made, f"/Span /P1 BDC {typed('INDEED')} EMC")
        drawn.Resources = Dictionary(Font=made.pages[0].obj.Resources.Font, Properties=Dictionary(P1=Dictionary(ActualText="DENIED")))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=drawn)

    return document(MEMO_PAGE + " /X1 Do", edit=edit)


@honest(_INDEED)
def indeed_by_an_escaped_name() -> bytes:
    return document(MEMO_PAGE + f"/Span <</Actual#54ext (DENIED)>> BDC {typed('INDEED')} EMC")


# --- bombs ---


@attack("beyond the limit|over the limit|unpacks")
def one_stream_forty_times_on_a_page() -> bytes:
    def edit(made: Pdf) -> None:
        again = made.make_stream(_HALF)
        made.pages[0].obj.Contents = Array([made.pages[0].obj.Contents, *[again] * 40])

    return document(MEMO_PAGE, edit=edit)


@attack("beyond the limit|over the limit|unpacks")
def forms_that_no_page_draws() -> bytes:
    def edit(made: Pdf) -> None:
        for number in range(12):
            made.Root[f"/X{number}"] = made.make_indirect(form(made, _HALF.decode() + " " * number))

    return document(MEMO_PAGE, edit=edit)


# --- layers ---


@attack("layers")
def a_form_in_a_layer_of_its_own() -> bytes:
    """The catalog lists no layers, so that each viewer shows the form or not as it likes."""

    def edit(made: Pdf) -> None:
        group = made.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
        made.pages[0].obj.Resources.XObject = Dictionary(X1=form(made, typed("zebrafish"), OC=group))

    return document(MEMO_PAGE + " /X1 Do", edit=edit)
