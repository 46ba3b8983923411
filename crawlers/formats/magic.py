"""What a file is, told from its bytes. A name is only a promise."""

import re
import struct

_STARTS = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
_ZIP_MEMBERS = {
    b"word/document.xml": "docx",
    b"xl/workbook.xml": "xlsx",
    b"xl/workbook.bin": "xlsb",
    b"ppt/presentation.xml": "pptx",
    b"OFD.xml": "ofd",
}
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_OPEN_DOCUMENTS = {b"text": "odt", b"spre": "ods", b"pres": "odp"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|meta|title|div|frameset)\b", re.I)
_XHTML = re.compile(rb"<(!doctype\s+)?html\b", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application|schemas-microsoft-com:office:(spreadsheet|word)\b")
_OFFICE_HTML = re.compile(
    rb"schemas-microsoft-com:office|<meta[^>]+content\s*=\s*[\"']?(Word|Excel)\.", re.I
)


def sniff(body: bytes) -> str:
    """The format of `body`: pdf, docx, xlsx, xlsb, pptx, ofd, odt, ods, odp, zip, doc, xls, ppt,
    encrypted (Office file under a password), ole, rar, 7z, gz, rtf, png, jpg, gif, bmp, tif,
    mhtml, office (XML that Word or Excel saved), html, xml, text, empty or unknown.

    WPS Writer (.wps) and WPS sheets (.et) files are the same as doc and xls inside, and are
    called so.
    """
    if not body.strip(b"\x00\r\n\t "):
        return "empty"
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(b"PK\x03\x04") or body.startswith(b"PK\x05\x06"):
        return _zip_kind(body)
    if body.startswith(_OLE):
        return _ole_kind(body)
    for start, kind in _STARTS:
        if body.startswith(start):
            return kind
    return _text_kind(body)


def _zip_kind(body: bytes) -> str:
    """By the member names in the directory, which the outer document has at the very end.

    Only searched, never unpacked: this runs in the main process.
    """
    if body[30:].startswith(_OPEN_DOCUMENT):
        return _OPEN_DOCUMENTS.get(body[30 + len(_OPEN_DOCUMENT) :][:4], "zip")
    listed = {
        at: kind
        for name, kind in _ZIP_MEMBERS.items()
        if (at := body.rfind(name)) >= 0 and body[at - 46 : at - 42] == b"PK\x01\x02"
    }
    if listed:
        return listed[max(listed)]
    # Cut short: the directory is gone, but each member has a header of its own.
    first = {
        at: kind
        for name, kind in _ZIP_MEMBERS.items()
        if (at := body.find(name)) >= 30 and body[at - 30 : at - 26] == b"PK\x03\x04"
    }
    return first[min(first)] if first else "zip"


def _ole_kind(body: bytes) -> str:
    """By the first directory entry that names a main stream; embedded files have theirs later."""
    found: dict[int, str] = {}
    for name, kind in _OLE_STREAMS:
        encoded = name.encode("utf-16-le")
        at = body.find(encoded.ljust(64, b"\x00") + struct.pack("<HB", len(encoded) + 2, 2))
        if at >= 0:
            found[at] = kind
    return found[min(found)] if found else "ole"


def _text_kind(body: bytes) -> str:
    head = body[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"(mime-version:|from:.{0,80}\s+(subject|mime))", head, re.I | re.S):
        return "mhtml"
    if head.startswith(b"<?xml") and not _XHTML.search(head):
        return "office" if _OFFICE_XML.search(head) else "xml"
    # A plain text may speak of a tag; a page begins with one, or closes what it opens.
    if _HTML.search(head[:2048]) and (head.startswith(b"<") or b"</" in head):
        return "html"
    control = sum(byte < 32 and byte not in b"\t\r\n\x0c\x1b" for byte in head)
    return "text" if control == 0 else "unknown"


def saved_by_office(body: bytes) -> bool:
    """Whether HTML comes from Word or Excel: under the name .doc or .xls both open it again.

    Web pages with text pasted from Word look the same, so only such a name makes it a document.
    """
    return _OFFICE_HTML.search(body[:4096]) is not None
