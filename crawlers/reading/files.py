"""Downloadable documents that a page offers in its content."""

import re
from urllib.parse import parse_qsl

from crawlers.reading.flat import Anchor, Markup
from crawlers.reading.found import Found
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
_NO_ADDRESS = re.compile(r"javascript:|$|#", re.I)
_OF_FILE = re.compile(r"(?:^|\s)file(?:\s|$)")
_DOWNLOAD = re.compile(r"^[\[【(（]?\s*(?:点击)?下载\s*[\]】)）]?$")
_ANNEX = re.compile(r"[\[【]?附\s*件?\s*(?:\d{0,2}|[一二三四五六七八九十])\s*[：:.、]|附件")


def attachments_of(
    page: Markup, layout: Layout, base: str, article: bool
) -> Found[tuple[Attachment, ...]]:
    """Links to documents outside navigation, in order, each once.

    A link whose address was lost (javascript:;) counts by its name, its type attribute or the
    file icon before it, and has an empty url.
    """
    found: dict[str, Found[Attachment]] = {}
    for anchor in page.anchors:
        if anchor.box < 0 or layout.roles[anchor.box] or anchor.line >= layout.foot:
            continue
        if linked := _attachment(page, layout, anchor, article):
            found.setdefault(linked.value.url or f"{linked.value.name}#{len(found)}", linked)
    shown = [address for box, address in page.embedded if box >= 0 and not layout.roles[box]]
    for address in (*shown, *filter(None, map(_in_viewer, page.frames))):
        url = absolute(base, address)
        format_ = extension(url)
        if format_ in _COUNTED:
            file = Attachment(url, url.rsplit("/", 1)[-1], format_)
            found.setdefault(url, Found(file, "嵌在页面里的文件"))
    if not found:
        return Found(())
    files = found.values()
    rules = "、".join(dict.fromkeys([file.rule for file in files]))
    return Found(
        tuple([file.value for file in files]), rules, "；".join([f.value.name for f in files])
    )


def _in_viewer(frame: str) -> str:
    """The file that a framed viewer is told to show (viewer.html?file=/a.pdf), or ""."""
    if "?" not in frame or len(frame) > _LONGEST_LINE:
        return ""
    values = (value for _, value in parse_qsl(frame.partition("?")[2].partition("#")[0]))
    return next((value for value in values if extension(value) in _COUNTED), "")


def _attachment(
    page: Markup, layout: Layout, anchor: Anchor, article: bool
) -> Found[Attachment] | None:
    url = anchor.url
    format_ = extension(url) if url else ""
    if url and format_ in _PAGES:
        return None
    in_title = _NAMED.search(anchor.title) if "." in anchor.title else None
    name = anchor.title if in_title else anchor.text or anchor.title
    if format_ in _COUNTED:
        file = Attachment(url, name or url.rsplit("/", 1)[-1], format_)
        return Found(file, "网址是文件")
    named = (
        (_NAMED.search(anchor.text) if "." in anchor.text else None)
        or in_title
        or (_NAMED.search(anchor.attributes) if "." in anchor.attributes else None)
    )
    if url:
        # A download address without extension needs the name to say what it is.
        return Found(Attachment(url, name, named[1].lower()), "名称是文件名") if named else None
    if not article or not _NO_ADDRESS.match(anchor.href):
        return None
    if named:
        return Found(Attachment("", name, named[1].lower()), "名称是文件名，网址已丢失")
    icon = _ICON.search(anchor.image)
    if icon or _OF_FILE.search(anchor.attributes):
        lost = Attachment("", name, icon[1].lower() if icon else "")
        return Found(lost, "带文件图标或标记，网址已丢失")
    if _DOWNLOAD.search(anchor.text) and anchor.line < len(page.lines):
        line = page.lines[anchor.line].text
        if before := _NAMED.search(line[:_LONGEST_LINE]):
            return Found(
                Attachment("", line[:80], before[1].lower()), "“下载”前的文件名，网址已丢失"
            )
    if len(anchor.text) >= 4 and inside(page, anchor.box, layout.text_box) and _annex(page, anchor):
        return Found(Attachment("", anchor.text, ""), "写明附件，网址已丢失")
    return None


def _annex(page: Markup, anchor: Anchor) -> bool:
    """The link stands on an 附件 line, or on a numbered line below one."""
    for n in range(anchor.line, max(anchor.line - 5, -1), -1):
        if n >= len(page.lines):
            return False
        text = page.lines[n].text
        if _ANNEX.match(text):
            return True
        if not page.lines[n].anchors:
            return False
    return False
