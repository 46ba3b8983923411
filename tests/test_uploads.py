"""Files brought as evidence: known by their bytes, kept by their hash, their names harmless."""

import io
import zipfile

import pytest

from data.uploads import MOST_BYTES, UploadError, accepted, keep, neutral, place, read

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("证据.pdf", b"%PDF-1.7 x", "pdf"),
        ("截图.PNG", PNG, "png"),
        ("照片.jpeg", b"\xff\xd8\xff\xe0", "jpg"),
        ("纪要.docx", packed("word/document.xml"), "docx"),
        ("台账.xlsx", packed("xl/workbook.xml"), "xlsx"),
        ("公文.ofd", packed("OFD.xml"), "ofd"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    ],
)
def test_a_file_is_what_its_bytes_are(name, content, kind):
    file = accepted(name, content)
    assert (file.format, file.size_bytes) == (kind, len(content))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.pdf", b"", "空文件"),
        ("大.pdf", b"%PDF-" + bytes(MOST_BYTES), "20.0 MB，最大 20 MB"),
        ("页.html", b"<script>alert(1)</script>", "不是可以接收的文件"),
        ("图.svg", b"<svg onload=alert(1)>", "不是可以接收的文件"),
        ("程序.pdf", b"MZ\x90", "不是可以接收的文件"),
        ("图.pdf", PNG, "与文件名不符"),
        ("包.docx", packed("../../etc/passwd"), "不是可以接收的文件"),
        ("宏.docx", packed("word/document.xml", "word/vbaProject.bin"), "不是可以接收的文件"),
        ("坏.docx", b"PK\x03\x04broken", "不是可以接收的文件"),
    ],
)
def test_what_is_not_taken(name, content, why):
    with pytest.raises(UploadError, match=why):
        accepted(name, content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\一.pdf", "一.pdf"),
        ("..", "未命名"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ('<img src=x>".pdf', "_img src_x__.pdf"),
        ("=cmd().xlsx", "_cmd().xlsx"),
        ("。" * 200 + ".pdf", "。" * 76 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(name, shown):
    assert neutral(name) == shown


def test_bytes_are_kept_once_under_their_hash_and_read_back(tmp_path):
    file = accepted("截图.png", PNG)
    path = keep(tmp_path, file, PNG)
    assert path == tmp_path / "uploads" / file.sha256[:2] / file.sha256
    assert keep(tmp_path, file, PNG) == path
    assert read(tmp_path, file) == PNG
    assert [p.name for p in path.parent.iterdir()] == [file.sha256]


def test_bytes_that_changed_or_went_are_not_shown(tmp_path):
    file = accepted("截图.png", PNG)
    with pytest.raises(UploadError, match="已不在"):
        read(tmp_path, file)
    keep(tmp_path, file, PNG).write_bytes(PNG + b"x")
    with pytest.raises(UploadError, match="可能被改动"):
        read(tmp_path, file)


def test_a_hash_is_no_path(tmp_path):
    with pytest.raises(ValueError, match="SHA-256"):
        place(tmp_path, "../../etc/passwd")
