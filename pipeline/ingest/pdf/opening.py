"""Untrusted bytes become an open PDF, decrypted and repaired, or are refused with one sentence.

Bounds come first: what would inflate past the limits is never inflated. They are counted in this process;
the run gives every record a process of its own with a limit of time and memory, which holds where a library
fails before a count is reached.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from stringprep import in_table_b1, in_table_c12

import pikepdf
from pikepdf import Array, Dictionary, Object, PasswordError, Pdf, PdfError, Stream

from pipeline.content.sheets import is_cropped_within, read_sheet
from pipeline.content.unpacked import TooLargeError, TornError, contents_size, refuse_large, refuse_large_streams
from pipeline.errors import InputError
from pipeline.ingest.door import Limits
from pipeline.ingest.pdf.damage import DAMAGED, faults_of, is_nested, refuse_lost

__all__ = ["BROKEN", "Opened", "open_pdf", "saved"]

_STREAMS_OF_PAGES = frozenset({"/Contents", "/Thumb", "/Metadata"})
_MAX_SIDE = 14_400  # points, ISO 32000-1, annex C
_MOST_CONTENTS = 40_000_000  # bytes of all pages' contents; a page of typed text has some 4,000
BROKEN = (PdfError, ValueError, RuntimeError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF at the door; ``remarks`` say what was done to the file."""

    pdf: Pdf
    remarks: tuple[str, ...]


def open_pdf(untrusted: bytes, limits: Limits, passwords: Sequence[str] = ()) -> Opened:
    """Open a PDF. Raises InputError: encrypted, damaged beyond repair, without pages, too large."""
    try:
        refuse_large(untrusted, limits.max_unpacked)
        pdf, password = _decrypted(untrusted, passwords)
        return _checked(pdf, untrusted, limits, has_password=bool(password))
    except TooLargeError:
        limit = f"{limits.max_unpacked:,}"
        raise InputError(
            f"the PDF unpacks to more than the limit of {limit} bytes; split the record into parts, or print it to a new PDF"
        ) from None
    except BROKEN as error:
        if isinstance(error, InputError):
            raise
        raise InputError(DAMAGED.format(what=f"{type(error).__name__} while its pages were listed")) from None


def _checked(pdf: Pdf, untrusted: bytes, limits: Limits, *, has_password: bool) -> Opened:
    counted = pdf.Root.Pages.get("/Count")  # before the pages are listed, which mends it
    _refuse_size(pdf, limits)
    refuse_large_streams(list(pdf.objects), limits.max_unpacked)
    _refuse_much_content(pdf)
    faults = faults_of(pdf)
    if any(is_nested(fault) for fault in faults):
        raise InputError("the PDF nests its objects deeper than any reader follows, or in a loop; print it to a new PDF")
    _refuse_lost_contents(pdf)
    remarks = []
    if pdf.is_encrypted:
        remarks.append("encrypted: opened with a password" if has_password else "encrypted, with no password for reading")
    if faults:
        refuse_lost(pdf, faults, counted, untrusted)
        remarks.append(f"damaged: repaired, all {len(pdf.pages)} pages kept, {len(faults)} faults found")
    remarks += _without_foreign_crops(pdf)
    if _is_signed(pdf):
        remarks.append("signed: the signature holds for the source alone, not for what is made of it")
    return Opened(pdf, tuple(remarks))


def saved(pdf: Pdf) -> bytes:
    """Return the PDF written anew without encryption, so that every engine reads the same repaired file."""
    target = io.BytesIO()
    pdf.save(target, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def _without_foreign_crops(pdf: Pdf) -> list[str]:
    """Set aside each CropBox that shares nothing with its page: some readers then show nothing, others all; say where it was done.

    It leaves the MediaBox as the page's own CropBox: the wrong one may be inherited.
    """
    remarks = []
    for number, page in enumerate(pdf.pages, start=1):
        if not is_cropped_within(page):
            page.obj.CropBox = Array([*read_sheet(page).media])
            remarks.append(f"page {number}: its CropBox shows nothing of it and was set aside")
    return remarks


def _decrypted(untrusted: bytes, passwords: Sequence[str]) -> tuple[Pdf, str]:
    forms = [form for given in passwords for form in (given, _prepared(given))]
    for password in ("", *forms):
        try:
            return Pdf.open(io.BytesIO(untrusted), password=password, suppress_warnings=True), password
        except PasswordError:
            continue
        except BROKEN as error:
            if is_nested(str(error)):
                raise InputError("the PDF nests its objects deeper than any reader follows, or in a loop; print it to a new PDF") from None
            raise InputError(DAMAGED.format(what="no page can be found in it")) from None
    if passwords:
        raise InputError("the PDF is encrypted and no password of --password-file opens it; check the password")
    raise InputError("the PDF is encrypted; put its password in a file of its own and name that with --password-file")


def _prepared(password: str) -> str:
    """Return a password as revision 6 wants it: SASLprep (RFC 4013), mapped and in normal form."""
    mapped = (" " if in_table_c12(char) else char for char in password if not in_table_b1(char))
    return unicodedata.normalize("NFKC", "".join(mapped))


def _refuse_size(pdf: Pdf, limits: Limits) -> None:
    if len(pdf.objects) > limits.max_objects:
        raise InputError(f"the PDF has {len(pdf.objects):,} objects, over the limit of {limits.max_objects:,}; print it to a new PDF")
    pages = len(pdf.pages)
    if not pages:
        raise InputError("the PDF has no pages; check that it was saved whole")
    if pages > limits.max_pages:
        raise InputError(f"{pages:,} pages are over the limit of {limits.max_pages:,}; split the record into parts")


def _form(pdf: Pdf) -> Object:
    form = pdf.Root.get("/AcroForm")
    return form if isinstance(form, Dictionary) else Dictionary()


def _is_signed(pdf: Pdf) -> bool:
    return bool(int(_form(pdf).get("/SigFlags", 0)) & 1) or "/Perms" in pdf.Root


def _refuse_much_content(pdf: Pdf) -> None:
    """Refuse pages whose contents are more than the door reads, before qpdf parses them to look for faults."""
    total = 0
    for number, page in enumerate(pdf.pages, start=1):
        try:
            total += contents_size(page.obj.get("/Contents"), strict=False)
        except TornError:
            continue  # whoever reads it says so
        except TooLargeError:
            total = _MOST_CONTENTS + 1
        if total > _MOST_CONTENTS:
            raise InputError(f"page {number}: the content is beyond the limit of what a page and a record may hold; print it to a new PDF")


def _is_misnamed(page: Object) -> bool:
    """Tell whether a page without content holds a stream under a name that no page has: its own name may be damaged."""
    values = [page.get(key) for key in page.keys() if key not in _STREAMS_OF_PAGES]  # noqa: SIM118  # an object of pikepdf, no dict
    firsts = [each[0] if isinstance(each, Array) and len(each) else each for each in values]
    return "/Contents" not in page and any(isinstance(each, Stream) for each in firsts)


def _refuse_lost_contents(pdf: Pdf) -> None:
    """Refuse a page that names content which is not in the file: every reader shows it blank."""
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents") if "/Contents" in page.obj else Array()
        if _is_misnamed(page.obj) or not all(
            isinstance(each, Stream) for each in (contents if isinstance(contents, Array) else [contents])
        ):
            raise InputError(DAMAGED.format(what=f"the content of page {number} is not in the file"))
        if any(
            not abs(float(b) - float(a)) <= _MAX_SIDE
            for a, b in ((page.mediabox[0], page.mediabox[2]), (page.mediabox[1], page.mediabox[3]))
        ):
            raise InputError(f"page {number} is larger than any paper; print it to a new PDF")
