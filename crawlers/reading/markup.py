"""The only module that knows the HTML parser: markup in, flat lines, boxes and anchors out.

One pass over the tree. Everything after it works on these lists and never sees a node, so the
parser can be exchanged here. Order in every list is document order.
"""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from crawlers.reading.flat import Anchor, Box, Control, Form, Line, Markup, squeeze
from crawlers.reading.urls import extension

_LAYOUT = frozenset(["table", "ul", "form", "iframe", "dl", "ol"])  # in a cell: no cell of data
_PLAIN = frozenset(["-text", "a", "span", "font", "b", "strong", "img", "br"])
_OPTIONS = int(LexborDocumentOptions.WO_EVENTS)  # nobody listens to changes of the tree
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")  # in lower case
_OPENS = re.compile(r"location|open\(")
_STYLED = frozenset(
    ["onclick", "style", "class", "id", "hidden"]
)  # what elements of all kinds may have
_VOID = re.compile(r"#?$|javascript:\s*(?:;|void\b.*)?$", re.I)
_UNTOLD = frozenset(["href", "title", "class", "style", "id", "target"])  # no file names in them
_ADDRESSES = ("data-href", "data-url", "data-link")  # where scripts keep what href does not say
_LONGEST_CONTROL = 200  # characters; an element with more text is a part of the page
# Extensions of what is a page when an object or embed element shows it.
_SHOWN = frozenset(["", "htm", "html", "shtml", "jsp", "jspx", "asp", "aspx", "php", "do"])
_PLAYED = re.compile(r"flash|^(?:video|audio|image)/", re.I)
_LONGEST_TITLE = 1000  # characters of <title> and of a heading's tag; nothing longer names a page
_LONGEST_CSS = 300  # characters of id and class words
MOST_ELEMENTS = 60_000  # as many as are drawn; no real page comes near
_MOST_INSIDE = 400  # nodes searched for the words of a control
# What closing an element must undo; _LEADS: a click on it opens an address.
_SHOW, _CSS, _BOX, _CELL, _ANCHOR, _TAG, _BREAK, _ROW, _LEADS = 1, 2, 4, 8, 16, 32, 64, 128, 256
_LONG_CELL = 6  # paragraphs; a cell with more is a layout cell, not a table cell
_MOST_IN_CELL = 200  # nodes
_PARAGRAPHS = frozenset(["p", "div", "h2", "h3", "h4", "section", "article"])


def parse(html: str) -> Markup:
    """Flatten a page. Broken markup never raises; the parser repairs it as browsers do."""
    walker = _Walker()
    for nothing in ("\u200b", "\ufeff"):  # marks without width
        if nothing in html:
            html = html.replace(nothing, "")
    root = LexborHTMLParser(html, options=_OPTIONS).root
    if root is not None:
        walker.walk(root)
    return walker.out


class _Walker:
    """State of the single pass: the open elements and the line being filled."""

    def __init__(self) -> None:
        self.out = Markup()
        self.parts: list[str] = []
        self.line_box = 0
        self.line_css = ""
        self.line_tag = ""
        self.linked = 0
        self.line_anchors: list[int] = []
        self.visible = False  # the line being filled has text that is shown
        self.box = -1
        self.anchor = -1
        self.anchor_parts: list[str] = []
        self.css: list[str] = []
        self.tags: list[str] = []
        self.rows: list[bool] = []  # open rows: whether one has several cells
        self.hidden = 0
        self.cells = 0  # depth of table cells in which block borders are only spaces
        self.icon = ""
        self.filled = False  # the line being filled has text
        self.row = False  # a cell of this row has been closed, its line is still open

    def walk(self, root: LexborNode) -> None:
        """Visit every node in document order, without recursion: pages nest without limit."""
        stack: list[tuple[LexborNode, int]] = []
        text, leave, enter = self._text, self._leave, _ENTER.get
        elements = 0
        node = root.first_child
        while elements < MOST_ELEMENTS:
            if node is None:
                if not stack:
                    break
                node, undo = stack.pop()
                if undo:
                    leave(undo)
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                # Most texts of a page are line ends between its blocks.
                if (words := node.text_content) and not words.isspace():
                    text(words)
                elif words and self.filled:
                    self.parts.append(" ")
            elif opened := enter(tag, _Walker._any):
                elements += 1
                undo = opened(self, node, tag)
                if child := node.first_child:
                    stack.append((node, undo))
                    node = child
                    continue
                if undo:
                    leave(undo)
            elif tag == "script":
                self._script(node)
            elif tag in ("embed", "object"):
                self._file(node)
            elif tag == "noscript":
                self._unscripted(node)
            node = node.next
        for _, undo in reversed(stack):
            if undo:
                leave(undo)
        self._flush()
        for box in self.out.boxes:
            if box.last > len(self.out.lines):  # its last line came to nothing
                box.last = len(self.out.lines)
        self.out.elements = elements
        self.out.code = "\n".join(self.out.scripts)

    # --- elements: the answer says what `_leave` must undo (bits) ---------------------------------

    def _style(self, node: LexborNode, tag: str, attrs: dict[str, str | None]) -> int:
        """What elements of all kinds may have: id and class words, a click, being hidden."""
        if _STYLED.isdisjoint(attrs):
            return 0
        undo = 0
        if code := attrs.get("onclick"):
            if _OPENS.search(code):
                undo = _LEADS
            elif tag != "a" and tag != "area":
                self._control(_words(node), code=code)
        if "hidden" in attrs or ((style := attrs.get("style")) and _hides(style)):
            self.hidden += 1
            undo |= _SHOW
        css = attrs.get("class") or ""
        if id_ := attrs.get("id"):
            css = f"{id_} {css}"
        if css:
            self.css.append(css[:_LONGEST_CSS].lower())
            undo |= _CSS
        return undo

    def _hide(self, undo: int) -> int:
        if not undo & _SHOW:
            self.hidden += 1
        return undo | _SHOW

    def _any(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        if "-" in tag:
            self.out.elements_of_its_own.add(tag)
        return self._clicked(self._style(node, tag, attrs), attrs) if attrs else 0

    def _clicked(self, undo: int, attrs: dict[str, str | None]) -> int:
        """A click on it opens an address: that makes it a link, unless it stands in one."""
        if undo & _LEADS and self.anchor < 0:
            self._open_anchor(attrs)
            undo |= _ANCHOR
        return undo

    def _link(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        undo = 0 if _STYLED.isdisjoint(attrs) else self._style(node, tag, attrs)
        self._open_anchor(attrs)
        return undo | _ANCHOR

    def _area(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        undo = self._style(node, tag, attrs)
        self._open_anchor(attrs)
        self._close_anchor()
        return undo

    def _block(self, node: LexborNode, tag: str) -> int:
        if self.filled or self.row or self.cells or self.anchor >= 0:
            self._break(tag)
        return self._box(node, tag)

    def _box(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        undo = self._style(node, tag, attrs) if attrs else 0
        out = self.out
        start = len(out.anchors)
        css = self.css[-1] if undo & _CSS else ""
        box = Box(self.box, tag, css, len(out.lines), 0, self.hidden > 0, (start, start))
        self.box = len(out.boxes)
        out.boxes.append(box)
        if undo & _LEADS:
            undo = self._clicked(undo, attrs)
        return undo | _BREAK | _BOX

    def _cell(self, node: LexborNode, tag: str) -> int:
        if not self._is_cell(node):
            return self._block(node, tag)
        # The next cell of a row goes on in the row's line.
        if not self.row and (self.filled or self.cells or self.anchor >= 0):
            self._break(tag)
        self.cells += 1
        return self._box(node, tag) | _CELL

    def _row(self, node: LexborNode, tag: str) -> int:
        undo = self._block(node, tag)
        self.rows.append(_several_cells(node))
        return undo | _ROW

    def _form(self, node: LexborNode, tag: str) -> int:
        undo = self._block(node, tag)
        attrs = node.attributes
        named = (attrs.get(name) or "" for name in ("id", "class", "name", "title"))
        method = (attrs.get("method") or "").strip().lower()
        self.out.forms.append(Form(attrs.get("action") or "", method, " ".join(named)))
        return undo

    def _frameset(self, node: LexborNode, tag: str) -> int:
        self.out.frameset = True
        return self._block(node, tag)

    def _line_end(self, node: LexborNode, tag: str) -> int:
        if self.filled or self.row or self.cells or self.anchor >= 0:
            self._break(tag)
        return 0

    def _loose(self, node: LexborNode, tag: str) -> int:
        """A block that is no box."""
        self._line_end(node, tag)
        return self._style(node, tag, node.attributes) | _BREAK

    def _paragraph(self, node: LexborNode, tag: str) -> int:
        self.tags.append(tag)
        return self._loose(node, tag) | _TAG

    def _figure(self, node: LexborNode, tag: str) -> int:
        return self._clicked(self._loose(node, tag), node.attributes)

    def _field(self, node: LexborNode, tag: str) -> int:
        out = self.out
        attrs = node.attributes
        undo = self._style(node, tag, attrs)
        kind = (attrs.get("type") or tag).lower() if tag != "textarea" else tag
        out.inputs.append((self.box, kind, attrs.get("name") or attrs.get("id") or ""))
        if tag != "input":
            undo = self._hide(undo)
        words = attrs.get("value") or "" if tag == "input" else ""
        if out.forms:  # the last one opened: broken tables close a form before its fields
            named = " ".join(attrs.get(name) or "" for name in ("id", "placeholder", "title"))
            out.forms[-1].fields.append((attrs.get("name") or "", kind, words, named))
        if tag == "button":
            words = _words(node)
        code = attrs.get("onclick") or ""
        if undo & _LEADS:
            self._open_anchor(attrs)
            self._close_anchor()
            out.anchors[-1].text = out.anchors[-1].text or squeeze(words)
        elif kind in ("submit", "button", "image") and (tag == "input" or not code):
            self._control(words or attrs.get("alt") or "", code=code)
        return undo

    def _option(self, node: LexborNode, tag: str) -> int:
        undo = self._loose(node, tag)
        self._control(_words(node), href=node.attributes.get("value") or "")
        return undo

    def _title(self, node: LexborNode, tag: str) -> int:
        if not self.out.title:
            text = squeeze(node.text(deep=True)[: 2 * _LONGEST_TITLE])
            self.out.title = text[:_LONGEST_TITLE]
        return self._hide(self._loose(node, tag))

    def _base(self, node: LexborNode, tag: str) -> int:
        self.out.base = self.out.base or (node.attributes.get("href") or "").strip()
        return 0

    def _frame(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        self.out.frames.append(attrs.get("src") or "")
        return self._style(node, tag, attrs)

    def _image(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        undo = self._style(node, tag, attrs)
        out = self.out
        out.images += 1
        source = attrs.get("src") or ""
        if source:
            out.pictures.append(source)
        if self.anchor >= 0:
            anchor = out.anchors[self.anchor]
            anchor.image = anchor.image or source
            anchor.text = anchor.text or attrs.get("alt") or attrs.get("title") or ""
        else:
            self.icon = source
        for name, value in attrs.items():
            if value and name.startswith("data-") and "." in value:
                out.embedded.append((self.box, value))
        if undo & _LEADS and self.anchor < 0:
            self._open_anchor(attrs)
            self._close_anchor()
        return undo

    def _meta(self, node: LexborNode, tag: str) -> int:
        attrs = node.attributes
        content = (attrs.get("content") or "").strip()
        if "http-equiv" in attrs and (attrs["http-equiv"] or "").lower() == "refresh":
            self.out.refresh = content
        elif name := (attrs.get("name") or attrs.get("property") or "").strip().lower():
            # The first non-empty value: later ones often come from an included header.
            self.out.metas[name] = self.out.metas.get(name) or content
        return 0

    def _control(self, words: str, *, href: str = "", code: str = "") -> None:
        words = squeeze(words)
        if 0 < len(words) <= _LONGEST_CONTROL:
            self.out.controls.append(Control(words, href.strip(), code))

    def _leave(self, undo: int) -> None:
        if undo & _ANCHOR:
            self._close_anchor()
            if undo == _ANCHOR:  # the commonest of all
                return
        if undo & _BREAK:
            if self.filled and not self.cells and self.anchor < 0:  # the commonest
                self._flush()
            elif self.filled or self.row or self.cells or self.anchor >= 0:
                self._break("")
            if undo & _BOX:
                self._close_box(undo)
            elif undo & _TAG:
                self.tags.pop()
        if undo & _CSS:
            self.css.pop()
        if undo & _SHOW:
            self.hidden -= 1

    def _close_box(self, undo: int) -> None:
        if undo & _CELL:
            self.cells -= 1
            self.row = True
            self.parts.append("\t")
        elif undo & _ROW:
            self.rows.pop()
        out = self.out
        box = out.boxes[self.box]
        box.last = len(out.lines)
        if self.filled and (self.cells or self.row):
            box.last += 1
        if len(out.anchors) > box.anchors[0]:
            box.anchors = (box.anchors[0], len(out.anchors))
        self.box = box.parent

    def _is_cell(self, node: LexborNode) -> bool:
        """A cell of a table of data: its row has others, and it holds no layout of its own."""
        if not self.rows or not self.rows[-1]:
            return False
        child = node.first_child
        while child is not None and child.tag in _PLAIN:
            child = child.next
        return child is None or not _laid_out(node)

    def _open_anchor(self, attrs: dict[str, str | None]) -> None:
        if self.anchor >= 0:
            self._close_anchor()
        out = self.out
        alt = code = rest = ""
        href = (attrs.get("href") or "").strip()
        if not _UNTOLD.issuperset(attrs):
            alt, code = attrs.get("alt") or "", attrs.get("onclick") or ""
            if len(attrs) > 1:
                told = [value for name, value in attrs.items() if value and name not in _UNTOLD]
                rest = " ".join(told)
            if (not href or href[0] in "#jJ") and _VOID.match(href):
                href = next((v for name in _ADDRESSES if (v := attrs.get(name))), href).strip()
        title = attrs.get("title") or ""
        self.anchor = len(out.anchors)
        out.anchors.append(
            Anchor(
                href,
                alt,
                squeeze(title) if title else "",
                self.box,
                len(out.lines),
                code,
                rest,
                self.icon,
                self.hidden > 0,
            )
        )
        self.icon = ""
        self.anchor_parts = []

    def _close_anchor(self) -> None:
        if self.anchor < 0:
            return
        anchor = self.out.anchors[self.anchor]
        parts = self.anchor_parts
        text = parts[0] if len(parts) == 1 else " ".join(parts)
        if text and text == anchor.title:  # often, and that is squeezed already
            anchor.text = text
        else:
            anchor.text = squeeze(text) or squeeze(anchor.text)
        self.anchor = -1

    def _file(self, node: LexborNode) -> None:
        attrs = node.attributes
        address = attrs.get("src") or attrs.get("data") or ""
        if (
            not address
            or extension(address) not in _SHOWN
            or _PLAYED.search(attrs.get("type") or "")
        ):
            self.out.objects.append(address)
        if address:
            self.out.embedded.append((self.box, address))
            if extension(address) in _SHOWN and not _PLAYED.search(attrs.get("type") or ""):
                self.out.frames.append(address)

    def _unscripted(self, node: LexborNode) -> None:
        child = node.first_child
        words = _words(node) if child is not None else ""
        if words and not words.isspace():
            self.out.without_script.append(squeeze(words))

    def _script(self, node: LexborNode) -> None:
        source = node.attributes.get("src")
        if source:
            self.out.sources.append(source)
        child = node.first_child
        code = (child.text_content or "") if child is not None else ""
        if code and not code.isspace():
            self.out.scripts.append(code)
            self.out.script_lines.append(len(self.out.lines))

    # --- text -------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if not self.filled:
            if self.box < 0:  # text of the head
                return
            self.filled = True
            self.line_box = self.box
            self.line_css = " ".join(self.css[-2:]) if self.css else ""
            self.line_tag = self.tags[-1] if self.tags else self.out.boxes[self.box].tag
            self.visible = False
        if not self.hidden:
            self.visible = True
        anchor = self.anchor
        if anchor >= 0:
            anchors = self.line_anchors
            if not anchors or anchors[-1] != anchor:
                anchors.append(anchor)
                self.out.anchors[anchor].line = len(self.out.lines)
            self.anchor_parts.append(text)
            self.linked += len(text.strip())
        else:
            self.icon = ""
        # A tab is a border between cells; none may come from the text itself.
        self.parts.append(text.replace("\t", " "))

    def _break(self, tag: str) -> None:
        if self.cells:
            if self.parts:
                self.parts.append(" ")
            return
        if self.anchor >= 0 and tag != "br":
            self.anchor_parts.append(" ")
        if self.filled:
            self._flush()
        elif self.parts or self.row:
            self.parts = []
            self.row = False

    def _flush(self) -> None:
        if not self.filled:
            self.parts = []
            self.row = False
            return
        self.filled = False
        parts = self.parts
        text = "".join(parts)
        self.parts = []
        if self.row or "\t" in text:
            text = "\t".join([squeeze(cell) for cell in text.split("\t")]).strip("\t")
        else:
            text = squeeze(text)
        if text:
            line = Line(
                text,
                self.line_box,
                self.line_tag,
                self.line_css,
                self.linked if self.linked < len(text) else len(text),
                tuple(self.line_anchors),
                not self.visible,
            )
            self.out.lines.append(line)
        self.linked = 0
        self.line_anchors = []
        self.row = False


# What opens an element, by its tag; what has None is left out with all that it holds.
_ENTER: dict[str, Callable[[_Walker, LexborNode, str], int] | None] = {
    **dict.fromkeys(
        [
            "body", "div", "table", "thead", "tbody", "ul", "ol", "dl", "li", "dd", "dt", "section",
            "article", "header", "footer", "nav", "aside", "main", "fieldset", "center",
            "blockquote",
        ],
        _Walker._block,
    ),
    **dict.fromkeys(["td", "th"], _Walker._cell),
    "tr": _Walker._row,
    "form": _Walker._form,
    "frameset": _Walker._frameset,
    **dict.fromkeys(["p", "h1", "h2", "h3", "h4", "h5", "h6"], _Walker._paragraph),
    **dict.fromkeys(["br", "hr"], _Walker._line_end),
    **dict.fromkeys(["pre", "caption", "figure"], _Walker._figure),
    "a": _Walker._link,
    "area": _Walker._area,
    "img": _Walker._image,
    **dict.fromkeys(["input", "textarea", "select", "button"], _Walker._field),
    "option": _Walker._option,
    "title": _Walker._title,
    "base": _Walker._base,
    "meta": _Walker._meta,
    **dict.fromkeys(["iframe", "frame"], _Walker._frame),
    **dict.fromkeys(
        [
            "script", "style", "link", "noscript", "template", "svg", "math", "object", "embed",
            "audio", "canvas", "-comment",
        ]
    ),
}  # fmt: skip


def _hides(style: str) -> bool:
    style = style.lower()
    return ("none" in style or "hidden" in style) and _HIDDEN.search(style) is not None


def _laid_out(cell: LexborNode) -> bool:
    """It holds a list, a table, or the paragraphs of a text: a part of the page, no datum."""
    blocks = 0
    for n, inner in enumerate(cell.traverse()):
        if n > _MOST_IN_CELL or inner.tag in _LAYOUT or inner.tag == "h1":
            return True
        blocks += inner.tag in _PARAGRAPHS
        if blocks > _LONG_CELL:
            return True
    return False


def _several_cells(row: LexborNode) -> bool:
    cells = 0
    child = row.first_child
    while child is not None and cells < 2:
        cells += child.tag in ("td", "th")
        child = child.next
    return cells > 1


def _words(node: LexborNode) -> str:
    """The text of an element, or "" when it holds more than a control does."""
    child = node.first_child
    if child is None:
        return ""
    if child.next is None and child.tag == "-text":  # a choice in a menu
        words_ = child.text_content or ""
        return words_ if len(words_.strip()) <= _LONGEST_CONTROL else ""
    words: list[str] = []
    size = 0
    for count, inner in enumerate(node.traverse(include_text=True)):
        if inner.tag == "-text" and (text := inner.text_content):
            words.append(text)
            size += len(text.strip())
        if size > _LONGEST_CONTROL or count > _MOST_INSIDE:
            return ""
    return "".join(words)
