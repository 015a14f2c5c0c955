"""What becomes of rendered PDFs: scans, spoiled text, turned sheets, files put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from corpus import broken, garble, leaves, overlay
from corpus.garble import Meaning
from corpus.ocr_layer import Misread
from corpus.raster import Scan, scanned
from corpus.sample import Sample

Finish = Callable[[list[bytes]], bytes]
Drawn = tuple[Finish, tuple[str, ...]]


def _scan(settings: Callable[[Random], Scan], chance: Random, samples: Sequence[Sample]) -> Drawn:
    scan, seed = settings(chance), chance.getrandbits(32)
    issuer = samples[0].facts.issuer
    told = [f"{scan.dpi} dpi", scan.mode]
    told += [f"seal on {scan.seal}"] * bool(scan.seal) + ["skewed"] * (scan.skew > 0.5) + ["bleed"] * bool(scan.bleed)
    told += [f"{scan.strips} strips"] * (scan.strips > 1)
    told += ["tilted"] * bool(scan.tilt) + ["curled"] * bool(scan.curl) + ["shadow"] * bool(scan.shadow)
    told += (
        ["streaks"] * bool(scan.streaks) + ["dark border"] * bool(scan.border) + ["broken lines"] * bool(scan.breaks)
    )
    told += ["uneven light"] * bool(scan.light) + ["blurred"] * bool(scan.blur) + ["specks"] * bool(scan.specks)
    return lambda pdfs: scanned(pdfs[0], scan, Random(seed), issuer=issuer), tuple(told)


def clean_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """As a good office scanner makes it."""
    return _scan(_clean, chance, samples)


def _clean(chance: Random, **more: object) -> Scan:
    settings: dict[str, object] = {
        "dpi": chance.choice([200, 200, 240, 300]),
        "mode": chance.choice(["colour", "grey"]),
        "skew": chance.choice([0.0, 0.3, 0.6]),
        "grain": chance.uniform(0, 4),
        "quality": chance.randint(70, 90),
    }
    return Scan(**{**settings, **more})  # type: ignore[arg-type]


def rough_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Crooked, grainy, pressed hard into JPEG."""
    return _scan(_rough, chance, samples)


def _rough(chance: Random, **more: object) -> Scan:
    settings: dict[str, object] = {
        "dpi": chance.choice([150, 150, 200, 200, 300]),
        "mode": chance.choice(["colour", "grey", "grey"]),
        "skew": chance.choice([0.5, 1.0, 1.8, 2.5]),
        "grain": chance.uniform(2, 12),
        "specks": chance.choice([0.0, 0.0, 0.0005, 0.002]),
        "blur": chance.choice([0.0, 0.5, 0.8]),
        "light": chance.choice([0.0, 0.0, 0.15, 0.35]),
        "bleed": chance.choice([0.0, 0.0, 0.06, 0.12]),
        "quality": chance.randint(40, 80),
        "strips": chance.choice([1, 1, 1, 4]),
    }
    return Scan(**{**settings, **more})  # type: ignore[arg-type]


def sealed_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """With a red seal over the title, a table or the end."""
    seal, mode = chance.choice(["title", "table", "foot"]), chance.choice(["colour", "colour", "grey"])
    return _scan(lambda chance: _clean(chance, seal=seal, mode=mode), chance, samples)


def fax(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Black and white only. A seal would hide what it lies on, so it lies on no table."""
    seal = chance.choice(["", "", "title"])
    return _scan(
        lambda chance: _rough(
            chance, mode="bilevel", dpi=chance.choice([200, 300]), seal=seal, light=0.0, bleed=0.0, blur=0.0
        ),
        chance,
        samples,
    )


def photograph(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """As a telephone makes it of a sheet, or of a page in a bound volume."""
    tilt, curl = chance.choice([(0.03, 0.0), (0.0, 8.0), (0.02, 5.0), (0.015, 0.0)])
    shadow = chance.choice([0.0, 0.3, 0.6])
    return _scan(lambda chance: _clean(chance, tilt=tilt, curl=curl, shadow=shadow, skew=1.0), chance, samples)


def dirty_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """From a scanner that nobody cleans: streaks, what lies beyond the paper, or lines with breaks."""
    dirt = {"streaks": chance.randint(1, 4), "border": chance.uniform(2, 12), "breaks": chance.uniform(0.3, 1.2)}
    kept = chance.sample(sorted(dirt), chance.choice([1, 1, 2, 3]))
    more = {name: dirt[name] for name in kept}
    return _scan(lambda chance: _clean(chance, dpi=chance.choice([150, 200, 300]), **more), chance, samples)


def coarse_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Fewer dots than it takes to read small print with ease."""
    return _scan(lambda chance: _rough(chance, dpi=chance.choice([100, 110, 120, 130])), chance, samples)


def turned_scan(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Sheets that went through the scanner sideways or upside down, and were turned back afterwards."""
    degrees = chance.choice([90, 180, 270])
    finish, told = clean_scan(chance, samples)
    return lambda pdfs: leaves.turned(finish(pdfs), degrees), (*told, f"turned by {degrees}")


def scan_on_its_side(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Sheets that went through the scanner sideways or upside down, and were left so."""
    degrees = chance.choice([90, 180, 270])
    finish, told = _scan(chance.choice([_clean, _rough]), chance, samples)
    told = (*told, f"lies turned by {degrees}")
    return lambda pdfs: leaves.turned(finish(pdfs), degrees, on_its_side=True), told


def partly_scanned(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Some pages as images, the others as text."""
    pages = chance.sample(range(4), chance.choice([1, 2]))
    finish, told = clean_scan(chance, samples)
    return lambda pdfs: leaves.partly(pdfs[0], finish(pdfs), pages), (*told, f"pages {sorted(pages)} scanned")


def scan_with_right_text(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """With someone's OCR over it that made no mistakes."""
    finish, told = _scan(lambda chance: _clean(chance, skew=0.0, misread=Misread()), chance, samples)
    return finish, (*told, "text over image")


def scan_with_wrong_text(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """With someone's OCR over it: misread, incomplete, beside its place."""
    misread = Misread(chance.choice([0.02, 0.1, 0.3]), chance.choice([0.0, 0.03, 0.1]), chance.choice([0.0, 0.8, 2.0]))
    finish, told = _scan(lambda chance: _rough(chance, misread=misread), chance, samples)
    return finish, (*told, "wrong text over image")


def unseen_wrong_text(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """Pages as sharp images, under text of other figures that nobody sees."""
    finish, told = _scan(
        lambda _: Scan(200, "colour", grain=0.0, quality=90, misread=Misread(wrong=0.5)), chance, samples
    )
    return finish, (*told, "wrong text over image")


def without_map(_chance: Random, _samples: Sequence[Sample]) -> Drawn:
    """No font tells what its codes mean."""
    return lambda pdfs: garble.without_map(pdfs[0]), ()


def _mapped(meaning: Meaning) -> Callable[[Random, Sequence[Sample]], Drawn]:
    return lambda _chance, _samples: (lambda pdfs: garble.mapped(pdfs[0], meaning), ())


private = _mapped(garble.private)
foreign = _mapped(garble.foreign)
shifted = _mapped(garble.shifted)


def swapped(chance: Random, _samples: Sequence[Sample]) -> Drawn:
    """Two digits stand for each other in the text, and not on the page."""
    pair = chance.choice(garble.SWAPS)
    return lambda pdfs: garble.mapped(pdfs[0], garble.swapped(pair)), (f"{pair[0]} and {pair[1]} swapped",)


def twice(chance: Random, _samples: Sequence[Sample]) -> Drawn:
    """All is drawn twice, in the same place or a little beside."""
    by = chance.choice([0.0, 0.25, 0.4])
    return lambda pdfs: garble.twice(pdfs[0], by), ()


def two(_chance: Random, _samples: Sequence[Sample]) -> Drawn:
    """Two reports in one file."""
    return leaves.together, ()


def overlays(chance: Random, samples: Sequence[Sample]) -> Drawn:
    """A watermark, a seal or words that nobody sees over pages of text; the seal needs no second look at the text."""
    issuer, seed = samples[0].facts.issuer, chance.getrandbits(32)
    choice = chance.choice(["watermark", "seal", "seal", "unseen words"])
    if choice == "watermark":
        text = chance.choice([issuer, "政务公开", "内部资料"])
        return lambda pdfs: overlay.watermarked(pdfs[0], text), ("watermark",)
    if choice == "unseen words":
        return lambda pdfs: overlay.with_unseen_words(pdfs[0], Random(seed)), ("unseen words",)
    page, place = chance.randrange(3), (chance.uniform(0.3, 0.7), chance.uniform(0.3, 0.8))
    return lambda pdfs: overlay.sealed(pdfs[0], issuer, page, place, Random(seed)), ("seal as image",)


def sheets(chance: Random, _samples: Sequence[Sample]) -> Drawn:
    """Sheets that lie on their sides in the file, or show a part of a larger one, or may not be changed."""
    choice = chance.choice(["90", "180", "270", "crop", "locked", "offsets", "on its side", "two a sheet", ""])
    if choice == "crop":
        sides = [float(chance.randint(5, 80)) for _ in range(4)]
        return lambda pdfs: leaves.cropped(pdfs[0], *sides), ("crop box",)
    if choice == "on its side":
        degrees = chance.choice([90, 270])
        return lambda pdfs: leaves.turned(pdfs[0], degrees, on_its_side=True), (f"lies on its side, {degrees}",)
    if choice == "two a sheet":
        scale = chance.choice([1.0, 0.8])
        return lambda pdfs: leaves.two_a_sheet(pdfs[0], scale), ("two pages a sheet",)
    if choice.isdecimal():
        return lambda pdfs: leaves.turned(pdfs[0], int(choice)), (f"turned by {choice}",)
    change, told = _SHEETS[choice]
    return lambda pdfs: change(pdfs[0]), told


_SHEETS: dict[str, tuple[Callable[[bytes], bytes], tuple[str, ...]]] = {
    "locked": (leaves.locked, ("owner password",)),
    "offsets": (leaves.with_wrong_offsets, ("wrong offsets",)),
    "": (bytes, ()),
}


def _broken(breaking: Callable[[bytes], bytes]) -> Callable[[Random, Sequence[Sample]], Drawn]:
    return lambda _chance, _samples: (lambda pdfs: breaking(pdfs[0]), ())


def _cut_short(chance: Random, _samples: Sequence[Sample]) -> Drawn:
    share = chance.uniform(0.02, 0.5)
    return lambda pdfs: broken.cut_short(pdfs[0], share), ()


BROKEN: dict[str, Callable[[Random, Sequence[Sample]], Drawn]] = {
    "cut short": _cut_short,
    "damaged": _broken(broken.damaged),
    "password": _broken(broken.secret),
}
"""What breaks a file, by the names of their kinds."""
NOT_PDF: dict[str, Callable[[Random, Sequence[Sample]], Drawn]] = {
    "no pages": _broken(broken.without_pages),
    "no bytes": _broken(broken.nothing),
    "web page as PDF": _broken(broken.web_page),
    "image as PDF": _broken(broken.image),
}
"""What takes the place of a file, by the names of their kinds."""
