"""Documents gone wrong: each mutation takes a whole document and gives it back damaged or altered, by chance.

Some harm the bytes as a broken disk or a cut-off download does; some exchange what a PDF is made of; some make it
monstrous. The same chance gives the same result.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

Mutation = Callable[[bytes, Random], bytes]
_HUGE = (0, 0.001, -5, 14_400, 200_000, 10**6, 2**31, 10**15)
_NUMBER = re.compile(rb"\d+")


def cut(data: bytes, chance: Random) -> bytes:
    """Only the beginning."""
    return data[: chance.randrange(1, len(data))]


def cut_tail(data: bytes, chance: Random) -> bytes:
    """All but the last bytes, where a PDF keeps its index."""
    return data[: -chance.randrange(1, min(len(data), 4000))]


def flip_bits(data: bytes, chance: Random) -> bytes:
    """A few bits turned over."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 40])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def zero_range(data: bytes, chance: Random) -> bytes:
    """A range of zeros, as a bad sector leaves it."""
    start, length = chance.randrange(len(data)), chance.choice([16, 512, 4096])
    return data[:start] + bytes(len(data[start : start + length])) + data[start + length :]


def splice(data: bytes, chance: Random) -> bytes:
    """A range of the document copied over another one."""
    length = chance.choice([8, 64, 512, 4096])
    source, target = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[source : source + length]
    return data[:target] + piece + data[target + len(piece) :]


def drop_range(data: bytes, chance: Random) -> bytes:
    """A range left out, so that all that follows moves."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice([1, 3, 64, 4096]) :]


def change_number(data: bytes, chance: Random) -> bytes:
    """A number in the file's bytes replaced by another one: lengths, offsets, object numbers."""
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + str(chance.choice([0, 1, 7, 99999, 2**31, 10**20])).encode() + data[match.end() :]


def opened(mutation: Mutation) -> Mutation:
    """The mutation of a PDF whose streams are not compressed: no checksum tells of it."""

    def mutated(data: bytes, chance: Random) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return mutation(_saved(pdf, compress=False), chance)

    return mutated


def altered(alter: Callable[[Pdf, Random], None]) -> Mutation:
    """A mutation of a PDF's objects."""

    def mutated(data: bytes, chance: Random) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            alter(pdf, chance)
            return _saved(pdf)

    return mutated


def misdirect(pdf: Pdf, chance: Random) -> None:
    """Make references point to other objects."""
    for _ in range(chance.choice([1, 1, 3, 20])):
        holder, key = _reference(pdf, chance)
        holder[key] = chance.choice(list(pdf.objects))


def exchange(pdf: Pdf, chance: Random) -> None:
    """Exchange two objects of one kind: two fonts, two pages, two streams."""
    holder, key = _reference(pdf, chance)
    alike = [other for other in _holders(pdf) if key in other and other.objgen != holder.objgen]
    if alike:
        other = chance.choice(alike)
        holder[key], other[key] = other[key], holder[key]


def forget(pdf: Pdf, chance: Random) -> None:
    """Leave out entries of dictionaries."""
    for _ in range(chance.choice([1, 1, 5])):
        holder = chance.choice([one for one in _holders(pdf) if one.keys()])
        key = chance.choice(sorted(holder.keys()))
        if not (isinstance(holder, Stream) and key == "/Length"):
            del holder[key]


def shuffle_pages(pdf: Pdf, chance: Random) -> None:
    """Pages in another order, one of them left out or doubled."""
    numbers = list(range(len(pdf.pages)))
    change = chance.choice(["order", "without", "double"])
    if change == "order":
        chance.shuffle(numbers)
    elif change == "without" and len(numbers) > 1:
        numbers.remove(chance.choice(numbers))
    else:
        numbers.insert(chance.randrange(len(numbers) + 1), chance.choice(numbers))
    pages = [pdf.pages[number] for number in numbers]
    while len(pdf.pages):
        del pdf.pages[0]
    for page in pages:
        pdf.pages.append(page)


def swap_fonts(pdf: Pdf, chance: Random) -> None:
    """The names of two fonts of a page exchanged."""
    fonts = chance.choice(list(pdf.pages)).obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    names = sorted(fonts.keys())
    if len(names) > 1:
        one, two = chance.sample(names, 2)
        fonts[one], fonts[two] = fonts[two], fonts[one]


def forget_unicode(pdf: Pdf, chance: Random) -> None:
    """A font that no longer says which characters it draws, or says what another one draws."""
    fonts = [one for one in _holders(pdf) if "/ToUnicode" in one]
    if not fonts:
        return
    font = chance.choice(fonts)
    other = chance.choice(fonts)
    if other.objgen == font.objgen:
        del font["/ToUnicode"]
    else:
        font["/ToUnicode"] = other["/ToUnicode"]


def resize(pdf: Pdf, chance: Random) -> None:
    """Pages of odd or huge dimensions, or turned."""
    for page in chance.sample(list(pdf.pages), chance.randint(1, len(pdf.pages))):
        key = chance.choice(["/MediaBox", "/CropBox", "/Rotate", "/UserUnit"])
        if key == "/Rotate":
            page.obj[key] = chance.choice([90, 180, 270, 45, -90])
        elif key == "/UserUnit":
            page.obj[key] = chance.choice([0.5, 2, 1000])
        else:
            corner = chance.choice([0, 0, 0, 100, -1000])
            size = [chance.choice([*_HUGE, 595, 842]) for _ in range(2)]
            page.obj[key] = Array([corner, corner, *map(Decimal, map(str, size))])


def drop_operator(pdf: Pdf, chance: Random) -> None:
    """Instructions of a page left out, doubled, or exchanged with one another."""

    def change(instructions: list[pikepdf.ContentStreamInstruction]) -> None:
        for _ in range(chance.choice([1, 1, 4, 30])):
            one, two = chance.randrange(len(instructions)), chance.randrange(len(instructions))
            kind = chance.choice(["drop", "double", "exchange"])
            if kind == "exchange":
                instructions[one], instructions[two] = instructions[two], instructions[one]
            elif kind == "double":
                instructions.insert(two, instructions[one])
            elif len(instructions) > 1:
                del instructions[one]

    _with_content(pdf, chance, change)


def change_operand(pdf: Pdf, chance: Random) -> None:
    """Numbers and strings in the instructions of a page changed."""

    def change(instructions: list[pikepdf.ContentStreamInstruction]) -> None:
        for _ in range(chance.choice([1, 1, 4, 30])):
            index = chance.randrange(len(instructions))
            operands = list(instructions[index].operands)
            if operands:
                place = chance.randrange(len(operands))
                operands[place] = _changed(operands[place], chance)
                instructions[index] = pikepdf.ContentStreamInstruction(operands, instructions[index].operator)

    _with_content(pdf, chance, change)


def endless_tree(pdf: Pdf, chance: Random) -> None:
    """A page tree that holds itself, or claims to hold more."""
    root = pdf.Root["/Pages"]
    kind = chance.choice(["cycle", "count", "kid"])
    if kind == "cycle":
        root["/Kids"].append(root)
    elif kind == "kid":
        root["/Kids"][0]["/Kids"] = Array([root])
        root["/Kids"][0]["/Type"] = Name("/Pages")
    if kind == "count":
        root["/Count"] = chance.choice([0, -1, 10**6, 2**31 - 1])


def nest(pdf: Pdf, chance: Random) -> None:
    """A page's content inside forms inside forms, or after saved states without end, or a form that draws itself."""
    page = chance.choice(list(pdf.pages))
    if chance.random() < 0.4:
        page.contents_add(b"q " * chance.choice([100, 20_000]), prepend=True)
        return
    page.contents_coalesce()
    inner = page.as_form_xobject()
    for _ in range(chance.choice([1, 7, 8, 9, 40, 400])):
        outer = Stream(pdf, b"/Inner Do")
        outer.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=page.mediabox,
            Resources=Dictionary(XObject=Dictionary(Inner=inner)),
        )
        inner = pdf.make_indirect(outer)
    if chance.random() < 0.3:
        inner["/Resources"]["/XObject"]["/Inner"] = inner
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(Inner=inner))
    page.obj["/Contents"] = pdf.make_stream(b"/Inner Do")


PDF_MUTATIONS: dict[str, Mutation] = {
    **{each.__name__: each for each in (cut, cut_tail, flip_bits, zero_range, splice, drop_range, change_number)},
    **{
        f"opened_{each.__name__}": opened(each)
        for each in (cut, flip_bits, zero_range, splice, drop_range, change_number)
    },
    **{
        each.__name__: altered(each)
        for each in (
            misdirect,
            exchange,
            forget,
            shuffle_pages,
            swap_fonts,
            forget_unicode,
            resize,
            drop_operator,
            change_operand,
            endless_tree,
            nest,
        )
    },
}
"""Every way of harming a PDF, by name."""


def move_tabs(data: bytes, chance: Random) -> bytes:
    """Tabs and line ends of a text added, lost and exchanged."""
    parts = re.split(rb"([\t\n])", data)
    for _ in range(chance.choice([1, 3, 20])):
        place = chance.randrange(len(parts))
        if parts[place] in (b"\t", b"\n"):
            parts[place] = chance.choice([b"", b" ", b"\t\t", b"\n", b"\t"])
    return b"".join(parts)


TEXT_MUTATIONS: dict[str, Mutation] = {
    each.__name__: each for each in (cut, flip_bits, zero_range, splice, drop_range, change_number, move_tabs)
}
"""Every way of harming a text file, by name."""


def _saved(pdf: Pdf, *, compress: bool = True) -> bytes:
    out = io.BytesIO()
    mode = pikepdf.StreamDecodeLevel.none if compress else pikepdf.StreamDecodeLevel.generalized
    pdf.save(
        out,
        static_id=True,
        compress_streams=compress,
        stream_decode_level=mode,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve if compress else pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def _holders(pdf: Pdf) -> list[Object]:
    """The dictionaries and streams that stand by themselves in the file."""
    return [one for one in pdf.objects if isinstance(one, (Dictionary, Stream))]


def _reference(pdf: Pdf, chance: Random) -> tuple[Object, str]:
    """A dictionary of a PDF and a key of it that refers to an object of its own."""
    found = [
        (holder, key)
        for holder in _holders(pdf)
        for key, value in sorted(holder.items())
        if isinstance(value, Object) and value.is_indirect
    ]
    return chance.choice(found)


def _with_content(pdf: Pdf, chance: Random, change: Callable[[list[pikepdf.ContentStreamInstruction]], None]) -> None:
    page = chance.choice(list(pdf.pages))
    instructions = [
        one for one in pikepdf.parse_content_stream(page) if isinstance(one, pikepdf.ContentStreamInstruction)
    ]
    if instructions:
        change(instructions)
        page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _changed(operand: Any, chance: Random) -> Any:
    if isinstance(operand, (int, Decimal, float)):
        number = Decimal(str(operand))
        return chance.choice([Decimal(0), -number, number + chance.randint(-20, 20), 10**7])
    if isinstance(operand, pikepdf.String) and bytes(operand):
        data = bytearray(bytes(operand))
        data[chance.randrange(len(data))] = chance.randrange(256)
        return pikepdf.String(bytes(data))
    return operand
