"""Downloadable documents that a page offers in its content."""

import re

from crawlers.reading.flat import Anchor, Markup
from crawlers.reading.layout import Layout, inside
from crawlers.reading.urls import absolute, extension
from data.types import Attachment

FORMATS = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "wps",
        "et",
        "ofd",
        "zip",
        "rar",
        "ppt",
        "pptx",
        "csv",
        "txt",
        "7z",
        "dps",
        "rtf",
    ]
)
_PAGES = frozenset(["html", "htm", "shtml"])
_LONGEST_LINE = 1000  # characters searched for a file's name
_COUNTED = FORMATS - {"txt"}
_NAMED = re.compile(
    r"\.(pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|csv|7z|rtf)\s*(?:[)）\]】》”\"]|$|\s|\()", re.I
)
_ICON = re.compile(
    r"(?:icon[_-]?|file[_-]?(?:type)?[_-]?|/)(pdf|docx?|xlsx?|wps|ofd|zip|rar|pptx?|txt)\.(?:gif|png|jpg)",
    re.I,
)


def attachments_of(
    page: Markup, layout: Layout, base: str, article: bool
) -> tuple[Attachment, ...]:
    """Links to documents outside navigation, in order, each once.

    A link whose address was lost (javascript:;) counts by its name, its type attribute or the
    file icon before it, and has an empty url.
    """
    found: dict[str, Attachment] = {}
    for anchor in page.anchors:
        if anchor.box < 0 or layout.roles[anchor.box] or anchor.line >= layout.foot:
            continue
        if file := _attachment(page, layout, anchor, article):
            found.setdefault(file.url or f"{file.name}#{len(found)}", file)
    for box, address in page.embedded:
        url = absolute(base, address)
        format_ = extension(url)
        if format_ in _COUNTED and box >= 0 and not layout.roles[box]:
            found.setdefault(url, Attachment(url, url.rsplit("/", 1)[-1], format_))
    return tuple(found.values())


def _attachment(page: Markup, layout: Layout, anchor: Anchor, article: bool) -> Attachment | None:
    url = anchor.url
    format_ = extension(url) if url else ""
    if url and format_ in _PAGES:
        return None
    in_title = _NAMED.search(anchor.title) if "." in anchor.title else None
    name = anchor.title if in_title else anchor.text or anchor.title
    if format_ in _COUNTED:
        return Attachment(url, name or url.rsplit("/", 1)[-1], format_)
    named = (
        (_NAMED.search(anchor.text) if "." in anchor.text else None)
        or in_title
        or (_NAMED.search(anchor.attributes) if "." in anchor.attributes else None)
    )
    if url:
        # A download address without extension needs the name to say what it is.
        return Attachment(url, name, named[1].lower()) if named else None
    if not article or not re.match(r"javascript:|$|#", anchor.href, re.I):
        return None
    if named:
        return Attachment("", name, named[1].lower())
    icon = _ICON.search(anchor.image)
    if re.search(r"(?:^|\s)file(?:\s|$)", anchor.attributes) or icon:
        return Attachment("", name, icon[1].lower() if icon else "")
    if re.search(r"^[\[【(（]?\s*(?:点击)?下载\s*[\]】)）]?$", anchor.text) and anchor.line < len(
        page.lines
    ):
        before = _NAMED.search(page.lines[anchor.line].text[:_LONGEST_LINE])
        if before:
            return Attachment("", page.lines[anchor.line].text[:80], before[1].lower())
    if len(anchor.text) >= 4 and inside(page, anchor.box, layout.text_box) and _annex(page, anchor):
        return Attachment("", anchor.text, "")
    return None


def _annex(page: Markup, anchor: Anchor) -> bool:
    """The link stands on an 附件 line, or on a numbered line below one."""
    for n in range(anchor.line, max(anchor.line - 5, -1), -1):
        if n >= len(page.lines):
            return False
        text = page.lines[n].text
        if re.match(r"[\[【]?附\s*件?\s*(?:\d{0,2}|[一二三四五六七八九十])\s*[：:.、]|附件", text):
            return True
        if not page.lines[n].anchors:
            return False
    return False
