"""The only module that knows the HTML parser: markup in, flat lines, boxes and anchors out.

One pass over the tree. Everything after it works on these lists and never sees a node, so the
parser can be exchanged here. Order in every list is document order.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawlers.reading.flat import Anchor, Box, Control, Line, Markup, squeeze
from crawlers.reading.urls import extension

_BOXES = frozenset(
    [
        "body",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "dl",
        "li",
        "dd",
        "dt",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "form",
        "fieldset",
        "center",
        "frameset",
        "blockquote",
    ]
)
_BREAKS = _BOXES | frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "pre",
        "caption",
        "figure",
        "title",
        "option",
    ]
)
_INLINE = frozenset(
    ["span", "strong", "b", "i", "em", "u", "font", "small", "sub", "sup", "label", "s", "ins"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SKIPPED = frozenset(
    [
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "embed",
        "audio",
        "canvas",
        "-comment",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_OPENS = re.compile(r"location|open\(")
_VOID = re.compile(r"#?$|javascript:\s*(?:;|void\b.*)?$", re.I)
_ADDRESSES = ("data-href", "data-url", "data-link")  # where scripts keep what href does not say
_LONGEST_CONTROL = 200  # characters; an element with more text is a part of the page
# Extensions of what is a page when an object or embed element shows it.
_SHOWN = frozenset(["", "htm", "html", "shtml", "jsp", "jspx", "asp", "aspx", "php", "do"])
_PLAYED = re.compile(r"flash|^(?:video|audio|image)/", re.I)
_LONG_CELL = 6  # paragraphs; a cell with more is a layout cell, not a table cell


def parse(html: str) -> Markup:
    """Flatten a page. Broken markup never raises; the parser repairs it as browsers do."""
    walker = _Walker()
    for nothing in ("\u200b", "\ufeff"):  # marks without width
        if nothing in html:
            html = html.replace(nothing, "")
    root = LexborHTMLParser(html).root
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
        self.hidden = 0
        self.cells = 0  # depth of table cells in which block borders are only spaces
        self.icon = ""
        self.filled = False  # the line being filled has text
        self.row = False  # a cell of this row has been closed, its line is still open

    def walk(self, root: LexborNode) -> None:
        """Visit every node in document order, without recursion: pages nest without limit."""
        stack: list[tuple[LexborNode, str, int]] = []
        text, enter, leave = self._text, self._enter, self._leave
        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    break
                node, tag, undo = stack.pop()
                if undo or tag in _BREAKS:
                    leave(tag, undo)
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                text(node.text_content or "")
            elif tag == "script":
                self._script(node)
            elif tag not in _SKIPPED:
                stack.append((node, tag, enter(node, tag)))
                node = node.first_child
                continue
            elif tag in ("embed", "object"):
                self._file(node)
            node = node.next
        self._flush()

    # --- elements ---------------------------------------------------------------------------

    def _enter(self, node: LexborNode, tag: str) -> int:
        """Open an element; the answer says what `_leave` must undo (bits)."""
        out = self.out
        out.elements += 1
        undo = 0
        code = ""
        cell = tag in ("td", "th") and self._is_cell(node)
        # The next cell of a row goes on in the row's line.
        if tag in _BREAKS and not (cell and self.row):
            self._break(tag)
        if tag in ("br", "hr"):
            return 0
        attrs = node.attributes
        css = ""
        if attrs:
            code = attrs.get("onclick") or ""
            if code and tag not in ("a", "area") and not _OPENS.search(code):
                self._control(node.text(deep=True), code=code)
            style = attrs.get("style")
            if style and _HIDDEN.search(style):
                self.hidden += 1
                undo |= 1
            css = (attrs.get("class") or "").lower()
            if id_ := attrs.get("id"):
                css = f"{id_.lower()} {css}"
            if css:
                self.css.append(css)
                undo |= 2
        elif tag in _INLINE:
            return 0
        if tag in _BOXES:
            box = Box(self.box, tag, css, len(out.lines), hidden=self.hidden > 0)
            box.anchors = (len(out.anchors), len(out.anchors))
            out.boxes.append(box)
            self.box = len(out.boxes) - 1
            undo |= 4
            if cell:
                self.cells += 1
                undo |= 8
            if tag == "frameset":
                out.frameset = True
            if self.anchor < 0 and _OPENS.search(code):
                self._open_anchor(node, attrs)
                undo |= 16
        elif tag in ("a", "area"):
            self._open_anchor(node, attrs)
            if tag == "area":
                self._close_anchor()
            else:
                undo |= 16
        elif tag in _HEADINGS or tag == "p":
            self.tags.append(tag)
            undo |= 32
        elif tag == "img":
            self._image(attrs)
        elif tag in ("iframe", "frame"):
            out.frames.append(attrs.get("src") or "")
        elif tag in ("input", "textarea", "select", "button"):
            kind = (attrs.get("type") or tag).lower() if tag != "textarea" else tag
            out.inputs.append((self.box, kind, attrs.get("name") or attrs.get("id") or ""))
            if tag == "select" or tag == "textarea" or tag == "button":
                self.hidden += 1
                undo |= 1
            words = attrs.get("value") or "" if tag == "input" else ""
            if tag == "button":
                words = node.text(deep=True)
            if _OPENS.search(code):
                self._open_anchor(node, attrs)
                self._close_anchor()
                out.anchors[-1].text = out.anchors[-1].text or squeeze(words)
            elif kind in ("submit", "button", "image") and (tag == "input" or not code):
                self._control(words or attrs.get("alt") or "", code=code)
        elif tag == "option":
            self._control(node.text(deep=True), href=attrs.get("value") or "")
        elif tag == "meta":
            self._meta(attrs)
        elif tag == "base":
            out.base = out.base or (attrs.get("href") or "").strip()
        elif tag == "title":
            if not out.title and "svg" not in self.tags:
                out.title = squeeze(node.text(deep=True))
            self.hidden += 1
            undo |= 1
        elif self.anchor < 0 and _OPENS.search(code):
            self._open_anchor(node, attrs)
            undo |= 16
        return undo

    def _control(self, words: str, *, href: str = "", code: str = "") -> None:
        words = squeeze(words)
        if 0 < len(words) <= _LONGEST_CONTROL:
            self.out.controls.append(Control(words, href.strip(), code))

    def _leave(self, tag: str, undo: int) -> None:
        if undo & 16:
            self._close_anchor()
        if tag in _BREAKS and tag not in ("br", "hr"):
            self._break(tag)
        if undo & 8:
            self.cells -= 1
            self.row = True
            self.parts.append("\t")
        if undo & 4:
            box = self.out.boxes[self.box]
            pending = (self.cells or self.row) and self.filled
            box.last = len(self.out.lines) + bool(pending)
            box.anchors = (box.anchors[0], len(self.out.anchors))
            self.box = box.parent
        if undo & 2:
            self.css.pop()
        if undo & 1:
            self.hidden -= 1
        if undo & 32:
            self.tags.pop()

    @staticmethod
    def _is_cell(node: LexborNode) -> bool:
        """A cell of a table of data: its row has others, and it holds no layout of its own."""
        row = node.parent
        cells = paragraphs = 0
        child = row.first_child if row is not None else None
        while child is not None:
            cells += child.tag in ("td", "th")
            child = child.next
        if cells < 2:
            return False
        child = node.first_child
        simple = True
        while child is not None:
            tag = child.tag
            if tag in ("table", "ul", "form", "iframe", "dl", "ol"):
                return False
            if tag in ("p", "div"):
                paragraphs += 1
                simple = False
            elif tag not in ("-text", "a", "span", "font", "b", "strong", "img", "br"):
                simple = False
            child = child.next
        if simple:
            return True
        return paragraphs <= _LONG_CELL and node.css_first("table, ul, dl, h1") is None

    def _open_anchor(self, node: LexborNode, attrs: dict[str, str | None]) -> None:
        self._close_anchor()
        rest = " ".join(
            v for k, v in attrs.items() if v and k not in ("href", "title", "class", "style", "id")
        )
        href = attrs.get("href") or ""
        if _VOID.match(href.strip()):
            href = next((v for name in _ADDRESSES if (v := attrs.get(name))), href)
        self.out.anchors.append(
            Anchor(
                href.strip(),
                attrs.get("alt") or "",
                squeeze(attrs.get("title") or ""),
                self.box,
                len(self.out.lines),
                attrs.get("onclick") or "",
                rest,
                self.icon,
                self.hidden > 0,
            )
        )
        self.icon = ""
        self.anchor = len(self.out.anchors) - 1
        self.anchor_parts = []

    def _close_anchor(self) -> None:
        if self.anchor < 0:
            return
        anchor = self.out.anchors[self.anchor]
        text = squeeze(" ".join(self.anchor_parts))
        anchor.text = text or squeeze(anchor.text)
        self.anchor = -1

    def _image(self, attrs: dict[str, str | None]) -> None:
        self.out.images += 1
        source = attrs.get("src") or ""
        if self.anchor >= 0:
            anchor = self.out.anchors[self.anchor]
            anchor.image = anchor.image or source
            anchor.text = anchor.text or attrs.get("alt") or attrs.get("title") or ""
        else:
            self.icon = source
        for name, value in attrs.items():
            if value and name.startswith("data-") and "." in value:
                self.out.embedded.append((self.box, value))

    def _file(self, node: LexborNode) -> None:
        attrs = node.attributes
        if address := attrs.get("src") or attrs.get("data"):
            self.out.embedded.append((self.box, address))
            if extension(address) in _SHOWN and not _PLAYED.search(attrs.get("type") or ""):
                self.out.frames.append(address)

    def _meta(self, attrs: dict[str, str | None]) -> None:
        name = (attrs.get("name") or attrs.get("property") or "").strip().lower()
        content = (attrs.get("content") or "").strip()
        if (attrs.get("http-equiv") or "").lower() == "refresh":
            self.out.refresh = content
        # The first non-empty value: later ones often come from an included header.
        elif name and not self.out.metas.get(name):
            self.out.metas[name] = content

    def _script(self, node: LexborNode) -> None:
        source = node.attributes.get("src")
        if source:
            self.out.sources.append(source)
        child = node.first_child
        code = (child.text_content or "") if child is not None else ""
        if code.strip():
            self.out.scripts.append(code)

    # --- text -------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if not text or text.isspace():
            if self.filled:
                self.parts.append(" ")
            return
        if self.box < 0:  # text of the head
            return
        if not self.filled:
            self.filled = True
            self.line_box = self.box
            self.line_css = " ".join(self.css[-2:])
            self.line_tag = self.tags[-1] if self.tags else self.out.boxes[self.box].tag
            self.visible = False
        if not self.hidden:
            self.visible = True
        if self.anchor >= 0:
            if self.anchor not in self.line_anchors:
                self.line_anchors.append(self.anchor)
                self.out.anchors[self.anchor].line = len(self.out.lines)
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
        if self.filled or self.row or self.parts:
            self._flush()

    def _flush(self) -> None:
        if not self.filled:
            self.parts = []
            self.row = False
            return
        self.filled = False
        text = "".join(self.parts)
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
                min(self.linked, len(text)),
                tuple(self.line_anchors),
                not self.visible,
            )
            self.out.lines.append(line)
        self.linked = 0
        self.line_anchors = []
        self.row = False
