"""What stands on a PDF page: characters with their places, and ruled lines. Nothing is judged.

Places are points from the upper left corner of the page as it is shown, turned pages turned.
What lies outside the page is dropped: no reader sees it, though the text layer holds it.
"""

import math
from collections.abc import Iterator
from ctypes import c_double, c_float, c_int, c_uint
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw


class Glyph(NamedTuple):
    """One character in its box, and the height of the line it is written on."""

    left: float
    top: float
    right: float
    bottom: float
    char: str
    base: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """About the size of the type: boxes may fit the strokes, but widths are the font's."""
        width = self.right - self.left
        return width if self.char > _WIDE else min(2 * width, self.bottom - self.top)


class Edge(NamedTuple):
    """A straight ruled line, level or upright: `at` is its place on the other axis."""

    level: bool
    at: float
    start: float
    end: float


class Marks(NamedTuple):
    """One page. `hidden` counts characters that are there to be searched, not to be seen."""

    width: float
    height: float
    glyphs: list[Glyph]
    edges: list[Edge]
    hidden: int = 0
    pictured: bool = False


_WIDE = "\u2e80"  # from here on characters are as wide as they are high
_THIN = 3.0  # points: a filled rectangle thinner than that is a line
_SHORT = 2.0  # points: shorter lines are corners
_STRAIGHT = 0.7  # points that the ends of a line may differ and it still is level
_WHITE = 250  # of 255, in every colour
_UPRIGHT = math.radians(25)  # italics made by slanting turn by 18 degrees
_MOST_SHAPES = 60_000  # drawings on one page; a map has more and no table
_DEEPEST = 5  # forms inside forms
_ONE_FIGURE = 6  # segments of a path that cannot be two figures
_LINE, _BEZIER, _MOVE = 0, 1, 2  # FPDF_SEGMENT_…

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


def marks(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Marks:
    """Characters and ruled lines of a page, in no order.

    Raises:
        pdfium.PdfiumError: the page is damaged.
    """
    place = _Place(page)
    shapes, pictured = _shapes(page)
    glyphs, hidden = _glyphs(text, place, pictured)
    edges = [edge for shape, matrix in shapes for edge in _edges(shape, matrix, place)]
    return Marks(place.width, place.height, glyphs, edges, hidden, pictured)


class _Place:
    """From the coordinates of the file to those of the shown page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.width, self.height = page.get_size()
        self.turned = page.get_rotation()
        self.left, self.bottom, self.right, self.top = page.get_bbox()

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turned:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def shows(self, x: float, y: float) -> bool:
        return bool(0 <= x <= self.width and 0 <= y <= self.height)


def _glyphs(text: pdfium.PdfTextPage, place: _Place, pictured: bool) -> tuple[list[Glyph], int]:
    """Characters that show; how many of them a picture may hide."""
    handle = text.raw
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    level = math.radians(place.turned)
    found: list[Glyph] = []
    hidden = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code <= 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        char = chr(code)
        if char.isspace() or not raw.FPDFText_GetLooseCharBox(handle, index, box):
            continue
        angle = raw.FPDFText_GetCharAngle(handle, index) + level
        if angle and abs(math.remainder(angle, 2 * math.pi)) > _UPRIGHT:
            continue  # a stamp or a watermark across the page
        left, top = place.point(box.left, box.top)
        right, bottom = place.point(box.right, box.bottom)
        left, right = min(left, right), max(left, right)
        top, bottom = min(top, bottom), max(top, bottom)
        if place.shows((left + right) / 2, (top + bottom) / 2):
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            base = place.point(x.value, y.value)[1]
            found.append(Glyph(left, top, right, bottom, char, base))
            hidden += pictured and _is_hidden(handle, index)
    return found, hidden


def _is_hidden(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    shown = raw.FPDFText_GetTextObject(handle, index)
    return bool(
        shown and raw.FPDFTextObj_GetTextRenderMode(shown) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    )


_Shape = tuple[raw.FPDF_PAGEOBJECT, _Matrix]


def _shapes(page: pdfium.PdfPage) -> tuple[list[_Shape], bool]:
    """Drawings with the matrices of the forms they stand in, and whether there is a picture."""
    found: list[_Shape] = []
    pictured = False
    waiting = [
        (raw.FPDFPage_GetObject(page, n), _SAME, 0) for n in range(raw.FPDFPage_CountObjects(page))
    ]
    while waiting and len(found) < _MOST_SHAPES:
        shape, matrix, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.append((shape, matrix))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictured = True
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _joined(_matrix(shape), matrix)
            waiting += [
                (raw.FPDFFormObj_GetObject(shape, n), inner, depth + 1)
                for n in range(raw.FPDFFormObj_CountObjects(shape))
            ]
    return found, pictured


def _edges(shape: raw.FPDF_PAGEOBJECT, matrix: _Matrix, place: _Place) -> Iterator[Edge]:
    filled, stroked = _drawn(shape)
    if filled and not stroked and raw.FPDFPath_CountSegments(shape) <= _ONE_FIGURE:
        yield from _bar(shape, matrix, place)
    elif filled or stroked:
        points = list(_points(shape, _joined(_matrix(shape), matrix), place))
        yield from _strokes(points, place) if stroked else _bars(points, place)


def _bar(shape: raw.FPDF_PAGEOBJECT, matrix: _Matrix, place: _Place) -> Iterator[Edge]:
    """The line that a single filled figure makes, by its bounds: asking for its points is slow."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
        a, b, c, d, e, f = matrix
        corners = [
            place.point(a * x + c * y + e, b * x + d * y + f)
            for x, y in ((left.value, bottom.value), (right.value, top.value))
        ]
        yield from _line(corners, place)


def _drawn(shape: raw.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """Whether the shape is filled and stroked, each in a colour that shows on paper."""
    mode, stroke = c_int(), c_int()
    if not raw.FPDFPath_GetDrawMode(shape, mode, stroke):
        return False, False
    return (
        mode.value != raw.FPDF_FILLMODE_NONE and _shows(shape, raw.FPDFPageObj_GetFillColor),
        bool(stroke.value) and _shows(shape, raw.FPDFPageObj_GetStrokeColor),
    )


def _shows(shape: raw.FPDF_PAGEOBJECT, colour_of: object) -> bool:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not colour_of(shape, red, green, blue, alpha):  # type: ignore[operator]  # a C function
        return True  # a pattern
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _matrix(shape: raw.FPDF_PAGEOBJECT) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(shape, found):
        return _SAME
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _joined(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (
        a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o,
        e * k + f * n + p, e * m + f * o + q,
    )  # fmt: skip


_Points = list[tuple[int, float, float, bool]]


def _points(
    shape: raw.FPDF_PAGEOBJECT, matrix: _Matrix, place: _Place
) -> Iterator[tuple[int, float, float, bool]]:
    """Segments of a path: kind, where it ends on the shown page, whether it closes the figure."""
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    for index in range(raw.FPDFPath_CountSegments(shape)):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            at = place.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            closes = bool(raw.FPDFPathSegment_GetClose(segment))
            yield raw.FPDFPathSegment_GetType(segment), *at, closes


def _strokes(points: _Points, place: _Place) -> Iterator[Edge]:
    start = last = (0.0, 0.0)
    for kind, x, y, closes in points:
        if kind == _MOVE:
            start = x, y
        elif kind == _LINE:
            yield from _edge(last, (x, y), place)
        last = x, y
        if closes:
            yield from _edge(last, start, place)
            last = start


def _bars(points: _Points, place: _Place) -> Iterator[Edge]:
    """Thin filled rectangles, several of which may be one path."""
    figure: list[tuple[float, float]] = []
    for kind, x, y, _ in [*points, (_MOVE, 0.0, 0.0, False)]:
        if kind == _MOVE:
            if len(figure) >= 4:
                yield from _line(figure, place)
            figure = []
        figure.append((x, y))


def _line(figure: list[tuple[float, float]], place: _Place) -> Iterator[Edge]:
    """The middle line of a figure that is thin enough to be one."""
    xs, ys = [point[0] for point in figure], [point[1] for point in figure]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top < _THIN:
        at = (top + bottom) / 2
        yield from _edge((left, at), (right, at), place)
    elif right - left < _THIN:
        at = (left + right) / 2
        yield from _edge((at, top), (at, bottom), place)


def _edge(start: tuple[float, float], end: tuple[float, float], place: _Place) -> Iterator[Edge]:
    across, down = abs(start[0] - end[0]), abs(start[1] - end[1])
    level = down <= _STRAIGHT and across > _SHORT
    if not level and not (across <= _STRAIGHT and down > _SHORT):
        return
    axis = 0 if level else 1
    at = (start[1 - axis] + end[1 - axis]) / 2
    low, high = sorted((start[axis], end[axis]))
    most = (place.width, place.height)[axis]
    low, high = max(low, 0.0), min(high, most)
    if low < high and -_THIN <= at <= (place.height, place.width)[axis] + _THIN:
        yield Edge(level, at, low, high)
